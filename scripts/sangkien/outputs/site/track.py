"""The page where a sender follows a submission by its receipt code, its path or its page; must not know any case."""

from __future__ import annotations

from datetime import datetime

from sangkien.language import Language, Words, fill
from sangkien.markup import HtmlWords, html
from sangkien.model.artifact import Page
from sangkien.outputs.site.elements import bullets
from sangkien.outputs.site.page_url import PageUrl
from sangkien.outputs.site.rule_page import REFUSED

ADDRESS = "theo-doi/"
_SCRIPT = "theo-doi.js"

_TITLE = Words("Theo dõi bài đã gửi", "Track a submission")
_LEAD = Words(
    "Bài của bạn được nhận lúc nào, có hợp lệ không, đã được đề nghị và tôn vinh ở cấp nào, việc gì tiếp theo và trước lúc nào.",
    "When yours was received, whether it is valid, where it was proposed and honoured, what comes next and by when.",
)
_WITHOUT = HtmlWords(
    "Trang này cần JavaScript để tra. Không bật được thì hỏi công đoàn cơ sở của mình, hoặc công đoàn cấp trên đã nhận bài, và đọc cho họ"
    " mã biên nhận; ai có bản sao của kho thì chạy {command}.",
    "Looking up needs JavaScript. Without it, ask your grassroots union, or the office above that took the file, and tell them the receipt"
    " code; whoever has a copy of the repository runs {command}.",
)
_AS_OF = Words("Số liệu lập lúc {at}.", "The data is as of {at}.")
_REFUSED = HtmlWords(
    'Bài bị trả lại, hoặc thông báo có mã như SK203? <a href="{why:exact}">Vì sao, và sửa thế nào</a>.',
    'Was yours refused, or is there a code such as SK203 in the message? <a href="{why:exact}">Why, and how to mend it</a>.',
)
_WHERE = Words("Mã biên nhận ở đâu?", "Where is the code?")
_ANSWERS = (
    Words(
        "Mã có 12 ký tự, chia ba nhóm, trông như thế này: ABCD-2345-WXYZ (chỉ là ví dụ). Chữ hoa hay chữ thường, có gạch nối hay không"
        " đều được.",
        "It has 12 characters in three groups and looks like this: ABCD-2345-WXYZ (an example only). Capitals and hyphens do not matter.",
    ),
    Words(
        "Hệ thống kiểm tra báo mã ngay khi xét bài; công đoàn cơ sở giữ mã của bài nộp bằng giấy.",
        "The gate tells it when it judges the file; the grassroots union keeps the code of what came on paper.",
    ),
    Words(
        "Mã được tính từ nội dung bài: sửa bài thì có mã mới, mã cũ vẫn dẫn tới bài. Không ai đoán được mã từ tên bài hay tên tác giả.",
        "It is worked out from the content: an edited file has a new one, the old one still leads to it. Nobody guesses it from a title or"
        " an author.",
    ),
    Words(
        "Không có mã thì dán đường dẫn của tệp (submissions/…), địa chỉ tệp trên kho, hoặc địa chỉ trang của sáng kiến đã được tôn vinh.",
        "Without it, paste the path of the file (submissions/…), its address on the forge, or the page of an honoured innovation.",
    ),
    Words("Mất cả mã lẫn đường dẫn thì hỏi công đoàn cơ sở của mình.", "If both are lost, ask your grassroots union."),
)
_PRIVATE = Words(
    "Trang này không nêu tên bài, tên tác giả hay cách liên lạc. Trình duyệt chỉ tải một tệp nhỏ có trạng thái của vài chục bài không tên;"
    " điều bạn nhập không được gửi đi đâu. Bài bí mật công nghệ không tra được ở đây.",
    "This page names no title, author or contact. The browser loads one small file with the states of some dozens of nameless cases; what"
    " you enter is sent nowhere. Confidential innovations cannot be looked up here.",
)


def page(as_of: datetime, language: Language) -> Page:
    """Returns the page in one language; what it shows of a case comes by script, from data as of `as_of` (aware)."""
    title, lead = _TITLE.say(language), _LEAD.say(language)
    body = html(
        '<h1>{}</h1><p>{}</p><p class="sk-without-script">{}</p><div class="sk-find" id="theo-doi"></div><div id="buoc"></div>'
        '<p>{}</p><p class="sk-quiet">{}</p><h2 id="ma">{}</h2>{}<p class="sk-quiet">{}</p>',
        title,
        lead,
        _WITHOUT.say(language, command=html("<code>sangkien status</code>")),
        _REFUSED.say(language, why=PageUrl(ADDRESS, language).to(REFUSED)),
        fill(_AS_OF, {"at": as_of.replace(second=0, microsecond=0)}, language),
        _WHERE.say(language),
        bullets(words.say(language) for words in _ANSWERS),
        _PRIVATE.say(language),
    )
    return Page(ADDRESS, language, title, lead, body, scripts=(_SCRIPT,))
