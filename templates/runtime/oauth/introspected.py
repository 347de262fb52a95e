"""Authentication of callers by OAuth 2 whose tokens only the issuer can read, as a spec declares it."""

from __future__ import annotations

from collections.abc import Mapping

from ..environment import Environment
from ..errors import SettingError
from ..server.identity import Verifier
from ..transport.base import AsyncTransport
from .base import AccessToken
from .questions import Introspection


class IntrospectedOAuth2(AccessToken):
    """An access token of any form, about which the issuer is asked (RFC 7662)."""

    def verifier(
        self, prefix: str, environ: Mapping[str, str], transport: AsyncTransport | None
    ) -> Verifier:
        """What looks at tokens. Raises `SettingError`."""
        from .introspecting import Introspecting
        from .server import ResourceServer

        found = self.introspection(prefix, environ)
        return ResourceServer(
            found.resource, lambda refuse: Introspecting(found, transport, refuse)
        )

    def introspection(self, prefix: str, environ: Mapping[str, str]) -> Introspection:
        """What the environment says of it. Raises `SettingError`."""
        resource, values = self.settings(prefix, environ), Environment(prefix, environ)
        url = values.text("OAUTH_INTROSPECTION_URL")
        problem = None if url is None else resource.address_problem(url)
        if problem is not None:
            raise SettingError(f"{prefix}_OAUTH_INTROSPECTION_URL {problem}")
        return Introspection(
            resource=resource,
            client_id=_needed(values, "OAUTH_CLIENT_ID"),
            client_secret=_needed(values, "OAUTH_CLIENT_SECRET"),
            url=url,
            kept=values.seconds("OAUTH_INTROSPECTION_KEPT", 60.0) or 0.0,
            needs_audience=values.flag("OAUTH_NEEDS_AUDIENCE", True),
        )


def _needed(values: Environment, name: str) -> str:
    value = values.text(name)
    if value is None:
        raise SettingError(
            f"set {values.prefix}_{name}: the issuer is asked about tokens of callers with it"
        )
    return value
