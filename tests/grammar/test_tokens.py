"""Made tokens for made adapters, against the independent reading of callers' OAuth 2 (`tests/oracle/tokens.py`)."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.callers.asking import ERAS, tool
from tests.callers.test_credentials import SPEC, TEAM
from tests.callers.tokens import bearer, echo
from tests.oracle.tokens import LET_IN, challenge, metadata, metadata_address, verdict
from tests.support.issuer import Issuer
from tests.support.living import Living, living
from tests.support.raw_http import Reply

from .test_grammar import EXAMPLES, SEARCH

OTHER: Final = "https://other.example"

authentications: Final = st.fixed_dictionaries(
    {"resource": st.sampled_from(["https://desk.example/mcp", "https://desk.example"])},
    optional={
        "audience": st.sampled_from(["desk", "https://desk.example/api"]),
        "scopes": st.sampled_from([["read"], ["read", "write"]]),
        "tokenValidation": st.just("jwks"),
    },
)
_scopes = st.sampled_from(["read", "write read", "", "reader", ["read"], ["write", "read"]])


@st.composite
def tokens(draw: st.DrawFn, authentication: dict[str, Any], issuer: str) -> dict[str, Any]:
    """Which key signs, and claims that differ from those of a good token; times are seconds from now."""
    right = authentication.get("audience", authentication["resource"])
    audiences = [right, right, [OTHER, right], f"{right}/", f"{right}x", OTHER, [], None]
    changes: dict[str, Any] = {"aud": draw(st.sampled_from(audiences))}
    changes["scope"] = draw(st.none() | _scopes)
    changes["scp"] = draw(st.none() | st.none() | _scopes)
    if draw(st.integers(0, 2)) == 0:
        changes["iss"] = draw(st.sampled_from([issuer, f"{issuer}/", OTHER, None]))
    times: dict[str, Any] = {"exp": draw(st.sampled_from([600, 600, 600, -10, -60, None]))}
    times["nbf"] = draw(st.sampled_from([None, None, -5, 10, 90]))
    kid = draw(st.sampled_from(["rsa", "rsa", "ec", "ed", "other", None]))
    return {"kid": kid, "changes": changes, "times": times}


@st.composite
def cases(draw: st.DrawFn, issuer: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    made = {"type": "oauth2", "authorizationServerUri": issuer, **draw(authentications)}
    return made, draw(st.lists(tokens(made, issuer), min_size=6, max_size=12))


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    with Issuer() as running:
        yield running


@settings(SEARCH, max_examples=max(EXAMPLES // 2, 1))
@given(data=st.data())
def test_tokens(data: st.DataObject, issuer: Issuer, tmp_path: Path) -> None:
    authentication, made = data.draw(cases(issuer.url))
    folder = tmp_path / f"desk{len(list(tmp_path.iterdir()))}"
    folder.mkdir()
    line = f"authentication: {json.dumps(authentication)}"
    spec = re.sub(r"(      port: PORT_(?:rest|mcp)\n)", rf"\1      {line}\n", SPEC)
    variables: dict[str, Any] = TEAM
    with living(spec, folder, echo, **variables) as running:
        path = metadata_address(authentication).removeprefix("https://desk.example")
        for port in ("rest", "mcp"):
            assert running.rest("GET", path, port=port).json == metadata(authentication)
        for each in made:
            _agrees(running, authentication, each, issuer)


def _agrees(
    running: Living, authentication: dict[str, Any], made: dict[str, Any], issuer: Issuer
) -> None:
    now = int(time.time())
    times = {name: None if each is None else now + each for name, each in made["times"].items()}
    changes = made["changes"] | times
    kid = made["kid"]
    headers: dict[str, Any] = {}
    claims = None
    if kid is not None:
        headers, claims = bearer(issuer.token(kid, **changes)), issuer.claims(**changes)
    expected = verdict(authentication, claims, kid != "other", now)
    replies = [
        running.rest("GET", "/news", **headers),
        *(tool(running, era, "news", headers=headers) for era in ERAS),
    ]
    for reply in replies:
        assert reply.status == expected.status, (authentication, made, reply.body)
        if expected != LET_IN:
            assert _challenged(reply) == challenge(authentication, expected), made


def _challenged(reply: Reply) -> dict[str, str]:
    said = reply.header("www-authenticate") or ""
    assert said.startswith("Bearer ")
    return dict(re.findall(r'([a-z_]+)="([^"]*)"', said))
