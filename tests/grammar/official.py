"""The official simple mode: declared inputs, `{{x}}`, `<namespace>.x`, lists and named maps."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from . import parts
from .parts import without_none

LIST_VERSIONS = (("naftiko", "0.5"), ("naftiko", "1.0.0-alpha1"), ("naftiko", "1.0.0-alpha2"))
MAP_VERSIONS = (("ikanos", "1.0.0-alpha3"), ("ikanos", "1.0.0-beta5"))
SECTIONS = (
    "{{#NAME}}c-{{NAME}}{{/NAME}}",
    "{{^NAME}}none{{/NAME}}{{#NAME}}some{{/NAME}}",
    "a{{! nobody reads this }}{{#NAME}} {{{NAME}}}{{/NAME}}",
)
"""Texts of which parts depend on whether a value is there."""
WRITTEN = (
    {"type": "xml", "data": "<o>{{#NAME}}<f>{{NAME}}</f>{{/NAME}}{{^NAME}}<none/>{{/NAME}}</o>"},
    {"type": "text", "data": "Dear\n{{#NAME}}\n  {{NAME}}, {{nobody}}\n{{/NAME}}\nBye\n"},
    {"type": "text", "data": "{{#NAME}}only {{NAME}}{{/NAME}}"},
    {"type": "formUrlEncoded", "data": "a=1{{#NAME}}&n={{NAME}}{{/NAME}}"},
    {"type": "json", "data": '{"n": "x{{#NAME}} {{NAME}}{{/NAME}}"}'},
    '{"n": "{{^NAME}}none{{/NAME}}"}',
    '{"n": 1{{#NAME}}, "m": {{NAME}}, "t": "<{{NAME}}>"{{/NAME}}}',
    {"type": "json", "data": '[{{^NAME}}null, {{/NAME}}{{#NAME}}{"v": {{NAME}} }, {{/NAME}}0]'},
    {"type": "sparql", "data": 'ASK { ?s ?p "{{NAME}}" }'},
    {
        "type": "multipartForm",
        "data": [
            {"name": "one", "value": "{{NAME}}"},
            {"name": "two", "value": "of {{NAME}}", "filename": "a.txt", "contentType": "text/csv"},
            {"name": "three", "value": "{{NAME}}", "contentType": "application/x-made"},
            {"name": "four", "value": "plain", "filename": "b.csv"},
        ],
    },
)
"""Bodies written as text."""
BINARY_ANSWERS: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {},
        {"responseBinary": {"mediaType": "image/webp"}},
        {"responseBinary": {"status": 200, "mediaType": "image/webp"}},
        {
            "responses": {
                "404": {"content": {"application/json": {}}},
                "200": {
                    "content": {"text/plain": {"binary": False}, "image/avif": {"binary": True}}
                },
            }
        },
    ]
)
"""Of REST operations, from beta1 on; they count where the answer is binary."""
SIZES: st.SearchStrategy[str | None] = st.sampled_from(
    (None, None, None, "5B", "6B", "0.005KiB", "0.00625KiB", "10MiB", "1GiB")
)
"""What a binary answer may have; the made one has six bytes."""
INPUT_NAMES = ("id", "q", "limit", "user-id", "kind", "since", "owner_name")
SHARED_BY_API: tuple[dict[str, Any], ...] = (
    {"name": "api-version", "in": "query", "value": "v1 & more"},
    {"name": "kind", "in": "header", "value": "by the API {{kind}}"},
    {"name": "X-Trace", "in": "header", "value": "of the API"},
)
SHARED_BY_RESOURCE: tuple[dict[str, Any], ...] = (
    {"name": "X-Trace", "in": "header", "value": "of {{since}}"},
    {"name": "since", "in": "query"},
    {"name": "kind", "in": "query", "value": "by the resource"},
)
PART = "filter"
"""An object of which parts are sent."""
LISTED = ("among", "order-by", "within")
"""Lists and objects that a query has."""
STYLES: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    (
        {},
        {"explode": False},
        {"explode": True},
        {"style": "form"},
        {"style": "form", "explode": False},
        {"style": "spaceDelimited"},
        {"style": "spaceDelimited", "explode": True},
        {"style": "pipeDelimited", "explode": False},
        {"style": "pipeDelimited", "explode": True},
        {"style": "deepObject"},
        {"style": "deepObject", "explode": True},
        {"style": "json"},
    )
)
"""How a query has them, in OpenAPI's words."""
TOOL_TYPES = (("string", "integer", "boolean"), ("array", "object"))


@st.composite
def capabilities(draw: st.DrawFn) -> dict[str, Any]:
    """A whole file of one of the versions."""
    maps = draw(st.booleans())
    key, version = draw(st.sampled_from(MAP_VERSIONS if maps else LIST_VERSIONS))
    made = [draw(operation(index)) for index in range(draw(st.integers(1, 2)))]
    resources = [
        without_none(
            {
                "name": f"res-{index}",
                "path": path,
                "inputParameters": draw(_shared(SHARED_BY_RESOURCE, maps)),
                "operations": _named([inner], maps),
            }
        )
        for index, (path, inner, _) in enumerate(made)
    ]
    exposed, tools = [], []
    for index, (_, inner, inputs) in enumerate(made):
        exposed.append(draw(exposed_resource(index, inner, inputs, maps)))
        tools.append(draw(tool(index, inner, inputs, maps)))
    for _, inner, _ in made:
        inner["inputParameters"] = _named(inner["inputParameters"], maps)
    api = {
        "type": "http",
        "namespace": "api",
        "description": "An API.",
        "baseUri": "https://example.org/v1",
        "authentication": draw(parts.authentications),
        "inputParameters": draw(_shared(SHARED_BY_API, maps)),
        "resources": _named(resources, maps),
    }
    title = "display" if maps else "label"
    made_file = {
        key: version,
        "info": {title: "Made", "description": "A made one."},
        "binds": parts.BINDS if version != "0.5" else None,
        "capability": {
            "consumes": [without_none(api)],
            "exposes": [
                without_none(
                    {
                        "type": "rest",
                        "namespace": "made",
                        "port": 8080,
                        "maxBinarySize": draw(SIZES),
                        "resources": _named(exposed, maps),
                    }
                ),
                without_none(
                    {
                        "type": "mcp",
                        "namespace": "tools-of",
                        "port": 9090,
                        "maxBinarySize": draw(SIZES),
                        "tools": _named(tools, maps),
                    }
                ),
            ],
        },
    }
    return without_none(made_file)


@st.composite
def _shared(draw: st.DrawFn, of: tuple[dict[str, Any], ...], maps: bool) -> Any:
    """Parameters of all operations of an API or a resource; an operation's own replace them."""
    chosen = draw(st.sampled_from((None, None, *of)))
    return None if chosen is None else _named([chosen], maps)


def _named(items: list[dict[str, Any]], maps: bool) -> Any:
    if not maps:
        return items
    return {item["name"]: {k: v for k, v in item.items() if k != "name"} for item in items}


@st.composite
def operation(draw: st.DrawFn, index: int) -> tuple[str, dict[str, Any], list[str]]:
    """Path, operation, and what it takes."""
    variables = draw(st.lists(st.sampled_from(INPUT_NAMES[:3]), max_size=2, unique=True))
    others = draw(st.lists(st.sampled_from(INPUT_NAMES[3:]), max_size=2, unique=True))
    method = draw(st.sampled_from(parts.METHODS))
    parameters: list[dict[str, Any]] = [{"name": name, "in": "path"} for name in variables]
    path = draw(parts.paths(variables, double=True))
    fields: list[str] = []
    for name in others:
        place = draw(st.sampled_from(["query", "header", "body", "section"]))
        if place == "section":
            path = path.rstrip("/") + f"{{{{#{name}}}}}/of/{{{{{name}}}}}/x{{{{/{name}}}}}"
            parameters.append({"name": name, "in": "path"})
        elif place == "body" and method in ("POST", "PUT", "PATCH"):
            fields.append(name)
        else:
            texts = st.sampled_from([each.replace("NAME", name) for each in SECTIONS])
            value = draw(
                st.sampled_from([None, None, "fixed", "x {{" + name + "}}"])
                | texts
                | st.just("{{" + PART + ".a}}")
                | st.just("{{" + name + ".length}}")
            )
            where = "query" if place in ("body", "section") else place
            key = (
                draw(st.sampled_from(["value", "value", "const"])) if value == "fixed" else "value"
            )
            parameters.append(without_none({"name": name, "in": where, key: value}))
    listed = draw(st.lists(st.sampled_from(LISTED), max_size=2, unique=True))
    parameters += [{"name": name, "in": "query", **draw(STYLES)} for name in listed]
    inner = without_none(
        {
            "name": f"op{index}",
            "method": method,
            "inputParameters": parameters,
            "body": draw(body(fields)) if fields else None,
            "outputRawFormat": draw(st.sampled_from(["json", None, "binary"])),
            "outputMediaType": draw(st.sampled_from([None, None, "image/gif"])),
            "maxBinarySize": draw(SIZES),
        }
    )
    return path, inner, [*variables, *others, *listed]


@st.composite
def body(draw: st.DrawFn, fields: list[str]) -> dict[str, Any] | str:
    """Data with a leaf for each field, or a text for the first one."""
    if draw(st.integers(0, 2)) == 0:
        made = json.dumps(draw(st.sampled_from(WRITTEN))).replace("NAME", fields[0])
        text: dict[str, Any] | str = json.loads(made)
        return text
    leaves = ("{{NAME}}", "{{NAME}}", *SECTIONS, "{{" + PART + ".b.c}}", "{{NAME.length}}")
    data = {name: draw(st.sampled_from(leaves)).replace("NAME", name) for name in fields}
    return {"type": "json", "data": data}


@st.composite
def exposed_resource(
    draw: st.DrawFn, index: int, inner: dict[str, Any], inputs: list[str], maps: bool
) -> dict[str, Any]:
    in_path = [name for name in inputs if name not in LISTED and draw(st.booleans())]
    declared = [
        {
            "name": name,
            "in": "path" if name in in_path else "query",
            "type": "array" if name in LISTED else "string",
            "description": "One.",
        }
        for name in inputs
    ]
    if inner["method"] != "GET" and draw(st.booleans()):
        declared.append({"name": PART, "in": "body", "type": "object", "description": "One."})
    unit = without_none(
        {
            "name": f"unit{index}",
            "method": "GET" if inner["method"] == "GET" else "POST",
            **draw(calling(inner["name"], "made", inputs, maps)),
            **draw(BINARY_ANSWERS if inner.get("outputRawFormat") == "binary" else st.just({})),
            "inputParameters": _named(declared, maps),
            "outputParameters": draw(parts.mapped),
        }
    )
    path = f"/e{index}" + "".join("/{{" + name + "}}" for name in in_path)
    return {
        "name": f"e-{index}",
        "description": "One.",
        "path": path,
        "operations": _named([unit], maps),
    }


@st.composite
def tool(
    draw: st.DrawFn, index: int, inner: dict[str, Any], inputs: list[str], maps: bool
) -> dict[str, Any]:
    declared = [
        without_none(
            {
                "name": name,
                "type": draw(st.sampled_from(TOOL_TYPES[name in LISTED])),
                "description": "One.",
                "required": draw(st.sampled_from([True, False, None])),
            }
        )
        for name in inputs
    ]
    part = {"name": PART, "type": "object", "description": "One.", "required": False}
    declared += [part] if draw(st.booleans()) else []
    return without_none(
        {
            "name": f"tool-{index}",
            "description": "A tool.",
            **draw(calling(inner["name"], "tools-of", inputs, maps)),
            "inputParameters": _named(declared, maps),
            "outputParameters": draw(parts.mapped),
        }
    )


@st.composite
def calling(
    draw: st.DrawFn, name: str, namespace: str, inputs: list[str], maps: bool
) -> dict[str, Any]:
    """`call` and `with`, some of the latter inside the former."""
    given = draw(arguments(namespace, inputs))
    if not maps or given is None or draw(st.integers(0, 3)):
        return {"call": f"api.{name}", "with": given}
    return {"call": {"operation": f"api.{name}", "with": given}}


@st.composite
def arguments(draw: st.DrawFn, namespace: str, inputs: list[str]) -> dict[str, Any] | None:
    if not inputs or draw(st.booleans()):
        return None
    chosen = draw(st.lists(st.sampled_from(inputs), unique=True, min_size=1))
    styles = (f"{namespace}." + "{}", "{{{{{}}}}}", "a {{{{{}}}}}", "fixed")
    return {name: draw(st.sampled_from(styles)).format(name) for name in chosen}
