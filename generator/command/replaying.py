"""`capwright replay`: whether the surfaces of a package still give what was recorded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

import click

from .. import replaying
from ..diagnostics import Findings, Severity
from ..diagnostics.text import render_text
from ..options import Options, Recording, Runtime
from ..pipeline import Understood, build, understand
from ..records import dataclass
from .policy import has_errors
from .terminal import give, has_colours, say

_DRIVER: Final = Path(replaying.__file__).with_name("driver.py")
_PACKAGE: Final = "replayed"


@dataclass(frozen=True, slots=True)
class Replayed:
    """What the user asked for."""

    recording: Path
    spec: Path
    options: Options
    overlays: tuple[Path, ...] = ()


def replay(asked: Replayed) -> int:
    """Make every recorded exchange again; the exit code is 1 where an answer differs."""
    exchanges = _exchanges(asked.recording)
    findings = Findings()
    understood = understand(asked.spec, asked.options.dialect, findings, overlays=asked.overlays)
    found = findings.sorted()
    loud = [each for each in found if each.severity is not Severity.NOTE]
    say(render_text(loud, findings.sources, colour=has_colours(sys.stderr)), newline=False)
    if understood is None or has_errors(found):
        return 1
    options = replace(
        asked.options,
        package=_PACKAGE,
        parent="",
        runtime=Runtime.VENDORED,
        recording=Recording(True),
    )
    made, flows = replaying.trials(understood.plan, options, exchanges)
    answers = tuple(_run(asked.recording, understood, options, made, flows))
    return _report(exchanges, made, answers)


def _exchanges(path: Path) -> Sequence[Mapping[str, Any]]:
    """All exchanges, as the runtime of packages reads them. Raises `click.BadParameter`."""
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    try:
        found = [each for file in files for each in _file(file)]
    except (OSError, ValueError) as error:
        raise click.BadParameter(f"{path} is no recording: {error}", param_hint="FILE") from None
    if not found or not all(map(_is_exchange, found)):
        raise click.BadParameter(f"{path} holds no recorded exchange", param_hint="FILE")
    return found


def _is_exchange(value: Any) -> bool:
    return isinstance(value, dict) and {"method", "target", "status"} <= value.keys()


def _file(path: Path) -> Sequence[Any]:
    """The array in a file; of one that a crash has cut, the lines that are whole."""
    text = path.read_text(encoding="utf-8")
    try:
        found = json.loads(text)
    except ValueError:
        whole = text.rpartition("\n")[0].rstrip().removesuffix("]").rstrip().removesuffix(",")
        found = json.loads(f"{whole}]")
    return found if isinstance(found, list) else []


def _run(
    recording: Path,
    understood: Understood,
    options: Options,
    made: Sequence[replaying.Trial],
    flows: Sequence[replaying.FlowTrial],
) -> Iterator[Mapping[str, Any]]:
    known = [each for each in made if each.unknown is None]
    job = {
        "package": _PACKAGE,
        "recording": str(recording.resolve()),
        "variables": replaying.needed(understood.plan, options),
        "trials": [asdict(each) for each in known],
        "flows": [asdict(each) for each in flows],
    }
    with tempfile.TemporaryDirectory(prefix="capwright-replay-") as folder:
        for path, content in build(understood, options).items():
            file = Path(folder, _PACKAGE, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        done = subprocess.run(  # noqa: S603 - this Python, and a file of ours
            [sys.executable, str(_DRIVER), folder],
            input=json.dumps(job),
            capture_output=True,
            text=True,
            check=False,
            env={**_environ(), "PYTHONDONTWRITEBYTECODE": "1"},
        )
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["it ended without a word"]
        raise click.ClickException(f"the package could not be run: {last[0]}")
    yield from map(json.loads, done.stdout.splitlines())


def _environ() -> dict[str, str]:
    """Of this process, without proxies: everything here is on this machine."""
    return {name: each for name, each in os.environ.items() if "proxy" not in name.lower()}


def _report(
    exchanges: Sequence[Mapping[str, Any]],
    made: Sequence[replaying.Trial],
    answers: Sequence[Mapping[str, Any]],
) -> int:
    differing = [each for each in answers if each["fault"] is not None]
    for each in differing:
        give(f"{_named(exchanges, each['number'])}: {each['surface']}: {each['fault']}\n")
    for trial in made:
        if trial.unknown is not None:
            give(f"{_named(exchanges, trial.number)}: not made again: {trial.unknown}\n")
    unasked = Counter(name for trial in made for name in trial.unasked)
    for name, count in sorted(unasked.items()):
        give(f"{name}: not asked for {count} of them, which it cannot say\n")
    again = sum(each.unknown is None for each in made)
    give(
        f"{again} of {len(made)} exchanges made again, {len(answers)} answers: "
        f"{len(answers) - len(differing)} as recorded, {len(differing)} not; "
        f"{unasked.total()} not asked for\n"
    )
    return 1 if differing or not again else 0


def _named(exchanges: Sequence[Mapping[str, Any]], number: int) -> str:
    data = exchanges[number]
    return f"{number} {data.get('op')} {data['method']} {data['target']}"
