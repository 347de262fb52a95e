"""`parallel = false` in the configuration."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from generator.command.cli import cli


def test_the_configuration_generates_steps_one_by_one(tmp_path: Path) -> None:
    case = Path(__file__).parents[1] / "golden" / "orchestration" / "capability.yaml"
    (tmp_path / "pyproject.toml").write_text(
        '[tool.capwright]\nspecs = ["capability.yaml"]\nparallel = false\n', encoding="utf-8"
    )
    (tmp_path / "capability.yaml").write_bytes(case.read_bytes())
    result = CliRunner().invoke(
        cli,
        ["generate", "--config", str(tmp_path / "pyproject.toml"), "--out", str(tmp_path / "o")],
    )
    assert result.exit_code == 0, result.output
    units = next((tmp_path / "o").glob("*/units.py")).read_text(encoding="utf-8")
    assert "together" not in units
    assert units.count("= await read(send, ") == 8
