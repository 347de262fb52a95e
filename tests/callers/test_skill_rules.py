"""Who may see which skill of a catalogue: the list, each skill, its files; limits and lines as elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.support.issuer import RESOURCE, Issuer
from tests.support.processes import environment, serve
from tests.support.raw_http import Reply, fetch

from .test_rules import _generate
from .tokens import bearer

SPEC: Final = """\
ikanos: 1.0.0-beta5
info: {{display: Galley, version: 1.0.0}}
capability:
  consumes:
  - {{namespace: up, type: http, description: d, baseUri: 'http://127.0.0.1:9', resources: {{}}}}
  exposes:
  - type: skill
    port: 0
    address: localhost
    namespace: cook
    description: What a cook can do.
    authentication: {{type: oauth2, authorizationServerUri: "{issuer}", resource: "{resource}"}}
    skills:
      soup:
        description: How soup is made.
        location: file:///./skills/soup
        tools: {{stir: {{description: How to stir., instruction: stir.md}}}}
      bread: {{description: How bread is made.}}
      wine: {{description: How wine is made.}}
"""
TABLE: Final = """\
[tool.capwright]
out = "."
[tool.capwright.packages.galley]
spec = "galley.yaml"
[tool.capwright.packages.galley.callers.cook]
audit = true
calls-per-minute = 4
rules = [{names = ["skill soup"], scopes = ["soups"]}, {names = ["skill b*"]}]
"""


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    with Issuer() as one:
        yield one


@pytest.fixture(scope="module")
def galley(tmp_path_factory: pytest.TempPathFactory, issuer: Issuer) -> Iterator[tuple[str, Path]]:
    """Its address, and the file of its records."""
    folder = tmp_path_factory.mktemp("galley")
    (folder / "skills" / "soup").mkdir(parents=True)
    (folder / "skills" / "soup" / "stir.md").write_text("# Stir\n")
    spec = SPEC.format(issuer=issuer.url, resource=RESOURCE)
    (folder / "galley.yaml").write_text(spec, encoding="utf-8")
    (folder / "pyproject.toml").write_text(TABLE, encoding="utf-8")
    done = _generate(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "CAP17" not in done.stdout + done.stderr
    records = folder / "audit.jsonl"
    values = environment(COOK_AUDIT_FILE=str(records))
    with serve("skill", values, package="galley", folder=folder) as served:
        yield served.url, records


def _get(galley: tuple[str, Path], path: str, token: str) -> Reply:
    return fetch(galley[0], "GET", path, headers=bearer(token))


def _names(galley: tuple[str, Path], token: str) -> list[str]:
    listed: dict[str, Any] = _get(galley, "/skills", token).json
    assert listed["count"] == len(listed["skills"])
    return [each["name"] for each in listed["skills"]]


def test_a_caller_is_listed_what_is_for_them(galley: tuple[str, Path], issuer: Issuer) -> None:
    assert _names(galley, issuer.token(sub="ann")) == ["bread"]
    assert _names(galley, issuer.token(sub="ann", scope="soups")) == ["soup", "bread"]


@pytest.mark.parametrize(
    "path", ["", "/download", "/contents", "/contents/stir.md", "/contents/nothing.md"]
)
def test_what_is_not_for_a_caller_is_refused(
    galley: tuple[str, Path], issuer: Issuer, path: str
) -> None:
    reply = _get(galley, f"/skills/soup{path}", issuer.token(sub=f"bob{path}"))
    assert reply.status == 403
    challenge = reply.header("www-authenticate") or ""
    assert 'error="insufficient_scope"' in challenge
    assert 'scope="soups"' in challenge
    good = _get(galley, f"/skills/soup{path}", issuer.token(sub=f"cy{path}", scope="soups"))
    assert good.status == (404 if "nothing" in path else 200)
    # What no rule speaks of is for nobody, whatever they show; what is not there is not there.
    assert _get(galley, "/skills/wine", issuer.token(scope="soups")).status == 403
    assert _get(galley, "/skills/beer", issuer.token(scope="soups")).status == 404


def test_limits_and_lines(galley: tuple[str, Path], issuer: Issuer) -> None:
    token = issuer.token(sub="grace", scope="soups")
    replies = [_get(galley, "/skills/soup", token) for _ in range(5)]
    assert [each.status for each in replies] == [200, 200, 200, 200, 429]
    assert int(replies[-1].header("retry-after") or "") >= 1
    lines = [json.loads(each) for each in galley[1].read_text().splitlines()]
    said = [(each["what"], each["outcome"]) for each in lines if each["caller"] == "grace"]
    assert said == [("skill soup", "done")] * 4 + [("skill soup", "limited")]
    assert token not in galley[1].read_text()


def test_a_rule_that_speaks_of_no_skill_is_told(tmp_path: Path, issuer: Issuer) -> None:
    (tmp_path / "skills" / "soup").mkdir(parents=True)
    (tmp_path / "skills" / "soup" / "stir.md").write_text("# Stir\n")
    spec = SPEC.format(issuer=issuer.url, resource=RESOURCE)
    (tmp_path / "galley.yaml").write_text(spec, encoding="utf-8")
    table = TABLE.replace("skill b*", "skill breads")
    (tmp_path / "pyproject.toml").write_text(table, encoding="utf-8")
    done = _generate(tmp_path)
    assert "CAP177" in done.stdout + done.stderr
    assert "skill breads" in done.stdout + done.stderr
