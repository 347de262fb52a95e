"""What people get wrong in each construct: one finding for one mistake, at the place where it was made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.diagnostics import Findings, Severity
from generator.pipeline import understand

BASE = """\
ikanos: 1.0.0-beta5
info: {display: Shop, description: A shop.}
capability:
  consumes:
  - type: http
    namespace: shop
    description: A shop.
    baseUri: https://shop.test/v1
    resources:
      items:
        path: /items
        operations:
          list-items: {method: GET, inputParameters: {page: {in: query}}}
          add-item: {method: POST, body: {type: json, data: {name: '{{name}}'}}}
      item:
        path: /items/{{id}}
        operations:
          get-item: {method: GET, inputParameters: {id: {in: path}}}
  exposes:
"""
_MCP = """\
  - type: mcp
    namespace: till
    port: 9090
    description: A till.
    tools:
"""
_REST = """\
  - type: rest
    namespace: desk
    address: localhost
    port: 8080
    resources:
"""
TOOLS = BASE + _MCP
_TOOL = "      a: {description: A, call: shop.list-items}\n"
CRM = """\
ikanos: 1.0.0-beta5
consumes:
- type: http
  namespace: crm
  baseUri: https://crm.test
  resources: {l: {path: /l, operations: {list: {method: GET}}}}
"""
PUBLISHED = """\
naftiko: 1.0.0-alpha2
info: {label: Shop, description: A shop.}
capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://shop.test/v1
    authentication: AUTH
    resources:
    - name: items
      path: /items/{id}
      operations: [{name: get-item, method: GET}]
  exposes:
  - type: mcp
    namespace: till
    port: 9090
    tools: [{name: a, description: A, call: shop.get-item, with: {id: tools.id}}]
"""
_SCRIPT = "CAP904"
"""Says that a script step is a hook, whatever else is wrong."""


def tool(lines: str) -> str:
    return TOOLS + lines


def route(lines: str) -> str:
    return BASE + _REST + lines


def outputs(text: str) -> str:
    return tool(f"      a: {{description: A, call: shop.list-items, outputParameters: {text}}}\n")


def steps(lines: str, mappings: str = "[{target: a, value: $.x.a}]") -> str:
    first = "      a:\n        description: A\n        steps:\n"
    call = "          x: {type: call, call: shop.list-items}\n"
    return tool(f"{first}{call}{lines}        mappings: {mappings}\n")


def flow(lines: str, tools: str = "      a: {ref: stock.list}\n") -> str:
    aggregate = "  aggregates:\n  - namespace: stock\n    display: Stock.\n    flows:\n"
    return BASE.replace("  exposes:\n", f"{aggregate}{lines}  exposes:\n") + _MCP + tools


def importing(entry: str, section: str = "consumes") -> str:
    tools = _MCP.replace("    description: A till.\n", "")
    called = "      a: {description: A, call: crm.list}\n"
    before = f"ikanos: 1.0.0-beta5\ncapability:\n  {section}:\n  - {entry}\n  exposes:\n"
    return before + tools + called


def binding(lines: str, token: str = "{{K}}") -> str:
    text = BASE.replace("capability:\n", f"binds:\n{lines}capability:\n", 1) + _MCP + _TOOL
    return authenticated(f"{{type: bearer, token: '{token}'}}", text)


def authenticated(text: str, spec: str = TOOLS + _TOOL) -> str:
    return spec.replace("    resources:\n", f"    authentication: {text}\n    resources:\n", 1)


def offering(lines: str) -> str:
    return tool(_TOOL + lines)


def skill(lines: str) -> str:
    adapter = "  - type: skill\n    namespace: cook\n    address: localhost\n    port: 8090\n"
    return offering(f"{adapter}    skills:\n{lines}")


def control(lines: str) -> str:
    return offering(f"  - type: control\n    port: 9999\n    address: localhost\n{lines}")


def operation(text: str) -> str:
    before = "list-items: {method: GET, inputParameters: {page: {in: query}}}"
    mapped = "[{type: object, properties: {x: {type: string, mapping: $.x}}}]"
    return outputs(mapped).replace(before, f"list-items: {{method: GET, {text}}}")


def body(text: str) -> str:
    spec = tool("      a: {description: A, call: shop.add-item}\n")
    return spec.replace("body: {type: json, data: {name: '{{name}}'}}", f"body: {text}")


def case(name: str, code: str, at: str, text: str, files: dict[str, str] | None = None) -> Any:
    return pytest.param(code, at, text, files or {}, id=name.replace(" ", "-"))


CASES = [
    case(
        "tool without name of op", "CAP335", "shop", tool("      a: {description: A, call: shop}\n")
    ),
    case(
        "tool call 3 dots",
        "CAP302",
        "items.list-items",
        tool("      a: {description: A, call: shop.items.list-items}\n"),
    ),
    case(
        "tool call object form unknown",
        "CAP302",
        "lst-items",
        tool("      a: {description: A, call: {operation: shop.lst-items}}\n"),
    ),
    *(
        case(
            f"section {written} of {text}",
            "CAP339",
            written,
            tool(f"      a: {{description: A, call: shop.list-items, with: {{page: '{text}'}}}}\n"),
        )
        for written, text in (
            ("{{#a}}", "{{#a}}x"),
            ("{{^b}}", "{{#a}}x{{/a}}{{^b}}"),
            ("{{/a}}", "x{{/a}}"),
            ("{{/a}}", "{{#a}}{{#b}}{{/a}}{{/b}}"),
            ("{{>a}}", "{{>a}}"),
            ("{{<a}}", "{{<a}}{{/a}}"),
            ("{{=[=}}", "{{=[=}} [page]"),
            ("{{=<<< >>>=}}", "{{=<<< >>>=}}"),
            ("<%#a%>", "{{=<% %>=}}<%#a%>x"),
            ("<%a b%>", "{{=<% %>=}}<%a b%>"),
            ("{{$a}}", "{{$a}}x"),
            ("{{$.page}}", "{{$.page}}"),
            ("{{/a}}", "{{$a}}{{$b}}{{/a}}{{/b}}"),
            ("{{#a b}}", "{{#a b}}x{{/a b}}"),
        )
    ),
    case(
        "section out of a string of JSON",
        "CAP339",
        "{{#name}}",
        body('\'{"a": "1{{#name}}", "b": 2{{/name}}, "c": "3"}\''),
    ),
    case(
        "section inside of one into a string of JSON",
        "CAP339",
        "{{^name}}",
        body("'[1{{#a}}, {{^name}}\"{{/name}}2\"{{/a}}]'"),
    ),
    *(
        case(f"sections that make no JSON {text}", code, at, body(f"'{text}'"))
        for code, at, text in (
            (
                "CAP457",
                '\'{"a": 1{{#name}} "b": 2{{/name}}, }\'',
                '{"a": 1{{#name}} "b": 2{{/name}}, }',
            ),
            (
                "CAP457",
                '\'{"a{{#name}}": 1, "{{name}}',
                '{"a{{#name}}": 1, "{{name}}{{/name}}": 1}',
            ),
            (
                "CAP457",
                "'[1{{#name}}, \"\\ue0000\\ue000\"{{/name}}]'",
                '[1{{#name}}, "\\ue0000\\ue000"{{/name}}]',
            ),
            ("CAP462", "'[1, {{#name}}2{{/name}}]'", "[1, {{#name}}2{{/name}}]"),
            ("CAP462", "'[{{#name}}2,{{/name}}]'", "[{{#name}}2,{{/name}}]"),
        )
    ),
    case(
        "section in a base URI",
        "CAP339",
        "{{#a}}",
        tool("      a: {description: A, call: shop.list-items}\n").replace(
            "/v1", "/{{#a}}v1{{/a}}"
        ),
    ),
    *(
        case(
            f"{{path}} inside {path}",
            "CAP556",
            at,
            route(
                f"      a: {{path: '{path}', description: d, operations: {{a: {{method: GET, call: shop.list-items, with: {{page: '{{{{path}}}}'}}}}}}}}\n"
            ),
        )
        for path, at in (
            ("/w/{path}/x", "{path}/x"),
            ("/w/{{path}}.json", "{{path}}.json"),
            ("/w/v-{path}", "{path}"),
        )
    ),
    *(
        case(
            f"oauth2 of an API without issuer {extra}",
            "CAP567",
            "oauth2",
            PUBLISHED.replace("AUTH", f"{{type: oauth2{extra}}}"),
        )
        for extra in ("", ", scopes: [a]", ", flows: {clientCredentials: {scopes: {}}}")
    ),
    *(
        case(f"MCP adapter {at}", code, at, TOOLS.replace(old, written) + _TOOL)
        for code, at, old, written in (
            ("CAP203", "'soon'", "    tools:\n", "    ttlMs: 'soon'\n    tools:\n"),
            ("CAP207", "ttlms: 5", "    tools:\n", "    ttlms: 5\n    tools:\n"),
            ("CAP204", "shared", "    tools:\n", "    cacheScope: shared\n    tools:\n"),
            ("CAP554", "port:", "    port: 9090\n", "    port: 9090\n    transport: stdio\n"),
            ("CAP204", "htp", "    port: 9090\n", "    port: 9090\n    transport: htp\n"),
        )
    ),
    *(
        case(
            f"semantics {at}",
            code,
            at,
            flow(f"      list: {{description: d, semantics: {written}, call: shop.list-items}}\n"),
        )
        for code, at, written in (
            ("CAP207", "save", "{save: true}"),
            ("CAP203", "'yes'", "{safe: 'yes'}"),
            ("CAP203", "[safe]", "[safe]"),
        )
    ),
    *(
        case(
            f"hints {at}",
            code,
            at,
            tool(f"      a: {{description: A, call: shop.list-items, hints: {written}}}\n"),
        )
        for code, at, written in (
            ("CAP207", "readonly", "{readonly: true}"),
            ("CAP203", "'true!'", "{readOnly: 'true!'}"),
            ("CAP203", "[readOnly]", "[readOnly]"),
        )
    ),
    *(
        case(
            f"tunnel {at}",
            code,
            at,
            TOOLS.replace("    resources:\n", f"    tunnel: {written}\n    resources:\n", 1)
            + _TOOL,
        )
        for code, at, written in (
            ("CAP204", "zitti", "{type: zitti, service: s, identity: i}"),
            ("CAP202", "tunnel", "{type: ziti, identity: i}"),
            ("CAP204", "drop", "{type: ziti, service: s, identity: i, fallback: drop}"),
        )
    ),
    *(
        case(f"digest {at}", code, at, authenticated(written))
        for code, at, written in (
            ("CAP562", "{type", "{type: digest, password: '{{K}}'}"),
            ("CAP208", "user:", "{type: digest, user: a, password: '{{env.K}}'}"),
            ("CAP204", "digets", "{type: digets, username: a, password: b}"),
        )
    ),
    *(
        case(
            f"maxBinarySize {written}",
            code,
            written,
            operation(f"outputRawFormat: binary, maxBinarySize: {written}"),
        )
        for code, written in (("CAP206", "10MB"), ("CAP203", "-1"), ("CAP206", "big"))
    ),
    *(
        case(
            f"call as a mapping {at}",
            code,
            at,
            tool(f"      a: {{description: A, call: {written}}}\n"),
        )
        for code, at, written in (
            ("CAP218", "op:", "{op: shop.list-items}"),
            ("CAP307", "pag:", "{operation: shop.list-items, with: {pag: 1}}"),
            ("CAP207", "wiht:", "{operation: shop.list-items, wiht: {page: 1}}"),
            ("CAP203", "[shop", "[shop.list-items]"),
        )
    ),
    *(
        case(
            f"values {at}",
            code,
            at,
            outputs(f"[{{type: object, mapping: $.x, values: {written}}}]"),
        )
        for code, at, written in (
            ("CAP207", "maping", "{type: string, maping: $.n}"),
            ("CAP203", "[{type", "[{type: string}]"),
            ("CAP203", "$.n", "$.n"),
        )
    ),
    *(
        case(
            f"responses {at}",
            code,
            at,
            route(
                "      a: {path: /a, description: d, operations: "
                f"{{a: {{method: GET, call: shop.list-items, {written}}}}}}}\n"
            ),
        )
        for code, at, written in (
            ("CAP207", "contnt", "responses: {'200': {contnt: {image/png: {binary: true}}}}"),
            ("CAP207", "binry", "responses: {'200': {content: {image/png: {binry: true}}}}"),
            ("CAP203", "'yes'", "responses: {'200': {content: {image/png: {binary: 'yes'}}}}"),
            ("CAP203", "[200]", "responses: [200]"),
            ("CAP203", "image/png", "responseBinary: image/png"),
        )
    ),
    *(
        case(f"observability {at}", code, at, control(f"    observability: {written}\n"))
        for code, at, written in (
            ("CAP207", "enable:", "{metrics: {local: {enable: true}}}"),
            ("CAP204", "w3}", "{traces: {propagation: w3}}"),
            ("CAP205", "2}", "{traces: {sampling: 2}}"),
        )
    ),
    *(
        case(f"part of a form {at}", code, at, body(f"{{type: multipartForm, data: {written}}}"))
        for code, at, written in (
            ("CAP202", "{value", "[{value: x}]"),
            ("CAP203", "{a: b}", "{a: b}"),
            ("CAP208", "valeu", "[{name: a, valeu: '{{name}}'}]"),
        )
    ),
    case(
        "unknown key in items by name",
        "CAP207",
        "maping",
        outputs("[{type: array, mapping: $.x, items: {name: {type: string, maping: $.n}}}]"),
    ),
    case(
        "section in a credential",
        "CAP339",
        "{{^a}}",
        tool("      a: {description: A, call: shop.list-items}\n").replace(
            "    resources:\n",
            "    authentication: {type: bearer, token: '{{^a}}b{{/a}}'}\n    resources:\n",
            1,
        ),
    ),
    case(
        "tool with null",
        "CAP203",
        "null",
        tool("      a: {description: A, call: shop.list-items, with: {page: null}}\n"),
    ),
    case(
        "tool with list",
        "CAP203",
        "[page",
        tool("      a: {description: A, call: shop.list-items, with: [page]}\n"),
    ),
    case(
        "tool with unknown input",
        "CAP408",
        "pge",
        tool(
            "      a: {description: A, call: shop.list-items, with: {page: till.pge}, inputParameters: {page: {type: integer, description: d}}}\n"
        ),
    ),
    case(
        "tool with unknown key",
        "CAP307",
        "pag",
        tool("      a: {description: A, call: shop.list-items, with: {pag: 1}}\n"),
    ),
    case(
        "tool with {{unknown}}",
        "CAP408",
        "pge",
        tool(
            "      a: {description: A, call: shop.list-items, with: {page: '{{pge}}'}, inputParameters: {page: {type: integer, description: d}}}\n"
        ),
    ),
    case("tool no action", "CAP305", "{description", tool("      a: {description: A}\n")),
    case(
        "tool call + steps",
        "CAP379",
        "steps",
        tool(
            "      a: {description: A, call: shop.list-items, steps: {x: {type: call, call: shop.list-items}}}\n"
        ),
    ),
    case(
        "hints typo",
        "CAP207",
        "readonly",
        tool("      a: {description: A, call: shop.list-items, hints: {readonly: true}}\n"),
    ),
    case(
        "hints value",
        "CAP203",
        "yess",
        tool("      a: {description: A, call: shop.list-items, hints: {readOnly: yess}}\n"),
    ),
    case(
        "mappings without steps",
        "CAP387",
        "mappings",
        tool(
            "      a: {description: A, call: shop.list-items, mappings: [{target: a, value: $.x.y}]}\n"
        ),
    ),
    case(
        "input type wrong",
        "CAP204",
        "int",
        tool(
            "      a: {description: A, call: shop.list-items, inputParameters: {page: {type: int, description: d}}}\n"
        ),
    ),
    case(
        "input required string",
        "CAP203",
        "'no'",
        tool(
            "      a: {description: A, call: shop.list-items, inputParameters: {page: {type: integer, required: 'no', description: d}}}\n"
        ),
    ),
    case("output bad path", "CAP343", '"$.a["', outputs('[{type: string, mapping: "$.a["}]')),
    case("output trailing dot", "CAP343", '"$.a."', outputs('[{type: string, mapping: "$.a."}]')),
    case("output path in value", "CAP340", "$.a", outputs("[{type: string, value: $.a}]")),
    case("output type typo", "CAP204", "strng", outputs("[{type: strng, mapping: $.a}]")),
    case(
        "output items on object",
        "CAP344",
        "items",
        outputs("[{type: object, items: {type: string}}]"),
    ),
    case(
        "output properties on array",
        "CAP344",
        "properties",
        outputs("[{type: array, mapping: $.a, properties: {x: {type: string, mapping: $.x}}}]"),
    ),
    case(
        "output maxLength text",
        "CAP203",
        "long",
        outputs("[{type: string, mapping: $.a, maxLength: long}]"),
    ),
    case(
        "output property name typo maping",
        "CAP207",
        "maping",
        outputs("[{type: object, properties: {x: {type: string, maping: $.x}}}]"),
    ),
    case(
        "output after certain one",
        "CAP344",
        "{type",
        outputs(
            "[{type: object, properties: {x: {type: string, mapping: $.x}}},{type: string, mapping: $.b}]"
        ),
    ),
    case(
        "output filter with lookahead",
        "CAP343",
        '"$.a[?(@.x =~ /(?=a)b/)',
        outputs('[{type: array, mapping: "$.a[?(@.x =~ /(?=a)b/)]"}]'),
    ),
    case(
        "output unknown func",
        "CAP343",
        '"$.a.foo()"',
        outputs('[{type: string, mapping: "$.a.foo()"}]'),
    ),
    case(
        "step lookup no match",
        "CAP202",
        "y",
        steps('          y: {type: lookup, index: x, lookupValue: "1", outputParameters: [n]}\n'),
    ),
    case(
        "step lookup no outputs",
        "CAP202",
        "y",
        steps('          y: {type: lookup, index: x, match: id, lookupValue: "1"}\n'),
    ),
    case(
        "step lookup outputs map",
        "CAP203",
        "{n",
        steps(
            '          y: {type: lookup, index: x, match: id, lookupValue: "1", outputParameters: {n: {type: string}}}\n'
        ),
    ),
    case(
        "step lookup itself",
        "CAP371",
        "y",
        steps(
            '          y: {type: lookup, index: y, match: id, lookupValue: "1", outputParameters: [n]}\n'
        ),
    ),
    case(
        "step lookup output mapping missing field",
        "CAP373",
        "$.y.m",
        steps(
            '          y: {type: lookup, index: x, match: id, lookupValue: "1", outputParameters: [n]}\n',
            "[{target: a, value: $.y.m}]",
        ),
    ),
    case("step call no call", "CAP202", "y", steps("          y: {type: call}\n")),
    case(
        "step with unknown key",
        "CAP307",
        "idd",
        steps('          y: {type: call, call: shop.get-item, with: {idd: "1"}}\n'),
    ),
    case(
        "step itself",
        "CAP372",
        "y.id",
        steps('          y: {type: call, call: shop.get-item, with: {id: "{{y.id}}"}}\n'),
    ),
    case("mapping no value", "CAP202", "{target", steps("", "[{target: a}]")),
    case("mapping no target", "CAP202", "{value", steps("", "[{value: $.x.a}]")),
    case("mapping map form", "CAP203", "{a", steps("", "{a: $.x.a}")),
    case("mapping empty target", "CAP388", '""', steps("", '[{target: "", value: $.x.a}]')),
    case("mapping target dots", "CAP388", '"a..b"', steps("", '[{target: "a..b", value: $.x.a}]')),
    case(
        "steps list dup names",
        "CAP231",
        "x",
        tool(
            "      a:\n        description: A\n        steps:\n        - {name: x, type: call, call: shop.list-items}\n        - {name: x, type: call, call: shop.list-items}\n        mappings: [{target: a, value: $.x.a}]\n"
        ),
    ),
    case(
        "steps empty",
        "CAP305",
        "description",
        tool("      a:\n        description: A\n        steps: {}\n"),
    ),
    case(
        "step shadows input",
        "CAP405",
        "{type",
        tool(
            '      a:\n        description: A\n        inputParameters: {x: {type: string, description: d}}\n        steps:\n          x: {type: call, call: shop.list-items}\n          y: {type: call, call: shop.get-item, with: {id: "{{x}}"}}\n'
        ),
    ),
    case(
        "step name with dot",
        "CAP373",
        "$.x.y.z",
        tool(
            "      a:\n        description: A\n        steps:\n          x.y: {type: call, call: shop.list-items}\n        mappings: [{target: a, value: $.x.y.z}]\n"
        ),
    ),
    case(
        "script bad language",
        "CAP204",
        "ruby",
        steps("          y: {type: script, file: a.rb, language: ruby}\n"),
    ),
    case("script no file", "CAP202", "y", steps("          y: {type: script, language: python}\n")),
    case(
        "flow unknown op", "CAP302", "lst", flow("      list: {description: L, call: shop.lst}\n")
    ),
    case(
        "flow semantics typo",
        "CAP207",
        "save",
        flow("      list: {description: L, call: shop.list-items, semantics: {save: true}}\n"),
    ),
    case(
        "flow semantics value",
        "CAP203",
        "maybe",
        flow("      list: {description: L, call: shop.list-items, semantics: {safe: maybe}}\n"),
    ),
    case(
        "flow ref another flow",
        "CAP389",
        "stock.other",
        flow(
            "      list: {description: L, ref: stock.other}\n      other: {description: L, call: shop.list-items}\n"
        ),
    ),
    case(
        "flow ref itself",
        "CAP389",
        "stock.list",
        flow("      list: {description: L, ref: stock.list}\n"),
    ),
    case("flow no action", "CAP305", "{description", flow("      list: {description: L}\n")),
    case(
        "flow hints in flow",
        "CAP207",
        "hints",
        flow("      list: {description: L, call: shop.list-items, hints: {readOnly: true}}\n"),
    ),
    case(
        "agg no namespace",
        "CAP202",
        "display",
        flow("      list: {description: L, call: shop.list-items}\n").replace(
            "  - namespace: stock\n    display: Stock.\n", "  - display: Stock.\n"
        ),
    ),
    case(
        "agg dup ns",
        "CAP231",
        "stock",
        flow("      list: {description: L, call: shop.list-items}\n").replace(
            "  exposes:\n",
            "  - namespace: stock\n    flows: {b: {description: B, call: shop.list-items}}\n  exposes:\n",
            1,
        ),
    ),
    case(
        "tool outputs beside mapping flow",
        "CAP383",
        "{type",
        flow(
            "      list: {description: L, call: shop.list-items, outputParameters: [{type: string, mapping: $.a}]}\n",
            "      a: {ref: stock.list, outputParameters: [{type: string, mapping: $.b}]}\n",
        ),
    ),
    case(
        "import missing file",
        "CAP390",
        "./crmm.yml",
        importing("{from: ./crmm.yml, import: crm}"),
        {"crm.yml": CRM},
    ),
    case(
        "import wrong ns",
        "CAP391",
        "crn",
        importing("{from: ./crm.yml, import: crn}"),
        {"crm.yml": CRM},
    ),
    case("import no import", "CAP202", "{from", importing("{from: ./crm.yml}"), {"crm.yml": CRM}),
    case("import no from", "CAP395", "{import", importing("{import: crm}"), {"crm.yml": CRM}),
    case(
        "import alias, old name called",
        "CAP301",
        "crm.list",
        importing("{from: ./crm.yml, import: crm, as: sales}"),
        {"crm.yml": CRM},
    ),
    case(
        "import parent",
        "CAP390",
        "../crm.yml",
        importing("{from: ../crm.yml, import: crm}"),
        {"crm.yml": CRM},
    ),
    case(
        "import abs",
        "CAP390",
        "/etc/passwd",
        importing("{from: /etc/passwd, import: crm}"),
        {"crm.yml": CRM},
    ),
    case(
        "import url",
        "CAP390",
        '"https',
        importing('{from: "https://x.test/crm.yml", import: crm}'),
        {"crm.yml": CRM},
    ),
    case(
        "import itself",
        "CAP393",
        "crm",
        importing("{from: ./spec.yaml, import: crm}"),
        {"crm.yml": CRM},
    ),
    case(
        "import cycle",
        "CAP393",
        "crm",
        importing("{from: ./crm.yml, import: crm}"),
        {"crm.yml": "ikanos: 1.0.0-beta5\nconsumes:\n- {from: ./spec.yaml, import: crm}\n"},
    ),
    case(
        "import transitive",
        "CAP392",
        "crm",
        importing("{from: ./crm.yml, import: crm}"),
        {
            "crm.yml": "ikanos: 1.0.0-beta5\nconsumes:\n- {from: ./c2.yml, import: crm}\n",
            "c2.yml": CRM,
        },
    ),
    case(
        "import wrong section",
        "CAP391",
        "crm",
        importing("{from: ./crm.yml, import: crm}", "aggregates"),
        {"crm.yml": CRM},
    ),
    case(
        "import dup ns",
        "CAP231",
        "crm",
        importing("{from: ./crm.yml, import: crm}\n  - {from: ./crm.yml, import: crm}"),
        {"crm.yml": CRM},
    ),
    case(
        "import extra key",
        "CAP207",
        "baseUri",
        importing('{from: ./crm.yml, import: crm, baseUri: "https://x.test"}'),
        {"crm.yml": CRM},
    ),
    case("import dir", "CAP390", "./d", importing("{from: ./d, import: crm}"), {"d/x.yml": CRM}),
    case("standalone main", "CAP201", "ikanos", CRM),
    case("bind no keys", "CAP202", "{namespace", binding("- {namespace: env}\n")),
    case(
        "bind unknown var",
        "CAP418",
        "TOKN",
        binding("- {namespace: env, keys: {TOKEN: K}}\n", "{{TOKN}}"),
    ),
    case(
        "bind ns.var",
        "CAP418",
        "env.TOKN",
        binding("- {namespace: env, keys: {TOKEN: K}}\n", "{{env.TOKN}}"),
    ),
    case(
        "bind unknown scheme",
        "CAP346",
        '"vault',
        binding('- {namespace: env, location: "vault://x", keys: {K: K}}\n'),
    ),
    case("bind keys list", "CAP203", "[K", binding("- {namespace: env, keys: [K]}\n")),
    case("bind lower var", "CAP251", "k", binding("- {namespace: env, keys: {k: K}}\n", "{{k}}")),
    case(
        "rest no call",
        "CAP305",
        "{method",
        route("      i: {path: /i, operations: {g: {method: GET}}}\n"),
    ),
    case(
        "rest method typo",
        "CAP204",
        "GTE",
        route("      i: {path: /i, operations: {g: {method: GTE, call: shop.list-items}}}\n"),
    ),
    case(
        "rest path var unused",
        "CAP421",
        "{idd",
        route(
            '      i: {path: "/i/{{idd}}", operations: {g: {method: GET, call: shop.get-item}}}\n'
        ),
    ),
    case(
        "rest input in typo",
        "CAP204",
        "paht",
        route(
            '      i: {path: "/i/{{id}}", operations: {g: {method: GET, call: shop.get-item, inputParameters: {id: {in: paht, type: string}}}}}\n'
        ),
    ),
    case(
        "rest pattern broken",
        "CAP406",
        "{in",
        route(
            '      i: {path: "/i/{{id}}", operations: {g: {method: GET, call: shop.get-item, inputParameters: {id: {in: path, type: string, pattern: "[a"}}}}}\n'
        ),
    ),
    case(
        "rest same method twice",
        "CAP550",
        "{method",
        route(
            "      i: {path: /i, operations: {g: {method: GET, call: shop.list-items}, h: {method: GET, call: shop.list-items}}}\n"
        ),
    ),
    case(
        "rest ops and forward to unknown",
        "CAP530",
        "shp",
        route('      i: {path: "/i/{{path}}", forward: {targetNamespace: shp}}\n'),
    ),
    case(
        "rest forward no ns",
        "CAP202",
        "forward",
        route('      i: {path: "/i/{{path}}", forward: {trustedHeaders: [A]}}\n'),
    ),
    case("rest neither", "CAP202", "i", route('      i: {path: "/i"}\n')),
    case(
        "rest path no slash",
        "CAP220",
        "i",
        route("      i: {path: i, operations: {g: {method: GET, call: shop.list-items}}}\n"),
    ),
    case(
        "rest body path bad",
        "CAP343",
        '"$.a["',
        route(
            '      i: {path: /i, operations: {g: {method: POST, call: shop.add-item, inputParameters: {name: {in: body, type: string, value: "$.a["}}}}}\n'
        ),
    ),
    case(
        "port text",
        "CAP203",
        "eighty",
        route(
            "      i: {path: /i, operations: {g: {method: GET, call: shop.list-items}}}\n"
        ).replace("8080", "eighty"),
    ),
    case(
        "port dup",
        "CAP598",
        "8080",
        route("      i: {path: /i, operations: {g: {method: GET, call: shop.list-items}}}\n")
        + "  - type: mcp\n    namespace: t\n    port: 8080\n    tools: {a: {description: A, call: shop.list-items}}\n",
    ),
    case(
        "expose type typo",
        "CAP204",
        "rset",
        route(
            "      i: {path: /i, operations: {g: {method: GET, call: shop.list-items}}}\n"
        ).replace("type: rest", "type: rset"),
    ),
    case(
        "expose no ns",
        "CAP202",
        "type",
        route(
            "      i: {path: /i, operations: {g: {method: GET, call: shop.list-items}}}\n"
        ).replace("    namespace: desk\n", ""),
    ),
    case(
        "stdio+port",
        "CAP554",
        "port",
        tool("      a: {description: A, call: shop.list-items}\n").replace(
            "port: 9090", "transport: stdio\n    port: 9090"
        ),
    ),
    case(
        "resource no uri",
        "CAP202",
        "r",
        offering("    resources: {r: {description: R, call: shop.list-items}}\n"),
    ),
    case(
        "resource no action",
        "CAP305",
        "{description",
        offering('    resources: {r: {description: R, uri: "x://a"}}\n'),
    ),
    case(
        "resource missing folder",
        "CAP520",
        '"file',
        offering('    resources: {r: {description: R, uri: "x://a", location: "file:///./d"}}\n'),
    ),
    case(
        "resource outside folder",
        "CAP520",
        '"file',
        offering(
            '    resources: {r: {description: R, uri: "x://a", location: "file:///./../d"}}\n'
        ),
    ),
    case(
        "resource template of write",
        "CAP523",
        "r",
        offering(
            '    resources: {r: {description: R, uri: "x://a/{name}", call: shop.add-item}}\n'
        ),
    ),
    case(
        "resource dup uri",
        "CAP524",
        '"x',
        offering(
            '    resources: {r: {description: R, uri: "x://a", call: shop.list-items}, q: {description: R, uri: "x://a", call: shop.list-items}}\n'
        ),
    ),
    case("prompt none", "CAP202", "p", offering("    prompts: {p: {description: P}}\n")),
    case(
        "prompt unknown arg",
        "CAP527",
        "{{b}}",
        offering(
            '    prompts: {p: {description: P, arguments: {a: {description: A}}, template: [{role: user, content: "Hi {{b}}"}]}}\n'
        ),
    ),
    case(
        "prompt role",
        "CAP204",
        "usr",
        offering('    prompts: {p: {description: P, template: [{role: usr, content: "Hi"}]}}\n'),
    ),
    case(
        "prompt file missing",
        "CAP520",
        '"file',
        offering('    prompts: {p: {description: P, location: "file:///./p.md"}}\n'),
    ),
    case(
        "prompt arg dash",
        "CAP527",
        "{{a-b}}",
        offering(
            '    prompts: {p: {description: P, arguments: {a-b: {description: A}}, template: [{role: user, content: "Hi {{a-b}}"}]}}\n'
        ),
    ),
    case(
        "skill tool both",
        "CAP536",
        "a",
        skill(
            "      s: {description: S, tools: {a: {description: A, from: {sourceNamespace: till, action: a}, instruction: a.md}}}\n"
        ),
    ),
    case(
        "skill tool neither",
        "CAP536",
        "a",
        skill("      s: {description: S, tools: {a: {description: A}}}\n"),
    ),
    case(
        "skill unknown ns",
        "CAP537",
        "tll",
        skill(
            "      s: {description: S, tools: {a: {description: A, from: {sourceNamespace: tll, action: a}}}}\n"
        ),
    ),
    case(
        "skill unknown action",
        "CAP538",
        "b",
        skill(
            "      s: {description: S, tools: {a: {description: A, from: {sourceNamespace: till, action: b}}}}\n"
        ),
    ),
    case(
        "skill allowed-tools list",
        "CAP203",
        "[a",
        skill("      s: {description: S, allowed-tools: [a]}\n"),
    ),
    case("control key", "CAP207", "helth", control("    management: {helth: true}\n")),
    case(
        "control 2",
        "CAP595",
        "type",
        control("") + "  - type: control\n    port: 9998\n    address: localhost\n",
    ),
    case(
        "control sampling", "CAP205", "2", control("    observability: {traces: {sampling: 2}}\n")
    ),
    case(
        "control scripting",
        "CAP204",
        "ruby",
        control("    management: {scripting: {allowedLanguages: [ruby]}}\n"),
    ),
    case("format text", "CAP204", "text", operation("outputRawFormat: text")),
    case("format typo", "CAP204", "jsn", operation("outputRawFormat: jsn")),
    case("avro no schema", "CAP341", "avro", operation("outputRawFormat: avro")),
    case(
        "avro missing schema",
        "CAP342",
        "a.avsc",
        operation("outputRawFormat: avro, outputSchema: a.avsc"),
    ),
    case(
        "avro bad schema",
        "CAP342",
        "a.avsc",
        operation("outputRawFormat: avro, outputSchema: a.avsc"),
        {"a.avsc": '{"type":"recrd"}'},
    ),
    case(
        "proto bad",
        "CAP342",
        "a.proto",
        operation("outputRawFormat: protobuf, outputSchema: a.proto"),
        {"a.proto": "message X { strin a = 1; }"},
    ),
    case(
        "proto traversal",
        "CAP342",
        "../a.proto",
        operation("outputRawFormat: protobuf, outputSchema: ../a.proto"),
    ),
    case("body type", "CAP204", "jsn", body("{type: jsn, data: {}}")),
    case("body no data", "CAP202", "body", body("{type: json}")),
    case("body multipart map", "CAP203", "{a", body("{type: multipartForm, data: {a: b}}")),
    case(
        "body multipart no name",
        "CAP202",
        "{value",
        body("{type: multipartForm, data: [{value: b}]}"),
    ),
    case("body list", "CAP203", "[a", body("[a]")),
    case("body open", "CAP209", "{{name", body("{type: json, data: {name: '{{name}'}}")),
    case("auth type", "CAP204", "Bearer", authenticated("{type: Bearer, token: x}")),
    case("auth bearer no token", "CAP562", "{type", authenticated("{type: bearer}")),
    case(
        "apikey placement typo",
        "CAP204",
        "heder",
        authenticated("{type: apikey, key: X, value: '{{K}}', placement: heder}"),
    ),
    case("basic no pw", "CAP562", "{type", authenticated("{type: basic, username: '{{U}}'}")),
    case(
        "bearer Bearer",
        "CAP561",
        "Bearer {{T}}",
        authenticated("{type: bearer, token: 'Bearer {{T}}'}"),
    ),
]


@pytest.mark.parametrize(("code", "at", "text", "files"), CASES)
def test_one_mistake_is_one_finding_where_it_was_made(
    tmp_path: Path, code: str, at: str, text: str, files: dict[str, str]
) -> None:
    """`at` is what stands in the file at the place of the finding."""
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    spec = tmp_path / "spec.yaml"
    spec.write_text(text, encoding="utf-8")
    findings = Findings()
    understand(spec, None, findings)
    found = [
        each
        for each in findings.sorted()
        if each.severity is not Severity.NOTE and each.code != _SCRIPT
    ]
    assert [each.code for each in found] == [code], [str(each.message) for each in found]
    (only,) = found
    assert only.span is not None
    start = only.span.start
    assert text.split("\n")[start.line - 1][start.column - 1 :].startswith(at)


@pytest.mark.parametrize(
    "items",
    [
        "{name: {type: string, mapping: $.n}, price: {type: number, mapping: $.p}}",
        "{type: object, properties: {name: {type: string, mapping: $.n}}}",
        "{type: string, mapping: $.n}",
        "{}",
    ],
)
def test_every_form_of_items_is_one(tmp_path: Path, items: str) -> None:
    """One entry, or a map from names to entries (the orchestrated form)."""
    spec = tmp_path / "spec.yaml"
    spec.write_text(outputs(f"[{{type: array, mapping: $.x, items: {items}}}]"), encoding="utf-8")
    findings = Findings()
    understand(spec, None, findings)
    assert [str(each.message) for each in findings.sorted()] == []


def test_an_api_without_a_type_is_http(tmp_path: Path) -> None:
    """As in the engine (language, 2.4); no finding, for nothing else can be meant."""
    spec = tmp_path / "spec.yaml"
    written = tool(_TOOL)
    spec.write_text(written.replace("- type: http\n    namespace", "- namespace"), encoding="utf-8")
    findings = Findings()
    understood = understand(spec, None, findings)
    assert "type: http" not in spec.read_text(encoding="utf-8")
    assert not findings.sorted()
    assert understood is not None
