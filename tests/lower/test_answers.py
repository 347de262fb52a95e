"""What becomes of an answer, as it stands in `units.py`."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.diagnostics import Findings
from generator.options import Options
from generator.pipeline import build, understand

SPEC = """
ikanos: 1.0.0-beta5
capability:
  consumes:
    - type: http
      namespace: shop
      baseUri: https://shop.example
      resources:
        things:
          path: /things
          operations:
            one: {{method: GET, {operation}}}
  exposes:
    - type: rest
      namespace: api
      port: 8080
      {adapter}
      resources:
        things:
          path: /things
          operations:
            one: {{method: GET, call: shop.one, {exposed}}}
"""


def _units(tmp_path: Path, *, operation: str = "", adapter: str = "", exposed: str = "") -> str:
    spec = tmp_path / "shop.yaml"
    spec.write_text(SPEC.format(operation=operation, adapter=adapter, exposed=exposed))
    findings = Findings()
    understood = understand(spec, None, findings)
    assert understood is not None, findings.sorted()
    return str(build(understood, Options("shop"))["units.py"])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("5", '"5"'),
        ("1.10", '"1.1"'),
        ("true", '"true"'),
        ("hello", '"hello"'),
        ("'hi {{x}}'", '"hi {{x}}"'),
    ],
)
def test_a_fixed_value_is_always_text(tmp_path: Path, written: str, expected: str) -> None:
    outputs = f"outputParameters: [{{type: number, value: {written}}}]"
    units = _units(tmp_path, exposed=outputs)
    assert f"    return {expected}\\n" in units


@pytest.mark.parametrize(
    ("operation", "adapter", "call"),
    [
        ("outputRawFormat: binary", "", "return await send(operations.one())"),
        (
            "outputRawFormat: binary, outputMediaType: image/png",
            "",
            'binary(await send(operations.one()), media_type="image/png")',
        ),
        ("outputRawFormat: binary", "maxBinarySize: 1KiB", "limit=1024)"),
        ("outputRawFormat: binary, maxBinarySize: 2B", "maxBinarySize: 1KiB", "limit=2)"),
        ("outputRawFormat: json", "maxBinarySize: 1KiB", "return await send(operations.one())"),
    ],
)
def test_binary_answers_have_type_and_size(
    tmp_path: Path, operation: str, adapter: str, call: str
) -> None:
    assert call in _units(tmp_path, operation=operation, adapter=adapter)
