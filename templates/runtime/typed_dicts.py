"""`TypedDict` in the form that pydantic takes: below Python 3.12 it wants that of `typing_extensions`.

Pydantic, and FastAPI with it, brings that library. Where it is missing nobody asks for the difference,
and `typing` has the same class.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING or sys.version_info >= (3, 12):
    from typing import TypedDict
else:
    try:
        from typing_extensions import TypedDict
    except ModuleNotFoundError:
        from typing import TypedDict

__all__ = ["TypedDict"]
