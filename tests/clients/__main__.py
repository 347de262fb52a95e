"""`make clients`: tries each MCP client, and writes the table of `docs/mcp.md`.

python -m tests.clients [--check] [NAME…]: some of them, without writing; `--check` writes nothing either
and fails where the table says something else.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.conformance_openapi.packages import write_package

from . import environments, table
from .subjects import SUBJECTS, NodeClient, Subject
from .trial import Outcome, tried

_SPEC = Path(__file__).parent / "garden-capability.yaml"


def main() -> int:
    """Runs; 1 where a client could not be tried, or the table is stale."""
    parser = argparse.ArgumentParser(prog="python -m tests.clients")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("names", nargs="*", metavar="NAME")
    given = parser.parse_args()
    chosen = [one for one in SUBJECTS if not given.names or one.name in given.names]
    unknown = set(given.names) - {one.name for one in chosen}
    if unknown:
        parser.error(f"no such client: {', '.join(sorted(unknown))}")
    rows = trials(chosen)
    if len(rows) < len(chosen):
        return 1
    if given.names:
        return 0
    return table.put(rows, check=given.check)


def trials(chosen: list[Subject]) -> list[table.Row]:
    """Each client over each transport, but for those that cannot be installed: they are said."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="clients-") as name:
        folder = Path(name)
        write_package(_SPEC, folder, name="garden")
        for subject in chosen:
            try:
                environments.ready(subject)
            except subprocess.CalledProcessError as error:
                print(f"{subject.name}: an environment could not be made: {error}", flush=True)
                continue
            version, outcomes = environments.version(subject), _each(subject, folder)
            row = table.Row(subject.name, version, outcomes, subject.note)
            print(row.line(), flush=True)
            for transport, outcome in row.outcomes.items():
                for step, fault in (outcome.steps if outcome else {}).items():
                    if fault:
                        print(f"    {transport}, {step}: {fault[:300]}", flush=True)
            rows.append(row)
    return rows


def _each(subject: Subject, folder: Path) -> dict[str, Outcome | None]:
    transports = subject.transports if isinstance(subject, NodeClient) else ("http", "stdio")
    return {
        transport: tried(subject, transport, folder) if transport in transports else None
        for transport in ("http", "stdio")
    }


if __name__ == "__main__":
    sys.exit(main())
