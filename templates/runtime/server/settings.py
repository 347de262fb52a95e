"""What every adapter is told: its declaration from the spec, and its settings from the environment."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    Self,
    TypeAlias,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)

from ..authentication import Authentication
from ..binds import Bind, layered
from ..choices import one_of
from ..environment import Environment
from ..errors import SettingError
from ..records import Record

Port: TypeAlias = Annotated[int, range(65536)]
AdapterT = TypeVar("AdapterT")


class Adapter(Record):
    """An adapter, as the spec declares it."""

    namespace: str
    prefix: str
    """What its environment variables begin with."""
    port: int | None = None
    address: str | None = None
    authentication: Authentication | None = None
    """How callers show who they are."""
    binds: tuple[Bind, ...] = ()
    """Files that give variables."""

    def declared(self) -> dict[str, Any]:
        """The settings that the spec gives, for where the environment says nothing."""
        return {} if self.port is None else {"port": self.port}


def pick(adapters: Mapping[str, AdapterT], namespace: str | None) -> tuple[str, AdapterT]:
    """The adapter of that namespace, or the first one. Raises `SettingError` for an unknown one.

    Args:
        adapters: of the package, by namespace.
        namespace: which one; None for the first.
    """
    if namespace is None:
        return next(iter(adapters.items()))
    if namespace not in adapters:
        known = ", ".join(adapters)
        raise SettingError(f"there is no adapter {namespace!r}; this package has {known}")
    return namespace, adapters[namespace]


class AdapterSettings(Record, kw_only=True, hidden=("environ",)):
    """How an adapter serves. `<PREFIX>_<FIELD IN CAPITALS>` sets each; times are seconds."""

    host: str = "127.0.0.1"
    """The address to listen on."""
    port: Port = 8080
    """The port to listen on; 0 takes a free one."""
    allowed_hosts: tuple[str, ...] = ()
    """Host names that are served besides loopback ones; `*` serves all."""
    allowed_origins: tuple[str, ...] = ()
    """Origins whose pages may call (CORS); `*` lets all in."""
    access_log: Literal["off", "text", "json"] = "off"
    """The access log: `off`, `text` or `json`. `python -m` writes `text` unless this says otherwise."""
    max_body_bytes: int = 10 * 1024 * 1024
    """The largest body of a request, in bytes; a larger one gets 413."""
    max_headers: int = 100
    """How many headers a request may have; more get 431."""
    max_header_bytes: int = 32 * 1024
    """The bytes of all headers of a request together; more get 431."""
    max_url_bytes: int = 16 * 1024
    """The longest path and query of a request, in bytes; a longer one gets 414."""
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
    def from_environment(cls, adapter: Adapter, environ: Mapping[str, str] | None = None) -> Self:
        """Read `<PREFIX>_HOST`, `_PORT`, …; what is not set is as the spec declares it.

        Raises:
            SettingError: a variable that cannot be used.
        """
        variables = os.environ if environ is None else environ
        values = Environment(adapter.prefix, layered(variables, adapter.prefix, adapter.binds))
        return cls(**{**adapter.declared(), **_read(cls, values)}, environ=values.environ)


def _read(cls: type[Record], values: Environment) -> dict[str, Any]:
    """The fields that variables set, read as their types say. An unknown type is a `TypeError`."""
    found: dict[str, Any] = {}
    for field, hint in get_type_hints(cls, include_extras=True).items():
        if field in cls.fields and field != "environ":
            reader, name = _reader(hint), field.upper()
            if values.text(name) is not None:
                found[field] = reader(values, name)
    return found


Reader: TypeAlias = Callable[[Environment, str], Any]
_READERS: Final[Mapping[Any, Reader]] = {
    str: lambda values, name: values.text(name),
    int: lambda values, name: values.whole(name, 0),
    Port: lambda values, name: values.whole(name, 0, minimum=0, maximum=65535),
    bool: lambda values, name: values.flag(name, False),
    float | None: lambda values, name: values.seconds(name, None),
    tuple[str, ...]: lambda values, name: values.names(name),
}


def _reader(hint: Any) -> Reader:
    """What reads a variable of a type."""
    if get_origin(hint) is Literal:
        return lambda values, name: one_of(values, name, get_args(hint))
    if hint not in _READERS:
        raise TypeError(f"nothing reads a setting of the type {hint}")
    return _READERS[hint]
