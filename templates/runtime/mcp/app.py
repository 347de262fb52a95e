"""MCP servers as the generated `mcp_server.py` declares them: over HTTP, over stdio, or bare.

ADAPTERS = {"quay-mcp": McpApp(module=__name__, declaration=QUAY_MCP, tools=TOOLS, apis=(QUAY,))}
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

from ..errors import SettingError
from .about import About
from .call import Toolbox, Upstream
from .installed import need_sdk
from .listing import Listing, generated
from .offering import Offers
from .results import Limits
from .tools import Selection, Tool

if TYPE_CHECKING:
    from mcp.server.lowlevel.server import Server

    from ..calls.callers import CallerApi
    from ..server.security import Guard
    from ..settings import Api, ApiSettings
    from ..transport.base import AsyncTransport
    from .confirming import Confirmation
    from .http import McpHttp
    from .served import Visits
    from .settings import McpAdapter, McpSettings
    from .stdio import Session

_log: Final = logging.getLogger(__name__)
_NOBODY: Final[Mapping[str, CallerApi]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class McpApp:
    """One MCP adapter of a capability."""

    module: str
    """The `__name__` of the module that declares it; it stands at the top of the package."""
    declaration: McpAdapter
    tools: tuple[Tool, ...]
    version: str
    """The capability's, or one that changes when its tools do: hosts keep what they know by it."""
    answers: str | None = None
    """The file of the package that has them as JSON; None for tools that nobody generated."""
    index: str | None = None
    """The file of the package that tools are found by; None for tools that nobody generated."""
    apis: tuple[Api, ...] = ()
    """The consumed APIs that its tools call."""
    offers: Offers | None = None
    """Resources and prompts."""
    callers: Reception | None = None
    """What the configuration says of callers."""
    title: str | None = None
    instructions: str | None = None
    ttl_ms: int = 0
    """How long clients may keep the lists, in milliseconds."""
    cache_scope: Literal["public", "private"] = "private"
    """`private` or `public`."""

    def create_server(
        self,
        settings: McpSettings,
        apis: Sequence[ApiSettings],
        transport: AsyncTransport | None = None,
    ) -> Server[Any]:
        """The SDK's low-level server, for a transport of the caller's own.

        Raises `MissingDependencyError` without a fit SDK, `SettingError` when no tool is left to serve.
        """
        need_sdk()
        from .sdk import build_server

        return build_server(self.toolbox(settings), self._for_callers(settings, apis, transport))

    def create_app(
        self,
        settings: McpSettings,
        apis: Sequence[ApiSettings],
        transport: AsyncTransport | None = None,
    ) -> McpHttp:
        """An ASGI app that serves Streamable HTTP at `/mcp`; raises as `create_server`."""
        need_sdk()
        from .http import McpHttp

        upstream = self._for_callers(settings, apis, transport)
        guard = self.guard(settings, transport)
        visits = None
        if self.callers is not None:
            visits = self.callers.visits(self, settings, upstream, guard)
        return McpHttp(self.toolbox(settings), upstream, guard, settings, visits)

    def serve_stdio(
        self,
        settings: McpSettings,
        apis: Sequence[ApiSettings],
        transport: AsyncTransport | None = None,
    ) -> None:
        """Serve standard input and output until the end of input, SIGINT or SIGTERM.

        The one caller is who started the process: what the environment holds is theirs.
        """
        need_sdk()
        from .stdio import serve

        async def run() -> None:
            upstreams = _upstreams(apis, transport)
            try:
                await serve(
                    self.toolbox(settings, alone=True),
                    upstreams,
                    longest=settings.max_body_bytes,
                    limit=settings.max_connections,
                    session=self.session(),
                )
            finally:
                await upstreams.aclose()

        asyncio.run(run())

    def session(self) -> type[Session]:
        """What serves a client over stdio."""
        from .stdio import Session

        return Session

    def guard(self, settings: McpSettings, transport: AsyncTransport | None = None) -> Guard:
        """The checks of Host, Origin and credentials; Host and Origin are never off."""
        from ..server.security import Guard, authenticator, credential_headers

        adapter = self.declaration
        known_by = (adapter.prefix, adapter.authentication, settings.environ)
        return Guard(
            prefix=adapter.prefix,
            host=settings.host,
            allowed_hosts=settings.allowed_hosts,
            allowed_origins=settings.allowed_origins,
            authenticate=authenticator(*known_by, transport),
            credential_headers=sorted(credential_headers(*known_by)),
        )

    def toolbox(
        self,
        settings: McpSettings,
        *,
        alone: bool = False,
        only: Callable[[str], bool] | None = None,
    ) -> Toolbox:
        """The tools that the settings select; `alone` for a server without replicas.

        `only` says of a tool's name, or the label of a resource or prompt, whether its caller may have it.
        Raises `SettingError` when none is left, `MissingFileError` and `EditedPackageError` for a package
        that is not as it was generated.
        """
        selection = Selection(settings.read_only, settings.tools, settings.exclude, settings.tags)
        for pattern in selection.unmatched(self.tools):
            _log.warning("%s: no tool is named %s", self.declaration.namespace, pattern)
        served = [each for each in selection.of(self.tools) if only is None or only(each.name)]
        offers = self.offers
        if only is not None and offers is not None:
            offers = offers.only(only)
        for tool in served:
            tool.rules.prepare()
        prefix = self.declaration.prefix
        if self.tools and not served and only is None:
            raise SettingError(
                f"no tool is left to serve: look at {prefix}_TOOLS, {prefix}_EXCLUDE, {prefix}_TAGS and {prefix}_READ_ONLY"
            )
        about = self._about(self.cache_scope if only is None else "private")
        limits = Limits(settings.max_response_bytes, settings.max_result_bytes, prefix)
        toolbox = Toolbox(
            about,
            served,
            limits,
            ignore_unknown=settings.ignore_unknown_arguments,
            lenient=settings.lenient_arguments,
            listing=self._listing(about) if only is None else None,
            confirmation=self._confirmation(settings, alone),
            offers=offers,
        )
        if settings.tool_list == "search" and served:
            return self._searched(toolbox)
        return toolbox

    def _about(self, cache_scope: Literal["public", "private"]) -> About:
        return About(
            name=self.declaration.namespace,
            version=self.version,
            title=self.title,
            instructions=self.instructions,
            ttl_ms=self.ttl_ms,
            cache_scope=cache_scope,
        )

    def _confirmation(self, settings: McpSettings, alone: bool) -> Confirmation | None:
        if settings.confirm == "never":
            return None
        from .confirming import confirmation

        prefix, environ = self.declaration.prefix, settings.environ
        return confirmation(
            prefix, settings.confirm, settings.confirm_seconds, environ, alone=alone
        )

    def _searched(self, toolbox: Toolbox) -> Toolbox:
        from .indexing import index_of, made_index
        from .searching import SearchedToolbox

        if self.index is None:
            return SearchedToolbox(toolbox, made_index(self.tools))
        return SearchedToolbox(toolbox, index_of(self.module, self.index, self.tools))

    def _listing(self, about: About) -> Listing | None:
        if self.answers is None:
            return None
        return generated(self.module, self.answers, about, self.tools, self.offers)

    def _for_callers(
        self, settings: McpSettings, apis: Sequence[ApiSettings], transport: AsyncTransport | None
    ) -> Upstream:
        """The way upstream for callers whose requests have headers."""
        from ..calls.whose import callers_of
        from ..server.security import credential_headers, own_tokens

        adapter = self.declaration
        known_by = (adapter.prefix, adapter.authentication, settings.environ)
        callers = callers_of(apis, credential_headers(*known_by), own_tokens(*known_by))
        return _upstreams(apis, transport, callers)


class Reception(Protocol):
    """What tells callers apart; `callers.mcp.McpCallers` is one."""

    def visits(
        self, app: McpApp, settings: McpSettings, upstream: Upstream, guard: Guard
    ) -> Visits:
        """Made once for an application.

        Args:
            app: as it is declared.
            settings: of the adapter.
            upstream: how tools reach the APIs.
            guard: the checks of Host, Origin and credentials.
        """
        ...


def _upstreams(
    apis: Sequence[ApiSettings],
    transport: AsyncTransport | None,
    callers: Mapping[str, CallerApi] = _NOBODY,
) -> Upstream:
    from ..calls.upstream import Upstreams

    upstreams: Upstream = Upstreams(apis, transport, callers, reads_whole=True)
    return upstreams
