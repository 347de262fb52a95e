"""What a specification does not use is not in its package: each construct brings its modules, and nothing else does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from generator.diagnostics import Findings
from generator.options import Options
from generator.pipeline import build, understand

_RUNTIME: Final = "_runtime/"
_PLAIN: Final = """\
naftiko: 1.0.0-alpha2
info: {label: Shop, description: A shop}
capability:
  consumes:
    - type: http
      namespace: shop
      baseUri: https://shop.example
      authentication: {type: bearer, token: "{{TOKEN}}"}
      resources:
        - name: things
          path: "/things/{id}"
          operations:
            - {name: get, method: GET, inputParameters: [{name: id, in: path}]}
        - name: some
          path: /things
          operations:
            - {name: find, method: GET, inputParameters: [{name: kind, in: query}]}
  exposes:
    - type: rest
      namespace: shop-rest
      port: 8080
      resources:
        - name: thing
          path: "/things/{id}"
          operations:
            - {name: get, method: GET, call: shop.get, with: {id: rest.id}}
        - name: some
          path: /things
          operations:
            - name: find
              method: GET
              call: shop.find
              inputParameters: [{name: kind, in: query, type: string}]
              with: {kind: rest.kind}
    - type: mcp
      namespace: shop-mcp
      port: 9090
      tools:
        - name: find
          description: Finds things
          call: shop.find
          inputParameters: [{name: kind, type: string, description: What kind}]
          with: {kind: tools.kind}
"""


def _exposed(document: Any, kind: str) -> Any:
    return next(each for each in document["capability"]["exposes"] if each["type"] == kind)


def _mixed_segment(document: Any) -> None:
    _exposed(document, "rest")["resources"][0]["path"] = "/things:{id}"


def _condition(document: Any) -> None:
    _exposed(document, "rest")["resources"][1]["path"] = "/things?sort=name"


def _choices_in_rest(document: Any) -> None:
    operation = _exposed(document, "rest")["resources"][1]["operations"][0]
    operation["inputParameters"][0]["enum"] = ["small", "large"]


def _choices_in_a_tool(document: Any) -> None:
    _exposed(document, "mcp")["tools"][0]["inputParameters"][0]["enum"] = ["small", "large"]


def _resource(document: Any) -> None:
    _exposed(document, "mcp")["resources"] = [
        {
            "name": "catalogue",
            "label": "Catalogue",
            "uri": "shop://things",
            "description": "All things",
            "call": "shop.find",
        }
    ]


def _prompt(document: Any) -> None:
    _exposed(document, "mcp")["prompts"] = [
        {
            "name": "greet",
            "label": "Greet",
            "description": "A greeting",
            "template": [{"role": "user", "content": "Hello"}],
        }
    ]


def _digest(document: Any) -> None:
    consumed = document["capability"]["consumes"][0]
    consumed["authentication"] = {"type": "digest", "username": "ada", "password": "{{PASSWORD}}"}


def _api_key(document: Any) -> None:
    document["capability"]["consumes"][0]["authentication"] = {
        "type": "apikey",
        "key": "X-Key",
        "placement": "header",
        "value": "{{KEY}}",
    }


def _mapped_answer(document: Any) -> None:
    operation = _exposed(document, "rest")["resources"][0]["operations"][0]
    operation["outputParameters"] = [{"name": "colour", "type": "string", "mapping": "$.colour"}]


def _control_port(document: Any) -> None:
    document["capability"]["exposes"].append({"type": "control", "port": 9100})


_OFFERS: Final = frozenset(
    f"mcp/{each}.py"
    for each in ("answering", "asks", "deep_schema", "offers", "prompts", "resources", "sdk_offers")
)
_CASES: Final[Mapping[Any, frozenset[str]]] = {
    _mixed_segment: frozenset(("rest/any_routes.py",)),
    _condition: frozenset(("rest/conditions.py",)),
    _choices_in_rest: frozenset(("expressions.py", "rest/limits.py")),
    _choices_in_a_tool: frozenset(("expressions.py", "mcp/deep_schema.py")),
    _resource: _OFFERS | {"expressions.py"},
    _prompt: _OFFERS | {"expressions.py"},
    _digest: frozenset(
        (
            *("around.py", "calls/challenged.py", "credentials/digest.py"),
            "credentials/parameters.py",
        )
    ),
    _control_port: frozenset(("server/control_app.py", "server/control_pages.py")),
    _api_key: frozenset(("credentials/api_keys.py", "wire/cookie_header.py")),
    _mapped_answer: frozenset(
        (
            *("rest/made_here.py", "typed_dicts.py", "wire/mapping.py"),
            *("wire/odd_json.py", "wire/picking.py"),
        )
    ),
}
"""What makes the plain specification another, and the modules that this brings."""


def _modules(document: Any, tmp_path: Path) -> frozenset[str]:
    spec = tmp_path / "shop-capability.yaml"
    spec.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    understood = understand(spec, None, Findings())
    assert understood is not None
    return frozenset(
        path.removeprefix(_RUNTIME)
        for path in build(understood, Options("shop"))
        if path.startswith(_RUNTIME)
    )


@pytest.mark.parametrize("change", _CASES, ids=lambda change: change.__name__.strip("_"))
def test_a_construct_brings_its_modules_and_nothing_else(change: Any, tmp_path: Path) -> None:
    plain = _modules(yaml.safe_load(_PLAIN), tmp_path)
    document = yaml.safe_load(_PLAIN)
    change(document)
    assert _modules(document, tmp_path) - plain == _CASES[change]


def test_a_plain_package_has_none_of_them(tmp_path: Path) -> None:
    every = frozenset[str]().union(*_CASES.values())
    assert not _modules(yaml.safe_load(_PLAIN), tmp_path) & every
