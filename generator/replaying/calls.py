"""What a caller of REST or of MCP says so that a unit gets its inputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from .. import plan as p
from ..model import ValueType
from ..records import dataclass
from .matching import Values


@dataclass(frozen=True, slots=True)
class RestCall:
    """A request to a REST adapter."""

    adapter: str
    method: str
    target: str
    headers: Mapping[str, str]
    body: Any
    """JSON; None for none."""
    verbatim: bool
    """Whether the answer is the API's as it is."""


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A call of a tool."""

    adapter: str
    tool: str
    arguments: Mapping[str, Any]
    verbatim: bool


def rest_call(
    surface: p.RestSurface, route: p.Route, unit: p.Unit, inputs: Values
) -> RestCall | None:
    """A request to a route; None where it cannot say these inputs. `inputs` are used up."""
    path = route.path
    pairs: list[tuple[str, str]] = [(name, value or "") for name, value in route.conditions]
    headers: dict[str, str] = {}
    fields: dict[str, Any] = {}
    whole: Any = None
    for each in route.inputs:
        if each.input not in inputs:
            continue
        value = inputs.pop(each.input)
        match each.place:
            case p.InputPlace.PATH:
                path = path.replace("{" + each.name + "}", quote(_text(value), safe=""))
            case p.InputPlace.QUERY | p.InputPlace.QUERY_OR_FIELD:
                several = value if isinstance(value, list) else [value]
                pairs += [(each.name, _text(item)) for item in several]
            case p.InputPlace.HEADER:
                headers[each.name] = _text(value)
            case p.InputPlace.FIELD if each.path is None:
                fields[each.name] = value
            case p.InputPlace.WHOLE_BODY:
                whole = value
            case _:
                return None
    if inputs:
        return None
    target = path + (f"?{urlencode(pairs)}" if pairs else "")
    body = whole if whole is not None else fields or None
    verbatim = isinstance(unit.output, p.PassThrough)
    return RestCall(surface.namespace, route.method, target, headers, body, verbatim)


def tool_call(
    surface: p.McpSurface, tool: p.ToolPlan, unit: p.Unit, inputs: Values
) -> ToolCall | None:
    """A call of a tool; None where it cannot say these inputs."""
    names = {each.input: each.name for each in tool.inputs}
    if inputs.keys() - names.keys() or any(each.base64 for each in tool.inputs):
        return None
    arguments = {names[name]: value for name, value in inputs.items()}
    kinds = {each.input: each.type for each in tool.inputs}
    if any(kinds[n] is ValueType.OBJECT and not isinstance(v, dict) for n, v in inputs.items()):
        return None  # A model can say nothing but an object there.
    verbatim = isinstance(unit.output, p.PassThrough)
    return ToolCall(surface.namespace, tool.name, arguments, verbatim)


def _text(value: Any) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
