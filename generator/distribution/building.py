"""Wheel and source archive, built by Hatch in a folder of their own: the same files, the same bytes."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from hatchling.builders.plugin.interface import BuilderInterface
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

from . import materials
from .project import Project

_EPOCH: Final = "SOURCE_DATE_EPOCH"
_WHEN: Final = "315532800"
"""1980, the earliest date that a zip can have."""


def build(project: Project, files: Mapping[str, bytes], out: Path, *, vendored: bool) -> list[Path]:
    """Build both into a folder.

    Args:
        project: what the distribution says of itself.
        files: of the package, by path.
        out: the folder; made where it is missing.
        vendored: whether the runtime is among the files.

    Returns:
        The archives.

    Raises:
        OSError: something cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="capwright-") as name, _fixed_date():
        root = Path(name)
        _write(root, project, files, vendored)
        out.mkdir(parents=True, exist_ok=True)
        return [
            Path(made)
            for builder in (WheelBuilder, SdistBuilder)
            for made in _built(builder(str(root)), out)
        ]


def _built(builder: BuilderInterface, out: Path) -> Iterator[str]:  # type: ignore[type-arg]
    yield from builder.build(directory=str(out.resolve()), versions=["standard"])


def _write(root: Path, project: Project, files: Mapping[str, bytes], vendored: bool) -> None:
    digest = hashlib.sha256()
    for path, content in sorted(files.items()):
        target = root / project.package / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        digest.update(f"{path} {len(content)}\n".encode() + content)
    sbom = materials.bill(project, digest.hexdigest(), vendored=vendored)
    (root / materials.NAME).write_bytes(sbom)
    (root / "README.md").write_bytes(files["README.md"])
    (root / "pyproject.toml").write_text(project.toml(materials.NAME), encoding="utf-8")


@contextmanager
def _fixed_date() -> Iterator[None]:
    """Hatch takes the dates inside archives from the environment, as all builders do."""
    before = os.environ.get(_EPOCH)
    os.environ.setdefault(_EPOCH, _WHEN)
    try:
        yield
    finally:
        if before is None:
            del os.environ[_EPOCH]
