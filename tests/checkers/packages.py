"""Packages in one folder that share a runtime.

The runtime is all of it, so that no module is missed because no case reaches it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from generator.diagnostics import Findings
from generator.options import Options, Transport
from generator.pipeline import build, understand
from generator.runtime.copies import FOLDER, copies
from generator.runtime.graph import runtime_modules
from tests.golden.cases import cases
from tests.support.processes import ROOT

QUAY: Final = ROOT / "specs" / "quay-capability.yaml"
_OWN_RUNTIME: Final = re.compile(rf"^( *)from \.{FOLDER}\b", re.MULTILINE)


def ours() -> dict[str, Path]:
    """Quay and the golden cases."""
    folders = {case.name: case.folder / "expected" for case in cases()}
    return {"quay": ROOT / "generated" / "quay", **folders}


def of_each_transport(folder: Path) -> dict[str, Path]:
    """Quay with one transport each, made in a folder."""
    made: dict[str, Path] = {}
    for transport in Transport:
        understood = understand(QUAY, None, Findings())
        assert understood is not None
        name = f"quay_on_{transport.value}"
        made[name] = folder / name
        for path, content in build(understood, Options(name, transports=(transport,))).items():
            _write(made[name] / path, content)
    return made


def write(parent: Path, packages: Mapping[str, Path]) -> None:
    """The packages, by name, below `parent`; what was there is replaced."""
    shutil.rmtree(parent, ignore_errors=True)
    _write(parent / "__init__.py", b"")
    for path, content in copies(runtime_modules()).items():
        _write(parent / FOLDER / path, content)
    for name, folder in packages.items():
        for path in sorted(folder.rglob("*.py")):
            inside = path.relative_to(folder)
            if inside.parts[0] != FOLDER:
                text = _OWN_RUNTIME.sub(rf"\1from ..{FOLDER}", path.read_text("utf-8"))
                _write(parent / name / inside, text.encode())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
