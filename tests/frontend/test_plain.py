"""What needs no library to be found right: the same verdict as the library's, on right and wrong documents."""

from __future__ import annotations

import copy
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.model import Dialect
from generator.validate.plain import is_plainly_valid
from generator.validate.schemas import schema, validator

ROOT = Path(__file__).parents[2]
SPECS = sorted([*ROOT.glob("specs/*.yaml"), *ROOT.glob("tests/golden/*/*.yaml")])
ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    1,
    1.0,
    2.5,
    -1,
    "",
    "GET",
    "x",
    "9.9",
    [],
    {},
    ["a"],
    {"x-a": 1},
    {"b": {}},
)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Each object or list with each key of it."""
    if isinstance(value, dict | list):
        for key, part in list(value.items() if isinstance(value, dict) else enumerate(value)):
            yield value, key
            yield from _places(part)


def _changed(document: Any, chance: random.Random) -> Any:
    """A copy with one to three mistakes, or what may be one."""
    made = copy.deepcopy(document)
    for _ in range(chance.randint(1, 3)):
        place, key = chance.choice(list(_places(made)))
        kind = chance.randrange(4)
        if kind == 0:
            del place[key]
        elif kind == 1 and isinstance(place, dict):
            place[f"{key}s"] = place.pop(key)
        elif kind == 2 and isinstance(place[key], str):
            place[key] = chance.choice((place[key].upper(), place[key][1:], f"{place[key]}\n"))
        else:
            place[key] = copy.deepcopy(chance.choice(ODD))
    return made if isinstance(made, dict) and made else {"info": made}


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: f"{spec.parent.name}-{spec.stem}")
def test_the_verdict_is_the_librarys(spec: Path) -> None:
    document = yaml.safe_load(spec.read_text("utf-8"))
    chance = random.Random(spec.name)
    seen = set()
    for dialect in Dialect:
        whole = validator(dialect)
        for data in (document, *(_changed(document, chance) for _ in range(60))):
            verdict = is_plainly_valid(schema(dialect), data)
            assert verdict == whole.is_valid(data), data
            seen.add(verdict)
    assert False in seen


@pytest.mark.skipif("CAPWRIGHT_SHARED" not in os.environ, reason="needs the published files")
def test_the_verdict_on_published_files() -> None:
    shared = Path(os.environ["CAPWRIGHT_SHARED"])
    chance = random.Random(1)
    verdicts = []
    for path in sorted(shared.glob("corpus*/**/*.y*ml"))[::7]:
        try:
            document = yaml.safe_load(path.read_text("utf-8"))
        except (yaml.YAMLError, ValueError):
            continue
        if isinstance(document, dict) and document:
            for dialect in Dialect:
                for data in (document, _changed(document, chance)):
                    verdicts.append(is_plainly_valid(schema(dialect), data))
                    assert verdicts[-1] == validator(dialect).is_valid(data), path
    assert True in verdicts
    assert False in verdicts


@pytest.mark.parametrize(
    "unknown", [{"oneOf": [True]}, {"$ref": "#/elsewhere"}, {"enum": [{}]}], ids=str
)
def test_what_it_does_not_know_is_for_the_library(unknown: dict[str, Any]) -> None:
    assert not is_plainly_valid({"properties": {"a": unknown}}, {"a": {}})
    assert not is_plainly_valid({"not": {"properties": {"a": unknown}}}, {"a": {}})


def test_a_file_that_is_right_imports_no_library(tmp_path: Path) -> None:
    said = (
        "import sys; from generator.command.cli import main\n"
        "try: main()\n"
        "finally: print('jsonschema' in sys.modules)\n"
    )
    for name, imported in (("quay-capability.yaml", "False"), ("wrong.yaml", "True")):
        spec = tmp_path / name
        text = (ROOT / "specs/quay-capability.yaml").read_text("utf-8")
        spec.write_text(text.replace("info:", "inof:", 1) if imported == "True" else text, "utf-8")
        run = subprocess.run(
            [sys.executable, "-c", said, "validate", str(spec)],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert run.stdout.strip().endswith(imported), run.stdout + run.stderr
