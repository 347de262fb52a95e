"""Made callers before every kind of adapter, and an API behind that asks for a digest, against the independent reading
(`tests/oracle/callers.py`, `tests/oracle/digest.py`)."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import quote

from hypothesis import given, settings

from tests.callers.asking import ERAS, message
from tests.oracle import digest
from tests.oracle.callers import SCHEMES, is_let_in, of_adapter
from tests.support.living import Living, Said, Seen, living, said
from tests.support.raw_http import Reply, fetch

from .guarded import Case, cases
from .living_specs import text_of
from .test_grammar import EXAMPLES, SEARCH

ADAPTERS: Final = ("rest", *ERAS, "skill", "control")
_PATHS: Final = {"rest": "/bars/7", "skill": "/skills", "control": "/health/live"}


@settings(SEARCH, max_examples=max(EXAMPLES * 3 // 4, 1))
@given(case=cases())
def test_guarded(case: Case, tmp_path: Path) -> None:
    folder = tmp_path / f"made{len(list(tmp_path.iterdir()))}"
    folder.mkdir()
    user, password = (case.environment[each] for each in ("VAULT_USER", "VAULT_WORD"))
    guard = digest.Guard(case.challenge, user, password)
    found: list[str | None] = []

    def answer(seen: Seen) -> Said:
        wrong = guard.wrong(seen.method, seen.target, seen.headers.get("authorization"))
        found.append(wrong)
        if wrong is None:
            return said({"is": seen.target})
        return Said(b"{}", 401, {"WWW-Authenticate": guard.challenge()})

    names = {key.replace("DOOR", "MADE_DOOR"): value for key, value in case.environment.items()}
    variables = dict.fromkeys(("TK_LONG_CALL_SECONDS",), "0") | names
    # Names of variables are none of its other keywords, which a checker cannot know.
    with living(text_of(case.spec), folder, answer, **variables) as running:  # type: ignore[arg-type]
        for adapter in ADAPTERS:
            kind = "mcp" if adapter in ERAS else adapter
            if of_adapter(case.spec, kind)["type"] == "digest":
                _digest(running, case, adapter)
            else:
                _attempts(running, case, adapter, kind)
        assert set(found) <= {None, "challenge"}, (case.challenge, found)
        guard.forget()
        found.clear()
        _by_right(running, case)
        assert found == ["challenge", None], (case.challenge, found)


def _asked(running: Living, adapter: str, headers: Mapping[str, str], query: str) -> Reply:
    """A request to an adapter; an MCP server is named by the era of the protocol."""
    tail = f"?{query}" if query else ""
    if adapter in _PATHS:
        url = f"http://127.0.0.1:{running.ports[adapter]}"
        return fetch(url, "GET", _PATHS[adapter] + tail, headers=headers)
    own, body = message(adapter, "tools/call", {"name": "bar", "arguments": {"id": "7"}})
    url = f"http://127.0.0.1:{running.ports['mcp']}"
    return fetch(url, "POST", f"/mcp{tail}", headers={**own, **headers}, body=body)


def _attempts(running: Living, case: Case, adapter: str, kind: str) -> None:
    authentication = of_adapter(case.spec, kind)
    for headers, query in (*case.attempts[kind], ({}, "")):
        is_right = is_let_in(authentication, case.environment, headers, query)
        running.upstream.take()
        reply = _asked(running, adapter, headers, query)
        at = (adapter, authentication, headers, query, reply.body)
        assert reply.status == (200 if is_right else 401), at
        if not is_right:
            assert _schemes(reply) == {SCHEMES[authentication["type"]]}, at
            assert running.upstream.take() == [], at


def _schemes(reply: Reply) -> set[str]:
    return {value.partition(" ")[0] for value in reply.all("www-authenticate")}


def _digest(running: Living, case: Case, adapter: str) -> None:
    user, password = (case.environment[each] for each in ("DOOR_NAME", "DOOR_SECRET"))
    first = _asked(running, adapter, {}, "")
    assert (first.status, _schemes(first)) == (401, {"Digest"}), adapter
    method, path = ("GET", _PATHS[adapter]) if adapter in _PATHS else ("POST", "/mcp")
    for number, value in enumerate(first.all("www-authenticate")):
        challenge = digest.parameters(value) or {}
        used = 10 * number  # both challenges have one nonce

        def shown(
            target: str, count: int, word: str = password, asked: Mapping[str, str] = challenge
        ) -> int:
            made = digest.answer(asked, method, target, user, word, count)
            return _asked(running, adapter, {"Authorization": made}, "").status

        assert shown(path, used + 1, f"{password}x") == 401
        assert shown(path, used + 2) == 200, (adapter, value)
        assert shown(path, used + 2) == 401, "a count is good once"
        assert shown(path, used + 3) == 200
        assert shown("/another", used + 4) == 400


def _by_right(running: Living, case: Case) -> None:
    """One call by somebody who is let in."""
    authentication, values = case.authentications["rest"], case.environment
    headers: dict[str, str] = {}
    query = ""
    secret = values["DOOR_SECRET"]
    match authentication["type"]:
        case "bearer":
            headers = {"Authorization": f"Bearer {secret}"}
        case "basic":
            headers = {"Authorization": f"Basic {_pair(values['DOOR_NAME'], secret)}"}
        case "digest":
            value, *_ = _asked(running, "rest", {}, "").all("www-authenticate")
            challenge = digest.parameters(value) or {}
            made = digest.answer(challenge, "GET", _PATHS["rest"], values["DOOR_NAME"], secret)
            headers = {"Authorization": made}
        case _ if authentication.get("placement") == "query":
            query = f"{authentication['key']}={_quoted(secret)}"
        case _:
            headers = {authentication["key"]: secret}
    reply = _asked(running, "rest", headers, query)
    assert (reply.status, reply.json) == (200, {"is": "/gold/bars/7"})


def _pair(user: str, password: str) -> str:
    return base64.b64encode(f"{user}:{password}".encode()).decode()


def _quoted(text: str) -> str:
    return quote(text, safe="")
