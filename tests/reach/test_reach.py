"""`REACH.md` and `REACH.json`: what is in them, what is not, and what an upstream sees of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from generator.diagnostics import Findings
from generator.options import Options
from generator.pipeline import build, understand
from generator.reach.page import OF_OTHERS
from generator.reach.runtime import BY_THE_RUNTIME
from templates.runtime.calls import whose
from tests.lower.test_hostile import ATTACKS, hostile
from tests.support.living import Said, Seen, living, said
from tests.tool.conftest import ROOT, command

SPEC: Final = """
naftiko: 1.0.0-alpha2
info: {label: Shop}
binds:
  - {namespace: env, keys: {TENANT: SHOP_TENANT}}
  - {namespace: vault, location: 'file:///./keys.yaml', keys: {PIN: pin}}
capability:
  consumes:
    - type: http
      namespace: shop
      description: The shop.
      baseUri: UPSTREAM
      authentication: {type: apikey, key: X-Key, value: '{{SHOP_KEY}}', placement: header}
      inputParameters:
        - {name: X-Tenant, in: header, value: '{{TENANT}}'}
        - {name: X-Version, in: header, value: '2'}
      resources:
        - name: items
          path: /items/{id}
          operations:
            - name: get-item
              method: GET
              inputParameters:
                - {name: lang, in: query, type: string}
                - {name: full, in: query, value: 'yes'}
                - {name: crumb, in: cookie, type: string}
            - name: put-item
              method: PUT
              body: {type: json, data: {name: '{{tools.name}}', pin: '{{PIN}}'}}
            - {name: new-item, method: POST}
  exposes:
    - type: rest
      namespace: shop-rest
      port: PORT_rest
      authentication: {type: bearer, token: '{{CALLERS}}'}
      resources:
        - name: items
          path: /things/{id}
          operations:
            - {name: get, method: GET, call: shop.get-item, with: {id: rest.id},
               outputParameters: [{type: string, mapping: $.name}]}
            - {name: new, method: POST, call: shop.new-item, with: {id: rest.id}}
    - type: mcp
      namespace: shop-mcp
      port: PORT_mcp
      tools:
        - {name: put, description: Puts., call: shop.put-item, hints: {idempotent: true}}
"""


def _files(text: str, folder: Path, **options: Any) -> dict[str, str]:
    spec = folder / "shop-capability.yaml"
    spec.write_text(text, encoding="utf-8")
    understood = understand(spec, None, Findings())
    assert understood is not None
    files = build(understood, Options("shop", **options))
    return {name: content.decode() for name, content in files.items()}


def _plain(text: str) -> str:
    text = text.replace("UPSTREAM", "https://shop.test/v1")
    return re.sub(r"PORT_\w+", "8080", text)


@pytest.fixture
def reach(tmp_path: Path) -> dict[str, Any]:
    files = _files(_plain(SPEC), tmp_path, path_segments=(("id", 1, 3),))
    document: dict[str, Any] = json.loads(files["REACH.json"])
    return document


def test_requests(reach: dict[str, Any]) -> None:
    api = reach["apis"]["shop"]
    assert api["base_uri"] == "https://shop.test/v1"
    assert api["base_uri_setting"] == "SHOP_BASE_URI"
    assert api["credentials"] == [{"variables": ["SHOP_KEY"], "goes_to": "header X-Key"}]
    assert api["operations"]["get-item"] == {
        "method": "GET",
        "path": "/items/{id}",
        "segments": {"id": "1 to 3"},
        "query": ["lang", "full=yes"],
        "headers": ["X-Tenant=$SHOP_TENANT", "X-Version=2"],
        "cookies": ["crumb"],
        "spec": "/capability/consumes/0/resources/0/operations/0",
    }
    assert api["operations"]["put-item"]["body"] == "JSON: name, pin"
    assert api["operations"]["new-item"]["body"] == "any JSON of the caller"


def test_routes_and_tools(reach: dict[str, Any]) -> None:
    rest = reach["surfaces"]["shop-rest"]
    assert (rest["kind"], rest["callers"]) == ("REST", "a bearer token")
    assert rest["units"]["GET /things/{id}"] == {
        "calls": ["shop.get-item"],
        "inputs": [
            {"name": "id", "in": "path", "goes_to": "path variable id of shop.get-item"},
            {"name": "lang", "in": "query", "goes_to": "query parameter lang of shop.get-item"},
            {"name": "crumb", "in": "cookie", "goes_to": "cookie crumb of shop.get-item"},
        ],
        "answer": "mapped: $.name",
        "spec": "/capability/exposes/0/resources/0/operations/0",
    }
    mcp = reach["surfaces"]["shop-mcp"]
    assert mcp["callers"] == "everybody who reaches the port"
    assert mcp["units"]["put"]["says"] == "destructive, idempotent, open world"
    assert [each["name"] for each in mcp["units"]["put"]["inputs"]] == ["id", "name"]


def test_whose_credential_goes_upstream(reach: dict[str, Any], tmp_path: Path) -> None:
    assert reach["apis"]["shop"]["credentials_of"] == {
        "default": "team",
        "others": ["caller"],
        "setting": "SHOP_CREDENTIALS",
    }
    page = _files(_plain(SPEC), tmp_path)["REACH.md"]
    assert "- whose credential: yours, for every caller of the adapters (`team`)" in page
    assert "- with `SHOP_CREDENTIALS=caller`: each caller's own, from the header that" in page
    assert "`SHOP_CREDENTIALS_HEADER` names; never yours" in page
    assert "exchange" not in page  # It is a token that can be exchanged, and this is a key.


def test_the_modes_are_those_of_the_runtime() -> None:
    assert set(OF_OTHERS) == set(whose.MODES) - {"team"}
    quay = json.loads((ROOT / "generated/quay/REACH.json").read_bytes())
    assert quay["apis"]["quay"]["credentials_of"]["others"] == ["caller", "exchange"]


def test_lines_in_place_of_pointers(tmp_path: Path) -> None:
    """Of what an overlay added, its own file."""
    spec = tmp_path / "shop.yaml"
    spec.write_text(_plain(SPEC), encoding="utf-8")
    overlay = """\
overlay: 1.2.0
info: {title: More, version: 1.0.0}
actions:
- target: $.capability.exposes[1].tools
  update: {added: {description: Added., call: shop.get-item}}
"""
    if isinstance(yaml.safe_load(_plain(SPEC))["capability"]["exposes"][1]["tools"], list):
        overlay = overlay.replace("{added: {", "{name: added, ").replace("}}", "}")
    (tmp_path / "shop.overlay.yaml").write_text(overlay, encoding="utf-8")
    done = command("inspect", spec, "--reach")
    assert done.returncode == 0, done.stderr
    rows = dict(re.findall(r"^\| `([^`]+)`.*\| `([^`]+:\d+)` \|$", done.stdout, re.MULTILINE))
    assert rows["added"] == "shop.overlay.yaml:5"
    lines = spec.read_text(encoding="utf-8").splitlines()
    for name in ("get-item", "put-item", "new-item"):
        file, _, number = rows[name].partition(":")
        assert file == "shop.yaml"
        assert name in lines[int(number) - 1]


def test_files(reach: dict[str, Any]) -> None:
    assert reach["files"] == ["./keys.yaml (bind vault: pin)"] or "keys.yaml" in reach["files"][0]


def test_the_page_says_the_same(tmp_path: Path) -> None:
    files = _files(_plain(SPEC), tmp_path, path_segments=(("id", 1, 3),))
    document, page = json.loads(files["REACH.json"]), files["REACH.md"]
    for api in document["apis"].values():
        assert f"`{api['base_uri']}`" in page
        for name, each in api["operations"].items():
            [row] = [
                line
                for line in page.splitlines()
                if f"| `{name}` |" in line and each["spec"] in line
            ]
            assert f"`{each['method']} {each['path']}`" in row
            for value in (
                *each.get("query", ()),
                *each.get("headers", ()),
                *each.get("cookies", ()),
            ):
                assert f"`{value}`" in row
    for surface in document["surfaces"].values():
        for name, unit in surface["units"].items():
            [row] = [
                line for line in page.splitlines() if f"`{name}`" in line and unit["spec"] in line
            ]
            for call in unit.get("calls", ()):
                assert f"`{call}`" in row
            for put in unit.get("inputs", ()):
                assert f"`{put['name']}`" in row


def test_a_comment_changes_neither(tmp_path: Path) -> None:
    before = _files(_plain(SPEC), tmp_path)
    after = _files("# a comment\n" + _plain(SPEC), tmp_path)
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"MANIFEST.json", "docs/shop-rest.html"}


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_of_a_spec_ends_its_place(attack: str, tmp_path: Path) -> None:
    files = _files(json.dumps(hostile(attack)), tmp_path)
    json.loads(files["REACH.json"])
    lines = files["REACH.md"].splitlines()
    assert sum(line.startswith("#") for line in lines) == 6
    assert all(
        line.startswith(
            ("#", "|", "-", "  - with `", "What ", "for ", "a path", "`/capability", "Callers")
        )
        for line in lines
        if line
    )


# --- what the runtime does is what is said -------------------------------------------------------


def test_the_runtimes_own_lists() -> None:
    from generated.quay._runtime.calls.redirects import _EVERYWHERE
    from generated.quay._runtime.mcp.passing import TRACE
    from generated.quay._runtime.options import ClientOptions
    from generated.quay._runtime.server.incoming import ALWAYS_FORWARDED

    def lower(what: str) -> set[str]:
        return {name.lower() for name in BY_THE_RUNTIME[what]}

    assert lower("forwarded by REST") == {name.decode() for name in ALWAYS_FORWARDED}
    assert lower("forwarded by MCP") == {name.decode() for name in TRACE}
    elsewhere = BY_THE_RUNTIME["redirects"][2].lower()
    assert all(name in elsewhere for name in _EVERYWHERE)
    assert f"{ClientOptions().max_redirects} at most" in BY_THE_RUNTIME["redirects"][1]


def _answer(_: Seen) -> Said:
    return said({"name": "x"})


def test_an_upstream_sees_no_header_that_is_not_listed(tmp_path: Path) -> None:
    variables = {"SHOP_KEY": "k-e-y-1", "SHOP_TENANT": "t", "CALLERS": "let-me-in", "PIN": "1234"}
    (tmp_path / "keys.yaml").write_text("pin: '1'\n")
    text = SPEC.replace("location: 'file:///./keys.yaml', ", "").replace("PIN: pin", "PIN: PIN")
    with living(text, tmp_path, _answer, **variables) as running:
        own = {"x-tenant", "x-version", "cookie", "x-key"}
        listed = {each.lower() for each in BY_THE_RUNTIME["headers"]} | own
        onward = listed | {each.lower() for each in BY_THE_RUNTIME["forwarded by REST"]}
        more = {
            "X_Odd": "1",
            "X_Forwarded_Host": "evil.test",
            "Forwarded": "for=1",
            "X_Tenant": "evil",
        }
        headers = {"Authorization": "Bearer let-me-in", "Cookie": "crumb=1", **more}
        assert running.rest("GET", "/things/1", **headers).status == 200
        assert running.rest("POST", "/things/1", b"{}", Content_Type="application/json", **headers)
        assert running.text("put", id="1", name="n")
        seen = running.upstream.take()
        assert len(seen) == 3
        for request in seen[:2]:
            assert set(request.headers) <= onward, request
            assert request.headers["x-tenant"] == "t"
        assert set(seen[2].headers) <= listed
