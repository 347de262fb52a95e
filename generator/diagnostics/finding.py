"""Findings and their collector, which is handed through the stages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import field, replace
from typing import Final, Literal

from ..origin import Origin
from ..records import dataclass
from .places import Locator, Position, Span
from .rule import Rule, Severity
from .rules import schema, secrets
from .showing import shown, visible

__all__ = ["Finding", "Findings", "Locator", "Position", "Rule", "Severity", "Span"]

ALWAYS_SAID: Final = frozenset(
    rule.code for rule in vars(secrets).values() if isinstance(rule, Rule)
)
"""A secret in a file is one whatever else is wrong there: it is concluded from nothing."""

MOST_OF_A_KIND = 1000
"""Findings of one code in a run; who sees as many needs no more of them."""

_NAMING = frozenset(
    (
        *("name", "id", "namespace", "resources", "operations", "consumes", "capability"),
        *("aggregates", "flows", "from", "location", "import"),
    )
)
"""Keys without which there are fewer names than the author wrote."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding, ready to be shown."""

    code: str
    severity: Severity
    message: str
    hint: str
    pointer: str
    span: Span | None
    also: tuple[Span, ...] = ()
    """Other places of the same: a note that was made many times is shown once."""
    instead: str | None = field(default=None, compare=False, repr=False)
    """What was meant in place of the text at `span`, where that is sure to be a slip."""

    @property
    def count(self) -> int:
        return 1 + len(self.also)


class Findings:
    """The findings of one run, in the order in which they were made."""

    def __init__(self) -> None:
        self._made: list[tuple[Finding, str]] = []
        """Each with the source of its origin: where overlays are, its span may be in another file."""
        self._numbers: Counter[str] = Counter()
        self._locator: Locator | None = None
        self._errors_at: set[tuple[str, str]] = set()
        self._errors_below: set[tuple[str, str]] = set()
        self._lost_names: list[Origin] = []
        self._misspelt: set[tuple[str, str, str]] = set()

    def attach(self, locator: Locator) -> None:
        """From here on origins are located by `locator`; the loader calls this."""
        self._locator = locator

    def report(
        self,
        rule: Rule,
        origin: Origin,
        *,
        at: Literal["value", "key"] = "value",
        within: str | None = None,
        hint: str | None = None,
        instead: str | None = None,
        **facts: object,
    ) -> None:
        """Report `rule` at `origin`.

        `at` chooses between the key and the value; `within` narrows the caret to the first place
        of that text inside the value; `hint` replaces the hint of the rule; `instead` is what was
        meant there. The facts fill the templates of the rule: a missing one is a mistake in the
        generator (`KeyError`).
        """
        span = self._locate(origin, at, within)
        self.report_in(origin, rule, span, hint=hint, instead=instead, **facts)

    def report_at(
        self, rule: Rule, span: Span, *, pointer: str = "", hint: str | None = None, **facts: object
    ) -> None:
        """Report `rule` at a place that no pointer names (a comment, a second key)."""
        self.report_in(Origin(span.file, pointer), rule, span, hint=hint, instead=None, **facts)

    def report_in(
        self,
        origin: Origin,
        rule: Rule,
        span: Span,
        *,
        hint: str | None = None,
        instead: str | None = None,
        **facts: object,
    ) -> None:
        """Report `rule` at a part of what stands at `origin`."""
        pointer = origin.pointer
        self._numbers[rule.code] += 1
        if self._numbers[rule.code] <= MOST_OF_A_KIND:
            finding = _finding(rule, span, pointer, hint, facts, instead)
            self._made.append((finding, origin.source))
        if rule.severity is Severity.ERROR:
            self._remember_error(origin)
            *_, around, last = f"//{pointer}".rsplit("/", 2)
            keys = {last, facts.get("key"), facts.get("missing")}
            if rule.code == schema.WRONG_TYPE.code:
                keys.add(around)  # Nobody knows the names in it, nor its own.
            if not _NAMING.isdisjoint(keys):
                self._lost_names.append(origin)

    def is_wrong(self, origin: Origin) -> bool:
        """Whether an error stands at exactly this place."""
        return (origin.source, origin.pointer) in self._errors_at

    def note_misspelt(self, mapping: Origin, meant: str) -> None:
        """A key of this mapping is misspelt: what follows from its absence is no second mistake."""
        self._misspelt.add((mapping.source, mapping.pointer, meant))

    def is_misspelt(self, mapping: Origin, key: str) -> bool:
        """Whether the mapping has the key under a misspelt name."""
        return (mapping.source, mapping.pointer, key) in self._misspelt

    @property
    def sources(self) -> Locator | None:
        """What locates the findings and knows the lines, as far as the file could be read."""
        return self._locator

    @property
    def has_errors(self) -> bool:
        return bool(self._errors_at)

    def sorted(self) -> tuple[Finding, ...]:
        """All findings in the order of their position, each once.

        What is said of a value beside an error at the same value is left out: it was concluded
        from something that will be different once the error is put right. The same goes for notes
        beside a key that is misspelt.
        """
        return tuple(
            sorted(
                (
                    finding
                    for finding, source in dict(self._made).items()
                    if not self._is_covered(finding, source)
                ),
                key=_position,
            )
        )

    def narrow(self, stays: Callable[[Finding], bool]) -> None:
        """Leave only some of the findings; what had errors has them still."""
        self._made = [made for made in self._made if stays(made[0])]

    def sharpen(self, findings: AbstractSet[Finding]) -> frozenset[Finding]:
        """Make errors of some findings, without which there would be no others; gives them."""
        sharp = {each: replace(each, severity=Severity.ERROR) for each in findings}
        self._made = [(sharp.get(each, each), source) for each, source in self._made]
        return frozenset(sharp.values())

    def stands_in(self, mapping: Origin, rule: Rule) -> bool:
        """Whether a key of this mapping has been reported by a rule."""
        return any(
            found.code == rule.code
            and source == mapping.source
            and found.pointer.rpartition("/")[0] == mapping.pointer
            for found, source in self._made
        )

    def stands_below(self, origin: Origin, rule: Rule) -> bool:
        """Whether anything inside this place has been reported by a rule."""
        below = f"{origin.pointer}/"
        return any(
            found.code == rule.code and source == origin.source and found.pointer.startswith(below)
            for found, source in self._made
        )

    def stands_at(self, origin: Origin, rule: Rule) -> bool:
        """Whether this place has been reported by a rule."""
        return any(
            (found.code, source, found.pointer) == (rule.code, origin.source, origin.pointer)
            for found, source in self._made
        )

    def are_misspelt(self, origin: Origin, key: str) -> bool:
        """Whether what stands under a key of a mapping is wrong, or a key of it or in it is misspelt."""
        under = origin.child(key)
        return (
            self.is_misspelt(origin, key)
            or self.reported_at(under)
            or any(
                source == under.source and pointer.startswith(f"{under.pointer}/")
                for source, pointer, _ in self._misspelt
            )
        )

    def reported_at(self, origin: Origin) -> bool:
        """Whether an error stands at this place, below it, or at a scalar above it.

        A stage asks this before it reports what may be the same mistake once more.
        """
        key = (origin.source, origin.pointer)
        if key in self._errors_at or key in self._errors_below:
            return True
        above = origin.pointer
        while above:
            above = above.rpartition("/")[0]
            if (origin.source, above) in self._errors_at and self._is_scalar(origin.source, above):
                return True
        return False

    def may_lack_names(self, origin: Origin) -> bool:
        """Whether an error at this place or below it may have cost things their names.

        A reference to what is missing then is no mistake of its own.
        """
        below = f"{origin.pointer}/"
        return any(
            lost.source == origin.source and f"{lost.pointer}/".startswith(below)
            for lost in self._lost_names
        )

    def _is_covered(self, finding: Finding, source: str) -> bool:
        if finding.severity is Severity.ERROR or finding.span is None:
            return False
        if finding.code in ALWAYS_SAID:
            return False
        if finding.severity is Severity.NOTE and self._misspelt:
            return True
        place = (source, finding.pointer)
        return place in self._errors_at and self._is_scalar(*place)

    def _is_scalar(self, source: str, pointer: str) -> bool:
        return self._locator is not None and self._locator.is_scalar(Origin(source, pointer))

    def _locate(self, origin: Origin, at: Literal["value", "key"], within: str | None) -> Span:
        if self._locator is None:
            return Span(origin.source, Position(1, 1), Position(1, 1))
        if within:
            return self._locator.text_span(origin, within)
        if at == "key":
            return self._locator.key_span(origin)
        return self._locator.value_span(origin)

    def _remember_error(self, origin: Origin) -> None:
        source, above = origin.source, origin.pointer
        self._errors_at.add((source, above))
        while above:
            above = above.rpartition("/")[0]
            self._errors_below.add((source, above))


def _finding(
    rule: Rule,
    span: Span,
    pointer: str,
    hint: str | None,
    facts: Mapping[str, object],
    instead: str | None,
) -> Finding:
    facts_shown = {name: shown(fact) for name, fact in facts.items()}
    return Finding(
        code=rule.code,
        severity=rule.severity,
        message=rule.message.format(**facts_shown),
        hint=(rule.hint.format(**facts_shown) if hint is None else visible(hint)),
        pointer=pointer,
        span=span,
        instead=instead,
    )


def _position(finding: Finding) -> tuple[str, Position, str]:
    if finding.span is None:
        return ("", Position(1, 1), finding.code)
    return (finding.span.file, finding.span.start, finding.code)
