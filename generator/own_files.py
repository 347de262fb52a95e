"""Where the generator's own files are: one look-up for a checkout and for an installed wheel."""

from __future__ import annotations

import os
from collections.abc import Iterator
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


def own_files() -> tuple[str, ...]:
    """The path of every file that has an influence on what is generated, in a stable order.

    Texts and no `Path`: a run that has nothing to do looks at all of them.
    """
    code = files_below(os.fspath(PACKAGE), (".py", ".json", ".yaml", ".toml"))
    texts = files_below(os.fspath(templates()), (".py", ".j2", ".css", ".js"))
    return tuple(sorted({*code, *texts}))


def files_below(folder: str, endings: tuple[str, ...]) -> Iterator[str]:
    """The paths of the files below a folder whose names end so, in no order; what Python compiled left out."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    yield from files_below(entry.path, endings)
            elif entry.name.endswith(endings) and entry.is_file():
                yield entry.path
