"""Capabilities with a catalogue of skills and a control port, both of many shapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from hypothesis import strategies as st

from . import parts


@dataclass(frozen=True)
class Case:
    spec: dict[str, Any]
    files: dict[str, bytes]
    asked: tuple[str, ...]
    """Paths below the catalogue."""
    calls: tuple[tuple[str, int], ...]
    """`rest`, `mcp` or `flow`, each with the status that the API answers."""
    changes: tuple[dict[str, Any], ...]
    """Of `/scripting`."""


NAMES: Final = ("soup", "bread-2", "Tea")
FILES: Final = (
    "SKILL-notes.md",
    "sub/x.json",
    "a.txt",
    "deep/er/run.bin",
    "pic.png",
    "n",
    "v.yaml",
)
ODD: Final = ("%2e%2e/capability.yaml", "a%20b", "none.md", "sub", "../soup/a.txt", "sub//x.json")
_texts: Final = st.sampled_from(["Made.", 'of "soup"', "é & co", "{{x}}"])


@st.composite
def cases(draw: st.DrawFn) -> Case:
    files: dict[str, bytes] = {}
    skills = {
        name: draw(_skill(name, files))
        for name in draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1, max_size=3))
    }
    spec = _spec(skills, draw(_control()))
    draw(_told(spec["capability"]))
    paths = ["", *(f"/{name}" for name in (*skills, "none"))]
    paths += [f"/{name}/{each}" for name in skills for each in ("contents", "download")]
    inside = st.sampled_from([*FILES, *ODD])
    for name in skills:
        paths += [
            f"/{name}/contents/{each}" for each in draw(st.lists(inside, min_size=4, max_size=8))
        ]
    calls = st.tuples(
        st.sampled_from(["rest", "mcp", "flow"]), st.sampled_from([200, 200, 404, 500, 503])
    )
    return Case(
        spec,
        files,
        tuple(f"/skills{each}" for each in paths),
        tuple(draw(st.lists(calls, min_size=6, max_size=15))),
        tuple(draw(st.lists(_changes, min_size=8, max_size=12))),
    )


@st.composite
def _told(draw: st.DrawFn, capability: dict[str, Any]) -> None:
    """Puts hints, semantics, titles, and how long lists may be kept into a capability."""
    _, mcp, *_ = capability["exposes"]
    (aggregate,) = capability["aggregates"]
    switches = st.dictionaries(
        st.sampled_from(["readOnly", "destructive", "idempotent", "openWorld"]), st.booleans()
    )
    said = st.sampled_from([True, True, False, None])
    semantics = {each: draw(said) for each in ("safe", "idempotent", "cacheable")}
    aggregate["flows"]["flow"]["semantics"] = parts.without_none(semantics)
    for tool in mcp["tools"].values():
        told = {
            "hints": draw(st.none() | st.none() | switches),
            "display": draw(st.none() | _texts),
        }
        tool.update(parts.without_none(told))
    lasting = {
        "ttlMs": draw(st.sampled_from([None, 0, 5000])),
        "cacheScope": draw(st.sampled_from([None, "public", "private"])),
    }
    mcp.update(parts.without_none(lasting))


@st.composite
def _skill(draw: st.DrawFn, name: str, files: dict[str, bytes]) -> dict[str, Any]:
    optional = {
        "license": st.sampled_from(["MIT", "Apache-2.0"]),
        "compatibility": _texts,
        "argument-hint": _texts,
        "allowed-tools": st.just("boil, stir"),
        "user-invocable": st.booleans(),
        "disable-model-invocation": st.booleans(),
        "metadata": st.just({"author": "cook", "level": "2"}),
    }
    made: dict[str, Any] = draw(st.fixed_dictionaries({"description": _texts}, optional=optional))
    tools: dict[str, Any] = {}
    if draw(st.booleans()):
        made["location"] = f"file:///./kitchen/{name}"
        for each in draw(st.lists(st.sampled_from(FILES), unique=True, min_size=1)):
            files[f"kitchen/{name}/{each}"] = draw(
                st.sampled_from([b"", b"{}\n", b"\x00\xff", b"# x\n"])
            )
        files[f"kitchen/{name}/stir.md"] = b"# Stir\n"
        if draw(st.booleans()):
            tools["stir"] = {"description": draw(_texts), "instruction": "stir.md"}
    for source, action in (("tk", "echo"), ("desk", "get-echo")):
        if draw(st.booleans()):
            where = {"sourceNamespace": source, "action": action}
            tools[f"of-{source}"] = {"description": draw(_texts), "from": where}
    return made | ({"tools": tools} if tools else {})


_languages = st.sampled_from([["python"], ["groovy", "javascript"], []])
_changes = st.fixed_dictionaries(
    {},
    optional={
        "enabled": st.sampled_from([True, False, True, "no"]),
        "timeout": st.sampled_from([1, 5000, 0, 2.5]),
        "statementLimit": st.sampled_from([10, 500_000, -1]),
        "allowedLanguages": st.sampled_from([["python"], [], ["groovy"], ["cobol"]]),
    },
)


@st.composite
def _control(draw: st.DrawFn) -> dict[str, Any]:
    scripting = st.fixed_dictionaries(
        {},
        optional={
            "enabled": st.booleans(),
            "timeout": st.sampled_from([5000, 250]),
            "statementLimit": st.sampled_from([1000, 9]),
            "allowedLanguages": _languages,
            "defaultLanguage": st.just("python"),
            "defaultLocation": st.just("file:///./kitchen"),
        },
    )
    often = st.sampled_from([True, True, False])
    local: dict[str, Any] = {"enabled": draw(often)}
    if draw(often):
        local["buffer-size"] = draw(st.sampled_from([10, 11]))
    management = {
        "health": draw(st.sampled_from([True, None, False])),
        "info": draw(st.sampled_from([True, True, None, False])),
        "scripting": draw(st.none() | scripting | scripting | scripting),
    }
    observability = {
        "enabled": draw(st.sampled_from([None, True, None, False])),
        "metrics": {"local": {"enabled": draw(often)}} if draw(often) else None,
        "traces": {"local": local},
    }
    found = {
        "management": parts.without_none(management),
        "observability": parts.without_none(observability) if draw(often) else None,
    }
    return parts.without_none(found)


def _spec(skills: dict[str, Any], control: dict[str, Any]) -> dict[str, Any]:
    number = {"in": "path", "type": "string", "description": "Which."}
    echo = {"method": "GET", "inputParameters": {"status": {"in": "path"}}}
    api = {
        "type": "http",
        "namespace": "api",
        "baseUri": "UPSTREAM/api",
        "resources": {"echo": {"path": "/{{status}}", "operations": {"echo": echo}}},
    }
    inputs = {"status": {"type": "string", "description": "Which."}}
    flow = {
        "description": "One.",
        "inputParameters": inputs,
        "steps": {"one": {"type": "call", "call": "api.echo"}},
        "mappings": [{"target": "is", "value": "$.one.is"}],
    }
    get = {"method": "GET", "call": "api.echo", "inputParameters": {"status": number}}
    tools = {
        "echo": {"description": "One.", "call": "api.echo", "inputParameters": inputs},
        "flow": {"ref": "made.flow"},
    }
    near = {"address": "localhost"}
    exposes = [
        {
            "type": "rest",
            "port": "PORT_rest",
            "namespace": "desk",
            **near,
            "resources": {"echo": {"path": "/echo/{{status}}", "operations": {"get-echo": get}}},
        },
        {"type": "mcp", "port": "PORT_mcp", "namespace": "tk", **near, "tools": tools},
        {"type": "skill", "port": "PORT_skill", "namespace": "cook", **near, "skills": skills},
        {
            "type": "control",
            "port": "PORT_control",
            **near,
            "authentication": {"type": "bearer", "token": "{{CONTROL_WORD}}"},
            **control,
        },
    ]
    aggregate = {"namespace": "made", "display": "Made.", "flows": {"flow": flow}}
    return {
        "ikanos": "1.0.0-beta5",
        "info": {"display": "Made of made", "description": "Made."},
        "binds": [{"namespace": "env", "keys": {"CONTROL_WORD": "CONTROL_WORD"}}],
        "capability": {"consumes": [api], "aggregates": [aggregate], "exposes": exposes},
    }
