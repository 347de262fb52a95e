"""Steps and fixed values that stand on routes, tools and resources themselves, with scripts that are copied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from hypothesis import strategies as st

from . import orchestrated
from .orchestrated import INPUTS

SCRIPTS: Final = {
    "steps/tell.py": 'result = {"keys": sorted(context), "size": context.get("size")}\n',
    "other/tell.py": "result = len(context)\n",
}
"""`tests.oracle.programs.SCRIPTS` as files."""
GIVEN: Final = ("1", "2", "a b&c", "{{size}}", "é/1")
DESK: Final = "desk"
KEEPER: Final = "keeper"


@dataclass(frozen=True)
class Stepped:
    spec: dict[str, Any]
    inputs: tuple[dict[str, str], ...]
    """What each unit is asked with; of a resource all of them are given, as its URI has them."""


@st.composite
def files(draw: st.DrawFn) -> Stepped:
    """A capability with a route, a tool and a resource for each of a few pieces of work."""
    count = draw(st.integers(2, 3))
    given = st.fixed_dictionaries({}, optional={name: st.sampled_from(GIVEN) for name in INPUTS})
    routes = {f"u{at}": _route(at, draw(_work(DESK))) for at in range(count)}
    tools = {f"u{at}": _tool(draw(_work(KEEPER))) for at in range(count)}
    resources = {f"u{at}": _resource(at, draw(_work(KEEPER))) for at in range(count)}
    rest = {"type": "rest", "address": "localhost", "port": 8080, "namespace": DESK}
    mcp = {"type": "mcp", "address": "localhost", "port": 9090, "namespace": KEEPER}
    switch = {"enabled": True, "timeout": 5000, "statementLimit": 100000}
    exposes = [
        {**rest, "resources": routes},
        {**mcp, "description": "Made.", "tools": tools, "resources": resources},
        {"type": "control", "port": 9999, "management": {"scripting": switch}},
    ]
    made = orchestrated.file(draw(orchestrated.api()), {"exposes": exposes})
    return Stepped(made, tuple(draw(given) for _ in range(count)))


@st.composite
def _work(draw: st.DrawFn, namespace: str) -> dict[str, Any]:
    made: dict[str, Any] = draw(orchestrated.work(namespace))
    for step in made.get("steps", {}).values():
        if step["type"] == "script":
            step["location"] = draw(st.sampled_from(("file:///./steps", "file:///./other")))
    return made


def _route(at: int, work: dict[str, Any]) -> dict[str, Any]:
    inputs = {
        name: {"in": "query", "type": "string", "required": False, "description": "One."}
        for name in INPUTS
    }
    operation = {"method": "GET", "description": "One.", "inputParameters": inputs, **work}
    return {"path": f"/u/{at}", "operations": {f"get-{at}": operation}}


def _tool(work: dict[str, Any]) -> dict[str, Any]:
    inputs = {name: {"type": "string", "required": False, "description": "One."} for name in INPUTS}
    return {"description": "One.", "inputParameters": inputs, **work}


def _resource(at: int, work: dict[str, Any]) -> dict[str, Any]:
    variables = "/".join(f"{{{name}}}" for name in INPUTS)
    return {"description": "One.", "uri": f"made://u/{at}/{variables}", **work}
