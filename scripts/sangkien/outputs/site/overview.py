"""What a leader sees first, of an edition or of a unit: five figures, target against result, what needs attention; must not count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sangkien.figures import Concern, Earlier, Goal, Matter, Summary
from sangkien.language import Language, Words, say
from sangkien.markup import Html, HtmlWords, html, joined
from sangkien.outputs.site import bars
from sangkien.outputs.site.elements import way

_SHARE = Words("{share} %; {late} trễ hạn, {invalid} không hợp lệ", "{share} %; {late} late, {invalid} invalid")
_EARLIER = Words("kỳ {edition}: {number}", "edition {edition}: {number}")
_NAMES = {
    "received": Words("bài đã nhận", "entries received"),
    "on_time": Words("hợp lệ, đúng hạn", "valid, in time"),
    "honoured": Words("được tôn vinh", "honoured"),
    "units": Words("đơn vị có bài", "units with entries"),
    "benefit": Words("đồng làm lợi mỗi năm, tác giả kê khai", "đồng of benefit a year, declared by the authors"),
}
_LARGE = 10_000_000_000  # đồng: from here on the large figure is rounded, and stands in full below

_ATTENTION, _NOTHING = (
    Words("Cần chú ý", "Needs attention"),
    Words(
        "Không có gì: không đơn vị nào dưới chỉ tiêu, không bài nào trễ hạn, không hồ sơ nào quá hạn.",
        "Nothing: no unit is below its target, no entry late, no dossier overdue.",
    ),
)
_FIRST = Words("trước hết: {names}", "first: {names}")
_MATTERS = {
    Matter.SHORT: HtmlWords(
        "<strong>{}</strong> trong {} đơn vị được giao chưa đạt chỉ tiêu",
        "<strong>{}</strong> of {} units are below their target",
    ),
    Matter.DOSSIERS: HtmlWords(
        "<strong>{}</strong> đơn vị có hồ sơ đề nghị quá hạn{}", "<strong>{}</strong> units with overdue dossiers{}"
    ),
    Matter.UNDECIDED: HtmlWords(
        "<strong>{}</strong> đơn vị chưa ra quyết định nào về sáng kiến được đề nghị{}",
        "<strong>{}</strong> units have decided on nothing of what was proposed{}",
    ),
    Matter.SILENT: HtmlWords(
        "<strong>{}</strong> trong {} tỉnh, ngành chưa có bài",
        "<strong>{}</strong> of {} provinces and central unions have no entry",
    ),
    Matter.AMISS: HtmlWords(
        "<strong>{}</strong> trong {} bài trễ hạn hoặc không hợp lệ", "<strong>{}</strong> of {} entries are late or invalid"
    ),
    Matter.DISPUTES: HtmlWords(
        "<strong>{}</strong> trong {} vụ khiếu nại, tranh chấp chưa giải quyết xong",
        "<strong>{}</strong> of {} disputes are still open",
    ),
}
_GOAL = HtmlWords(
    "<strong>{share} %</strong> chỉ tiêu: {result} bài hợp lệ, đúng hạn trên {target}",
    "<strong>{share} %</strong> of the target: {result} valid entries in time of {target}",
)
_MISSING = Words("còn thiếu {count}", "{count} missing")
_DONE = Words("đã đạt", "reached")
_OF_MANY = Words(  # not all that have a target, as those below them count within theirs
    "là tổng chỉ tiêu của {units} đơn vị cao nhất được giao, {reached} đơn vị trong đó đã đạt",
    "the sum of the {units} highest units given one, {reached} of which reached theirs",
)


def tiles(summary: Summary, earlier: Earlier | None, ways: Mapping[str, str], language: Language) -> Html:
    """Returns the five figures, each with the same of the edition before. `ways` are links to what is behind, by field of the
    summary, where there are any."""
    return html('<ul class="sk-tiles">{}</ul>', joined(_tiles(summary, earlier, ways, language)))


def _tiles(summary: Summary, earlier: Earlier | None, ways: Mapping[str, str], language: Language) -> Iterator[Html]:
    for field, name in _NAMES.items():
        value = getattr(summary, field)
        large = field == "benefit" and value >= _LARGE
        number = _rounded(value, language) if large else say(value, language)
        told = list(_told(field, summary, language, large))
        if earlier:
            before = getattr(earlier.summary, field)
            number_before = _rounded(before, language) if field == "benefit" and before >= _LARGE else say(before, language)
            told.append(_EARLIER.say(language).format(edition=earlier.edition, number=number_before))
        to, label = ways.get(field, ""), name.say(language)
        yield html(
            "<li><strong>{:exact}</strong> <span>{}</span>{}</li>",
            number,
            way(to, label) if to else label,
            joined(html(' <span class="sk-quiet">{}</span>', each) for each in told),
        )


def _told(field: str, summary: Summary, language: Language, large: bool) -> Iterator[str]:
    if field == "on_time" and summary.received:
        amiss = {"late": say(summary.late, language), "invalid": say(summary.invalid, language)}
        share = round(100 * summary.on_time / summary.received)
        yield _SHARE.say(language).format(share=share, **amiss)
    if large:
        yield say(summary.benefit, language)


def _rounded(money: int, language: Language) -> str:
    """Billions of đồng with one digit behind the comma."""
    tenths = round(money / 100_000_000)
    mark, unit = {"vi": (",", "tỷ"), "en": (".", "billion")}[language]
    return f"{say(tenths // 10, language)}{mark}{tenths % 10} {unit}"


def goal(goal: Goal | None, to: str, language: Language) -> Html:
    """Returns target against result as a bar with words, or nothing where there is no target; `to` leads to the units'."""
    if goal is None:
        return html("")
    result, target = say(goal.result, language), say(goal.target, language)
    said = _GOAL.say(language, share=goal.share, result=result, target=target)
    missing = goal.target - goal.result
    rest = [_MISSING.say(language).format(count=say(missing, language)) if missing > 0 else _DONE.say(language)]
    if goal.units > 1:
        rest.append(_OF_MANY.say(language).format(reached=say(goal.reached, language), units=say(goal.units, language)))
    most = max(goal.target, goal.result)
    shapes = [
        bars.bar("sk-rest", 0, goal.target / most, 0),
        *([bars.bar("sk-good", 0, goal.result / most, 0)] if goal.result else []),
        *([bars.bar("sk-target", goal.target / most, 0, 0)] if missing <= 0 else []),
    ]
    more = "; ".join(rest)
    return html(
        '<div class="sk-goal"><p>{}<span class="sk-quiet"> – {}.</span></p>{}</div>',
        said,
        way(to, more) if to else more,
        bars.picture(shapes),
    )


def attention(concerns: Sequence[Concern], language: Language) -> Html:
    """Returns what needs attention, each with a link to the section of its table on the same page."""
    shown: Iterable[Html] = (_concern(each, language) for each in concerns)
    body = html("<ul>{}</ul>", joined(shown)) if concerns else html("<p>{}</p>", _NOTHING.say(language))
    return html('<section class="sk-attention"><h2 id="can-chu-y">{}</h2>{}</section>', _ATTENTION.say(language), body)


def _concern(each: Concern, language: Language) -> Html:
    of = say(each.of, language) if each.of else ""
    said = _MATTERS[each.matter].say(language, say(each.count, language), of)
    first = _FIRST.say(language).format(names=", ".join(each.worst)) if each.worst else ""
    return html(
        "<li>{}{}</li>", way(f"#{each.matter.value}", said), html(' <span class="sk-quiet">{}</span>', first) if first else ""
    )
