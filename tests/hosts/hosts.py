"""The hosts: how each is started, and what is known to be impossible with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

PREFIX: Final = "/pond"
"""Where frameworks mount the package."""
_UVICORN: Final = ("uvicorn", "tests.hosts.apps:app", "--port", "{port}", "--log-level", "error")


@dataclass(frozen=True, slots=True)
class Host:
    """A server, or a framework under one."""

    name: str
    packages: tuple[str, ...]
    """What the table names with versions."""
    module: tuple[str, ...]
    """After `python -m`; `{port}` is filled in."""
    app: str = "bare"
    prefix: str = ""
    ours: bool = False
    """The package's own launcher, which needs no app."""
    behind: str = ""
    """`nginx` in front of it."""
    cannot: Mapping[str, str] = field(default_factory=dict)
    """Trials that cannot work there, with the reason."""
    races: Mapping[str, str] = field(default_factory=dict)
    """Trials that do not always work there, with the reason: a run may see it or not."""


_BUFFERED: Final = "the answer is handed on as a whole"
_CHUNKS: Final = "the server sends chunks to HTTP/1.0 where the app gives no length"
_NO_RAW: Final = (
    "no `raw_path`: a slash in a value is a separator, so the path has no operation (404)"
)
_STOPS: Final = (
    "not always: the server closes while the caller sends, as soon as all of the answer is out"
)
_LAMBDA: Final = {
    "events": _BUFFERED,
    "leaves": "the gateway does not say so",
    "`%2F`": _NO_RAW,
}

HOSTS: Final[Sequence[Host]] = (
    Host("our launcher", ("uvicorn", "httptools"), (), ours=True),
    Host("our launcher behind nginx", ("uvicorn",), (), ours=True, behind="nginx"),
    Host(
        "uvicorn, httptools",
        ("uvicorn", "httptools"),
        (*_UVICORN, "--http", "httptools"),
        cannot={"HTTP/1.0": _CHUNKS},
    ),
    Host("uvicorn, h11", ("uvicorn", "h11"), (*_UVICORN, "--http", "h11")),
    Host(
        "granian",
        ("granian",),
        ("granian", "--interface", "asgi", "--port", "{port}", "tests.hosts.apps:app"),
        races={"413": _STOPS},
    ),
    Host(
        "hypercorn",
        ("hypercorn",),
        ("hypercorn", "--bind", "127.0.0.1:{port}", "tests.hosts.apps:app"),
    ),
    Host(
        "daphne", ("daphne",), ("daphne", "-p", "{port}", "-b", "127.0.0.1", "tests.hosts.apps:app")
    ),
    Host(
        "gunicorn",
        ("gunicorn", "uvicorn-worker"),
        (
            *("gunicorn", "--worker-class", "uvicorn_worker.UvicornWorker"),
            *("--bind", "127.0.0.1:{port}", "tests.hosts.apps:app"),
        ),
        cannot={"HTTP/1.0": _CHUNKS},
    ),
    Host(
        "Starlette `Mount`",
        ("starlette", "uvicorn"),
        _UVICORN,
        app="starlette",
        prefix=PREFIX,
        cannot={"HTTP/1.0": _CHUNKS},
    ),
    Host(
        "FastAPI `mount`",
        ("fastapi", "uvicorn"),
        _UVICORN,
        app="fastapi",
        prefix=PREFIX,
        cannot={"HTTP/1.0": _CHUNKS},
    ),
    Host(
        "`FastAPI(root_path=…)`",
        ("fastapi", "uvicorn"),
        _UVICORN,
        app="fastapi_root_path",
        cannot={"HTTP/1.0": _CHUNKS},
    ),
    Host(
        "Litestar `is_mount`",
        ("litestar", "uvicorn"),
        _UVICORN,
        app="litestar",
        prefix=PREFIX,
        cannot={"HTTP/1.0": _CHUNKS},
    ),
    Host(
        "Django's `asgi.py`",
        ("django", "uvicorn"),
        _UVICORN,
        app="django",
        prefix=PREFIX,
        cannot={"HTTP/1.0": _CHUNKS},
    ),
    Host(
        "a2wsgi",
        ("a2wsgi",),
        ("tests.hosts.serve_wsgi", "{port}"),
        app="wsgi",
        cannot={
            "`%2F`": _NO_RAW,
            "cut": "the server ends it as if it were whole",
            "leaves": "WSGI does not say so",
        },
    ),
    Host(
        "mangum, payload 1.0",
        ("mangum",),
        ("tests.hosts.serve_lambda", "1.0", "{port}"),
        cannot=_LAMBDA,
    ),
    Host(
        "mangum, payload 2.0",
        ("mangum",),
        ("tests.hosts.serve_lambda", "2.0", "{port}"),
        cannot=_LAMBDA,
    ),
)
