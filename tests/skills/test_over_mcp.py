"""Skills over MCP (`io.modelcontextprotocol/skills`), and the `SKILL.md` that is made for each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from skills_ref import validate

from generator.agent_skills import UnfitSkillError, head, head_of, slug, written
from generator.diagnostics import Findings
from generator.pipeline import understand
from tests.corpus.generating import generate
from tests.support.processes import ROOT, environment, serve
from tests.support.raw_http import fetch

from .test_skills import SPEC

OWN = """\
---
name: pancake
description: How pancakes are made.
license: MIT
metadata:
  level: "3"
---

# Pancakes
"""
ODD = """\
      'Tea: time! ': {description: "a: 'b' \\"c\\"\\n--- d # e", metadata: {'on': 'yes', 'a b': '1'}}
      tea time: {description: d, allowed-tools: "Bash(git:*) Read"}
      pancakes: {description: d, location: file:///./skills/pancakes}
"""
META = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": {"name": "t", "version": "1"},
    "io.modelcontextprotocol/clientCapabilities": {},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("skills-over-mcp")
    soup = folder / "source" / "skills" / "soup"
    (soup / "sub" / "deep").mkdir(parents=True)
    (soup / "stir.md").write_text("# Stir\n")
    (soup / "sub" / "x y.json").write_text('{"a":1}\n')
    (soup / "sub" / "deep" / "b.bin").write_bytes(bytes(range(256)))
    (folder / "source" / "skills" / "pancakes").mkdir()
    (folder / "source" / "skills" / "pancakes" / "SKILL.md").write_text(OWN)
    spec = folder / "source" / "capability.yaml"
    spec.write_text(SPEC + ODD, "utf-8")
    made = generate(spec, folder, "galley")
    assert made.written, (made.messages, made.crash)
    return folder


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    with serve("mcp", environment(), package="galley", folder=folder) as served:
        yield served.url


@pytest.fixture(params=["2025-11-25", "2026-07-28"])
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def ask(url: str, version: str, method: str, **params: Any) -> dict[str, Any]:
    """The answer to a request of either era."""
    modern = version == "2026-07-28"
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": version,
    }
    if modern:
        headers["Mcp-Method"] = method
        params["_meta"] = META
        if "uri" in params:
            headers["Mcp-Name"] = params["uri"]
    message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    reply = fetch(url, "POST", "/mcp", headers=headers, body=json.dumps(message).encode())
    answer: dict[str, Any] = json.loads(reply.body)
    return answer


def listed(url: str, version: str) -> dict[str, dict[str, Any]]:
    result = ask(url, version, "skills/list")["result"]
    return {each["uri"]: each for each in result["skills"]}


def test_the_extension_is_declared(url: str) -> None:
    said = ask(url, "2026-07-28", "server/discover")["result"]["capabilities"]
    assert said["extensions"] == {"io.modelcontextprotocol/skills": {"directoryRead": True}}
    assert "resources" in said


def test_every_skill_is_listed(url: str, version: str) -> None:
    assert [*listed(url, version)] == [
        "skill://cook/soup/SKILL.md",
        "skill://cook/bread/SKILL.md",
        "skill://cook/tea-time/SKILL.md",
        "skill://cook/tea-time-2/SKILL.md",
        "skill://cook/pancake/SKILL.md",
        "skill://tools/stove/SKILL.md",
    ]


def test_the_lists_say_how_long_they_hold(url: str) -> None:
    for method, more in (
        ("skills/list", {}),
        ("skills/get", {"uri": "skill://cook/soup/SKILL.md"}),
    ):
        result = ask(url, "2026-07-28", method, **more)["result"]
        assert result["resultType"] == "complete"
        assert {"ttlMs", "cacheScope"} <= result.keys()


def test_an_entry_is_what_its_files_are(url: str, version: str) -> None:
    for uri, entry in listed(url, version).items():
        assert ask(url, version, "skills/get", uri=uri)["result"]["skill"] == entry
        root = uri.removesuffix("/SKILL.md")
        assert root.rpartition("/")[2] == entry["frontmatter"]["name"]
        assert entry["resources"][0]["uri"] == uri or uri in {
            each["uri"] for each in entry["resources"]
        }
        for file in entry["resources"]:
            (content,) = ask(url, version, "resources/read", uri=file["uri"])["result"]["contents"]
            raw = read(content)
            assert len(raw) == file["size"]
            assert f"sha256:{hashlib.sha256(raw).hexdigest()}" == file["digest"]
            if file["uri"] == uri:
                assert content["mimeType"] == "text/markdown"
                _, frontmatter, _ = raw.decode().split("---\n", 2)
                assert yaml.safe_load(frontmatter) == entry["frontmatter"]


def read(content: dict[str, Any]) -> bytes:
    import base64

    return content["text"].encode() if "text" in content else base64.b64decode(content["blob"])


def test_directories(url: str, version: str) -> None:
    def children(uri: str) -> list[tuple[str, str, str]]:
        found = ask(url, version, "resources/directory/read", uri=uri)["result"]["resources"]
        return [(each["uri"], each["name"], each["mimeType"]) for each in found]

    root = "skill://cook/soup"
    assert children(root) == [
        (f"{root}/SKILL.md", "SKILL.md", "text/markdown"),
        (f"{root}/stir.md", "stir.md", "text/markdown"),
        (f"{root}/sub", "sub", "inode/directory"),
    ]
    assert children(f"{root}/sub") == [
        (f"{root}/sub/deep", "deep", "inode/directory"),
        (f"{root}/sub/x%20y.json", "x y.json", "application/json"),
    ]


@pytest.mark.parametrize(
    ("method", "uri"),
    [
        ("skills/get", "skill://cook/soup"),
        ("skills/get", "skill://cook/none/SKILL.md"),
        ("resources/directory/read", "skill://cook/soup/stir.md"),
        ("resources/directory/read", "skill://cook/soup/"),
        ("resources/directory/read", "skill://cook"),
        ("resources/directory/read", "skill://cook/soup/../soup"),
        ("resources/read", "skill://cook/soup/none"),
        ("resources/read", "skill://cook/soup/sub/../stir.md"),
    ],
)
def test_what_is_not_there_is_an_invalid_parameter(
    url: str, version: str, method: str, uri: str
) -> None:
    assert ask(url, version, method, uri=uri)["error"]["code"] == -32602


def test_every_skill_is_valid(folder: Path) -> None:
    """By the reference validator of the Agent Skills specification."""
    found = [path.parent for path in sorted((folder / "galley" / "skills").rglob("SKILL.md"))]
    assert len(found) == 6
    for path in found:
        assert validate(path) == [], path


def test_contract_has_the_skills_that_servers_offer(folder: Path) -> None:
    contract = json.loads((folder / "galley" / "CONTRACT.json").read_text("utf-8"))
    assert "skill://cook/soup/SKILL.md" in contract["mcp"]["stove"]["resources"]


def test_tools_have_a_skill_without_a_skill_adapter_too() -> None:
    quay = ROOT / "generated" / "quay" / "skills" / "quay-mcp" / "quay-mcp"
    assert validate(quay) == []
    text = (quay / "SKILL.md").read_text("utf-8")
    assert "- `listrepos` (reads): " in text
    served = (ROOT / "generated" / "quay" / "mcp" / "quay-mcp.jsonl").read_text("utf-8")
    assert "io.modelcontextprotocol/skills" not in served


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (b"# Soup\n", "does not begin with frontmatter"),
        (b"---\nname: soup\n---\n", "has no `description`"),
        (b"---\nname: Soup\ndescription: d\n---\n", "has no `name`"),
        (b"---\nname: a--b\ndescription: d\n---\n", "has no `name`"),
        (b"---\nname: 1\ndescription: d\n---\n", "has no `name`"),
        (b"---\n- a\n---\n", "no plain YAML mapping"),
        (b"---\nname: soup\ndescription: d\nx: &a [1]\ny: *a\n---\n", "no plain YAML mapping"),
        (b"---\nname: soup\ndescription: d\nwhen: 2026-01-02\n---\n", "no plain YAML mapping"),
        (b"---\nname: soup\ndescription: \xff\n---\n", "is no text in UTF-8"),
    ],
)
def test_a_skill_that_no_host_takes_is_a_warning(text: bytes, problem: str, tmp_path: Path) -> None:
    with pytest.raises(UnfitSkillError, match=problem):
        head_of(text)
    soup = tmp_path / "skills" / "soup"
    soup.mkdir(parents=True)
    (soup / "SKILL.md").write_bytes(text)
    spec = tmp_path / "capability.yaml"
    spec.write_text(SPEC, "utf-8")
    findings = Findings()
    understood = understand(spec, None, findings)
    assert understood is not None
    (found,) = (each for each in findings.sorted() if each.code == "CAP539")
    line = next(n for n, text in enumerate(SPEC.splitlines(), 1) if "location:" in text)
    assert found.span is not None
    assert (found.span.start.line, found.span.start.column) == (line, 19)
    made = generate(spec, tmp_path, "galley")
    assert made.written
    offered = (tmp_path / "galley" / "mcp" / "stove.jsonl").read_text("utf-8")
    assert "skill://cook/bread/" in offered
    assert "skill://cook/soup/" not in offered


def test_too_many_files_are_a_warning(tmp_path: Path) -> None:
    soup = tmp_path / "skills" / "soup"
    soup.mkdir(parents=True)
    spec = tmp_path / "capability.yaml"
    spec.write_text(SPEC, "utf-8")
    for number in range(511):
        (soup / f"{number}.md").touch()
    for extra, expected in (("a.md", []), ("b.md", ["CAP539"])):
        findings = Findings()
        understand(spec, None, findings)
        assert [each.code for each in findings.sorted() if each.code == "CAP539"] == expected
        (soup / extra).touch()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tea time!", "tea-time"),
        ("--a--", "a"),
        ("é", "skill"),
        ("A" * 80, "a" * 64),
        ("", "skill"),
    ],
)
def test_names(text: str, expected: str) -> None:
    assert slug(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "true",
        "null",
        "1",
        "1e3",
        "a: b",
        "# c",
        "'",
        '"',
        "---",
        "a\tb",
        "é\u2028x",
        "\x07",
        "-",
        "@x",
    ],
)
def test_what_is_written_is_read_again(text: str) -> None:
    made = head("x", text, {"license": text}, {text: text, "k": text})
    assert head_of(written(made, text)) == made
