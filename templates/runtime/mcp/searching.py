"""Two tools in place of many: `search_tools` finds those that fit a task, `call_tool` calls one of them.

For models that cannot read a thousand tools in every turn (setting `TOOL_LIST=search`). What is found and
called is what would be listed otherwise: the same filters, schemas, checks and results.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from ..calls.upstream import Send
from ..values import Json, JsonValue
from .call import Toolbox
from .listing import write
from .ranking import Ranking, Weights
from .results import ToolResult, failure, text_result
from .tools import Annotations, ArgumentError, Tool, Unit

SEARCH: Final = "search_tools"
CALL: Final = "call_tool"
_FOUND: Final = 5
_MOST: Final = 20
_AROUND: Final = 64
"""Bytes around the entries, and between them."""


async def _nothing(*_: Any, **__: Any) -> Any:
    """These tools have no unit of the spec behind them; `call` answers them before one is asked for."""
    raise AssertionError("a tool that searches or calls has no unit")


_UNIT: Final[Unit] = _nothing


class SearchedToolbox(Toolbox):
    """Lists two tools, and serves those of another toolbox through them."""

    def __init__(self, inner: Toolbox, index: Mapping[str, Weights]) -> None:
        super().__init__(
            inner.about,
            front_tools(list(inner.tools.values())),
            inner.limits,
            offers=inner.offers,
            confirmation=inner.confirmation,
        )
        self._inner = inner
        self._entries = {entry["name"]: write(entry) for entry in inner.entries()}
        readers = [name for name, tool in inner.tools.items() if tool.annotations.read_only]
        self._ranking = Ranking({name: index[name] for name in inner.tools}, readers)

    def routes(self) -> Sequence[str]:
        """The tools that logs and metrics tell apart: those within too."""
        return (*self.tools, *self._inner.tools)

    def named(self, tool: Tool, arguments: Mapping[str, Json]) -> str:
        """The tool within that a call is for."""
        found, _ = self.within(tool, arguments)
        return tool.name if found is None else found.name

    def within(
        self, tool: Tool, arguments: Mapping[str, Json]
    ) -> tuple[Tool | None, Mapping[str, Json]]:
        """The tool that a call comes to, if there is one, and its arguments."""
        if tool.name == SEARCH:
            return tool, arguments
        name: JsonValue = arguments.get("name")
        inner: JsonValue = arguments.get("arguments", {})
        found = self._inner.tools.get(name) if type(name) is str else None
        return found, inner if type(inner) is dict else {}

    def asks(self, tool: Tool) -> bool:
        """Whether one of the tools within asks."""
        return tool.name == CALL and any(map(self._inner.asks, self._inner.tools.values()))

    async def call(self, tool: Tool, arguments: Mapping[str, Json], send: Send) -> ToolResult:
        """Answer with tools that fit, or with what the tool within answers; raises as `Toolbox.call`."""
        try:
            keywords: Mapping[str, Any] = tool.bind(arguments)
        except ArgumentError as faults:
            return failure(str(faults))
        if tool.name == SEARCH:
            return self._found(keywords["task"], keywords.get("limit", _FOUND))
        within = self._inner.tools.get(keywords["name"])
        if within is None:
            return failure(f"There is no tool of that name; {SEARCH} finds those that there are.")
        return await self._inner.call(within, keywords.get("arguments", {}), send)

    def _found(self, task: str, limit: int) -> ToolResult:
        """As many whole entries as a result may hold."""
        names = self._ranking.search(task, max(1, min(limit, _MOST)))
        entries: list[str] = []
        room = self.limits.result - _AROUND
        for name in names:
            room -= len(self._entries[name].encode())
            if room < 0 and entries:
                break
            entries.append(self._entries[name])
        return text_result(f'{{"tools":[{",".join(entries)}]}}')


def front_tools(tools: Sequence[Tool]) -> tuple[Tool, Tool]:
    """The two tools; calling any tool is as harmful as the worst of them."""
    hints = [tool.annotations for tool in tools]
    task = {"type": "string", "description": "What is to be done, in a few words; the verb first."}
    limit = {
        "type": "integer",
        "description": f"How many tools to show, at most {_MOST}; {_FOUND} if left out.",
    }
    name = {"type": "string", "description": f"The name of a tool, as {SEARCH} gives it."}
    arguments = {"type": "object", "description": "Its arguments, by its inputSchema."}
    search = Tool(
        name=SEARCH,
        title="Search tools",
        description=f"Find tools for a task among {len(tools)}. Gives their names, descriptions, input "
        f"schemas and hints; call one with {CALL}.",
        unit=_UNIT,
        input_schema=_schema({"task": task, "limit": limit}, "task"),
        annotations=Annotations(
            read_only=True, destructive=False, idempotent=True, open_world=False
        ),
    )
    call = Tool(
        name=CALL,
        title="Call a tool",
        description=f"Call a tool that {SEARCH} has found, with arguments that fit its input schema.",
        unit=_UNIT,
        input_schema=_schema({"name": name, "arguments": arguments}, "name"),
        annotations=Annotations(
            read_only=all(each.read_only for each in hints),
            destructive=any(each.destructive for each in hints),
            idempotent=all(each.idempotent for each in hints),
            open_world=any(each.open_world for each in hints),
        ),
    )
    return search, call


def _schema(properties: Mapping[str, Any], required: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": [required],
        "additionalProperties": False,
    }
