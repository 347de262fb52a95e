"""Every rule, by the smallest change of a contract that it is about."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any, Final

import pytest

from generator.contract.annotations import takes
from generator.contract.comparison import compare, worst
from generator.contract.document import Contract
from generator.contract.parsing import from_bytes
from generator.contract.registry import CHANGE_RULES
from generator.contract.rule import Verdict

Edit = Callable[[dict[str, Any]], object]

BASE: Final[dict[str, Any]] = {
    "format": 1,
    "client": {
        "pond": {
            "classes": ["PondClient", "AsyncPondClient"],
            "base_uri": "https://pond.example.com",
            "authentication": "bearer",
            "credentials": ["token"],
            "methods": {
                "get": {
                    "request": "GET /ducks/{id}",
                    "positional": [
                        {"name": "id", "type": "str", "required": True},
                        {"name": "of", "type": "str | None", "required": True},
                    ],
                    "keywords": [{"name": "size", "type": "int", "required": False}],
                    "returns": "GetResult | None",
                },
                "untold": {"request": "GET /", "positional": [], "keywords": [], "returns": "Json"},
            },
        }
    },
    "types": {
        "GetResult": {"keys": {"name": "str | None", "extra": "Json"}},
        "Names": {"stands_for": "list[str]"},
        "AddBody": {
            "keys": {"name": "str", "kind": 'Literal["a", "b"]', "age": "int | str"},
            "required": ["name"],
        },
    },
    "rest": {
        "pond-rest": {
            "authentication": "none",
            "routes": {
                "POST /ducks": {
                    "operation": "add",
                    "parameters": {
                        "query size": {"required": False, "schema": {"type": "integer"}},
                        "query kind": {
                            "required": True,
                            "schema": {"type": "string", "enum": ["a", "b"], "default": "a"},
                        },
                    },
                    "body": {
                        "required": False,
                        "media_type": "application/json",
                        "schema": {
                            "type": "object",
                            "properties": {
                                "name": {"type": "string", "pattern": "^a"},
                                "age": {"type": "number"},
                            },
                            "required": ["name"],
                        },
                    },
                    "answer": {
                        "type": "object",
                        "properties": {
                            "name": {"type": ["string", "null"]},
                            "state": {"type": "string", "enum": ["in", "out"]},
                        },
                        "required": ["name"],
                    },
                },
                "GET /ducks": {
                    "operation": "list",
                    "parameters": {},
                    "sends": ["GET pond /ducks"],
                },
                "GET /ducks/{id}/eggs/{egg}": {
                    "operation": "egg",
                    "parameters": {
                        "path egg": {"required": True, "schema": {"type": "string"}},
                        "path id": {"required": True, "schema": {"type": "integer"}},
                    },
                },
                "GET /map": {"operation": "map", "parameters": {}, "media_type": "image/png"},
            },
        }
    },
    "mcp": {
        "pond-mcp": {
            "authentication": "none",
            "instructions": "About ducks.",
            "tools": {
                "get": {
                    "title": "Get",
                    "sends": ["GET pond /ducks/{id}"],
                    "description": "Gives one duck.",
                    "hints": {
                        "destructiveHint": False,
                        "idempotentHint": True,
                        "openWorldHint": True,
                        "readOnlyHint": True,
                    },
                    "input_schema": {
                        "type": "object",
                        "properties": {
                            "id": {"type": "string", "description": "Its number"},
                            "size": {"type": "integer"},
                        },
                        "required": ["id"],
                        "additionalProperties": False,
                    },
                    "output_schema": {
                        "type": "object",
                        "properties": {"name": {"type": "string", "description": "Its name"}},
                    },
                },
            },
            "resources": {"pond://map": {"name": "map"}},
            "prompts": {
                "tell": {
                    "description": "Tell",
                    "arguments": [
                        {"name": "id", "required": True},
                        {"name": "tone", "required": False},
                    ],
                    "messages": [{"role": "user", "text": "Tell of {{id}}."}],
                }
            },
        }
    },
}


def method(document: dict[str, Any], name: str = "get") -> dict[str, Any]:
    found: dict[str, Any] = document["client"]["pond"]["methods"][name]
    return found


def route(document: dict[str, Any], name: str = "POST /ducks") -> dict[str, Any]:
    found: dict[str, Any] = document["rest"]["pond-rest"]["routes"][name]
    return found


def moved(document: dict[str, Any]) -> dict[str, Any]:
    """The route of an egg, taken out, with other names of its variables."""
    found: dict[str, Any] = document["rest"]["pond-rest"]["routes"].pop(
        "GET /ducks/{id}/eggs/{egg}"
    )
    parameters = found["parameters"]
    names = {"path egg": "path of", "path id": "path number"}
    return {**found, "parameters": {names[key]: each for key, each in parameters.items()}}


def prompt(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["mcp"]["pond-mcp"]["prompts"]["tell"]
    return found


def tool(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["mcp"]["pond-mcp"]["tools"]["get"]
    return found


def schema(document: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = route(document)["parameters"][f"query {name}"]["schema"]
    return found


def fields(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = route(document)["body"]["schema"]
    return found


def answer(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = route(document)["answer"]["properties"]
    return found


def body_type(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["types"]["AddBody"]
    return found


def arguments(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = tool(document)["input_schema"]
    return found


OTHER_TOOL: Final[dict[str, Any]] = {"description": "", "hints": {}, "input_schema": {}}
BODY: Final[dict[str, Any]] = {"media_type": "application/json", "schema": {}}

CASES: Final[dict[str, Edit]] = {
    "CON101": lambda d: d["client"].pop("pond"),
    "CON102": lambda d: d["client"].update(sea=copy.deepcopy(d["client"]["pond"])),
    "CON103": lambda d: d["client"]["pond"].update(classes=["Pond", "AsyncPond"]),
    "CON104": lambda d: d["client"]["pond"]["methods"].pop("untold"),
    "CON105": lambda d: d["client"]["pond"]["methods"].update(more=method(d)),
    "CON106": lambda d: method(d).update(request="GET /birds/{id}"),
    "CON107": lambda d: method(d)["keywords"].clear(),
    "CON108": lambda d: method(d)["keywords"].append(
        {"name": "more", "type": "str", "required": False}
    ),
    "CON109": lambda d: method(d)["keywords"].append(
        {"name": "more", "type": "str", "required": True}
    ),
    "CON110": lambda d: method(d)["keywords"][0].update(required=True),
    "CON111": lambda d: method(d)["positional"][1].update(required=False),
    "CON112": lambda d: method(d)["positional"][1].update(type="str"),
    "CON113": lambda d: method(d)["keywords"][0].update(type="float | str"),
    "CON114": lambda d: method(d)["positional"].reverse(),
    "CON115": lambda d: method(d).update(returns="Json"),
    "CON116": lambda d: method(d, "untold").update(returns="Names"),
    "CON117": lambda d: d["types"]["GetResult"]["keys"].pop("name"),
    "CON118": lambda d: d["types"]["GetResult"]["keys"].update(age="int | None"),
    "CON119": lambda d: d["types"]["GetResult"]["keys"].update(name="int | None"),
    "CON120": lambda d: d["client"]["pond"].update(base_uri="https://sea.example.com"),
    "CON121": lambda d: d["client"]["pond"].update(credentials=["username", "password"]),
    "CON122": lambda d: d["types"].pop("Names"),
    "CON123": lambda d: d["types"].update(More={"keys": {}}),
    "CON124": lambda d: d["types"]["Names"].update(stands_for="list[int]"),
    "CON125": lambda d: d["types"]["GetResult"]["keys"].update(name="str"),
    "CON126": lambda d: d["types"]["GetResult"]["keys"].update(extra="str"),
    "CON127": lambda d: method(d).update(returns="GetResult"),
    "CON128": lambda d: body_type(d)["keys"].pop("age"),
    "CON129": lambda d: body_type(d)["keys"].update(more="str"),
    "CON130": lambda d: (
        body_type(d)["keys"].update(m="str"),
        body_type(d)["required"].append("m"),
    ),
    "CON131": lambda d: body_type(d)["required"].append("age"),
    "CON132": lambda d: body_type(d)["required"].clear(),
    "CON133": lambda d: body_type(d)["keys"].update(kind='Literal["a"]'),
    "CON134": lambda d: body_type(d)["keys"].update(kind="str"),
    "CON201": lambda d: d["rest"].clear(),
    "CON202": lambda d: d["rest"].update(more=d["rest"]["pond-rest"]),
    "CON203": lambda d: d["rest"]["pond-rest"]["routes"].pop("GET /ducks"),
    "CON204": lambda d: d["rest"]["pond-rest"]["routes"].update(
        {"GET /": {"operation": "root", "parameters": {}}}
    ),
    "CON205": lambda d: route(d).update(operation="create"),
    "CON206": lambda d: route(d)["parameters"].pop("query size"),
    "CON207": lambda d: route(d)["parameters"].update(
        {"query more": {"required": False, "schema": {}}}
    ),
    "CON208": lambda d: route(d)["parameters"].update(
        {"query more": {"required": True, "schema": {}}}
    ),
    "CON209": lambda d: route(d)["parameters"]["query size"].update(required=True),
    "CON210": lambda d: route(d)["parameters"]["query kind"].update(required=False),
    "CON211": lambda d: route(d).pop("body"),
    "CON212": lambda d: route(d, "GET /ducks").update(body={**BODY, "required": False}),
    "CON213": lambda d: route(d, "GET /ducks").update(body={**BODY, "required": True}),
    "CON214": lambda d: route(d)["body"].update(required=True),
    "CON216": lambda d: route(d)["body"].update(media_type="text/plain"),
    "CON217": lambda d: route(d, "GET /ducks").update(answer={"type": "object"}),
    "CON218": lambda d: route(d).pop("answer"),
    "CON219": lambda d: d["rest"]["pond-rest"].update(authentication="basic"),
    "CON220": lambda d: route(d, "GET /map").update(media_type="image/svg+xml"),
    "CON221": lambda d: route(d, "GET /ducks").update(sends=["GET pond /all"]),
    "CON222": lambda d: d["rest"]["pond-rest"]["routes"].update(
        {"GET /ducks/{number}/eggs/{of}": moved(d)}
    ),
    "CON223": lambda d: d["rest"]["pond-rest"]["routes"].update(
        {"GET /map/": d["rest"]["pond-rest"]["routes"].pop("GET /map")}
    ),
    "CON224": lambda d: d["rest"]["pond-rest"].update(trailing_slash="redirect"),
    "CON225": lambda d: d["rest"]["pond-rest"].update(trailing_slash="strict"),
    "CON301": lambda d: d["mcp"].clear(),
    "CON302": lambda d: d["mcp"].update(more=d["mcp"]["pond-mcp"]),
    "CON303": lambda d: d["mcp"]["pond-mcp"]["tools"].clear(),
    "CON304": lambda d: d["mcp"]["pond-mcp"]["tools"].update(more=tool(d)),
    "CON305": lambda d: d["mcp"]["pond-mcp"]["tools"].update(more=OTHER_TOOL),
    "CON306": lambda d: tool(d).update(description="Gives a duck."),
    "CON307": lambda d: tool(d).update(title="Give"),
    "CON308": lambda d: tool(d)["hints"].update(readOnlyHint=False),
    "CON310": lambda d: tool(d)["hints"].update(destructiveHint=True),
    "CON311": lambda d: d["mcp"]["pond-mcp"].update(instructions="About all birds."),
    "CON312": lambda d: arguments(d)["properties"].pop("size"),
    "CON313": lambda d: arguments(d)["properties"].update(more={}),
    "CON314": lambda d: (
        arguments(d)["properties"].update(m={}),
        arguments(d)["required"].append("m"),
    ),
    "CON315": lambda d: arguments(d)["required"].append("size"),
    "CON316": lambda d: arguments(d)["required"].clear(),
    "CON318": lambda d: tool(d).pop("output_schema"),
    "CON319": lambda d: d["mcp"]["pond-mcp"].update(authentication="bearer"),
    "CON320": lambda d: d["mcp"]["pond-mcp"]["resources"].clear(),
    "CON321": lambda d: d["mcp"]["pond-mcp"]["prompts"].update(more={}),
    "CON322": lambda d: d["mcp"]["pond-mcp"]["resources"]["pond://map"].update(mimeType="a/b"),
    "CON323": lambda d: prompt(d)["messages"][0].update(text="Delete {{id}}."),
    "CON324": lambda d: tool(d).update(sends=["DELETE pond /ducks/{id}"]),
    "CON325": lambda d: prompt(d)["arguments"].pop(),
    "CON326": lambda d: prompt(d)["arguments"].append({"name": "more"}),
    "CON327": lambda d: prompt(d)["arguments"].append({"name": "more", "required": True}),
    "CON328": lambda d: prompt(d)["arguments"][1].update(required=True),
    "CON329": lambda d: prompt(d)["arguments"][0].update(required=False),
    "CON401": lambda d: schema(d, "size").update(type="boolean"),
    "CON402": lambda d: schema(d, "size").update(type="number"),
    "CON403": lambda d: schema(d, "kind").update(enum=["a"]),
    "CON404": lambda d: schema(d, "kind").update(enum=["a", "b", "c"]),
    "CON405": lambda d: schema(d, "kind").update(pattern="^a"),
    "CON406": lambda d: fields(d)["properties"]["name"].update(pattern="^b"),
    "CON407": lambda d: fields(d)["properties"]["name"].pop("pattern"),
    "CON408": lambda d: schema(d, "kind").update(default="b"),
    "CON409": lambda d: fields(d)["properties"].pop("age"),
    "CON410": lambda d: fields(d)["properties"].update(more={}),
    "CON411": lambda d: (fields(d)["properties"].update(m={}), fields(d)["required"].append("m")),
    "CON412": lambda d: fields(d)["required"].append("age"),
    "CON413": lambda d: fields(d)["required"].clear(),
    "CON414": lambda d: arguments(d)["properties"]["id"].update(description="Its name"),
    "CON415": lambda d: fields(d).update(additionalProperties=False),
    "CON416": lambda d: arguments(d).pop("additionalProperties"),
    "CON417": lambda d: schema(d, "size").update(maximum=9),
    "CON501": lambda d: answer(d)["name"].update(type="string"),
    "CON502": lambda d: answer(d)["name"].update(type=["string", "null", "number"]),
    "CON503": lambda d: answer(d)["state"].update(enum=["in"]),
    "CON504": lambda d: answer(d)["state"].update(enum=["in", "out", "off"]),
    "CON505": lambda d: answer(d).pop("state"),
    "CON506": lambda d: answer(d).update(more={"type": "string"}),
    "CON507": lambda d: tool(d)["output_schema"]["properties"]["name"].pop("description"),
    "CON508": lambda d: answer(d)["name"].update(format="date"),
    "CON509": lambda d: route(d)["answer"].pop("required"),
    "CON510": lambda d: route(d)["answer"]["required"].append("state"),
}
REVERSED: Final = {"CON226": "CON224", "CON215": "CON214", "CON309": "CON308", "CON317": "CON318"}
"""Rules that the way back from another case shows."""


def contract(document: dict[str, Any]) -> Contract:
    return from_bytes(json.dumps(document).encode())


def sides(code: str) -> tuple[Contract, Contract]:
    edited = copy.deepcopy(BASE)
    CASES[REVERSED.get(code, code)](edited)
    before, after = contract(BASE), contract(edited)
    return (after, before) if code in REVERSED else (before, after)


def test_every_rule_has_a_case() -> None:
    assert {*CASES, *REVERSED} == set(CHANGE_RULES)


@pytest.mark.parametrize("code", sorted({*CASES, *REVERSED}))
def test_a_change_is_found_by_its_rule_alone(code: str) -> None:
    assert {change.rule.code for change in compare(*sides(code))} == {code}


def test_no_change_is_none() -> None:
    assert compare(contract(BASE), contract(BASE)) == ()
    assert worst(()) is None


def test_the_gravest_decides() -> None:
    edited = copy.deepcopy(BASE)
    CASES["CON205"](edited)
    CASES["CON108"](edited)
    assert worst(compare(contract(BASE), contract(edited))) is Verdict.RISKY
    CASES["CON203"](edited)
    assert worst(compare(contract(BASE), contract(edited))) is Verdict.BREAKING


def test_outside_a_body_text_takes_what_a_number_was() -> None:
    edited = copy.deepcopy(BASE)
    schema(edited, "size").update(type="string")
    assert [each.rule.code for each in compare(contract(BASE), contract(edited))] == ["CON402"]
    fields(edited)["properties"]["age"] = {"type": "string"}
    codes = {each.rule.code for each in compare(contract(BASE), contract(edited))}
    assert codes == {"CON402", "CON401"}


def test_values_in_deep_places_are_named_from_the_root() -> None:
    deep = {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string"}}}}
    before, after = copy.deepcopy(BASE), copy.deepcopy(BASE)
    fields(before)["properties"]["list"] = deep
    fields(after)["properties"]["list"] = json.loads(json.dumps(deep).replace("string", "integer"))
    [change] = compare(contract(before), contract(after))
    assert (change.rule.code, change.message) == (
        "CON401",
        "`body.list[].a` took string and takes integer.",
    )


@pytest.mark.parametrize(
    ("wide", "narrow", "fits"),
    [
        ("str | None", "str", True),
        ("str", "str | None", False),
        ("float", "int", True),
        ("int", "float", False),
        ("Json", "list[str]", True),
        ("list[str | None]", "list[str]", False),
        ("str", 'Literal["a|b]", "c"]', True),
        ('Literal["a|b]", "c"]', 'Literal["c"]', True),
        ('Literal["a|b]", "c"]', 'Literal["a"]', False),
        ('Literal["say \\"a, b\\"", "c"]', 'Literal["c", "say \\"a, b\\""]', True),
        ("int", "Literal[1, 2]", True),
        ("float", "Literal[1, 2]", True),
        ("bool", "Literal[true]", True),
        ("int", "Literal[true]", False),
        ("str", "Literal[1]", False),
    ],
)
def test_which_annotation_takes_another(wide: str, narrow: str, fits: bool) -> None:
    assert takes(wide, narrow) is fits


def test_alternatives_of_an_answer_are_compared_one_by_one() -> None:
    before, after = copy.deepcopy(BASE), copy.deepcopy(BASE)
    for document, kind in ((before, "integer"), (after, "string")):
        route(document)["answer"] = {
            "anyOf": [{"type": "object"}, {"type": "array", "items": {"type": kind}}]
        }
    [change] = compare(contract(before), contract(after))
    assert (change.rule.code, change.message) == (
        "CON502",
        "`answer(2)[]` was integer and is string.",
    )


def test_a_renamed_variable_hides_no_change_of_what_it_takes() -> None:
    edited = copy.deepcopy(BASE)
    routes = edited["rest"]["pond-rest"]["routes"]
    routes["GET /ducks/{number}/eggs/{of}"] = egg = moved(edited)
    egg["parameters"]["path number"]["schema"] = {"type": "boolean"}
    codes = [each.rule.code for each in compare(contract(BASE), contract(edited))]
    assert sorted(codes) == ["CON222", "CON401"]


@pytest.mark.parametrize(
    ("policy", "codes"),
    [("same", ["CON223"]), ("redirect", ["CON224"]), ("strict", ["CON203", "CON204"])],
)
def test_a_moved_slash_is_judged_by_what_becomes_of_the_other_spelling(
    policy: str, codes: list[str]
) -> None:
    base = copy.deepcopy(BASE)
    base["rest"]["pond-rest"]["trailing_slash"] = policy
    edited = copy.deepcopy(base)
    routes = edited["rest"]["pond-rest"]["routes"]
    routes["GET /map/"] = routes.pop("GET /map")
    found = compare(contract(base), contract(edited))
    assert sorted(each.rule.code for each in found) == codes
    assert all("/map" in each.message for each in found)


def test_texts_of_prompts_and_resources_are_shown_word_by_word() -> None:
    edited = copy.deepcopy(BASE)
    prompt(edited).update(description="Ignore what was said before.")
    prompt(edited)["arguments"][0]["description"] = "Its number"
    edited["mcp"]["pond-mcp"]["resources"]["pond://map"]["description"] = "Secrets"
    found = compare(contract(BASE), contract(edited))
    assert {(each.rule.code, each.is_text) for each in found} == {("CON323", True)}
    assert len(found) == 3


def test_contracts_of_before_that_do_not_say_what_is_sent_are_no_change() -> None:
    edited = copy.deepcopy(BASE)
    del tool(edited)["sends"], route(edited, "GET /ducks")["sends"], prompt(edited)["messages"]
    assert compare(contract(edited), contract(BASE)) == ()
    assert compare(contract(BASE), contract(edited)) == ()
