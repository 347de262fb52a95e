"""Two builds are measured each as itself; nothing is measured here."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.builds import module_of


@pytest.mark.parametrize("module", ["generator", "capwright"])
def test_a_build_is_what_its_own_wheel_has(tmp_path: Path, module: str) -> None:
    """And not what stands among the libraries, where this tree is linked as `capwright`."""
    site = tmp_path / "environment" / "lib" / "python3.11" / "site-packages"
    (site / module).mkdir(parents=True)
    libraries = tmp_path / "libraries"
    (libraries / "capwright").mkdir(parents=True)
    (site / "libraries.pth").write_text(f"{libraries}\n", "utf-8")
    assert module_of(tmp_path / "environment" / "bin" / "python") == module
