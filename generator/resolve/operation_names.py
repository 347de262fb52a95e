"""The names that mean something inside one consumed operation."""

from __future__ import annotations

from dataclasses import field, replace

from ..diagnostics import Findings
from ..diagnostics.rules import inputs as rules
from ..model import ConsumedParameter, Place, Placeholder, Scope, ValueType
from ..plan import Argument, Atom, FromCredential, FromEnvironment, FromName
from ..records import dataclass
from .authentication import Credentials, report_variable
from .input_patterns import checked_pattern
from .names import Binds


@dataclass(slots=True)
class OperationNames:
    """The names of one operation; grows with implied ones."""

    binds: Binds
    findings: Findings
    credentials: Credentials
    operation: str
    arguments: dict[str, Argument] = field(default_factory=dict)
    by_place: dict[tuple[str, Place], str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    parameter: ConsumedParameter | None = None
    """The parameter whose value is being read; None inside a body."""
    lacks_names: bool = False
    """Whether something is wrong with how the parameters are declared: what misses one follows from that."""

    def declare(self, parameter: ConsumedParameter) -> str:
        """Adds a declared parameter and returns the name of its argument."""
        name = parameter.name
        known = self.arguments.get(name)
        if known is not None and self._is_one(known, parameter):
            self.by_place[(name, parameter.place)] = name
            self.arguments[name] = replace(known, required=known.required or parameter.required)
            return name
        if known is not None:
            name = f"{parameter.name}_{parameter.place.value}"
        self.by_place[(parameter.name, parameter.place)] = name
        if parameter.other_name is not None:
            self.by_place[(parameter.other_name, parameter.place)] = name
        self.arguments[name] = Argument(
            name=name,
            wire=parameter.name,
            place=parameter.place,
            type=parameter.type,
            required=parameter.required or parameter.place is Place.PATH,
            description=parameter.description,
            declared=True,
            origin=parameter.origin,
            other_name=parameter.other_name,
            example=parameter.example,
            schema=parameter.schema,
            pattern=checked_pattern(parameter, self.findings),
        )
        return name

    def _is_one(self, known: Argument, parameter: ConsumedParameter) -> bool:
        """In the official language a name is one value wherever it is sent (2.5.1); a segment of a path has rules
        of its own."""
        return not self.binds.implied and Place.PATH not in (known.place, parameter.place)

    def path_atom(self, placeholder: Placeholder) -> Atom:
        """A variable of the path: a parameter, a bind, or an implied required argument."""
        name = self.by_place.get((placeholder.name, Place.PATH))
        if name is not None:
            return FromName(name)
        if self.credentials.fill_path(placeholder.name):
            return FromCredential(placeholder.name)
        known = self._known(placeholder)
        if known is not None:
            return known
        if not self.lacks_names:
            self.findings.report(
                rules.IMPLIED_PATH_VARIABLE,
                placeholder.origin,
                name=placeholder.name,
                operation=self.operation,
            )
        return FromName(self._imply(placeholder, Place.PATH, ValueType.STRING, required=True))

    def atom(self, placeholder: Placeholder, *, in_text: bool) -> Atom:
        """A name in a body or in a parameter's value.

        A text cannot do without its parts; an optional parameter is left out with them.
        """
        own = self._parameter_of(placeholder)
        if own is not None:
            return FromName(own)
        required = in_text if self.parameter is None else self.parameter.required
        known = self._known(placeholder)
        if isinstance(known, FromName):
            self._mark_placeholder(known.name, required)
        if known is not None:
            return known
        return FromName(self._imply(placeholder, Place.BODY, ValueType.ANY, required=required))

    def optional(self, placeholder: Placeholder) -> Atom:
        """A name in a section: an argument that callers may leave out."""
        known = self._known(placeholder)
        if known is not None:
            return known
        return FromName(self._imply(placeholder, Place.BODY, ValueType.ANY, required=False))

    def _parameter_of(self, placeholder: Placeholder) -> str | None:
        """The parameter that a field of a body made of parameters stands for."""
        if placeholder.place is None:
            return None
        name = self.by_place.get((placeholder.name, placeholder.place))
        if name is None or self.arguments[name].origin != placeholder.origin:
            return None
        return name

    def _known(self, placeholder: Placeholder) -> Atom | None:
        name = placeholder.name
        if placeholder.scope is not Scope.BIND:
            if name in self.arguments:
                return FromName(name)
            if name in self.environment:
                return FromEnvironment(self.environment[name])
        variable = self.binds.variable(placeholder)
        if variable is not None:
            return FromEnvironment(variable)
        variable = self.binds.implied_variable(placeholder)
        if variable is not None:
            report_variable(placeholder, variable, self.binds, self.findings)
            return FromEnvironment(variable)
        return None

    def _imply(
        self, placeholder: Placeholder, place: Place, type_: ValueType, *, required: bool
    ) -> str:
        name = placeholder.name
        self.arguments[name] = Argument(
            name=name,
            wire=name,
            place=place,
            type=type_,
            required=required,
            description=None,
            declared=False,
            origin=placeholder.origin,
            placeholder=place is Place.BODY,
        )
        return name

    def _mark_placeholder(self, name: str, required: bool) -> None:
        argument = self.arguments[name]
        self.arguments[name] = replace(
            argument, placeholder=True, required=argument.required or required
        )
