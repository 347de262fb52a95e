"""Variables of the environment that are one of the package's, misspelt: nobody else would say that nothing reads them."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Collection, Iterator
from contextlib import suppress
from typing import Final

from ..package_files import MissingFileError, PackageFile

_SETTABLE: Final = re.compile(r"[A-Za-z0-9_.-]{1,100}")
"""Names that people give to variables: only such are compared, and printed."""
_MOST: Final = 2
"""Slips in a name, each in another of its words: two in one word make another word."""


def tell_misspelt(package: str) -> None:
    """Say on standard error which variables were meant to be another, with their names and no values.

    Those that resemble none are not spoken of: other programs may share the beginning of a name.
    """
    with suppress(MissingFileError):
        known = json.loads(PackageFile(f"{package}.__main__", "variables.json").read())
        for name, meant in misspelt(os.environ, known["prefixes"], known["names"]):
            print(
                f"{package}: {name} is set and nothing reads it; did you mean {meant}?",
                file=sys.stderr,
                flush=True,
            )


def misspelt(
    found: Collection[str], prefixes: Collection[str], names: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Variables that nothing reads, each with the one that it is a slip of.

    Args:
        found: the names of variables that are set.
        prefixes: what the package's variables begin with; a name without any of these is somebody else's.
        names: the variables that the package reads.
    """
    for name in sorted(set(found).difference(names)):
        if _SETTABLE.fullmatch(name):
            written = name.upper().replace("-", "_").replace(".", "_")
            for prefix in prefixes:
                meant = _meant(written, f"{prefix}_", names)
                if meant is not None:
                    yield name, meant
                    break


def _meant(written: str, start: str, names: Collection[str]) -> str | None:
    """The variable that differs from what is written by slips of the finger, after what both begin with."""
    if not written.startswith(start):
        return None
    rest = written.removeprefix(start)
    found = [
        (_slips(rest, name.removeprefix(start)), name) for name in names if name.startswith(start)
    ]
    slips, name = min(found, default=(_MOST + 1, ""))
    return name if slips <= _MOST else None


def _slips(written: str, name: str) -> int:
    """How many slips tell two names apart; more than any name has where they are two things."""
    if written != name and _letters(written) == _letters(name):
        return _MOST + 1
    words, wanted = written.split("_"), name.split("_")
    if len(words) != len(wanted):
        words, wanted = [written], [name]  # They may have been joined.
    each = [_distance(*pair) for pair in zip(words, wanted, strict=True)]
    return sum(each) if max(each) < 2 else _MOST + 1


def _distance(written: str, word: str) -> int:
    """0 for the same word, 1 for a letter added, left out, changed, or two changed round, 2 for more."""
    if abs(len(written) - len(word)) > 1:
        return 2
    differ = next(
        (i for i, (a, b) in enumerate(zip(written, word, strict=False)) if a != b),
        min(len(written), len(word)),
    )
    rest, wanted = written[differ:], word[differ:]
    if rest == wanted:
        return 0
    round_about = rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:]
    return 1 if round_about or rest[1:] in (wanted, wanted[1:]) or rest == wanted[1:] else 2


def _letters(name: str) -> str:
    """`TOKEN_2` is a second token and no slip of `TOKEN`."""
    return re.sub(r"_?[0-9]+", "", name)
