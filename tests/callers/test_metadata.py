"""Where the metadata of a resource are, seen from inside and from outside (RFC 9728, 3.1 and 5.1)."""

from __future__ import annotations

from typing import Any

import pytest

from templates.runtime.oauth.metadata import WELL_KNOWN, ProtectedResource
from templates.runtime.oauth.settings import ResourceSettings


def _resource(resource: str | None) -> ProtectedResource:
    return ProtectedResource(
        ResourceSettings(
            prefix="DESK",
            issuer="https://login.example",
            audience=("desk",),
            resource=resource,
            scopes=("read",),
        )
    )


@pytest.mark.parametrize(
    ("resource", "root_path", "where"),
    [
        ("https://desk.example/mcp", "", f"https://desk.example{WELL_KNOWN}/mcp"),
        ("https://desk.example/mcp/", "", f"https://desk.example{WELL_KNOWN}/mcp"),
        ("https://desk.example", "", f"https://desk.example{WELL_KNOWN}"),
        (
            "https://desk.example:8443/a/mcp?x=1",
            "",
            f"https://desk.example:8443{WELL_KNOWN}/a/mcp?x=1",
        ),
        # Below a mount point nothing else leads here.
        ("https://desk.example/a/mcp", "/a", f"https://desk.example/a{WELL_KNOWN}/mcp"),
        ("https://desk.example/ab/mcp", "/a", f"https://desk.example/a{WELL_KNOWN}/ab/mcp"),
        ("https://desk.example/mcp", '/a"b', f"https://desk.example/a%22b{WELL_KNOWN}/mcp"),
        ("api://desk", "", None),
        (None, "", None),
    ],
)
def test_the_address_in_a_challenge(resource: str | None, root_path: str, where: Any) -> None:
    said = _resource(resource).challenge({"root_path": root_path}).decode()
    shown = "" if where is None else f', resource_metadata="{where}"'
    assert said == f'Bearer realm="adapter", scope="read"{shown}'


@pytest.mark.parametrize("path", ["/a/b/mcp", "/b/mcp", "/mcp", "", "/mcp/"])
def test_they_are_found_where_a_front_has_cut_a_prefix(path: str) -> None:
    resource = _resource("https://desk.example/a/b/mcp")
    assert resource.document(WELL_KNOWN + path) is not None


@pytest.mark.parametrize("path", ["/a", "/a/b", "/cp", "/a/b/mcp/x", "x"])
def test_they_are_nowhere_else(path: str) -> None:
    assert _resource("https://desk.example/a/b/mcp").document(WELL_KNOWN + path) is None


def test_nothing_of_a_stranger_ends_the_text_of_a_header() -> None:
    said = _resource("https://desk.example/mcp").challenge({}, "invalid_token", 'a"b\r\nx: y\\')
    assert b"\r" not in said
    assert b"\n" not in said
    assert said.count(b'"') == 10
