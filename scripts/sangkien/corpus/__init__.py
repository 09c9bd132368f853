"""From bytes to records: the only room that knows YAML and JSON Schema, and it must not know Git, the clock or any rule.

`layout` says what a path holds, `document` parses, `schema` validates and names the fields, `record` builds, `received` dates,
`load` puts it together.
"""

from sangkien.corpus.load import Law, empty, load, load_law

__all__ = ["Law", "empty", "load", "load_law"]
