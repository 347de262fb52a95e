"""Callers' own credentials: what they show in headers, and nothing of the team's beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from ..authentication import Authentication, Variable
from ..errors import Error, SettingError
from ..settings import ApiSettings
from ..transport.base import AsyncTransport

Shown = Sequence[tuple[bytes, bytes]]
"""The headers of a request as they came, names in lower case."""
Secrets = Mapping[str, str]
"""By the name of the client's argument (`token`, `username`, `password`, `api_key`)."""

_LONGEST: Final = 16 * 1024
_UNQUOTED: Final = re.compile(r"[^ !#-\[\]-~]")
"""What stands in no quoted text of a header (RFC 9110, 5.6.4)."""


class CallerCredentialsError(Error):
    """The caller has shown no credential for an API, or none that can be used; nothing was sent."""

    def __init__(self, api: str, headers: Sequence[str], problem: str, challenge: str) -> None:
        names = " and ".join(headers) or "a header"
        super().__init__(
            f"{api} is called with the credential of whoever calls this server, {problem}: "
            f"send yours in {names}"
        )
        self.challenge = challenge
        """For `WWW-Authenticate` (RFC 9110, 11.6.1)."""


class CallerApi(Protocol):
    """Where the callers' credentials for one API come from."""

    headers: tuple[str, ...]
    """The names of the headers in lower case."""

    async def secrets(self, shown: Shown | None, transport: AsyncTransport) -> Secrets:
        """What goes upstream for this caller. Raises `CallerCredentialsError`; nothing was sent."""
        ...

    def now(self, shown: Shown | None) -> Secrets:
        """The same for a variable of the spec. Raises `SettingError` where it takes a request to know."""
        ...

    def refused(self, shown: Shown | None) -> None:
        """The API has refused what `secrets` gave: do not give it again."""
        ...


class Ours(Protocol):
    """Tokens that are for this server; none of them ever goes on to an API (MCP, "Authorization")."""

    def names(self, audience: str) -> bool:
        """Whether this is the server."""
        ...

    def has(self, token: str) -> bool:
        """Whether a token says that it is for the server."""
        ...


def without_team(settings: ApiSettings) -> ApiSettings:
    """Settings in which nothing of the team's credential is left.

    Raises `SettingError` where a part of it cannot be left out.
    """
    own = set(credential_variables(settings.api.authentication))
    used = {part.name for part in settings.api.base_uri if isinstance(part, Variable)}
    prefix = settings.api.prefix
    if own & used:
        raise SettingError(
            f"{prefix}_CREDENTIALS must be team: the credential stands in the base URI"
        )
    kept = {name: value for name, value in settings.environ.items() if name not in own}
    return settings.replace(environ=kept, credentials={})


def credential_variables(declared: Authentication | None) -> Mapping[str, str]:
    """The variables that hold a credential, each with the name of the argument that gives it."""
    return {
        part.name: parameter
        for parameter, parts in (declared.credentials() if declared is not None else ())
        for part in parts
        if isinstance(part, Variable)
    }


class HeaderCredentials:
    """The credential is in headers of the request."""

    def __init__(
        self,
        settings: ApiSettings,
        headers: tuple[str, ...],
        ours: Ours | None = None,
    ) -> None:
        """`ours` are the tokens in `Authorization` that the adapter knows its callers by."""
        self.headers = headers
        self._ours = ours
        self._api = settings.api
        self._standard = headers == ("authorization",)
        self._raw = [name.encode("ascii") for name in headers]

    async def secrets(self, shown: Shown | None, transport: AsyncTransport) -> Secrets:
        """What the caller shows. Raises `CallerCredentialsError`."""
        return self.now(shown)

    def refused(self, shown: Shown | None) -> None:
        """Nothing is kept."""

    def now(self, shown: Shown | None) -> Secrets:
        """The same. Raises `CallerCredentialsError`."""
        values = [self._value(name, shown or ()) for name in self._raw]
        declared = self._api.authentication
        found = None if declared is None else declared.taken(values, standard=self._standard)
        if found is None:
            raise self.error("and what came is none")
        if self._ours is not None and _is_for_us(self._ours, shown or (), found):
            raise self.error("and what came is the token for this server, which never goes on")
        return found

    def error(self, problem: str, more: str = "") -> CallerCredentialsError:
        """What the caller is told; never what they sent."""
        declared = self._api.authentication
        scheme = declared.scheme if declared is not None and self._standard else "ApiKey"
        realm = _UNQUOTED.sub("_", self._api.namespace)
        challenge = f'{scheme} realm="{realm}"{more}'
        return CallerCredentialsError(self._api.namespace, self.headers, problem, challenge)

    def _value(self, name: bytes, shown: Shown) -> str:
        found = [value.strip(b" \t") for key, value in shown if key == name]
        if not found or found == [b""]:
            raise self.error("and none came")
        if len(found) > 1:
            raise self.error("and more than one came")
        text = found[0].decode("latin-1")
        if len(text) > _LONGEST or not (text.isascii() and text.isprintable()):
            raise self.error("and what came is none")
        return text


def _is_for_us(ours: Ours, shown: Shown, found: Secrets) -> bool:
    """Whether a caller sends for an API what they are known here by, or another token for this server."""
    own = [value for name, value in shown if name == b"authorization"]
    tokens = [value.strip().rpartition(b" ")[2].decode("latin-1") for value in own]
    return any(value in tokens or ours.has(value) for value in found.values())
