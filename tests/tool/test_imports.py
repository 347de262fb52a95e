"""What a run imports: what it does not need, it does not wait for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
QUAY: Final = ROOT / "specs" / "quay-capability.yaml"
RUN: Final = """
import json, sys
from generator.command.cli import cli
try:
    cli(sys.argv[1:])
except SystemExit as end:
    assert not end.code, end.code
sys.stderr.write("\\n" + json.dumps(sorted(sys.modules)))
"""
LIBRARIES: Final = {
    "click",
    # Stages 1 and 6.
    *("yaml", "jinja2"),
    # What jinja2 needs.
    *("markupsafe", "typing_extensions"),
}
"""All that a package of Quay may cost to make; Black and jsonschema are not among them."""


def _imported(folder: Path, *options: str, seed: str = "random") -> set[str]:
    arguments = ["generate", str(QUAY), "--out", str(folder / "out"), *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "CAPWRIGHT_CACHE_DIR": str(folder / "c")}
    environment["PYTHONHASHSEED"] = seed
    environment.pop("CI", None)
    ran = subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(ran.stderr.splitlines()[-1]))


def _libraries(modules: set[str]) -> set[str]:
    standard = {"generator", "cython_runtime", *sys.stdlib_module_names}
    tops = {name.split(".")[0] for name in modules}
    return {name for name in tops if name not in standard and not name.startswith("_")}


def test_a_package_that_is_new(tmp_path: Path) -> None:
    modules = _imported(tmp_path)

    assert _libraries(modules) <= LIBRARIES
    assert {"asyncio", "ssl", "http.client", "multiprocessing", "concurrent.futures"}.isdisjoint(
        modules
    )
    # What only a configuration, and only an overlay, need.
    assert {"tomllib", "generator.overlay.applying"}.isdisjoint(modules)
    # What judges text in doubt, and what packs wheels.
    assert {"generator.formatting.by_black", "generator.distribution.building"}.isdisjoint(modules)


def test_a_package_that_is_as_it_was(tmp_path: Path) -> None:
    """Neither the stages nor what they stand on, with `--check` or without, in whatever process.

    A set among the options made what was remembered known to every other process only (its order in text).
    """
    _imported(tmp_path, seed="1")
    for seed, options in (
        ("1", ()),
        ("2", ()),
        ("3", ()),
        ("4", ("--check",)),
        ("5", ("--check",)),
    ):
        modules = _imported(tmp_path, *options, seed=seed)
        assert _libraries(modules) == {"click"}
        rooms = {name.split(".")[1] for name in modules if name.startswith("generator.")}
        assert rooms.isdisjoint({"pipeline", "resolve", "lower", "render", "formatting", "plan"})


def test_cycles_are_looked_for_rarely(tmp_path: Path) -> None:
    """A run lets go of everything at once; looking for cycles 50 times before is a twentieth of it."""
    code = """
import gc, sys
from generator.command.cli import main
gc.callbacks.append(lambda phase, _: phase == "start" and looks.append(phase))
looks = []
try:
    main()
finally:
    sys.stderr.write(f"\\n{len(looks)}")
"""
    command = [sys.executable, "-c", code, "generate", str(QUAY), "--out", str(tmp_path / "out")]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "CAPWRIGHT_CACHE_DIR": str(tmp_path / "c"),
    }
    ran = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert int(ran.stderr.splitlines()[-1]) <= 10
