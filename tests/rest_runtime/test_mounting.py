"""What is ours of a path, under every kind of host; the class behind it: `path` held against `raw_path`.

Sources: ASGI 3, "HTTP Connection Scope"; seen with mangum and a2wsgi 1.10 (no `raw_path`), Litestar 2 mounts (`path` is cut) and
`FastAPI(root_path=…)` behind a proxy that strips the prefix.
"""

from __future__ import annotations

import logging
from typing import Any

import pytest

from templates.runtime.server import mounting
from templates.runtime.server.mounting import mounted_path
from templates.runtime.server.problem import Refusal


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ({"raw_path": b"/a%2Fb"}, "/a%2Fb"),
        ({"raw_path": b"/x/a%2Fb", "root_path": "/x"}, "/a%2Fb"),
        ({"raw_path": b"/x/a", "root_path": "/x/"}, "/a"),
        ({"raw_path": b"/x", "root_path": "/x"}, "/"),
        ({"raw_path": b"/xy", "root_path": "/x"}, "/xy"),
        ({"raw_path": b"/m%C3%BC/a%2Fb", "root_path": "/mü"}, "/a%2Fb"),
        ({"raw_path": b"/a", "root_path": "/proxy"}, "/a"),
        ({"raw_path": b"/a?b=c"}, "/a"),
        ({"raw_path": b""}, "/"),
        ({"raw_path": b"http://host:80/a%2Fb"}, "/a%2Fb"),
        ({"raw_path": b"HTTPS://host"}, "/"),
        ({"raw_path": b"http://host/x/a", "root_path": "/x"}, "/a"),
        # The whole path in both, as servers and Starlette's `Mount` give them.
        ({"path": "/x/a/b", "raw_path": b"/x/a%2Fb", "root_path": "/x"}, "/a%2Fb"),
        ({"path": "/x/a", "raw_path": b"/x/a", "root_path": ""}, "/x/a"),
        # `path` cut by the host, `raw_path` not, whatever `root_path` says.
        ({"path": "/a/b", "raw_path": b"/x/a%2Fb", "root_path": "/x"}, "/a%2Fb"),
        ({"path": "/a/b", "raw_path": b"/x/a%2Fb", "root_path": ""}, "/a%2Fb"),
        ({"path": "/a", "raw_path": b"/deep/x/a/", "root_path": ""}, "/a/"),
        ({"path": "/x/a", "raw_path": b"/x/x/a", "root_path": "/x"}, "/x/a"),
        ({"path": "/", "raw_path": b"/x", "root_path": "/x"}, "/"),
        ({"path": "", "raw_path": b"/x", "root_path": "/x"}, "/"),
        # A proxy has stripped the prefix that `root_path` names.
        ({"path": "/a", "raw_path": b"/a", "root_path": "/api"}, "/a"),
        ({"path": "/apix/a", "raw_path": b"/apix/a", "root_path": "/api"}, "/apix/a"),
        # No `raw_path`: the path, encoded again.
        ({"path": "/a b/ü%", "raw_path": None}, "/a%20b/%C3%BC%25"),
        ({"path": "/x/a", "root_path": "/x"}, "/a"),
        ({"path": "/a", "root_path": "/stage"}, "/a"),
        ({"path": ""}, "/"),
        ({}, "/"),
    ],
)
def test_the_path_below_the_mount_point(scope: dict[str, Any], expected: str) -> None:
    assert mounted_path(scope) == expected


def test_a_host_without_raw_path_is_said_of_once(caplog: pytest.LogCaptureFixture) -> None:
    mounting._said.clear()
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert mounted_path({"path": "/a/b"}) == "/a/b"
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "raw_path" in caplog.text


def test_bytes_that_no_uri_has() -> None:
    with pytest.raises(Refusal) as caught:
        mounted_path({"raw_path": "/ü".encode()})
    assert caught.value.status == 400


def test_a_path_of_many_slashes_is_not_looked_at_for_long() -> None:
    assert mounted_path({"path": "/other", "raw_path": b"/" * 16_000}) == "/" * 16_000
