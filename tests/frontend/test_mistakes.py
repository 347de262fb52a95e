"""Typical mistakes, each one finding at the key or the value, with what was meant.

Source: "findings that help" of the faults found with real users; each row is an instance of a kind.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.command.policy import Policy
from generator.diagnostics import Finding, Findings, Severity
from generator.diagnostics.folding import others
from generator.pipeline import understand

GOOD = """\
naftiko: 1.0.0-alpha2
info:
  label: Shop
  description: A shop.
binds:
- namespace: env
  keys:
    SHOP_TOKEN: SHOP_TOKEN
    SHOP_USER: SHOP_USER
capability:
  consumes:
  - type: http
    namespace: shop
    description: The shop.
    baseUri: https://shop.test/api
    authentication:
      type: bearer
      token: '{{SHOP_TOKEN}}'
    resources:
    - name: items
      path: /items
      operations:
      - name: listitems
        method: GET
        description: Items
        inputParameters:
        - name: limit
          in: query
          type: integer
      - name: additem
        method: POST
        description: Add
        body:
          type: json
          data:
            name: '{{tools.name}}'
    - name: item
      path: /items/{id}
      operations:
      - name: getitem
        method: GET
        description: One
        inputParameters:
        - name: id
          in: path
          type: string
          required: true
  exposes:
  - type: rest
    namespace: shop-rest
    port: 8080
    resources:
    - path: /items/{id}
      name: item
      description: d
      operations:
      - method: GET
        name: getitem
        description: d
        call: shop.getitem
        with:
          id: rest.id
  - type: mcp
    namespace: shop-mcp
    description: d
    tools:
    - name: get-item
      description: One
      hints: {readOnly: true}
      inputParameters:
      - name: id
        type: string
        description: d
        required: true
      call: shop.getitem
      with:
        id: tools.id
    - name: list-items
      description: All
      hints: {readOnly: true}
      inputParameters:
      - name: limit
        type: integer
        description: d
      call: shop.listitems
      with:
        limit: tools.limit
"""

BEARER = "      type: bearer\n      token: '{{SHOP_TOKEN}}'"


def _apikey(key: str = "key", value: str = "value", placement: str = "placement") -> str:
    return f"      type: apikey\n      {key}: X-Key\n      {value}: '{{{{SHOP_TOKEN}}}}'\n      {placement}: header"


MISTAKES: dict[str, tuple[str, str, str, str]] = {
    # what was written for what; where the caret stands; what the hint says
    "a prefix that is almost one (REST)": ("id: rest.id", "id: res.id", "res.id", "`rest.id`"),
    "a letter too many": ("id: rest.id", "id: resst.id", "resst.id", "`rest.id`"),
    "in capitals": ("id: tools.id", "id: Tools.id", "Tools.id", "`tools.id`"),
    "the singular": ("id: tools.id", "id: tool.id", "tool.id", "`tools.id`"),
    "in braces": ("id: tools.id", "id: '{{tol.id}}'", "'{{tol.id}}'", "`tools.id`"),
    "of the adapter": ("id: rest.id", "id: shop-rst.id", "shop-rst.id", "`shop-rest.id`"),
    "a bind with a letter missing": ("{{SHOP_TOKEN}}", "{{SHOP_TOKE}}", "SHOP_TOKE", "`SHOP_TOKEN`"),
    "a bind of env": ("{{SHOP_TOKEN}}", "{{env.SHOP_TOKN}}", "env.SHOP_TOKN", "`env.SHOP_TOKEN`"),
    "two letters round": ("{{SHOP_TOKEN}}", "{{SHOP_TOEKN}}", "SHOP_TOEKN", "`SHOP_TOKEN`"),
    "three closing braces": ("{{SHOP_TOKEN}}", "{{SHOP_TOKEN}}}", "{{SHOP_TOKEN}}}", "`{{SHOP_TOKEN}}`"),
    "three opening braces": ("{{SHOP_TOKEN}}", "{{{SHOP_TOKEN}}", "{{{SHOP_TOKEN}}", "`{{SHOP_TOKEN}}`"),
    "one closing brace": ("{{SHOP_TOKEN}}", "{{SHOP_TOKEN}", "{{SHOP_TOKEN}", "`{{SHOP_TOKEN}}`"),
    "braces in a body": ("{{tools.name}}", "{{tools.name}}}", "{{tools.name}}}", "`{{tools.name}}`"),
    "consumes as a mapping": (
        "  consumes:\n  - type: http\n    namespace: shop",
        "  consumes:\n    type: http\n    namespace: shop", "consumes", "begin its first key with `- `",
    ),
    "operations as a mapping": (
        "      operations:\n      - name: getitem", "      operations:\n        name: getitem",
        "operations", "begin its first key with `- `",
    ),
    "parameters as a mapping": (
        "        inputParameters:\n        - name: id", "        inputParameters:\n          name: id",
        "inputParameters", "begin its first key with `- `",
    ),
    "a resource without its dash": (
        "    - name: item\n      path: /items/{id}\n      operations",
        "      name: item\n      path: /items/{id}\n      operations", "name", "begin it with `- `",
    ),
    "an operation without its dash": (
        "      - name: additem", "        name: additem", "name", "begin it with `- `",
    ),
    "a tool without its dash": (
        "    - name: list-items", "      name: list-items", "name", "begin it with `- `",
    ),
    "kye": (BEARER, _apikey(key="kye"), "kye", "`key`"),
    "vlue": (BEARER, _apikey(value="vlue"), "vlue", "`value`"),
    "placment": (BEARER, _apikey(placement="placment"), "placment", "`placement`"),
    "tokn": ("      token:", "      tokn:", "tokn", "`token`"),
    "pasword": (
        BEARER, "      type: basic\n      username: '{{SHOP_USER}}'\n      pasword: '{{SHOP_TOKEN}}'",
        "pasword", "`password`",
    ),
    "inputParamters of an operation": (
        "        inputParameters:\n        - name: id", "        inputParamters:\n        - name: id",
        "inputParamters", "`inputParameters`",
    ),
    "inputParamters of a tool": (
        "      inputParameters:\n      - name: id", "      inputParamters:\n      - name: id",
        "inputParamters", "`inputParameters`",
    ),
    "wth": ("        with:\n          id", "        wth:\n          id", "wth", "`with`"),
    "dta": ("          data:", "          dta:", "dta", "`data`"),
    "metod": ("        method: GET\n        description: One", "        metod: GET\n        description: One", "metod", "`method`"),
    "naftico": ("naftiko: 1.0.0-alpha2", "naftico: 1.0.0-alpha2", "naftico", "`naftiko`"),
    "a call without its namespace": (
        "call: shop.getitem\n        with", "call: getitem\n        with", "getitem", "`shop.getitem`",
    ),
    "a call with a slash": (
        "call: shop.getitem\n        with", "call: shop/getitem\n        with", "shop/getitem", "`shop.getitem`",
    ),
    "a call with a colon": (
        "call: shop.getitem\n        with", "call: 'shop:getitem'\n        with", "'shop:getitem'", "`shop.getitem`",
    ),
    "a call of what is nowhere": (
        "call: shop.getitem\n        with", "call: nothing\n        with", "nothing", "the file consumes `shop`",
    ),
    **{
        f"the version {written}": (
            "naftiko: 1.0.0-alpha2", f"naftiko: {written}", written, f"write `{meant}`, the nearest",
        )
        for written, meant in (
            ("9.9", "1.0.0-beta5"), ("2.0.0", "1.0.0-beta5"), ("1.0.0", "1.0.0-beta5"), ("1.0", "1.0.0-beta5"),
            ("1.0.0-beta6", "1.0.0-beta5"), ("1.0.0-alpha9", "1.0.0-alpha4"), ("1.0.0-alpah2", "1.0.0-alpha2"),
            ("1.0.0-bata3", "1.0.0-beta3"), ("1.0.0alpha2", "1.0.0-alpha2"), ("0.6", "0.5"), ("0.1", "0.4"),
            ("v1.0.0-beta5", "1.0.0-beta5"), ("1.0.0-rc1", "1.0.0-beta5"), ("latest", "1.0.0-beta5"),
        )
    },
    "one too far": (
        "        method: GET\n        description: One", "         method: GET\n        description: One",
        "method", "begin it in column 9",
    ),
    "one too few": ("    port: 8080", "   port: 8080", "port", "begin it in column 5"),
    "a second tool of one name": (
        "    - name: list-items", "    - name: get-item", "get-item", "a name of its own",
    ),
    "FETCH": (
        "        method: GET\n        description: One", "        method: FETCH\n        description: One",
        "FETCH", "use `GET`, `POST`, `PUT`, `PATCH`",
    ),
    "toml": (
        "        description: One\n        inputParameters",
        "        description: One\n        outputRawFormat: toml\n        inputParameters", "toml", "use `json`",
    ),
    "GTE": (
        "        method: GET\n        description: One", "        method: GTE\n        description: One",
        "GTE", "did you mean `GET`? It takes `GET`, `POST`",
    ),
    "another namespace": (
        "call: shop.getitem\n        with", "call: stripe-payouts.x\n        with", "stripe-payouts",
        "the file consumes `shop`",
    ),
}  # fmt: skip


def _found(text: str, folder: Path) -> tuple[tuple[Finding, ...], Findings]:
    path = folder / "shop.yaml"
    path.write_text(text, encoding="utf-8")
    findings = Findings()
    understand(path, None, findings)
    return Policy().apply(findings.sorted()), findings


def test_the_file_is_good(tmp_path: Path) -> None:
    assert _found(GOOD, tmp_path)[0] == ()


@pytest.mark.parametrize("name", MISTAKES)
def test_one_mistake_is_one_finding_at_its_place(name: str, tmp_path: Path) -> None:
    right, wrong, caret, hint = MISTAKES[name]
    assert right in GOOD
    found, _ = _found(GOOD.replace(right, wrong, 1), tmp_path)
    assert len(found) == 1, found
    [finding] = found
    assert hint in finding.hint
    span = finding.span
    assert span is not None
    line = GOOD.replace(right, wrong, 1).splitlines()[span.start.line - 1]
    assert line[span.start.column - 1 :].startswith(caret), (line, span)
    assert "PATCH`?" not in finding.hint
    assert "html`?" not in finding.hint


@pytest.mark.parametrize("value", ["test.com", "a.b", "resty.other", "v1.0", "x.id.y", "file.txt"])
def test_a_text_with_a_dot_is_a_text(value: str, tmp_path: Path) -> None:
    found, _ = _found(GOOD.replace("limit: tools.limit", f"limit: {value}"), tmp_path)
    assert "CAP338" not in {finding.code for finding in found}


@pytest.mark.parametrize("name", ["SHOP_TOKEN2", "OTHER", "SHOP_TOKENIZER"])
def test_another_variable_is_no_slip(name: str, tmp_path: Path) -> None:
    found, _ = _found(GOOD.replace("{{SHOP_TOKEN}}", f"{{{{{name}}}}}"), tmp_path)
    assert "CAP418" not in {finding.code for finding in found}


def test_balanced_braces_of_json_are_none_of_ours(tmp_path: Path) -> None:
    body = '        body:\n          type: json\n          data: \'{"a": {"b": {{tools.name}}}}\'\n'
    start, end = GOOD.index("        body:"), GOOD.index("    - name: item\n")
    found, _ = _found(GOOD[:start] + body + GOOD[end:], tmp_path)
    assert "CAP209" not in {finding.code for finding in found}


def test_the_same_note_many_times_is_said_once(tmp_path: Path) -> None:
    many = "".join(
        f"    - name: r{number}\n      path: /r{number}/{{v}}\n      operations:\n"
        f"      - {{name: o{number}, method: GET, description: d}}\n"
        for number in range(30)
    )
    text = GOOD.replace("  exposes:\n", f"{many}  exposes:\n", 1)
    found, _ = _found(text, tmp_path)
    notes = [finding for finding in found if finding.severity is Severity.NOTE]
    assert len({finding.code for finding in notes}) == len(notes)
    [implied] = [finding for finding in notes if finding.code == "CAP401"]
    assert implied.count == 30
    assert others(implied).startswith("29 more, in lines ")
    assert others(implied).endswith(", …")


KEY = re.compile(r"( *)(- )?([A-Za-z]+):(.*)")
FREE = ("SHOP_", "            name:")
"""Lines with names of the author's."""
ALONE = ("          id:", "        id:", "        limit:", "keys:", "SHOP_", "            name:")
"""Keys that stand alone in their mapping, so that any column will do."""


def _lines() -> list[tuple[int, str, re.Match[str]]]:
    found = ((number, line, KEY.fullmatch(line)) for number, line in enumerate(GOOD.splitlines()))
    return [(number, line, match) for number, line, match in found if match is not None]


def _one(number: int, line: str, folder: Path, near: int = 0) -> None:
    lines = GOOD.splitlines()
    lines[number] = line
    found, _ = _found("\n".join(lines) + "\n", folder)
    said = [finding for finding in found if finding.severity is not Severity.NOTE]
    assert len(said) == 1, said
    assert said[0].span is not None
    assert number + 1 - near <= said[0].span.start.line <= number + 1, said
    assert said[0].hint


@pytest.mark.parametrize("slip", ["left out", "changed round"])
def test_every_key_with_a_slip(slip: str, tmp_path: Path) -> None:
    for number, line, match in _lines():
        indentation, dash, key, rest = match.groups(default="")
        if line.lstrip().startswith(FREE) or line.startswith(FREE) or len(key) < 4:
            continue
        wrong = key[0] + key[2:] if slip == "left out" else key[0] + key[2] + key[1] + key[3:]
        if wrong != key:
            _one(number, f"{indentation}{dash}{wrong}:{rest}", tmp_path)


@pytest.mark.parametrize("mark", [":{rest}", " {rest}"])
def test_every_key_without_its_colon_or_the_space_behind_it(mark: str, tmp_path: Path) -> None:
    lines = GOOD.splitlines()
    for number, _, match in _lines():
        indentation, dash, key, rest = match.groups(default="")
        following = lines[number + 1] if number + 1 < len(lines) else ""
        begins_group = len(following) - len(following.lstrip()) == match.start(3)
        if not rest.strip() or not begins_group or not dash:
            continue  # The first of several keys: what is below would be its value else.
        _one(number, f"{indentation}{dash}{key}{mark.format(rest=rest.strip())}", tmp_path)


def test_every_key_one_column_too_far(tmp_path: Path) -> None:
    for number, line, match in _lines():
        if match[2] or line.startswith(ALONE) or line.lstrip().startswith("SHOP_"):
            continue
        _one(number, f" {line}", tmp_path)


def test_every_item_without_its_dash(tmp_path: Path) -> None:
    """The caret is at the key, or, where it was the only item, at the list that became a mapping."""
    for number, line, match in _lines():
        if match[2]:
            _one(number, line.replace("- ", "  ", 1), tmp_path, near=1)


@pytest.mark.parametrize(
    ("place", "said", "key"),
    [
        ("header", "style: pipeDelimited", "style"),
        ("path", "style: form", "style"),
        ("cookie", "explode: false", "explode"),
        ("header", "explode: true\n          style: deepObject", "style"),
    ],
)
def test_a_style_outside_of_the_query(place: str, said: str, key: str, tmp_path: Path) -> None:
    old = "          in: query\n          type: integer"
    name = "id" if place == "path" else "limit"
    text = GOOD.replace(old, f"          in: {place}\n          type: array\n          {said}", 1)
    if place == "path":
        text = GOOD.replace("          in: path\n", f"          in: path\n          {said}\n", 1)
    found, _ = _found(text, tmp_path)
    [finding] = [each for each in found if each.code == "CAP423"]
    assert finding.span is not None
    assert text.splitlines()[finding.span.start.line - 1].strip().startswith(key)
    assert f"`{name}` is in the {place}" in finding.message
