"""The control port where the spec has a control adapter: what callers are asked for, and what they may change."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Protocol

from ..authentication import Authentication
from ..binds import Bind, layered
from ..errors import SettingError
from .asgi import Receive, Scope
from .control import ControlApp
from .hosts import is_loopback
from .security import check_secrets, from_environment


class Pages(Protocol):
    """What a spec says of the control port; `control_pages.ControlPages` is one."""

    @property
    def prefix(self) -> str: ...

    @property
    def authentication(self) -> Authentication | None: ...

    @property
    def binds(self) -> tuple[Bind, ...]: ...

    def takes(self, path: str) -> bool:
        """Whether something can be changed by PUT."""
        ...

    async def change(self, receive: Receive, is_known: bool) -> tuple[int, bytes, str]:
        """Status, media type and text of a PUT; whether the caller has shown who it is."""
        ...

    def answer(
        self, path: str, query: bytes, is_ready: bool, metrics: Callable[[], str]
    ) -> tuple[int, bytes, str]:
        """Status, media type and text.

        Args:
            path: the request's.
            query: the request's, as it came.
            is_ready: whether this worker takes requests.
            metrics: makes the text of the metrics.
        """
        ...


class PagesApp(ControlApp):
    """An ASGI app with the pages of the spec, in place of the usual ones."""

    def __init__(
        self,
        ready: Callable[[], bool],
        metrics: Callable[[], str],
        host: str,
        pages: Pages,
    ) -> None:
        """As `ControlApp`; `pages` are those of the spec."""
        self._pages = pages
        super().__init__(ready, metrics, host)

    def known_by(self) -> tuple[str, Authentication | None, Mapping[str, str]]:
        """See `ControlApp`."""
        return _known_by(self._pages)

    def methods(self, path: str) -> tuple[str, ...]:
        """See `ControlApp`."""
        usual = super().methods(path)
        return (*usual, "PUT") if self._pages.takes(path) else usual

    async def answer(self, scope: Scope, receive: Receive) -> tuple[int, bytes, str]:
        """See `ControlApp`."""
        if scope["method"] == "PUT":
            return await self._pages.change(receive, self.guard.needs_credentials)
        query: bytes = scope.get("query_string", b"")
        return self._pages.answer(scope["path"], query, self.ready(), self.metrics)


def check_pages(pages: Pages, host: str, allow_anonymous: bool) -> None:
    """Raise `SettingError` for a port that everybody could read, or that could let nobody in.

    Args:
        pages: those of the spec.
        host: what it is bound to.
        allow_anonymous: whether others may read it without credentials.
    """
    prefix, declared, environ = _known_by(pages)
    check_secrets(prefix, declared, environ)
    checks = (from_environment(prefix, environ) or declared) is not None
    if not checks and not allow_anonymous and not is_loopback(host):
        raise SettingError(
            f"the control port would be open to everybody who reaches {host}: set {prefix}_BEARER_TOKEN, "
            f"{prefix}_API_KEY or {prefix}_BASIC_PASSWORD, give --control-port for this machine only, "
            "or --allow-anonymous"
        )


def _known_by(pages: Pages) -> tuple[str, Authentication | None, Mapping[str, str]]:
    return pages.prefix, pages.authentication, layered(os.environ, pages.prefix, pages.binds)
