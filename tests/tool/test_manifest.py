"""MANIFEST.json as written, and as read when somebody has broken it or means harm."""

from __future__ import annotations

import json

import pytest

from generator.store.manifest import (
    LARGEST,
    Manifest,
    ManifestError,
    is_inside,
    listed_files,
    sha256,
)

HASH = sha256(b"")


def manifest(**changes: object) -> Manifest:
    values: dict[str, object] = {
        "version": "1.0",
        "spec": "a.yaml",
        "spec_sha256": HASH,
        "sources": {},
        "dialect": "published",
        "options": {"package": "a"},
        "omissions": (),
        "files": {"b.py": HASH, "a.py": HASH},
    }
    return Manifest(**{**values, **changes})  # type: ignore[arg-type]


def test_same_manifest_same_bytes_whatever_the_order() -> None:
    other = manifest(files={"a.py": HASH, "b.py": HASH})
    assert manifest().to_bytes() == other.to_bytes()
    assert list(json.loads(other.to_bytes())["files"]) == ["a.py", "b.py"]


def test_read_back() -> None:
    assert listed_files(manifest().to_bytes()) == {"a.py": HASH, "b.py": HASH}


@pytest.mark.parametrize(
    "path", ["../a", "/etc/passwd", "a/../../b", "", "a//b", "./a", "a\\b", "C:/a", "a\0b", ".."]
)
def test_paths_that_lead_outside(path: str) -> None:
    assert not is_inside(path)
    content = json.dumps({"files": {path: HASH}}).encode()
    with pytest.raises(ManifestError, match="inside the package"):
        listed_files(content)


@pytest.mark.parametrize("path", ["a", "a/b.py", "_runtime/..a", "a b", "é"])
def test_paths_inside(path: str) -> None:
    assert is_inside(path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"{}",
        b'{"files": []}',
        b'{"files": {"a": 1}}',
        b'{"files": {"a": "short"}}',
        b"[" * 100_000,
        b'{"a": ' * 50_000,
        b"1" * 10_000,
        b" " * (LARGEST + 1),
    ],
)
def test_what_is_no_manifest(content: bytes) -> None:
    with pytest.raises(ManifestError):
        listed_files(content)


def test_the_manifest_never_lists_itself() -> None:
    content = json.dumps({"files": {"MANIFEST.json": HASH}}).encode()
    assert listed_files(content) == {}


def test_names_that_are_no_utf8() -> None:
    odd = "caf\udce9.yaml"
    content = manifest(spec=odd, files={odd: HASH}).to_bytes()
    assert json.loads(content)["spec"]["name"] == odd
    assert listed_files(content) == {odd: HASH}
