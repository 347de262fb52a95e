"""What a client is told: consumed APIs as the spec declares them, and settings from the environment.

Nothing is read when this is imported. Plain settings are read by `from_environment`; a secret is
read when a call first needs it, and is in no `repr`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from .addresses import base_uri_problem, proxy_problem
from .authentication import Authenticate, Authentication, Credential, TextParts
from .binds import Bind, layered
from .environment import Environment
from .errors import MissingSettingError, SettingError
from .options import (
    DEFAULT_IDLE_TIMEOUT,
    DEFAULT_MAX_RESPONSE_BYTES,
    HANDED_IN,
    Network,
    Transports,
)
from .path_segments import segments
from .records import Record
from .wire_request import DEFAULT_TIMEOUT, Timeout


class Api(Record):
    """A consumed API, as the spec declares it."""

    namespace: str
    prefix: str
    """What its environment variables begin with."""
    base_uri: TextParts
    authentication: Authentication | None = None
    user_agent: str | None = None
    path_segments: tuple[tuple[str, int, int], ...] = ()
    """Parameters in paths whose values may have slashes, with the least and the most segments."""
    path_names: tuple[str, ...] | None = None
    """All parameters in paths; None where that is not known."""
    module: str = "capwright.settings"
    """The `__name__` of the module that declares it; it stands at the top of the package."""
    binds: tuple[Bind, ...] = ()
    """Files that give variables."""
    transports: Transports = HANDED_IN
    """What its requests go out with where nothing is handed in."""
    side_by_side: bool = False
    """Whether the package has steps that do not need each other, so that a variable may keep them in order."""

    @property
    def package(self) -> str:
        """The package that the API is declared in: the name of its logger."""
        return self.module.rpartition(".")[0] or self.module

    def check_settings(self, settings: ApiSettings) -> None:
        """Raises `SettingError` for settings that what stands around its transport cannot use (`around`)."""

    def blocking(self, transport: Any, settings: ApiSettings) -> Any:
        """A `Transport`, and all that stands around it."""
        return transport

    def awaiting(self, transport: Any, settings: ApiSettings) -> Any:
        """An `AsyncTransport`, and all that stands around it."""
        return transport


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
    reach_check: bool = True
    """Whether each request is held against `REACH.md` before it goes out."""
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
        variables = os.environ if environ is None else environ
        values = Environment(api.prefix, layered(variables, api.prefix, api.binds))
        return cls(
            api=api,
            base_uri=_checked(values, "BASE_URI", base_uri_problem),
            timeout=values.timeout(),
            retries=values.whole("RETRIES", 0, minimum=0),
            parallel=not api.side_by_side or values.flag("PARALLEL", True),
            reach_check=values.flag("REACH_CHECK", True),
            max_response_bytes=values.whole("MAX_RESPONSE_BYTES", DEFAULT_MAX_RESPONSE_BYTES),
            path_segments=segments(values, api.path_segments, api.path_names),
            network=Network(
                proxy=_checked(values, "PROXY", proxy_problem),
                ca_file=values.text("CA_FILE"),
                client_certificate=values.text("CLIENT_CERTIFICATE"),
                client_key=_checked(values, "CLIENT_KEY", lambda _: _key_problem(values)),
                max_connections=values.whole("MAX_CONNECTIONS", 0) or None,
                idle_timeout=values.seconds("IDLE_TIMEOUT", DEFAULT_IDLE_TIMEOUT),
            ),
            environ=values.environ,
        )

    def variable(self, name: str, purpose: str = "the API needs it", *, empty: bool = False) -> str:
        """A variable's value, read now. Raises `MissingSettingError`."""
        credential = self.credentials.get(name)
        value = credential if isinstance(credential, str) else self.environ.get(name)
        if value is None or (not value and not empty):
            raise MissingSettingError(name, purpose)
        return value

    def text(self, parts: TextParts, purpose: str, *, empty: bool = False) -> str:
        """Parts joined, variables read. Raises `MissingSettingError`."""
        return "".join(
            part if isinstance(part, str) else self.variable(part.name, purpose, empty=empty)
            for part in parts
        )


def _key_problem(values: Environment) -> str | None:
    """What is wrong with the file of a key: nothing beside a certificate."""
    certificate = values.text("CLIENT_CERTIFICATE")
    return None if certificate else f"needs {values.prefix}_CLIENT_CERTIFICATE"


def _checked(values: Environment, name: str, problem_of: Callable[[str], str | None]) -> str | None:
    """A text that can be used. Raises `SettingError`, which never quotes it."""
    value = values.text(name)
    if value is not None and (problem := problem_of(value)) is not None:
        raise SettingError(f"{values.prefix}_{name} {problem}")
    return value
