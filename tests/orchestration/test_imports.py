"""Parts of other files: what is read, what is refused, and where findings point."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal
from click.testing import CliRunner

from generator.command.cli import cli
from generator.diagnostics import Findings, Severity
from generator.pipeline import understand
from tests.support.upstreams import Told

from .conftest import packaged

MAIN = """\
ikanos: 1.0.0-beta5
info: {display: Mill, description: A mill.}
binds:
- {namespace: env, keys: {MILL_TOKEN: MILL_TOKEN}}
capability:
  consumes:
  - {from: ./parts/river.yaml, import: river, as: stream}
  - {from: parts/river.yaml, import: weir}
  aggregates:
  - {from: ./parts/flows.yaml, import: grinding}
  exposes:
  - {from: ./parts/shown.yaml, import: mill-rest, as: yard}
  - type: mcp
    namespace: mill-tools
    port: 9090
    description: The mill.
    tools:
      level: {description: The level., call: stream.level, with: {at: '3'}}
      gate: {description: The gate., call: weir.gate}
      grind: {ref: grinding.grind}
      motto: {ref: grinding.motto}
"""
RIVER = """\
ikanos: 1.0.0-beta5
consumes:
- namespace: river
  type: http
  description: The river.
  baseUri: https://river.test/v1
  authentication: {type: bearer, token: '{{MILL_TOKEN}}'}
  resources:
    level: {path: /level, operations: {level: {method: GET, inputParameters: {at: {in: query}}}}}
- namespace: weir
  type: http
  description: The weir.
  baseUri: https://river.test/weir
  resources: {gate: {path: /gate, operations: {gate: {method: GET}}}}
"""
FLOWS = """\
ikanos: 1.0.0-beta5
aggregates:
- namespace: grinding
  display: Grinding.
  flows:
    grind:
      description: Grinds.
      inputParameters: {at: {type: string, required: false, description: Where.}}
      call: stream.level
      with: {at: grinding.at}
    motto: {description: A motto., outputParameters: {text: {type: string, value: Grind on.}}}
"""
SHOWN = """\
ikanos: 1.0.0-beta5
exposes:
- type: rest
  namespace: mill-rest
  port: 8080
  description: The yard.
  resources:
    level:
      path: /level
      description: The level.
      operations:
        level:
          method: GET
          inputParameters: {at: {in: query, type: string, description: Where.}}
          call: stream.level
          with: {at: yard.at}
"""
PARTS = {"parts/river.yaml": RIVER, "parts/flows.yaml": FLOWS, "parts/shown.yaml": SHOWN}


def written(folder: Path, **changed: str) -> Path:
    """The files of the mill in a folder; `changed` by name without path and ending."""
    for name, text in {"main.yaml": MAIN, **PARTS}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(changed.get(path.stem, text), encoding="utf-8")
    return folder / "main.yaml"


def found(path: Path) -> list[tuple[str, str, int, int]]:
    """Code, file, line and column of every error and warning."""
    findings = Findings()
    understand(path, None, findings)
    return [
        (each.code, Path(each.span.file).name, each.span.start.line, each.span.start.column)
        for each in findings.sorted()
        if each.severity is not Severity.NOTE
    ]


def test_every_section_is_imported(tmp_path: Path, loop: BlockingPortal) -> None:
    source = written(tmp_path / "spec")
    variables = {"STREAM_BASE_URI": "{url}", "WEIR_BASE_URI": "{url}", "MILL_TOKEN": "t"}
    with packaged(source, tmp_path, loop, **variables) as mill:
        mill.tell({"GET /level": Told({"cm": 5}), "GET /gate": Told("shut")})
        assert mill.get("/level?at=2").json == {"cm": 5}
        assert mill.call("level") == (False, '{"cm": 5}')
        assert mill.call("gate") == (False, '"shut"')
        assert mill.call("grind", {"at": "9"}) == (False, '{"cm": 5}')
        assert mill.call("motto") == (False, '{"text":"Grind on."}')
        assert mill.upstream.targets() == [
            "GET /level?at=2",
            "GET /level?at=3",
            "GET /gate",
            "GET /level?at=9",
        ]


def test_a_clean_import_has_no_finding(tmp_path: Path) -> None:
    assert found(written(tmp_path)) == []


def _line(text: str, part: str) -> tuple[int, int]:
    number, line = next((n, s) for n, s in enumerate(text.splitlines(), 1) if part in s)
    return number, line.index(part) + 1


@pytest.mark.parametrize(
    "file",
    [
        "./parts/none.yaml",
        "../river.yaml",
        "parts/../../river.yaml",
        "/etc/passwd",
        "file:///etc/passwd",
        "https://river.test/river.yaml",
        "./parts",
        "./parts/link.yaml",
        "./folder/river.yaml",
    ],
)
def test_a_file_that_is_not_read(tmp_path: Path, file: str) -> None:
    main = MAIN.replace("./parts/river.yaml", file)
    path = written(tmp_path / "spec", main=main)
    (tmp_path / "river.yaml").write_text(RIVER, encoding="utf-8")
    os.symlink(tmp_path / "river.yaml", path.parent / "parts" / "link.yaml")
    os.symlink(tmp_path, path.parent / "folder")
    assert found(path) == [("CAP390", "main.yaml", *_line(main, file))]


@pytest.mark.parametrize(
    ("name", "code"), [("rivers", "CAP391"), ("grinding", "CAP391"), ("''", "CAP391")]
)
def test_an_entry_that_is_not_there(tmp_path: Path, name: str, code: str) -> None:
    main = MAIN.replace("import: river, ", f"import: {name}, ")
    path = written(tmp_path, main=main)
    assert found(path) == [(code, "main.yaml", *_line(main, f"{name}, as"))]


def test_a_circle(tmp_path: Path) -> None:
    river = "ikanos: 1.0.0-beta5\nconsumes:\n- {from: ../main.yaml, import: stream, as: river}\n"
    path = written(
        tmp_path,
        river=river,
        main=MAIN.replace("- {from: parts/river.yaml, import: weir}", "").replace(
            "      gate: {description: The gate., call: weir.gate}\n", ""
        ),
    )
    text = path.read_text(encoding="utf-8")
    assert found(path) == [("CAP393", "main.yaml", *_line(text, "river, as"))]


def test_an_import_of_an_import(tmp_path: Path) -> None:
    river = RIVER.replace(
        "- namespace: weir", "- {from: ./more.yaml, import: brook}\n- namespace: weir"
    )
    main = MAIN.replace("import: river, ", "import: brook, ")
    path = written(tmp_path, river=river, main=main)
    assert found(path) == [("CAP392", "main.yaml", *_line(main, "brook, as"))]


def test_a_mistake_in_an_imported_file_is_found_there(tmp_path: Path) -> None:
    river = RIVER.replace("{method: GET, input", "{method: GTE, input")
    path = written(tmp_path, river=river)
    assert found(path) == [("CAP204", "river.yaml", *_line(river, "GTE"))]


def test_a_call_in_an_imported_file_is_found_there(tmp_path: Path) -> None:
    flows = FLOWS.replace("call: stream.level", "call: stream.levle")
    path = written(tmp_path, flows=flows)
    assert found(path) == [("CAP302", "flows.yaml", *_line(flows, "levle"))]


def test_yaml_that_cannot_be_read_is_found_there(tmp_path: Path) -> None:
    river = RIVER.replace("- namespace: weir", "- namespace: [weir")
    codes = found(written(tmp_path, river=river))
    assert [(code, file) for code, file, _, _ in codes] == [("CAP103", "river.yaml")] or all(
        file == "river.yaml" for _, file, _, _ in codes
    )


def test_a_reference_by_the_name_before_the_alias(tmp_path: Path) -> None:
    shown = SHOWN.replace("yard.at", "mill-rest.at")
    path = written(tmp_path, shown=shown)
    codes = [(code, file) for code, file, _, _ in found(path)]
    assert ("CAP394", "shown.yaml") in codes


def _generate(path: Path, *more: str) -> Any:
    arguments = ["generate", str(path), "--out", str(path.parent / "out"), "--package", "mill"]
    return CliRunner().invoke(cli, [*arguments, *more])


def test_every_imported_file_stands_in_the_manifest(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert _generate(path).exit_code == 0
    manifest = json.loads((tmp_path / "out" / "mill" / "MANIFEST.json").read_text())
    assert sorted(manifest["sources"]) == sorted(PARTS)
    assert _generate(path, "--check").exit_code == 0
    changed = RIVER.replace("/weir\n", "/other-weir\n")
    (tmp_path / "parts" / "river.yaml").write_text(changed, encoding="utf-8")
    assert _generate(path, "--check").exit_code == 1


def test_the_form_before_ikanos(tmp_path: Path) -> None:
    """alpha1 and alpha2: `location` with `import`, of consumes only."""
    main = MAIN.replace("ikanos: 1.0.0-beta5", "naftiko: 1.0.0-alpha2").replace(
        "{from: ./parts/river.yaml,", "{location: ./parts/river.yaml,"
    )
    path = written(tmp_path, main=main)
    assert found(path) == []
