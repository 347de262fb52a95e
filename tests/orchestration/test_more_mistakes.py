"""What has no effect, or cannot be meant: one finding each, at the place where it was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from generator.diagnostics import Findings, Severity
from generator.normalise.selectors import _problem
from generator.pipeline import understand

SPEC = """\
ikanos: 1.0.0-beta5
info: {display: Ferries, description: Ferries.}
binds:
- namespace: port
  keys: {TOKEN: PIER_TOKEN}
capability:
  aggregates:
  - namespace: tides
    display: Tides
    flows:
      high: {description: High., inputParameters: {id: {type: string, description: d.}}, call: pier.get-boat, with: {id: tides.id}}
  consumes:
  - type: http
    namespace: pier
    description: The pier.
    baseUri: https://pier.test
    resources:
      boat:
        path: '/boats/{{id}}'
        operations:
          get-boat: {method: GET, inputParameters: {id: {in: path}}}
          put-boat: {method: PUT, inputParameters: {id: {in: path}}, body: {type: json, data: {n: '{{n}}'}}}
      boats:
        path: /boats
        operations:
          list-boats: {method: GET, inputParameters: {page: {in: query}}}
          photo: {method: GET, outputRawFormat: binary}
          table: {method: GET, outputRawFormat: html, outputSchema: table.x}
  exposes:
  - type: rest
    port: 8080
    namespace: gate
    resources:
      boats:
        path: /boats
        description: d.
        operations:
          list: {method: GET, call: pier.list-boats, inputParameters: {page: {in: query, type: string, description: d.}}}
          photo: {method: POST, call: pier.photo}
  - type: mcp
    port: 9090
    namespace: till
    description: A till.
    tools:
      boat: {description: d., call: pier.get-boat, with: {id: till.id}, inputParameters: {id: {type: string, description: d.}}}
      sheet:
        description: d.
        inputParameters: {id: {type: string, description: d.}}
        steps:
          one: {type: call, call: pier.get-boat, with: {id: till.id}}
          all: {type: call, call: pier.list-boats}
          crew: {type: lookup, index: all, match: id, lookupValue: $.one.id, outputParameters: [name]}
        mappings:
        - {target: one, value: $.one.x}
        - {target: crew, value: $.crew}
    resources:
      boat: {uri: 'pier://boats/{id}', description: d., call: pier.get-boat}
    prompts:
      ask: {description: d., arguments: {who: {description: d.}}, template: [{role: user, content: 'Hi {{who}}'}]}
  - type: skill
    port: 9091
    namespace: crafts
    description: s.
    skills:
      sail:
        description: d.
        tools: {tack: {description: d., from: {sourceNamespace: till, action: boat}}}
"""


def found(folder: Path, *replaced: tuple[str, str]) -> list[tuple[str, str]]:
    """Code, and the text from the column on, of every error and warning."""
    text = SPEC
    for old, new in replaced:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "spec.yaml"
    path.write_text(text, encoding="utf-8")
    findings = Findings()
    understand(path, None, findings)
    lines = text.splitlines()
    return [
        (each.code, lines[each.span.start.line - 1][each.span.start.column - 1 :])
        for each in findings.sorted()
        if each.severity is not Severity.NOTE
    ]


def test_nothing_is_wrong(tmp_path: Path) -> None:
    assert found(tmp_path) == []


LISTS = "list-boats: {method: GET,"
TACK = "from: {sourceNamespace: till, action: boat}"


@pytest.mark.parametrize(
    ("old", "new", "code", "at"),
    [
        ("page: {in: query, t", "page: {in: path, t", "CAP228", "path, t"),
        ("page: {in: query, t", "pages: {in: path, t", "CAP228", "path, t"),
        ("{TOKEN: PIER_TOKEN}", "{}", "CAP250", "{}"),
        (
            "{TOKEN: PIER_TOKEN}",
            "{TOKEN: A}\n- namespace: port\n  keys: {OTHER: B}",
            "CAP580",
            "port",
        ),
        (LISTS, LISTS + " outputSchema: a.json,", "CAP350", "outputSchema"),
        (LISTS, LISTS + " outputRawFormat: csv, outputSchema: a,", "CAP350", "outputSchema"),
        (LISTS, LISTS + " outputMediaType: image/png,", "CAP350", "outputMediaType"),
        (LISTS, LISTS + " maxBinarySize: 5MiB,", "CAP350", "maxBinarySize"),
        ("outputRawFormat: html", "outputRawFormat: text", "CAP204", "text,"),
        ("table.x", "'div[['", "CAP351", "'div[["),
        ("table.x", "'table:eq(1)'", "CAP351", "'table:eq"),
        (
            "call: pier.photo",
            "call: pier.photo, responses: {'200': {content: {image/png: {binary: true}}}}, "
            "responseBinary: {mediaType: image/gif}",
            "CAP344",
            "responseBinary",
        ),
        (
            "call: pier.list-boats,",
            "call: pier.list-boats, responseBinary: {mediaType: image/png},",
            "CAP344",
            "responseBinary",
        ),
        ("pier://boats/{id}", "pier://boats/{idd}", "CAP522", "{idd}"),
        ("pier://boats/{id}", "pier://boats", "CAP522", "boat: {uri"),
        (TACK, "instruction: tack.md", "CAP540", "tack.md"),
        ("{id: till.id}, i", "{id: $.id}, i", "CAP333", "$.id"),
        ("{id: till.id}, i", "{id: gate.id}, i", "CAP333", "gate.id"),
        ("{id: till.id}, i", "{id: $this.till.id}, i", "CAP333", "$this"),
        ("{id: tides.id}", "{id: till.id}", "CAP333", "till.id"),
        ("call, call: pier.get-boat, with: {id: till.id}", "call", "CAP202", "one: {"),
        ("one: {type: call, ", "one: {", "CAP202", "one: {"),
        ("index: all, ", "", "CAP202", "crew: {"),
        ("[name]", "[]", "CAP250", "[]"),
        (
            "all: {type: call, call: pier.list-boats}",
            "all: {type: call, call: pier.list-boats}\n          told: {type: script, file: a.py, dependencies: [b.py, ../c.py]}",
            "CAP384",
            "../c.py",
        ),
        ("arguments: {who: {description: d.}}", "arguments: [who]", "CAP203", "who]"),
        (
            "call: pier.list-boats, inputP",
            "call: pier.list-boats, outputParameters: [{type: string}], inputP",
            "CAP344",
            "{type: string}",
        ),
        (
            "call: pier.list-boats, inputP",
            "call: pier.list-boats, outputParameters: [{type: object, properties: {a: {type: string}}}], inputP",
            "CAP344",
            "{type: string}",
        ),
        ("type: json, data: {n: '{{n}}'}", "type: text, data: {a: b}", "CAP203", "{a: b}"),
    ],
)
def test_one_finding(tmp_path: Path, old: str, new: str, code: str, at: str) -> None:
    [(its_code, its_text)] = found(tmp_path, (old, new))
    assert its_code == code
    assert its_text.startswith(at)


@pytest.mark.parametrize(
    "output",
    [
        "{type: array, mapping: $.l, items: {type: string}}",
        "{type: object, mapping: $.l, values: {type: string}}",
        "{type: object}",
        "{type: array}",
    ],
)
def test_what_needs_no_mapping(tmp_path: Path, output: str) -> None:
    old = "call: pier.list-boats, inputP"
    new = f"call: pier.list-boats, outputParameters: [{output}], inputP"
    assert found(tmp_path, (old, new)) == []


def test_an_adapter_of_prompts_needs_no_tools(tmp_path: Path) -> None:
    start = SPEC.index("    tools:\n")
    tools = SPEC[start : SPEC.index("    resources:\n      boat: {uri")]
    skill = SPEC[SPEC.index("  - type: skill") :]
    assert found(tmp_path, (tools, ""), (skill, "")) == []
    offers = SPEC[SPEC.index("    resources:\n      boat: {uri") :]
    [(code, text)] = found(tmp_path, (tools, ""), (offers, ""))
    assert (code, text[:9]) == ("CAP202", "type: mcp")


def test_a_prompt_of_messages_and_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "ask.md").write_text("Hi {{who}}", encoding="utf-8")
    [(code, text)] = found(tmp_path, ("template: [", "location: 'file:///./ask.md', template: ["))
    assert (code, text[:8]) == ("CAP528", "template")


@pytest.mark.parametrize("name", ["tack.md", "../spec.yaml"])
def test_an_instruction_that_is_not_there(tmp_path: Path, name: str) -> None:
    (tmp_path / "sail").mkdir()
    (tmp_path / "sail" / "reef.md").write_text("Reef.", encoding="utf-8")
    place = ("      sail:\n", "      sail:\n        location: 'file:///./sail'\n")
    [(code, text)] = found(tmp_path, place, (TACK, f"instruction: {name}"))
    assert code == "CAP541"
    assert text.startswith(name)
    assert found(tmp_path, place, (TACK, "instruction: reef.md")) == []


def test_an_alias_that_is_no_text(tmp_path: Path) -> None:
    entry = "  - {from: ./spec.yaml, import: pier, as: [x]}\n  - type: http\n"
    [(code, text)] = found(tmp_path, ("  - type: http\n", entry))
    assert (code, text) == ("CAP203", "[x]}")


SELECTORS = """\
table|table.x|#a|.x|table , div|div table|table > tr|table ~ div|*|[id]|table[id="a b"]|table[id=a i]|table:has(th)
table:has(> tr)|table:not(.x, .y)|table:is( .x , .y )|table:nth-child(2n + 1)|table:nth-of-type(odd)|a:checked
table:first-child|table:not(:first-child)|é|.é|\\31 a|div[[|table,|> table|table:foo|1a|a::before|table[^id]
table:nth-child(x)|table >|.|#|table..x|table:|table[=a]|table:eq(1)|table:contains(n)|table:matches(x)|a,,b
a > > b|table:not(|table)|table:is()|table:nth-child()|table:lang(en)|:scope > table|a*|[id=1]
"""


@pytest.mark.parametrize("selector", SELECTORS.replace("\n", "|").strip("|").split("|"))
def test_a_selector_is_refused_where_the_library_refuses_it(selector: str) -> None:
    try:
        LexborHTMLParser("<table></table>").css(selector)
        is_one = True
    except SelectolaxError:
        is_one = False
    assert (_problem(selector) is None) is is_one
