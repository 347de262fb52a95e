"""What `tools/list` costs a model in every turn: each tool as it is sent, and what of it weighs most."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..records import dataclass
from .counting import Counter


@dataclass(frozen=True, slots=True)
class Weight:
    """One tool, in tokens."""

    adapter: str
    tool: str
    whole: int
    description: int
    input_schema: int
    output_schema: int


def weights(files: Mapping[str, bytes], counter: Counter) -> tuple[Weight, ...]:
    """The tools of a package, from the lists that its servers send (`mcp/*.jsonl`)."""
    return tuple(
        _weight(path.removeprefix("mcp/").removesuffix(".jsonl"), entry, counter)
        for path, content in sorted(files.items())
        if path.startswith("mcp/") and path.endswith(".jsonl")
        for entry in _tools(content)
    )


def _tools(content: bytes) -> Iterator[dict[str, Any]]:
    for line in content.decode("utf-8").splitlines()[1:]:
        entry = json.loads(line)
        if isinstance(entry, dict) and "inputSchema" in entry:
            yield entry


def _weight(adapter: str, entry: dict[str, Any], counter: Counter) -> Weight:
    def tokens(value: Any) -> int:
        if value is None:
            return 0
        text = value if isinstance(value, str) else _json(value)
        return counter.count(text)

    return Weight(
        adapter,
        str(entry["name"]),
        tokens(entry),
        tokens(entry.get("description")),
        tokens(entry.get("inputSchema")),
        tokens(entry.get("outputSchema")),
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def heaviest(found: tuple[Weight, ...], count: int = 5) -> str:
    """For people: the descriptions and schemas that weigh most."""
    parts = [
        (tokens, f"{what} of `{each.tool}` ({tokens})")
        for each in found
        for what, tokens in (
            ("the description", each.description),
            ("the input schema", each.input_schema),
            ("the output schema", each.output_schema),
        )
    ]
    parts.sort(key=lambda part: -part[0])
    return ", ".join(text for _, text in parts[:count])
