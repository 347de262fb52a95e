"""Findings point into the file that the value came from."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.diagnostics import Finding, Findings
from generator.diagnostics.text import render_text
from generator.pipeline import understand
from tests.tool.conftest import SMALL

HEAD = "overlay: 1.2.0\ninfo: {title: T, version: '1'}\nactions:\n"


def _found(folder: Path, overlay: str) -> tuple[list[Finding], Findings]:
    spec, path = folder / "pond.yaml", folder / "more.overlay.yaml"
    spec.write_text(SMALL)
    path.write_text(HEAD + overlay)
    findings = Findings()
    understand(spec, None, findings, overlays=[path])
    return [each for each in findings.sorted() if each.severity.value != "note"], findings


def _place(finding: Finding) -> tuple[str, int]:
    assert finding.span is not None
    return Path(finding.span.file).name, finding.span.start.line


OPERATION = "$.capability.consumes[0].resources[0].operations[0]"


@pytest.mark.parametrize(
    ("overlay", "code", "place"),
    {
        "a value that was put in": (
            f"  - target: {OPERATION}\n    update:\n      method: FETCH\n",
            "CAP204",
            ("more.overlay.yaml", 6),
        ),
        "a value in the place of another": (
            f"  - target: {OPERATION}.method\n    update: FETCH\n",
            "CAP204",
            ("more.overlay.yaml", 5),
        ),
        "a key that was added": (
            f"  - target: {OPERATION}\n    update:\n      methd: GET\n",
            "CAP207",
            ("more.overlay.yaml", 6),
        ),
        "an item that was added": (
            f"  - target: {OPERATION}.inputParameters\n    update:\n      name: page\n      in: nowhere\n",
            "CAP204",
            ("more.overlay.yaml", 7),
        ),
        "an operation that calls what is not there": (
            "  - target: $.capability.exposes[0].resources[0].operations\n"
            "    update: {method: POST, name: x, call: pond.nothing}\n",
            "CAP302",
            ("more.overlay.yaml", 5),
        ),
        "a copy keeps its place in the capability": (
            "  - {target: '$.capability.exposes[0].resources[0].operations', "
            "copy: '$.capability.exposes[0].resources[0].operations[0]'}\n"
            "  - {target: '$.capability.exposes[0].resources[0].operations[1].call', update: pond.no}\n"
            "  - {target: '$.capability.exposes[0].resources[0].operations[0]', remove: true}\n",
            "CAP302",
            ("more.overlay.yaml", 5),
        ),
        "what was there already": (
            "  - {target: '$.capability.consumes[0].resources[0].operations[0].name', update: other}\n",
            "CAP302",
            ("pond.yaml", 32),
        ),
    }.values(),
    ids=lambda value: value if isinstance(value, str) and value.startswith("CAP") else "",
)
def test_a_finding(tmp_path: Path, overlay: str, code: str, place: tuple[str, int]) -> None:
    found, findings = _found(tmp_path, overlay)
    assert [each.code for each in found][:1] == [code], found
    assert len(found) == 1, "one mistake is one finding"
    assert _place(found[0]) == place
    shown = render_text(found, findings.sources)
    assert f"{place[0]}:{place[1]}:" in shown
    line = (tmp_path / place[0]).read_text().splitlines()[place[1] - 1]
    assert line.strip()[:60] in shown, "the line of that file is shown"


def test_removed_items_move_the_places_of_the_others(tmp_path: Path) -> None:
    """The place of what follows is its own, not the one of what stood there before."""
    found, _ = _found(
        tmp_path,
        "  - target: $.capability.exposes[0].resources[0].operations\n"
        "    update: {method: PUT, name: a, call: pond.getfish, with: {name: rest.name}}\n"
        "  - target: $.capability.exposes[0].resources[0].operations\n"
        "    update: {method: POST, name: b, call: pond.nothing}\n"
        "  - {target: '$.capability.exposes[0].resources[0].operations[1]', remove: true}\n",
    )
    assert [(each.code, _place(each)) for each in found] == [("CAP302", ("more.overlay.yaml", 7))]


def test_a_secret_in_an_overlay_is_withheld_and_shown_nowhere(tmp_path: Path) -> None:
    """It is found, it points into the overlay, and no line that is shown has it."""
    secret = "sk_live_4eC39HqLyjWDarjtT1zdp7dc"
    found, findings = _found(
        tmp_path,
        "  - target: $.capability.consumes[0]\n    update:\n"
        f"      authentication: {{type: bearer, token: {secret}}}\n",
    )
    assert [_place(each) for each in found] == [("more.overlay.yaml", 6)]
    shown = render_text(found, findings.sources)
    assert secret not in shown
    assert "authentication: {type: bearer, token: ****" in shown


def test_a_secret_in_an_overlay_that_does_not_apply_is_not_shown(tmp_path: Path) -> None:
    secret = "sk_live_4eC39HqLyjWDarjtT1zdp7dc"
    found, findings = _found(
        tmp_path,
        f"  - {{target: $.nothing, update: {{authentication: {{type: bearer, token: {secret}}}}}}}\n",
    )
    assert [each.code for each in found] == ["CAP143"]
    assert secret not in render_text(found, findings.sources)
