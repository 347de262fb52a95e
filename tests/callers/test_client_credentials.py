"""An API that takes access tokens: the package gets them for itself, over REST and MCP, whoever calls."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest

from tests.support.issuer import Issuer
from tests.support.living import Said, Seen, living, said

SPEC: Final = """
ikanos: "1.0.0-beta5"
info: {display: Bank}
capability:
  consumes:
    - namespace: bank
      type: http
      description: Accounts.
      baseUri: "UPSTREAM/bank"
      authentication:
        type: oauth2
        authorizationServerUri: "ISSUER"
        resource: https://bank.example
        scopes: [accounts]
      resources:
        accounts:
          path: /accounts
          operations:
            accounts: {method: GET}
            open: {method: POST}
  exposes:
    - type: rest
      port: PORT_rest
      namespace: bank-rest
      resources:
        accounts:
          path: /accounts
          operations:
            accounts: {method: GET, call: bank.accounts}
            open: {method: POST, call: bank.open}
    - type: mcp
      port: PORT_mcp
      namespace: bank-mcp
      description: A bank.
      tools:
        accounts: {description: Accounts., call: bank.accounts}
"""
SECRET: Final = "the-secret-of-the-bank"


class Giving(Issuer):
    """Gives a token to each question."""

    given = 0

    def _answer(self, seen: Seen) -> Said:
        if seen.target != "/token" or self.broken is not None:
            return super()._answer(seen)
        self.given += 1
        return said(
            {"access_token": f"token-{self.given}", "token_type": "bearer", "expires_in": 600}
        )


@pytest.fixture
def issuer() -> Iterator[Giving]:
    with Giving() as running:
        assert isinstance(running, Giving)
        yield running


@pytest.mark.parametrize("transport", ["pyreqwest", "httpx2"])
def test_one_token_for_all_callers_and_another_when_it_is_revoked(
    tmp_path: Path, issuer: Giving, transport: str
) -> None:
    good = {"Bearer token-1", "Bearer token-2"}

    def answered(seen: Seen) -> Said:
        shown = seen.headers.get("authorization")
        return said({"count": 1}, 200 if shown in good else 401)

    spec = SPEC.replace("ISSUER", issuer.url)
    with living(
        spec,
        tmp_path,
        answered,
        BANK_OAUTH_CLIENT_ID="bank",
        BANK_OAUTH_CLIENT_SECRET=SECRET,
        BANK_TRANSPORT=transport,
    ) as running:
        assert issuer.given == 0
        with ThreadPoolExecutor(8) as pool:
            replies = list(pool.map(lambda _: running.rest("GET", "/accounts").status, range(24)))
        assert replies == [200] * 24
        # REST and MCP each have their own connections and their own token.
        assert issuer.given == 1
        assert running.text("accounts") == '{"count": 1}'
        assert issuer.given == 2
        seen = running.upstream.take()
        assert {each.headers["authorization"] for each in seen} == good
        good.clear()
        good.add("Bearer token-3")
        # A caller's own header changes nothing of it.
        shown = {"Authorization": "Bearer of-the-caller"}
        assert running.rest("POST", "/accounts", b"", **shown).status == 200
        seen = running.upstream.take()
        assert [each.headers["authorization"][-1] for each in seen] == ["1", "3"]
        assert running.rest("GET", "/accounts").status == 200
        assert SECRET not in running.served.output()
        assert "token-" not in running.served.output()


def test_an_issuer_that_is_down(tmp_path: Path, issuer: Giving) -> None:
    with living(
        SPEC.replace("ISSUER", issuer.url),
        tmp_path,
        lambda seen: said({"count": 1}),
        BANK_OAUTH_CLIENT_ID="bank",
        BANK_OAUTH_CLIENT_SECRET=SECRET,
    ) as running:
        issuer.broken = said({}, 503)
        assert running.rest("GET", "/accounts").status in (500, 502)
        assert running.tool("accounts")["isError"]
        assert running.upstream.take() == []
        issuer.broken = None
        assert running.rest("GET", "/accounts").status == 200


def test_without_its_secret_nothing_is_sent(tmp_path: Path, issuer: Giving) -> None:
    with living(SPEC.replace("ISSUER", issuer.url), tmp_path, lambda seen: said({})) as running:
        reply = running.rest("GET", "/accounts")
        assert reply.status == 500
        assert b"BANK_OAUTH_CLIENT_ID" in reply.body
        assert running.upstream.take() == []
