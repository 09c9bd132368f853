"""Tells whether a text is an earlier one but for private data lost or another English version; must not know what depends on it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from sangkien.corpus.privacy_mends import is_privacy_mend
from sangkien.late import regex
from sangkien.model.filed import Filed
from sangkien.model.submission import TRANSLATIONS, NeutralEdit, Submission
from sangkien.personal import Withheld

_FENCE = regex(r"^---[ \t]*$", re.MULTILINE)
# A value's further lines stand behind its name. A comment or a blank line among them is left to be compared.
_TRANSLATED = regex(rf"^(?:{'|'.join(TRANSLATIONS)}):(?: .*)?\n(?:[ \t]+[^\s#].*\n)*", re.MULTILINE)


def neutral_edit(later: Filed[Submission], earlier: Filed[Submission], withheld: Withheld) -> NeutralEdit | None:
    """What of the two the later file is to the earlier, where nothing else differs, be it a comment; None where anything does, or
    nothing. `withheld` are names of the earlier one that the later may not show."""
    now, was = _untranslated(later), _untranslated(earlier)
    if (now.record, now.source.text) == (was.record, was.source.text):
        return NeutralEdit.TRANSLATION if later.source.text != earlier.source.text else None
    if not is_privacy_mend(now, was, withheld):
        return None
    return NeutralEdit.PRIVACY if _translations(later.record) == _translations(earlier.record) else NeutralEdit.BOTH


def _untranslated(filed: Filed[Submission]) -> Filed[Submission]:
    """The file as it would be without its English version. Record and text are compared both: the lines that are cut are those of
    the fields only where the record says so too."""
    text = filed.source.text
    fence = _FENCE.search(text, 1)
    end = fence.start() if fence else 0
    source = replace(filed.source, text=_TRANSLATED.sub("", text[:end]) + text[end:])
    untold: dict[str, Any] = dict.fromkeys(TRANSLATIONS, "")
    return replace(filed, record=replace(filed.record, **untold), source=source)


def _translations(record: Submission) -> list[str]:
    return [getattr(record, name) for name in TRANSLATIONS]
