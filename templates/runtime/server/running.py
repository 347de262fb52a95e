"""One process that serves adapters on uvicorn: bounded, started together, stopped with grace."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..binds import layered
from ..environment import Environment
from .metrics import Metrics
from .security import check_secrets, from_environment, unchecked
from .settings import Adapter, AdapterSettings

if TYPE_CHECKING:
    import uvicorn

    from .control import Pages

BACKLOG: Final = 2048
"""Connections that wait to be taken."""
_STOPPING: Final = (signal.SIGINT, signal.SIGTERM)
_ORPHAN_SECONDS: Final = 1.0
"""Between two looks at the parent, whose end nothing tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One adapter that is to be served."""

    namespace: str
    kind: str
    prefix: str
    settings: AdapterSettings
    """Those that concern connections."""
    authenticated: bool
    entrance: str
    """The path that one opens first: of the protocol, or of the page for people."""
    make_app: Callable[[], Any]

    @classmethod
    def of(
        cls,
        declared: Adapter,
        kind: str,
        environ: Mapping[str, str],
        make_app: Callable[[], Any],
        *,
        among_others: bool = False,
    ) -> Plan:
        """Read how an adapter is to be served. Raises `SettingError`.

        One whose callers cannot be checked lets nobody in; `among_others` it does not keep them from being
        served, and says so.

        Args:
            declared: the adapter.
            kind: `rest`, `mcp` or `skill`.
            environ: where its settings stand.
            make_app: makes what is served.
            among_others: see above.
        """
        default = {"mcp": 9090, "skill": 8090}.get(kind, 8080)
        environ = layered(environ, declared.prefix, declared.binds)
        problem = unchecked(declared.prefix, declared.authentication, environ)
        if problem is None or not among_others:
            check_secrets(declared.prefix, declared.authentication, environ)
        else:
            print(f"{declared.namespace} lets nobody in: {problem}", file=sys.stderr, flush=True)
        adapter = Adapter(declared.namespace, declared.prefix, _port(declared, default))
        return cls(
            namespace=declared.namespace,
            kind=kind,
            prefix=declared.prefix,
            settings=AdapterSettings.from_environment(adapter, environ),
            authenticated=(from_environment(declared.prefix, environ) or declared.authentication)
            is not None,
            entrance=_entrance(kind, Environment(declared.prefix, environ)),
            make_app=make_app,
        )


def _port(declared: Adapter, default: int) -> int:
    """0, which takes a free one, is a port as well."""
    return default if declared.port is None else declared.port


_ENTRANCES: Final = {"mcp": "/mcp", "skill": "/skills"}


def _entrance(kind: str, values: Environment) -> str:
    if kind in _ENTRANCES:
        return _ENTRANCES[kind]
    return "/-/docs" if values.flag("DOCUMENTATION", True) else ""


def run(
    plans: Sequence[Plan],
    sockets: Sequence[socket.socket],
    door: socket.socket | None = None,
    shared: Sequence[Metrics | None] = (),
    parent: int | None = None,
    pages: Pages | None = None,
    prepare: Callable[[], object] | None = None,
    made: Callable[[], object] | None = None,
) -> None:
    """Serve in this process until a signal, or until `parent` is no longer its parent.

    `shared` are counters that outlive the process; `pages` are those of the control port.

    Args:
        plans: what is served.
        sockets: open ports, in the order of the plans.
        door: the control port, open.
        shared: see above.
        parent: the process id of the supervisor.
        pages: see above.
        prepare: called before anything is served.
        made: called when all that can be wrong at a start was right.
    """
    if prepare is not None:
        prepare()
    apps = [plan.make_app() for plan in plans]
    for app, metrics in zip(apps, shared, strict=False):
        if metrics is not None:
            app.metrics = metrics
    servers = [_server(plan, app) for plan, app in zip(plans, apps, strict=True)]
    if made is not None:
        made()
    # What exists now stays to the end: the collector need not walk through it for every few requests.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    loops = config(apps[0], 0).get_loop_factory()
    with asyncio.Runner(loop_factory=loops) as runner:
        launch = _Launch(servers, [plan.namespace for plan in plans], pages)
        runner.run(launch.run(sockets, door, parent))


class _Launch:
    """Servers that start and stop together."""

    def __init__(
        self, servers: Sequence[uvicorn.Server], names: Sequence[str], pages: Pages | None
    ) -> None:
        self._pages = pages
        self._servers = servers
        self._names = names
        self._signals = 0

    async def run(
        self, sockets: Sequence[socket.socket], door: socket.socket | None, parent: int | None
    ) -> None:
        loop = asyncio.get_running_loop()
        for number in _STOPPING:
            with contextlib.suppress(NotImplementedError):
                loop.add_signal_handler(number, self._stop)
        tasks = [
            loop.create_task(server.serve(sockets=[listener]))
            for server, listener in zip(self._servers, sockets, strict=True)
        ]
        control = None if door is None else plain_server(self._control(door))
        watching = [] if parent is None else [loop.create_task(self._outlived(parent))]
        if control is not None and door is not None:
            watching.append(loop.create_task(control.serve(sockets=[door])))
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        self._end()
        await asyncio.gather(*tasks)
        if control is not None:
            control.should_exit = True
        for task in watching[:1] if parent is not None else ():
            task.cancel()
        await asyncio.gather(*watching, return_exceptions=True)

    def _stop(self) -> None:
        self._signals += 1
        self._end()

    def _end(self) -> None:
        """Take no more requests; after a second signal do not wait for those in flight."""
        for server in self._servers:
            server.should_exit = True
            server.force_exit = self._signals > 1

    async def _outlived(self, parent: int) -> None:
        while os.getppid() == parent:
            await asyncio.sleep(_ORPHAN_SECONDS)
        self._end()

    def _control(self, door: socket.socket) -> Any:
        from .control import ControlApp

        apps = [server.config.app for server in self._servers]
        made = ControlApp if self._pages is None else self._pages.app
        return made(
            lambda: all(one.started and not one.should_exit for one in self._servers),
            lambda: _metrics(self._names, apps),
            door.getsockname()[0],
        )


def _metrics(names: Sequence[str], apps: Sequence[Any]) -> str:
    from .metrics import together

    found = [
        (name, app.metrics)
        for name, app in zip(names, apps, strict=True)
        if isinstance(getattr(app, "metrics", None), Metrics)
    ]
    return together(found)


def _server(plan: Plan, app: Any) -> uvicorn.Server:
    from .serving import BoundedServer

    settings = plan.settings
    return BoundedServer(
        config(
            app,
            settings.max_header_bytes + settings.max_url_bytes,
            limit_concurrency=settings.max_connections + 1,
            timeout_graceful_shutdown=_whole(settings.shutdown_timeout),
        ),
        settings.header_timeout,
    )


def plain_server(app: Any) -> uvicorn.Server:
    """A server for the control port."""
    from .serving import BoundedServer

    return BoundedServer(
        config(app, 16 * 1024, limit_concurrency=100, timeout_graceful_shutdown=1), 5.0
    )


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else max(1, round(seconds))


def config(app: Any, longest_head: int, **more: Any) -> uvicorn.Config:
    """uvicorn's configuration without what the application does itself."""
    import uvicorn

    from .serving import protocol

    return uvicorn.Config(
        app,
        http=protocol(longest_head),
        h11_max_incomplete_event_size=longest_head,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        log_config=None,
        log_level="warning",
        backlog=BACKLOG,
        **more,
    )
