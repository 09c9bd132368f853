"""The home page: innovations first, then how it works, what can be done now and when; must not count or judge anything itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from sangkien.figures import Figures
from sangkien.language import Language, Words, say
from sangkien.markup import Html, HtmlWords, html, joined
from sangkien.model.artifact import Page
from sangkien.model.corpus import Edition
from sangkien.model.innovation import PublicInnovation
from sangkien.outputs.site import cards, guide, key_dates, report, rule_page, sending
from sangkien.outputs.site.elements import bullets, sample_remark, way
from sangkien.outputs.site.intake import State, window
from sangkien.outputs.site.page_url import PageUrl

_SHOWN = 3

_CALL = Words(
    "Người lao động nghĩ ra cách làm hay hơn, công đoàn ghi nhận và tôn vinh, nơi khác đọc rồi làm theo.",
    "Working people find a better way, their unions take it up and honour it, others read and reuse it.",
)
_EDITION = Words("kỳ {edition}", "edition {edition}")
_NUMBER = HtmlWords(
    "<strong>{honoured}</strong> <span>trong {received} sáng kiến gửi về đã được tôn vinh</span>",
    "<strong>{honoured}</strong> <span>of {received} innovations received have been honoured</span>",
)
_RECEIVED = HtmlWords(
    "<strong>{received}</strong> <span>sáng kiến đã gửi về</span>",
    "<strong>{received}</strong> <span>innovations received so far</span>",
)
_SECRET = Words("Chưa kể {count} sáng kiến có bí mật công nghệ.", "Not counting {count} with a technological secret.")

# What can be done, and where; the first is the one that most come for.
_SEND = (Words("Gửi sáng kiến", "Send an innovation"), "gui-bai/")
_SEE = (Words("Xem sáng kiến", "See the innovations"), "sang-kien/")
_TRACK = (Words("Theo dõi bài đã gửi", "Track what you sent"), "theo-doi/")
_NEXT = (Words("Chuẩn bị cho kỳ sau", "Prepare for the next edition"), "gui-bai/")
_PREPARE = (Words("Chuẩn bị bài", "Prepare your entry"), "gui-bai/")
_REFUSED = HtmlWords(
    'Bài bị trả lại? <a href="{why:exact}">Xem vì sao</a>.', 'Was yours refused? <a href="{why:exact}">See why</a>.'
)
_ACTS = {State.BEFORE: (_PREPARE, _SEE), State.OPEN: (_SEND, _SEE, _TRACK), State.CLOSED: (_SEE, _TRACK, _NEXT)}
_STANDS = {
    State.BEFORE: HtmlWords(
        "Nhận bài từ <strong>{opens}</strong> đến <strong>{closes}</strong>.",
        "Entries are taken from <strong>{opens}</strong> to <strong>{closes}</strong>.",
    ),
    State.OPEN: HtmlWords(
        "Đang nhận bài, đến <strong>{closes}</strong>.", "Entries are taken until <strong>{closes}</strong>."
    ),
    State.CLOSED: HtmlWords(
        "Kỳ này đã đóng nhận bài lúc <strong>{closes}</strong>.", "This edition closed at <strong>{closes}</strong>."
    ),
}

_BEST = Words("Sáng kiến tiêu biểu", "Outstanding innovations")
_EARLIER = Words("Kỳ này chưa có quyết định; kỳ trước đã tôn vinh", "Nothing decided yet; honoured in earlier editions")
_ALL = Words("Xem tất cả sáng kiến được tôn vinh", "All honoured innovations")
_NONE_YET = {
    State.BEFORE: Words(
        "Chưa có sáng kiến nào. Sáng kiến đầu tiên được tôn vinh sẽ nằm ngay chỗ này; có thể là của bạn.",
        "None yet. The first that is honoured will stand right here; it may be yours.",
    ),
    State.OPEN: Words(
        "Chưa có quyết định khen thưởng. Sáng kiến đầu tiên được tôn vinh sẽ nằm ngay chỗ này; có thể là của bạn.",
        "Nothing decided yet. The first that is honoured will stand right here; it may be yours.",
    ),
    State.CLOSED: Words(
        "Các cấp công đoàn đang xét. Sáng kiến được tôn vinh sẽ hiện ở đây ngay khi có quyết định.",
        "The unions are considering what came. What they honour will stand here as soon as it is decided.",
    ),
}
_HOW = Words("Từ một người nghĩ ra đến nhiều nơi cùng làm", "From one person's idea to many who use it")
_STEPS = (
    (Words("Gửi", "Send"), Words("Viết ra ba điều: trước đây ra sao, làm khác đi thế nào, được gì. Đưa cho công đoàn cơ sở.",
                                 "Write three things: how it was, what you do differently, what it brings. Hand it to your union.")),
    (Words("Đề nghị", "Propose"), Words("Công đoàn cơ sở họp xét, lập hồ sơ gửi lên cấp trên.",
                                        "The grassroots union considers it and makes a dossier for the union above.")),
    (Words("Tôn vinh", "Honour"), Words("Công đoàn cấp trên, tỉnh, ngành, Tổng Liên đoàn ra quyết định khen thưởng.",
                                        "The unions above, up to the national confederation, decide and honour.")),
    (Words("Làm theo", "Reuse"), Words("Bài được công khai cho mọi nơi đọc, hỏi và áp dụng.",
                                       "It is published for everybody to read, ask about and apply.")),
)  # fmt: skip
_WHO = Words("Ai tham gia, khi nào", "Who takes part, and when")
_POINTS = (
    HtmlWords(
        "<strong>Ai:</strong> đoàn viên công đoàn, công nhân, viên chức, lao động trong cơ quan, đơn vị, doanh nghiệp.",
        "<strong>Who:</strong> union members and all who work in offices, units and enterprises.",
    ),
    HtmlWords(
        "<strong>Sáng kiến nào:</strong> bắt đầu áp dụng thực tế từ {first} đến hết {last}, được người sử dụng lao động đồng ý.",
        "<strong>Which innovations:</strong> first put to use from {first} to {last}, with the employer's agreement.",
    ),
)
_RULES = Words("Thể lệ đầy đủ: hạn mức, hồ sơ, văn bản căn cứ", "The whole rules: quotas, papers, sources")
_REPORT = Words("Xem báo cáo", "See the figures")
_MADE = HtmlWords(
    "Trang này dựng từ phiên bản <code>{revision:exact}</code> của kho, tính đến ngày {day}.",
    "This site was made from revision <code>{revision:exact}</code> of the repository, as of {day}.",
)


def page(
    edition: Edition,
    figures: Figures,
    every: Sequence[PublicInnovation],
    as_of: datetime,
    revision: str,
    sample: bool,
    language: Language,
) -> Page:
    """Returns the home page of the newest edition. `every` are all honoured innovations, of that edition first and in it the
    highest level first; `as_of` and `revision` are the instant and commit of the build; `sample` is whether the edition's data
    are samples."""
    url, rules = PageUrl("", language), edition.rules.record
    parts = [
        _hero(edition, figures, every, as_of, url),
        sample_remark(sample, language),
        _best(edition, every, as_of, url),
        html('<h2 id="cach-lam">{}</h2><ol class="sk-way">{}</ol>', _HOW.say(language), _steps(language)),
        html('<h2 id="ai">{}</h2>{}', _WHO.say(language), bullets(_points(edition, language))),
        key_dates.picture(rules, as_of, language, sources=False),
        html("<p>{}</p>", way(url.to(guide.ADDRESS), _RULES.say(language))),
    ]
    made = _MADE.say(language, revision=revision[:12], day=say(as_of.date(), language))
    parts.append(html('<p class="sk-quiet sk-made">{}</p>', made))
    return Page("", language, rules.name.say(language), _CALL.say(language), joined(parts), scripts=(key_dates.SCRIPT,))


def _hero(edition: Edition, figures: Figures, every: Sequence[PublicInnovation], as_of: datetime, url: PageUrl) -> Html:
    language, rules = url.language, edition.rules.record
    return html(
        '<div class="sk-hero"><div class="sk-lead"><p class="sk-kicker">{} · {}</p><h1>{}</h1><p class="sk-call">{}</p>{}</div>'
        '<div class="sk-scene" aria-hidden="true"></div>{}</div>',
        rules.organiser.say(language),
        _EDITION.say(language).format(edition=edition.id),
        _name(rules.name.say(language)),
        _CALL.say(language),
        window(rules.portal, as_of, partial(_acts, edition, url)),
        _number(edition, figures, every, url),
    )


def _acts(edition: Edition, url: PageUrl, state: State) -> Html:
    """What can be done in this state, the first as the button that stands out."""
    said = _STANDS[state].say(url.language, **sending.spoken(edition.rules.record, url))
    buttons = joined(
        html(
            '<a class="md-button{:exact}" href="{:exact}">{}</a>',
            "" if place else " md-button--primary",
            url.to(to),
            words.say(url.language),
        )
        for place, (words, to) in enumerate(_ACTS[state])
    )
    why = _REFUSED.say(url.language, why=url.to(rule_page.REFUSED))
    refused = html("") if state is State.BEFORE else html('<p class="sk-quiet">{}</p>', why)
    return html('<p>{}</p><p class="sk-acts">{}</p>{}', said, buttons, refused)


def _name(name: str) -> Html:
    """The programme's name; what is two words long between commas stays on one line."""
    parts = re.split(r"(?<=,) ", name)
    kept = (html('<span class="sk-whole">{}</span>', part) if part.count(" ") == 1 else html("{}", part) for part in parts)
    return joined(kept, " ")


def _number(edition: Edition, figures: Figures, every: Sequence[PublicInnovation], url: PageUrl) -> Html:
    """The one number that matters: how many are honoured; until then, how many came. Nothing before that."""
    language, received = url.language, len(figures.entries)
    if not received:
        return html("")
    words = _NUMBER if figures.honoured else _RECEIVED
    said = words.say(language, honoured=say(figures.honoured, language), received=say(received, language))
    secret = sum(each.edition == edition.id for each in every) - figures.honoured
    besides = html(' <span class="sk-quiet">{}</span>', _SECRET.say(language).format(count=secret)) if secret > 0 else ""
    return html('<p class="sk-number-line">{}{} {}</p>', said, besides, way(url.to(report.ADDRESS), _REPORT.say(language)))


def _best(edition: Edition, every: Sequence[PublicInnovation], as_of: datetime, url: PageUrl) -> Html:
    """Some honoured innovations, of the newest edition that has any."""
    language = url.language
    if not every:
        none = window(edition.rules.record.portal, as_of, lambda state: html("<p>{}</p>", _NONE_YET[state].say(language)))
        return html('<h2 id="ton-vinh">{}</h2><div class="sk-kind">{}</div>', _BEST.say(language), none)
    heading = _BEST if every[0].edition == edition.id else _EARLIER
    return html(
        '<h2 id="ton-vinh">{}</h2>{}<p>{}</p>',
        heading.say(language),
        cards.cards(every[:_SHOWN], url),
        way(url.to("sang-kien/"), _ALL.say(language)),
    )


def _steps(language: Language) -> Html:
    return joined(
        html("<li><strong>{}</strong> <span>{}</span></li>", name.say(language), what.say(language)) for name, what in _STEPS
    )


def _points(edition: Edition, language: Language) -> Iterator[Html]:
    applied = edition.rules.record.applied
    values = {"first": say(applied.first, language), "last": say(applied.last, language)}
    return (words.say(language, **values) for words in _POINTS)
