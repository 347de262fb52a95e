"""Callers who answer a challenge (RFC 7616), as the programs that they use do it, and as attackers would."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import httpx2
import pytest
import requests
from requests.auth import HTTPDigestAuth

from templates.runtime.server.nonces import Nonces
from tests.support.living import Living, Said, Seen, living, said
from tests.support.processes import Served, environment, start, wait_for
from tests.support.raw_http import Reply, fetch, free_port

from .asking import ERAS, message, tool

PASSWORD: Final = "Circle of Life"
NAME: Final = "Jäsøn"
SPEC: Final = """
ikanos: "1.0.0-beta5"
info: {title: Vault}
binds:
  - namespace: env
    keys: {VAULT_NAME: VAULT_NAME, VAULT_PASSWORD: VAULT_PASSWORD}
capability:
  consumes:
    - namespace: gold
      type: http
      description: Gold.
      baseUri: "UPSTREAM/gold"
      resources:
        bars: {path: /bars, operations: {bars: {method: GET, inputParameters: {of: {in: query}}}}}
        more: {path: /more, operations: {more: {method: POST, body: {type: json, data: {n: "{{n}}"}}}}}
  exposes:
    - type: rest
      port: PORT_rest
      namespace: vault-rest
      authentication: {type: digest, username: "{{VAULT_NAME}}", password: "{{VAULT_PASSWORD}}"}
      resources:
        bars: {path: /bars, operations: {bars: {method: GET, call: gold.bars, inputParameters: {of: {in: query, type: string}}}}}
        more: {path: /more, operations: {more: {method: POST, call: gold.more, inputParameters: {n: {in: body, type: number}}}}}
    - type: mcp
      port: PORT_mcp
      namespace: vault-mcp
      description: A vault.
      authentication: {type: digest, username: "{{VAULT_NAME}}", password: "{{VAULT_PASSWORD}}"}
      tools:
        bars: {description: Bars., call: gold.bars, inputParameters: {of: {type: string}}}
    - type: skill
      port: PORT_skill
      namespace: vault-skill
      description: Skills.
      authentication: {type: digest, username: "{{VAULT_NAME}}", password: "{{VAULT_PASSWORD}}"}
      skills:
        vault:
          description: The vault.
          tools:
            bars: {description: Bars., from: {sourceNamespace: vault-mcp, action: bars}}
    - type: control
      port: PORT_control
      authentication: {type: digest, username: "{{VAULT_NAME}}", password: "{{VAULT_PASSWORD}}"}
"""
OURS: Final = {"VAULT_NAME": NAME, "VAULT_PASSWORD": PASSWORD}
_PARAMETER: Final = re.compile(r'([\w*-]+)=(?:"([^"]*)"|([^\s,"]+))')


def answered(seen: Seen) -> Said:
    """What came, for tests that look for what must not have come."""
    return said({"target": seen.target, "headers": dict(seen.headers)})


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    with living(
        SPEC, tmp_path_factory.mktemp("vault"), answered, VAULT_NAME=NAME, VAULT_PASSWORD=PASSWORD
    ) as found:
        yield found


def url(running: Living, port: str = "rest") -> str:
    return f"http://127.0.0.1:{running.ports[port]}"


def challenges(reply: Reply) -> list[dict[str, str]]:
    """The parameters of each challenge of an answer."""
    assert reply.status == 401, (reply.status, reply.body)
    values = [value for name, value in reply.headers if name == "www-authenticate"]
    assert all(value.startswith("Digest ") for value in values)
    return [{n: q or p for n, q, p in _PARAMETER.findall(value)} for value in values]


def asked(running: Living, path: str = "/bars", method: str = "GET") -> dict[str, str]:
    """The first challenge."""
    return challenges(fetch(url(running), method, path))[0]


def answer(challenge: Mapping[str, str], **changes: str) -> str:
    """`Authorization` of somebody who does as RFC 7616, 3.4 says, but for the changes."""
    fields = {
        "username": NAME,
        "realm": challenge["realm"],
        "nonce": challenge["nonce"],
        "uri": "/bars",
        "algorithm": challenge["algorithm"],
        "qop": "auth",
        "nc": "00000001",
        "cnonce": "chance",
        **changes,
    }
    method, password = fields.pop("method", "GET"), fields.pop("password", PASSWORD)
    kind = {"SHA-256": "sha256", "MD5": "md5"}.get(fields["algorithm"] or "MD5", "sha512")

    def hashed(*texts: str) -> str:
        return hashlib.new(kind, ":".join(texts).encode()).hexdigest()

    user = hashed(fields["username"], fields["realm"], password)
    middle = (fields["nonce"], fields["nc"], fields["cnonce"], fields["qop"])
    right = hashed(user, *middle, hashed(method, fields["uri"]))
    fields = {"response": right, **fields}
    bare = ("nc", "qop", "algorithm")
    texts = (f"{n}={t}" if n in bare else f'{n}="{t}"' for n, t in fields.items() if t)
    return "Digest " + ", ".join(texts)


def shown(running: Living, value: str, path: str = "/bars", method: str = "GET") -> Reply:
    """The answer to a request with this `Authorization`."""
    raw = value.encode().decode("latin-1")
    return fetch(url(running), method, path, headers={"Authorization": raw})


# --- what callers use ----------------------------------------------------------------------------


def test_the_challenges_name_the_best_algorithm_first(running: Living) -> None:
    for path in ("/bars", "/-/openapi.json", "/nothing"):
        found = challenges(fetch(url(running), "GET", path))
        assert [each["algorithm"] for each in found] == ["SHA-256", "MD5"]
        assert {each["qop"] for each in found} == {"auth"}
        assert not any("stale" in each for each in found)
    assert running.upstream.take() == []


def curl(user: str, *arguments: str) -> list[str]:
    """The statuses that curl ends with."""
    options = ["-sS", "--digest", "-u", user, "-o", "/dev/null", "-w", "%{http_code} "]
    ran = subprocess.run(["curl", *options, *arguments], capture_output=True, text=True, check=True)
    return ran.stdout.split()


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_curl(running: Living) -> None:
    running.upstream.take()
    user = f"{NAME}:{PASSWORD}"
    assert curl(user, f"{url(running)}/bars?of=a%20b,c") == ["200"]
    body = ("-H", "Content-Type: application/json", "-d", '{"n": 1}')
    assert curl(user, *body, f"{url(running)}/more") == ["200"]
    for seen in running.upstream.take():
        assert "authorization" not in seen.headers
    assert curl(f"{NAME}:wrong", f"{url(running)}/bars") == ["401"]
    assert running.upstream.take() == []


def test_requests(running: Living) -> None:
    with requests.Session() as session:
        session.auth = HTTPDigestAuth(NAME, PASSWORD)
        for number in range(3):
            assert session.get(f"{url(running)}/bars", params={"of": number}).status_code == 200
        assert session.post(f"{url(running)}/more", json={"n": 1}).status_code == 200
    wrong = requests.get(f"{url(running)}/bars", auth=HTTPDigestAuth(NAME, "wrong"))
    assert wrong.status_code == 401


def test_httpx2_over_rest_skills_and_the_control_port(running: Living) -> None:
    auth = httpx2.DigestAuth(NAME, PASSWORD)
    with httpx2.Client(auth=auth) as client:
        for _ in range(3):
            assert client.get(f"{url(running)}/bars?of=%2F&x").status_code == 200
        assert client.head(f"{url(running)}/bars").status_code in (200, 405)
        assert client.get(f"{url(running, 'skill')}/skills").status_code == 200
        assert client.get(f"{url(running, 'control')}/health/live").status_code == 200
    for port, path in (("skill", "/skills"), ("control", "/health/live")):
        assert len(challenges(fetch(url(running, port), "GET", path))) == 2


def test_mcp_in_both_eras(running: Living) -> None:
    with httpx2.Client(auth=httpx2.DigestAuth(NAME, PASSWORD)) as client:
        for era in ERAS:
            assert len(challenges(tool(running, era, "bars"))) == 2
            headers, body = message(era, "tools/call", {"name": "bars", "arguments": {"of": "x"}})
            for path in ("/mcp", "/"):
                got = client.post(url(running, "mcp") + path, headers=headers, content=body)
                assert got.json()["result"]["isError"] is False, got.text


def test_the_mcp_sdk_as_a_client(running: Living) -> None:
    from mcp.client.session import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def names() -> list[str]:
        auth = httpx2.DigestAuth(NAME, PASSWORD)
        async with (
            httpx2.AsyncClient(auth=auth) as client,
            streamable_http_client(f"{url(running, 'mcp')}/mcp", http_client=client) as streams,
            ClientSession(streams[0], streams[1]) as session,
        ):
            await session.initialize()
            return [each.name for each in (await session.list_tools()).tools]

    assert asyncio.run(names()) == ["bars"]


CLIENT: Final = """
ikanos: "1.0.0-beta5"
info: {title: Door}
capability:
  consumes:
    - namespace: vault
      type: http
      description: A vault.
      baseUri: "VAULT"
      authentication: {type: digest, username: "{{NAME}}", password: "{{PASSWORD}}"}
      resources:
        bars: {path: /bars, operations: {bars: {method: GET}}}
"""


@pytest.mark.parametrize("transport", ["pyreqwest", "httpx2"])
def test_a_generated_client(running: Living, tmp_path: Path, transport: str) -> None:
    from tests.corpus.generating import generate

    file = tmp_path / "door.yaml"
    file.write_text(CLIENT.replace("VAULT", url(running)), encoding="utf-8")
    assert generate(file, tmp_path, "door").written
    code = (
        "import sys, door\n"
        f"with door.VaultClient(username={NAME!r}, password={PASSWORD!r}) as c:\n"
        "    for _ in range(3): print(c.bars()['target'])\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment(VAULT_TRANSPORT=transport),
        capture_output=True,
        text=True,
    )
    assert ran.stdout.split() == ["/gold/bars"] * 3, ran.stderr


def test_fifty_calls_at_once_with_one_nonce(running: Living) -> None:
    challenge = asked(running)
    order = [f"{count:08x}" for count in range(50, 0, -1)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda nc: shown(running, answer(challenge, nc=nc)).status, order))
    assert found == [200] * 50


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"algorithm": "MD5"},
        {"algorithm": ""},
        {"nc": "0000000a"},
        {"nc": "ffffffff"},
        {"uri": "http://127.0.0.1/bars"},
    ],
    ids=str,
)
def test_good_answers(running: Living, changes: dict[str, str]) -> None:
    assert shown(running, answer(asked(running), **changes)).status == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"password": "wrong"},
        {"password": ""},
        {"username": "jason"},
        {"username": ""},
        {"realm": "other"},
        {"qop": "auth-int"},
        {"qop": ""},
        {"nc": ""},
        {"nc": "1"},
        {"nc": "0000000g"},
        {"cnonce": ""},
        {"nonce": ""},
        {"uri": ""},
        {"method": "POST"},
        {"response": ""},
        {"response": "0" * 64},
        {"algorithm": "SHA-256-sess"},
        {"algorithm": "SHA-512-256"},
        {"algorithm": "none"},
        {"userhash": "true"},
        {"username*": "UTF-8''x"},
    ],
    ids=str,
)
def test_bad_answers(running: Living, changes: dict[str, str]) -> None:
    running.upstream.take()
    found = challenges(shown(running, answer(asked(running), **changes)))
    assert not any("stale" in each for each in found)
    assert running.upstream.take() == []


@pytest.mark.parametrize(
    "value",
    ["Digest", "Digest x", "Basic eDp5", "Digest " + "a=1," * 3000, 'Digest nonce="', "\xff"],
)
def test_what_is_no_answer(running: Living, value: str) -> None:
    assert challenges(shown(running, value))


def test_two_answers_count_as_none(running: Living) -> None:
    value = answer(asked(running))
    assert challenges(shown(running, f"{value}, {value}"))
    assert shown(running, value).status == 200


def test_an_answer_is_good_for_one_target_and_one_method(running: Living) -> None:
    value = answer(asked(running))
    assert shown(running, value, "/bars?of=x").status == 400
    assert challenges(shown(running, value, "/bars", "HEAD"))
    assert shown(running, value).status == 200


def test_an_answer_is_good_once(running: Living) -> None:
    value = answer(asked(running))
    assert shown(running, value).status == 200
    found = challenges(shown(running, value))
    assert [each["stale"] for each in found] == ["true", "true"]
    assert shown(running, answer(found[1])).status == 200


@pytest.mark.parametrize("nonce", ["of-somebody-else", "A" * 40, "ä", "====", " "])
def test_a_nonce_that_is_not_ours_is_stale_for_who_knows_the_password(
    running: Living, nonce: str
) -> None:
    challenge = asked(running)
    found = challenges(shown(running, answer(challenge, nonce=nonce)))
    assert found[0]["stale"] == "true"
    found = challenges(shown(running, answer(challenge, nonce=nonce, password="wrong")))
    assert "stale" not in found[0]


def test_a_nonce_is_for_one_adapter(running: Living) -> None:
    headers, body = message(ERAS[0], "tools/list", {})
    theirs = challenges(fetch(url(running, "mcp"), "POST", "/mcp", headers=headers, body=body))[0]
    assert challenges(shown(running, answer(theirs)))[0]["stale"] == "true"


def test_the_name_in_an_extended_value(running: Living) -> None:
    value = answer(asked(running)).replace(f'username="{NAME}"', "username*=utf-8''J%C3%A4s%c3%b8n")
    assert shown(running, value).status == 200
    value = answer(asked(running)).replace(f'username="{NAME}"', "username*=iso-8859-1''J%E4s%F8n")
    assert challenges(shown(running, value))


def test_no_secret_is_said(running: Living) -> None:
    assert PASSWORD not in running.served.output()


# --- nonces --------------------------------------------------------------------------------------


class Clock:
    """A clock that stands until it is told."""

    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def test_a_nonce_ends() -> None:
    clock = Clock()
    nonces = Nonces(b"k", clock=clock)
    first = nonces.new()
    clock.now += 299
    assert nonces.takes(first, 1)
    clock.now += 2
    assert not nonces.takes(first, 2)
    assert nonces.takes(nonces.new(), 1)


def test_the_clock_of_another_machine() -> None:
    here, there = Clock(), Clock()
    there.now += 29
    assert Nonces(b"k", clock=here).takes(Nonces(b"k", clock=there).new(), 1)
    there.now += 2
    assert not Nonces(b"k", clock=here).takes(Nonces(b"k", clock=there).new(), 1)
    assert not Nonces(b"k").takes(Nonces(b"other").new(), 1)


def test_counts_overtake_each_other_and_none_is_taken_twice() -> None:
    nonces = Nonces(b"k")
    one = nonces.new()
    order = [5, 1, 1024, 2, 1023, 3, 1029, 6]
    assert all(nonces.takes(one, count) for count in order)
    assert not any(nonces.takes(one, count) for count in order)
    assert not nonces.takes(one, 4)  # Too far behind to know.
    assert nonces.takes(one, 2**32 - 1)
    assert not nonces.takes(one, 1030)
    assert not nonces.takes(one, 0)


def test_a_nonce_whose_counts_are_forgotten_is_not_taken_again() -> None:
    clock = Clock()
    nonces = Nonces(b"k", most=2, clock=clock)
    made = []
    for _ in range(3):
        clock.now += 1
        made.append(nonces.new())
    assert [nonces.takes(each, 1) for each in made] == [True, True, True]
    assert [nonces.takes(each, 1) for each in made] == [False, False, False]
    assert [nonces.takes(each, 2) for each in made] == [False, True, True]
    assert len(nonces._used) == 2


# --- settings ------------------------------------------------------------------------------------


def serve(folder: Path, port: int, *arguments: str, **variables: str) -> Served:
    command = [sys.executable, "-m", "living", "rest", "--port", str(port), *arguments]
    return start(command, environment(**OURS, **variables), "", folder)


def test_the_same_key_on_two_replicas(running: Living) -> None:
    ports = free_port(), free_port()
    key = {
        "VAULT_REST_DIGEST_KEY": "a key of all the replicas",
        "VAULT_REST_DIGEST_ALGORITHMS": "sha-256",
    }
    with (
        serve(running.folder, ports[0], **key) as one,
        serve(running.folder, ports[1], **key) as two,
    ):
        wait_for(one, ports[0])
        wait_for(two, ports[1])
        urls = [f"http://127.0.0.1:{port}" for port in ports]
        (challenge,) = challenges(fetch(urls[0], "GET", "/bars"))
        value = answer(challenge).encode().decode("latin-1")
        assert fetch(urls[1], "GET", "/bars", headers={"Authorization": value}).status == 200
        value = answer(challenge, algorithm="MD5").encode().decode("latin-1")
        assert fetch(urls[1], "GET", "/bars", headers={"Authorization": value}).status == 401


def test_workers_know_each_others_nonces(running: Living) -> None:
    port = free_port()
    with serve(running.folder, port, "--workers", "3") as served:
        wait_for(served, port)
        at = f"http://127.0.0.1:{port}"
        challenge = challenges(fetch(at, "GET", "/bars"))[0]
        for count in range(1, 13):
            value = answer(challenge, nc=f"{count:08x}").encode().decode("latin-1")
            reply = fetch(at, "GET", "/bars", headers={"Authorization": value})
            assert reply.status == 200, count


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"VAULT_PASSWORD": ""}, "VAULT_PASSWORD"),
        ({"VAULT_NAME": ""}, "VAULT_NAME"),
        ({"VAULT_REST_DIGEST_KEY": "short"}, "VAULT_REST_DIGEST_KEY"),
        ({"VAULT_REST_DIGEST_ALGORITHMS": "SHA-1"}, "VAULT_REST_DIGEST_ALGORITHMS"),
        ({"VAULT_REST_DIGEST_ALGORITHMS": ","}, "VAULT_REST_DIGEST_ALGORITHMS"),
    ],
    ids=str,
)
def test_settings_that_let_nobody_in(
    running: Living, variables: dict[str, str], named: str
) -> None:
    command = [sys.executable, "-m", "living", "rest", "--port", str(free_port())]
    ran = subprocess.run(
        command,
        cwd=running.folder,
        env=environment(**{**OURS, **variables}),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.returncode != 0
    assert named in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_setting_takes_the_place_of_digest(running: Living) -> None:
    port = free_port()
    with serve(running.folder, port, VAULT_REST_BEARER_TOKEN="a-token-of-ours") as served:
        wait_for(served, port)
        at = f"http://127.0.0.1:{port}"
        assert fetch(at, "GET", "/bars").header("www-authenticate") == "Bearer"
        shown = {"Authorization": "Bearer a-token-of-ours"}
        assert fetch(at, "GET", "/bars", headers=shown).status == 200


def test_the_documents_say_digest(running: Living) -> None:
    package = running.folder / "living"
    document: dict[str, Any] = json.loads(next((package / "openapi").glob("*.json")).read_text())
    assert document["components"]["securitySchemes"] == {
        "digest": {"type": "http", "scheme": "digest"}
    }
    readme = (package / "README.md").read_text()
    for prefix in ("VAULT_REST", "VAULT_MCP", "VAULT_SKILL"):
        assert f"{prefix}_DIGEST_KEY" in readme
