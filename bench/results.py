"""The last result, kept in the documentation; a part that is measured alone replaces its own part."""

from __future__ import annotations

import re
from typing import Final

from . import machine
from .processes import ROOT
from .table import Part

NAME: Final = "docs/benchmarks.md"


def write(part: Part) -> None:
    """Put a result where the last one stood. Raises `ValueError` when there is no place for it."""
    path = ROOT / NAME
    path.write_text(renewed(path.read_text("utf-8"), part, machine.described()), "utf-8")


def renewed(page: str, part: Part, on: str) -> str:
    """The page with the result of a part and of what it was measured on."""
    begin, end = f"<!-- {part.name} -->", f"<!-- /{part.name} -->"
    found = re.compile(f"{begin}\n.*?{end}", re.DOTALL)
    if len(found.findall(page)) != 1:
        raise ValueError(f"the page needs one {begin} and one {end}")
    text = f"{begin}\n{part.markdown()}\n{on}\n{end}"
    return found.sub(lambda _: text, page)
