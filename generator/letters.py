"""Names that differ only in how they are written: `file-id`, `file_id`, `fileID`."""

from __future__ import annotations


def letters(name: str) -> str:
    """The letters and digits of a name, without case; empty for a name that has none."""
    return "".join(each for each in name.casefold() if each.isalnum())
