"""What was once worked out, kept beside a repository and safe to lose at any time; results never depend on it.

`store` is the one file of tables; `parsed_files` keeps what readers found in order, `passed` which submissions passed, `landings` the
history of a main line.
"""

from sangkien.cache.store import Broken, Store, Tell, check, code_mark

__all__ = ["Broken", "Store", "Tell", "check", "code_mark"]
