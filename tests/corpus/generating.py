"""Runs the generator in this process, as the command line does, and reads what it says."""

from __future__ import annotations

import json
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from click.testing import CliRunner


@dataclass
class Generated:
    """The outcome of `capwright generate`."""

    written: bool
    codes: list[str] = field(default_factory=list)
    """Of the errors."""
    messages: list[str] = field(default_factory=list)
    crash: str | None = None


def generate(
    path: Path,
    out: Path,
    package: str,
    dialect: str | None = None,
    *,
    keep_going: bool = False,
    settings: str = "",
) -> Generated:
    """A package in `out`, or why there is none; `settings` are lines of the project's table."""
    from generator.command.cli import cli

    # No table of the folder that this runs in changes what is generated.
    out.mkdir(parents=True, exist_ok=True)
    alone = out / "alone.toml"
    alone.write_text(f"[tool.capwright]\n{settings}", encoding="utf-8")
    arguments = ["generate", str(path), "--out", str(out), "--package", package, "--format", "json"]
    arguments += ["--config", str(alone)]
    if dialect:
        arguments += ["--dialect", dialect]
    if keep_going:
        arguments.append("--keep-going")
    result = CliRunner().invoke(cli, arguments)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        trace = "".join(traceback.format_exception(result.exception))
        return Generated(False, crash=trace[-1500:])
    written = result.exit_code == 0 and (out / package / "__init__.py").exists()
    try:
        diagnostics = json.loads(result.stdout)["diagnostics"]
    except (ValueError, KeyError, TypeError):
        return Generated(written, crash=None if written else f"no JSON: {result.output[-800:]}")
    errors = [item for item in diagnostics if item["severity"] == "error"]
    codes = sorted({item["code"] for item in errors})
    messages = [f"{item['code']} line {item['line']}: {item['message']}" for item in errors]
    return Generated(written, codes, messages)
