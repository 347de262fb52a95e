"""A catalogue of skills as a process, and the mistakes in one."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.diagnostics import Findings
from generator.pipeline import understand
from tests.corpus.generating import generate
from tests.support.processes import environment, serve
from tests.support.raw_http import Reply, fetch

SPEC = """\
ikanos: 1.0.0-beta5
info: {display: Galley, version: 1.0.0}
binds:
- {namespace: env, keys: {SHOWN: GALLEY_SHOWN}}
capability:
  consumes:
  - {namespace: up, type: http, description: d, baseUri: 'http://127.0.0.1:9', resources: {}}
  exposes:
  - type: mcp
    port: 0
    namespace: stove
    tools: {boil: {description: Boils., outputParameters: {ok: {type: string, value: 'yes'}}}}
  - type: skill
    port: 0
    address: localhost
    namespace: cook
    description: What a cook can do.
    skills:
      soup:
        description: How soup is made.
        license: MIT
        compatibility: any pot
        allowed-tools: boil, stir
        argument-hint: which soup
        user-invocable: true
        disable-model-invocation: false
        metadata: {author: cook, level: 2}
        location: file:///./skills/soup
        tools:
          boil: {description: Boils water., from: {sourceNamespace: stove, action: boil}}
          stir: {description: How to stir., instruction: stir.md}
      bread: {description: How bread is made.}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("skills")
    files = folder / "source" / "skills" / "soup"
    (files / "sub").mkdir(parents=True)
    (files / "stir.md").write_text("# Stir\n")
    (files / "sub" / "x.json").write_text('{"a":1}\n')
    (files / "sub" / "run.py").write_text("not python (")
    spec = folder / "source" / "capability.yaml"
    spec.write_text(SPEC, "utf-8")
    made = generate(spec, folder, "galley")
    assert made.written, (made.messages, made.crash)
    return folder


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    with serve("skill", environment(), package="galley", folder=folder) as served:
        yield served.url


def get(url: str, path: str, **headers: str) -> Reply:
    return fetch(url, "GET", path, headers=headers)


def test_the_list(url: str) -> None:
    assert json.loads(get(url, "/skills").body) == {
        "count": 2,
        "skills": [
            {
                "name": "soup",
                "description": "How soup is made.",
                "license": "MIT",
                "tools": ["boil", "stir"],
            },
            {"name": "bread", "description": "How bread is made.", "tools": []},
        ],
    }


def test_one_skill(url: str) -> None:
    reply = get(url, "/skills/soup")
    assert reply.content_type == "application/json"
    assert json.loads(reply.body) == {
        "name": "soup",
        "description": "How soup is made.",
        "license": "MIT",
        "compatibility": "any pot",
        "argument-hint": "which soup",
        "allowed-tools": "boil, stir",
        "user-invocable": True,
        "disable-model-invocation": False,
        "metadata": {"author": "cook", "level": "2"},
        "tools": [
            {
                "name": "boil",
                "description": "Boils water.",
                "type": "derived",
                "invocationRef": {"targetNamespace": "stove", "action": "boil", "mode": "mcp"},
            },
            {
                "name": "stir",
                "description": "How to stir.",
                "type": "instruction",
                "instruction": "stir.md",
            },
        ],
    }


def test_the_files(url: str) -> None:
    assert json.loads(get(url, "/skills/soup/contents").body) == {
        "name": "soup",
        "files": [
            {"path": "stir.md", "size": 7, "type": "text/markdown"},
            {"path": "sub/run.py", "size": 12, "type": "text/x-python"},
            {"path": "sub/x.json", "size": 8, "type": "application/json"},
        ],
    }
    assert get(url, "/skills/soup/contents/sub/x.json").body == b'{"a":1}\n'


def test_the_archive(url: str) -> None:
    reply = get(url, "/skills/soup/download")
    assert reply.content_type == "application/zip"
    with zipfile.ZipFile(io.BytesIO(reply.body)) as archive:
        assert archive.namelist() == ["stir.md", "sub/run.py", "sub/x.json"]
        assert archive.read("stir.md") == b"# Stir\n"
    assert get(url, "/skills/soup/download").body == reply.body


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 404),
        ("/skills/none", 404),
        ("/skills/bread/contents", 404),
        ("/skills/bread/download", 404),
        ("/skills/soup/contents/none.md", 404),
        ("/skills/soup/contents/sub", 404),
        ("/skills/soup/contents/../../../settings.py", 400),
        ("/skills/soup/contents/%2e%2e/settings.py", 400),
        ("/skills/soup/contents/a%20b", 400),
        ("/skills/soup/contents/sub//x.json", 400),
        ("/skills/soup/more", 404),
    ],
)
def test_what_is_not_there(url: str, path: str, status: int) -> None:
    reply = get(url, path)
    assert (reply.status, reply.content_type) == (status, "application/problem+json")


def test_only_reading(url: str) -> None:
    assert fetch(url, "POST", "/skills").status == 405
    head = fetch(url, "HEAD", "/skills")
    assert (head.status, head.body) == (200, b"")


def test_other_hosts_and_origins_are_refused(url: str) -> None:
    assert get(url, "/skills", Host="evil.example").status == 421
    assert get(url, "/skills", Origin="https://evil.example").status == 403


def test_callers_are_checked_where_settings_say_so(folder: Path) -> None:
    token = "a-token-for-cooks"
    environ = environment(COOK_BEARER_TOKEN=token)
    with serve("skill", environ, package="galley", folder=folder) as served:
        assert get(served.url, "/skills").status == 401
        assert get(served.url, "/skills", Authorization=f"Bearer {token}").status == 200


@pytest.mark.parametrize(
    ("tool", "code", "shown"),
    [
        ("{description: d}", "CAP536", "t"),
        (
            "{description: d, instruction: a.md, from: {sourceNamespace: stove, action: a}}",
            "CAP536",
            "t",
        ),
        ("{description: d, from: {sourceNamespace: stov, action: a}}", "CAP537", "stov"),
    ],
)
def test_mistakes(tool: str, code: str, shown: str, tmp_path: Path) -> None:
    (tmp_path / "skills" / "soup").mkdir(parents=True)
    spec = tmp_path / "capability.yaml"
    spec.write_text(SPEC + f"      more: {{description: d, tools: {{t: {tool}}}}}\n", "utf-8")
    findings = Findings()
    understand(spec, None, findings)
    (found,) = (each for each in findings.sorted() if each.severity.value == "error")
    assert found.code == code
    assert found.span is not None
    line = spec.read_text("utf-8").splitlines()[found.span.start.line - 1]
    assert line[found.span.start.column - 1 : found.span.end.column - 1] == shown


def test_files_that_are_not_there(tmp_path: Path) -> None:
    spec = tmp_path / "capability.yaml"
    spec.write_text(SPEC, "utf-8")
    findings = Findings()
    understand(spec, None, findings)
    # As published files name folders of machines that nobody has: the catalogue is served without files.
    assert not findings.has_errors
    assert [each.code for each in findings.sorted()].count("CAP535") == 1
