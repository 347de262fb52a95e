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
_NUMBER: Final = re.compile(r"_?[0-9]+")
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
            meant = next(_meant(re.sub("[-.]", "_", name.upper()), prefixes, names), None)
            if meant is not None:
                yield name, meant


def _meant(written: str, prefixes: Collection[str], names: Collection[str]) -> Iterator[str]:
    """Variables that differ from what is written by slips of the finger, after what both begin with."""
    if written in names:
        yield written
    for start in (f"{prefix}_" for prefix in prefixes):
        if written.startswith(start):
            rest = written.removeprefix(start)
            begun = (name for name in names if name.startswith(start))
            yield from (name for name in begun if _is_slip(rest, name.removeprefix(start)))


def _is_slip(written: str, name: str) -> bool:
    """Whether one letter of at most two words is wrong; words may have been joined."""
    if _NUMBER.sub("", written) == _NUMBER.sub("", name):
        return False  # `TOKEN_2` is a second token.
    words, wanted = written.split("_"), name.split("_")
    if len(words) != len(wanted):
        words, wanted = [written], [name]
    wrong = [pair for pair in zip(words, wanted, strict=True) if pair[0] != pair[1]]
    return len(wrong) <= _MOST and all(_near(one) & _near(other) for one, other in wrong)


def _near(word: str) -> set[str]:
    """A word, and all that is left of it without one letter: words that have one of these in common are one slip apart."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
