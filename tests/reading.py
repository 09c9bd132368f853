"""What holds of every content the readers are given: the two ways agree, it takes little time, and no trouble but their own comes out."""

from __future__ import annotations

import time

from sangkien.corpus.document import parse_submission
from sangkien.corpus.law import Law
from sangkien.corpus.layout import address_of
from sangkien.corpus.load import load_one
from sangkien.corpus.metaschema import read_schema
from sangkien.corpus.reader import Reader, sound
from sangkien.corpus.record import build
from sangkien.corpus.schema import Validator, headings, validator
from sangkien.corpus.strict_yaml import Data, Unreadable, parse_yaml
from sangkien.model.history import PLAIN_FILE, TreeEntry
from sangkien.model.programme import Rules
from sangkien.rules import in_order
from story import HOME, PROJECT

RULES: Rules = build(Rules, parse_yaml((PROJECT / "program/2021/rules.yml").read_text(encoding="utf-8")).data)
SCHEMAS = {kind: validator(read_schema((PROJECT / f"schema/{kind}.schema.json").read_bytes()), RULES)
           for kind in ("submission", "dossier", "decision", "dispute", "agreement", "units", "register", "rules")}  # fmt: skip
HEADINGS = headings(SCHEMAS["submission"].fields)


def careful(text: str, schema: Validator, answers: dict[str, str] | None) -> Data | None:
    """The data of a document without any trouble, the slow way; None for any other."""
    try:
        document = parse_yaml(text) if answers is None else parse_submission(text, answers)
    except Unreadable:
        return None
    return None if document.troubles or schema.troubles(document) else document.data


def agree(text: str, kind: str) -> bool:
    """Whether the fast way took the text; where it did, the slow way must say the very same."""
    answers = HEADINGS if kind == "submission" else None
    fast = sound(text, SCHEMAS[kind], answers)
    if fast is not None:
        assert careful(text, SCHEMAS[kind], answers) == fast
        assert repr(careful(text, SCHEMAS[kind], answers)) == repr(fast)  # 1, 1.0 and True are equal and not the same
    return fast is not None


PATH = f"{HOME}bv-mau/moi.md"
LONGEST = 1.0
"""Seconds of work that any one content may take."""


def hold(content: bytes, law: Law) -> None:
    """Reads a content as a submission and as every kind of act, both ways, and asks the rules of one file."""
    began = time.process_time()
    place = address_of(PATH)
    assert place is not None
    reader = Reader()
    source = reader.text(place, TreeEntry(PLAIN_FILE, "0" * 40), content)
    if source is None:
        assert len(reader.faults) == 1
        return
    for kind in SCHEMAS:
        agree(source.text, kind)
    corpus = load_one(law, [(PATH, "0" * 40, content)])
    assert all(filed.path == PATH for filed in in_order(corpus))
    assert time.process_time() - began < LONGEST * len(SCHEMAS)
