"""Script steps: hooks that the team fills."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.corpus.generating import generate
from tests.support.processes import environment, run
from tests.support.upstreams import Told, Upstream

SPEC = """\
ikanos: 1.0.0-beta5
info: {display: Kitchen, description: A kitchen.}
capability:
  consumes:
  - namespace: pantry
    type: http
    description: The pantry.
    baseUri: https://pantry.test
    resources:
      jars: {path: /jars, operations: {jars: {method: GET, inputParameters: {shelf: {in: query}}}}}
  aggregates:
  - namespace: cook
    display: Cooking.
    flows:
      stew:
        description: A stew.
        inputParameters:
          guests: {type: number, description: How many.}
          salt: {type: boolean, required: false, description: Whether.}
        steps:
          jars: {type: call, call: pantry.jars}
          total: {type: script, language: LANGUAGE, file: kitchen/total.js, with: {guests: 'for {{guests}}'}}
          more: {type: call, call: pantry.jars, with: {shelf: '{{total.shelf}}'}}
        mappings:
        - {target: total, value: $.total}
        - {target: more, value: $.more.count}
  exposes:
  - {type: rest, namespace: kitchen, port: 8080, description: K., resources: {stew: {path: /stew, description: S., operations: {stew: {method: GET, ref: cook.stew}}}}}
"""
PROGRAM = """
import asyncio, json
from typing import Any
from made import SettingError, scripts
from made.flows import CookFlows

async def main() -> None:
    async with CookFlows() as cook:
        try:
            await cook.stew(guests=3)
        except SettingError as error:
            print(json.dumps(str(error)))

        @scripts.total.fill
        FUNCTION
        print(json.dumps(await cook.stew(guests=3)))
        print(json.dumps(await cook.stew(guests=3, salt=True)))

asyncio.run(main())
"""
FUNCTIONS = {
    "plain": "def total(context: dict[str, Any]) -> Any: return {**context, 'shelf': 2}",
    "waiting": """async def total(context: dict[str, Any]) -> Any:
            await asyncio.sleep(0)
            return {**context, 'shelf': 2}""",
}


@pytest.mark.parametrize("kind", sorted(FUNCTIONS))
@pytest.mark.parametrize("language", ["javascript", "python", "groovy"])
def test_a_script_is_a_hook_in_every_language(tmp_path: Path, kind: str, language: str) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(SPEC.replace("LANGUAGE", language), encoding="utf-8")
    made = generate(spec, tmp_path, "made")
    assert made.written, made.messages
    with Upstream() as upstream:
        upstream.tell({"GET /jars": Told({"count": 4})})
        program = PROGRAM.replace("FUNCTION", FUNCTIONS[kind])
        environ = environment(PANTRY_BASE_URI=upstream.url)
        done = run([sys.executable, "-c", program], environ, tmp_path)
        assert done.returncode == 0, done.stderr.decode()
        unfilled, once, again = (json.loads(line) for line in done.stdout.splitlines())
        assert "scripts.total.fill" in unfilled
        jars = {"count": 4}
        total = {"guests": "for 3", "jars": jars, "shelf": 2}
        assert once == {"total": total, "more": 4}, "what is left out is not in the context"
        assert again == {"total": {**total, "salt": True}, "more": 4}
        asked = ["GET /jars", "GET /jars", "GET /jars?shelf=2", "GET /jars", "GET /jars?shelf=2"]
        assert upstream.targets() == asked, "nothing overtakes a script"
    done = run(
        [sys.executable, "-m", "mypy", "--strict", "made"], environment(), tmp_path, timeout=300
    )
    assert done.returncode == 0, done.stdout.decode()


@pytest.mark.parametrize(
    "other",
    [
        "language: groovy, file: kitchen/total.js",
        "language: javascript, file: kitchen/more.js",
        "language: javascript, file: kitchen/total.js, location: 'file:///other'",
        "language: javascript, file: kitchen/total.js, dependencies: [kitchen/jars.js]",
    ],
)
def test_another_script_is_another_hook(tmp_path: Path, other: str) -> None:
    """What makes a script another one is not its file's name alone; the same one in two units is one hook."""
    steps = "{total: {type: script, %s}}, mappings: [{target: a, value: $.total}]"
    same = "language: javascript, file: kitchen/total.js"
    routes = "".join(
        f"    {name}: {{path: /{name}, description: d, operations: {{{name}: {{method: GET, steps: {steps % text}}}}}}}\n"
        for name, text in (("a", same), ("b", other), ("c", same))
    )
    spec = tmp_path / "spec.yaml"
    exposed = "  - {type: rest, namespace: bar, port: 8081, description: B., resources: {\n"
    text = (
        SPEC.replace("LANGUAGE", "javascript")
        + exposed
        + ",".join(line + "\n" for line in routes.splitlines())
    )
    spec.write_text(text.rstrip(",\n") + "\n  }}\n", encoding="utf-8")
    made = generate(spec, tmp_path, "made")
    assert made.written, made.messages
    hooks = (tmp_path / "made" / "scripts.py").read_text(encoding="utf-8")
    assert hooks.count("Hook(") == 2
    units = (tmp_path / "made" / "units.py").read_text(encoding="utf-8")
    assert (units.count("scripts.total.run"), units.count("scripts.total_2.run")) == (3, 1)
