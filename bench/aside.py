"""What a run before has made is put aside, and deleted when all is measured.

ext4 without a journal looks for each new file through the inodes of those that were deleted a short while ago: 18,000
files right after as many were deleted took the system 9 to 15 seconds, and 1 into a new folder.
"""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path


def put_aside(folder: Path, *names: str) -> None:
    """Make room for a run that begins with nothing.

    Args:
        folder: what is in it is deleted at the end by those who made it.
        names: of what goes away, if it is there.
    """
    aside = Path(tempfile.mkdtemp(prefix="aside-", dir=folder))
    for name in names:
        with contextlib.suppress(FileNotFoundError):
            (folder / name).rename(aside / name)
