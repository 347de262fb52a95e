"""Launching adapters: loopback unless told otherwise, in one process or in several."""

from __future__ import annotations

import contextlib
import importlib.util
import socket
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..errors import MissingDependencyError, SettingError
from .hosts import is_loopback
from .running import BACKLOG, Plan, run

if TYPE_CHECKING:
    from .control import Pages

_REQUIREMENTS: Final = {
    "rest": "requirements-rest.txt",
    "mcp": "requirements-mcp.txt",
    "skill": "requirements-skill.txt",
}


@dataclass(frozen=True, slots=True)
class Control:
    """Where health and metrics are served."""

    host: str
    port: int
    pages: Pages | None = None
    """What the spec says of them."""


def serve(
    plans: Sequence[Plan],
    *,
    workers: int = 1,
    control: Control | None = None,
    allow_anonymous: bool = False,
    begun: Callable[[], object] | None = None,
    prepare: Callable[[], object] | None = None,
) -> None:
    """Serve adapters until SIGINT or SIGTERM.

    `begun` is called when their ports are open and the adapters are made, `prepare` in each process before
    it serves. Addresses are printed then, too: one that is shown can be opened.

    Raises `SettingError` for an address that others can reach without authentication,
    `MissingDependencyError` without the server, `OSError` for a port that is taken.

    Args:
        plans: what is served.
        workers: processes.
        control: where health and metrics are answered; None nowhere.
        allow_anonymous: whether others may reach an adapter without authentication.
        begun: see above.
        prepare: see above.
    """
    _need_server(plans[0].kind)
    for plan in plans:
        refuse_exposure(plan, allow_anonymous)
    if control is not None and control.pages is not None:
        control.pages.check(control.host, allow_anonymous)
    elif control is not None:
        from .control import check_control

        check_control()
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(listening(plan)) for plan in plans]
        door, pages = None, None
        if control is not None:
            door = stack.enter_context(_bound(control.host, control.port))
            if control.pages is not None:
                pages = control.pages.beside(_served(plans, sockets))

        def made() -> None:
            for plan, listener in zip(plans, sockets, strict=True):
                _announce(plan.namespace, plan.settings.host, listener, plan.entrance)
            if control is not None and door is not None:
                _announce("control", control.host, door)
            if begun is not None:
                begun()

        if workers == 1:
            run(plans, sockets, door, pages=pages, prepare=prepare, made=made)
        else:
            from .workers import supervise

            supervise(plans, sockets, door, workers, pages, prepare, made)


def _served(plans: Sequence[Plan], sockets: Sequence[socket.socket]) -> list[tuple[str, str, int]]:
    return [
        (plan.kind, plan.namespace, listener.getsockname()[1])
        for plan, listener in zip(plans, sockets, strict=True)
    ]


def _need_server(kind: str) -> None:
    if importlib.util.find_spec("uvicorn") is None:
        raise MissingDependencyError("uvicorn", _REQUIREMENTS[kind])


def refuse_exposure(plan: Plan, allow_anonymous: bool) -> None:
    """Raise `SettingError` where anybody on the network could use the credentials held here.

    Args:
        plan: what is to be served.
        allow_anonymous: whether that was asked for.
    """
    host = plan.settings.host
    if allow_anonymous or plan.authenticated or is_loopback(host):
        return
    raise SettingError(
        f"{plan.namespace} would be open to everybody who reaches {host}: set {plan.prefix}_BEARER_TOKEN, "
        f"{plan.prefix}_API_KEY or {plan.prefix}_BASIC_PASSWORD, or give --allow-anonymous"
    )


def listening(plan: Plan) -> socket.socket:
    """The adapter's socket. Raises `OSError` with the address in its text."""
    return _bound(plan.settings.host, plan.settings.port)


def _bound(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise OSError(f"cannot listen on {host} port {port}: {error}") from None
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
        listener.setblocking(False)
    except OSError as error:
        listener.close()
        raise OSError(f"cannot listen on {host} port {port}: {error.strerror}") from None
    return listener


def _announce(name: str, host: str, listener: socket.socket, path: str = "") -> None:
    port = listener.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    print(f"{name}: http://{shown}:{port}{path}", file=sys.stderr, flush=True)
