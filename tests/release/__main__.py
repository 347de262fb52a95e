"""`make release-check`, or some parts of it: `python -m tests.release locks`."""

from __future__ import annotations

import sys
from functools import partial
from typing import Final

from . import clients, locks, page, pythons, targets
from .parts import Part, tried

PARTS: Final = (
    Part("locks", "each lock into an empty environment, no cache", locks.install_each),
    *(
        Part(f"python{version}", f"generator, packages and servers under {version}", run)
        for version in pythons.VERSIONS
        for run in (partial(pythons.suite_under, version),)
    ),
    Part("check", "lint, five type checkers, generated files", partial(targets.make, "check")),
    Part("test", "the whole suite", partial(targets.make, "test")),
    Part(
        "conformance",
        "MCP clients of Node and Python, the official suite",
        partial(targets.make, "conformance"),
    ),
    Part("clients", "MCP clients as people have them, 25", clients.each_client),
    Part("oldest-mcp", "the MCP server on the oldest SDK that it allows", clients.oldest_sdk),
    Part(
        "contract",
        "schemathesis, 100 examples each",
        partial(targets.make, "contract", "EXAMPLES=100"),
    ),
    Part("browser", "the page for people in Chromium", partial(targets.make, "browser")),
    Part("soak", "five minutes of full rate", partial(targets.make, "soak")),
    Part("corpus", "every published file before linters and type checkers", targets.corpus),
)


def main(names: list[str]) -> int:
    """Runs the parts of these names, or all; says of each whether it held, and how long it took."""
    known = {part.name: part for part in PARTS}
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no such part: {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    results = []
    for part in [known[name] for name in names] or PARTS:
        print(f"--- {part.name}: {part.what}", flush=True)
        results.append(tried(part))
        page.write(PARTS, results)
    for each in results:
        print(f"{each.part.name}: {each.verdict} ({each.seconds:.0f} s)")
    return int(any(each.failed for each in results))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
