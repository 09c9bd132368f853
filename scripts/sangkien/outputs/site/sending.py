"""The page of whoever wants to send something in: what can be done now, and a guide for each reader; must not know any submission."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from sangkien.language import Until, Words, say
from sangkien.markup import Html, HtmlWords, html, joined
from sangkien.model.artifact import Page
from sangkien.model.corpus import Edition
from sangkien.model.programme import Rules
from sangkien.outputs.site import key_dates
from sangkien.outputs.site.elements import bullets
from sangkien.outputs.site.intake import State, window
from sangkien.outputs.site.page_url import PageUrl

ADDRESS = "gui-bai/"

_TITLE = Words("Gửi bài", "Send in")
_ABOUT = Words("Gửi sáng kiến khi nào, cho ai, viết những gì", "When, to whom and how to send in an innovation")
_HEADS = {
    State.BEFORE: Words("Chưa đến ngày nhận bài", "The intake is not open yet"),
    State.OPEN: Words("Đang nhận bài", "Entries are being taken"),
    State.CLOSED: Words("Hiện không nhận bài", "No entries are taken now"),
}
_SAYS = {
    State.BEFORE: HtmlWords(
        "Kỳ {edition} nhận bài từ <strong>{opens}</strong> đến <strong>{closes}</strong>. Từ nay đến đó có thể:",
        "Edition {edition} takes entries from <strong>{opens}</strong> to <strong>{closes}</strong>. Until then you can:",
    ),
    State.OPEN: HtmlWords(
        "Kỳ {edition} nhận bài đến <strong>{closes}</strong>. Bạn có cách làm hay hơn, dù nhỏ? Đưa cho công đoàn cơ sở của mình là được;"
        " không cần biết máy tính.",
        "Edition {edition} takes entries until <strong>{closes}</strong>. You found a better way of doing something, however small? Give"
        " it to your grassroots union; you need not know anything about computers.",
    ),
    State.CLOSED: HtmlWords(
        "Kỳ {edition} đã đóng nhận bài lúc <strong>{closes}</strong>. Bài đã đưa cho công đoàn trước giờ ấy thì tính theo ngày ghi trong sổ"
        " tiếp nhận. Ngày nhận bài của kỳ sau sẽ đăng ở đây. Bây giờ có thể:",
        "Edition {edition} closed at <strong>{closes}</strong>. What was handed to a union before that counts by the date in its register."
        " The dates of the next edition will be told here. Now you can:",
    ),
}
_SEE = HtmlWords(
    '<a href="{see:exact}">Xem sáng kiến được tôn vinh</a>, đọc và làm theo ở chỗ mình.',
    '<a href="{see:exact}">See the honoured innovations</a>, and reuse them where you work.',
)
_TRACK = HtmlWords(
    '<a href="{track:exact}">Theo dõi bài đã gửi</a> bằng mã biên nhận.',
    '<a href="{track:exact}">Track what you sent</a> by its receipt code.',
)
_PREPARE = HtmlWords(
    '<a href="{prepare:exact}">Chuẩn bị cho kỳ sau</a>: ghi lại trước đây ra sao, làm khác đi thế nào, được gì; đo số trước và sau.',
    '<a href="{prepare:exact}">Prepare for the next edition</a>: note how it was, what you do differently, what it brings; measure before'
    " and after.",
)
_READY = HtmlWords(
    '<a href="{prepare:exact}">Chuẩn bị bài</a>: ghi lại trước đây ra sao, làm khác đi thế nào, được gì; đo số trước và sau.',
    '<a href="{prepare:exact}">Prepare your entry</a>: note how it was, what you do differently, what it brings; measure before and after.',
)
_POINTS = {State.BEFORE: (_READY, _SEE), State.OPEN: (), State.CLOSED: (_SEE, _TRACK, _PREPARE)}
_RULES = HtmlWords(
    'Ngày giờ, giới hạn chữ và hạn mức ở trang <a href="{rules:exact}">Thể lệ</a>.',
    'Dates, lengths and quotas are under <a href="{rules:exact}">Rules</a>.',
)
_WHO = Words("Bạn là ai?", "Who are you?")
_READERS = (
    HtmlWords(
        '<a href="{worker:exact}">Người lao động</a> Viết ra ba điều, đưa cho công đoàn cơ sở, theo dõi bằng mã biên nhận.',
        '<a href="{worker:exact}">A working person</a> Write down three things, hand them in, follow them by the receipt code.',
    ),
    HtmlWords(
        '<a href="{grassroots:exact}">Cán bộ công đoàn cơ sở</a> Nhận bài, gửi lên kho, họp xét, lập hồ sơ đề nghị.',
        '<a href="{grassroots:exact}">An officer of a grassroots union</a> Take entries, send them to the repository, vote,'
        " make the dossier.",
    ),
    HtmlWords(
        '<a href="{upper:exact}">Cán bộ công đoàn cấp trên</a> Ghi sổ tiếp nhận, xét hồ sơ trong hạn mức, ra quyết định.',
        '<a href="{upper:exact}">An officer of an upper union</a> Keep the register, judge dossiers within the quotas, decide.',
    ),
)
_QUICK = Words("Hỏi nhanh", "Quick answers")
_ANSWERS = (
    HtmlWords(
        '<strong>Bài bị trả lại?</strong> <a href="{why:exact}">Vì sao, và sửa thế nào</a>.',
        '<strong>It was refused?</strong> <a href="{why:exact}">Why, and how to mend it</a>.',
    ),
    HtmlWords(
        '<strong>Bài đến đâu rồi?</strong> <a href="{track:exact}">Theo dõi bằng mã biên nhận</a>.',
        '<strong>Where does it stand?</strong> <a href="{track:exact}">Track it by its receipt code</a>.',
    ),
    HtmlWords(
        "<strong>Muốn làm theo một sáng kiến?</strong> Cuối mỗi bài có mục “Hỏi ai?”. Trang này không đăng số điện thoại riêng của ai.",
        "<strong>You want to reuse one?</strong> Each page says whom to ask. No private telephone number of anybody stands on this site.",
    ),
)


def page(edition: Edition, as_of: datetime, url: PageUrl) -> Page:
    """Returns the page for the newest edition; `as_of` is the instant of the build."""
    language, ways = url.language, _ways(url)
    title = _TITLE.say(language)
    body = html(
        '<h1>{}</h1>{}<h2 id="ai">{}</h2><ul class="sk-readers">{}</ul><p>{}</p><h2 id="hoi">{}</h2>{}',
        title,
        window(edition.rules.record.portal, as_of, partial(_told, edition, url)),
        _WHO.say(language),
        joined(html("<li>{}</li>", words.say(language, **ways)) for words in _READERS),
        _RULES.say(language, **ways),
        _QUICK.say(language),
        bullets(words.say(language, **ways) for words in _ANSWERS),
    )
    return Page(ADDRESS, language, title, _ABOUT.say(language), body, scripts=(key_dates.SCRIPT,))


def _told(edition: Edition, url: PageUrl, state: State) -> Html:
    language, rules = url.language, edition.rules.record
    said = _SAYS[state].say(language, edition=edition.id, **spoken(rules, url))
    points = bullets(words.say(language, **_ways(url)) for words in _POINTS[state]) if _POINTS[state] else ""
    return html('<p class="sk-now-head">{}</p><p>{}</p>{}', _HEADS[state].say(language), said, points)


def spoken(rules: Rules, url: PageUrl) -> dict[str, str]:
    """Returns when the intake opens and closes, as people of the page's language say it."""
    portal = rules.portal
    return {"opens": say(portal.opens, url.language), "closes": say(Until(portal.closing.at), url.language)}


def _ways(url: PageUrl) -> dict[str, str]:
    return {
        "see": url.to("sang-kien/"),
        "track": url.to("theo-doi/"),
        "prepare": url.to("huong-dan/nguoi-lao-dong/"),
        "worker": url.to("huong-dan/nguoi-lao-dong/"),
        "grassroots": url.to("huong-dan/cong-doan-co-so/"),
        "upper": url.to("huong-dan/cong-doan-cap-tren/"),
        "rules": url.to("the-le/"),
        "why": url.to("vi-sao/"),
    }
