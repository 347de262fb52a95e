"""What a package is told: declarations from the spec, and settings from the environment.

Nothing is read when this is imported. Plain settings are read by `from_environment`; a secret is
read when a call first needs it, and is in no `repr`.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from .addresses import base_uri_problem, proxy_problem
from .binds import FileBind, layered
from .environment import Environment
from .errors import MissingSettingError, SettingError
from .options import DEFAULT_IDLE_TIMEOUT, DEFAULT_MAX_RESPONSE_BYTES, Network
from .records import Record
from .wire_request import DEFAULT_TIMEOUT, Timeout

if TYPE_CHECKING:
    from .wire_request import WireRequest

Credential: TypeAlias = str | Callable[[], str] | Callable[[], Awaitable[str]]
"""A secret, or a function that is asked for it before each request (a coroutine: async only)."""

Authenticate: TypeAlias = "Callable[[WireRequest], WireRequest]"
"""A hook that adds credentials of a kind that this package does not know."""


class Variable(Record):
    """A value that the environment gives."""

    name: str


TextParts: TypeAlias = tuple[str | Variable, ...]
"""Text with variables in it."""


class Bearer(Record):
    """`Authorization: Bearer …` (RFC 6750)."""

    token: TextParts


class Basic(Record):
    """`Authorization: Basic …` (RFC 7617)."""

    username: TextParts
    password: TextParts


class ApiKey(Record):
    """A secret under a name of its own."""

    name: str
    value: TextParts
    place: Literal["header", "query", "cookie", "body", "path"] = "header"
    parameter: str = "api_key"
    """The client's argument that gives it."""


class ApiKeys(Record):
    """One or more API keys, all sent."""

    keys: tuple[ApiKey, ...]


class Unsupported(Record):
    """A kind of authentication that is left to a hook."""

    kind: str


Authentication: TypeAlias = Bearer | Basic | ApiKeys | Unsupported | None


class Api(Record):
    """A consumed API, as the spec declares it."""

    namespace: str
    prefix: str
    """What its environment variables begin with."""
    base_uri: TextParts
    authentication: Authentication = None
    user_agent: str | None = None
    path_segments: tuple[tuple[str, int, int], ...] = ()
    """Parameters in paths whose values may have slashes, with the least and the most segments."""
    module: str = "capwright.settings"
    """The `__name__` of the module that declares it; it stands at the top of the package."""
    binds: tuple[FileBind, ...] = ()
    """Files that give variables."""

    @property
    def package(self) -> str:
        """The package that the API is declared in: the name of its logger."""
        return self.module.rpartition(".")[0] or self.module


class ApiSettings(Record, kw_only=True, hidden=("credentials", "environ")):
    """How one consumed API is reached."""

    api: Api
    base_uri: str | None = None
    """In place of the spec's."""
    timeout: Timeout = DEFAULT_TIMEOUT
    retries: int = 0
    """How often the REST and MCP servers repeat a failed request; the client has its own policy."""
    parallel: bool = True
    """Whether steps of a unit that do not need each other go out side by side; with False of any API
    the package keeps the order of the spec."""
    max_response_bytes: int = DEFAULT_MAX_RESPONSE_BYTES
    path_segments: Mapping[str, tuple[int, int]] = MappingProxyType({})
    """By parameter, how many segments a value in a path may have, the least and the most: 1 unless it
    stands here. REST and MCP servers refuse other values; a client does if it is told to."""
    network: Network = Network(max_connections=None)
    """REST and MCP servers bound their callers instead, and so have as many connections as these
    need; where `max_connections` is not set, a client has the default of `Network`."""
    credentials: Mapping[str, Credential | None] = MappingProxyType({})
    """By argument name (`token`, `username`, `password`, `api_key`) or by variable."""
    authenticate: Authenticate | None = None
    environ: Mapping[str, str] = os.environ

    @classmethod
    def from_environment(cls, api: Api, environ: Mapping[str, str] | None = None) -> ApiSettings:
        """Read the plain settings. Raises `SettingError` for one that cannot be used."""
        given = os.environ if environ is None else environ
        values = Environment(api.prefix, layered(given, api.prefix, api.binds))
        return cls(
            api=api,
            base_uri=_checked(values, "BASE_URI", base_uri_problem),
            timeout=values.timeout(),
            retries=values.whole("RETRIES", 0, least=0),
            parallel=values.flag("PARALLEL", True),
            max_response_bytes=values.whole("MAX_RESPONSE_BYTES", DEFAULT_MAX_RESPONSE_BYTES),
            path_segments=values.segments(
                "PATH_SEGMENTS", {name: (least, most) for name, least, most in api.path_segments}
            ),
            network=Network(
                proxy=_checked(values, "PROXY", proxy_problem),
                ca_file=values.text("CA_FILE"),
                client_certificate=values.text("CLIENT_CERTIFICATE"),
                max_connections=values.whole("MAX_CONNECTIONS", 0) or None,
                idle_timeout=values.seconds("IDLE_TIMEOUT", DEFAULT_IDLE_TIMEOUT),
            ),
            environ=values.environ,
        )

    def check_files(self) -> None:
        """Read the certificates. Raises `SettingError` for one that cannot be used."""
        network, prefix = self.network, self.api.prefix
        if network.ca_file is None and network.client_certificate is None:
            return
        from .certificates import identity, named, trusted

        if network.ca_file is not None:
            named(f"{prefix}_CA_FILE", trusted, network.ca_file)
        if network.client_certificate is not None:
            named(f"{prefix}_CLIENT_CERTIFICATE", identity, network.client_certificate)

    def variable(self, name: str, purpose: str = "the API needs it", *, empty: bool = False) -> str:
        """A variable's value, read now. Raises `MissingSettingError`."""
        given = self.credentials.get(name)
        value = given if isinstance(given, str) else self.environ.get(name)
        if value is None or (not value and not empty):
            raise MissingSettingError(name, purpose)
        return value

    def text(self, parts: TextParts, purpose: str, *, empty: bool = False) -> str:
        """Parts joined, variables read. Raises `MissingSettingError`."""
        return "".join(
            part if isinstance(part, str) else self.variable(part.name, purpose, empty=empty)
            for part in parts
        )


def _checked(values: Environment, name: str, problem_of: Callable[[str], str | None]) -> str | None:
    """A text that can be used. Raises `SettingError`, which never quotes it."""
    value = values.text(name)
    problem = None if value is None else problem_of(value)
    if problem is not None:
        raise SettingError(f"{values.prefix}_{name} {problem}")
    return value


class RestAdapter(Record):
    """A REST adapter, as the spec declares it."""

    namespace: str
    prefix: str
    port: int | None = None
    address: str | None = None
    authentication: Authentication = None
    """How callers show who they are."""
    binds: tuple[FileBind, ...] = ()
    """Files that give variables."""


class McpAdapter(Record):
    """An MCP adapter, as the spec declares it."""

    namespace: str
    prefix: str
    port: int | None = None
    address: str | None = None
    transport: Literal["http", "stdio"] = "http"
    authentication: Authentication = None
    """How callers show who they are."""
    binds: tuple[FileBind, ...] = ()
    """Files that give variables."""


class RestSettings(Record, kw_only=True, hidden=("environ",)):
    """How a REST adapter serves. `<PREFIX>_<FIELD IN CAPITALS>` sets each; times are seconds."""

    host: str = "127.0.0.1"
    """The address to listen on."""
    port: int = 8080
    """The port to listen on; 0 takes a free one."""
    allowed_hosts: tuple[str, ...] = ()
    """Host names that are served besides loopback ones; `*` serves all."""
    allowed_origins: tuple[str, ...] = ()
    """Origins whose pages may call (CORS); `*` lets all in."""
    documentation: bool = True
    """Whether `/-/openapi.json` and `/-/docs` are served."""
    unknown_query: str = "ignore"
    """What becomes of query parameters that an operation does not declare: `ignore`, `refuse`, `pass`."""
    forward_headers: tuple[str, ...] = ()
    """Headers of callers that go to the upstream besides the usual ones."""
    pass_set_cookie: bool = False
    """Whether cookies that the upstream sets reach callers."""
    access_log: str = "off"
    """The access log: `off`, `text` or `json`. `python -m` writes `text` unless this says otherwise."""
    max_body_bytes: int = 10 * 1024 * 1024
    """The largest body of a request, in bytes; a larger one gets 413."""
    max_headers: int = 100
    """How many headers a request may have; more get 431."""
    max_header_bytes: int = 32 * 1024
    """The bytes of all headers of a request together; more get 431."""
    max_url_bytes: int = 16 * 1024
    """The longest path and query of a request, in bytes; a longer one gets 414."""
    max_query_keys: int = 256
    """How many pairs the query of a request may have; more get 400."""
    max_connections: int = 1000
    """At most so many connections and so many requests at once; more get 503."""
    header_timeout: float | None = 10.0
    """How long a connection may take to bring the headers of its request (`python -m` only)."""
    body_timeout: float | None = 30.0
    """How long a caller may take to bring the body; a slower one gets 408."""
    linger_timeout: float | None = 5.0
    """How long the rest of a body that is refused already is read, so that the caller sees why."""
    send_timeout: float | None = 60.0
    """How long a caller may take for the next piece of an answer; then the connection is closed."""
    shutdown_timeout: float | None = 10.0
    """How long requests in flight are waited for when the server stops."""
    environ: Mapping[str, str] = os.environ

    @classmethod
    def from_environment(
        cls, adapter: RestAdapter, environ: Mapping[str, str] | None = None
    ) -> RestSettings:
        """Read `<PREFIX>_HOST`, `_PORT`, … Raises `SettingError`."""
        given = os.environ if environ is None else environ
        values = Environment(adapter.prefix, layered(given, adapter.prefix, adapter.binds))
        settings = cls(port=adapter.port or 8080).replace(**_fields_from(cls, values))
        values.one_of("UNKNOWN_QUERY", settings.unknown_query, ("ignore", "refuse", "pass"))
        values.one_of("ACCESS_LOG", settings.access_log, ("off", "text", "json"))
        return settings.replace(environ=values.environ)


def _fields_from(cls: type[Record], values: Environment) -> dict[str, Any]:
    """The fields that variables set, read as their annotations say."""
    found: dict[str, Any] = {}
    for field, kind in cls.fields.items():
        name = field.upper()
        if field == "environ" or values.text(name) is None:
            continue
        if kind == "int":
            least, most = (0, 65535) if field == "port" else (1, 2**53)
            found[field] = values.whole(name, 0, least=least, most=most)
        elif kind == "bool":
            found[field] = values.flag(name, False)
        elif kind == "float | None":
            found[field] = values.seconds(name, None)
        elif kind == "tuple[str, ...]":
            found[field] = values.names(name)
        else:
            found[field] = values.text(name)
    return found


class McpSettings(Record, kw_only=True, hidden=("environ",)):
    """How an MCP adapter serves. `<PREFIX>_<FIELD IN CAPITALS>` sets each; times are seconds."""

    host: str = "127.0.0.1"
    """The address to listen on."""
    port: int = 9090
    """The port to listen on; 0 takes a free one."""
    transport: Literal["http", "stdio"] = "http"
    """What is spoken: `http` (Streamable HTTP) or `stdio`."""
    allowed_hosts: tuple[str, ...] = ()
    """Host names that are served besides loopback ones; `*` serves all."""
    allowed_origins: tuple[str, ...] = ()
    """Origins whose pages may call (CORS); `*` lets all in."""
    read_only: bool = False
    """Serve only tools that change nothing."""
    tools: tuple[str, ...] = ()
    """Serve only tools with these names or patterns (`list*`); empty serves all."""
    exclude: tuple[str, ...] = ()
    """Names or patterns of tools that are not served."""
    ignore_unknown_arguments: bool = False
    """Drop arguments that a tool does not have; some clients add their own."""
    lenient_arguments: bool = True
    """Take `"3"` for 3, `"true"` or 1 for true, and JSON text for an object or an array."""
    access_log: str = "off"
    """The access log: `off`, `text` or `json`. `python -m` writes `text` unless this says otherwise."""
    max_body_bytes: int = 4 * 1024 * 1024
    """The largest body of a request, or line on standard input, in bytes."""
    max_response_bytes: int = 10 * 1024 * 1024
    """The largest answer of an API to a tool, in bytes; a larger one is an error."""
    max_result_bytes: int = 100_000
    """The longest text of a result, about what hosts take; the rest is cut off, and the text says so."""
    max_headers: int = 100
    """How many headers a request may have; more get 431."""
    max_header_bytes: int = 32 * 1024
    """The bytes of all headers of a request together; more get 431."""
    max_connections: int = 1000
    """At most so many connections and so many requests at once; more get 503."""
    header_timeout: float | None = 10.0
    """How long a connection may take to bring the headers of its request (`python -m` only)."""
    body_timeout: float | None = 30.0
    """How long a caller may take to bring the body; a slower one gets 408."""
    linger_timeout: float | None = 5.0
    """How long the rest of a body that is refused already is read, so that the caller sees why."""
    send_timeout: float | None = 60.0
    """How long a caller may take for an answer; then the connection is closed."""
    shutdown_timeout: float | None = 10.0
    """How long requests in flight are waited for when the server stops."""
    environ: Mapping[str, str] = os.environ

    @classmethod
    def from_environment(
        cls, adapter: McpAdapter, environ: Mapping[str, str] | None = None
    ) -> McpSettings:
        """Read `<PREFIX>_HOST`, `_PORT`, … Raises `SettingError`."""
        given = os.environ if environ is None else environ
        values = Environment(adapter.prefix, layered(given, adapter.prefix, adapter.binds))
        settings = cls(port=adapter.port or 9090, transport=adapter.transport)
        settings = settings.replace(**_fields_from(cls, values))
        values.one_of("TRANSPORT", settings.transport, ("http", "stdio"))
        values.one_of("ACCESS_LOG", settings.access_log, ("off", "text", "json"))
        return settings.replace(environ=values.environ)
