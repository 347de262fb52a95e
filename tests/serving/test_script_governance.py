"""`/scripting` of a control adapter: what scripts may do and have done, and what a PUT may change of it."""

from __future__ import annotations

import base64
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.processes import Served, environment, run, start, wait_for
from tests.support.raw_http import Reply, fetch, free_port

SPEC = """\
ikanos: 1.0.0-beta5
info: {display: Kitchen, description: A kitchen.}
capability:
  consumes:
  - {namespace: up, type: http, description: d, baseUri: 'http://127.0.0.1:9', resources: {}}
  exposes:
  - type: rest
    namespace: desk
    port: 0
    address: localhost
    resources:
      total:
        path: /total/{{n}}
        operations:
          total:
            method: GET
            inputParameters: {n: {in: path, type: integer, description: n}}
            steps: {total: {type: script, LANGUAGE file: total.py, location: 'file:///./kitchen'}}
            mappings: [{target: total, value: $.total}]
  - {type: control, port: 0, AUTHENTICATION management: {scripting: SCRIPTING}}
"""
SCRIPT = """\
result = 0
for each in range(int(context["n"])):
    result = result + each
"""
KNOWN = "authentication: {type: basic, username: ann, password: '{{PASSWORD}}'},"
SHOWN = {"Authorization": "Basic " + base64.b64encode(b"ann:secret of ann").decode()}


class Kitchen:
    """A server of the package, and its control port."""

    def __init__(
        self,
        folder: Path,
        scripting: str,
        *arguments: str,
        language: str = "",
        authentication: str = KNOWN,
    ) -> None:
        (folder / "kitchen").mkdir()
        (folder / "kitchen" / "total.py").write_text(SCRIPT, "utf-8")
        text = SPEC.replace("SCRIPTING", scripting).replace("LANGUAGE", language)
        (folder / "spec.yaml").write_text(text.replace("AUTHENTICATION", authentication), "utf-8")
        command = [sys.executable, "-m", "generator", "generate", str(folder / "spec.yaml")]
        command += ["--no-cache", "--copy-scripts", "--out", str(folder), "--package", "made"]
        done = run(command, environment(), Path(__file__).parents[2])
        assert done.returncode == 0, done.stderr.decode()
        assert b"CAP902" not in done.stderr
        self.ports = {"desk": free_port(), "control": free_port()}
        ports = (f"--control-port={self.ports['control']}", *arguments)
        self.served: Served = start(
            [sys.executable, "-m", "made", "serve", *ports],
            environment(CONTROL_PASSWORD="secret of ann", DESK_PORT=str(self.ports["desk"])),
            "",
            folder,
        )
        for port in self.ports.values():
            wait_for(self.served, port)

    def url(self, namespace: str) -> str:
        return f"http://127.0.0.1:{self.ports[namespace]}"

    def total(self, number: int) -> Reply:
        return fetch(self.url("desk"), "GET", f"/total/{number}")

    def page(self) -> Any:
        shown = fetch(self.url("control"), "GET", "/scripting", headers=SHOWN)
        assert (shown.status, shown.content_type) == (200, "application/json")
        return shown.json

    def change(self, change: Any) -> Reply:
        body = change if isinstance(change, bytes) else json.dumps(change).encode()
        return fetch(self.url("control"), "PUT", "/scripting", headers=SHOWN, body=body)

    def __enter__(self) -> Kitchen:
        return self

    def __exit__(self, *_: object) -> None:
        self.served.stop()


@pytest.mark.parametrize("workers", [1, 2])
def test_what_scripts_have_done_and_may_do(tmp_path: Path, workers: int) -> None:
    scripting = "{enabled: true, defaultLocation: 'file:///./kitchen', timeout: 5000, allowedLanguages: [python]}"
    with Kitchen(tmp_path, scripting, "--workers", str(workers)) as kitchen:
        nothing = {"totalExecutions": 0, "totalErrors": 0, "averageDurationMs": 0.0}
        declared = {
            "enabled": True,
            "defaultLocation": "file:///./kitchen",
            "timeout": 5000,
            "statementLimit": 100000,
            "allowedLanguages": ["python"],
        }
        page = kitchen.page()
        assert page == {**declared, "stats": nothing}
        assert list(page) == [*declared, "stats"]

        assert [kitchen.total(n).json for n in (3, 4, 5)] == [{"total": n} for n in (3, 6, 10)]
        assert kitchen.total(100_000).status == 500
        assert "more statements than the limit" in kitchen.served.output()
        stats = kitchen.page()["stats"]
        assert (stats["totalExecutions"], stats["totalErrors"]) == (4, 1)
        assert stats["averageDurationMs"] > 0
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", stats["lastExecutionAt"])

        changed = kitchen.change({"statementLimit": 1_000_000})
        assert (changed.status, changed.json["statementLimit"]) == (200, 1_000_000)
        assert kitchen.total(100_000).json == {"total": 4999950000}

        assert kitchen.change({"enabled": False}).json["enabled"] is False
        before = kitchen.page()["stats"]
        refused = [kitchen.total(3) for _ in range(4)]
        assert {each.status for each in refused} == {500}
        assert b"scripts are switched off" in refused[0].body
        assert kitchen.page()["stats"] == before, "what does not run is not counted"
        kitchen.change({"enabled": True, "allowedLanguages": ["groovy"]})
        assert b"not among those that are allowed: groovy" in kitchen.total(3).body
        kitchen.change({"allowedLanguages": []})
        assert kitchen.total(3).json == {"total": 3}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (b"{", "The body is not JSON."),
        ([], "The body is not a JSON object."),
        ({"enabled": "false"}, "enabled must be true or false."),
        ({"timeout": 0}, "timeout must be a whole number"),
        ({"timeout": True}, "timeout must be a whole number"),
        ({"statementLimit": 1.5}, "statementLimit must be a whole number"),
        ({"statementLimit": 10**30}, "statementLimit must be a whole number"),
        ({"allowedLanguages": ["ruby"]}, "allowedLanguages must be a list"),
        ({"allowedLanguages": ["python", "python"]}, "allowedLanguages must be a list"),
        ({"allowedLanguages": [["python"]]}, "allowedLanguages must be a list"),
        ({"allowedLanguages": None}, "allowedLanguages must be a list"),
        ({"timeout": 7, "nope": 1}, "There is no such setting"),
        ({"defaultLocation": "file:///tmp"}, "was decided when the package was generated"),
        ({"defaultLanguage": "python"}, "was decided when the package was generated"),
    ],
)
def test_a_wrong_change_changes_nothing(kitchen: Kitchen, change: Any, said: str) -> None:
    before = kitchen.page()
    refused = kitchen.change(change)
    assert (refused.status, list(refused.json)) == (400, ["error"])
    assert said in refused.json["error"]
    assert kitchen.page() == before


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with Kitchen(tmp_path_factory.mktemp("made"), "{}") as kitchen:
        yield kitchen


def test_what_nobody_says_is_not_shown(kitchen: Kitchen) -> None:
    page = kitchen.page()
    assert list(page) == ["timeout", "statementLimit", "stats"]
    assert (page["timeout"], page["statementLimit"]) == (60_000, 100_000)


def test_a_change_wants_a_caller_who_is_known(kitchen: Kitchen) -> None:
    control, body = kitchen.url("control"), b'{"enabled":false}'
    assert fetch(control, "PUT", "/scripting", body=body).status == 401
    page = {**SHOWN, "Origin": "https://elsewhere.test"}
    assert fetch(control, "PUT", "/scripting", headers=page, body=body).status == 403
    for method, path, allowed in (
        ("POST", "/scripting", "GET, HEAD, PUT"),
        ("PUT", "/status", "GET, HEAD"),
    ):
        reply = fetch(control, method, path, headers=SHOWN, body=body)
        assert (reply.status, reply.header("allow")) == (405, allowed)  # RFC 9110, 15.5.6
    assert fetch(control, "PUT", "/scripting", headers=SHOWN, body=b" " * 70_000).status == 413
    assert "enabled" not in kitchen.page()


def test_nobody_is_known_where_nobody_is_asked(tmp_path: Path) -> None:
    with Kitchen(tmp_path, "{}", authentication="") as kitchen:
        refused = kitchen.change({"enabled": False})
        assert refused.status == 403
        assert "show who they are" in refused.json["error"]
        assert kitchen.total(3).json == {"total": 3}


@pytest.mark.parametrize(
    ("scripting", "said"),
    [
        ("{enabled: false}", b"scripts are switched off"),
        ("{allowedLanguages: [groovy]}", b"uses the language python"),
    ],
)
def test_what_may_not_run_does_not(tmp_path: Path, scripting: str, said: bytes) -> None:
    with Kitchen(tmp_path, scripting) as kitchen:
        assert said in kitchen.total(3).body
        assert not (tmp_path / "made" / "copied_scripts").exists(), "nor is it copied"
        assert kitchen.page()["stats"]["totalExecutions"] == 0


def test_the_page_stands_beside_no_script(tmp_path: Path) -> None:
    mock = re.sub(r"            steps: .*\n            mappings: .*\n", "", SPEC)
    mock = mock.replace(
        "method: GET\n",
        "method: GET\n            outputParameters: {a: {type: string, value: b}}\n",
    )
    (tmp_path / "spec.yaml").write_text(
        mock.replace("SCRIPTING", "{}").replace("AUTHENTICATION", ""), "utf-8"
    )
    command = [sys.executable, "-m", "generator", "generate", str(tmp_path / "spec.yaml")]
    command += ["--no-cache", "--out", str(tmp_path), "--package", "made"]
    assert run(command, environment(), Path(__file__).parents[2]).returncode == 0
    text = (tmp_path / "made" / "scripts.py").read_text("utf-8")
    assert "GOVERNANCE" in text
    assert "Hook(" not in text
    done = run(
        [sys.executable, "-m", "mypy", "--strict", "made"], environment(), tmp_path, timeout=300
    )
    assert done.returncode == 0, done.stdout.decode()
