"""Capabilities of several files: parts that are imported, binds from files, answers in every format, resources,
prompts, and requests that are handed on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import yaml
from hypothesis import strategies as st

from . import documents
from .documents import Document

ITEMS = ("7", "a b", "é%", "x&y=z")
ROOT = "/api"
PAPERS = {
    "papers/a.md": "# A\n",
    "papers/deep/b.json": '{"b": 1}',
    "papers/deep/c.png": "no picture",
    "papers/note.txt": "Hi {{who}}, {{none}} {{ how }}\n",
}
"""Files beside the capability that resources and a prompt name."""


@dataclass(frozen=True)
class World:
    files: dict[str, str]
    """By path; `capability.yaml` is the one that is generated."""
    secrets: dict[str, str]
    """Files that are there when the package runs."""
    environment: dict[str, str]
    answers: tuple[Document, ...]
    """What the API answers at `/docs/0`, `/docs/1`, …"""
    prompts: tuple[dict[str, str], ...]
    """Arguments that the prompt is asked with."""
    handed_on: tuple[str, ...]
    """Targets below the resource that hands requests on."""


@st.composite
def worlds(draw: st.DrawFn) -> World:
    made = _distinct(draw(st.lists(documents.documents(), min_size=2, max_size=4)))
    imported = draw(st.sampled_from([True, True, False]))
    alias = draw(st.sampled_from(["other", "other", None]))
    namespace = (alias or "docs") if imported else "docs"
    bind, secrets, environment = draw(_bind())
    files: dict[str, str] = dict(each.file for each in made if each.file is not None)
    files |= PAPERS
    api = _api(made)
    aggregate = _aggregate(namespace)
    capability: dict[str, Any] = {"consumes": [api], "aggregates": [aggregate]}
    if imported:
        files["shared/api.yaml"] = _text({"ikanos": "1.0.0-beta5", "consumes": [api]})
        entry = {"from": "./shared/api.yaml", "import": "docs"}
        capability["consumes"] = [entry | ({} if alias is None else {"as": alias})]
    if draw(st.booleans()):
        part = {"ikanos": "1.0.0-beta5", "aggregates": [aggregate]}
        files["shared/flows.yaml"] = _text(part)
        capability["aggregates"] = [{"from": "./shared/flows.yaml", "import": "made"}]
    capability["exposes"] = [
        draw(_rest(len(made), namespace)),
        draw(_mcp(len(made), namespace)),
    ]
    alias = draw(st.sampled_from(["counter", "counter", None, ""]))
    rest = capability["exposes"][0]
    if draw(st.sampled_from([True, True, False])):
        # Under an alias references have the new name.
        operation = rest["resources"]["item"]["operations"]["get"]
        operation["with"] = {"id": f"{alias or 'desk'}.id"}
    if alias != "":
        files["shared/desk.yaml"] = _text({"ikanos": "1.0.0-beta5", "exposes": [rest]})
        entry = {"from": "./shared/desk.yaml", "import": "desk"}
        capability["exposes"][0] = entry if alias is None else {**entry, "as": alias}
    info = {"display": "Made", "description": "Made."}
    root: dict[str, Any] = {"ikanos": "1.0.0-beta5", "info": info, "capability": capability}
    if draw(st.booleans()):
        root["binds"] = [bind]
    else:
        files["shared/env.yaml"] = _text({"ikanos": "1.0.0-beta5", "binds": [bind]})
        capability["binds"] = [{"from": "./shared/env.yaml", "import": "env"}]
    files["capability.yaml"] = _text(root)
    asked = st.fixed_dictionaries(
        {"who": st.sampled_from(ITEMS)}, optional={"how": st.just("{{who}}")}
    )
    targets = st.sampled_from(["a", "a/b", "a%20b/c?x=1&y=%26", "?only=1", "a%2Fb?x"])
    return World(
        files,
        secrets,
        environment,
        made,
        tuple(draw(st.lists(asked, min_size=1, max_size=2))),
        tuple(draw(st.lists(targets, min_size=1, max_size=2, unique=True))),
    )


def _distinct(made: list[Document]) -> tuple[Document, ...]:
    """Schemas in files of their own."""
    found = []
    for number, each in enumerate(made):
        if each.file is None:
            found.append(each)
            continue
        name = each.file[0].replace("made", f"made{number}")
        found.append(Document(each.form, each.content, name, (name, each.file[1])))
    return tuple(found)


def _text(data: Any) -> str:
    class NoAliases(yaml.SafeDumper):
        def ignore_aliases(self, _data: Any) -> bool:
            return True

    return yaml.dump(data, Dumper=NoAliases, allow_unicode=True, sort_keys=False)


@st.composite
def _bind(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, str], dict[str, str]]:
    """A bind of the token, where it comes from, and what the environment has."""
    keys = {"namespace": "env", "keys": {"TOKEN": "made-token"}}
    token = draw(st.sampled_from(["s3cret", "0123", "a+b/c="]))
    match draw(st.sampled_from(["environment", "yaml", "json", "both"])):
        case "environment":
            return {**keys, "keys": {"TOKEN": "MADE_TOKEN"}}, {}, {"MADE_TOKEN": token}
        case "yaml":
            file = {"keys/made.yml": f"made-token: '{token}'\nother: 1\n"}
            return {**keys, "location": "file:///./keys/made.yml"}, file, {}
        case "json":
            file = {"made.json": json.dumps({"made-token": token})}
            return {**keys, "location": "file://./made.json"}, file, {}
        case _:
            file = {"made.json": json.dumps({"made-token": "from the file"})}
            return {**keys, "location": "file://./made.json"}, file, {"MADE_TOKEN": token}


def _api(made: tuple[Document, ...]) -> dict[str, Any]:
    resources: dict[str, Any] = {
        "item": {
            "path": "/item/{{id}}",
            "operations": {
                "get-item": {"method": "GET", "inputParameters": {"id": {"in": "path"}}}
            },
        }
    }
    for number, each in enumerate(made):
        operation: dict[str, Any] = {"method": "GET", "outputRawFormat": each.form}
        if each.schema is not None:
            operation["outputSchema"] = each.schema
        resources[f"doc-{number}"] = {
            "path": f"/docs/{number}",
            "operations": {f"get-{number}": operation},
        }
    return {
        "type": "http",
        "namespace": "docs",
        "baseUri": f"https://docs.test{ROOT}",
        "authentication": {"type": "bearer", "token": "{{TOKEN}}"},
        "resources": resources,
    }


def _aggregate(namespace: str) -> dict[str, Any]:
    flow = {
        "description": "One item.",
        "semantics": {"safe": True},
        "inputParameters": {"id": {"type": "string", "description": "Its id."}},
        "call": f"{namespace}.get-item",
        "with": {"id": "made.id"},
        "outputParameters": [
            {"type": "object", "properties": {"is": {"type": "string", "mapping": "$.id"}}}
        ],
    }
    return {"namespace": "made", "display": "Made.", "flows": {"item": flow}}


outputs = st.sampled_from(
    [
        [{"type": "object", "mapping": "$."}],
        [{"type": "array", "mapping": "$."}],
        [{"type": "array", "mapping": "$[*].a"}, {"type": "string", "mapping": "$"}],
        [
            {
                "type": "object",
                "properties": {
                    "cell": {"type": "string", "mapping": "$.tables[0][0].a"},
                    "heads": {"type": "array", "mapping": "$.sections[*].heading"},
                    "first": {"type": "string", "mapping": "$.f1", "maxLength": 3},
                    "b": {
                        "type": "array",
                        "mapping": "$.b",
                        "items": {"type": "object", "properties": {"n": {"type": "string", "mapping": "$.a"}}},
                    },
                },
            }
        ],
    ]
)  # fmt: skip


@st.composite
def _rest(draw: st.DrawFn, count: int, namespace: str) -> dict[str, Any]:
    inner = {"id": {"in": "path", "type": "string", "description": "Its id."}}
    resources: dict[str, Any] = {
        f"e{number}": {
            "path": f"/e/{number}",
            "operations": {
                "get": {
                    "method": "GET",
                    "call": f"{namespace}.get-{number}",
                    "outputParameters": draw(outputs),
                }
            },
        }
        for number in range(count)
    }
    resources["item"] = {
        "path": "/item/{{id}}",
        "operations": {"get": {"method": "GET", "inputParameters": inner, "ref": "made.item"}},
    }
    trusted = draw(st.sampled_from([[], ["X-Keep"], ["x-keep", "Accept"]]))
    resources["pass"] = {
        "path": "/pass/{{path}}",
        "forward": {"targetNamespace": namespace, "trustedHeaders": trusted},
    }
    return {
        "type": "rest",
        "address": "localhost",
        "port": 8080,
        "namespace": "desk",
        "resources": resources,
    }


TYPED = st.sampled_from(({}, {"mimeType": "text/x-made"}, {"mimeType": "application/made+json"}))


@st.composite
def _mcp(draw: st.DrawFn, count: int, namespace: str) -> dict[str, Any]:
    resources: dict[str, Any] = {
        f"r{number}": {
            "description": "One.",
            "uri": f"made://docs/{number}",
            "call": f"{namespace}.get-{number}",
            "outputParameters": draw(outputs),
            **draw(TYPED),
        }
        for number in range(count)
    }
    by_name = {"type": "object", "mapping": "$.by"}
    item = {"description": "One.", "call": f"{namespace}.get-item"}
    inner = draw(st.sampled_from(({}, {"mapping": "$.n"}, {"mapping": "$"})))
    resources |= {
        "item": {**item, "uri": "made://item/{id}", **draw(TYPED)},
        "given": {**item, "uri": "made://given/{number}", "with": {"id": "tk.number"}},
        "flow": {"description": "One.", "uri": "made://flow/{id}", "ref": "made.item"},
        "by": {
            **item,
            "uri": "made://by/{id}",
            "outputParameters": [{**by_name, "values": {"type": "string", **inner}}],
        },
        "papers": {
            "description": "Papers.",
            "display": "All papers",
            "uri": "made://papers",
            "location": "file:///./papers",
            **draw(TYPED),
        },
    }
    words = st.sampled_from(["Hi {{who}}", "{{ who }} {{how}}", "{{how}}{{who}} {{none}}", "plain"])
    roles = st.sampled_from(["user", "assistant"])
    template = st.lists(
        st.fixed_dictionaries({"role": roles, "content": words}), min_size=1, max_size=2
    )
    arguments = {
        "who": {"description": "Who."},
        "how": {"description": "How.", "required": False},
    }
    return {
        "type": "mcp",
        "address": "localhost",
        "port": 9090,
        "namespace": "tk",
        "description": "Made.",
        "tools": {"item": {"ref": "made.item"}},
        "resources": resources,
        "prompts": {
            "p": {"description": "One.", "arguments": arguments, "template": draw(template)},
            "note": {
                "description": "One.",
                "arguments": arguments,
                "location": "file:///./papers/note.txt",
            },
        },
    }
