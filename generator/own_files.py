"""Where the generator's own files are: one look-up for a checkout and for an installed wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).resolve().parent


@cache
def templates() -> Path:
    """The folder of the templates, with the runtime in `runtime/`.

    A wheel carries it inside the package; a checkout has it beside the package, so that the
    runtime is linted, typed and tested where people edit it.
    """
    for folder in (PACKAGE / "_templates", PACKAGE.parent / "templates"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the templates are missing beside {PACKAGE}: install capwright again")


def runtime() -> Path:
    """The folder of the runtime's modules, which are copied into every package."""
    return templates() / "runtime"


def own_files() -> tuple[Path, ...]:
    """Every file that has an influence on what is generated, in a stable order."""
    code = (
        path for path in PACKAGE.rglob("*") if path.suffix in {".py", ".json", ".yaml", ".toml"}
    )
    texts = (
        path for path in templates().rglob("*") if path.suffix in {".py", ".j2", ".css", ".js"}
    )
    return tuple(sorted({path for path in (*code, *texts) if path.is_file()}))
