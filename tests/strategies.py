"""What random tests are made of: texts, data, submissions, paths and histories as people, machines and attackers make them."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import strategies as st

from story import WORLD

SUBMISSION = (WORLD / "submission.md").read_text(encoding="utf-8")

# What is pasted into a sound file to damage it

PIECES = [
    "", " ", "  ", "\t", "\n", "\n\n", "'", '"', ":", ": ", "- ", "#", " #", "[", "]", "{", "}", "&a ", "*a",
    "!!str ", "!", "%", "@", "`", ",", "|", ">", ">-", "?", "? ", "---", "...", "---\n", "~", "null", "true", "no",
    "yes", "0", "010", "0x1f", "1e3", "1_000", "1.5", "-1", "12:30:00", "2021-02-30", "2021-04-01",
    "2021-04-01T08:00:00+07:00", "<<: ", "\\u200b", "\u200b", "\u00a0", "e\u0301", "é", "đ", "\u0958", "\u2028",
    "\ufeff", "𝟏", "١", "share: 100\n", "title: x\n", "  share: 0\n", "sample: true\n", "confidential: true\n",
    "benefit_vnd: 1.0\n", "## Hiệu quả\n", "## ", "\x85",
]  # fmt: skip

TRICKS = [
    "<b>", "<!--", "](javascript:", "]: data:", "&#106;", "&Tab;", "%6A", "{{", "{%", "--8<-- \"", "\n::: a", "@a", "0900 000 000",
    "+84 900000000", "001000000000", "CMND 123456789", "123456789", "а", "Α", "µ", "𝗚", "\u202e", "\u200d", "\ufe0f", "👩‍⚕️", "\0", "\x07",
    "\r", "\r\n", "\\", '"\\x41"', "`", "https://", "://", "٠",
]  # fmt: skip
"""What rules of disguise and privacy look for, whole or in parts."""

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12) | st.sampled_from(PIECES)
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
texts = st.lists(st.sampled_from(PIECES) | words, max_size=12).map("".join)
tricky_texts = st.lists(st.sampled_from(TRICKS) | st.sampled_from(PIECES) | words, max_size=16).map("".join)


def damaged(text: str, chance: random.Random) -> str:
    """A text with what people and attackers do to a sound file, one to three things at a time."""
    for _ in range(chance.randint(1, 3)):
        at, to = sorted(chance.choices(range(len(text) + 1), k=2))
        match chance.randrange(5):
            case 0:
                text = text[:at] + text[min(to, at + chance.randint(1, 8)) :]
            case 1:
                text = text[:at] + chance.choice(PIECES) + text[at:]
            case 2:
                lines = text.split("\n")
                place = chance.randrange(len(lines))
                lines.insert(chance.randrange(len(lines)), lines[place])
                text = "\n".join(lines)
            case 3:
                lines = text.split("\n")
                del lines[chance.randrange(len(lines))]
                text = "\n".join(lines)
            case 4:
                name, _, rest = text[at:].partition(": ")
                text = text[:at] + name + ": " + chance.choice(PIECES) + rest[rest.find("\n") :] if rest else text
    return text


@st.composite
def submissions(draw: st.DrawFn) -> str:
    """A sound submission with something put into its front matter and into an answer, or damaged."""
    if draw(st.booleans()):
        return damaged(SUBMISSION, random.Random(draw(st.integers(0, 10**6))))
    text = SUBMISSION.replace("khóa bánh", draw(tricky_texts), 1)
    return text.replace("Hàn thêm", draw(tricky_texts), 1)


_NAMES = [
    "submissions", "program", "schema", "Submissions", "ｐrogram", "2021", "thai-binh", "nganh-y-te", "bv-mau", "dossiers", "disputes",
    "units", "cu.md", "moi.md", "Moi.md", "a.yml", "rules.yml", "con.md", "aux", "NUL.txt", "com1", "..", ".", ".git", ".GIT", "git~1",
    ".g\u200cit", "x.", "x ", " x", "a:b", "a\\b", "mới.md", "mo\u031b\u0301i.md", "a\nb.md", "::error::.md", "\udcff.md", "\u202e.md",
    "a" * 300,
]  # fmt: skip
names = st.sampled_from(_NAMES) | st.text(st.characters(exclude_characters="/\0", codec="utf-8"), min_size=1, max_size=8)
paths = st.lists(names, min_size=1, max_size=6).map("/".join) | st.lists(st.sampled_from(_NAMES), max_size=3).map(
    lambda tail: "/".join(["submissions/2021/thai-binh/nganh-y-te/bv-mau", *tail])
)

modes = st.sampled_from(["100644", "100644", "100644", "100755", "120000", "160000"])
histories = st.lists(st.lists(st.tuples(modes, paths, submissions()), min_size=1, max_size=4), min_size=1, max_size=3)
"""Commits, each of files by mode, path and content."""
