"""`make bench`: the speed of everything, each beside what one would otherwise use.

Prints tables. All servers, ours and theirs, run on loopback, in turn, on the same API.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from . import (
    against,
    client,
    generator,
    instructions,
    mcp,
    orchestration,
    profile,
    rest,
    results,
    review,
    scale,
)
from .table import Part

PARTS: Final = ("generator", "client", "rest", "mcp", "profile", "orchestration", "review", "scale")
AGAINST: Final = "against"
"""This tree beside another revision: only when asked for, with `--base`."""
INSTRUCTIONS: Final = "instructions"
"""Minutes under valgrind: only when asked for."""
_TOOLS: Final = ("nginx", "wrk")


def main(arguments: Sequence[str]) -> int:
    """Measure; returns an exit code: 0 measured (whatever the numbers), 1 a tool is missing."""
    given = _parser().parse_args(arguments)
    if AGAINST in given.parts and given.base is None:
        print("against what? make bench ARGS=against BASE=revision", file=sys.stderr)
        return 1
    tools = (*_TOOLS, *(("valgrind",) if INSTRUCTIONS in given.parts else ()))
    missing = [tool for tool in tools if shutil.which(tool) is None]
    if missing:
        print(f"missing: {', '.join(missing)} (Debian: apt-get install nginx wrk)", file=sys.stderr)
        return 1
    parts: dict[str, Callable[[], Part]] = {
        "generator": lambda: generator.measured(given.corpus, given.rounds),
        "client": lambda: client.measured(given.seconds, given.rounds),
        "rest": lambda: rest.measured(given.seconds, given.rounds),
        "mcp": lambda: mcp.measured(given.seconds, given.rounds),
        "profile": lambda: profile.measured(given.seconds, given.rounds, given.base),
        INSTRUCTIONS: lambda: instructions.measured(given.base),
        "orchestration": lambda: orchestration.measured(given.seconds, given.rounds),
        "review": lambda: review.measured(),
        "scale": lambda: scale.measured(given.seconds, given.rounds),
        AGAINST: lambda: against.measured(given.base, given.seconds, given.rounds, given.corpus),
    }
    for name in given.parts or PARTS:
        found = parts[name]()
        print(found.markdown(), flush=True)
        if given.write:
            results.write(found)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", choices=(*PARTS, AGAINST, INSTRUCTIONS, []), help="default: all"
    )
    parser.add_argument(
        "--base",
        metavar="REVISION",
        help="what `against`, `profile` and `instructions` compare with",
    )
    parser.add_argument("--corpus", type=Path, metavar="FOLDER", help="specifications to generate")
    parser.add_argument("--seconds", type=int, default=2, help="of one measurement; default: 2")
    parser.add_argument("--rounds", type=int, default=3, help="of measurements; default: 3")
    parser.add_argument("--write", action="store_true", help=f"renew {results.NAME}")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
