"""Callers that show access tokens: who is let in, who is not, and what each is told."""

from __future__ import annotations

import base64
import hmac
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs

import pytest
from cryptography.hazmat.primitives import serialization

from tests.support.issuer import KEYS, RESOURCE, Issuer, public
from tests.support.living import Living, Said
from tests.support.processes import environment
from tests.support.raw_http import Reply

from .asking import ERAS, mcp, result, tool
from .test_credentials import SPEC, TEAM
from .tokens import bearer, desk, protected

WELL_KNOWN: Final = "/.well-known/oauth-protected-resource"
METADATA: Final = "https://desk.example/.well-known/oauth-protected-resource/mcp"


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    with Issuer() as running:
        yield running


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, issuer: Issuer) -> Iterator[Living]:
    with desk(tmp_path_factory.mktemp("desk"), issuer) as found:
        yield found


def _asked(running: Living, token: str) -> list[Reply]:
    """The same over REST and both eras of MCP."""
    headers = bearer(token)
    rest = running.rest("GET", "/news", **headers)
    return [rest, *(tool(running, era, "news", headers=headers) for era in ERAS)]


def _challenge(reply: Reply) -> dict[str, str]:
    said = reply.header("www-authenticate") or ""
    assert said.startswith("Bearer ")
    return dict(re.findall(r'([a-z_]+)="([^"]*)"', said))


# --- who is let in --------------------------------------------------------------------------------


@pytest.mark.parametrize("kid", ["rsa", "ec", "ed"])
def test_good_tokens_of_every_kind_of_key(running: Living, issuer: Issuer, kid: str) -> None:
    for reply in _asked(running, issuer.token(kid)):
        assert reply.status == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": ["https://other.example", RESOURCE]},
        {"aud": f"{RESOURCE}/"},
        {"scope": None, "scp": ["read"]},
        {"scope": ["write", "read"]},
        {"sub": None},
        {"iat": None, "jti": "x"},
    ],
)
def test_tokens_as_issuers_make_them(
    running: Living, issuer: Issuer, changes: Mapping[str, Any]
) -> None:
    assert running.rest("GET", "/news", **bearer(issuer.token(**changes))).status == 200


@pytest.mark.parametrize(("claim", "seconds"), [("nbf", 10), ("iat", 10), ("exp", -10)])
def test_clocks_may_differ_by_half_a_minute(
    running: Living, issuer: Issuer, claim: str, seconds: int
) -> None:
    token = issuer.token(**{claim: int(time.time()) + seconds})
    assert running.rest("GET", "/news", **bearer(token)).status == 200


@pytest.mark.parametrize("header", [{"typ": "JWT"}, {"typ": None}, {"typ": "application/at+jwt"}])
def test_types_of_access_tokens(running: Living, issuer: Issuer, header: Any) -> None:
    token = issuer.token(header=header)
    assert running.rest("GET", "/news", **bearer(token)).status == 200


def test_the_issuer_may_end_with_a_slash(running: Living, issuer: Issuer) -> None:
    token = issuer.token(iss=f"{issuer.url}/")
    assert running.rest("GET", "/news", **bearer(token)).status == 200


def test_a_token_without_the_name_of_a_key(running: Living, issuer: Issuer) -> None:
    token = issuer.token("ec", header={"kid": None})
    assert running.rest("GET", "/news", **bearer(token)).status == 200


# --- who is not -----------------------------------------------------------------------------------


def _coded(document: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(document).encode()).rstrip(b"=").decode()


def _unsigned(issuer: Issuer, algorithm: str) -> str:
    """What a stranger makes without a private key."""
    head = {"alg": algorithm, "typ": "at+jwt", "kid": "rsa"}
    return f"{_coded(head)}.{_coded(issuer.claims())}."


def _confused(issuer: Issuer) -> str:
    """Signed with the public key as if that were a shared secret (RFC 8725, 2.1)."""
    head = {"alg": "HS256", "typ": "at+jwt", "kid": "rsa"}
    text = f"{_coded(head)}.{_coded(issuer.claims())}"
    pem = (
        KEYS["rsa"][0]
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    signature = hmac.digest(pem, text.encode(), "sha256")
    return f"{text}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def _tampered(issuer: Issuer) -> str:
    head, claims, signature = issuer.token().split(".")
    said = json.loads(base64.urlsafe_b64decode(claims + "=="))
    return f"{head}.{_coded({**said, 'scope': 'read write admin'})}.{signature}"


BAD: Final[dict[str, tuple[Any, str]]] = {
    "no token": (lambda _: "not-a-token", "Token validation failed"),
    "five parts": (lambda _: "a.b.c.d.e", "Token validation failed"),
    "not base64": (lambda _: "!.!.!", "Token validation failed"),
    "far too long": (lambda one: one.token() + "A" * 17000, "Token validation failed"),
    "another key": (lambda one: one.token("other"), "Signature verification failed"),
    "a key of another's name": (
        lambda one: one.token("other", header={"kid": "rsa"}),
        "Signature verification failed",
    ),
    "a key of another kind": (
        lambda one: one.token("ec", header={"kid": "rsa"}),
        "Signature verification failed",
    ),
    "none": (lambda one: _unsigned(one, "none"), "Signature verification failed"),
    "None": (lambda one: _unsigned(one, "None"), "Signature verification failed"),
    "no signature": (lambda one: _unsigned(one, "RS256"), "Signature verification failed"),
    "a public key as a secret": (_confused, "Signature verification failed"),
    "changed on its way": (_tampered, "Signature verification failed"),
    "expired": (lambda one: one.token(exp=int(time.time()) - 40), "Token expired"),
    "without an end": (lambda one: one.token(exp=None), "Token validation failed"),
    "not yet": (lambda one: one.token(nbf=int(time.time()) + 90), "Token not yet valid"),
    "another issuer": (lambda one: one.token(iss="https://evil.example"), "Invalid issuer"),
    "no issuer": (lambda one: one.token(iss=None), "Invalid issuer"),
    "for another": (lambda one: one.token(aud="https://other.example"), "Invalid audience"),
    "for nearly us": (lambda one: one.token(aud=f"{RESOURCE}x"), "Invalid audience"),
    "for nobody": (lambda one: one.token(aud=None), "Invalid audience"),
    "an identity token": (
        lambda one: one.token(aud="laptop", header={"typ": "JWT"}),
        "Invalid audience",
    ),
    "of another type": (
        lambda one: one.token(header={"typ": "logout+jwt"}),
        "Token validation failed",
    ),
    "critical": (
        lambda one: one.token(header={"crit": ["x"], "x": 1}),
        "Token validation failed",
    ),
    "bound to a key": (
        lambda one: one.token(cnf={"jkt": "x"}),
        "Token is bound to a key, and no proof of it is looked at here",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_tokens(running: Living, issuer: Issuer, name: str) -> None:
    make, said = BAD[name]
    token = make(issuer)
    running.upstream.take()
    for reply in _asked(running, token):
        assert reply.status == 401
        assert reply.json["detail"].rstrip(".") == said
        assert _challenge(reply) == {
            "realm": "adapter",
            "error": "invalid_token",
            "error_description": said,
            "scope": "read",
            "resource_metadata": METADATA,
        }
    assert not running.upstream.take()
    assert token not in running.served.output()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer "},
        {"Authorization": "Basic YQ=="},
    ],
)
def test_without_a_token_nothing_is_said_to_be_wrong(
    running: Living, headers: dict[str, str]
) -> None:
    for reply in (
        running.rest("GET", "/news", **headers),
        running.rest("GET", "/-/openapi.json", **headers),
        running.rest("GET", "/nothing", **headers),
        *(tool(running, era, "news", headers=headers) for era in ERAS),
        mcp(running, ERAS[0], "tools/list", headers=headers),
    ):
        assert reply.status == 401
        # RFC 6750, 3.1: no error code where nothing was shown.
        shown = {"realm": "adapter", "scope": "read", "resource_metadata": METADATA}
        assert _challenge(reply) == shown


def test_a_token_in_the_query_is_none(running: Living, issuer: Issuer) -> None:
    assert running.rest("GET", f"/news?access_token={issuer.token()}").status == 401


def test_two_tokens_are_none(running: Living, issuer: Issuer) -> None:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", running.ports["rest"], timeout=30)
    connection.putrequest("GET", "/news")
    for _ in range(2):
        connection.putheader("Authorization", f"Bearer {issuer.token()}")
    connection.endheaders()
    assert connection.getresponse().status == 400
    connection.close()


def test_a_scope_that_is_missing(running: Living, issuer: Issuer) -> None:
    for reply in _asked(running, issuer.token(scope="reader write")):
        assert reply.status == 403
        said = _challenge(reply)
        assert said["error"] == "insufficient_scope"
        assert said["scope"] == "read"
        assert said["error_description"] == "Required scope 'read' not present in token"
        assert said["resource_metadata"] == METADATA


# --- what becomes of the token --------------------------------------------------------------------


def test_the_token_goes_nowhere(running: Living, issuer: Issuer) -> None:
    token = issuer.token()
    running.upstream.take()
    for path in ("/news", "/orders/1", "/letters", "/places"):
        assert running.rest("GET", path, **bearer(token)).status == 200
    for era in ERAS:
        result(tool(running, era, "order", {"number": "1"}, bearer(token)))
    seen = running.upstream.take()
    assert len(seen) == 6
    assert all(token not in f"{each.headers}{each.target}" for each in seen)
    assert token not in running.served.output()


def test_the_token_is_in_no_log_of_a_failure(tmp_path: Path, issuer: Issuer) -> None:
    with desk(
        tmp_path, issuer, SHOP_BASE_URI="http://127.0.0.1:9", DESK_REST_ACCESS_LOG="json"
    ) as one:
        token = issuer.token()
        reply = one.rest("GET", "/orders/1", **bearer(token))
        assert reply.status == 502
        shown = reply.body.decode() + one.served.output()
    assert token not in shown
    assert token.rpartition(".")[2] not in shown


# --- the metadata ---------------------------------------------------------------------------------


@pytest.mark.parametrize("port", ["rest", "mcp"])
@pytest.mark.parametrize("path", [f"{WELL_KNOWN}/mcp", WELL_KNOWN, f"{WELL_KNOWN}/mcp/"])
def test_the_metadata_are_open(running: Living, issuer: Issuer, port: str, path: str) -> None:
    reply = running.rest("GET", path, port=port)
    assert reply.status == 200
    assert reply.header("content-type") == "application/json"
    assert reply.json == {
        "resource": RESOURCE,
        "authorization_servers": [issuer.url],
        "bearer_methods_supported": ["header"],
        "scopes_supported": ["read"],
    }
    head = running.rest("HEAD", path, port=port)
    assert (head.status, head.body) == (200, b"")
    assert running.rest("POST", path, b"{}", port=port).status == 405


@pytest.mark.parametrize("port", ["rest", "mcp"])
def test_other_metadata_are_not(running: Living, port: str) -> None:
    for path in (f"{WELL_KNOWN}/other", f"{WELL_KNOWN}x", "/.well-known/openid-configuration"):
        assert running.rest("GET", path, port=port).status in (401, 404)
    evil = running.rest("GET", WELL_KNOWN, port=port, Host="evil.example")
    assert evil.status == 421


# --- keys -----------------------------------------------------------------------------------------


def test_keys_are_fetched_once(tmp_path: Path) -> None:
    with Issuer() as issuer, desk(tmp_path, issuer) as running:
        assert issuer.asked() == []
        for _ in range(5):
            assert running.rest("GET", "/news", **bearer(issuer.token())).status == 200
        assert issuer.asked() == ["/.well-known/oauth-authorization-server", "/jwks"]
        # Strangers cannot make it ask again and again.
        for number in range(5):
            token = issuer.token("other", header={"kid": f"unknown-{number}"})
            assert running.rest("GET", "/news", **bearer(token)).status == 401
        assert issuer.asked() == []


@pytest.mark.parametrize(
    ("path", "at"),
    [
        ("", "/.well-known/openid-configuration"),
        ("/realms/one", "/.well-known/oauth-authorization-server/realms/one"),
        ("/realms/one", "/realms/one/.well-known/openid-configuration"),
        ("/realms/one", "/.well-known/openid-configuration/realms/one"),
        ("/realms/one", "/realms/one/.well-known/oauth-authorization-server"),
    ],
)
def test_where_issuers_have_their_metadata(tmp_path: Path, path: str, at: str) -> None:
    with Issuer(path) as issuer:
        issuer.at = at
        with desk(tmp_path, issuer) as running:
            assert running.rest("GET", "/news", **bearer(issuer.token())).status == 200
            assert issuer.asked()[-2:] == [at, "/jwks"]


def test_an_issuer_that_is_out_of_order(tmp_path: Path) -> None:
    with Issuer() as issuer, desk(tmp_path, issuer) as running:
        issuer.broken = Said(b"oops", 503)
        for reply in _asked(running, issuer.token()):
            # The token may be good: the caller keeps it.
            assert reply.status == 503
            assert reply.header("retry-after") == "5"
            assert reply.header("www-authenticate") is None
        assert running.rest("GET", "/news").status == 401
        issuer.broken = None
        end = time.monotonic() + 20
        while running.rest("GET", "/news", **bearer(issuer.token())).status != 200:
            assert time.monotonic() < end
            time.sleep(0.2)
        # What is known now is used while it is out of order again.
        issuer.broken = Said(b"oops", 503)
        assert running.rest("GET", "/news", **bearer(issuer.token("ec"))).status == 200


def _metadata(one: Issuer, **changes: Any) -> None:
    one.metadata = {**one.metadata, **changes}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda one: _metadata(one, issuer="https://evil.example"),
        lambda one: _metadata(one, jwks_uri="http://evil.example/jwks"),
        lambda one: _metadata(one, jwks_uri="file:///etc/passwd"),
        lambda one: _metadata(one, jwks_uri=None),
        lambda one: setattr(one, "keys", []),
        lambda one: setattr(one, "keys", [{"kty": "oct", "k": "c2VjcmV0", "kid": "rsa"}, 1, None]),
        lambda one: setattr(one, "keys", [{**public("rsa"), "use": "enc"}]),
        lambda one: setattr(one, "broken", Said(b"{", 200)),
        lambda one: setattr(one, "broken", Said(b"[]", 200)),
        lambda one: setattr(one, "broken", Said(b"{}" + b" " * 600_000, 200)),
        lambda one: setattr(one, "broken", Said(b"", 302, {"Location": "https://evil.example/"})),
        lambda one: setattr(one, "broken", Said(b"{}", 404)),
    ],
)
def test_an_issuer_that_says_something_odd(tmp_path: Path, spoil: Any) -> None:
    with Issuer() as issuer:
        spoil(issuer)
        with desk(tmp_path, issuer) as running:
            assert running.rest("GET", "/news", **bearer(issuer.token())).status == 503
            assert "no keys of the issuer" in running.served.output()


# --- settings -------------------------------------------------------------------------------------


def test_settings_take_the_place_of_what_the_spec_says(tmp_path: Path) -> None:
    with Issuer() as issuer:
        issuer.at = "/nowhere"
        settings = {
            "DESK_REST_OAUTH_ISSUER": f"{issuer.url}",
            "DESK_REST_OAUTH_JWKS_URL": issuer.metadata["jwks_uri"],
            "DESK_REST_OAUTH_RESOURCE": "https://desk.example/api/v2",
            "DESK_REST_OAUTH_AUDIENCE": "desk,api://desk",
            "DESK_REST_OAUTH_SCOPES": "a b,c",
        }
        with _elsewhere(tmp_path, settings) as running:
            good = issuer.token(aud="api://desk", scope="c b a")
            assert running.rest("GET", "/news", **bearer(good)).status == 200
            bad = issuer.token(aud=RESOURCE, scope="c b a")
            assert running.rest("GET", "/news", **bearer(bad)).status == 401
            less = running.rest("GET", "/news", **bearer(issuer.token(aud="desk", scope="a b")))
            assert (less.status, _challenge(less)["scope"]) == (403, "a b c")
            where = "https://desk.example/.well-known/oauth-protected-resource/api/v2"
            assert _challenge(less)["resource_metadata"] == where
            for path in ("/api/v2", "/v2", ""):
                reply = running.rest("GET", WELL_KNOWN + path)
                assert reply.json["resource"] == "https://desk.example/api/v2"
        assert issuer.asked() == ["/jwks"]


def _elsewhere(folder: Path, settings: Mapping[str, str]) -> Any:
    from tests.support.living import living

    from .tokens import echo

    spec = protected("https://login.example")
    variables = {**TEAM, **settings}
    return living(spec, folder, echo, **variables)


def _refused(folder: Path, **settings: str) -> str:
    """What a package says that does not start."""
    return refused_of(protected("https://login.example"), folder, **settings)


def refused_of(text: str, folder: Path, **settings: str) -> str:
    """The same of another capability."""
    from tests.corpus.generating import generate

    spec = folder / "capability.yaml"
    text = text.replace("UPSTREAM", "http://127.0.0.1:9")
    spec.write_text(re.sub(r"PORT_\w+", "0", text), encoding="utf-8")
    assert generate(spec, folder, "refused").written
    command = [sys.executable, "-m", "refused", "rest"]
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment(**{**TEAM, **settings}),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1, done
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"DESK_REST_OAUTH_ISSUER": "http://login.example"}, "DESK_REST_OAUTH_INSECURE"),
        ({"DESK_REST_OAUTH_ISSUER": "login.example"}, "DESK_REST_OAUTH_ISSUER must be an absolute"),
        ({"DESK_REST_OAUTH_JWKS_URL": "http://127.0.0.1/jwks"}, "DESK_REST_OAUTH_JWKS_URL"),
        ({"DESK_REST_OAUTH_SCOPES": 'a"b'}, "is no scope"),
        ({"DESK_REST_OAUTH_RESOURCE": "https://a.example/#b"}, "without a fragment"),
        ({"DESK_REST_OAUTH_CA_FILE": "/nowhere.pem"}, "DESK_REST_OAUTH_CA_FILE"),
        (
            {"SHOP_CREDENTIALS": "caller", "SHOP_CREDENTIALS_HEADER": "Authorization"},
            "what is meant for it never goes on",
        ),
        (
            {
                "SHOP_CREDENTIALS": "exchange",
                "SHOP_EXCHANGE_URL": "https://login.example/token",
                "SHOP_EXCHANGE_CLIENT_ID": "desk",
                "SHOP_EXCHANGE_CLIENT_SECRET": "s3cret",
                "SHOP_EXCHANGE_RESOURCE": RESOURCE,
            },
            "SHOP_EXCHANGE_RESOURCE must not be this server itself",
        ),
    ],
)
def test_settings_that_cannot_be(tmp_path: Path, settings: dict[str, str], said: str) -> None:
    assert said in _refused(tmp_path, **settings)


def test_plain_http_may_be_allowed(tmp_path: Path) -> None:
    with Issuer() as issuer:
        # A name that is not loopback by its letters.
        insecure = {
            "DESK_REST_OAUTH_ISSUER": "http://login.example",
            "DESK_REST_OAUTH_INSECURE": "true",
        }
        insecure |= {"DESK_REST_OAUTH_JWKS_URL": issuer.metadata["jwks_uri"]}
        with _elsewhere(tmp_path, insecure) as running:
            token = issuer.token(iss="http://login.example")
            assert running.rest("GET", "/news", **bearer(token)).status == 200


def test_a_kind_by_setting_still_wins(tmp_path: Path, issuer: Issuer) -> None:
    with desk(tmp_path, issuer, DESK_REST_BEARER_TOKEN="plain") as running:
        assert running.rest("GET", "/news", Authorization="Bearer plain").status == 200
        assert running.rest("GET", "/news", **bearer(issuer.token())).status == 401
        assert running.rest("GET", WELL_KNOWN).status == 401


# --- whose credential goes upstream ---------------------------------------------------------------

EXCHANGE: Final = {
    "SHOP_CREDENTIALS": "exchange",
    "SHOP_EXCHANGE_CLIENT_ID": "desk",
    "SHOP_EXCHANGE_CLIENT_SECRET": "secret of the service",
    "SHOP_EXCHANGE_AUDIENCE": "https://shop.example",
}


def test_the_token_of_a_caller_is_exchanged(tmp_path: Path) -> None:

    from tests.support.living import Seen, living, said

    forms: list[dict[str, list[str]]] = []

    def answer(seen: Seen) -> Said:
        if seen.target != "/token":
            return said({"authorization": seen.headers.get("authorization")})
        forms.append(parse_qs(seen.body.decode()))
        kind = "urn:ietf:params:oauth:token-type:access_token"
        token = f"exchanged-{len(forms)}"
        return said(
            {
                "access_token": token,
                "issued_token_type": kind,
                "token_type": "Bearer",
                "expires_in": 3600,
            }
        )

    with Issuer() as issuer:
        text = protected(issuer.url)
        there = {"SHOP_EXCHANGE_URL": "/token"}
        variables = {**TEAM, **EXCHANGE}
        with living(text, tmp_path, answer, at_upstream=there, **variables) as running:
            ada, bob = issuer.token(), issuer.token(sub="bob")
            sent = [_upstream_token(running, token) for token in (ada, bob, ada, bob)]
            assert sent[:2] == sent[2:]
            assert sent[0] != sent[1]
            for era in ERAS:
                own = tool(running, era, "order", {"number": "1"}, bearer(ada))
                shown = json.loads(result(own)["content"][0]["text"])
                assert shown["authorization"].startswith("Bearer exchanged-")
            # A bad token is never exchanged; the other APIs get nothing of it.
            assert running.rest("GET", "/orders/1", **bearer(issuer.token("other"))).status == 401
            assert running.rest("GET", "/news", **bearer(ada)).json == {"authorization": None}
        assert {form["subject_token"][0] for form in forms} == {ada, bob}


def _upstream_token(running: Living, token: str) -> str:
    """What goes to the shop with the request of a caller."""
    reply = running.rest("GET", "/orders/1", **bearer(token))
    return str(reply.json["authorization"])


def _sent(running: Living, way: str, headers: dict[str, str], call: str = "order") -> Reply:
    """A call of the shop, or of the mail, as the adapters offer it."""
    if way == "rest":
        path = "/orders/1" if call == "order" else "/letters"
        return running.rest(
            "GET", path, **{name.replace("-", "_"): v for name, v in headers.items()}
        )
    return tool(running, way, call, {"number": "1"} if call == "order" else {}, headers)


@pytest.mark.parametrize("way", ["rest", *ERAS])
def test_the_token_for_this_server_is_never_sent_on(
    tmp_path: Path, issuer: Issuer, way: str
) -> None:
    caller = {
        "SHOP_CREDENTIALS": "caller",
        "SHOP_CREDENTIALS_HEADER": "X-Shop-Token",
        "MAIL_CREDENTIALS": "caller",
        "MAIL_CREDENTIALS_HEADER": "X-Mail-Login",
    }
    with desk(tmp_path, issuer, **caller) as running:
        token = issuer.token()
        # Another one, somebody else's, an old one, one for several: each says that it is for this server.
        others = (
            issuer.token(sub="bob"),
            issuer.token(exp=1),
            issuer.token(aud=["https://shop.example", f"{RESOURCE}/"]),
            issuer.token("ec"),
        )
        running.upstream.take()
        for each in (token, *others):
            login = base64.b64encode(f"x:{each}".encode()).decode()
            for value in (each, f"Bearer {each}"):
                reply = _sent(running, way, {**bearer(token), "X-Shop-Token": value})
                assert reply.status == 401, value
                assert each not in reply.body.decode()
            reply = _sent(running, way, {**bearer(token), "X-Mail-Login": login}, "letters")
            assert reply.status == 401
        assert not running.upstream.take()
        for own in (
            "of-the-shop",
            issuer.token(aud="https://shop.example"),
            "a.b.c",
            "e30.e30.e30",
        ):
            assert _sent(running, way, {**bearer(token), "X-Shop-Token": own}).status == 200
            [seen] = running.upstream.take()
            assert seen.headers["authorization"] == f"Bearer {own}"


@pytest.mark.parametrize("given", ["the same", "one for this server"])
def test_an_exchange_that_gives_a_token_for_this_server(
    tmp_path: Path, issuer: Issuer, given: str
) -> None:
    from tests.support.living import Seen, living, said

    def answer(seen: Seen) -> Said:
        if seen.target != "/token":
            return said({"authorization": seen.headers.get("authorization")})
        token = parse_qs(seen.body.decode())["subject_token"][0]
        if given != "the same":
            token = issuer.token(aud=["https://shop.example", RESOURCE], sub="service")
        return said({"access_token": token, "token_type": "Bearer", "expires_in": 3600})

    text = protected(issuer.url)
    there = {"SHOP_EXCHANGE_URL": "/token"}
    with living(text, tmp_path, answer, at_upstream=there, **{**TEAM, **EXCHANGE}) as running:
        for _ in range(2):
            reply = running.rest("GET", "/orders/1", **bearer(issuer.token()))
            assert reply.status == 502
            assert "eyJ" not in reply.body.decode()
        for era in ERAS:
            shown = result(tool(running, era, "order", {"number": "1"}, bearer(issuer.token())))
            assert shown["isError"]
            assert "eyJ" not in json.dumps(shown)
        assert {seen.target for seen in running.upstream.take()} == {"/token"}
        assert "eyJ" not in running.served.output()


def test_a_header_that_callers_are_known_by_is_no_input(tmp_path: Path, issuer: Issuer) -> None:
    """Many published files declare `Authorization` as a parameter of their operations."""
    spec = SPEC.replace(
        "news: {method: GET}}}",
        "news: {method: GET, inputParameters: {Authorization: {in: header, type: string, required: false},"
        " X-Desk-Key: {in: header, type: string, required: false}}}}}",
    ).replace(
        "news: {method: GET, call: open.news}",
        "news: {method: GET, call: open.news, inputParameters: "
        "{Authorization: {in: header, type: string, required: false},"
        " X-Desk-Key: {in: header, type: string, required: false}}}",
    )
    assert spec.count("X-Desk-Key") == 2
    with desk(tmp_path / "token", issuer, spec) as running:
        headers = running.rest("GET", "/news", **bearer(issuer.token()), X_Desk_Key="k").json
        assert headers["headers"].get("authorization") is None
        assert headers["headers"]["x-desk-key"] == "k"
    own = {
        "DESK_REST_API_KEY": "s3cret",
        "DESK_REST_API_KEY_HEADER": "X-Desk-Key",
        "DESK_REST_FORWARD_HEADERS": "X-Desk-Key",
    }
    with desk(tmp_path / "key", issuer, spec, **own) as running:
        headers = running.rest("GET", "/news", X_Desk_Key="s3cret", Authorization="other").json
        assert headers["headers"].get("x-desk-key") is None
        assert headers["headers"]["authorization"] == "other"


def test_the_keys_of_the_tests_are_what_they_say() -> None:
    assert {kid: public(kid)["alg"] for kid in KEYS} == {
        "rsa": "RS256",
        "ec": "ES256",
        "ed": "EdDSA",
        "other": "RS256",
    }
    assert SPEC.count("PORT_") == 2
