"""From bytes to records: the only room that uses YAML and JSON Schema; must not know Git, the clock or any rule.

`layout` says what a path holds, `document` parses, `schema` validates and names the fields, `record` builds, `reader` does all
of it for a file, `law` reads what is allowed, `received` and `times` date, `acts` reads what unions do, `load` puts it
together.
"""

from sangkien.corpus.law import Law, load_law
from sangkien.corpus.load import empty_corpus, load, load_fast, load_one

__all__ = ["Law", "empty_corpus", "load", "load_fast", "load_law", "load_one"]
