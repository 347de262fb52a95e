"""A package that hands requests on, as a process, with an upstream that writes down what it gets."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from openapi_spec_validator import validate

from generator.diagnostics import Findings
from generator.diagnostics.rules import forwards as rules
from generator.pipeline import understand
from tests.corpus.generating import generate
from tests.support.processes import environment, serve
from tests.support.raw_http import Reply, fetch

SPEC = """\
ikanos: 1.0.0-beta5
info: {display: Ferry, version: 1.0.0}
binds:
- {namespace: env, keys: {TOKEN: FERRY_TOKEN, TENANT: FERRY_TENANT, KEY: FERRY_KEY}}
capability:
  consumes:
  - namespace: ferry
    type: http
    description: d
    baseUri: http://127.0.0.1:9/api/v1
    authentication: {type: bearer, token: '{{TOKEN}}'}
    inputParameters:
      tenant: {in: query, value: '{{TENANT}}'}
      X-Kind: {in: header, value: fixed}
      page: {in: query}
    resources:
      trips: {path: /trips, operations: {list-trips: {method: GET}}}
  - {namespace: open, type: http, description: d, baseUri: 'http://127.0.0.1:9/open', resources: {}}
  - namespace: keyed
    type: http
    description: d
    baseUri: http://127.0.0.1:9/keyed
    authentication: {type: apikey, key: api key, value: '{{KEY}}', placement: query}
    resources: {}
  exposes:
  - type: rest
    port: 8080
    address: localhost
    namespace: quay
    resources:
      all:
        path: /ferry/{path}
        forward: {targetNamespace: ferry, trustedHeaders: [X-Trusted, Accept, If-None-Match]}
      mixed:
        path: /mixed/{path}
        forward: {targetNamespace: open, trustedHeaders: [Authorization, Cookie, Host, Connection]}
        operations:
          trips: {method: GET, call: ferry.list-trips}
      one: {path: /one, forward: {targetNamespace: open}}
      keyed: {path: '/a b/{tenant}/{path}', forward: {targetNamespace: keyed}}
"""
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@dataclass
class Seen:
    url: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)

    @property
    def last(self) -> dict[str, Any]:
        return self.requests[-1]


@contextmanager
def upstream() -> Iterator[Seen]:
    seen = Seen()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            body = self.rfile.read(length)
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = {"method": self.command, "target": self.path, "headers": headers}
            seen.requests.append({**request, "body": body})
            content = b"x" * 3_000_000 if "large" in self.path else b'{"ok":true}'
            self.send_response(404 if "missing" in self.path else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("ETag", '"e"')
            self.send_header("Set-Cookie", "a=b")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            return

    for method in (*METHODS, "HEAD"):
        setattr(Handler, f"do_{method}", Handler._answer)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    seen.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield seen
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Ferry:
    seen: Seen
    url: str

    def ask(self, target: str, method: str = "GET", body: bytes | None = None, **h: str) -> Reply:
        headers = {name.replace("_", "-"): value for name, value in h.items()}
        return fetch(self.url, method, target, headers=headers, body=body)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forward")
    spec = folder / "capability.yaml"
    spec.write_text(SPEC, "utf-8")
    made = generate(spec, folder, "ferry_made")
    assert made.written, (made.messages, made.crash)
    return folder


@contextmanager
def served(folder: Path, **variables: str) -> Iterator[Ferry]:
    with upstream() as seen:
        given = {
            "FERRY_TOKEN": "our-own-token",
            "FERRY_TENANT": "t/1",
            "FERRY_KEY": "s3cr3t-key",
            "FERRY_BASE_URI": f"{seen.url}/api/v1",
            "OPEN_BASE_URI": f"{seen.url}/open",
            "KEYED_BASE_URI": f"{seen.url}/keyed",
        }
        environ = environment(**{**given, **variables})
        with serve("rest", environ, package="ferry_made", folder=folder) as one:
            yield Ferry(seen, one.url)


@pytest.fixture(scope="module", params=["pyreqwest", "httpx2"])
def ferry(request: pytest.FixtureRequest, folder: Path) -> Iterator[Ferry]:
    names = ("FERRY", "OPEN", "KEYED")
    with served(folder, **{f"{name}_TRANSPORT": request.param for name in names}) as one:
        yield one


def test_path_and_query_go_on_as_they_came(ferry: Ferry) -> None:
    reply = ferry.ask("/ferry/a%2Fb/c%20d/?q=1&q=%26&empty=&flag&page=2")
    assert (reply.status, json.loads(reply.body)) == (200, {"ok": True})
    expected = "/api/v1/a%2Fb/c%20d/?tenant=t%2F1&q=1&q=%26&empty=&flag&page=2"
    assert ferry.seen.last["target"] == expected


@pytest.mark.parametrize("method", [*METHODS, "HEAD"])
def test_every_method_goes_on(ferry: Ferry, method: str) -> None:
    body = b"hello" if method in ("POST", "PUT", "PATCH", "DELETE") else None
    kind = {} if body is None else {"Content_Type": "text/x-own; a=b"}
    reply = ferry.ask("/ferry/x", method, body, **kind)
    assert reply.status == 200
    assert ferry.seen.last["method"] == method
    assert ferry.seen.last["body"] == (body or b"")
    if body is not None:
        assert ferry.seen.last["headers"]["content-type"] == "text/x-own; a=b"


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "BREW"])
def test_other_methods_do_not(ferry: Ferry, method: str) -> None:
    before = len(ferry.seen.requests)
    assert ferry.ask("/ferry/x", method).status in (400, 405)
    assert len(ferry.seen.requests) == before


def test_only_trusted_headers_go_on(ferry: Ferry) -> None:
    ferry.ask(
        "/ferry/x",
        Authorization="Bearer caller",
        Cookie="c=1",
        X_Trusted="T",
        X_Other="O",
        Accept="text/x",
        X_Forwarded_For="1.2.3.4",
        X_Kind="mine",
    )
    headers = ferry.seen.last["headers"]
    assert headers["authorization"] == "Bearer our-own-token"
    assert (headers["x-trusted"], headers["accept"]) == ("T", "text/x")
    assert headers["x-kind"] == "fixed"
    assert not {"cookie", "x-other", "x-forwarded-for"} & headers.keys()


def test_what_a_caller_names_for_its_connection_stays_there(ferry: Ferry) -> None:
    """RFC 9110, 7.6.1: a proxy takes those away, trusted or not."""
    ferry.ask("/ferry/x", X_Trusted="T", Accept="text/x", Connection="keep-alive, X-Trusted")
    headers = ferry.seen.last["headers"]
    assert "x-trusted" not in headers
    assert headers["accept"] == "text/x"
    ferry.ask("/mixed/x", "POST", b"", Authorization="Bearer caller", Connection="Authorization")
    assert "authorization" not in ferry.seen.last["headers"]


def test_an_authorization_goes_on_where_it_is_trusted(ferry: Ferry) -> None:
    ferry.ask("/mixed/x", "POST", b"", Authorization="Bearer caller", Cookie="c=1")
    headers = ferry.seen.last["headers"]
    assert (headers["authorization"], headers["cookie"]) == ("Bearer caller", "c=1")
    assert ferry.seen.last["target"] == "/open/x"
    ferry.ask("/one", Authorization="Bearer caller", Cookie="c=1")
    assert not {"cookie", "authorization"} & ferry.seen.last["headers"].keys()


def test_what_this_server_checks_goes_to_nobody(folder: Path) -> None:
    with served(folder, QUAY_BEARER_TOKEN="for-this-server-only") as ferry:
        assert ferry.ask("/mixed/x", "POST", b"").status == 401
        assert not ferry.seen.requests
        token = "Bearer for-this-server-only"
        assert ferry.ask("/mixed/x", "POST", b"", Authorization=token).status == 200
        assert "authorization" not in ferry.seen.last["headers"]


def test_an_operation_of_the_resource_comes_first(ferry: Ferry) -> None:
    ferry.ask("/mixed/x")
    assert ferry.seen.last["target"].startswith("/api/v1/trips")
    # `path` takes the rest of the path in the operation as well.
    ferry.ask("/mixed/x/y")
    assert ferry.seen.last["target"].startswith("/api/v1/trips")
    ferry.ask("/mixed/x/y", "POST", b"")
    assert ferry.seen.last["target"] == "/open/x/y"


def test_without_a_rest_all_goes_to_the_base_uri(ferry: Ferry) -> None:
    ferry.ask("/one?a=1")
    assert ferry.seen.last["target"] == "/open?a=1"
    before = len(ferry.seen.requests)
    assert ferry.ask("/one/more").status == 404
    assert len(ferry.seen.requests) == before


def test_a_key_in_the_query_is_ours(ferry: Ferry) -> None:
    ferry.ask("/a%20b/anybody/x?api%20key=theirs&api+key=again&b=1")
    assert ferry.seen.last["target"] == "/keyed/x?b=1&api%20key=s3cr3t-key"


@pytest.mark.parametrize(
    "rest",
    [
        "..",
        "../admin",
        "a/../../admin",
        "a/..",
        "./a",
        "%2e%2e/admin",
        "%2E./admin",
        ".%2e",
        "a%2F..%2F..%2Fadmin",
        "a%2f%2e%2e",
        "%252e%252e/admin",
        "%25252e%25252e%25252fadmin",
        "..%5cadmin",
        "..\\admin",
        "a%5C..%5Cb",
        "..;/admin",
        "..;x=1/admin",
        "%2e%2e;/admin",
        ".%09./admin",
        "%c0%ae%c0%ae/admin",
        "%u002e%u002e/admin",
        "a%00b",
        "a%0d%0aX-Evil:%201",
        "a%zz",
        "%" + "25" * 12 + "2e",
    ],
)
def test_no_path_leaves_the_base_uri(ferry: Ferry, rest: str) -> None:
    before = len(ferry.seen.requests)
    reply = ferry.ask(f"/ferry/{rest}")
    assert reply.status in (400, 404)
    assert len(ferry.seen.requests) == before


@pytest.mark.parametrize(
    "rest", ["a..b", "...", "a/.hidden/b", "a%25b", "é", "a;b=c/d", "a//b", ""]
)
def test_what_only_looks_like_it_goes_on(ferry: Ferry, rest: str) -> None:
    raw = quote(rest, safe="/%;=.")
    assert ferry.ask(f"/ferry/{raw}").status == 200
    assert ferry.seen.last["target"] == f"/api/v1/{raw}?tenant=t%2F1"


def test_answers_come_as_they_are(ferry: Ferry) -> None:
    reply = ferry.ask("/ferry/missing")
    assert (reply.status, reply.body) == (404, b'{"ok":true}')
    headers = {name.lower(): value for name, value in reply.headers}
    assert headers["etag"] == '"e"'
    assert "set-cookie" not in headers
    assert len(ferry.ask("/ferry/large").body) == 3_000_000


def test_a_large_body_goes_on_and_a_larger_one_does_not(ferry: Ferry) -> None:
    body = b"y" * 2_000_000
    assert ferry.ask("/ferry/x", "POST", body).status == 200
    assert ferry.seen.last["body"] == body
    before = len(ferry.seen.requests)
    assert ferry.ask("/ferry/x", "POST", b"y" * (10 * 1024 * 1024 + 1)).status == 413
    assert len(ferry.seen.requests) == before


def test_an_api_that_cannot_be_reached(folder: Path) -> None:
    with served(folder, OPEN_BASE_URI="http://127.0.0.1:9") as ferry:
        assert ferry.ask("/one").status == 502


@pytest.mark.parametrize(
    ("forward", "path", "code"),
    [
        ("{targetNamespace: nope}", "/f/{path}", "CAP530"),
        ("{targetNamespace: open}", "/f/{path}/g", "CAP531"),
        ("{targetNamespace: open}", "/f/x{path}", "CAP531"),
        ("{targetNamespace: ferry, trustedHeaders: [authorization]}", "/f/{path}", "CAP532"),
    ],
)
def test_mistakes(forward: str, path: str, code: str, tmp_path: Path) -> None:
    spec = tmp_path / "capability.yaml"
    extra = f"      f: {{path: '{path}', forward: {forward}}}\n"
    spec.write_text(SPEC + extra, "utf-8")
    findings = Findings()
    understand(spec, None, findings)
    new = [each for each in findings.sorted() if each.code in ("CAP530", "CAP531", "CAP532")]
    assert [each.code for each in new] == [code]
    span = new[0].span
    assert span is not None
    assert span.start.line == len(SPEC.splitlines()) + 1


def test_the_document_shows_what_is_handed_on(folder: Path) -> None:
    document = json.loads((folder / "ferry_made" / "openapi" / "quay.json").read_text("utf-8"))
    validate(document)
    everything = {"get", "head", "post", "put", "patch", "delete", "options"}
    assert document["paths"].keys() == {
        "/ferry/{path}",
        "/mixed/{path}",
        "/one",
        "/a%20b/{tenant}/{path}",
    }
    assert all(item.keys() == everything for item in document["paths"].values())
    ids = [each["operationId"] for item in document["paths"].values() for each in item.values()]
    assert len(ids) == len(set(ids))
    post = document["paths"]["/ferry/{path}"]["post"]
    assert post["requestBody"] == {"content": {"*/*": {"schema": {}}}}
    named = {(each["in"], each["name"]) for each in post["parameters"]}
    # `Accept` is a trusted header, but no parameter may be called so.
    assert named == {("path", "path"), ("header", "x-trusted"), ("header", "if-none-match")}
    # The operation of the resource is not covered.
    assert document["paths"]["/mixed/{path}"]["get"]["operationId"] == "trips"
    assert "requestBody" not in document["paths"]["/mixed/{path}"]["get"]


def test_the_reach_lists_what_is_handed_on(folder: Path) -> None:
    page = (folder / "ferry_made" / "REACH.md").read_text("utf-8")
    reach = json.loads((folder / "ferry_made" / "REACH.json").read_text("utf-8"))
    request = reach["apis"]["ferry"]["operations"]["forward of quay/ferry/{path}"]
    assert request["method"] == "GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS"
    assert request["query"] == ["whatever the caller gives", "tenant=$FERRY_TENANT"]
    assert request["headers"] == ["x-trusted", "accept", "if-none-match", "X-Kind=fixed"]
    assert request["body"] == "whatever the caller sends"
    unit = reach["surfaces"]["quay"]["units"]["any /ferry/{path}"]
    assert [each["name"] for each in unit["inputs"]][:3] == ["path", "the query", "the body"]
    assert "whatever the caller sends" in page
    assert "any /one" in page


def test_contract_and_page_have_what_is_handed_on(folder: Path) -> None:
    contract = json.loads((folder / "ferry_made" / "CONTRACT.json").read_text("utf-8"))
    assert {"* /ferry/{path}", "* /one"} <= contract["rest"]["quay"]["routes"].keys()
    page = (folder / "ferry_made" / "docs" / "quay.html").read_text("utf-8")
    assert "Handed on" in page


@pytest.mark.parametrize(
    ("kind", "header"),
    [
        ("{type: bearer, token: '{{SHOP_TOKEN}}'}", "Authorization"),
        ("{type: digest, username: '{{U}}', password: '{{P}}'}", "Authorization"),
        (
            "{type: oauth2, authorizationServerUri: 'https://i.example', resource: 'https://r.example'}",
            "Authorization",
        ),
        ("{type: apikey, key: X-Key, value: '{{SHOP_KEY}}', placement: header}", "x-KEY"),
    ],
)
def test_a_credential_of_callers_is_nobody_else_s(kind: str, header: str, tmp_path: Path) -> None:
    """Whatever the kind: the header in which this adapter knows its callers is said not to go on."""
    rule = rules.FORWARD_CREDENTIAL
    spec = tmp_path / "capability.yaml"
    text = rule.example.replace("{type: bearer, token: '{{SHOP_TOKEN}}'}", kind)
    spec.write_text(text.replace("[Authorization]", f"[{header}]"), "utf-8")
    assert kind in text
    findings = Findings()
    understand(spec, None, findings)
    assert rule.code in [each.code for each in findings.sorted()]
