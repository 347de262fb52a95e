"""A consumed operation: its arguments, declared and implied, and where each of them goes."""

from __future__ import annotations

from typing import Final

from ..diagnostics import Findings
from ..diagnostics.rules import inputs as rules
from ..model import (
    ConsumedOperation,
    ConsumedParameter,
    Place,
)
from ..plan import (
    Argument,
    Expression,
    FromName,
    Operation,
    Pair,
)
from .authentication import Credentials
from .bodies import body_plan
from .names import Binds, expression, text_expression
from .operation_names import OperationNames
from .paths import query_name, segments
from .sections import section_of

FRAMING: Final = frozenset(
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
    names.lacks_names = findings.are_misspelt(declaration.origin, "inputParameters")
    sent = _declare(declaration, names)
    path = segments(declaration.path, names.path_atom, lambda section: section_of(section, names))
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
        if parameter.place is Place.HEADER and parameter.name.lower() in FRAMING:
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
    style = parameter.style if parameter.place is Place.QUERY else None
    return Pair(parameter.name, value, style)


def _of(pairs: list[tuple[Place, Pair]], place: Place) -> tuple[Pair, ...]:
    return tuple(pair for each, pair in pairs if each is place)


def _ordered(arguments: dict[str, Argument]) -> tuple[Argument, ...]:
    """Path variables first, then in the order of the spec."""
    return tuple(sorted(arguments.values(), key=lambda a: a.place is not Place.PATH))
