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
    code = _below(os.fspath(PACKAGE), (".py", ".json", ".yaml", ".toml"))
    texts = _below(os.fspath(templates()), (".py", ".j2", ".css", ".js"))
    return tuple(sorted({*code, *texts}))


def _below(folder: str, endings: tuple[str, ...]) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    yield from _below(entry.path, endings)
            elif entry.name.endswith(endings) and entry.is_file():
                yield entry.path
