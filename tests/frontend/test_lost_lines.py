"""Lines that were lost, emptied or pasted twice: what refers to them is no further finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.diagnostics import Finding, Findings, Severity
from generator.pipeline import understand
from tests.frontend.test_mistakes_of_constructs import BASE, steps, tool

_ITEMS = """\
      items:
        path: /items
        operations:
          list-items: {method: GET, inputParameters: {page: {in: query}}}
          add-item: {method: POST, body: {type: json, data: {name: '{{name}}'}}}
"""
_LIST = "{page: {type: string, description: d}}"
TILL = tool(
    f"      a: {{description: A, call: shop.list-items, inputParameters: {_LIST}, with: {{page: '{{{{page}}}}'}}}}\n"
    "      b: {description: B, call: shop.get-item, inputParameters: {id: {type: string, description: d}}}\n"
    "      c: {description: C, call: shop.add-item, inputParameters: {name: {type: string, description: d}}}\n"
)
_TWO = "          two: {method: GET, inputParameters: {P: {in: query}, Q: {in: query}}}\n"
TWO = TILL.replace("          list-items:", _TWO + "          list-items:") + (
    "      d: {description: D, call: shop.two, with: {P: '{{p}}', Q: '{{q}}'}, inputParameters: "
    "{p: {type: string, description: d}, q: {type: string, description: d}}}\n"
)
BY_NAME = TILL.replace("          list-items:", _TWO + "          list-items:") + (
    "      d: {description: D, call: shop.two, inputParameters: "
    "{P: {type: string, description: d}, Q: {type: string, description: d}}}\n"
)
SKILL = BASE + """\
  - type: rest
    namespace: desk
    address: localhost
    port: 8080
    resources:
      items:
        path: /items
        description: Items.
        operations:
          list-items: {method: GET, call: shop.list-items}
  - type: skill
    namespace: skills
    port: 9095
    description: Skills.
    skills:
      weather:
        description: W.
        location: file:///./skills/weather
        tools:
          one: {description: x, instruction: one.md}
          two: {description: x, from: {sourceNamespace: desk, action: list-items}}
"""
STEPS = steps(
    "          y: {type: call, call: shop.list-items}\n",
    "[{target: a, value: $.x.a}, {target: b, value: $.y.b}, {target: c, value: $.y.c}]",
)
PUBLISHED = """\
naftiko: 1.0.0-alpha2
info: {label: Shop, description: A shop.}
capability:
  consumes:
  - type: http
    namespace: shop
    description: A shop.
    baseUri: https://shop.test/v1
    resources:
    - name: items
      path: /items
      operations:
      - name: list-items
        method: GET
      - name: add-item
        method: POST
        body:
          type: json
          data:
            name: "{{tools.name}}"
    - name: item
      path: /items/{id}
      operations:
      - {name: get-item, method: GET, inputParameters: [{name: id, in: path}]}
  exposes:
  - type: mcp
    namespace: till
    port: 9090
    tools:
    - {name: a, description: A, call: shop.list-items}
    - {name: b, description: B, call: shop.get-item, with: {id: tools.id}}
    - name: c
      description: C
      call: shop.add-item
      inputParameters: [{name: name, type: string, description: d}]
"""
_PASTED = PUBLISHED[PUBLISHED.index("    - name: items\n") : PUBLISHED.index("    - name: item\n")]
_BODY = PUBLISHED[PUBLISHED.index("        body:\n") : PUBLISHED.index("    - name: item\n")]
_DATA = _BODY[_BODY.index("          data:\n") :]

CASES = {
    "the operations of a resource": (TILL, _ITEMS, "", "CAP302", "list-items"),
    "the parameter of an operation": (
        *(TILL, ", inputParameters: {page: {in: query}}", ""),
        *("CAP307", "page: '{{page}}'"),
    ),
    "the parameters of an operation": (
        *(TWO, ", inputParameters: {P: {in: query}, Q: {in: query}}", ""),
        *("CAP307", "P: '{{p}}'"),
    ),
    "the parameters of an operation, by name": (
        *(BY_NAME, ", inputParameters: {P: {in: query}, Q: {in: query}}", ""),
        *("CAP405", "{type: string, description: d}, Q"),
    ),
    "the body of an operation": (
        *(TILL, ", body: {type: json, data: {name: '{{name}}'}}", ""),
        *("CAP405", "{type: string, description: d}"),
    ),
    "the value of `data`": (TILL, "data: {name: '{{name}}'}", "data: ", "CAP458", "{type: json"),
    "the value of `body`": (
        *(TILL, "body: {type: json, data: {name: '{{name}}'}}", "body: "),
        *("CAP203", "}"),
    ),
    "the value of `location`": (SKILL, "file:///./skills/weather", "", "CAP203", ""),
    "a step": (
        *(STEPS, "          y: {type: call, call: shop.list-items}\n", ""),
        *("CAP373", "$.y.b"),
    ),
    "`tools`": (TILL, "    tools:\n", "", "CAP106", "description"),
    "a resource twice": (TILL, _ITEMS, _ITEMS * 2, "CAP108", "items"),
    "published: the operations of a resource": (
        *(PUBLISHED, _PASTED, ""),
        *("CAP302", "list-items"),
    ),
    "published: a resource twice": (PUBLISHED, _PASTED, _PASTED * 2, "CAP312", "name: items"),
    "published: an operation twice": (
        *(
            PUBLISHED,
            "      - name: add-item\n",
            "      - {name: list-items, method: GET}\n      - name: add-item\n",
        ),
        *("CAP312", "{name: list-items"),
    ),
    "published: the value of `body`": (PUBLISHED, _BODY, "        body:\n", "CAP463", "body"),
    "published: the value of `data`": (PUBLISHED, _DATA, "          data:\n", "CAP463", "data"),
    "published: `tools`": (PUBLISHED, "    tools:\n", "", "CAP106", "- {name: a"),
}
"""What was lost: the file, the text and what is left of it; the code, and what stands at the place of the finding."""


def _found(tmp_path: Path, text: str) -> list[Finding]:
    folder = tmp_path / "skills" / "weather"
    folder.mkdir(parents=True)
    (folder / "SKILL.md").write_text("---\nname: weather\ndescription: W.\n---\nW.\n")
    (folder / "one.md").write_text("One.\n")
    spec = tmp_path / "spec.yaml"
    spec.write_text(text, encoding="utf-8")
    findings = Findings()
    understand(spec, None, findings)
    return [each for each in findings.sorted() if each.severity is not Severity.NOTE]


@pytest.mark.parametrize("text", [TILL, TWO, BY_NAME, SKILL, STEPS, PUBLISHED])
def test_nothing_is_lost(tmp_path: Path, text: str) -> None:
    assert [each.message for each in _found(tmp_path, text)] == []


@pytest.mark.parametrize("lost", CASES)
def test_what_is_lost_is_one_finding(tmp_path: Path, lost: str) -> None:
    whole, old, new, code, at = CASES[lost]
    assert whole.count(old) == 1
    text = whole.replace(old, new)
    found = _found(tmp_path, text)
    assert [each.code for each in found] == [code], [each.message for each in found]
    span = found[0].span
    assert span is not None
    assert text.split("\n")[span.start.line - 1][span.start.column - 1 :].startswith(at)


def test_a_list_without_its_key_is_told_to_have_one(tmp_path: Path) -> None:
    """`port: 9090` and items below it: what is wrong is neither the port nor a column."""
    (only,) = _found(tmp_path, PUBLISHED.replace("    tools:\n", ""))
    assert "an item of a list stands here among keys" in only.message
    assert only.hint.startswith("write the key that the list belongs to above it")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (TILL.replace("    tools:\n", ""), "keys"),
        (
            PUBLISHED.replace("    tools:\n", "").replace(
                "    - {name: a, description: A, call: shop.list-items}\n",
                "    - name: a\n      description: A\n      call: shop.list-items\n",
            ),
            "a list",
        ),
    ],
)
def test_the_missing_key_comes_first_in_the_hint(tmp_path: Path, text: str, what: str) -> None:
    (only,) = _found(tmp_path, text)
    assert f"has a value beside it, and {what} below it" in only.message
    assert only.hint.startswith("write the key that is missing below it, or remove ")


def test_all_that_is_gone_is_named(tmp_path: Path) -> None:
    (only,) = _found(tmp_path, TILL.replace(_ITEMS, ""))
    assert only.message == "`shop.list-items` and `shop.add-item` name no operation of `shop`."


def test_of_many_that_are_gone_the_first_are_named(tmp_path: Path) -> None:
    names = [f"operation-with-a-long-name-{each * 12}" for each in "abcdef"]
    calls = "".join(f"      {each[-3:]}: {{description: A, call: shop.{each}}}\n" for each in names)
    (only,) = _found(tmp_path, tool(calls))
    assert only.message == (
        f"`shop.{names[0]}`, `shop.{names[1]}` and 4 more name no operation of `shop`."
    )


def test_of_many_keys_the_first_are_named(tmp_path: Path) -> None:
    """A message keeps its end, however much was lost."""
    names = [f"parameter_{each * 30}" for each in "abcdefgh"]
    inputs = ", ".join(f"{each}: {{type: string, description: d}}" for each in names)
    fed = ", ".join(f"{each}: '{{{{{each}}}}}'" for each in names)
    (only,) = _found(
        tmp_path,
        tool(
            f"      a: {{description: A, call: shop.get-item, inputParameters: {{id: {{type: string, description: d}}, {inputs}}}, with: {{id: '{{{{id}}}}', {fed}}}}}\n"
        ),
    )
    assert only.message.endswith(
        "and 5 more are no parameters of `shop.get-item` and are not sent."
    )
    assert all(name in only.message for name in names[:3])
