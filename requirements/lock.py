"""Writes the locks: `make lock`, in an environment that has pip-tools.

A pin that carries extras stands twice, with them and without. The pip of a fresh environment of
Python 3.11 (23.2.1) takes `pydantic[email]==2.14.3` for no pin of `pydantic`: as soon as a newer
version is published it picks that one for whoever asks for plain `pydantic`, and refuses it, because
in a file with hashes everything has to be pinned. A lock without extras is refused the other way round.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
LOCKS: Final = {
    "dev": ("../pyproject.toml", "dev.in"),
    "judges": ("judges.in",),
    "checkers": ("checkers.in",),
    "bench": ("bench.in",),
    "hosts": ("hosts.in",),
}
"""Each lock and what it is made from. `judges.in` and `checkers.in` are constrained by `dev.txt`, which comes first."""
OPTIONS: Final = (
    "--quiet",
    "--no-strip-extras",
    "--generate-hashes",
    # The compiler of Protobuf schemas asks for setuptools, which pip-tools leaves out otherwise.
    "--allow-unsafe",
    "--no-header",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-trusted-host",
    "--no-emit-options",
)
_WITH_EXTRAS: Final = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)\[[^\]]+\](?P<pin>==.*\n(?: +--hash=.*\n)+)", re.MULTILINE
)
_WITHOUT: Final = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==.*\n(?: +--hash=.*\n)+(?=(?P=name)\[)", re.MULTILINE
)


def with_bare_pins(lock: str) -> str:
    """The lock with a pin without extras before each one with them; the same when it has them."""
    return _WITH_EXTRAS.sub(r"\g<name>\g<pin>\g<0>", _WITHOUT.sub("", lock))


def main(options: list[str]) -> None:
    """All locks; `options` go to pip-compile (`--upgrade`, `--upgrade-package NAME`)."""
    for name, sources in LOCKS.items():
        lock = HERE / f"{name}.txt"
        command = [sys.executable, "-m", "piptools", "compile", *OPTIONS, *options]
        paths = [str((HERE / source).resolve().relative_to(HERE.parent)) for source in sources]
        output = ["--output-file", str(lock.relative_to(HERE.parent))]
        subprocess.run([*command, *output, *paths], check=True, cwd=HERE.parent)
        lock.write_text(with_bare_pins(lock.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
