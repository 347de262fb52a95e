"""Black itself, the judge of what is formatted; imported only where it has something to do."""

from __future__ import annotations

from typing import Final

import black
from black.mode import TargetVersion
from black.parsing import InvalidInput

MODE: Final = black.Mode(target_versions={TargetVersion.PY311}, line_length=100)
"""Fixed here, not read from a file: what is generated must not depend on where it is generated."""


def formatted(text: str) -> str:
    """A text in Black's shape. Raises `ValueError` if it is no Python."""
    try:
        return black.format_str(text, mode=MODE)
    except InvalidInput as error:
        raise ValueError(str(error)) from error
