"""Results kept beside a repository, safe to lose at any time: answers never depend on them; must not know what they mean.

`store` is the one file of tables; `parsed_files` keeps the data of files in order, `passed` which submissions passed,
`landings` the history of a main line.
"""

from sangkien.cache.store import Broken, Store, Tell, check, code_mark

__all__ = ["Broken", "Store", "Tell", "check", "code_mark"]
