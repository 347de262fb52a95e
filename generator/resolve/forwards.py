"""Whole requests that are handed on: to which API, from which path, with what."""

from __future__ import annotations

from typing import Final

from ..diagnostics import Findings
from ..diagnostics.rules import forwards as rules
from ..diagnostics.spelling import listed, nearest
from ..model import (
    ApiKeyAuth,
    Authentication,
    ConsumedParameter,
    ExposedOperation,
    Forward,
    Place,
    Placeholder,
    RestAdapter,
    Template,
)
from ..plan import Api, Expression, ForwardPlan, Pair, names_in
from .authentication import Credentials
from .calls import Resolver
from .names import expression
from .operation_names import OperationNames
from .operations import FRAMING
from .paths import route_path

_WILDCARD: Final = "path"


def forward_plan(
    exposed: ExposedOperation, forward: Forward, adapter: RestAdapter, resolver: Resolver
) -> ForwardPlan | None:
    """The plan of one resource, or None where its target or its path cannot be (which is reported)."""
    api = next((each for each in resolver.apis if each.namespace == forward.target), None)
    if api is None:
        names = [each.namespace for each in resolver.apis]
        near = nearest(forward.target, names)
        advice = f"did you mean `{near}`?" if near else f"the file consumes {listed(names, 'and')}"
        if forward.target or not resolver.findings.reported_at(forward.origin):
            resolver.findings.report(
                rules.FORWARD_TARGET, forward.origin, name=forward.target, advice=advice
            )
        return None
    parts = exposed.path.parts
    takes_rest = isinstance(parts[-1], Placeholder) and parts[-1].name == _WILDCARD
    early = parts[:-1] if takes_rest else parts
    before = "".join(part for part in parts[-2:-1] if isinstance(part, str))
    misplaced = any(isinstance(part, Placeholder) and part.name == _WILDCARD for part in early)
    if misplaced or (takes_rest and not before.endswith("/")):
        resolver.findings.report(rules.FORWARD_PATH, exposed.path.origin)
        return None
    trusted = tuple(dict.fromkeys(name.strip().lower() for name in forward.trusted_headers))
    _check_trusted(trusted, forward, adapter, api, resolver)
    own = type(exposed.path)(tuple(early), exposed.path.origin)
    pairs = [(each.place, Pair(each.name, value)) for each, value in _fixed(api, resolver)]
    return ForwardPlan(
        declaration=exposed,
        path=route_path(own).rstrip("/"),
        api=api.namespace,
        takes_rest=takes_rest,
        trusted=trusted,
        query=tuple(pair for place, pair in pairs if place is Place.QUERY),
        headers=tuple(pair for place, pair in pairs if place is Place.HEADER),
        owned=_owned(api),
    )


def _fixed(api: Api, resolver: Resolver) -> list[tuple[ConsumedParameter, Expression]]:
    """The API's own parameters that nobody has to give."""
    credentials = Credentials.of(api.declaration.authentication)
    names = OperationNames(resolver.binds, Findings(), credentials, f"{api.namespace}.forward")
    found: list[tuple[ConsumedParameter, Expression]] = []
    for parameter in api.declaration.parameters:
        if parameter.value is None or credentials.fill(parameter):
            continue
        if parameter.place is Place.HEADER and parameter.name.lower() in FRAMING:
            continue
        value = expression(parameter.value, names)
        if not names_in(value):
            found.append((parameter, value))
    return found


def _owned(api: Api) -> tuple[str, ...]:
    match api.authentication:
        case ApiKeyAuth(keys):
            return tuple(each.name for each in keys if each.place is Place.QUERY)
        case _:
            return ()


def _check_trusted(
    trusted: tuple[str, ...], forward: Forward, adapter: RestAdapter, api: Api, resolver: Resolver
) -> None:
    """Report headers that are trusted and carry a credential for somebody else."""
    ours = _credential_headers(adapter.authentication)
    theirs = _credential_headers(api.declaration.authentication)
    for name in trusted:
        if name in ours or name in theirs:
            whose = "this adapter checks" if name in ours else "the API gets from the package"
            resolver.findings.report(
                rules.FORWARD_CREDENTIAL, forward.origin, name=name, whose=whose
            )


def _credential_headers(authentication: Authentication[Template] | None) -> frozenset[str]:
    """In lower case."""
    filled = frozenset() if authentication is None else authentication.filled
    return frozenset(name for place, name in filled if place is Place.HEADER)
