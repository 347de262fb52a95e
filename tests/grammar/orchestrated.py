"""Flows of steps, lookups, scripts, mappings and fixed values, over an API with documents of many shapes."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st

DOCUMENTS: Final[tuple[Any, ...]] = (
    {"id": 7, "name": "Ann & co", "tags": ["a", "b"], "in": {"side": {"deep": 1.5}, "no": None}},
    {"id": "x/1", "ok": True, "of": 3, "who": ["1", 2, "none"], "in": {"side": "left"}},
    [{"id": 1, "name": "one"}, {"id": "2", "name": "two", "in": {"side": 0}}, {"name": "three"}],
    [{"id": 2, "name": "first"}, {"id": 2, "name": "second"}, 5, {"id": True, "of": "yes"}],
    {"id": 3, "of": "7", "name": None},
)
FIELDS: Final = ("id", "name", "of", "ok", "who", "tags", "in.side", "in.side.deep", "none")
INPUTS: Final = ("size", "kind")
TARGETS: Final = ("a", "b.c", "b.d", "e.f.g", "h")


@st.composite
def files(draw: st.DrawFn) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A capability with an aggregate of flows, and inputs to run each with."""
    flows = {f"flow-{number}": draw(flow()) for number in range(draw(st.integers(2, 4)))}
    given = [
        draw(st.fixed_dictionaries({}, optional={name: st.sampled_from(_GIVEN) for name in INPUTS}))
        for _ in flows
    ]
    aggregate = {"namespace": "made", "display": "Made.", "flows": flows}
    return file(draw(api()), {"aggregates": [aggregate]}), given


SECTIONS: Final = (
    "{{#size}}n={{size}}{{/size}}{{^size}}none{{/size}}",
    "{{#kind}}{{kind}}&{{size}}{{/kind}}",
    "{{! nobody reads this }}{{^kind}}{{#size}}only {{.}}{{/size}}{{/kind}}",
    "a{{#kind}} b{{/kind}}",
)
STEP_SECTIONS: Final = (
    "{{#STEP.in}}{{side}}|{{/STEP.in}}",
    "{{#STEP.tags}}<{{.}}>{{/STEP.tags}}{{^STEP.tags}}no tags{{/STEP.tags}}",
    "{{#STEP.who}}{{.}},{{/STEP.who}}",
    "{{#STEP}}{{name}}/{{kind}}{{/STEP}}",
    "{{#STEP.in.side}}{{deep}} {{.}}{{/STEP.in.side}}",
    "{{#STEP.ok}}ok {{#kind}}{{kind}}{{/kind}}{{/STEP.ok}}{{^STEP.ok}}{{STEP.id}}{{/STEP.ok}}",
    "{{#STEP.in}}{{#side}}{{.}}{{/side}}{{^side}}no side{{/side}}{{/STEP.in}}",
)
"""Sections over what a step gave; in an object a name is its key, else what it means outside."""

_GIVEN: Final = ("1", "2", "a b&c", "{{size}}", "é/1", "🚀 up")


@st.composite
def api(draw: st.DrawFn) -> dict[str, Any]:
    """An API with all documents, some of which give their steps what outputs say."""
    shaped = draw(st.sets(st.integers(0, len(DOCUMENTS) - 1), max_size=2))
    outputs = {
        "id": {"type": "string", "value": "$.id"},
        "of": {"type": "string", "value": "$.in.side"},
    }
    resources = {
        f"doc-{number}": {
            "path": f"/docs/{number}",
            "operations": {
                f"get-{number}": {
                    "method": "GET",
                    "inputParameters": {"a": {"in": "query"}, "kind": {"in": "query"}},
                    **({"outputParameters": outputs} if number in shaped else {}),
                }
            },
        }
        for number in range(len(DOCUMENTS))
    }
    return {
        "type": "http",
        "namespace": "docs",
        "description": "Documents.",
        "baseUri": "https://docs.test",
        "resources": resources,
    }


def file(consumed: dict[str, Any], rest: dict[str, Any]) -> dict[str, Any]:
    """A capability with the API and what is made of it."""
    return {
        "ikanos": "1.0.0-beta5",
        "info": {"display": "Made", "description": "Made."},
        "capability": {"consumes": [consumed], **rest},
    }


@st.composite
def flow(draw: st.DrawFn) -> dict[str, Any]:
    """A flow of an aggregate."""
    inputs = {name: {"type": "string", "required": False, "description": "One."} for name in INPUTS}
    return {"description": "A flow.", "inputParameters": inputs, **draw(work("made"))}


@st.composite
def work(draw: st.DrawFn, namespace: str) -> dict[str, Any]:
    """Steps with mappings, or fixed values; references are to inputs of the namespace."""
    if draw(st.integers(0, 4)) == 0:
        return {"outputParameters": draw(mock)}
    steps: dict[str, Any] = {}
    calls: list[str] = []
    for number in range(draw(st.integers(1, 5))):
        name = f"s{number}"
        kind = draw(st.integers(0, 5))
        if calls and kind < 2:
            steps[name] = draw(lookup(calls, list(steps)))
        elif kind == 2:
            steps[name] = draw(script(calls))
        else:
            steps[name] = draw(call(calls, namespace))
            calls.append(name)
    mappings = draw(st.lists(st.sampled_from(TARGETS), unique=True, max_size=4))
    return {
        "steps": steps,
        "mappings": [{"target": each, "value": draw(paths(list(steps)))} for each in mappings],
    }


@st.composite
def paths(draw: st.DrawFn, steps: list[str]) -> str:
    """`$.step` or `$.step.key.key`."""
    step = draw(st.sampled_from(steps))
    found = draw(st.sampled_from(("", *FIELDS, "keys", "size")))
    return f"$.{step}.{found}" if found else f"$.{step}"


@st.composite
def call(draw: st.DrawFn, calls: list[str], namespace: str) -> dict[str, Any]:
    """A call whose parameter gets a constant, an input, a part of an earlier step, or nothing."""
    number = draw(st.integers(0, len(DOCUMENTS) - 1))
    values = ["plain", 5, f"{namespace}.size", "{{size}}", "x-{{kind}}-{{size}}"]
    # What is an object has no form of its own in a query.
    single = [each for each in FIELDS if each not in ("in.side",)]
    values += [f"{{{{{step}.{each}}}}}" for step in calls for each in single]
    values += [f"of {{{{{step}.id}}}}" for step in calls]
    values += ["{{kind.length}}", "of {{size.length}}"]
    values += [f"{{{{{step}.name.length}}}}" for step in calls]
    values += SECTIONS
    values += [each.replace("STEP", step) for step in calls for each in STEP_SECTIONS]
    made: dict[str, Any] = {"type": "call", "call": f"docs.get-{number}"}
    if draw(st.booleans()):
        made["with"] = {"a": draw(st.sampled_from(values))}
    return made


@st.composite
def script(draw: st.DrawFn, calls: list[str]) -> dict[str, Any]:
    """A script that tells its context: the test fills its hook."""
    values: list[Any] = ["plain", 5, "{{size}}", "x-{{kind}}", *SECTIONS]
    values += [f"{{{{{step}.name}}}}" for step in calls]
    values += [each.replace("STEP", step) for step in calls for each in STEP_SECTIONS]
    names = st.sampled_from(("size", "more", "s0"))
    given = draw(st.dictionaries(names, st.sampled_from(values), max_size=2))
    return {
        "type": "script",
        "file": "tell.py",
        "language": "python",
        **({"with": given} if given else {}),
    }


@st.composite
def lookup(draw: st.DrawFn, calls: list[str], steps: list[str]) -> dict[str, Any]:
    """A lookup in what a call gave."""
    sought = draw(st.one_of(paths(steps), st.sampled_from(("2", "{{size}}", "one"))))
    return {
        "type": "lookup",
        "index": draw(st.sampled_from(calls)),
        "match": draw(st.sampled_from(("id", "name", "of"))),
        "lookupValue": sought,
        "outputParameters": draw(
            st.lists(st.sampled_from(("id", "name", "of")), min_size=1, unique=True)
        ),
    }


mock: Final = st.fixed_dictionaries(
    {
        "text": st.sampled_from(
            ({"type": "string", "value": "of {{size}}"}, {"type": "string", "value": "x"})
        )
    },
    optional={
        "inner": st.just(
            {"type": "object", "properties": {"kind": {"type": "string", "value": "{{kind}}"}}}
        ),
        "section": st.sampled_from(SECTIONS).map(lambda text: {"type": "string", "value": text}),
        "list": st.just({"type": "array", "items": {"type": "string", "value": "{{size}}!"}}),
        "number": st.just({"type": "number", "value": "3"}),
    },
)
