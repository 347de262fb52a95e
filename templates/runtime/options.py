"""How a client behaves, for all of its calls and for one call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, NoReturn

from .addresses import proxy_problem
from .errors import Error, SettingError
from .records import Record
from .wire_request import Timeout

if TYPE_CHECKING:
    from .messages import HeaderPairs, Headers
    from .wire_request import WireRequest


DEFAULT_MAX_RESPONSE_BYTES: Final = 64 * 1024 * 1024


class RetryPolicy(Record):
    """When a failed attempt is made again.

    Retried are lost connections, time-outs and the statuses below, for methods that may be
    repeated (RFC 9110, 9.2.2) and for requests with an idempotency key.
    """

    attempts: int = 3
    """All attempts, the first included; 1 never retries."""
    initial_pause: float = 0.5
    """Seconds; the ceiling doubles with each attempt, the pause is drawn below it (full jitter)."""
    longest_pause: float = 8.0
    """Seconds; also the longest `Retry-After` that is obeyed. A longer one ends the call."""
    statuses: frozenset[int] = frozenset((408, 429, 500, 502, 503, 504))


NO_RETRIES: Final = RetryPolicy(attempts=1)


class RequestOptions(Record, kw_only=True):
    """What one call does differently."""

    timeout: Timeout | float | None = None
    """A number of seconds is the limit of the whole call."""
    headers: Mapping[str, str] | None = None
    """Added; one of the same name is replaced."""
    query: Mapping[str, Any] | None = None
    """Added pairs; one of the same name is replaced. A list repeats its name."""
    retry: RetryPolicy | None = None
    idempotency_key: str | None = None
    """Sent as `Idempotency-Key`; lets POST and PATCH be retried."""
    max_response_bytes: int | None = None


class Hooks(Record, kw_only=True):
    """Functions that see a client's traffic. They may be coroutines in an asynchronous client."""

    before_request: Callable[[WireRequest], Any] | None = None
    """Called before each attempt; may change the request's headers. It sees the credentials."""
    after_response: Callable[[WireRequest, int, Headers], Any] | None = None
    """Called with status and headers of each answer."""
    on_retry: Callable[[WireRequest, int, float, Exception | int], Any] | None = None
    """Called with the number of the failed attempt, the pause in seconds, and error or status."""


DEFAULT_IDLE_TIMEOUT: Final = 4.0


class Network(Record, kw_only=True, hidden=("proxy",)):
    """How connections are made. Nothing here is read from the environment; for what it replaces see `certificates`."""

    proxy: str | None = None
    """The URL of a proxy for everything, for example `http://proxy.internal:3128`."""
    verify: bool = True
    """Whether TLS certificates are checked."""
    ca_file: str | None = None
    """A PEM file with certificates to trust besides the usual ones."""
    client_certificate: str | None = None
    """A PEM file with certificate and key to identify ourselves. The key needs no pass phrase."""
    client_key: str | None = None
    """The PEM file of the key, where it is not in that of the certificate."""
    max_connections: int | None = 100
    """At most so many requests at once; the rest wait, unsent, and the wait counts in their total
    time-out (a call without one waits as long as for connecting). None sets no limit."""

    idle_timeout: float | None = DEFAULT_IDLE_TIMEOUT
    """Seconds after which a connection that nobody uses is not used again; None for never. Node, Apache
    and uvicorn close theirs after five: a request that meets the closing gets no answer."""

    def check(self) -> None:
        """Raises `SettingError` for a limit that lets nothing through."""
        if self.idle_timeout is not None and self.idle_timeout <= 0:
            raise SettingError("idle_timeout must be more than 0, or None")
        if self.client_key is not None and self.client_certificate is None:
            raise SettingError("client_key needs client_certificate")
        problem = None if self.proxy is None else proxy_problem(self.proxy)
        if problem is not None:
            raise SettingError(f"proxy {problem}")
        if self.max_connections is not None and self.max_connections < 1:
            raise SettingError("max_connections must be at least 1, or None")


DEFAULT_NETWORK: Final = Network()


class Transports(Record):
    """Makes what requests go out with, where nothing was handed in for that."""

    blocking: Callable[[Network], Any]
    """A `Transport`."""
    awaiting: Callable[[Network], Any]
    """An `AsyncTransport`."""
    keeps_time: bool = False
    """Whether that ends a request itself when `WireRequest.ends` says so."""


def _none(network: Network) -> NoReturn:
    raise Error("there is no transport: hand one in")


HANDED_IN: Final = Transports(_none, _none)
"""For a declaration that names none."""


class ClientOptions(Record, kw_only=True, hidden=("headers",)):
    """What all calls of a client share."""

    retry: RetryPolicy = RetryPolicy()
    hooks: Hooks = Hooks()
    headers: HeaderPairs | Mapping[str, str] = ()
    """Sent with every request to the API's own origin, unless a call says otherwise."""
    user_agent: str | None = None
    max_redirects: int = 5
    """How many redirects of one GET or HEAD are followed; 0 follows none."""
    max_response_bytes: int = DEFAULT_MAX_RESPONSE_BYTES
    """For an answer that is held in memory: as received, and again once decompressed."""
    network: Network = DEFAULT_NETWORK
    refuse_slashes: bool = False
    """Whether a path value with a slash, encoded or not, is refused as the REST and MCP servers do; else
    it is sent as `%2F`. `<API>_PATH_SEGMENTS` allows slashes for the parameters that it names."""


DEFAULT_OPTIONS: Final = ClientOptions()
