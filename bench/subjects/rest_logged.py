"""Our REST adapter twice in one process, without its access log and with it: a header says which of them answers.

Both share what two processes would not: place in memory, the processor's state, and the minute of a machine that
others use too.
"""

from __future__ import annotations

import os
from typing import Any, Final

from generated.quay import rest
from generated.quay._runtime.server.running import Plan
from generated.quay._runtime.server.serve import serve
from generated.quay.settings import Settings

_STYLES: Final = ("off", "text")
"""Values of the header, and of the setting `ACCESS_LOG`."""
_STARTED: Final = ((b"x-log", b"off"),)
_NAME: Final = "quay-rest"


class Both:
    """Adapters by the style of their log."""

    def __init__(self) -> None:
        self._apps = {
            style.encode("ascii"): rest.create_app(
                _NAME,
                settings=Settings.from_environment({**os.environ, "QUAY_REST_ACCESS_LOG": style}),
            )
            for style in _STYLES
        }

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """ASGI; the server's start and end concern one of them."""
        style = dict(scope.get("headers", _STARTED))[b"x-log"]
        await self._apps[style](scope, receive, send)


if __name__ == "__main__":
    serve([Plan.of(rest.ADAPTERS[_NAME].declaration, "rest", os.environ, Both)])
