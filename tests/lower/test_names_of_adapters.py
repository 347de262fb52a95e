"""APIs and adapters whose names are those of something else in the generated modules."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conformance_openapi.packages import write_package
from tests.support.processes import ROOT

SPEC = ROOT / "tests/wire/tenants-capability.yaml"
_USE = """
import own, own.client, own.rest, own.mcp_server
own.RegistryClient if hasattr(own, "RegistryClient") else None
own.rest.create_app(); own.mcp_server.create_app()
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("rooms", "tools"),
        ("rooms", "adapters"),
        ("tenants", "routes"),
        ("tenants", "adapters"),
        ("registry", "raw"),
        ("registry", "stream"),
        ("registry", "tools"),
        ("registry", "routes"),
        ("registry", "type-checking"),
        ("registry", "settings"),
        ("registry", "operations"),
    ],
)
def test_the_package_works(tmp_path: Path, old: str, new: str) -> None:
    spec = tmp_path / "capability.yaml"
    text = SPEC.read_text(encoding="utf-8")
    text = text.replace(f"namespace: {old}\n", f"namespace: {new}\n")
    text = text.replace(f"{old}.", f"{new}.")
    spec.write_text(text, encoding="utf-8")
    write_package(spec, tmp_path)
    subprocess.run([sys.executable, "-c", _USE], cwd=tmp_path, check=True, timeout=60)
