"""`overlays` in the table: files for every specification, or by patterns of specifications."""

from __future__ import annotations

from pathlib import Path

from ...records import dataclass
from .values import Value, existing


@dataclass(frozen=True, slots=True)
class Overlays:
    """Overlay files, in their order, and the specifications that they are for."""

    files: tuple[Path, ...]
    specs: frozenset[Path] | None = None
    """Resolved; None: all."""

    def serve(self, spec: Path) -> bool:
        """Whether these are for a specification."""
        return self.specs is None or spec.resolve() in self.specs


def overlays(value: Value) -> tuple[Overlays, ...] | None:
    """`"shop.overlay.yaml"`, a list of such, or `{"legacy/*.yaml" = "legacy.overlay.yaml"}`."""
    if not isinstance(value.value, dict):
        files = _files(value)
        return None if files is None else (Overlays(files),)
    made: list[Overlays] = []
    for pattern, child in value.children():
        specs = existing(Value(value.document, child.path, pattern))
        files = _files(child)
        if specs is not None and files is not None:
            made.append(Overlays(files, frozenset(_specs(specs))))
    return tuple(made)


def _files(value: Value) -> tuple[Path, ...] | None:
    found = existing(value)
    if found is not None and any(path.is_dir() for path in found):
        value.wrong("the path of an overlay, or a list of such paths")
        return None
    return found


def _specs(paths: tuple[Path, ...]) -> list[Path]:
    """A folder stands for the files in it."""
    listed = [sorted(path.rglob("*")) if path.is_dir() else [path] for path in paths]
    return [path.resolve() for each in listed for path in each]
