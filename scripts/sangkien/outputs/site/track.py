"""The page where a sender follows a submission by its receipt code or its path; must not know any case."""

from __future__ import annotations

from sangkien.language import Language, Words
from sangkien.markup import html
from sangkien.model.artifact import Page
from sangkien.outputs.site.elements import bullets

ADDRESS = "theo-doi/"
_SCRIPT = "theo-doi.js"

_TITLE = Words("Theo dõi bài đã gửi", "Track a submission")
_LEAD = Words(
    "Nhập mã biên nhận (12 ký tự, như 7K3M-9QXT-2V8D) hoặc đường dẫn của bài để biết bài đã được nhận lúc nào, có hợp lệ không, được"
    " đề nghị và tôn vinh ở cấp nào.",
    "Enter the receipt code (12 characters, like 7K3M-9QXT-2V8D) or the path of the file to see when it was received, whether it is valid,"
    " where it was proposed and honoured.",
)
_WHERE = Words("Mã biên nhận ở đâu?", "Where is the code?")
_ANSWERS = (
    Words(
        "Cổng kiểm tra báo mã ngay khi xét bài; công đoàn cơ sở giữ mã của bài nộp bằng giấy.",
        "The gate tells it when it judges the file; the grassroots union keeps the code of what came on paper.",
    ),
    Words(
        "Mã được tính từ nội dung bài: sửa bài thì có mã mới, mã cũ vẫn dẫn tới bài. Không ai đoán được mã từ tên bài hay tên tác giả.",
        "It is worked out from the content: an edited file has a new one, the old one still leads to it. Nobody guesses it from a title or"
        " an author.",
    ),
    Words(
        "Mất mã thì hỏi công đoàn cơ sở của mình. Ai có bản sao của kho thì chạy sangkien status và đường dẫn của bài.",
        "If it is lost, ask your grassroots union. Whoever has a copy of the repository runs sangkien status and the path of the file.",
    ),
)
_PRIVATE = Words(
    "Trang này không nêu tên bài, tên tác giả hay cách liên lạc. Trình duyệt chỉ tải một tệp nhỏ có trạng thái của khoảng một trăm bài"
    " không tên; mã không được gửi đi đâu.",
    "This page names no title, author or contact. The browser loads one small file with the states of some hundred nameless cases; the code"
    " is sent nowhere.",
)


def page(language: Language) -> Page:
    """Returns the page in one language; what it shows of a case comes by script."""
    title, lead = _TITLE.say(language), _LEAD.say(language)
    body = html(
        '<h1>{}</h1><p>{}</p><div class="sk-find" id="theo-doi"></div><div id="buoc"></div><h2 id="ma">{}</h2>{}<p class="sk-quiet">{}</p>',
        title,
        lead,
        _WHERE.say(language),
        bullets(words.say(language) for words in _ANSWERS),
        _PRIVATE.say(language),
    )
    return Page(ADDRESS, language, title, lead, body, scripts=(_SCRIPT,))
