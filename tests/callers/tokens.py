"""A desk whose callers show access tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.support.issuer import RESOURCE, Issuer
from tests.support.living import Living, Said, Seen, living, said

from .test_credentials import SPEC, TEAM

AUTHENTICATION: Final = (
    'authentication: {{type: oauth2, authorizationServerUri: "{issuer}", '
    f'resource: "{RESOURCE}", scopes: [read]}}}}'
)


def protected(issuer: str, spec: str = SPEC) -> str:
    """The capability with tokens of an issuer on both adapters."""
    line = AUTHENTICATION.format(issuer=issuer)
    return re.sub(r"(      port: PORT_(?:rest|mcp)\n)", rf"\1      {line}\n", spec)


def echo(seen: Seen) -> Said:
    """Whatever came, for tests that look for what must not have come."""
    return said({"headers": dict(seen.headers), "target": seen.target})


@contextmanager
def desk(folder: Path, issuer: Issuer, spec: str = SPEC, **variables: str) -> Iterator[Living]:
    """The capability, running."""
    with living(protected(issuer.url, spec), folder, echo, **{**TEAM, **variables}) as running:
        yield running


def bearer(token: str) -> dict[str, str]:
    """The header."""
    return {"Authorization": f"Bearer {token}"}
