"""Mistakes in resources and prompts: one finding each, at the right column."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.diagnostics import Findings
from generator.options import Options
from generator.pipeline import build, understand

HEAD = """\
ikanos: 1.0.0-beta5
capability:
  consumes:
  - type: http
    namespace: up
    description: d
    baseUri: http://127.0.0.1:9
    resources:
      f:
        path: /f/{{need}}
        operations:
          get: {method: GET, inputParameters: {need: {in: path}}}
      e:
        path: /e
        operations:
          write: {method: POST}
          plain: {method: GET}
  exposes:
  - type: mcp
    port: 9090
    namespace: tk
    tools: {plain: {description: d, call: up.plain}}
"""


def found(text: str, folder: Path, **files: bytes) -> list[tuple[str, str]]:
    """Code and text of each error and warning: what the carets are under."""
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_DOT_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    spec = folder / "capability.yaml"
    spec.write_text(HEAD + text, "utf-8")
    findings = Findings()
    understood = understand(spec, None, findings)
    assert understood is not None
    if not findings.has_errors:
        build(understood, Options("made"))
    lines = spec.read_text("utf-8").splitlines()
    shown = []
    for each in findings.sorted():
        if each.severity.value == "note" or each.span is None:
            continue
        start, end = each.span.start, each.span.end
        line = lines[start.line - 1]
        last = end.column - 1 if end.line == start.line else len(line)
        shown.append((each.code, line[start.column - 1 : last]))
    return shown


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ("r: {description: d, call: up.plain}", [("CAP202", "")]),
        ("r: {uri: 'no uri', description: d, call: up.plain}", [("CAP521", "'no uri'")]),
        ("r: {uri: 'x://{a}{b}', description: d, call: up.plain}", [("CAP521", "'x://{a}{b}'")]),
        ("r: {uri: 'x://{a}/{a}', description: d, call: up.plain}", [("CAP521", "'x://{a}/{a}'")]),
        ("r: {uri: 'x://{a-b}', description: d, call: up.plain}", [("CAP521", "'x://{a-b}'")]),
        ("r: {uri: 'x://r', description: d, call: up.none}", [("CAP302", "none")]),
        ("r: {uri: 'x://r', description: d, call: up.write}", [("CAP523", "r")]),
        (
            "{a: {uri: 'x://r/{need}', description: d, call: up.get}, "
            "b: {uri: 'x://r/{q}', description: d, call: up.get, with: {need: tk.q}}}",
            [("CAP524", "'x://r/{q}'")],
        ),
        (
            "r: {uri: 'x://r', description: d, location: 'file:///./none'}",
            [("CAP520", "'file:///./none'")],
        ),
        (
            "r: {uri: 'x://r', description: d, location: 'file:///./../etc'}",
            [("CAP520", "'file:///./../etc'")],
        ),
        (
            "r: {uri: 'x://r', description: d, location: 'https://a.example/docs'}",
            [("CAP520", "'https://a.example/docs'")],
        ),
        (
            "r: {uri: 'x://{v}', description: d, location: 'file:///./docs'}",
            [("CAP521", "'x://{v}'")],
        ),
    ],
)
def test_resources(resources: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    text = f"    resources:\n      {resources}\n"
    got = found(text, tmp_path, docs__a_DOT_txt=b"a")
    assert [each[0] for each in got] == [each[0] for each in expected]
    for (_, shown), (_, text_) in zip(got, expected, strict=True):
        assert text_ in shown


def test_a_resource_that_lacks_an_input(tmp_path: Path) -> None:
    text = "    resources:\n      r: {uri: 'x://r', description: d, call: up.get}\n"
    assert ("CAP522", "r") in found(text, tmp_path)


def test_a_folder_with_a_link_out(tmp_path: Path) -> None:
    (tmp_path / "spec" / "docs").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("s")
    (tmp_path / "spec" / "docs" / "a.txt").symlink_to(tmp_path / "secret.txt")
    text = "    resources:\n      r: {uri: 'x://r', description: d, location: 'file:///./docs'}\n"
    assert found(text, tmp_path / "spec") == [("CAP520", "'file:///./docs'")]


def test_hidden_files_stay_where_they_are(tmp_path: Path) -> None:
    (tmp_path / "docs" / ".git").mkdir(parents=True)
    (tmp_path / "docs" / ".env").write_text("TOKEN=1")
    (tmp_path / "docs" / ".git" / "config").write_text("x")
    (tmp_path / "docs" / "a.py").write_text("this is no Python (")
    text = "    resources:\n      r: {uri: 'x://r', description: d, location: 'file:///./docs'}\n"
    assert found(text, tmp_path) == []
    understood = understand(tmp_path / "capability.yaml", None, Findings())
    assert understood is not None
    files = build(understood, Options("made"))
    assert [path for path in files if path.startswith("mcp/tk/")] == ["mcp/tk/r/a.py"]


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("{description: d}", "CAP202"),
        ("{description: d, template: [{role: user, content: 'Hi {{who}}'}]}", "CAP527"),
        (
            "{description: d, arguments: {a-b: {description: x}}, "
            "template: [{role: user, content: 'Hi {{a-b}}'}]}",
            "CAP527",
        ),
        (
            "{description: d, arguments: {a: {description: x}}, "
            "template: [{role: user, content: 'Hi {{ a }}'}]}",
            "CAP527",
        ),
        ("{description: d, location: 'file:///./none.md'}", "CAP520"),
        ("{description: d, location: 'file:///./latin.md'}", "CAP520"),
        ("{description: d, template: [{role: system, content: 'Hi'}]}", "CAP204"),
    ],
)
def test_prompts(prompt: str, expected: str, tmp_path: Path) -> None:
    got = found(f"    prompts:\n      p: {prompt}\n", tmp_path, latin_DOT_md=b"\xff\xfe\x00")
    assert [each[0] for each in got] == [expected]
