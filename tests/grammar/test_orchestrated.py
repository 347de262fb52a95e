"""Made flows, generated and run, against the independent reading of steps (`tests/oracle/programs.py`)."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml
from hypothesis import given

from tests.corpus.generating import generate
from tests.oracle.programs import Program
from tests.support.processes import environment, run
from tests.support.upstreams import Told, Upstream

from . import orchestrated
from .test_grammar import SEARCH, _NoAliases

PROGRAM = """
import asyncio, json, sys
from {package}.flows import MadeFlows

def tell(context):
    return dict(keys=sorted(context), size=context.get("size"))

try:
    from {package} import scripts
except ImportError:
    scripts = None
for hook in vars(scripts or object).values():
    if type(hook).__name__ == "Hook":
        hook.fill(tell)

async def main() -> None:
    async with MadeFlows() as made:
        for name, inputs in json.loads(sys.argv[1]):
            print(json.dumps(await getattr(made, name)(**inputs)))
            print(json.dumps(None), flush=True)

asyncio.run(main())
"""


@SEARCH
@given(made=orchestrated.files())
def test_flows(made: tuple[dict[str, Any], list[dict[str, Any]]], tmp_path: Path) -> None:
    spec, inputs = made
    package = f"made_{len(list(tmp_path.iterdir()))}"
    path = tmp_path / f"{package}.yaml"
    text = yaml.dump(spec, Dumper=_NoAliases, allow_unicode=True, sort_keys=False)
    path.write_text(text, encoding="utf-8")
    done = generate(path, tmp_path, package)
    assert done.written, (done.messages, done.crash)
    (aggregate,) = spec["capability"]["aggregates"]
    (api,) = spec["capability"]["consumes"]
    operations = {
        f"docs.{name}": {**operation, "path": resource["path"]}
        for resource in api["resources"].values()
        for name, operation in resource["operations"].items()
    }
    documents = {f"/docs/{n}": each for n, each in enumerate(orchestrated.DOCUMENTS)}
    answers = {f"GET {place}": Told(each) for place, each in documents.items()}
    for (name, flow), given_inputs in zip(aggregate["flows"].items(), inputs, strict=True):
        program = Program("made", operations, documents.__getitem__, given_inputs)
        expected = program.answer(flow)
        with Upstream() as upstream:
            upstream.tell(answers)
            asked = json.dumps([[name.replace("-", "_"), given_inputs]])
            command = [sys.executable, "-c", PROGRAM.format(package=package), asked]
            ran = run(command, environment(DOCS_BASE_URI=upstream.url), tmp_path)
            assert ran.returncode == 0, (text, ran.stderr.decode())
            answer = json.loads(ran.stdout.splitlines()[0])
            assert answer == expected, (text, name, given_inputs)
            ours = sorted(unquote(each) for each in upstream.targets())
            assert ours == sorted(unquote(each) for each in program.asked), (text, name)
