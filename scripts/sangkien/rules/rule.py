"""What a rule is and how rules are run over a corpus; must not know any particular rule."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from string import Formatter

from sangkien.language import LANGUAGES, Language, Value, Words
from sangkien.late import dataclass
from sangkien.model.corpus import Corpus
from sangkien.model.filed import Filed
from sangkien.model.finding import CannotJudge, Fault, Finding, Mend, Place, Severity
from sangkien.model.submission import Submission
from sangkien.model.unsaid import Unsaid

Hit = tuple[Place, Mapping[str, Value]]
"""A place, and the values that fill the sentences."""
Mendable = tuple[Place, Mapping[str, Value], tuple[Mend, ...]]
"""The same with what puts it right, where only one thing can have been meant."""
Check = Callable[[Corpus], Iterable[Hit | Mendable]]


@dataclass(frozen=True)
class Rule:
    """One rule: its words in both languages, and the generator that finds who breaks it.

    `amount` names the value that measures how bad a finding is, so that a change which lessens it is not blamed; `aside` names
    values that only explain, and may differ where the trouble is the same. A rule that does not look `beyond` says of a submission
    only what the file and the law say: where a content was found in order once, it is not asked again. Of a `private` one the place
    it marks is told, and never shown: what the gate says is kept in logs that nobody can clear.
    """

    code: str
    title: Words
    says: Words
    cure: Words
    severity: Severity
    amount: str | None
    check: Check
    aside: tuple[str, ...] = ()
    beyond: bool = False
    private: bool = False

    @property
    def page(self) -> Words:
        """The rule's explanation: its docstring, Vietnamese above the line `---` and English below."""
        vi, _, en = inspect.cleandoc(self.check.__doc__ or "").partition("\n---\n")
        return Words(vi.strip(), en.strip())

    def placeholders(self, language: Language) -> frozenset[str]:
        """Names of the values that the sentences of one language use."""
        sentences = (self.says.say(language), self.cure.say(language))
        return frozenset(name for sentence in sentences for _, name, _, _ in Formatter().parse(sentence) if name)

    def findings(self, corpus: Corpus) -> Iterator[Finding]:
        for place, values, *certain in self.check(corpus):
            amount = values[self.amount] if self.amount else None
            assert amount is None or isinstance(amount, int), f"{self.code}: {self.amount} must be a number"
            mends = certain[0] if certain else ()
            yield Finding(self.code, self.severity, place, tuple(sorted(values.items())), amount, self.aside, mends)


_MOST = 100  # findings of one file
_FEW = 3  # findings of each rule that are told in any case
_REST = "SK123"  # says how many more there are

CATALOGUE: dict[str, Rule] = {}
"""Every rule by its code, in the order of the codes."""


def rule(
    code: str,
    title: Words,
    *,
    says: Words,
    cure: Words,
    severity: Severity = Severity.ERROR,
    amount: str | None = None,
    aside: tuple[str, ...] = (),
    beyond: bool = False,
    private: bool = False,
) -> Callable[[Check], Rule]:
    """Makes the decorated generator a rule of the catalogue. It yields a place and the values that fill `says` and `cure`."""

    def enter(check: Check) -> Rule:
        made = Rule(code, title, says, cure, severity, amount, check, aside, beyond, private)
        assert code not in CATALOGUE, f"{code} is taken"
        assert len({made.placeholders(language) for language in LANGUAGES}) == 1, f"{code}: the languages use different values"
        CATALOGUE[code] = made
        return made

    return enter


def _of_gapped(corpus: Corpus) -> Iterator[tuple[Rule, Finding]]:
    """What can be said of a submission whatever stands in its gaps, by the rules that look at it alone."""
    for rule in CATALOGUE.values():
        if not rule.beyond:
            with suppress(Unsaid):
                yield from ((rule, finding) for finding in rule.findings(corpus))


def in_order(corpus: Corpus) -> Iterator[Filed[Submission]]:
    """The submissions of which no rule has a word to say that looks at one file and the law alone."""
    spoken_of = {fault.place.path for fault in corpus.faults}
    for each in CATALOGUE.values():
        if not each.beyond:
            spoken_of.update(finding.place.path for finding in each.findings(corpus))
    return (filed for filed in corpus.submissions if filed.path not in spoken_of)


def judge(corpus: Corpus) -> tuple[Finding, ...]:
    """Every finding of every rule, by file and line; one finding said twice is said once, and of what is wrong with one file by itself,
    only so much, and how much more there is: who has a hundred to mend has seen the pattern, and who sends thousands wants to drown the
    rest.

    Raises CannotJudge for a fault that no rule speaks of: it would make a file vanish without a word.
    """
    found: dict[Finding, None] = {}
    told: set[Place] = set()
    bound = _Bound()
    for _, rule in sorted(CATALOGUE.items()):
        for finding in rule.findings(corpus):
            told.add(finding.place)
            if rule.beyond or bound.admits(rule, finding):
                found[finding] = None
    if corpus.gapped:
        said = {finding.identity for finding in found}
        for gapped in corpus.gapped:
            for rule, finding in _of_gapped(gapped):
                if finding.identity not in said and bound.admits(rule, finding):
                    found[finding] = None
    for fault in corpus.faults:
        if fault.place not in told:
            raise CannotJudge(
                Words(
                    f"{fault.place.path}: chưa có quy tắc nào nói về “{fault.kind}”.",
                    f"{fault.place.path}: no rule speaks of “{fault.kind}”.",
                )
            )
    rest = tuple(Fault("more", Place(path), {"count": count}) for path, count in bound.left.items())
    found |= dict.fromkeys(CATALOGUE[_REST].findings(replace(corpus, faults=rest))) if rest else {}
    return tuple(sorted(found, key=lambda each: (each.place.path, each.place.mark.line, each.place.mark.column, each.code)))


class _Bound:
    """Counts what is wrong with each file by itself. The first few of every rule are told, or one fault would hide that there is
    another. What private rules mark is counted apart: no other finding may show it."""

    def __init__(self) -> None:
        self._told: Counter[tuple[str, str]] = Counter()
        self.left: Counter[str] = Counter()

    def admits(self, rule: Rule, finding: Finding) -> bool:
        path = finding.place.path
        ours, counted = (path, rule.code), (path, rule.code if rule.private else "")
        if self._told[counted] >= _MOST and self._told[ours] >= _FEW:
            self.left[path] += 1
            return False
        self._told.update({ours, counted})
        return True
