"""A consumed API: its base URI, its credentials and its operations."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from ..diagnostics import Findings
from ..diagnostics.rules import inputs as rules
from ..model import (
    ApiKeyAuth,
    Authentication,
    BasicAuth,
    BearerAuth,
    ConsumedApi,
    Place,
    Placeholder,
    Template,
    UnsupportedAuth,
)
from ..plan import (
    Api,
    Atom,
    AuthenticationPlan,
    BasicPlan,
    BearerPlan,
    Fixed,
    FromCredential,
    FromEnvironment,
    HookPlan,
    KeyPlan,
    KeysPlan,
    Operation,
)
from .names import Binds, atoms, environment_prefix, text_expression
from .operations import Credentials, resolve_operation
from .paths import encoded_base

_ABSOLUTE: Final = re.compile(r"https?://[^/]", re.IGNORECASE)


def resolve_api(api: ConsumedApi, binds: Binds, findings: Findings) -> Api:
    """An API with its environment variables and operations resolved."""
    prefix = environment_prefix(api.namespace)
    credentials = credentials_of(api.authentication)
    return Api(
        namespace=api.namespace,
        prefix=prefix,
        declaration=api,
        base_uri=base_uri(api.base_uri, prefix, binds, credentials, findings),
        authentication=authentication_plan(api.authentication, prefix, binds, findings),
        operations=_operations(api, binds, credentials, findings),
    )


def _operations(
    api: ConsumedApi, binds: Binds, credentials: Credentials, findings: Findings
) -> tuple[Operation, ...]:
    seen: Counter[str] = Counter()
    operations: list[Operation] = []
    taken = {operation.name for operation in api.operations}
    for declaration in api.operations:
        seen[declaration.name] += 1
        name = declaration.name
        number = seen[name]
        while number > 1 and (name := f"{declaration.name}-{number}") in taken:
            number += 1
        taken.add(name)
        operations.append(
            resolve_operation(declaration, api.namespace, name, binds, credentials, findings)
        )
    return tuple(operations)


# --- base URI ------------------------------------------------------------------------------------


def base_uri(
    template: Template, prefix: str, binds: Binds, credentials: Credentials, findings: Findings
) -> tuple[Atom, ...]:
    """The parts of a base URI; empty where the spec's own cannot be used."""

    def atom(placeholder: Placeholder) -> Atom:
        if placeholder.name == credentials.path_key:
            return FromCredential(placeholder.name)
        variable = binds.variable(placeholder)
        if variable is None:
            # a name of our own: never a bare `HOST`, which a container sets
            variable = f"{prefix}_{environment_prefix(placeholder.name)}"
            _report_variable(placeholder, variable, findings)
        return FromEnvironment(variable)

    parts = atoms(template, atom)
    if not parts or not _usable(parts[0]):
        return ()
    return tuple(_encoded(part, index) for index, part in enumerate(parts))


def _usable(first: Atom) -> bool:
    if isinstance(first, Fixed):
        text = str(first.value)
        return bool(_ABSOLUTE.match(text)) or text.lower() in ("http://", "https://")
    return True


def _report_variable(placeholder: Placeholder, variable: str, findings: Findings) -> None:
    findings.report(
        rules.IMPLIED_ENVIRONMENT,
        placeholder.origin,
        within=f"{{{placeholder.name}",
        name=placeholder.name,
        variable=variable,
    )


def _encoded(part: Atom, index: int) -> Atom:
    """Constants in their final spelling; scheme and host as they are."""
    if not isinstance(part, Fixed):
        return part
    text = str(part.value)
    scheme, found, rest = text.partition("://") if index == 0 else ("", "", text)
    host, slash, path = rest.partition("/") if found else ("", "", rest)
    return Fixed(scheme + found + host + slash + encoded_base(path.split("?")[0].split("#")[0]))


# --- authentication ------------------------------------------------------------------------------


def credentials_of(authentication: Authentication | None) -> Credentials:
    """The places that authentication fills itself."""
    match authentication:
        case BearerAuth() | BasicAuth():
            return Credentials(frozenset({(Place.HEADER, "authorization")}))
        case ApiKeyAuth(keys):
            filled = frozenset(
                (key.place, key.name.lower() if key.place is Place.HEADER else key.name)
                for key in keys
            )
            path = next((key.name for key in keys if key.place is Place.PATH), None)
            return Credentials(filled, path)
        case _:
            return Credentials()


class _CredentialNames:
    """Binds first; whatever else a credential names comes from the environment."""

    def __init__(self, prefix: str, binds: Binds, findings: Findings) -> None:
        self.prefix = prefix
        self.binds = binds
        self.findings = findings

    def atom(self, placeholder: Placeholder, *, in_text: bool) -> Atom:
        variable = self.binds.variable(placeholder)
        if variable is None:
            named = self.binds.implied_variable(placeholder)
            variable = named or f"{self.prefix}_{environment_prefix(placeholder.name)}"
            _report_variable(placeholder, variable, self.findings)
        return FromEnvironment(variable)


def authentication_plan(
    authentication: Authentication | None, prefix: str, binds: Binds, findings: Findings
) -> AuthenticationPlan | None:
    """Credentials as expressions over the environment."""
    names = _CredentialNames(prefix, binds, findings)
    match authentication:
        case None:
            return None
        case BearerAuth(token):
            return BearerPlan(text_expression(token, names))
        case BasicAuth(username, password):
            return BasicPlan(text_expression(username, names), text_expression(password, names))
        case ApiKeyAuth(keys):
            return KeysPlan(
                tuple(
                    KeyPlan(key.name, text_expression(key.value, names), key.place) for key in keys
                )
            )
        case UnsupportedAuth(kind):
            return HookPlan(kind)
