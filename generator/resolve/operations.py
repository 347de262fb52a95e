"""A consumed operation: its arguments, declared and implied, and where each of them goes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from ..diagnostics import Findings
from ..diagnostics.rules import inputs as rules
from ..model import (
    ConsumedOperation,
    ConsumedParameter,
    Place,
    Placeholder,
    Scope,
    ValueType,
)
from ..plan import (
    Argument,
    Atom,
    Expression,
    FromCredential,
    FromEnvironment,
    FromName,
    Operation,
    Pair,
)
from .bodies import body_plan
from .names import Binds, expression, text_expression
from .paths import query_name, segments

_FRAMING: Final = frozenset(
    (
        "connection",
        "content-length",
        "host",
        "keep-alive",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    )
)
"""Headers that say where a message ends or where it goes (RFC 9110, 7.6.1; RFC 9112, 6)."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What `authentication` fills: the places and names that are no inputs any more."""

    filled: frozenset[tuple[Place, str]] = frozenset()
    path_key: str | None = None

    def fill(self, parameter: ConsumedParameter) -> bool:
        name = parameter.name
        return (parameter.place, name.lower() if parameter.place is Place.HEADER else name) in (
            self.filled
        )


@dataclass(slots=True)
class OperationNames:
    """The names that mean something inside one consumed operation; grows with implied ones."""

    binds: Binds
    findings: Findings
    credentials: Credentials
    operation: str
    arguments: dict[str, Argument] = field(default_factory=dict)
    by_place: dict[tuple[str, Place], str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    parameter: ConsumedParameter | None = None
    """The parameter whose value is being read; None inside a body."""

    def declare(self, parameter: ConsumedParameter) -> str:
        """Adds a declared parameter and returns the name of its argument."""
        name = parameter.name
        if name in self.arguments:
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
        )
        return name

    def path_atom(self, placeholder: Placeholder) -> Atom:
        """A variable of the path: a parameter, a bind, or an implied required argument."""
        name = self.by_place.get((placeholder.name, Place.PATH))
        if name is not None:
            return FromName(name)
        if placeholder.name == self.credentials.path_key:
            return FromCredential(placeholder.name)
        known = self._known(placeholder)
        if known is not None:
            return known
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
            self.findings.report(
                rules.IMPLIED_ENVIRONMENT, placeholder.origin, name=variable, variable=variable
            )
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


def resolve_operation(
    declaration: ConsumedOperation,
    api: str,
    name: str,
    binds: Binds,
    credentials: Credentials,
    findings: Findings,
) -> Operation:
    """The request that an operation makes, with every name in it resolved."""
    names = OperationNames(binds, findings, credentials, f"{api}.{name}")
    sent = _declare(declaration, names)
    path = segments(declaration.path, names.path_atom)
    constant_query = [
        Pair(query_name(key), None if value is None else text_expression(value, names))
        for key, value in declaration.query
    ]
    pairs = [(parameter.place, _pair(parameter, names)) for parameter in sent]
    body = body_plan(declaration, names)
    arguments = _ordered(names.arguments)
    return Operation(
        api=api,
        name=name,
        declaration=declaration,
        method=declaration.method,
        path=path,
        query=(*constant_query, *_of(pairs, Place.QUERY)),
        headers=_of(pairs, Place.HEADER),
        cookies=_of(pairs, Place.COOKIE),
        body=body,
        arguments=arguments,
        response_format=declaration.response_format,
    )


def _declare(declaration: ConsumedOperation, names: OperationNames) -> list[ConsumedParameter]:
    """Declares the parameters that a caller gives; returns all that are sent as pairs."""
    sent: list[ConsumedParameter] = []
    for parameter in declaration.parameters:
        if names.credentials.fill(parameter):
            names.findings.report(
                rules.FILLED_BY_AUTHENTICATION, parameter.origin, name=parameter.name
            )
            continue
        if parameter.place is Place.HEADER and parameter.name.lower() in _FRAMING:
            names.findings.report(rules.FRAMING_HEADER, parameter.origin, name=parameter.name)
            continue
        if not parameter.is_sent:
            continue
        if parameter.place is Place.ENVIRONMENT:
            names.environment[parameter.name] = parameter.name
            continue
        if parameter.value is None:
            names.declare(parameter)
        if parameter.place in (Place.QUERY, Place.HEADER, Place.COOKIE):
            sent.append(parameter)
    return sent


def _pair(parameter: ConsumedParameter, names: OperationNames) -> Pair:
    value: Expression
    if parameter.value is None:
        value = FromName(names.by_place[(parameter.name, parameter.place)])
    else:
        names.parameter = parameter
        value = expression(parameter.value, names)
        names.parameter = None
    return Pair(parameter.name, value)


def _of(pairs: list[tuple[Place, Pair]], place: Place) -> tuple[Pair, ...]:
    return tuple(pair for each, pair in pairs if each is place)


def _ordered(arguments: dict[str, Argument]) -> tuple[Argument, ...]:
    """Path variables first, then in the order of the spec."""
    return tuple(sorted(arguments.values(), key=lambda a: a.place is not Place.PATH))
