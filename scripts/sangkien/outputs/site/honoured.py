"""The honoured innovations: which they are, their list, and one page each; shows no more of a person than was consented to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sangkien.language import Value, Words, say
from sangkien.model.corpus import Corpus, Edition, FieldSpec, Filed, Granted
from sangkien.model.programme import lineage
from sangkien.model.submission import Received, Submission
from sangkien.outputs.site.markup import attribute, front_matter, inline, link, prose
from sangkien.personal import covered
from sangkien.text import order

Labels = Mapping[str, FieldSpec]

_SAMPLE = (
    '!!! warning "Dữ liệu mẫu"\n\n    Bài này được bịa ra để minh họa: người, đơn vị, văn bản và số liệu đều không có thật.\n\n'
)
_SECRET = '!!! info "Bí mật công nghệ"\n\n    Theo quy định, sáng kiến có bí mật công nghệ chỉ công khai tên, hiệu quả, hình thức khen.\n\n'


@dataclass(frozen=True)
class Innovation:
    """An honoured submission, the decisions that honour it, highest level first, and when it was received.

    `address` is its page below `sang-kien/`: the file's name, which says nothing of a confidential one's unit, or a number where
    that name tells what must not be told.
    """

    address: str
    filed: Filed[Submission]
    edition: Edition
    honours: tuple[Granted, ...]
    received: Received

    @property
    def record(self) -> Submission:
        return self.filed.record

    @property
    def level(self) -> str:
        """Id of the highest level that honours it."""
        return self.honours[0].level

    def says(self, text: str) -> str:
        """Text about it as it may be shown: without consent its authors' names are covered wherever they stand."""
        return covered(text, _hidden(self.record))

    def level_name(self, level: str) -> Words:
        return self.edition.rules.record.vocabulary("levels")[level]


def innovations(corpus: Corpus, edition: Edition) -> list[Innovation]:
    """The edition's honoured innovations, by highest level, then title. What cannot be read cannot be shown."""
    rank = edition.rules.record.rank
    honours: dict[str, list[Granted]] = {}
    for granted in edition.granted:
        if not granted.revoked_by:
            honours.setdefault(corpus.now_at(granted.honour.path), []).append(granted)
    found: list[Innovation] = []
    used: Counter[str] = Counter()
    for _, submission in sorted(corpus.named.items()):
        if given := honours.get(submission.path):
            given.sort(key=lambda each: rank(each.level))
            slug = submission.path.rpartition("/")[2].removesuffix(".md")
            if covered(slug, _hidden(submission.record)) != slug:
                slug = f"bai-{submission.source.blob[:12]}"
            used[slug] += 1
            address = f"{edition.id}/{slug}" if used[slug] == 1 else f"{edition.id}/{slug}-{used[slug]}"
            found.append(Innovation(address, submission, edition, tuple(given), corpus.received[submission.path]))
    return sorted(found, key=lambda each: (rank(each.level), order(each.record.title)))


def _hidden(record: Submission) -> tuple[str, ...]:
    """The names that may not be told."""
    may = record.consent.publish_name and not record.confidential
    return () if may else tuple(author.name for author in record.authors)


def listing(every: Sequence[Innovation]) -> str:
    """All honoured innovations as cards, under the highest level that honours each."""
    head = front_matter(title="Sáng kiến được tôn vinh", hide=["navigation"])
    body = ["# Sáng kiến được tôn vinh\n\n"]
    if not every:
        return head + body[0] + "Chưa có quyết định tôn vinh nào.\n"
    body.append(f"{len(every)} sáng kiến được các cấp công đoàn tôn vinh. Mỗi sáng kiến đứng ở cấp cao nhất đã tôn vinh nó.\n")
    groups: dict[tuple[str, str], list[Innovation]] = {}
    for innovation in every:
        groups.setdefault((innovation.edition.id, innovation.level), []).append(innovation)
    for (edition, level), members in groups.items():
        name = inline(members[0].level_name(level).vi)
        body.append(f"\n## {name} · kỳ {edition} {{ #{edition}-{level} }}\n\n")
        body.append(cards(members, "") + "\n")
    return head + "".join(body)


def cards(members: Sequence[Innovation], base: str) -> str:
    """Innovations as a list of cards; `base` leads from the page to `sang-kien/`."""
    return f'<ul class="sk-cards">{"".join(_card(each, base) for each in members)}</ul>\n'


def _card(innovation: Innovation, base: str) -> str:
    record, rules = innovation.record, innovation.edition.rules.record
    honours = " ".join(
        f'<span class="sk-level sk-{each.level}">{attribute(innovation.says(each.honour.award))}</span>'
        for each in innovation.honours
    )
    field = "Bí mật công nghệ" if record.confidential else say(rules.vocabulary("fields")[record.field], "vi")
    unit = "" if record.confidential else f'<p class="sk-unit">{attribute(_unit_name(innovation))}</p>'
    return (
        f'<li class="sk-card"><p class="sk-honours">{honours}</p>'
        f'<h3><a href="{base}{innovation.address}/">{attribute(innovation.says(record.title))}</a></h3>{unit}'
        f'<p class="sk-field">{attribute(field)}</p></li>'
    )


def page(innovation: Innovation, labels: Labels) -> str:
    """One innovation. A confidential one shows title, effect and award only (Tổng Liên đoàn's rule, as the press reported it)."""
    record, title = innovation.record, innovation.says(innovation.record.title)
    parts = [
        front_matter(title=title, description=_description(innovation), hide=["navigation"]),
        f"# {inline(title)}\n\n",
        _SAMPLE if record.sample else "",
        _honours(innovation),
    ]
    if record.confidential:
        parts += [_SECRET, _answer(labels, "effect", innovation.says(record.answers.effect))]
        return "".join(parts)
    parts.append(_facts(_what(innovation, labels)))
    answers = {name: innovation.says(text) for name, text in vars(record.answers).items() if text}
    parts += [_answer(labels, name, text) for name, text in answers.items() if name != "effect"]
    parts.append(_answer(labels, "effect", answers["effect"]))
    parts += ["## Thời điểm tiếp nhận { #nhan }\n\n", _facts(_evidence(innovation))]
    return "".join(parts)


def _description(innovation: Innovation) -> str:
    award = innovation.says(innovation.honours[0].honour.award)
    return f"{award} · {innovation.level_name(innovation.level).vi} · kỳ {innovation.edition.id}"


def _honours(innovation: Innovation) -> str:
    """A line a decision; of a confidential innovation only level and award, for the deciding unit would tell whose it is."""
    lines = []
    for granted in innovation.honours:
        level = f'<span class="sk-level sk-{granted.level}">{attribute(innovation.level_name(granted.level).vi)}</span>'
        line = f"- {level} **{inline(innovation.says(granted.honour.award))}**"
        if not innovation.record.confidential:
            decision = granted.decision.record
            line += f" · {inline(innovation.edition.name_of(granted.decision.unit))}"
            line += f" · Quyết định {inline(innovation.says(decision.number))}, ngày {say(decision.signed_on, 'vi')}"
        lines.append(f"{line}\n")
    return "".join(lines) + "\n"


def _what(innovation: Innovation, labels: Labels) -> Iterator[tuple[str, str]]:
    """The facts a reader compares by; labels come from the schema."""
    record, rules = innovation.record, innovation.edition.rules.record
    yield _title(labels, "authors"), attribute(_authors(innovation))
    yield _title(labels, "unit"), attribute(_unit_name(innovation))
    yield _title(labels, "field"), attribute(say(rules.vocabulary("fields")[record.field], "vi"))
    yield _title(labels, "block"), attribute(say(rules.vocabulary("blocks")[record.block], "vi"))
    for name in ("kind", "stage", "scope"):
        yield _title(labels, name), attribute(labels[name].labels[getattr(record, name)].vi)
    trial_ended = f" đến {say(record.applied_to, 'vi')}" if record.applied_to else ""
    yield _title(labels, "applied_from"), f"{say(record.applied_from, 'vi')}{trial_ended}"
    if record.benefit_vnd is not None:
        yield _title(labels, "benefit_vnd"), f'{say(record.benefit_vnd, "vi")} <em class="sk-self">tự khai</em>'
    if record.consent.contact:
        yield _title(labels, "consent.contact"), "qua công đoàn cơ sở của tác giả"
    if record.recognition:
        number, issued = attribute(innovation.says(record.recognition.number)), say(record.recognition.issued_on, "vi")
        yield _title(labels, "recognition"), f"{number}, ngày {issued}"


def _authors(innovation: Innovation) -> str:
    """Names only with consent; else how many there are."""
    authors = innovation.record.authors
    if innovation.record.consent.publish_name:
        return "; ".join(f"{author.name}{f' ({author.position})' if author.position else ''}" for author in authors)
    return "Tác giả không công khai họ tên" if len(authors) == 1 else f"{len(authors)} tác giả không công khai họ tên"


def _evidence(innovation: Innovation) -> Iterator[tuple[str, str]]:
    """When the content was received and what proves it: register number, commit and content id."""
    received, repository = innovation.received, innovation.edition.rules.record.repository
    yield "Nhận lúc", say(received.at, "vi")
    if line := received.line:
        number: Value = line.number
        yield "Theo sổ tiếp nhận", f"số đến {say(number, 'vi')}, {attribute(line.office)}"
    if commit := received.landing:
        shown = f"<code>{commit.id[:12]}</code>"
        linked = link(f"{repository}/commit/{commit.id}", shown)
        landed = commit.committed.astimezone(received.at.tzinfo)
        yield "Commit đưa vào nhánh chính", f"{linked}, {say(landed, 'vi')}"
    yield "Mã nội dung", f"<code>{innovation.filed.source.blob[:12]}</code>"
    yield "Tệp trong kho", f"<code>{attribute(innovation.says(innovation.filed.path))}</code>"


def _facts(pairs: Iterator[tuple[str, str]]) -> str:
    rows = "".join(f"<div><dt>{attribute(name)}</dt><dd>{value}</dd></div>" for name, value in pairs)
    return f'<dl class="sk-facts">{rows}</dl>\n\n'


def _answer(labels: Labels, name: str, text: str) -> str:
    return f'## {inline(_title(labels, f"answers.{name}"))}\n\n<div class="sk-answer">{prose(text)}</div>\n\n'


def _title(labels: Labels, name: str) -> str:
    return labels[name].title.vi


def _unit_name(innovation: Innovation) -> str:
    units = innovation.edition.units
    names = [units[step].name for step in lineage(innovation.record.unit) if step in units]
    return " · ".join(names)
