"""The API that everything calls: nginx, which answers from memory, and nginx as a proxy before it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from .cores import beside_servers
from .processes import Request, free_port, serving

LIST_PATH: Final = "/repository?namespace=coreos&public=true"
BIG_PATH: Final = "/organization/big"
BIG_BYTES: Final = 10 * 1024 * 1024
HUGE_PATH: Final = "/organization/huge"
HUGE_BYTES: Final = 50 * 1024 * 1024
_BASE: Final = "/api/v1"

_CONFIGURATION: Final = """
{user}
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 8192; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  keepalive_timeout 600s;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  {servers}
}}
"""

_ANSWERS: Final = """
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    default_type application/json;
    location = /api/v1/organization/big {{ alias {folder}/big.json; }}
    location = /api/v1/organization/huge {{ alias {folder}/huge.json; }}
    location / {{ return 200 '{answer}'; }}
  }}
"""

_PASSES: Final = """
  upstream api {{ server 127.0.0.1:{upstream}; keepalive 64; }}
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    location / {{
      proxy_pass http://api/api/v1/;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Authorization "Bearer benchmark";
      proxy_max_temp_file_size 0;
    }}
  }}
"""


def small_answer() -> dict[str, Any]:
    """About 0.7 kB of JSON as the API would give it."""
    return {
        "repositories": [
            {
                "namespace": "coreos",
                "name": f"repository-{number}",
                "description": "An image that is built from a branch",
                "is_public": True,
                "kind": "image",
                "state": "NORMAL",
                "last_modified": 1760000000 + number,
                "popularity": 1.5 * number,
            }
            for number in range(1, 5)
        ]
    }


@dataclass(frozen=True, slots=True)
class Upstream:
    """Where the API is."""

    port: int

    @property
    def base_uri(self) -> str:
        """With the path that all of its operations share."""
        return f"http://127.0.0.1:{self.port}{_BASE}"


@contextlib.contextmanager
def upstream() -> Iterator[Upstream]:
    """The API, served by one process of nginx."""
    port = free_port()
    with _folder() as folder:
        answer = json.dumps(small_answer(), separators=(",", ":"))
        for name, size in (("big", BIG_BYTES), ("huge", HUGE_BYTES)):
            (folder / f"{name}.json").write_text(json.dumps("x" * (size - 2)), "ascii")
        servers = _ANSWERS.format(port=port, folder=folder, answer=answer)
        request = Request(_BASE + LIST_PATH)
        with serving(beside_servers(_command(folder, servers)), {}, port, request):
            yield Upstream(port)


def proxy_command(folder: Path, port: int, before: Upstream) -> Sequence[str]:
    """The command that starts a proxy before the API."""
    return _command(folder, _PASSES.format(port=port, upstream=before.port))


def _command(folder: Path, servers: str) -> list[str]:
    user = "user root;" if os.geteuid() == 0 else ""
    text = _CONFIGURATION.format(user=user, folder=folder, servers=servers)
    (folder / "nginx.conf").write_text(text, "utf-8")
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    return [nginx, "-p", str(folder), "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"]


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="bench-nginx-") as name:
        yield Path(name)
