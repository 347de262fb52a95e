"""What `make corpus ARGS="--lint"` says of packages, good and bad, side by side."""

from __future__ import annotations

import json
from pathlib import Path

from generator.lower.imports import _HOMES

from .lint import faults, lint

ROOT = Path(__file__).parents[2]
QUAY = ROOT / "specs" / "quay-capability.yaml"

GOOD = '"""A package."""\n\nfrom __future__ import annotations\n\nANSWER: int = 42\n'
FILTERS = """
naftiko: 1.0.0-alpha2
capability:
  consumes:
  - type: http
    namespace: shelf
    baseUri: https://shelf.example
    resources:
    - name: books
      path: /books
      operations:
      - name: find
        method: POST
        inputParameters: [{name: filters, in: body, type: array, required: true}]
  exposes:
  - type: mcp
    namespace: shelf-mcp
    port: 3000
    tools:
    - name: find-by-author
      description: Books of an author.
      call: shelf.find
      with:
        filters: [{field: author, is: tools.author}]
"""
BAD = {
    "mypy": GOOD.replace("42", '"42"'),
    "ruff": GOOD.replace("ANSWER", "import os\n\nANSWER"),
    "black": GOOD.replace(" = 42", "=42"),
    "import": GOOD + "\nassert ANSWER == 41\n",
}


def _folder(tmp_path: Path, **texts: str) -> Path:
    for name, text in texts.items():
        package = tmp_path / "generated" / name
        package.mkdir(parents=True)
        (package / "__init__.py").write_text(text, encoding="utf-8")
    return tmp_path / "generated"


def test_each_fault_is_said_of_its_own_package(tmp_path: Path) -> None:
    texts = {f"has_{what}": text for what, text in BAD.items()}
    found = faults(_folder(tmp_path, good=GOOD, **texts), ["good", *texts])
    assert found.pop("good") == []
    assert {
        package: {line.split()[0].strip(":") for line in said} for package, said in found.items()
    } == {f"has_{what}": {what} for what in BAD}


def test_text_that_does_not_parse_hides_nothing_of_the_others(tmp_path: Path) -> None:
    folder = _folder(tmp_path, broken="def (:\n", typed=BAD["mypy"], good=GOOD)
    found = faults(folder, ["broken", "typed", "good"])
    assert any(line.startswith("mypy: generated/broken/") for line in found["broken"])
    assert [line.split(":")[0] for line in found["typed"]] == ["mypy"]
    assert found["good"] == []


def test_files_become_packages_that_the_tools_accept(tmp_path: Path) -> None:
    refused = tmp_path / "refused.yaml"
    refused.write_text("id: nothing\n", encoding="utf-8")
    reports = lint([(QUAY, "quay"), (refused, "refused"), (QUAY, "again")])
    assert [(report.file, report.outcome, report.linted) for report in reports] == [
        ("quay", "generated", 1),
        ("refused", "refused", 0),
        ("again", "generated", 1),
    ]
    assert [report.differences for report in reports] == [[], [], []]


def test_names_of_the_runtime_may_be_names_of_the_spec(tmp_path: Path) -> None:
    """As operations, tools, parameters and namespaces: nothing that is imported is hidden."""
    names = sorted(
        {
            *_HOMES,
            "l",
            "O",
            "I",
            "settings",
            "client",
            "rest",
            "mcp",
            "api",
            "self",
            "cls",
            "send",
            "type",
        }
    )
    parameters = [{"name": name, "in": "query", "type": "string"} for name in names]
    spelled = [*names, *sorted({name.lower() for name in names}.difference(names))]
    operations = [
        {
            "name": name,
            "method": "POST",
            "inputParameters": [parameters[(number + step) % len(names)] for step in (0, 1, 30)],
        }
        for number, name in enumerate(spelled)
    ]
    output = {"type": "object", "mapping": "$.value"}
    tools = [
        {
            "name": each["name"],
            "description": "One.",
            "call": f"rest.{each['name']}",
            "outputParameters": [output],
        }
        for each in operations
    ]
    consumes = [
        {
            "type": "http",
            "namespace": name,
            "baseUri": "https://example.org",
            "resources": [
                {
                    "name": "all",
                    "path": "/all",
                    "operations": operations if name == "rest" else operations[:2],
                }
            ],
        }
        for name in ("rest", "mcp", "api", "Settings", "timeout", "async", "sync", "Transport")
    ]
    exposes = [
        {"type": "mcp", "namespace": "mcp", "port": 3000, "description": "All.", "tools": tools}
    ]
    spec = {"naftiko": "1.0.0-alpha2", "capability": {"consumes": consumes, "exposes": exposes}}
    path = tmp_path / "names.yaml"
    path.write_text(json.dumps(spec), encoding="utf-8")
    [report] = lint([(path, "names")], "published")
    assert (report.outcome, report.differences) == ("generated", [])


def test_a_list_made_of_inputs_may_feed_a_required_argument(tmp_path: Path) -> None:
    path = tmp_path / "filters.yaml"
    path.write_text(FILTERS, encoding="utf-8")
    [report] = lint([(path, "filters")])
    assert (report.outcome, report.differences) == ("generated", [])
