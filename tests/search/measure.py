"""How long a list of more than a thousand tools is, and how well tasks find theirs.

    npm ci --prefix tests/search && python -m tests.search.measure

The document is GitHub's, from a package (`package-lock.json`). The tasks in `queries.tsv` were written
before the ranking; those of the part `final` did not serve to tune it.
"""

from __future__ import annotations

import asyncio
import csv
import importlib
import json
import math
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from tests.corpus.generating import generate

from .capability import written

HERE: Final = Path(__file__).parent
DOCUMENT: Final = HERE / "node_modules/@octokit/openapi/generated/api.github.com.json"
QUERIES: Final = HERE / "queries.tsv"
FIRST: Final = 5


def queries() -> list[dict[str, str]]:
    """The tasks: `part` (tune, final), `answer` (METHOD /path), `task`."""
    with QUERIES.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def estimated_tokens(content: bytes) -> int:
    """Four characters are about a token of English and JSON."""
    return math.ceil(len(content.decode()) / 4)


async def found(toolbox: Any, names: Mapping[str, str]) -> dict[str, tuple[int, int]]:
    """Of each part, how many tasks have their tool among the first, and how many there are."""
    counts: dict[str, tuple[int, int]] = {}
    for query in queries():
        search = toolbox.tools["search_tools"]
        result = await toolbox.call(search, {"task": query["task"], "limit": FIRST}, None)
        shown = [each["name"] for each in json.loads(result.content[0]["text"])["tools"]]
        good, every = counts.get(query["part"], (0, 0))
        counts[query["part"]] = (good + (names[query["answer"]] in shown), every + 1)
    return counts


def main() -> None:
    """Print the figures."""
    if not DOCUMENT.is_file():
        raise SystemExit(f"{DOCUMENT} is missing: npm ci --prefix tests/search")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names = written(DOCUMENT, folder / "many.yaml")
        generate(folder / "many.yaml", folder, "many", keep_going=False)
        sys.path.insert(0, str(folder))
        server = importlib.import_module("many.mcp_server")
        settings = importlib.import_module("many.settings").Settings.from_environment({})
        app, plain = server.ADAPTERS["api-mcp"], settings.mcp["api-mcp"]
        roomy = plain.replace(max_result_bytes=1_000_000)
        for title, toolbox in (
            ("all", app.toolbox(roomy)),
            ("search", app.toolbox(roomy.replace(tool_list="search"))),
        ):
            listed = toolbox.listed()
            print(
                f"{title}: {len(toolbox.tools)} tools, tools/list has {len(listed)} bytes, "
                f"about {estimated_tokens(listed)} tokens"
            )
        counts = asyncio.run(found(toolbox, names))
    for part, (good, every) in counts.items():
        print(f"{part}: {good} of {every} among the first {FIRST}")
    print(f"together: {sum(each[0] for each in counts.values())} of {len(queries())}")


if __name__ == "__main__":
    main()
