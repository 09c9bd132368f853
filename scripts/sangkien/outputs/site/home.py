"""The home page: what this is, who takes part, when, and how far the edition has come; must not count or judge anything itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sangkien.figures import Figures
from sangkien.language import Language, Words, say
from sangkien.markup import Html, HtmlWords, html, joined
from sangkien.model.artifact import Page
from sangkien.model.corpus import Edition
from sangkien.model.innovation import PublicInnovation
from sangkien.outputs.site import cards, guide, key_dates, report
from sangkien.outputs.site.elements import bullets, way
from sangkien.outputs.site.page_url import PageUrl

_SHOWN = 6

_CALL = Words(
    "Người lao động gửi cách làm hay hơn; công đoàn cơ sở đề nghị; các cấp tôn vinh; ai cũng đọc và làm theo được.",
    "Working people send in a better way; their grassroots union proposes it; the unions honour it; everybody may read and reuse it.",
)
_SEND, _SEE = Words("Gửi sáng kiến", "Send an innovation"), Words("Xem sáng kiến", "See the innovations")
_EDITION = Words("kỳ {edition}", "edition {edition}")
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
    HtmlWords("<strong>Gửi khi nào:</strong> từ {opens}. {intake}", "<strong>When:</strong> from {opens}. {intake}"),
    HtmlWords(
        '<strong>Thể lệ đầy đủ:</strong> <a href="{rules:exact}">các mốc thời gian, hạn mức và hồ sơ</a>.',
        '<strong>The whole rules:</strong> <a href="{rules:exact}">dates, quotas and papers</a>.',
    ),
)
_SO_FAR, _REPORT = Words("Kết quả đến nay", "So far"), Words("Xem báo cáo đầy đủ", "All figures")
_BEST, _ALL = (
    Words("Sáng kiến tiêu biểu", "Outstanding innovations"),
    Words("Xem cả {count} sáng kiến", "All {count} innovations"),
)
_MADE = HtmlWords(
    "Trang này dựng từ phiên bản <code>{revision:exact}</code> của kho, tính đến ngày {day}.",
    "This site was made from revision <code>{revision:exact}</code> of the repository, as of {day}.",
)


def page(
    edition: Edition,
    figures: Figures,
    innovations: Sequence[PublicInnovation],
    as_of: datetime,
    revision: str,
    sample: bool,
    language: Language,
) -> Page:
    """Returns the home page of the newest edition. `innovations` are its honoured ones, the highest level first; `as_of` and
    `revision` are the instant and commit of the build; `sample` is whether the edition's data are samples."""
    url, rules = PageUrl("", language), edition.rules.record
    parts = [
        _hero(edition, url),
        report.sample_note(sample, language),
        html('<h2 id="ai">{}</h2>{}', _WHO.say(language), bullets(_points(edition, as_of, url))),
        key_dates.picture(rules, as_of, language),
        html('<h2 id="so-lieu">{}</h2>{}', _SO_FAR.say(language), report.tiles(figures, language)),
        html("<p>{}</p>", way(url.to(report.ADDRESS), _REPORT.say(language))),
    ]
    if innovations:
        every = _ALL.say(language).format(count=say(len(innovations), language))
        best = cards.cards(innovations[:_SHOWN], url)
        parts.append(html('<h2 id="ton-vinh">{}</h2>{}', _BEST.say(language), best))
        parts.append(html("<p>{}</p>", way(url.to("sang-kien/"), every)))
    made = _MADE.say(language, revision=revision[:12], day=say(as_of.date(), language))
    parts.append(html("<p>{}</p>", made))
    return Page("", language, rules.name.say(language), _CALL.say(language), joined(parts), scripts=(key_dates.SCRIPT,))


def _hero(edition: Edition, url: PageUrl) -> Html:
    language, rules = url.language, edition.rules.record
    return html(
        '<div class="sk-hero"><p class="sk-kicker">{} · {}</p><h1>{}</h1><p>{}</p><p>'
        '<a class="md-button md-button--primary" href="{:exact}">{}</a> <a class="md-button" href="{:exact}">{}</a></p></div>',
        rules.organiser.say(language),
        _EDITION.say(language).format(edition=edition.id),
        rules.name.say(language),
        _CALL.say(language),
        url.to("gui-bai/"),
        _SEND.say(language),
        url.to("sang-kien/"),
        _SEE.say(language),
    )


def _points(edition: Edition, as_of: datetime, url: PageUrl) -> Iterator[Html]:
    language, rules = url.language, edition.rules.record
    values = {
        "first": say(rules.applied.first, language),
        "last": say(rules.applied.last, language),
        "opens": say(rules.portal.opens.date(), language),
        "intake": guide.intake(rules, as_of, language),
        "rules": url.to(guide.ADDRESS),
    }
    return (words.say(language, **values) for words in _POINTS)
