"""What a change that does not concern a file leaves as it was: the diffs that people review."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

import generator.pipeline
from generator.diagnostics import Findings
from generator.options import Options
from generator.pipeline import build, understand

QUAY: Final = Path(__file__).parents[2] / "specs" / "quay-capability.yaml"
CASES: Final = Path(__file__).parents[1] / "golden"


def made(spec: Path, package: str = "made") -> Mapping[str, bytes]:
    understood = understand(spec, None, Findings())
    assert understood is not None
    return build(understood, Options(package))


def changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> set[str]:
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def test_a_comment_changes_the_manifest_and_the_page_that_shows_the_spec(tmp_path: Path) -> None:
    spec = tmp_path / QUAY.name
    spec.write_bytes(b"# Reviewed by the platform team.\n\n" + QUAY.read_bytes())
    assert changed(made(QUAY), made(spec)) == {"MANIFEST.json", "docs/quay-rest.html"}


def test_a_release_changes_the_manifest(monkeypatch: pytest.MonkeyPatch) -> None:
    before = made(QUAY)
    monkeypatch.setattr(generator, "__version__", "99.0.0")
    monkeypatch.setattr(generator.pipeline, "__version__", "99.0.0")
    assert changed(before, made(QUAY)) == {"MANIFEST.json"}


def test_a_file_of_the_runtime_is_the_same_in_every_package() -> None:
    """Whatever it was generated from, and under whatever name."""
    runtimes = [
        {path: content for path, content in files.items() if path.startswith("_runtime/")}
        for files in (
            made(QUAY, "quay"),
            made(CASES / "tools" / "capability.yaml", "tools"),
            made(CASES / "client_only" / "capability.yaml", "client_only"),
        )
    ]
    for one in runtimes:
        for other in runtimes:
            assert all(one[path] == other[path] for path in one.keys() & other.keys())
