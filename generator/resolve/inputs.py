"""The inputs of an exposed unit: what its caller gives, and what each of them feeds.

Both adapters go the same way: first the `with` entries, then what passes by name, then the
declared inputs that feed nothing. They differ in where a caller puts an input, and in which
arguments of the operation pass by name; an `Exposure` answers both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, Final

from ..diagnostics import Findings
from ..diagnostics.rules import inputs as rules
from ..model import (
    ArrayTemplate,
    Call,
    Constant,
    DataTemplate,
    ExposedParameter,
    ObjectTemplate,
    Place,
    Placeholder,
    Scope,
    ValueType,
    WithEntry,
)
from ..origin import Origin
from ..plan import (
    Argument,
    Atom,
    ExposedInput,
    Expression,
    Feed,
    Fixed,
    FromEnvironment,
    FromName,
    InputPlace,
    Operation,
)
from .exposures import Exposure
from .names import Binds, expression
from .undeclared import Undeclared, report_undeclared

_NO_SEGMENT: Final = frozenset({ValueType.ANY, ValueType.ARRAY, ValueType.OBJECT})
"""Types that a segment of a path does not say: there it is text."""


@dataclass(slots=True)
class _Wanted:
    """An input as it is being gathered."""

    name: str
    place: InputPlace
    type: ValueType
    required: bool
    description: str | None
    declared: ExposedParameter | None
    origin: Origin
    feeds: list[str] = field(default_factory=list)
    base64: bool = False


@dataclass(slots=True)
class InputGatherer:
    """Gathers the inputs of one unit while its arguments are being fed."""

    exposure: Exposure
    operation: Operation
    binds: Binds
    findings: Findings
    wanted: dict[tuple[str, str | None], _Wanted] = field(default_factory=dict)
    target: Argument | None = None
    """The argument that the value being read is for."""
    variables: frozenset[str] = frozenset()
    """Of the route."""
    inside: bool = False
    """Whether what is read is a part of the target's value, of another type than the whole."""

    # --- names inside `with` values ------------------------------------------------------------

    def atom(self, placeholder: Placeholder, *, in_text: bool) -> Atom:
        if placeholder.scope is Scope.BODY:
            return FromName(self._whole_body(placeholder))
        variable = None
        if self.declared(placeholder.name) is None:
            variable = self.binds.variable(placeholder) or self.binds.implied_variable(placeholder)
        if variable is not None:
            return FromEnvironment(variable)
        fixed = self.fixed(placeholder.name)
        if fixed is not None:
            return fixed
        feeds = None if in_text or self.inside else self.target
        return FromName(self.want(placeholder.name, placeholder.place, feeds, placeholder.origin))

    def _whole_body(self, placeholder: Placeholder) -> str:
        fills = self.target
        raw = fills is not None and fills.whole_body and fills.type is ValueType.STRING
        place = InputPlace.RAW_BODY if raw else InputPlace.WHOLE_BODY
        return self.want("body", None, fills if raw else None, placeholder.origin, place=place)

    def declared(self, name: str) -> ExposedParameter | None:
        return next((each for each in self.exposure.parameters if each.name == name), None)

    def fixed(self, name: str) -> Atom | None:
        """The constant of a declared input with a `value`: always that, never the caller's."""
        declared = self.declared(name)
        if declared is None or declared.value is None:
            return None
        value = _constant(declared.value)
        return None if value is None else Fixed(value)

    # --- inputs --------------------------------------------------------------------------------

    def want(
        self,
        name: str,
        hint: Place | None,
        feeds: Argument | None,
        origin: Origin,
        place: InputPlace | None = None,
    ) -> str:
        """Asks the caller for an input; returns the name of the unit's parameter."""
        declared = self.declared(name)
        if place is None:
            hint = hint or (declared.place if declared else None)
            place = self.exposure.place(name, hint, feeds or self.target)
        key = (name, hint.value if hint else None)
        known = self.wanted.get(key) or self.wanted.get((name, None))
        if known is None:
            known = self._new(name, place, feeds, declared, origin)
            self.wanted[key] = known
        elif self.exposure.required(declared, feeds):
            known.required = True
        target = feeds or self.target
        if target is not None:
            known.feeds.append(describe(target, self.operation))
        return self.parameter(key if key in self.wanted else (name, None))

    def _new(
        self,
        name: str,
        place: InputPlace,
        feeds: Argument | None,
        declared: ExposedParameter | None,
        origin: Origin,
    ) -> _Wanted:
        type_ = declared.type if declared else ValueType.ANY
        if type_ is ValueType.ANY and feeds is not None:
            type_ = feeds.type
        if place == InputPlace.PATH and type_ in _NO_SEGMENT:
            type_ = ValueType.STRING
        target = feeds or (None if self.inside else self.target)
        described = (declared and declared.description) or (feeds and feeds.description) or None
        return _Wanted(
            name=name,
            place=place,
            type=type_,
            required=place == InputPlace.PATH or self.exposure.required(declared, target),
            description=described,
            declared=declared,
            origin=declared.origin if declared else origin,
            base64=bool(feeds and feeds.whole_body and feeds.type is ValueType.STRING),
        )

    def knows(self, name: str) -> bool:
        return any(known == name for known, _ in self.wanted)

    def parameter(self, key: tuple[str, str | None]) -> str:
        """The unit's name for an input: its own, with its place where two share a name."""
        name, place = key
        first = next(each for each in self.wanted if each[0] == name)
        return name if first == key or place is None else f"{name}_{place}"

    def inputs(self) -> tuple[ExposedInput, ...]:
        """What was gathered, path variables first."""
        gathered = [self._exposed(key, each) for key, each in self.wanted.items()]
        return tuple(sorted(gathered, key=lambda each: each.place != InputPlace.PATH))

    def _exposed(self, key: tuple[str, str | None], wanted: _Wanted) -> ExposedInput:
        declared = wanted.declared
        return ExposedInput(
            name=wanted.name,
            input=self.parameter(key),
            place=wanted.place,
            type=wanted.type,
            required=wanted.required,
            description=wanted.description,
            enum=declared.enum if declared else None,
            pattern=self._pattern(declared),
            default=declared.default if declared else None,
            declared=declared is not None,
            feeds=tuple(wanted.feeds),
            origin=wanted.origin,
            base64=wanted.base64,
        )

    def _pattern(self, declared: ExposedParameter | None) -> str | None:
        """The pattern of an input; one that is no regular expression is reported and not checked."""
        if declared is None or declared.pattern is None:
            return None
        try:
            re.compile(declared.pattern)
        except (re.error, OverflowError, RecursionError) as error:
            self.findings.report(
                rules.BROKEN_PATTERN, declared.origin, name=declared.name, problem=str(error)
            )
            return None
        return declared.pattern


def _constant(value: DataTemplate) -> Any:
    match value:
        case Constant(constant):
            return constant
        case _:
            return getattr(value, "constant", None)


def describe(argument: Argument, operation: Operation) -> str:
    """For people: `path variable repository of quay.getrepo`."""
    kind = {
        Place.PATH: "path variable",
        Place.QUERY: "query parameter",
        Place.HEADER: "header",
        Place.COOKIE: "cookie",
        Place.BODY: "body field",
        Place.ENVIRONMENT: "variable",
    }[argument.place]
    what = "the body" if argument.whole_body else f"{kind} {argument.wire}"
    return f"{what} of {operation.api}.{operation.name}"


def gather(
    call: Call,
    operation: Operation,
    exposure: Exposure,
    binds: Binds,
    findings: Findings,
    variables: Sequence[Placeholder] = (),
) -> tuple[tuple[Feed, ...], tuple[ExposedInput, ...]]:
    """The feeds of the operation's arguments and the inputs that its caller gives.

    `variables` are those of the route: inputs even where they feed nothing.
    """
    gatherer = InputGatherer(
        exposure, operation, binds, findings, variables=frozenset(each.name for each in variables)
    )
    entries = {entry.name: entry for entry in call.arguments or ()}
    feeds: list[Feed] = []
    for argument in operation.arguments:
        entry = entries.get(argument.name) or entries.get(argument.other_name or "")
        value = _feed(argument, entry, gatherer)
        if value is not None:
            feeds.append(Feed(argument.name, value))
    spelled = {each.name for each in variables} | {each.name for each in exposure.parameters}
    unread = [name for name in sorted(spelled) if not gatherer.knows(name)]
    implied = [
        Undeclared(each.name, each.place, each.origin)
        for each in gatherer.wanted.values()
        if each.name not in spelled
    ]
    meant = report_undeclared(call, unread, implied, findings)
    for variable in variables:
        if not gatherer.knows(variable.name):
            gatherer.want(variable.name, None, None, variable.origin)
    for parameter in exposure.parameters:
        _keep_unfed(parameter, gatherer, meant)
    return tuple(feeds), gatherer.inputs()


def _feed(
    argument: Argument, entry: WithEntry | None, gatherer: InputGatherer
) -> Expression | None:
    if entry is not None:
        gatherer.target = argument
        gatherer.inside = isinstance(entry.value, (ObjectTemplate, ArrayTemplate))
        value = expression(entry.value, gatherer)
        gatherer.target = None
        return value
    if argument.added:
        return None
    name = _name_on_the_outside(argument, gatherer)
    declared = gatherer.declared(name)
    if declared is not None and declared.value is not None:
        return gatherer.fixed(name)
    if declared is None and not gatherer.exposure.passes_by_name(argument):
        return None
    if declared is None and not argument.whole_body:
        gatherer.findings.report(
            rules.IMPLIED_INPUT,
            argument.origin,
            name=name,
            operation=f"{gatherer.operation.api}.{gatherer.operation.name}",
        )
    return FromName(gatherer.want(name, None, argument, argument.origin))


def _name_on_the_outside(argument: Argument, gatherer: InputGatherer) -> str:
    """The name under which a path variable passes, where its two names differ."""
    other = argument.other_name
    if other is None or gatherer.declared(argument.name) is not None:
        return argument.name
    is_outside = gatherer.declared(other) is not None or other in gatherer.variables
    return other if is_outside else argument.name


def _keep_unfed(
    parameter: ExposedParameter, gatherer: InputGatherer, meant: AbstractSet[str]
) -> None:
    """A declared input that feeds nothing stays in the contract and is validated."""
    if (
        gatherer.knows(parameter.name)
        or parameter.value is not None
        or parameter.place is Place.ENVIRONMENT
    ):
        return
    gatherer.want(parameter.name, None, None, parameter.origin)
    if parameter.name not in meant:
        gatherer.findings.report(rules.INPUT_FEEDS_NOTHING, parameter.origin, name=parameter.name)
