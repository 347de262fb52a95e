"""The inputs of an exposed unit: what its caller gives, and what each of them feeds.

The adapters differ in where a caller puts an input, and in which arguments of the operation pass by
name; an `Exposure` answers both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any, Final

from ..diagnostics import Findings
from ..diagnostics.rules import inputs as rules
from ..letters import letters
from ..model import ExposedParameter, Place, Placeholder, Scope, ValueType, WithEntry
from ..origin import Origin
from ..plan import Argument, Atom, ExposedInput, Fixed, FromEnvironment, FromName, InputPlace
from ..records import dataclass
from .declared_inputs import body_path_of, constant_of, declared_place
from .exposures import Exposure
from .input_patterns import checked_pattern
from .names import Binds
from .step_names import StepNames

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
    document: bool = False
    is_needed: bool = False
    schema: Mapping[str, Any] | None = None
    listed: bool = False
    variable: str | None = None
    """The variable of the route that it is, where that is spelled in another way."""


@dataclass(slots=True)
class InputGatherer:
    """Gathers the inputs of one unit while its arguments are being fed."""

    exposure: Exposure
    binds: Binds
    findings: Findings
    doing: str = ""
    """For people: the operation that is being fed, `quay.getrepo`."""
    steps: StepNames = field(default_factory=StepNames)
    wanted: dict[tuple[str, str | None], _Wanted] = field(default_factory=dict)
    target: Argument | None = None
    """The argument that the value being read is for."""
    variables: frozenset[str] = frozenset()
    """Of the route."""
    inside: bool = False
    """Whether what is read is a part of the target's value, of another type than the whole."""
    arguments: dict[str, Argument] = field(default_factory=dict)
    """What the operations that are called take, by its name."""
    literals: list[WithEntry] = field(default_factory=list)
    """Entries of `with` that are fixed texts: one may have been meant as the name of an input."""
    entries: list[WithEntry] = field(default_factory=list)
    """All entries of `with`."""
    called: list[Origin] = field(default_factory=list)
    """Where the operations that are called are declared."""
    reader: str | None = None
    """For people: what reads a value that no argument gets, such as a lookup."""

    # --- names inside `with` values ------------------------------------------------------------

    def atom(self, placeholder: Placeholder, *, in_text: bool) -> Atom:
        if placeholder.scope is Scope.BODY:
            return FromName(self._whole_body(placeholder))
        step = self.steps.read(placeholder, self.findings)
        if step is not None:
            return step
        variable = None
        if self.declared(placeholder.name) is None:
            variable = self.binds.variable(placeholder) or self.binds.implied_variable(placeholder)
        if variable is not None:
            return FromEnvironment(variable)
        part = self.part(placeholder.name)
        if part is not None and placeholder.place is None:
            return part
        fixed = self.fixed(placeholder.name)
        if fixed is not None:
            return fixed
        feeds = None if in_text or self.inside else self.target
        return FromName(self.want(placeholder.name, placeholder.place, feeds, placeholder.origin))

    def optional(self, placeholder: Placeholder) -> Atom:
        """A name in a section: what its target needs does not make it required."""
        inside, self.inside = self.inside, True
        try:
            return self.atom(placeholder, in_text=True)
        finally:
            self.inside = inside

    def _whole_body(self, placeholder: Placeholder) -> str:
        fills = self.target
        raw = fills is not None and fills.is_bytes
        place = InputPlace.RAW_BODY if raw else InputPlace.WHOLE_BODY
        return self.want("body", None, fills if raw else None, placeholder.origin, place=place)

    def part(self, name: str) -> FromName | None:
        """What a dotted name means that no input has: a key inside the input of its first part."""
        head, *path = name.split(".")
        declared = self.declared(head) if path and self.declared(name) is None else None
        if declared is None or declared.value is not None:
            return None
        return FromName(self.want(head, None, None, declared.origin), tuple(path))

    def declared(self, name: str) -> ExposedParameter | None:
        return next((each for each in self.exposure.parameters if each.name == name), None)

    def fixed(self, name: str) -> Atom | None:
        """The constant of a declared input with a `value`: always that, never the caller's."""
        declared = self.declared(name)
        if declared is None or declared.value is None:
            return None
        value = constant_of(declared.value)
        return None if value is None else Fixed(value)

    # --- inputs --------------------------------------------------------------------------------

    def want(
        self,
        name: str,
        hint: Place | None,
        feeds: Argument | None,
        origin: Origin,
        place: InputPlace | None = None,
        listed: bool = True,
    ) -> str:
        """Asks the caller for an input; returns the name of the unit's parameter.

        One that is not `listed` is taken where a caller gives it, and stands in no contract.
        """
        declared = self.declared(name)
        if place is None:
            hint = hint or declared_place(declared, feeds)
            place = self.exposure.place(name, hint, self._part_of_target(feeds))
        key = (name, hint.value if hint else None)
        known = self.wanted.get(key) or self.wanted.get((name, None))
        if known is None:
            known = self._new(name, place, feeds, declared, origin)
            self.wanted[key] = known
        elif self.exposure.required(declared, feeds):
            known.required = True
        known.listed |= listed
        target = feeds or self.target
        if target is not None:
            known.feeds.append(describe(target, self.doing))
        elif self.reader is not None and self.reader not in known.feeds:
            known.feeds.append(self.reader)
        return self.parameter(key if key in self.wanted else (name, None))

    def want_part(self, name: str, needed: Argument) -> str:
        """The same for an input of which a part fills an argument that no call can do without."""
        target, self.target = self.target, needed
        self.inside = True
        parameter = self.want(name, None, None, needed.origin)
        self.target, self.inside = target, False
        next(each for key, each in self.wanted.items() if key[0] == name).required = True
        return parameter

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
            base64=bool(feeds and feeds.is_bytes),
            document=bool(feeds and feeds.whole_body and feeds.type is ValueType.ANY),
            is_needed=bool(feeds and feeds.required),
            schema=feeds.schema if feeds and (feeds.whole_body or feeds.type is type_) else None,
        )

    def _part_of_target(self, feeds: Argument | None) -> Argument | None:
        """The argument that says where an input is; a part of a whole body is a field."""
        fills = feeds or self.target
        if feeds is None and fills is not None and fills.whole_body:
            return replace(fills, whole_body=False)
        return fills

    def knows(self, name: str) -> bool:
        """Whether an input of this name, or one under this name of the route, is there."""
        return any(
            known == name or each.variable == name for (known, _), each in self.wanted.items()
        )

    def claim(self, variable: Placeholder) -> bool:
        """Makes a variable of the route the one input of its letters and digits (docs/language.md, "Choices").

        The query never fills that input then: `/files/abc?file_id=xyz` means `abc`.
        """
        same = [
            each
            for (name, _), each in self.wanted.items()
            if letters(name) == letters(variable.name) != ""
            and name not in self.variables
            and each.place not in (InputPlace.WHOLE_BODY, InputPlace.RAW_BODY)
        ]
        if len(same) != 1 or same[0].variable is not None:
            return False
        (found,) = same
        found.variable = variable.name
        found.place = InputPlace.PATH
        found.required = True
        if found.type in _NO_SEGMENT:
            found.type = ValueType.STRING
        self.findings.report(
            rules.PATH_VARIABLE_READ_AS,
            variable.origin,
            within=f"{{{variable.name}}}",
            name=variable.name,
            input=found.name,
        )
        return True

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
            name=wanted.variable or wanted.name,
            input=self.parameter(key),
            place=wanted.place,
            type=wanted.type,
            required=wanted.required,
            description=wanted.description,
            enum=declared.enum if declared else None,
            pattern=checked_pattern(declared, self.findings),
            default=declared.default if declared else None,
            declared=declared is not None,
            feeds=tuple(wanted.feeds),
            origin=wanted.origin,
            base64=wanted.base64,
            document=wanted.document,
            is_needed=wanted.is_needed,
            schema=wanted.schema,
            listed=wanted.listed,
            path=body_path_of(declared, wanted.place),
        )


def describe(argument: Argument, doing: str) -> str:
    """For people: `path variable repository of quay.getrepo`."""
    kind = {
        Place.PATH: "path variable",
        Place.QUERY: "query parameter",
        Place.HEADER: "header",
        Place.COOKIE: "cookie",
        Place.BODY: "body field",
        Place.ENVIRONMENT: "variable",
    }[argument.place]
    if doing.startswith("the flow "):
        return f"{argument.name} of {doing}"
    what = "the body" if argument.whole_body else f"{kind} {argument.wire}"
    return f"{what} of {doing}"
