"""`make release-check`, or some parts of it: `python -m tests.release locks`."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from typing import Final

from . import clients, locks

PARTS: Final[dict[str, Callable[[], None]]] = {
    "locks": locks.install_each,
    "clients": clients.each_client,
    "oldest-mcp": clients.oldest_sdk,
}


def main(names: list[str]) -> int:
    """Runs the parts of these names, or all; says of each whether it held, and how long it took."""
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    failed = False
    for name in names or PARTS:
        began = time.monotonic()
        try:
            PARTS[name]()
            verdict = "holds"
        except (subprocess.CalledProcessError, AssertionError) as error:
            verdict = f"FAILS: {error}"
            failed = True
        print(f"{name}: {verdict} ({time.monotonic() - began:.0f} s)", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
