"""What people write stands on the page as a forge shows it: nothing lost, nothing bent, nothing alive, in little time."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangkien import prose
from sangkien.personal import COVER, Withheld, covered
from sangkien.prose import Unseen, rendered, seen, unseen

LIMIT = 65_536


def shown(text: str) -> str:
    return rendered(text, covered)


def words(made: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", made))


HABITS = {
    "one paragraph": ("Đoạn một, 3 < 5 & 6 > 4.", "<p>Đoạn một, 3 &lt; 5 &amp; 6 &gt; 4.</p>"),
    "paragraphs": ("một\n\nhai", "<p>một</p>\n<p>hai</p>"),
    "line ends": ("một\nhai\r\nba", "<p>một<br>\nhai<br>\nba</p>"),
    "a list below its sentence": ("Làm:\n- cắt\n- dán", "<p>Làm:</p>\n<ul>\n<li>cắt</li>\n<li>dán</li>\n</ul>"),
    "steps below their sentence": ("Làm:\n1. cắt\n2. dán", "<p>Làm:</p>\n<ol>\n<li>cắt</li>\n<li>dán</li>\n</ol>"),
    "no step begins in a sentence": ("tháng\n2. dán", "<p>tháng<br>\n2. dán</p>"),
    "a remark between steps": ("1. rửa\n\nchờ\n\n2. lau", '<ol>\n<li>rửa</li>\n</ol>\n<p>chờ</p>\n<ol start="2">\n<li>lau</li>\n</ol>'),
    "steps as numbered": ("2. a\n4. b\n5. c", '<ol start="2">\n<li>a</li>\n<li value="4">b</li>\n<li>c</li>\n</ol>'),
    "steps backwards": ("3. a\n2. b", '<ol start="3">\n<li>a</li>\n<li value="2">b</li>\n</ol>'),
    "steps numbered by the machine": ("1. a\n1. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
    "steps in steps": (
        "1. a\n   1. b\n   3. c\n2. d",
        '<ol>\n<li>a\n<ol>\n<li>b</li>\n<li value="3">c</li>\n</ol>\n</li>\n<li>d</li>\n</ol>',
    ),
    "a year begins a paragraph": ("2. lau\n\n2021. Năm nay", '<ol start="2">\n<li>lau</li>\n</ol>\n<p>2021. Năm nay</p>'),
    "a year in a list": ("- 2021. Năm nay\n- 2022) Sang năm", "<ul>\n<li>2021. Năm nay</li>\n<li>2022) Sang năm</li>\n</ul>"),
    "more than, in a list": ("1. > 5 triệu\n2. >= 6", "<ol>\n<li>&gt; 5 triệu</li>\n<li>&gt;= 6</li>\n</ol>"),
    "signs in a block of code": ("~~~\n> 5\n2021. a\n~~~", "<pre><code>&gt; 5\n2021. a\n</code></pre>"),
    "task boxes": ("- [ ] mua\n- [x] hàn\n- [X] sơn", "<ul>\n<li>☐ mua</li>\n<li>☑ hàn</li>\n<li>☑ sơn</li>\n</ul>"),
    "no box in a sentence": ("có [ ] và [x]", "<p>có [ ] và [x]</p>"),
    "factors": ("20*30*40 và a*b*c, (2+3)*4*(5+6)", "<p>20*30*40 và a*b*c, (2+3)*4*(5+6)</p>"),
    "powers": ("2**3**4", "<p>2**3**4</p>"),
    "factors apart": ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
    "thousands": ("5_000_000 và ten_cua_tep", "<p>5_000_000 và ten_cua_tep</p>"),
    "about": ("~20~30 và ~~bỏ~~", "<p>~20~30 và ~~bỏ~~</p>"),
    "more than": ("> 5 **triệu**\n>= 80%", "<p>&gt; 5 <strong>triệu</strong><br>\n&gt;= 80%</p>"),
    "a quotation": ("> lời người bệnh", "<blockquote>\n<p>lời người bệnh</p>\n</blockquote>"),
    "emphasis": ("*nghiêng* _nghiêng_ **đậm** (*chú ý*)", "<p><em>nghiêng</em> <em>nghiêng</em> <strong>đậm</strong> (<em>chú ý</em>)</p>"),
    "letters apart": ("**Ha\u0302n** khung", "<p><strong>H\u00e2n</strong> khung</p>"),
    "stars that close nothing": ("**Đậm:**tiếp", "<p>**Đậm:**tiếp</p>"),
    "code": ("`muc < 5 && van == 1`", "<p><code>muc &lt; 5 &amp;&amp; van == 1</code></p>"),
    "a block of code": ("```\na < b\n  c\n```", "<pre><code>a &lt; b\n  c\n</code></pre>"),
    "signs named": ("R&D, &lt;b&gt; &amp; 5&nbsp;kg", "<p>R&amp;D, &lt;b&gt; &amp; 5&nbsp;kg</p>"),
    "HTML is text": ("<b>đậm</b> <!-- ẩn -->", "<p>&lt;b&gt;đậm&lt;/b&gt; &lt;!-- ẩn --&gt;</p>"),
    "a block of HTML is text": ("<div>\nx\n</div>", "<p>&lt;div&gt;<br>\nx<br>\n&lt;/div&gt;</p>"),
    "a first line set in": ("    Trước đây\n\n\tNay", "<p>Trước đây</p>\n<p>Nay</p>"),
    "a line below words": ("Tổng cộng\n---\nGiá\n===", "<p>Tổng cộng</p>\n<hr>\n<p>Giá<br>\n===</p>"),
    "headings": ("# Một\n### Hai", "<h3>Một</h3>\n<h3>Hai</h3>"),
    "a table": (
        "a | b\n--|--:\n1 | 2",
        "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>",
    ),
    "a link keeps its words": ("[bản **vẽ**](https://example.org/a)", "<p>bản <strong>vẽ</strong></p>"),
    "a link by its name": ("[bản vẽ][1]\n\n[1]: https://example.org/a", "<p>bản vẽ</p>"),
    "brackets in a link": ("[hình [1] vẽ](https://example.org/a)", "<p>hình [1] vẽ</p>"),
    "a picture keeps its words": ("![ảnh <xe>](https://example.org/a.png)", "<p>ảnh &lt;xe&gt;</p>"),
    "brackets are brackets": ("[a] [[b]] [c](d e) ![", "<p>[a] [[b]] [c](d e) ![</p>"),
    "escapes": (r"\*a\* \[b\](c) 1\. d", "<p>*a* [b](c) 1. d</p>"),
    "deeper than prose": (f"{'>' * 30} a\nb", f"<p>{'&gt;' * 30} a<br>\nb</p>"),
}  # fmt: skip


@pytest.mark.parametrize("habit", HABITS)
def test_a_text_is_shown_as_a_forge_shows_it(habit: str) -> None:
    text, made = HABITS[habit]
    assert shown(text).replace("\u00a0", "&nbsp;") == made


# Nothing lives

HOSTILE = [
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<https://example.org>", '"><svg onload=alert(1)>'),
    *("[bấm](javascript:alert(1))", "![ảnh](https://example.org/x.png)", "[a]: javascript:alert(1)\n[a]", "&lt;script&gt;x&lt;/script&gt;"),
    *('~~~ { .text onclick="alert(1)" }\nbấm\n~~~', "```html\n<script>\n```", "a|b\n:-:|-\n<b onclick=x>|c", '![x" onerror="alert(1)](y)'),
    *('[x](y "z\\" onclick=\\"alert(1)")', "- [x](javascript:x)\n- [ ] <img src=x>", "&#60;script&#62;", "[<b>](x)", "1000000000. x"),
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_lives_in_it(text: str) -> None:
    made = shown(text)
    tags = re.findall(r"<(/?\w+)([^>]*)>", made)
    assert {name.lstrip("/") for name, _ in tags} <= prose._SHOWN
    assert all(re.fullmatch(r'|(?: (?:start|value)="\d+")', attributes) for _, attributes in tags)


@given(st.from_regex(prose._PLAIN.pattern, fullmatch=True))
def test_a_plain_paragraph_is_what_markdown_makes_of_it(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        quick = shown(text)
        patch.setattr(prose, "_PLAIN", re.compile("(?!)"))
        assert quick == shown(text)


# Nothing private, however it is spelled


@pytest.mark.parametrize(
    "text",
    ["0912345678", "**0912** 345 678", "0912\\.345\\.678", "0912&nbsp;345&nbsp;678", "&#48;912345678", "`0912345678`", "*0912* 345 678",
     "[0912345678](a)", "![0912345678](a)", "091[2345](a)678", "0912 *345* `678`", "https://example.org/a", "mau@vi-du.example"],
)  # fmt: skip
@pytest.mark.parametrize("around", ["Gọi {} nhé", "- {}", "- [ ] {}", "# {}", "> {}", "a | b\n--|--\n{} | c"])
def test_what_readers_would_see_is_covered(around: str, text: str) -> None:
    made = shown(around.format(text))
    assert COVER in made
    assert "678" not in made
    assert "example" not in made


@pytest.mark.parametrize("text", ["~~~\nGọi 0912345678\n~~~", f"{'>' * 30}0912345678"])
def test_nor_is_it_told_where_markdown_has_no_say(text: str) -> None:
    assert COVER in shown(text)


def test_where_a_link_leads_is_not_told() -> None:
    assert shown("[bản vẽ](https://example.org/a) và [ảnh][1]\n\n[1]: <https://example.org/b>") == "<p>bản vẽ và ảnh</p>"
    assert shown("của **Lê Thị Kín**") == "<p>của <strong>Lê Thị Kín</strong></p>"
    assert (
        rendered("của **Lê** *Thị* Kín", lambda text: covered(text, Withheld(people=("Lê Thị Kín",)))) == f"<p>của {COVER}</p>"
    )


# What nobody sees

HIDDEN = {
    "a remark as a definition": ("a\n\n[//]: # (ẩn)", ("definition", 2, "[//]: # (ẩn)")),
    "a definition nobody uses": ("[a]: https://example.org", ("definition", 0, "[a]: https://example.org")),
    "a definition over lines": ("[a]:\nhttps://example.org\n'ẩn'", ("definition", 0, "[a]:\nhttps://example.org\n'ẩn'")),
    "a definition in a list": ("- a\n- [b]: c", ("definition", 1, "- [b]: c")),
    "a second definition": ("[a]\n\n[a]: b\n[a]: c", ("definition", 3, "[a]: c")),
    "a remark in a definition": ("[a]\n\n[a]: b 'ẩn'", ("definition", 2, "[a]: b 'ẩn'")),
    "a remark in a link": ("x\n[a](b 'ẩn')", ("title", 1, "ẩn")),
    "a remark in a picture": ("![a](b (ẩn))", ("title", 0, "ẩn")),
    "a link without words": ("x\n[](b)", ("link", 1, "b")),
    "a link of blanks": ("[ \u00a0](b)", ("link", 0, "b")),
    "a link around nothing": ("[**[]()**](b)", ("link", 0, "")),
    "a picture without words": ("![](b)", ("picture", 0, "b")),
    "a sentence behind a fence": ("~~~ đây là lời ẩn\na\n~~~", ("fence", 0, "đây là lời ẩn")),
    "a word no language is called": ("```ẩn\na\n```", ("fence", 0, "ẩn")),
    "a cell too many": ("| a |\n|---|\n| b | ẩn | c |", ("cell", 2, "ẩn | c")),
    "a cell too many for a head in bars": ("|a|\n|-|\nb|ẩn", ("cell", 2, "ẩn")),
    "a cell too many in bars and a quotation": ("> |a|\n> |-|\n> b|ẩn", ("cell", 2, "ẩn")),
    "a cell too many in a quotation": ("> a|b\n> -|-\n> c|d|ẩn", ("cell", 2, "ẩn")),
    "a zero-width space by number": ("a\n\nb&#8203;c", ("code", 2, "&#8203;")),
    "a zero-width joiner by name": ("b&zwj;c", ("code", 0, "&zwj;")),
    "letters turned round by code": ("b&#x202E;c", ("code", 0, "&#x202E;")),
    "a filler by code": ("b&#x3164;c", ("code", 0, "&#x3164;")),
}


@pytest.mark.parametrize("trick", HIDDEN)
def test_what_nobody_would_see_is_found(trick: str) -> None:
    text, (kind, line, words) = HIDDEN[trick]
    assert [*unseen(text)] == [Unseen(kind, line, words)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    ["[a](b)", "[a][1]\n\n[1]: b", "[a]\n\n[a]: b", "![a](b)", "[![a](b)](c)", "```python\na\n```", "~~~\na\n~~~", "| a | b |\n|-|-|\n|c|",
     "a | b", "R&D &amp; 5&nbsp;kg", "`&#8203;`", "[a]: không phải định nghĩa", "[//] ghi chú", "a \\| b|c\n-|-\n\\||d", "👩‍⚕️ [a](b)",
     f"{'>' * 30}[](x)", "\\[a](b 'c')", "[a]:", "danh sách [1]: một; [2]: hai"],
)  # fmt: skip
def test_what_is_seen_is_not_accused(text: str) -> None:
    assert [*unseen(text)] == []


@pytest.mark.parametrize(
    ("text", "left"),
    [("[ở đây](https://example.org/rat-dai)", "ở đây"), ("[//]: # (ẩn)", ""), ("![ảnh](b) c", "ảnh c"), ("a\n\n|b|\n|-|\n|c|", "abc"),
     ("`[x](y)` z", "[x](y) z"), ("[](a) ![](b)", "")],
)  # fmt: skip
def test_what_is_seen_is_counted(text: str, left: str) -> None:
    assert seen(text).strip().replace("\n", "") == left


PIECES = st.sampled_from(
    ["w{}", " w{} ", "*", "**", "_", "`", "~~~", "```", "\n", "\n\n", "- ", "1. ", "> ", "# ", "[", "]", "](d{})", "](d{} 'w{}')", "![",
     "[w{}]: d{}", "[w1]", "|", "|-|", "\n|-|-|\n", "\\", "&amp;", "&#8203;", "<", ">", "---", "    ", "\t", "+", "(", ")", "'", '"']
)  # fmt: skip


@given(st.lists(PIECES, max_size=30))
def test_no_word_is_lost_without_a_word(pieces: list[str]) -> None:
    """Each w… is told by its author; the d… are where links lead, and what stands behind a fence may be a language."""
    text = "".join(piece.replace("{}", f"{place}x") for place, piece in enumerate(pieces))
    text = re.sub(r"(```+|~~~+)(?=[ \t]*w)", r"\1\n", text)
    if not [*unseen(text)]:
        made = words(rendered(text, str))
        lost = [word for word in re.findall(r"w\d+x?", text) if word not in re.sub(r"[*_`\\]", "", made) and word not in made]
        assert not lost, (text, made)


# In little time

FLOODS: dict[str, Callable[[int], str]] = {
    **{sign: (lambda size, sign=sign: sign * (size // len(sign))) for sign in (
        "[", "![", "]", "*", "_", "`", "<", ">", "&", "\\", "|", "~", "(", '"', "!", "#", "\n", " ", "\t", "-", "=", "1", "é", "🚑",
        "- ", "1. ", "> ", "[a](", "[a](<", "[a][", "[a]: ", "[a]: x\n", "[](", "[]()", "![](", "[a](b '", "[a](b (", "[`", "[\\]",
        "*a ", "**a ", "*a _b ", "*_", "a*", "1*", ")*", "(*", "a_b_", "`a", "``a`", "|a|\n|-|\n", "a\n-|-\n", "- a\n", "* * a\n",
        "1.\n", ">> - ", "> a\n\n", "~~~\n", "``` a\n", "&amp;", "&#8203;", "<a ", "<!--", "\\\n", "[[a](b)", "][](", "- [ ] a\n", "# a\n",
    )},
    "backticks that grow": lambda size: "".join("`" * run + "a" for run in range(1, int((2 * size) ** 0.5))),
    "lists in lists": lambda size: "".join("  " * deep + "- a\n" for deep in range(int(size**0.5))),
    "brackets in brackets": lambda size: "[" * (size // 2) + "a" + "](b)" * (size // 8),
    "brackets and a definition": lambda size: "[a]: b\n\n" + "[" * (size // 2) + "a" + "]" * (size // 2),
    "pictures in pictures": lambda size: "![" * (size // 6) + "a" + "](b)" * (size // 6),
    "definitions": lambda size: "".join(f"[{number}]: x\n" for number in range(size // 10)),
    "a table without end": lambda size: "|a" * (size // 8) + "|\n" + "|-" * (size // 8) + "|\n" + "a\n" * (size // 4),
    "a lazy quotation": lambda size: ">" * 15 + "a\n" + "b\n" * (size // 2),
}  # fmt: skip


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_takes_time_by_its_length(flood: str) -> None:
    def took(size: int) -> float:
        text = FLOODS[flood](size)
        began = time.process_time()
        rendered(text, str)
        list(unseen(text))
        return time.process_time() - began

    quarter, whole = took(LIMIT // 4), took(LIMIT)
    assert whole < max(8 * quarter, 1.0), (quarter, whole)  # linear is 4 times, quadratic 16
    assert whole < 6


@pytest.mark.parametrize(
    "text",
    [
        "Nguyễn\n\nVăn Mẫu làm.",
        "- Nguyễn Văn\n- Mẫu",
        "| Họ | Tên |\n|---|---|\n| Nguyễn Văn | Mẫu |",
        "# Nguyễn Văn\nMẫu",
        "Gọi 0912 345 678.\n\nNguyễn\n\nVăn Mẫu",
    ],
)
def test_what_runs_over_two_pieces_of_a_page_is_covered_too(text: str) -> None:
    names = Withheld(("Nguyễn Văn Mẫu",))
    shown = html.unescape(re.sub("<[^>]*>", " ", rendered(text, lambda said: covered(said, names))))
    assert COVER in shown
    assert not re.search(r"Nguyễn\W+Văn\W+Mẫu", shown)


@pytest.mark.parametrize(
    "said",
    [
        "Hỏi <zalo 0912345678> nhé",
        "Hỏi <anh Mẫu, CCCD 001085012345> nhé",
        "Do <Nguyễn Văn Mẫu> làm",
        "Hỏi <mau.rieng@gmail.com> nhé",
        '<a title="0912345678">x</a>',
        '<b title="Nguyễn Văn Mẫu">x</b>',
        "09<b>12345</b>678",
    ],
)
def test_what_stands_between_angle_brackets_is_shown_and_so_is_looked_at(said: str) -> None:
    assert COVER in covered(said, Withheld(("Nguyễn Văn Mẫu",)))
