"""docs/hosts.md: the text is written by hand, the table between its marks is made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from .hosts import HOSTS
from .trials import TRIALS

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = ROOT / "docs" / "hosts.md"
LOCK: Final = ROOT / "requirements" / "hosts.txt"
BEGIN: Final = "<!-- made by `make hosts` -->\n"
END: Final = "<!-- end -->\n"


def write(results: Mapping[str, Mapping[str, str]]) -> None:
    """Put the table into the page."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(before + BEGIN + table(results) + END + after, encoding="utf-8")


def table(results: Mapping[str, Mapping[str, str]]) -> str:
    """A row for each host, a column for each trial; what cannot work is explained below."""
    names = list(TRIALS)
    lines = [
        "| host | " + " | ".join(names) + " |",
        "| --- |" + " --- |" * len(names),
    ]
    notes: dict[str, int] = {}
    for host in HOSTS:
        cells = []
        for name in names:
            said = host.races.get(name) or results[host.name][name]
            reason = host.cannot.get(name) or said
            cells.append("yes" if not said else f"no ({notes.setdefault(reason, len(notes) + 1)})")
        lines.append(f"| {host.name} {_versions(host.packages)} | " + " | ".join(cells) + " |")
    told = [f"{number}. {reason}" for reason, number in notes.items()]
    return "\n".join(["", *lines, "", *told, ""]) + "\n"


def _versions(packages: tuple[str, ...]) -> str:
    lock = LOCK.read_text(encoding="utf-8")
    found = (
        re.search(rf"^{re.escape(name)}(?:\[[^\]]*\])?==(\S+)", lock, re.MULTILINE)
        for name in packages
    )
    named = [f"{name} {match[1]}" for name, match in zip(packages, found, strict=True) if match]
    return f"({', '.join(named)})" if named else ""
