"""The writer is the inverse of the reader: what it writes reads back as what went in, and the same data give the same bytes."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from reading import HEADINGS, RULES
from sangkien.corpus.document import parse_submission, parse_typed
from sangkien.corpus.law import KINDS
from sangkien.corpus.layout import LAYOUT
from sangkien.corpus.metaschema import read_schema
from sangkien.corpus.reader import LARGEST
from sangkien.corpus.record import build, plain
from sangkien.corpus.schema import validator
from sangkien.corpus.strict_yaml import Data, Unreadable
from sangkien.corpus.writer import write
from story import PROJECT, WORLD, path_of, read, spelled
from strategies import tricky_texts, values, words
from test_stories import FOLDERS

SCHEMAS = {kind: validator(read_schema((PROJECT / f"schema/{kind}.schema.json").read_bytes()), RULES) for kind in KINDS}
kinds = st.sampled_from(sorted(KINDS))


def written(kind: str, data: Mapping[str, Data]) -> bytes:
    made = write(kind, data, SCHEMAS[kind])
    assert made.unwritable == ()
    return made.content


def read_back(kind: str, content: bytes) -> Any:
    """The data of a file by the careful reader, which must have no word against it."""
    text, names = content.decode(), SCHEMAS[kind].names
    document = parse_submission(text, HEADINGS, names) if kind == "submission" else parse_typed(text, names)
    assert (document.troubles, document.cut) == ((), {})
    return document.data


def same(one: Any, other: Any) -> bool:
    """Equal, and of the same types: 1 and True are equal and not the same."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and bool(one == other)


# Whatever the data


some_data = st.dictionaries(words | st.sampled_from(["title", "authors", "unit", "items", "path"]), values, max_size=5)
prose = st.lists(
    st.sampled_from(["- mục một", "1. bước một", "```", "    code", "", "  thụt vào", "# Đầu", "## ", "##", "### Nhỏ", "---", "> ý", "a  "])
    | tricky_texts,
    max_size=8,
).map("\n".join)  # fmt: skip


@settings(max_examples=200)
@given(kinds, some_data, st.dictionaries(st.sampled_from(["problem", "solution", "effect"]) | words, prose, max_size=3))
def test_any_data_is_read_back_as_it_was_or_told(kind: str, data: dict[str, Any], answers: dict[str, Any]) -> None:
    data = {**data, "answers": answers} if kind == "submission" else data
    made = write(kind, data, SCHEMAS[kind])
    assert bool(made.content) != bool(made.unwritable)
    if made.content:
        assert same(read_back(kind, made.content), data)
        assert written(kind, read_back(kind, made.content)) == made.content


letters = st.characters(exclude_categories=["Cs", "Cc", "Cn", "Zl", "Zp"], exclude_characters="\ufeff")
LOOKING_LIKE_OTHER = [
    "", " ", "no", "Yes", "y", "N", "on", "true", "False", "null", "~", "=", "<<", "0", "-1", "007", "010", "0912345678", "+84 900",
    "1.0", "36.000", "1,5", "1e3", "1_000", "0x1F", "0o17", "0b1", ".5", "-.inf", ".nan", "12:30", "12:30:00", "2021-02-30", "2021-4-1",
    "0000-00-00", "2021-04-01T24:00:00Z",
    "2021-04-01 08:00:00", "- gạch", "-", "? hỏi", ": hai chấm", "a: b", "a:", "a #b", "#a", "'nháy", '"nháy"', 'cả " và \'', "\\n", "\\",
    "& neo", "*sao", "!nhãn", "%", "@a", "`a`", "[a", "a]", "{a}", "|", ">", "---", "...", "--- a", "a, b",
    "👩‍⚕️", "e\u0301", "\u00a0a", "\u200b", "\u3000x",
    "path:x", "path：x", "title:items0  ：", "items\u3000", "title ﹕", "• x", "–x", "\u2003x",
    " trước", "sau ", "  ", "“cong”", "0123456789abcdef0123456789abcdef01234567", "1" * 40, "1" * 39 + "e",
]  # fmt: skip
one_line = st.text(letters, max_size=30) | st.sampled_from(LOOKING_LIKE_OTHER)
many_lines = st.lists(one_line | st.sampled_from(["\ta", "  a", "a  ", "a\tb"]), min_size=1, max_size=6).map("\n".join)


@settings(max_examples=200)
@given(kinds, one_line | many_lines)
def test_what_people_type_can_always_be_written(kind: str, text: str) -> None:
    """Of one line or more, in a field, in a list and in what stands deeper."""
    data: dict[str, Any] = {
        "title": text,
        "items": [text, {"path": text, "list": [[text], text]}],
        "deep": {"er": {"still": text}},
    }
    if kind == "submission":
        data["answers"] = {}
        if "\n" in text and any(set(line.strip()) <= {"-"} and len(line.strip()) > 2 for line in text.split("\n")):
            assert write(kind, data, SCHEMAS[kind]).unwritable[0].of == ("title",)
            return
    assert same(read_back(kind, written(kind, data)), data)


slipped = st.tuples(
    st.sampled_from(["", "-", "•", "–", "+"]), st.sampled_from(["", " ", "\u00a0", "\u2003"]), st.sampled_from(["title", "path", "x"]),
    st.sampled_from(["", " ", "\u3000", "\u200b"]), st.sampled_from(["", ":", "：", "﹕", "︰"]), st.sampled_from(["", " ", "\u3000"]),
    st.sampled_from(["", "x", "title："]),
).map("".join)  # fmt: skip


@settings(max_examples=300)
@given(kinds, slipped)
def test_what_looks_like_a_slip_of_typing_is_written_as_it_is(kind: str, text: str) -> None:
    """As a name, as a value and in lists: the careful reader mends what the fast one takes at its word."""
    data: dict[str, Any] = {text: text, "items": [text, {text: [text], "path": text}], "deep": {text: {text: text}}}
    data |= {"answers": {"effect": text.strip()}} if kind == "submission" else {}
    assert same(read_back(kind, written(kind, data)), data)


@pytest.mark.parametrize("kind", ["submission", "dossier", "register"])
def test_what_would_be_mended_below_a_name_that_no_schema_has_is_told(kind: str) -> None:
    """Where such a name begins a text of many lines, its lines pass for fields."""
    data: dict[str, Any] = {"sample": True, "mã": "một\nsample：x", "khác": ["hai"]}
    data |= {"answers": {"effect": "ba"}} if kind == "submission" else {}
    assert [(each.of, "other data" in each.why.en) for each in write(kind, data, SCHEMAS[kind]).unwritable] == [(("mã",), True)]


like_days = st.from_regex(
    "[0-9]{4}-[0-9]{2}-[0-3][0-9](T[0-9]{2}:[0-9]{2}(:[0-9]{2})?([+-][0-9]{2}:[0-9]{2}|Z)?)?", fullmatch=True
)


@settings(max_examples=200)
@given(kinds, one_line | like_days | st.dates().map(str))
def test_other_readers_of_yaml_take_a_text_for_that_text(kind: str, text: str) -> None:
    """A forge or an editor knows types that ours does not; a day may be a day to it."""
    content = written(kind, {"title": text}).decode().removeprefix("---\n").partition("\n---\n")[0]
    other = yaml.safe_load(content)["title"]
    if isinstance(other, datetime):
        assert other == datetime.fromisoformat(text)
    else:
        assert (other.isoformat() if isinstance(other, date) else other) == text


@pytest.mark.parametrize(
    "text", ["y", "N", "no", "1e3", "0o17", "1_0", "36.000", "0912345678", "12:30", "a" * 40, "0" * 64, "2021-02-30", ""]
)
def test_what_some_reader_takes_for_another_value_stands_in_quotes(text: str) -> None:
    """YAML 1.2 has other numbers than 1.1, and an id of a content looks alike whatever its digits are."""
    assert written("dossier", {"title": text}) == f'title: "{text}"\n'.encode()


@given(st.dictionaries(st.sampled_from(["problem", "solution", "effect"]), prose.map(str.strip), max_size=3))
def test_prose_is_kept_sign_for_sign(answers: dict[str, str]) -> None:
    made = write("submission", {"title": "x", "answers": answers}, SCHEMAS["submission"])
    cut = {name for name, text in answers.items() if any(line.startswith("## ") for line in text.split("\n"))}
    refused = {name for name, text in answers.items() if any(sign in text for sign in "\0\r")}
    assert {each.of[1] for each in made.unwritable} == cut | refused
    if made.content:
        assert read_back("submission", made.content)["answers"] == answers


@given(kinds, some_data, st.randoms())
def test_the_order_in_which_data_come_says_nothing(kind: str, data: dict[str, Any], chance: random.Random) -> None:
    def shuffled(value: Any) -> Any:
        if isinstance(value, list):
            return [shuffled(item) for item in value]
        return (
            {key: shuffled(value[key]) for key in chance.sample(sorted(value), len(value))}
            if isinstance(value, dict)
            else value
        )

    one, other = write(kind, shuffled(data), SCHEMAS[kind]), write(kind, data, SCHEMAS[kind])
    assert (one.content, set(one.unwritable)) == (other.content, set(other.unwritable))


# Records


def records(kind: Any) -> st.SearchStrategy[Any]:
    """Records of a class as its annotations allow them."""
    hints = get_type_hints(kind)
    given = {each.name: of(hints[each.name]) for each in fields(kind)}
    free = {each.name for each in fields(kind) if each.default is not MISSING or each.default_factory is not MISSING}
    return st.fixed_dictionaries(
        {name: made for name, made in given.items() if name not in free}, optional={name: given[name] for name in free}
    ).map(lambda values: kind(**values))


def of(hint: Any) -> st.SearchStrategy[Any]:
    if get_origin(hint) is UnionType:
        return st.one_of(*(st.none() if each is type(None) else of(each) for each in get_args(hint)))
    if get_origin(hint) is tuple:
        return st.lists(of(get_args(hint)[0]), max_size=2).map(tuple)
    if is_dataclass(hint):
        return records(hint)
    zones = st.sampled_from([UTC, timezone(timedelta(hours=7))])
    simple: dict[Any, st.SearchStrategy[Any]] = {
        Decimal: st.integers(-(10**12), 10**12).map(Decimal) | st.decimals(-(10**9), 10**9, places=2),
        str: one_line.map(str.strip), bool: st.booleans(), int: st.integers(0, 10**12), date: st.dates(date(1900, 1, 1)),
        datetime: st.datetimes(datetime(1900, 1, 1), timezones=zones),
    }  # fmt: skip
    return simple[hint]


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_the_reader_knows_is_read_back(kind: str) -> None:
    @settings(max_examples=60)
    @given(records(KINDS[kind]))
    def holds(record: Any) -> None:
        data = plain(record)
        assert build(KINDS[kind], data) == record
        if kind == "submission" and any(each.startswith("## ") for each in data["answers"].values()):
            return
        made = write(kind, data, SCHEMAS[kind])
        if made.content or len(repr(data)) < LARGEST // 4:
            assert build(KINDS[kind], read_back(kind, made.content)) == record

    holds()


# Files that are there


def kind_of(path: str) -> str:
    return next((kind for kind, pattern in LAYOUT.items() if pattern.fullmatch(path)), "")


def project_files() -> Iterator[tuple[str, str]]:
    for file in sorted([*(PROJECT / "submissions").rglob("*.md"), *(PROJECT / "program").rglob("*.yml")]):
        yield kind_of(file.relative_to(PROJECT).as_posix()), file.read_text(encoding="utf-8")


def story_files() -> Iterator[tuple[str, str]]:
    """What the stories write, as far as it is a file of ours that can be read."""
    templates = {kind: (WORLD / f"{kind}.{'md' if kind == 'submission' else 'yml'}") for kind in SCHEMAS}
    for folder in FOLDERS:
        for step in read(folder)["steps"]:
            for path, wanted in (step.get("write") or {}).items():
                kind = kind_of(path_of(path))
                if kind not in SCHEMAS or not templates[kind].exists():
                    continue
                text = wanted if isinstance(wanted, str) else templates[kind].read_text(encoding="utf-8")
                for old, new in wanted.items() if isinstance(wanted, dict) else ():
                    text = text if isinstance(new, list) else text.replace(old, new, 1)
                yield kind, spelled(text)


def readable(kind: str, text: str) -> Any:
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # as the reader takes line ends
    try:
        document = parse_submission(text, HEADINGS) if kind == "submission" else parse_typed(text, ())
    except Unreadable:
        return None
    return None if document.troubles else document.data


@pytest.mark.parametrize("files", [project_files, story_files])
def test_every_file_there_is_comes_out_canonical_and_stays_so(files: Any) -> None:
    done = 0
    for kind, text in files():
        data = readable(kind, text)
        if not isinstance(data, dict):
            continue
        content = written(kind, data)
        assert same(read_back(kind, content), data)
        assert written(kind, read_back(kind, content)) == content
        done += 1
    assert done > 150


def test_a_submission_written_by_hand_is_canonical() -> None:
    for kind, text in [*project_files(), ("submission", (WORLD / "submission.md").read_text(encoding="utf-8"))]:
        if kind == "submission":
            assert written(kind, readable(kind, text)).decode() == text


def test_an_act_stands_in_the_order_of_its_schema_one_value_a_line() -> None:
    item = {"votes": {"against": 0, "in_favour": 8}, "path": "submissions/2021/a/b.md", "content": "1" * 40, "reserve": True}
    data = {"sample": True, "items": [item], "strange": None, "papers": ["to-trinh", "01"], "level": "province", "letter": {}}
    assert written("dossier", data).decode() == (
        'level: province\nletter: {}\npapers:\n  - to-trinh\n  - "01"\nitems:\n  - path: submissions/2021/a/b.md\n'
        f'    content: "{"1" * 40}"\n    votes:\n      in_favour: 8\n      against: 0\n    reserve: true\n'
        "sample: true\nstrange: null\n"
    )


def test_what_a_command_writes_is_one_field_a_line() -> None:
    struck = {"on": "2021-04-20", "reason": "Ghi “nhầm”: số 2"}
    data = {"struck": struck, "office": 'Văn thư "mẫu"', "blob": "0" * 40, "channel": "hai\ndòng"}
    assert written("register", data).decode() == (
        'channel: |-\n  hai\n  dòng\noffice: "Văn thư \\"mẫu\\""\n'
        f'blob: "{"0" * 40}"\nstruck: {{"reason": "Ghi “nhầm”: số 2", "on": "2021-04-20"}}\n'
    )


# What cannot be written

BAD: dict[str, tuple[str, dict[Any, Any], tuple[str | int, ...], str]] = {
    "a broken number": ("dossier", {"target": 1.5}, ("target",), "float"),
    "a day that is no text": ("dossier", {"a": [date(2021, 1, 1)]}, ("a", 0), "date"),
    "a number too long": ("dossier", {"a": 10**18}, ("a",), "too long"),
    "a number that Python does not write out": ("dossier", {"a": [-(10**5000)]}, ("a", 0), "too long"),
    "a key that is such a number": ("register", {"a": {10**5000: "a"}}, ("a", "int"), "no name"),
    "an answer under such a number": ("submission", {"answers": {10**5000: "a"}}, ("answers", "int"), "heading"),
    "a line separator in a key": ("dispute", {"a": [{"b\u2028c": "d"}]}, ("a", 0, "b\u2028c"), "U+2028"),
    "a new line in a key": ("decision", {"a": {"b\x85c": "d"}}, ("a", "b\x85c"), "U+0085"),
    "a control character": ("register", {"office": "a\x07"}, ("office",), "U+0007"),
    "a carriage return": ("submission", {"title": "a\r\nb"}, ("title",), "U+000D"),
    "a line separator": ("dispute", {"a": {"b": "a\u2028 b"}}, ("a", "b"), "U+2028"),
    "half a character": ("submission", {"title": "\ud83d"}, ("title",), "U+D83D"),
    "what ends front matter": ("submission", {"title": "a\n——"}, ("title",), "---"),
    "a key that is no text": ("dossier", {1: "a"}, ("1",), "no name"),
    "a key that merges": ("dossier", {"a": {"<<": "a"}}, ("a", "<<"), "no name"),
    "what is nested too deep": ("dossier", {"a": [[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]}, ("a", *[0] * 20), "deep"),
    "a heading in an answer": ("submission", {"answers": {"effect": "a\n## b"}}, ("answers", "effect"), "## "),
    "space around an answer": ("submission", {"answers": {"effect": "a\n"}}, ("answers", "effect"), "space"),
    "a return in an answer": ("submission", {"answers": {"effect": "a\rb"}}, ("answers", "effect"), "U+000D"),
    "an answer that is no text": ("submission", {"answers": {"effect": 1}}, ("answers", "effect"), "text"),
    "an answer under another's heading": ("submission", {"answers": {"Hiệu quả": "a"}}, ("answers", "Hiệu quả"), "heading"),
    "answers without names": ("submission", {"answers": ["a"]}, ("answers",), "by name"),
    "too much": ("dossier", {"a": "b" * LARGEST}, (), "bytes"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_what_cannot_be_written_is_told_with_its_place(what: str) -> None:
    kind, data, path, why = BAD[what]
    made = write(kind, data, SCHEMAS[kind])
    assert (made.content, [each.of for each in made.unwritable]) == (b"", [path])
    assert why in made.unwritable[0].why.en


def test_everything_that_cannot_be_written_is_told_at_once() -> None:
    made = write("dossier", {"a": 1.5, "b": {"c": ["\0", "x", 2.5]}}, SCHEMAS["dossier"])
    assert [each.of for each in made.unwritable] == [("a",), ("b", "c", 0), ("b", "c", 2)]
