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
CONSTRUCTS: Final = ROOT / "tests" / "constructs"
_OWN_RUNTIME: Final = re.compile(rf"^( *)from \.{FOLDER}\b", re.MULTILINE)


def ours() -> dict[str, Path]:
    """Quay and the golden cases."""
    folders = {case.name: case.folder / "expected" for case in cases()}
    return {"quay": ROOT / "generated" / "quay", **folders}


def of_each_transport(folder: Path) -> dict[str, Path]:
    """Quay with one transport each, made in a folder."""
    options = [Options(f"quay_on_{each.value}", transports=(each,)) for each in Transport]
    return {each.package: _made(QUAY, each, folder) for each in options}


def of_constructs(folder: Path) -> dict[str, Path]:
    """Packages of every construct of the official language, made in a folder."""
    specs = sorted([*CONSTRUCTS.glob("*.yaml"), *CONSTRUCTS.glob("tutorial/*.yaml")])
    names = [f"construct_{re.sub('[^a-z0-9]', '_', each.stem)}" for each in specs]
    made = zip(names, specs, strict=True)
    return {name: _made(spec, Options(name), folder) for name, spec in made}


def _made(spec: Path, options: Options, folder: Path) -> Path:
    understood = understand(spec, None, Findings())
    assert understood is not None
    for path, content in build(understood, options).items():
        _write(folder / options.package / path, content)
    return folder / options.package


def write(parent: Path, packages: Mapping[str, Path]) -> None:
    """The packages, by name, below `parent`; what was there is replaced."""
    shutil.rmtree(parent, ignore_errors=True)
    _write(parent / "__init__.py", b"")
    for path, content in copies(runtime_modules()).items():
        _write(parent / FOLDER / path, content)
    for name, folder in packages.items():
        for file in sorted(folder.rglob("*.py")):
            inside = file.relative_to(folder)
            if inside.parts[0] != FOLDER:
                text = _OWN_RUNTIME.sub(rf"\1from ..{FOLDER}", file.read_text("utf-8"))
                _write(parent / name / inside, text.encode())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
