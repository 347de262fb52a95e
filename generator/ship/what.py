"""What is shipped: the adapters of a package, where it goes, and the secrets that it takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from .. import regex
from ..lower.authentication import secrets
from ..lower.request_variables import of_api
from ..model import OAuth2Auth
from ..plan import Api, Fixed, McpSurface, Plan, RestSurface, environment_in
from ..records import dataclass

CONTROL_PORT: Final = 9900
_PORTS: Final = {"https": 443, "http": 80}
_NOT_IN_LABELS: Final = regex.late(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Adapter:
    """A server of the package."""

    namespace: str
    prefix: str
    port: int
    kind: str
    """`rest` or `mcp`."""
    issuer: tuple[str, int] | None = None
    """Host and port of whoever makes the tokens that callers show."""
    by_token: bool = False
    """Whether callers show such tokens, and no secret of ours."""


@dataclass(frozen=True, slots=True)
class Upstream:
    """An API that the package calls."""

    namespace: str
    prefix: str
    host: str | None
    """None where the environment gives it."""
    port: int
    secrets: tuple[str, ...]
    """Variables."""
    variables: tuple[str, ...]
    """Others that it cannot do without."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """A package, as far as running it needs to know."""

    package: str
    version: str
    title: str
    description: str
    adapters: tuple[Adapter, ...]
    upstreams: tuple[Upstream, ...]
    image: str
    """Name and tag."""
    name: str | None
    """Of the server in a registry, by reverse DNS; None where nobody has given one."""
    distribution: str
    requirements: tuple[str, ...]
    """Of the MCP server and what it stands on."""
    host_names: bool
    """Whether egress is written by host names too (Cilium)."""

    @property
    def requirement_files(self) -> tuple[str, ...]:
        """The files of the package that name what its adapters stand on."""
        kinds = dict.fromkeys(each.kind for each in self.adapters)
        return tuple(f"requirements-{kind}.txt" for kind in kinds)

    @property
    def label(self) -> str:
        """The name of what a cluster has of it (RFC 1123: letters, digits, hyphens)."""
        return _NOT_IN_LABELS.sub("-", self.package.lower()).strip("-")[:50] or "package"

    @property
    def secrets(self) -> tuple[str, ...]:
        """The variables of secrets: of the APIs, and what callers of each adapter show."""
        own = [f"{each.prefix}_BEARER_TOKEN" for each in self.adapters if not each.by_token]
        return tuple(dict.fromkeys([*(s for up in self.upstreams for s in up.secrets), *own]))

    @property
    def variables(self) -> tuple[str, ...]:
        """The other variables that it cannot do without."""
        return tuple(dict.fromkeys(name for up in self.upstreams for name in up.variables))

    @property
    def egress(self) -> tuple[int, ...]:
        """The ports that it calls."""
        return tuple(
            sorted({up.port for up in self.upstreams} | {port for _, port in self.issuers})
        )

    @property
    def issuers(self) -> tuple[tuple[str, int], ...]:
        """Hosts and ports of those who make the tokens that callers show."""
        return tuple(dict.fromkeys(each.issuer for each in self.adapters if each.issuer))

    @property
    def hosts(self) -> tuple[tuple[str, int], ...]:
        """Hosts and ports that it calls, as far as the specification says them."""
        apis = ((up.host, up.port) for up in self.upstreams if up.host)
        return tuple(dict.fromkeys((*apis, *self.issuers)))


def adapters_of(plan: Plan) -> tuple[Adapter, ...]:
    """The servers of a package, those of REST first, as `python -m` has them."""
    rest = (_adapter(each, "rest", 8080) for each in plan.rest)
    return (*rest, *(_adapter(each, "mcp", 9090) for each in plan.mcp))


def upstreams_of(plan: Plan) -> tuple[Upstream, ...]:
    """Where a package goes: by its specification, never by a look-up."""
    return tuple(_upstream(api, plan) for api in plan.apis)


def _adapter(surface: RestSurface | McpSurface, kind: str, port: int) -> Adapter:
    declared, shown = surface.declaration.port, surface.authentication
    by_token = isinstance(shown, OAuth2Auth)
    issuer = None
    if isinstance(shown, OAuth2Auth) and shown.issuer is not None:
        issuer = _place(shown.issuer)
    return Adapter(surface.namespace, surface.prefix, declared or port, kind, issuer, by_token)


def _place(uri: str) -> tuple[str, int] | None:
    """Host and port; None for what is no URI."""
    try:
        parts = urlsplit(uri)
        port = parts.port or _PORTS.get(parts.scheme, 443)
    except ValueError:
        return None
    return (parts.hostname, port) if parts.hostname else None


def _upstream(api: Api, plan: Plan) -> Upstream:
    texts = [part.value if isinstance(part, Fixed) else None for part in api.base_uri]
    host, port = None, 443
    if texts and all(isinstance(text, str) for text in texts):
        parts = urlsplit("".join(str(text) for text in texts))
        host, port = parts.hostname, parts.port or _PORTS.get(parts.scheme, 443)
    return Upstream(
        api.namespace,
        api.prefix,
        host,
        port,
        tuple(dict.fromkeys(_secrets(api, plan))),
        tuple(_needed(api)),
    )


def _secrets(api: Api, plan: Plan) -> Iterator[str]:
    for secret in secrets(api.authentication):
        yield from environment_in(secret.value)
    # What a bind gives to a header or a body is a token more often than not: mounted, it is safe either way.
    yield from of_api(plan, api)


def _needed(api: Api) -> Iterator[str]:
    if not api.base_uri:
        yield f"{api.prefix}_BASE_URI"
    for part in api.base_uri:
        yield from environment_in(part)
