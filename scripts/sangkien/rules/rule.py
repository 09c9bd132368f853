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
from sangkien.model.finding import CannotJudge, Fault, Finding, Fix, Location, Severity
from sangkien.model.missing import Missing
from sangkien.model.submission import Submission

Hit = tuple[Location, Mapping[str, Value]]
"""A location, and the values that fill the sentences."""
Mendable = tuple[Location, Mapping[str, Value], tuple[Fix, ...]]
"""A hit with its fixes, where only one thing can have been meant."""
Check = Callable[[Corpus], Iterable[Hit | Mendable]]


@dataclass(frozen=True)
class Rule:
    """One rule: its words in both languages, and the generator that finds who breaks it."""

    code: str  # `SK101`; never used for another rule
    title: Words  # what is asked, on one line
    says: Words  # sentence of a finding, with placeholders for values
    cure: Words  # what to do, with the same placeholders
    severity: Severity  # ERROR refuses a change, WARNING is only shown
    amount: str | None  # value that measures how bad a finding is; a change that lessens it is not blamed
    check: Check  # yields locations and values; its docstring is the rule's page
    volatile: tuple[str, ...] = ()  # values that only explain and may differ for the same trouble
    cross_file: bool = False  # looks at more than one file and the law: asked again each time
    private: bool = False  # what it marks is never shown, as logs cannot be cleared

    @property
    def page(self) -> Words:
        """The rule's explanation: the docstring of its check, Vietnamese above the line `---`, English below."""
        vi, _, en = inspect.cleandoc(self.check.__doc__ or "").partition("\n---\n")
        return Words(vi.strip(), en.strip())

    def placeholders(self, language: Language) -> frozenset[str]:
        """Names of the values that the sentences use in one language."""
        sentences = (self.says.say(language), self.cure.say(language))
        return frozenset(name for sentence in sentences for _, name, _, _ in Formatter().parse(sentence) if name)

    def findings(self, corpus: Corpus) -> Iterator[Finding]:
        """Every finding of the rule in a corpus, in the order of its check."""
        for location, values, *certain in self.check(corpus):
            amount = values[self.amount] if self.amount else None
            assert amount is None or isinstance(amount, int), f"{self.code}: {self.amount} must be a number"
            fixes = certain[0] if certain else ()
            yield Finding(self.code, self.severity, location, tuple(sorted(values.items())), amount, self.volatile, fixes)


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
    volatile: tuple[str, ...] = (),
    cross_file: bool = False,
    private: bool = False,
) -> Callable[[Check], Rule]:
    """A decorator that makes a check a rule of the catalogue. The check yields locations, the values for `says` and `cure`, and
    at will the fixes.

    Raises AssertionError for a code that is taken, or languages that use different values.
    """

    def enter(check: Check) -> Rule:
        made = Rule(code, title, says, cure, severity, amount, check, volatile, cross_file, private)
        assert code not in CATALOGUE, f"{code} is taken"
        assert len({made.placeholders(language) for language in LANGUAGES}) == 1, f"{code}: the languages use different values"
        CATALOGUE[code] = made
        return made

    return enter


def _of_gapped(corpus: Corpus) -> Iterator[tuple[Rule, Finding]]:
    """Findings of one submission with gaps, by the rules that look at a single file; a rule that needs a missing value is
    silent."""
    for rule in CATALOGUE.values():
        if not rule.cross_file:
            with suppress(Missing):
                yield from ((rule, finding) for finding in rule.findings(corpus))


def in_order(corpus: Corpus) -> Iterator[Filed[Submission]]:
    """The submissions about which no rule of a single file has a finding."""
    spoken_of = {fault.location.path for fault in corpus.faults}
    for each in CATALOGUE.values():
        if not each.cross_file:
            spoken_of.update(finding.location.path for finding in each.findings(corpus))
    return (filed for filed in corpus.submissions if filed.path not in spoken_of)


def judge(corpus: Corpus) -> tuple[Finding, ...]:
    """Every finding of every rule, by path, line, column and code, each once. Of the findings of single files only the first
    hundred of a file, and the first three of each rule, are kept; the rest is counted (SK123), so nobody drowns a log.

    Raises CannotJudge for a fault that no rule has words for: it would make a file vanish silently.
    """
    found: dict[Finding, None] = {}
    reported: set[Location] = set()
    bound = _Bound()
    for _, rule in sorted(CATALOGUE.items()):
        for finding in rule.findings(corpus):
            reported.add(finding.location)
            if rule.cross_file or bound.admits(rule, finding):
                found[finding] = None
    if corpus.partial:
        said = {finding.identity for finding in found}
        for gapped in corpus.partial:
            for rule, finding in _of_gapped(gapped):
                if finding.identity not in said and bound.admits(rule, finding):
                    found[finding] = None
    for fault in corpus.faults:
        if fault.location not in reported:
            raise CannotJudge(
                Words(
                    f"{fault.location.path}: chưa có quy tắc nào nói về “{fault.kind}”.",
                    f"{fault.location.path}: no rule speaks of “{fault.kind}”.",
                )
            )
    rest = tuple(Fault("more", Location(path), {"count": count}) for path, count in bound.left.items())
    found |= dict.fromkeys(CATALOGUE[_REST].findings(replace(corpus, faults=rest))) if rest else {}
    return tuple(
        sorted(found, key=lambda each: (each.location.path, each.location.mark.line, each.location.mark.column, each.code))
    )


class _Bound:
    """Counts the findings of single files. The first few of every rule are kept, or one fault would hide another. Private rules
    are counted apart, as no other finding may show what they mark."""

    def __init__(self) -> None:
        self._told: Counter[tuple[str, str]] = Counter()
        self.left: Counter[str] = Counter()

    def admits(self, rule: Rule, finding: Finding) -> bool:
        path = finding.location.path
        ours, counted = (path, rule.code), (path, rule.code if rule.private else "")
        if self._told[counted] >= _MOST and self._told[ours] >= _FEW:
            self.left[path] += 1
            return False
        self._told.update({ours, counted})
        return True
