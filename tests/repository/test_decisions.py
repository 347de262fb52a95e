"""Decision notes: each has a number of its own, and the page lists each once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parents[2] / "docs" / "decisions"


def test_each_note_has_its_number_and_stands_on_the_page() -> None:
    notes = sorted(path.name for path in FOLDER.glob("[0-9]*.md"))
    numbers = [name[:4] for name in notes]
    assert len(set(numbers)) == len(numbers)
    listed = re.findall(r"\[([0-9]{4})\]\(([^)]+)\)", (FOLDER / "README.md").read_text())
    # In any order: branches that merge add lines where they like.
    assert sorted(listed) == [*zip(numbers, notes, strict=True)]
    for name in notes:
        assert (FOLDER / name).read_text().startswith(f"# {name[:4]}: "), name
