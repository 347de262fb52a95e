"""What is said when the generator itself has failed: no traceback, but the way to it."""

from __future__ import annotations

import os
from typing import Final

DEBUG: Final = "CAPWRIGHT_DEBUG"
"""The environment variable that shows tracebacks."""


def apology(failure: str, about: str) -> str:
    """Some lines; `failure` is the traceback, `about` what was being done."""
    text = f"capwright failed on {about}. This is a mistake in capwright, not in your file.\n"
    if os.environ.get(DEBUG):
        return text + failure
    return text + f"Please report it; {DEBUG}=1 in the environment shows the traceback.\n"
