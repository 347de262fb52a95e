"""The published dialect: references without braces, undeclared inputs, odd bodies and paths."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from . import parts
from .parts import without_none


@st.composite
def capabilities(draw: st.DrawFn) -> dict[str, Any]:
    """A whole file."""
    operations = [draw(operation(f"op{index}")) for index in range(draw(st.integers(1, 3)))]
    resources, exposed, tools = [], [], []
    for index, (resource, inner, inputs) in enumerate(operations):
        resources.append({"name": f"r{index}", **resource, "operations": [inner]})
        exposed.append(draw(exposed_resource(index, inner, inputs)))
        tools.append(draw(tool(index, inner, inputs)))
    api = without_none(
        {
            "type": "http",
            "namespace": "api",
            "baseUri": "https://{host}.example.org/v1",
            "description": draw(parts.descriptions),
            "authentication": draw(parts.authentications),
            "resources": resources,
        }
    )
    return {
        "naftiko": "1.0.0-alpha2",
        "info": {"label": draw(parts.TEXTS), "description": "A made one."},
        "binds": parts.BINDS,
        "capability": {
            "consumes": [api],
            "exposes": [
                {"type": "rest", "namespace": "made-rest", "port": 8080, "resources": exposed},
                {"type": "mcp", "namespace": "made-mcp", "port": 9090, "tools": tools},
            ],
        },
    }


@st.composite
def operation(draw: st.DrawFn, name: str) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    """The resource's own keys, the operation, and the names of what it takes."""
    method = draw(st.sampled_from(parts.METHODS))
    variables = draw(st.lists(parts.path_names, max_size=2, unique=True))
    others = draw(st.lists(parts.names, max_size=4, unique=True))
    others = [other for other in others if other not in variables]
    placed = [variable for variable in variables if draw(st.integers(0, 5))]
    path = draw(parts.paths(placed, draw(st.booleans())))
    query = draw(st.sampled_from(["", "", "", "?Action=List&v=2", "?flag"]))
    parameters = [
        draw(path_parameter(n)) for n in variables if n not in placed or draw(st.booleans())
    ]
    in_body = (
        []
        if method in ("GET", "DELETE")
        else draw(st.lists(st.sampled_from(others), unique=True)) if others else []
    )
    for other in others:
        if other not in in_body:
            parameters.append(draw(parameter(other, ["query", "query", "header", "cookie"])))
    body, body_parameters = draw(bodies(method, in_body))
    split = draw(st.booleans())
    own_path = path + query if split else None
    inner = without_none(
        {
            "name": name,
            "method": method,
            "path": own_path,
            "description": draw(parts.descriptions),
            "inputParameters": (parameters + body_parameters) or None,
            "body": body,
            "outputRawFormat": draw(st.sampled_from(["json", "json", None, "xml", "text"])),
        }
    )
    resource = {"path": draw(st.sampled_from(["/base", "/base/", ""])) if split else path + query}
    return resource, inner, [*variables, *others]


@st.composite
def path_parameter(draw: st.DrawFn, name: str) -> dict[str, Any]:
    return without_none(
        {
            "name": name,
            "in": "path",
            "type": draw(st.sampled_from(["string", "integer", None])),
            "required": draw(st.sampled_from([True, None])),
        }
    )


@st.composite
def parameter(draw: st.DrawFn, name: str, places: list[str]) -> dict[str, Any]:
    place = draw(st.sampled_from(places))
    if place in ("header", "cookie") and not name.replace("-", "").isascii():
        place = "query"
    if place in ("header", "cookie") and not name.replace("-", "").isalnum():
        place = "query"
    types = parts.TYPES if place == "query" else ("string", None)
    return without_none(
        {
            "name": name,
            "in": place,
            "type": draw(st.sampled_from(types)),
            "required": draw(st.sampled_from([True, False, None, None])),
            "description": draw(parts.descriptions),
        }
    )


@st.composite
def bodies(
    draw: st.DrawFn, method: str, fields: list[str]
) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    """A body template over some names, or parameters `in: body`, or nothing."""
    if method in ("GET", "DELETE"):
        return None, []
    if not fields:
        return draw(st.sampled_from([None, {"type": "json"}, {"type": "json", "data": {}}])), []
    if draw(st.booleans()):
        return None, [draw(parameter(name, ["body"])) for name in fields]
    kind = draw(st.sampled_from(["json", "json", "json", "form"]))
    data: dict[str, Any] = {name: "{{tools." + name + "}}" for name in fields}
    if kind == "json" and draw(st.booleans()):
        data = {"fixed": 1, "deep": {"list": [data, "end"], "empty": {}}, "on": True}
    if kind == "json" and draw(st.integers(0, 3)) == 0:
        data["text"] = 'say "{{tools.' + fields[0] + '}}" and {no}'
    return {"type": kind, "data": data}, []


@st.composite
def arguments(draw: st.DrawFn, prefix: str, inputs: list[str]) -> dict[str, Any] | None:
    """A `with` that names some of the inputs: by their names, renamed, or as constants."""
    if not inputs or draw(st.integers(0, 2)) == 0:
        return None
    chosen = draw(st.lists(st.sampled_from(inputs), unique=True))
    written: dict[str, Any] = {}
    for name in chosen:
        style = draw(st.integers(0, 6))
        if style == 0:
            written[name] = f"{prefix}.other-{name}"
        elif style == 1:
            written[name] = draw(st.sampled_from(["fixed", "a b&c", "{{API_USER}}"]))
        else:
            written[name] = f"{prefix}.{name}"
    return written or None


@st.composite
def exposed_resource(
    draw: st.DrawFn, index: int, inner: dict[str, Any], inputs: list[str]
) -> dict[str, Any]:
    variables = [name for name in inputs if name in parts.PLAIN_NAMES and draw(st.booleans())]
    path = f"/e{index}" + "".join("/{" + name + "}" for name in variables)
    declared = draw(declared_inputs(inputs, rest=True))
    unit = without_none(
        {
            "name": f"unit{index}",
            "method": draw(st.sampled_from([inner["method"], inner["method"], "POST", "GET"])),
            "description": draw(parts.descriptions),
            "call": f"api.{inner['name']}",
            "with": draw(arguments("rest", inputs)),
            "inputParameters": declared,
            "outputParameters": draw(parts.outputs),
        }
    )
    return {"name": f"e{index}", "path": path, "operations": [unit]}


@st.composite
def tool(draw: st.DrawFn, index: int, inner: dict[str, Any], inputs: list[str]) -> dict[str, Any]:
    return without_none(
        {
            "name": f"tool-{index}",
            "description": draw(parts.descriptions) or "A tool.",
            "call": f"api.{inner['name']}",
            "with": draw(arguments("tools", inputs)),
            "inputParameters": draw(declared_inputs(inputs, rest=False)),
            "outputParameters": draw(parts.outputs),
        }
    )


@st.composite
def declared_inputs(draw: st.DrawFn, inputs: list[str], rest: bool) -> list[dict[str, Any]] | None:
    """Now and then a declaration of an input that is implied anyway."""
    if not inputs or draw(st.integers(0, 3)):
        return None
    name = draw(st.sampled_from(inputs))
    return [
        without_none(
            {
                "name": name,
                "in": draw(st.sampled_from(["query", None])) if rest else None,
                "type": "string",
                "required": draw(st.sampled_from([True, False, None])),
            }
        )
    ]
