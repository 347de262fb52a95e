"""Who may speak to a server: Host and Origin (against pages in a browser), then credentials.

A page of any site can make a browser on this machine send requests to a loopback port, and by DNS
rebinding even read the answers. The Host check ends the second, Origin and Fetch Metadata the first.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Mapping
from typing import Final

from ..authentication import Authentication, TextParts, Variable
from ..credentials.basic import Basic
from ..credentials.bearer import Bearer
from ..credentials.header_key import HeaderKey
from ..errors import SettingError
from ..loopback import LOOPBACK
from ..transport.base import AsyncTransport
from .asgi import by_name
from .hosts import bare_host, check_allowed, is_address
from .identity import ANYBODY, Headers, Identity, Ours, Scope, Verifier, Verifying
from .problem import Refusal

_WILDCARDS: Final = frozenset(("", "0.0.0.0", "::"))  # what one binds to, not a name
_SPACE: Final = (
    b" \t"  # around a value it means nothing (RFC 9110, 5.5), and httptools leaves what follows
)
_OWN_SITE: Final = frozenset((None, b"same-origin", b"none"))
"""Of `Sec-Fetch-Site`; whatever else it says is not known to be ours."""
_MOST_REMEMBERED: Final = 256
OF_PAGES: Final = frozenset((b"origin", b"sec-fetch-site"))
"""The headers by which browsers say which page a request is from; one without them is from none."""


class Guard:
    """The checks of one server; made once, called with each request."""

    def __init__(
        self,
        *,
        prefix: str,
        host: str = "127.0.0.1",
        allowed_hosts: tuple[str, ...] = (),
        allowed_origins: tuple[str, ...] = (),
        authenticate: Verifier | None = None,
        credential_headers: Collection[str] = (),
    ) -> None:
        self.credential_headers = tuple(name.encode("latin-1") for name in credential_headers)
        """In lower case: where callers show who they are."""
        self._prefix = prefix
        check_allowed(prefix, allowed_hosts, allowed_origins)
        self._any_host = "*" in allowed_hosts
        own = {bare_host(name) for name in (*allowed_hosts, host)}
        self._hosts = (own - _WILDCARDS) | LOOPBACK
        self._good_hosts: set[bytes] = set()
        self.any_origin = "*" in allowed_origins
        self.origins = frozenset(
            origin.lower().rstrip("/").encode("latin-1") for origin in allowed_origins
        )
        self._verifier = authenticate
        self.needs_credentials = authenticate is not None

    def __call__(self, scope: Scope) -> Refusal | None:
        """Host and Origin; None lets the request in."""
        headers = by_name(scope["headers"])
        return self.check_host(scope, headers) or self.check_origin(headers)

    async def authenticate(self, scope: Scope, headers: Headers) -> Identity:
        """Who calls. Raises `Refusal` for one who may not."""
        verifier = self._verifier
        return ANYBODY if verifier is None else await verifier(scope, headers)

    def document(self, path: str) -> bytes | None:
        """What anybody may read here of how to get in: JSON; None where there is nothing."""
        return None if self._verifier is None else self._verifier.document(path)

    async def aclose(self) -> None:
        """End what the checks have started."""
        if self._verifier is not None:
            await self._verifier.aclose()

    def check_host(self, scope: Scope, headers: Headers) -> Refusal | None:
        """421 for a name that this server does not go by (RFC 9110, 15.5.20)."""
        host = headers.get(b"host")
        if host in self._good_hosts or self._any_host:
            return None
        if host is not None and self._is_ours(host, scope):
            if len(self._good_hosts) < _MOST_REMEMBERED:
                self._good_hosts.add(host)
            return None
        return Refusal(
            421,
            f"This server does not answer to that Host (setting {self._prefix}_ALLOWED_HOSTS).",
        )

    def _is_ours(self, host: bytes, scope: Scope) -> bool:
        name = bare_host(host.decode("latin-1"))
        if name in self._hosts:
            return True
        # The address that the connection came in on: DNS rebinding needs a name, not an address.
        server = scope.get("server") or ("", None)
        return name == str(server[0]).lower() and is_address(name)

    def check_origin(self, headers: Headers) -> Refusal | None:
        """403 for a request that a page of another origin makes."""
        origin = headers.get(b"origin")
        if origin is None:
            if headers.get(b"sec-fetch-site") in _OWN_SITE:
                return None
        elif (
            self.allows_origin(origin)
            or _authority(origin.rstrip(_SPACE)) == headers.get(b"host", b"").lower()
        ):
            return None
        return Refusal(
            403,
            "A page of another origin must not use this server "
            f"(setting {self._prefix}_ALLOWED_ORIGINS).",
        )

    def allows_origin(self, origin: bytes) -> bool:
        """Whether a setting lets pages of this origin in."""
        return self.any_origin or origin.rstrip(_SPACE).lower() in self.origins


def _authority(origin: bytes) -> bytes:
    return origin.lower().partition(b"://")[2]


# --- credentials ---------------------------------------------------------------------------------


class Secrets:
    """Reads secrets when they are first needed, and keeps only their digests."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._digests: dict[TextParts, bytes] = {}

    def matches(self, expected: TextParts, shown: bytes) -> bool:
        """Compare in constant time. Raises `SettingError` for an expected secret that is empty."""
        digest = self._digests.get(expected)
        if digest is None:
            digest = self._digests[expected] = self.digest(expected)
        return hmac.compare_digest(digest, hashlib.sha256(shown).digest())

    def digest(self, expected: TextParts) -> bytes:
        """Of a secret. Raises as `text` does."""
        return hashlib.sha256(self.text(expected).encode()).digest()

    def text(self, expected: TextParts) -> str:
        """A secret as it is. Raises `SettingError` that names the variable which is missing."""
        texts: list[str] = []
        for part in expected:
            text = self._environ.get(part.name) if isinstance(part, Variable) else part
            if not text and isinstance(part, Variable):
                raise SettingError(f"set the environment variable {part.name}: callers show it")
            texts.append(text or "")
        if not any(texts):
            raise SettingError("the secret that callers show is empty")
        return "".join(texts)


class _BySecrets:
    """Callers show secrets that the environment has."""

    def __init__(self, kind: Authentication, environ: Mapping[str, str]) -> None:
        self._kind = kind
        self._secrets = Secrets(environ)
        self._challenge = ((b"www-authenticate", kind.challenge),)

    async def __call__(self, scope: Scope, headers: Headers) -> Identity:
        if self._kind.is_shown(headers, scope.get("query_string", b""), self._secrets):
            return ANYBODY
        raise Refusal(401, "Valid credentials are required.", headers=self._challenge)

    def document(self, path: str) -> bytes | None:
        return None

    async def aclose(self) -> None:
        pass


class _Nobody(_BySecrets):
    """Refuses all: what callers would have to show cannot be checked."""

    def __init__(self, kind: Authentication, problem: str) -> None:
        super().__init__(kind, {})
        self._problem = problem

    async def __call__(self, scope: Scope, headers: Headers) -> Identity:
        raise Refusal(500, f"This server is not set up: {self._problem}.")


def authenticator(
    prefix: str,
    declared: Authentication | None,
    environ: Mapping[str, str],
    transport: AsyncTransport | None = None,
) -> Verifier | None:
    """The check of callers: by setting, else as the spec declares it, else none.

    Raises `SettingError` when settings name more than one kind or contradict each other,
    `MissingDependencyError`.

    Args:
        prefix: what the adapter's variables begin with.
        declared: the spec's kind.
        environ: where settings and secrets are read.
        transport: what asks others, in place of the package's own.
    """
    kind = from_environment(prefix, environ) or declared
    if kind is None:
        return None
    if isinstance(kind, Verifying):
        return kind.verifier(prefix, environ, transport)
    problem = unchecked(prefix, declared, environ)
    return _BySecrets(kind, environ) if problem is None else _Nobody(kind, problem)


def check_secrets(prefix: str, declared: Authentication | None, environ: Mapping[str, str]) -> None:
    """Raise `SettingError` where callers could not show anything that is right.

    For a launcher: a server that lets nobody in should say so before the first request. The arguments are
    those of `authenticator`.
    """
    kind = from_environment(prefix, environ) or declared
    if kind is None:
        return
    if isinstance(kind, Verifying):
        kind.verifier(prefix, environ, None)
    try:
        expected = kind.expected()
    except SettingError as error:
        raise SettingError(_unsupported(error, prefix)) from None
    secrets = Secrets(environ)
    for each in expected:
        secrets.digest(each)


def unchecked(
    prefix: str, declared: Authentication | None, environ: Mapping[str, str]
) -> str | None:
    """Why callers cannot be checked in the way that is declared; None where they can. As `authenticator`."""
    kind = from_environment(prefix, environ) or declared
    if kind is None:
        return None
    try:
        kind.expected()
    except SettingError as error:
        return _unsupported(error, prefix)
    return None


def from_environment(prefix: str, environ: Mapping[str, str]) -> Authentication | None:
    """The authentication that settings ask for. Raises `SettingError`.

    Args:
        prefix: what the adapter's variables begin with.
        environ: where they are read.
    """
    found: list[Authentication] = []
    if environ.get(f"{prefix}_BEARER_TOKEN"):
        found.append(Bearer((Variable(f"{prefix}_BEARER_TOKEN"),)))
    if environ.get(f"{prefix}_BASIC_PASSWORD"):
        username = (Variable(f"{prefix}_BASIC_USERNAME"),)
        found.append(Basic(username, (Variable(f"{prefix}_BASIC_PASSWORD"),)))
    if environ.get(f"{prefix}_API_KEY"):
        name = environ.get(f"{prefix}_API_KEY_HEADER") or "X-API-Key"
        found.append(HeaderKey(name, (Variable(f"{prefix}_API_KEY"),)))
    if len(found) > 1:
        raise SettingError(
            f"set only one of {prefix}_BEARER_TOKEN, {prefix}_BASIC_PASSWORD and {prefix}_API_KEY"
        )
    return found[0] if found else None


def _unsupported(error: SettingError, prefix: str) -> str:
    return f"{error} (set {prefix}_BEARER_TOKEN, {prefix}_BASIC_PASSWORD or {prefix}_API_KEY)"


def credential_headers(
    prefix: str, declared: Authentication | None, environ: Mapping[str, str]
) -> frozenset[str]:
    """The headers, in lower case, in which callers show the adapter who they are.

    The arguments are those of `authenticator`.
    """
    kind = from_environment(prefix, environ) or declared
    return frozenset() if kind is None else kind.shown_in()


def own_tokens(
    prefix: str, declared: Authentication | None, environ: Mapping[str, str]
) -> Ours | None:
    """Which tokens are for the adapter; None where its callers show no tokens of an issuer.

    The arguments are those of `authenticator`. Raises `SettingError`.
    """
    kind = from_environment(prefix, environ) or declared
    return kind.ours(prefix, environ) if isinstance(kind, Verifying) else None
