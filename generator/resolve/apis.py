"""A consumed API: its base URI, its credentials and its operations."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from .. import regex
from ..diagnostics import Findings
from ..model import (
    ConsumedApi,
    Placeholder,
    Section,
    Template,
)
from ..naming import environment_prefix, own_variable
from ..plan import (
    Api,
    Atom,
    Fixed,
    FromCredential,
    FromEnvironment,
    Operation,
)
from .authentication import Credentials, authentication_plan, report_variable
from .names import Binds
from .operations import resolve_operation
from .paths import encoded_base

_ABSOLUTE: Final = regex.late(r"https?://[^/]", re.IGNORECASE)


def resolve_api(api: ConsumedApi, binds: Binds, findings: Findings) -> Api:
    """An API with its environment variables and operations resolved."""
    prefix = environment_prefix(api.namespace)
    credentials = Credentials.of(api.authentication)
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
        if credentials.fill_path(placeholder.name):
            return FromCredential(placeholder.name)
        variable = binds.variable(placeholder)
        if variable is None:
            # a name of our own: never a bare `HOST`, which a container sets
            variable = own_variable(prefix, placeholder.name)
            report_variable(placeholder, variable, binds, findings)
        return FromEnvironment(variable)

    # A base URI has no sections: stage 3 refuses them.
    parts = [
        atom(part) if isinstance(part, Placeholder) else Fixed(part)
        for part in template.parts
        if part and not isinstance(part, Section)
    ]
    if not parts or not _usable(parts[0]):
        return ()
    return tuple(_encoded(part, index) for index, part in enumerate(parts))


def _usable(first: Atom) -> bool:
    if isinstance(first, Fixed):
        text = str(first.value)
        return bool(_ABSOLUTE.match(text)) or text.lower() in ("http://", "https://")
    return True


def _encoded(part: Atom, index: int) -> Atom:
    """Constants in their final spelling; scheme and host as they are."""
    if not isinstance(part, Fixed):
        return part
    text = str(part.value)
    scheme, found, rest = text.partition("://") if index == 0 else ("", "", text)
    host, slash, path = rest.partition("/") if found else ("", "", rest)
    return Fixed(scheme + found + host + slash + encoded_base(path.split("?")[0].split("#")[0]))
