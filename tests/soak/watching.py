"""What the kernel says of a process: its memory and its open files."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median


def resident(process: int) -> float:
    """Memory, in MB."""
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) / 1024


def open_files(process: int) -> int:
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


def settled_files(process: int, wanted: int, patience: float) -> int:
    """How many files are open, once they are no more than wanted or the time is over."""
    end = time.monotonic() + patience
    while (found := open_files(process)) > wanted and time.monotonic() < end:
        time.sleep(0.1)
    return found


def growth(samples: Sequence[float]) -> float:
    """From the second quarter to the last, in MB; the first is for warming up."""
    quarter = max(1, len(samples) // 4)
    return median(samples[-quarter:]) - median(samples[quarter : 2 * quarter] or samples[:1])
