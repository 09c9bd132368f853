"""The code by which a sender asks what became of a submission, computed from its content; must not know its sender or path.

A content's id stands for every sign in it, so nobody works the code out from a title or an author; whoever has the file has the
code. It has sixty bits, is written without letters that look like digits, and forgives how it is typed.
"""

from __future__ import annotations

import hashlib
import re

from sangkien.late import regex

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
_LENGTH, _GROUP = 12, 4
_TYPED = str.maketrans("OIL", "011")
_CODE = regex(rf"[{_LETTERS}]{{{_LENGTH}}}")


def receipt_code(blob: str) -> str:
    """The code of the content with this Git blob id: `7K3M-9QXT-2V8D`."""
    number = int.from_bytes(hashlib.blake2b(blob.encode(), digest_size=8, person=b"sangkien-code").digest())
    letters = "".join(_LETTERS[number >> (5 * place) & 31] for place in range(_LENGTH))
    return "-".join(letters[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def typed(text: str) -> str | None:
    """A typed code in its written form; None where the text is none. Case, spaces and hyphens do not matter, nor O for 0, I or
    L for 1."""
    plain = re.sub(r"[\s\-–]", "", text).upper().translate(_TYPED)
    if not _CODE.fullmatch(plain):
        return None
    return "-".join(plain[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))
