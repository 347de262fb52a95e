"""Documents against our schemas: one mistake is one finding, at the key that is at fault."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from generator.diagnostics import Findings, Severity
from generator.model import Dialect
from generator.pipeline import understand
from generator.validate import validate, values
from generator.validate.schemas import CLOSED, WANTS, schema
from tests.frontend.support import GOOD, OFFICIAL, QUAY, Bench

BOTH = tuple(Dialect)


def _quay(old: str, new: str) -> str:
    text = QUAY.read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new, 1)


# --- the schemas themselves --------------------------------------------------------------------


@pytest.mark.parametrize("dialect", BOTH)
def test_the_metaschema(dialect: Dialect) -> None:
    Draft202012Validator.check_schema(schema(dialect))


def _parts(part: Any) -> list[dict[str, Any]]:
    if isinstance(part, dict):
        return [part, *(found for value in part.values() for found in _parts(value))]
    if isinstance(part, list):
        return [found for value in part for found in _parts(value)]
    return []


@pytest.mark.parametrize("dialect", BOTH)
def test_references_lead_somewhere_and_all_definitions_are_used(dialect: Dialect) -> None:
    data = schema(dialect)
    names = {f"#/$defs/{name}" for name in data["$defs"]}
    used = {part["$ref"] for part in _parts(data) if isinstance(part.get("$ref"), str)}
    assert used == names


@pytest.mark.parametrize("dialect", BOTH)
def test_every_word_that_can_fail_has_a_message(dialect: Dialect) -> None:
    silent = {
        "$ref",
        "$defs",
        "$schema",
        "$id",
        "$comment",
        "title",
        "x-expects",
        "x-known",
        "x-anycase",
        WANTS,
    }
    structure = {"properties", "additionalProperties", "propertyNames", "items", "allOf"}
    conditions = {"if", "then", "else"}
    keys = {"required", CLOSED}
    known = silent | structure | conditions | keys | set(values.DESCRIBE)
    for part in _schemas(schema(dialect)):
        assert set(part) <= known, part
        if "pattern" in part or "x-style" in part:
            assert "x-expects" in part
        if "required" in part:
            assert "title" in part or "if" in part or "$ref" in part, part
        if part.get(CLOSED):
            assert {"title", "properties"} <= set(part)


def _schemas(part: Any) -> list[dict[str, Any]]:
    """The schemas that a document is held against; not the conditions, nor names of keys."""
    if not isinstance(part, dict):
        return []
    found = [part]
    for word, value in part.items():
        if word in ("properties", "$defs"):
            found += [each for below in value.values() for each in _schemas(below)]
        elif word == "allOf":
            found += [each for below in value for each in _schemas(below)]
        elif word in ("items", "additionalProperties", "propertyNames", "then", "else"):
            found += _schemas(value)
    return found


def test_the_files_are_in_one_shape() -> None:
    folder = resources.files("generator.validate").joinpath("schemas")
    for dialect in BOTH:
        text = folder.joinpath(f"{dialect.value}.schema.json").read_text(encoding="utf-8")
        assert text.endswith("}\n")
        assert max(map(len, text.splitlines())) < 260
        assert json.loads(text)["$schema"].endswith("2020-12/schema")


# --- good files --------------------------------------------------------------------------------


def test_quay(bench: Bench) -> None:
    assert bench.check(QUAY.read_text(encoding="utf-8")).findings == ()


@pytest.mark.parametrize("dialect", BOTH)
def test_small_files(bench: Bench, dialect: Dialect) -> None:
    assert bench.check(GOOD, dialect).findings == ()
    assert bench.check(OFFICIAL, dialect).findings == ()


PUBLISHED_FORMS = [
    ("name: list-items\n              method", "id: list-items\n              method"),
    ("method: GET\n", "method: GET\n              path: /all\n"),
    ("baseUri: https://shop.test/v1", "baseUri: ''"),
    ("baseUri: https://shop.test/v1", "baseUri: '{{SHOP}}/v1'"),
    (
        "      resources",
        "      auth: {type: apiKey, header: X-Key, token: '{{KEY}}'}\n      resources",
    ),
    ("method: GET\n", "method: POST\n              body: {type: form, data: {a: '{{tools.a}}'}}\n"),
    ("method: GET\n", "method: POST\n              body: {type: application/cbor}\n"),
    ("method: GET\n", "method: POST\n              body: {type: json}\n"),
    ("method: GET\n", "method: HEAD\n"),
    ("method: GET\n", "method: GET\n              outputRawFormat: text\n"),
    (
        "method: GET\n",
        "method: GET\n              inputParameters: [{name: '', in: query, type: string}]\n",
    ),
    ("method: GET\n", "method: GET\n              x-anything: 1\n"),
    (
        "call: shop.list-items",
        "call: shop.list-items\n              with: {a: rest.a, b: 1, c: [rest.d]}",
    ),
    (
        "naftiko: 1.0.0-alpha2",
        "naftiko: 1.0.0-alpha2\ninfo: {title: Shop, created: 2026-05-01, version: 1.0}",
    ),
]


@pytest.mark.parametrize(("old", "new"), PUBLISHED_FORMS)
def test_forms_of_the_published_dialect(bench: Bench, old: str, new: str) -> None:
    assert old in GOOD
    assert bench.check(GOOD.replace(old, new, 1)).findings == ()


def test_the_official_dialect_has_named_maps(bench: Bench) -> None:
    text = """\
        ikanos: 1.0.0-beta5
        binds:
        - {namespace: env, keys: {TOKEN: TOKEN}}
        capability:
          consumes:
          - type: http
            namespace: shop
            baseUri: https://shop.test/v1
            authentication: {type: bearer, token: '{{TOKEN}}'}
            resources:
              items:
                path: /items/{{id}}
                operations:
                  get-item:
                    method: GET
                    inputParameters:
                      id: {in: path}
                    outputParameters:
                      name: {type: string, value: $.name}
          exposes:
          - type: mcp
            namespace: shop-mcp
            transport: stdio
            tools:
              get-item:
                description: Get an item.
                inputParameters:
                  id: {type: string, description: Of the item.}
                hints: {readOnly: true}
                steps:
                  first: {type: call, call: shop.get-item, with: {id: '{{id}}'}}
                  look: {type: lookup, index: first, match: id, lookupValue: '{{id}}', outputParameters: [name]}
                  run: {type: script, language: python, file: x.py}
                mappings:
                - {target: name, value: $.first.name}
                outputParameters:
                  name: {type: string}
          - type: control
            port: 9999
            management: {health: true, logs: {stream: true}}
        """
    assert bench.check(text, Dialect.OFFICIAL).findings == ()


def test_documents_for_others_to_import_are_valid(bench: Bench) -> None:
    text = "ikanos: 1.0.0-beta5\nbinds:\n- {namespace: env, keys: {A: B}}\n"
    assert bench.check(text, Dialect.OFFICIAL).findings == ()


# --- mistakes ----------------------------------------------------------------------------------


MISTAKES = [
    ("method: GET", "metod: GET", "CAP208", "metod", "did you mean `method`?"),
    ("method: GET", "Method: GET", "CAP208", "Method", "did you mean `method`?"),
    ("'{{QUAY_TOKEN}}'", "'{{QUAY_TOKEN}'", "CAP209", "{{QUAY_TOKEN}", "did you mean `{{QUAY_TOKEN}}`?"),
    ("'{{QUAY_TOKEN}}'", "'{{QUAY_TOKEN'", "CAP209", "{{QUAY_TOKEN", "did you mean `{{QUAY_TOKEN}}`?"),
    ("'{{QUAY_TOKEN}}'", "'{QUAY_TOKEN}}'", "CAP209", "{QUAY_TOKEN}}", "did you mean `{{QUAY_TOKEN}}`?"),
    ("'{{QUAY_TOKEN}}'", "{{QUAY_TOKEN}}", "CAP112", "{{QUAY_TOKEN}}", "write '{{QUAY_TOKEN}}'"),
    ("'{{QUAY_TOKEN}}'", "'{{ }}'", "CAP252", "{{ }}", "write a name between the braces, such as `{{limit}}`"),
    ("'{{QUAY_TOKEN}}'", "[a]", "CAP203", "[a]", "write text"),
    ("port: 8080", "port: 70000", "CAP205", "70000", "choose a number that is from 0 to 65535"),
    ("port: 8080", "port: -1", "CAP205", "-1", "choose a number that is from 0 to 65535"),
    ("port: 8080", "port: '8080'", "CAP203", "'8080'", "remove the quotes: 8080"),
    ("port: 8080", "port: 80.5", "CAP203", "80.5", "write a whole number"),
    ("port: 8080", "port:", "CAP203", "", "give the key a value, or remove it"),
    ("port: 8080", "port: true", "CAP203", "true", "write a whole number"),
    ("method: GET", "method: GETT", "CAP204", "GETT", "did you mean `GET`?"),
    ("method: GET", "method: 1", "CAP204", "1", "use `GET`, `POST`, `PUT`, `PATCH`, `DELETE` or `HEAD`"),
    ("type: rest", "type: rset", "CAP204", "rset", "did you mean `rest`?"),
    ("type: rest", "typ: rest", "CAP208", "typ", "did you mean `type`?"),
    ("type: rest", "type: grpc", "CAP204", "grpc", "use `rest`, `mcp`, `skill` or `control`"),
    ("type: bearer", "type: baerer", "CAP204", "baerer", "did you mean `bearer`?"),
    ("type: bearer", "type: apkiey", "CAP204", "apkiey", "did you mean `apikey`?"),
    ("capability:\n", "capabilty:\n", "CAP208", "capabilty", "did you mean `capability`?"),
    ("in: query", "in: qurey", "CAP204", "qurey", "did you mean `query`?"),
    ("type: boolean", "type: bool", "CAP204", "bool", "did you mean `boolean`?"),
    ("required: true", "required: yes", "CAP203", "yes", "write true"),
    ("name: listrepos\n", "name: 12\n", "CAP203", "12", "put it in quotes: '12'"),
    ("name: listrepos\n", "nmae: listrepos\n", "CAP208", "nmae", "did you mean `name`?"),
    ("namespace: quay\n", "namespce: quay\n", "CAP208", "namespce", "did you mean `namespace`?"),
    ("    resources:\n", "    resources: none\n    x-old:\n", "CAP203", "none", "write a list or a mapping"),
    ("outputRawFormat: json", "outputRawFormat: jsn", "CAP204", "jsn", "did you mean `json`?"),
    ("path: /repository/{repository}\n", "path: /repository/{repository\n", "CAP209", "{repository", "did you mean `{repository}`?"),
    ("path: /repository/{repository}\n", "path: /repository/repository}\n", "CAP209", "repository}", "did you mean `{repository}`?"),
    ("  consumes:\n", "  consume:\n", "CAP208", "consume", "did you mean `consumes`?"),
    ("  exposes:\n", "  expose:\n", "CAP208", "expose", "did you mean `exposes`?"),
    ("call: quay.listrepos\n", "cal: quay.listrepos\n", "CAP208", "cal", "did you mean `call`?"),
    ("    tools:\n", "    tool:\n", "CAP208", "tool", "did you mean `tools`?"),
    ("      operations:\n", "      operation:\n", "CAP208", "operation", "did you mean `operations`?"),
    ("name: listrepos\n", "name: {{x}}\n", "CAP112", "{{x}}", "write '{{x}}'"),
    ("path: /repository\n", "path: 1\n", "CAP203", "1", "put it in quotes: '1'"),
    ("baseUri: https://quay.io/api/v1\n", "base_uri: https://quay.io/api/v1\n", "CAP208", "base_uri", "did you mean `baseUri`?"),
    ("repository: rest.repository", "repository: '{{rest.repository}'", "CAP209", "{{rest.repository}", "did you mean `{{rest.repository}}`?"),
    ("namespace: quay\n", "namespace: quay\n    descripton: x\n", "CAP207", "descripton", "correct its spelling, or remove it"),
    ("        method: GET\n", "        method: GET\n        lable: x\n", "CAP207", "lable", "did you mean `label`?"),
] # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "marked", "hint"), MISTAKES)
def test_one_mistake_in_quay(
    bench: Bench, old: str, new: str, code: str, marked: str, hint: str
) -> None:
    read = bench.check(_quay(old, new))
    assert read.codes == [code]
    assert read.marked() == marked
    # Where a value is one of several, they are said as well.
    allowed = " It takes `" if code == "CAP204" and hint.startswith("did you mean") else ""
    assert read.only.hint.startswith(hint + allowed)
    assert bool(allowed) or read.only.hint == hint


@pytest.mark.parametrize(("old", "new", "code", "marked", "hint"), MISTAKES)
def test_no_later_stage_adds_to_it(
    tmp_path: Path, old: str, new: str, code: str, marked: str, hint: str
) -> None:
    path = tmp_path / "quay-capability.yaml"
    path.write_text(_quay(old, new), encoding="utf-8")
    findings = Findings()
    understand(path, None, findings)
    serious = [each for each in findings.sorted() if each.severity is not Severity.NOTE]
    assert [each.code for each in serious] == [code]


def test_a_missing_key_is_said_at_the_thing_that_lacks_it(bench: Bench) -> None:
    read = bench.check(
        _quay(
            "        method: GET\n        description: List repositories",
            "        description: List repositories",
        )
    )
    assert read.places == [("CAP202", 28, 9)]
    assert read.only.message == "The key `method` is missing: a consumed operation must have it."
    assert read.only.pointer == "/capability/consumes/0/resources/0/operations/0"


def test_every_mistake_is_reported_in_order(bench: Bench) -> None:
    text = _quay("method: GET", "metod: GET").replace("port: 8080", "port: 70000")
    text = text.replace("type: mcp", "type: mpc").replace("'{{QUAY_TOKEN}}'", "{{QUAY_TOKEN}}")
    assert bench.check(text).codes == ["CAP112", "CAP208", "CAP205", "CAP204"]


def test_what_the_loader_has_reported_is_not_reported_again(bench: Bench) -> None:
    for value in ("{{PORT}}", "*port", ".inf", "!port 1"):
        assert len(bench.check(_quay("port: 8080", f"port: {value}")).findings) == 1


def test_a_key_that_stands_twice_hides_nothing(bench: Bench) -> None:
    text = _quay(
        "name: listrepos\n        method: GET",
        "name: listrepos\n        method: GETT\n        method: GET",
    )
    assert bench.check(text).codes == ["CAP204", "CAP108"]


def test_one_wrong_adapter_leaves_the_others_alone(bench: Bench) -> None:
    text = _quay(
        "  - type: rest\n    port: 8080\n", "  - type: rest\n    port: 8080\n    transport: http\n"
    )
    read = bench.check(text)
    assert read.codes == ["CAP207"]
    assert "a REST adapter" in read.only.message


@pytest.mark.parametrize(
    "text",
    [
        "description: Use {curly} and }} and {{ as you like.",
        "description: '{{half'",
    ],
)
def test_braces_in_descriptions_are_fine(bench: Bench, text: str) -> None:
    assert bench.check(_quay("description: List repositories", text)).findings == ()


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        ("'query { shop(id: {{tools.id}}) { items {name}} }'", []),
        ('\'{"a": {"b": {{tools.b}}}}\'', []),
        ("{a: '{{tools.a}', b: 1}", ["CAP209"]),
        ("'query { shop(id: {{tools.id) { name } }'", ["CAP209"]),
        ("{a: '{{{tools.a}}}', b: '{{&tools.b}}'}", []),
        ("'{{{tools.a}}: 1}'", []),
        ("'{{{tools.a}}: {{tools.b}}}'", []),
        ("'{{tools.a {{tools.b}}'", ["CAP209"]),
        ("'{{tools.a}} {{tools.b}'", ["CAP209"]),
    ],
)
def test_braces_in_bodies(bench: Bench, data: str, codes: list[str]) -> None:
    text = GOOD.replace(
        "method: GET\n",
        f"method: POST\n              body:\n                type: json\n                data: {data}\n",
        1,
    )
    assert bench.check(text).codes == codes


def test_braces_in_with(bench: Bench) -> None:
    text = GOOD.replace(
        "call: shop.list-items",
        "call: shop.list-items\n              with: {a: '{{x}} {{x}', b: 'x}'}",
    )
    read = bench.check(text)
    assert read.codes == ["CAP209"]
    assert read.marked() == "{{x}"
    assert read.only.pointer.endswith("/with/a")


# --- the two dialects --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("method: GET\n", "method: TRACE\n", ["CAP204"]),
        ("method: GET\n", "method: HEAD\n", []),
        ("method: GET\n", "method: get\n", []),
        ("baseUri: https://shop.test/v1", "baseUri: shop.test/v1", ["CAP206"]),
        ("namespace: shop-rest", "namespace: shop_rest", ["CAP251"]),
        ("ikanos: 1.0.0-beta5", "ikanos: 1.0.0-gamma1", ["CAP251"]),
        ("ikanos: 1.0.0-beta5", "version: 1", ["CAP218"]),
        ("ikanos: 1.0.0-beta5", "ikanoss: 1.0.0-beta5", ["CAP208"]),
        ("      port: 8080\n", "", []),
        ("method: GET\n", "method: GET\n              inputParameters: [{name: a, in: query, type: string}]\n", ["CAP207"]),
        ("method: GET\n", "method: GET\n              inputParameters: [{name: a}]\n", ["CAP202"]),
        ("method: GET\n", "method: GET\n              body: {type: form, data: {}}\n", ["CAP204"]),
        ("      resources", "      authentication: {type: oauth2, resource: x}\n      resources", ["CAP202"]),
        ("  exposes:", "  binds: []\n  exposes:", ["CAP250"]),
        ("capability:", "binds: [{namespace: env, keys: {lower: X}}]\ncapability:", ["CAP251"]),
    ],
)  # fmt: skip
def test_the_official_dialect_is_stricter(
    bench: Bench, old: str, new: str, codes: list[str]
) -> None:
    assert old in OFFICIAL
    assert sorted(bench.check(OFFICIAL.replace(old, new, 1), Dialect.OFFICIAL).codes) == codes


# --- other documents ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("name: x\ndescription: y\napis: []\n", "the keys `name`, `description` and `apis`"),
        ("name: x\n", "the key `name`"),
        ("naftiko: {version: 1}\nservers: []\n", "the keys `naftiko` and `servers`"),
        ("capability: {name: x, categories: []}\n", "the keys `name` and `categories`"),
        ("capability: {}\n", "no keys"),
        (
            "apiVersion: v1\nkind: Service\nmetadata: {}\nspec: {}\n",
            "the keys `apiVersion`, `kind`",
        ),
        ("".join(f"k{i}: 1\n" for i in range(12)), "`k7` and 4 more"),
    ],
)
@pytest.mark.parametrize("dialect", BOTH)
def test_other_documents(bench: Bench, text: str, keys: str, dialect: Dialect) -> None:
    read = bench.check(text.encode().decode(), dialect)
    assert read.codes == ["CAP201"]
    assert keys in read.only.message


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("\ncapability:", "\ncapabilty:", "capabilty"),
        ("\ncapability:", "\nCapability:", "Capability"),
    ],
)
def test_a_misspelt_capability(bench: Bench, old: str, new: str, marked: str) -> None:
    read = bench.check(GOOD.replace(old, new))
    assert read.codes == ["CAP208"]
    assert read.marked() == marked


def test_the_answer(bench: Bench) -> None:
    for text, good in ((GOOD, True), (GOOD.replace("port: 8080", "port: x"), False)):
        sources = bench.load(text).sources
        assert sources is not None
        assert validate(sources, Dialect.PUBLISHED, Findings()) is good
    sources = bench.load(GOOD.replace("port: 8080", "port: 8080\n      prot: 1")).sources
    assert sources is not None
    assert validate(sources, Dialect.PUBLISHED, Findings()) is True
