"""The package under each framework: `python -m uvicorn tests.hosts.apps:starlette_mount` and so on.

It runs in the environment of the hosts; `hosted` is the generated package, `PREFIX` where it is mounted.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable
from typing import Any, Final

from .hosts import PREFIX

KIND: Final = os.environ.get("HOSTS_KIND", "rest")


def bare() -> Any:
    """The app by itself."""
    name = "mcp_server" if KIND == "mcp" else "rest"
    return importlib.import_module(f"hosted.{name}").create_app()


def starlette_mount() -> Any:
    """Starlette's `Mount`; the lifespan is handed on."""
    from starlette.applications import Starlette
    from starlette.routing import Mount

    return Starlette(routes=[Mount(PREFIX, app=bare())])


def fastapi_mount() -> Any:
    """FastAPI's `mount`."""
    from fastapi import FastAPI

    app = FastAPI()
    app.mount(PREFIX, bare())
    return app


def fastapi_root_path() -> Any:
    """`FastAPI(root_path=…)`, as behind a proxy that strips this prefix."""
    from fastapi import FastAPI

    app = FastAPI(root_path=PREFIX)
    app.mount("/", bare())
    return app


def litestar_mount() -> Any:
    """Litestar's `asgi` handler with `is_mount`."""
    from litestar import Litestar, asgi

    handler = asgi(PREFIX, is_mount=True, copy_scope=True)(_annotated(bare()))
    return Litestar(route_handlers=[handler])


def _annotated(app: Any) -> Any:
    from litestar.types import Receive, Scope, Send

    async def mounted(scope: Scope, receive: Receive, send: Send) -> None:
        await app(scope, receive, send)

    mounted.__annotations__ = {"scope": Scope, "receive": Receive, "send": Send, "return": None}
    return mounted


def django_mount() -> Any:
    """Beside Django: its `asgi.py` gives what is below the prefix to the package."""
    from django.conf import settings
    from django.core.asgi import get_asgi_application

    if not settings.configured:
        settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="only for trying")
    others, ours = get_asgi_application(), bare()

    async def application(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await ours(scope, receive, send)
        elif scope["path"].startswith(f"{PREFIX}/"):
            await ours({**scope, "root_path": PREFIX}, receive, send)
        else:
            await others(scope, receive, send)

    return application


urlpatterns: list[Any] = []


def wsgi() -> Any:
    """As WSGI, by a2wsgi."""
    from a2wsgi import ASGIMiddleware

    return ASGIMiddleware(bare())


APPS: Final[dict[str, Callable[[], Any]]] = {
    "bare": bare,
    "starlette": starlette_mount,
    "fastapi": fastapi_mount,
    "fastapi_root_path": fastapi_root_path,
    "litestar": litestar_mount,
    "django": django_mount,
    "wsgi": wsgi,
}
app: Any = APPS[os.environ.get("HOSTS_APP", "bare")]()
