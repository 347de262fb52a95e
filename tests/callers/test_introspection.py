"""Callers whose tokens only the issuer can read (RFC 7662): it is asked, and its answer kept for a while."""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs

import pytest

from tests.support.issuer import RESOURCE, Issuer
from tests.support.living import Living, Said, Seen, living, said
from tests.support.raw_http import Reply

from .asking import ERAS, tool
from .test_credentials import SPEC, TEAM
from .tokens import bearer, echo, protected

SECRET: Final = "s3cret:of the/desk"
OURS: Final = {
    f"DESK_{kind}_OAUTH_{name}": value
    for kind in ("REST", "MCP")
    for name, value in (("CLIENT_ID", "desk"), ("CLIENT_SECRET", SECRET))
}


class Asked(Issuer):
    """An issuer that knows tokens by heart."""

    def __init__(self) -> None:
        super().__init__()
        self.metadata["introspection_endpoint"] = f"{self.url}/introspect"
        self.known: dict[str, Any] = {}
        self.questions: list[Seen] = []
        self.answer: Said | None = None
        """What it answers to every question, in place of what it knows."""

    def _answer(self, seen: Seen) -> Said:
        if seen.target != "/introspect" or self.broken is not None:
            return super()._answer(seen)
        self.questions.append(seen)
        if self.answer is not None:
            return self.answer
        (token,) = parse_qs(seen.body.decode())["token"]
        return said(self.known.get(token, {"active": False}))

    def opaque(self, name: str, **changes: Any) -> str:
        """A token that is active, unless something else is said of it."""
        self.known[name] = {"active": True, "token_type": "Bearer", **self.claims(**changes)}
        self.known[name] = {n: v for n, v in self.known[name].items() if v is not None}
        return name


@pytest.fixture(scope="module")
def issuer() -> Iterator[Asked]:
    with Asked() as running:
        assert isinstance(running, Asked)
        yield running


def spec(issuer: str) -> str:
    return protected(issuer, SPEC).replace(
        "scopes: [read]", "scopes: [read], tokenValidation: introspection"
    )


@contextmanager
def desk(folder: Path, issuer: Asked, **variables: str) -> Iterator[Living]:
    with living(spec(issuer.url), folder, echo, **{**TEAM, **OURS, **variables}) as running:
        yield running


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, issuer: Asked) -> Iterator[Living]:
    with desk(tmp_path_factory.mktemp("desk"), issuer) as found:
        yield found


def asked(running: Living, token: str) -> list[Reply]:
    """The same over REST and both eras of MCP."""
    headers = bearer(token)
    rest = running.rest("GET", "/news", **headers)
    return [rest, *(tool(running, era, "news", headers=headers) for era in ERAS)]


def challenge(reply: Reply) -> dict[str, str]:
    return dict(re.findall(r'([a-z_]+)="([^"]*)"', reply.header("www-authenticate") or ""))


def test_a_good_token_lets_in_and_its_issuer_is_asked_once(running: Living, issuer: Asked) -> None:
    issuer.questions.clear()
    token = issuer.opaque("opaque +/=~ one".replace(" ", "-"))
    for _ in range(2):
        assert [reply.status for reply in asked(running, token)] == [200, 200, 200]
    # Once for each adapter.
    assert len(issuer.questions) == 2
    for question in issuer.questions:
        assert question.method == "POST"
        assert parse_qs(question.body.decode()) == {
            "token": [token],
            "token_type_hint": ["access_token"],
        }
        pair = base64.b64decode(question.headers["authorization"].removeprefix("Basic "))
        # Each part is a form's (RFC 6749, 2.3.1).
        assert pair == b"desk:s3cret%3Aof%20the%2Fdesk"
    for seen in running.upstream.take():
        assert token not in str(seen)


@pytest.mark.parametrize(
    ("changes", "description"),
    [
        ({"active": False}, "Token is not active"),
        ({"exp": 1}, "Token expired"),
        ({"exp": "soon"}, "Token validation failed"),
        ({"exp": 10**400}, "Token validation failed"),
        ({"exp": True}, "Token validation failed"),
        ({"nbf": 9_999_999_999}, "Token not yet valid"),
        ({"iss": "https://other.example"}, "Invalid issuer"),
        ({"aud": "https://other.example"}, "Invalid audience"),
        ({"aud": ["https://other.example", 7]}, "Invalid audience"),
        ({"aud": None}, "Invalid audience"),
        ({"cnf": {"jkt": "x"}}, "Token is bound to a key"),
        ({"token_type": "DPoP"}, "Token is bound to a key"),
    ],
    ids=str,
)
def test_bad_tokens(
    running: Living, issuer: Asked, changes: dict[str, Any], description: str
) -> None:
    token = issuer.opaque(f"bad-{sorted(changes)}-{description}".encode().hex(), **changes)
    for reply in asked(running, token):
        assert reply.status == 401
        found = challenge(reply)
        assert found["error"] == "invalid_token"
        assert found["error_description"].startswith(description)
        assert found["resource_metadata"].startswith("https://desk.example/.well-known/")


def test_a_token_that_nobody_knows(running: Living) -> None:
    assert [reply.status for reply in asked(running, "nobody-knows")] == [401, 401, 401]


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": [RESOURCE, "https://other.example"]},
        {"aud": f"{RESOURCE}/"},
        {"iss": None},
        {"exp": None},
        {"token_type": None},
        {"scope": None, "scp": ["read"]},
        {"exp": int(time.time()) - 5},
        {"nbf": int(time.time()) + 10},
    ],
    ids=str,
)
def test_good_tokens(running: Living, issuer: Asked, changes: dict[str, Any]) -> None:
    token = issuer.opaque(f"good-{sorted(changes)}".encode().hex(), **changes)
    if "exp" in changes and changes["exp"] is not None:
        changes["exp"] = int(time.time()) - 5
        token = issuer.opaque(token, **changes)
    assert [reply.status for reply in asked(running, token)] == [200, 200, 200]


def test_a_scope_that_is_missing(running: Living, issuer: Asked) -> None:
    for reply in asked(running, issuer.opaque("writer", scope="write")):
        assert (reply.status, challenge(reply)["error"]) == (403, "insufficient_scope")


def test_without_a_token_nobody_is_asked(running: Living, issuer: Asked) -> None:
    issuer.questions.clear()
    assert running.rest("GET", "/news").status == 401
    assert challenge(running.rest("GET", "/news")).get("error") is None
    assert running.rest("GET", "/news", **bearer("x" * 20_000)).status in (401, 431)
    assert issuer.questions == []


@pytest.mark.parametrize(
    "broken",
    [
        Said(b"oops", 500),
        Said(b"{}", 401),
        Said(b"{}", 403),
        Said(b'{"error": "invalid_request"}', 400),
        Said(b"no json"),
        Said(b"[true]"),
        Said(b"{}"),
        Said(b'{"active": "yes"}'),
        Said(b"", 302, {"Location": "http://127.0.0.1:9/"}),
    ],
    ids=lambda one: f"{one.status}-{one.body[:8]!r}",
)
def test_an_issuer_that_does_not_say(running: Living, issuer: Asked, broken: Said) -> None:
    """The token may be good: its holder keeps it."""
    token = issuer.opaque(f"unknown-{time.monotonic_ns()}")
    issuer.answer = broken
    try:
        for reply in asked(running, token):
            assert reply.status == 503
            assert reply.header("retry-after") == "5"
            assert reply.header("www-authenticate") is None
    finally:
        issuer.answer = None
    assert [reply.status for reply in asked(running, token)] == [200, 200, 200]


def test_a_token_of_a_kind_that_the_issuer_does_not_read(running: Living, issuer: Asked) -> None:
    issuer.answer = said({"error": "unsupported_token_type"}, 400)
    try:
        for reply in asked(running, f"kind-{time.monotonic_ns()}"):
            assert (reply.status, challenge(reply)["error"]) == (401, "invalid_token")
    finally:
        issuer.answer = None


def test_an_answer_is_kept_no_longer_than_the_token_lives(tmp_path: Path) -> None:
    with Asked() as issuer, desk(tmp_path, issuer, DESK_REST_OAUTH_INTROSPECTION_KEPT="0") as one:
        assert isinstance(issuer, Asked)
        # Known, and one that has ended already: neither is kept.
        for token in (issuer.opaque("never-kept"), issuer.opaque("ended", exp=int(time.time()))):
            issuer.questions.clear()
            for _ in range(3):
                assert one.rest("GET", "/news", **bearer(token)).status == 200
            assert len(issuer.questions) == 3
        issuer.known["never-kept"] = {"active": False}
        assert one.rest("GET", "/news", **bearer("never-kept")).status == 401
        # MCP keeps it for a minute, until the token ends.
        issuer.questions.clear()
        short = issuer.opaque("short", exp=int(time.time()) - 1)
        for _ in range(2):
            assert tool(one, ERAS[0], "news", headers=bearer(short)).status == 200
        assert len(issuer.questions) == 2
        log = one.served.output()
        assert "never-kept" not in log
        assert SECRET not in log


def test_an_issuer_that_is_not_there_says_so_in_the_log_once(tmp_path: Path) -> None:
    with Asked() as issuer, desk(tmp_path, issuer) as one:
        assert isinstance(issuer, Asked)
        issuer.broken = Said(b"oops", 503)
        for number in range(5):
            assert one.rest("GET", "/news", **bearer(f"t-{number}")).status == 503
        assert one.served.output().count("says nothing of tokens") == 1
        issuer.broken = None
        assert one.rest("GET", "/news", **bearer(issuer.opaque("later"))).status == 200


def test_whom_a_token_is_for_may_be_left_open(tmp_path: Path) -> None:
    """By a setting; a token for somebody else is refused all the same."""
    variables = {"DESK_REST_OAUTH_NEEDS_AUDIENCE": "false"}
    with Asked() as issuer, desk(tmp_path, issuer, **variables) as one:
        assert isinstance(issuer, Asked)
        token = issuer.opaque("for-anybody", aud=None)
        assert one.rest("GET", "/news", **bearer(token)).status == 200
        other = issuer.opaque("for-another", aud="https://other.example")
        assert one.rest("GET", "/news", **bearer(other)).status == 401
        assert tool(one, ERAS[0], "news", headers=bearer(token)).status == 401


@pytest.mark.parametrize("missing", ["CLIENT_ID", "CLIENT_SECRET"])
def test_its_own_credentials_have_to_be_there(tmp_path: Path, missing: str) -> None:
    from tests.callers.test_tokens import refused_of

    given = {name: value for name, value in OURS.items() if not name.endswith(missing)}
    told = refused_of(spec("https://login.example"), tmp_path, **given)
    assert f"set DESK_REST_OAUTH_{missing}" in told


def test_the_address_is_held_to_the_rules_of_keys(tmp_path: Path) -> None:
    from tests.callers.test_tokens import refused_of

    given = {**OURS, "DESK_REST_OAUTH_INTROSPECTION_URL": "http://login.example/introspect"}
    told = refused_of(spec("https://login.example"), tmp_path, **given)
    assert "DESK_REST_OAUTH_INTROSPECTION_URL must begin with https" in told


def test_the_package_takes_no_library_for_signatures(tmp_path: Path, running: Living) -> None:
    package = next(running.folder.glob("*/_runtime/oauth")).parents[1]
    assert "pyjwt" not in (package / "requirements-rest.txt").read_text("utf-8")
    assert not (package / "_runtime" / "oauth" / "tokens.py").exists()
    document = json.loads(next(package.glob("openapi/*.json")).read_text("utf-8"))
    (scheme,) = document["components"]["securitySchemes"].values()
    assert "bearerFormat" not in scheme
