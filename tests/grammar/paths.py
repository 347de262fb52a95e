"""Made documents, and paths of mappings into them: filters, slices, unions, descendants and functions."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st

KEYS: Final = ("id", "list", "tags", "in", "dash-key", "a b", "n")
SCALARS: Final = st.sampled_from([0, 1, 2, 2.5, -3, "1", "x", "", "two words", True, False, None])
NUMBERS: Final = st.sampled_from([1, 2, 2.5, -3])


def documents() -> st.SearchStrategy[Any]:
    """Objects with lists of objects, so that most paths find something."""
    more = {"tags": st.lists(SCALARS, max_size=3), "a b": SCALARS, "in": SCALARS, "list": SCALARS}
    row = st.fixed_dictionaries({"id": SCALARS}, optional={"n": SCALARS, **more})
    rows = st.lists(row, min_size=2, max_size=4)
    inner = st.fixed_dictionaries(
        {"id": SCALARS, "list": rows, "tags": st.lists(NUMBERS, max_size=4)},
        optional={"n": SCALARS, "in": row, "dash-key": SCALARS},
    )
    return st.fixed_dictionaries(
        {
            "list": rows,
            "tags": st.lists(NUMBERS, max_size=4) | st.lists(SCALARS, max_size=4),
            "in": inner,
        },
        optional={"id": SCALARS, "n": SCALARS, "dash-key": SCALARS, "a b": inner},
    )


_FITTING: Final[dict[str, dict[str, str]]] = {
    "object": {
        ".id": "scalar",
        ".n": "scalar",
        "['dash-key']": "scalar",
        ".in": "object",
        ".in.in": "object",
        ".tags": "scalars",
        ".list": "rows",
        "['list']": "rows",
        "['id','n']": "object",
        "['list', 'tags']": "rows",
        ".*": "scalar",
        "..id": "scalar",
        "..tags": "scalars",
        "..n": "scalar",
        "..list": "rows",
    },
    "rows": {
        "[0]": "object",
        "[-1]": "object",
        "[7]": "object",
        "[*]": "object",
        ".*": "object",
        "[1:]": "object",
        "[:1]": "object",
        "[-3:]": "object",
        "[:-1]": "object",
        "[1:3]": "object",
        "[0,2]": "object",
        "[0, -1]": "object",
        "FILTER": "object",
    },
    "scalars": {
        "[0]": "scalar",
        "[-2]": "scalar",
        "[*]": "scalar",
        "[-3:]": "scalar",
        "[0, 1]": "scalar",
        "FILTER": "scalar",
    },
    "scalar": {"": "scalar"},
}
"""What fits each kind of node, and what it leads to."""
_FUNCTIONS: Final = {
    "object": ("length()", "keys()"),
    "rows": ("length()", "first()", "last()", "size()"),
    "scalars": ("sum()", "min()", "max()", "avg()", "length()", "last()"),
    "scalar": ("length()", "max()"),
}


@st.composite
def paths(draw: st.DrawFn) -> str:
    """A path of which most steps fit what they stand behind."""
    path, kind = "$", "object"
    for _ in range(draw(st.integers(1, 4))):
        chosen = kind if draw(st.integers(0, 11)) else draw(st.sampled_from(sorted(_FITTING)))
        step = draw(st.sampled_from(sorted(_FITTING[chosen])))
        kind = _FITTING[chosen][step]
        path += f"[?({draw(conditions(0))})]" if step == "FILTER" else step
    if draw(st.integers(0, 3)) == 0:
        path += "." + draw(st.sampled_from(_FUNCTIONS[kind]))
    odd = draw(st.sampled_from([*[""] * 12, ".", "[::2]", "[?@.id]"]))
    is_bare = path[:2] == "$." and path[2:3].isalpha()
    return path[2:] + odd if is_bare and draw(st.integers(0, 9)) == 0 else path + odd


_sides = st.sampled_from(["@.id", "@.n", "@", "@.in.n", "@['id']", "@.tags"])
_literals = st.sampled_from(["1", "2.5", "'1'", "'x'", "true", "null", "-3", "$.id", "$.list[0].n"])
_listed = st.sampled_from(
    [
        "{} in [1, 'x', null]",
        "{} nin [1, 'x']",
        "{} size 2",
        "{} empty true",
        "{} empty false",
        "{} contains 1",
        "{} contains 'x'",
        "{} =~ /[a-z ]+/",
        "{} =~ /X/i",
    ]
)


@st.composite
def conditions(draw: st.DrawFn, depth: int) -> str:
    """What stands between `[?(` and `)]`."""
    side = draw(_sides)
    match draw(st.integers(0, 5 if depth else 7)):
        case 0:
            return side if side != "@" else "@.id"
        case 1:
            return f"!{side if side != '@' else '@.n'}"
        case 2 | 3:
            sign = draw(st.sampled_from(["==", "!=", "<", "<=", ">", ">="]))
            return f"{side} {sign} {draw(_literals)}"
        case 4 | 5:
            return draw(_listed).format(side)
        case 6:
            word = draw(st.sampled_from(["&&", "||"]))
            return f"{draw(conditions(depth + 1))} {word} {draw(conditions(depth + 1))}"
        case _:
            return f"!({draw(conditions(depth + 1))})"


def outputs() -> st.SearchStrategy[dict[str, Any]]:
    """An entry of `outputParameters` whose mapping is such a path."""
    kinds = st.sampled_from(["string", "number", "boolean"])
    plain = st.fixed_dictionaries({"type": kinds, "mapping": paths()})
    listed = st.fixed_dictionaries(
        {"type": st.just("array"), "mapping": paths()},
        optional={"items": st.fixed_dictionaries({"type": kinds, "mapping": paths()})},
    )
    fields = st.fixed_dictionaries(
        {
            "type": st.just("object"),
            "properties": st.dictionaries(st.sampled_from("abc"), plain, min_size=1),
        }
    )
    return st.one_of(plain, plain, listed, fields)


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict[str, Any], list[Any]]:
    """A capability whose routes and tools map by made paths, and what its API answers."""
    entries = draw(st.lists(outputs(), min_size=24, max_size=32))
    number = {"in": "path", "type": "string", "description": "Which."}
    resources, tools = {}, {}
    for at, entry in enumerate(entries):
        unit = {
            "call": "docs.get-doc",
            "with": {"number": "{{number}}"},
            "outputParameters": [entry],
        }
        operation = {"method": "GET", "inputParameters": {"number": number}, **unit}
        resources[f"p{at}"] = {"path": f"/p{at}/{{{{number}}}}", "operations": {"get": operation}}
        asked = {"number": {"type": "string", "description": "Which."}}
        tools[f"t{at}"] = {"description": "One.", "inputParameters": asked, **unit}
    get = {"method": "GET", "inputParameters": {"number": {"in": "path"}}}
    api = {
        "type": "http",
        "namespace": "docs",
        "baseUri": "UPSTREAM/docs",
        "resources": {"docs": {"path": "/{{number}}", "operations": {"get-doc": get}}},
    }
    rest = {"type": "rest", "namespace": "desk", "port": "PORT_rest", "resources": resources}
    mcp = {
        "type": "mcp",
        "namespace": "tk",
        "port": "PORT_mcp",
        "description": "T.",
        "tools": tools,
    }
    spec = {
        "ikanos": "1.0.0-beta5",
        "info": {"display": "Made", "description": "Made."},
        "capability": {"consumes": [api], "exposes": [rest, mcp]},
    }
    return spec, draw(st.lists(documents(), min_size=2, max_size=3))
