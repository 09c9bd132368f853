"""The home page: what this is, who takes part, when, and where the edition stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sangkien.figures import Figures
from sangkien.language import Language, Words, say
from sangkien.model.artifact import Page
from sangkien.model.corpus import Edition
from sangkien.model.innovation import PublicInnovation
from sangkien.outputs.site import cards, guide, key_dates, report
from sangkien.outputs.site.markup import attribute
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
    Words(
        "<strong>Ai:</strong> đoàn viên công đoàn, công nhân, viên chức, lao động trong cơ quan, đơn vị, doanh nghiệp.",
        "<strong>Who:</strong> union members and all who work in offices, units and enterprises.",
    ),
    Words(
        "<strong>Sáng kiến nào:</strong> bắt đầu áp dụng thực tế từ {first} đến hết {last}, được người sử dụng lao động đồng ý.",
        "<strong>Which innovations:</strong> first put to use from {first} to {last}, with the employer's agreement.",
    ),
    Words("<strong>Gửi khi nào:</strong> từ {opens}. {intake}", "<strong>When:</strong> from {opens}. {intake}"),
    Words(
        '<strong>Thể lệ đầy đủ:</strong> <a href="{rules}">các mốc thời gian, hạn mức và hồ sơ</a>.',
        '<strong>The whole rules:</strong> <a href="{rules}">dates, quotas and papers</a>.',
    ),
)
_SO_FAR, _REPORT = Words("Kết quả đến nay", "So far"), Words("Xem báo cáo đầy đủ", "All figures")
_BEST, _ALL = (
    Words("Sáng kiến tiêu biểu", "Outstanding innovations"),
    Words("Xem cả {count} sáng kiến", "All {count} innovations"),
)
_MADE = Words(
    "Trang này dựng từ phiên bản <code>{revision}</code> của kho, tính đến ngày {day}.",
    "This site was made from revision <code>{revision}</code> of the repository, as of {day}.",
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
    url, rules = PageUrl("", language), edition.rules.record
    name = rules.name.say(language)
    made = _MADE.say(language).format(revision=revision[:12], day=say(as_of.date(), language))
    parts = [
        f'<div class="sk-hero"><p class="sk-kicker">{attribute(rules.organiser.say(language))} ·'
        f" {_EDITION.say(language).format(edition=edition.id)}</p><h1>{attribute(name)}</h1><p>{_CALL.say(language)}</p>"
        f'<p><a class="md-button md-button--primary" href="{url.to("gui-bai/")}">{_SEND.say(language)}</a> '
        f'<a class="md-button" href="{url.to("sang-kien/")}">{_SEE.say(language)}</a></p></div>',
        report.sample_note(sample, language),
        f'<h2 id="ai">{_WHO.say(language)}</h2><ul>{_points(edition, as_of, url)}</ul>',
        key_dates.picture(rules, as_of, language),
        f'<h2 id="so-lieu">{_SO_FAR.say(language)}</h2>{report.tiles(figures, language)}',
        f'<p><a href="{url.to(report.ADDRESS)}">{_REPORT.say(language)}</a></p>',
    ]
    if innovations:
        every = _ALL.say(language).format(count=say(len(innovations), language))
        parts.append(f'<h2 id="ton-vinh">{_BEST.say(language)}</h2>{cards.cards(innovations[:_SHOWN], url)}')
        parts.append(f'<p><a href="{url.to("sang-kien/")}">{every}</a></p>')
    return Page("", language, name, _CALL.say(language), "".join([*parts, f"<p>{made}</p>"]), scripts=(key_dates.SCRIPT,))


def _points(edition: Edition, as_of: datetime, url: PageUrl) -> str:
    language, rules = url.language, edition.rules.record
    values = {
        "first": say(rules.applied.first, language),
        "last": say(rules.applied.last, language),
        "opens": say(rules.portal.opens.date(), language),
        "intake": guide.intake(rules, as_of, language),
        "rules": url.to(guide.ADDRESS),
    }
    return "".join(f"<li>{words.say(language).format_map(values)}</li>" for words in _POINTS)
