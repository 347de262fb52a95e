"""`make imports`: real documents imported, generated, every operation called, beside what swagger-client sends."""

from __future__ import annotations

import importlib
import inspect
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from generator.openapi import capability_of, read_document
from tests.support.recorder import Recorder, Sent

from .calls import CREDENTIAL, Call, calls
from .documents import NPM, ROOT, Document, documents
from .page import Outcome, write

_TIMEOUT: Final = 1800.0
_OUR_OWN: Final = frozenset(("self", "options", "operations"))
"""Parameters of a method that an input of the same name yields to, with an underscore."""


def _reference(document: Path, asked: list[Call], modules: Path) -> list[dict[str, Any]]:
    question = {
        "document": str(document),
        "calls": [
            {
                "path": each.operation.path,
                "method": each.operation.method,
                "operation": each.operation.identifier,
                "parameters": each.parameters,
                "body": each.body,
                "media_type": each.media_type,
            }
            for each in asked
        ],
    }
    done = subprocess.run(
        ["node", str(Path(__file__).parent / "npm" / "reference.mjs")],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=True,
        timeout=_TIMEOUT,
        env={**os.environ, "NODE_MODULES": str(modules)},
    )
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


def _package(document: Document, folder: Path) -> Any:
    """The package of a document, imported."""
    command = [sys.executable, "-m", "generator"]
    spec = folder / f"{document.name}-capability.yaml"
    for words in (
        ["import", "openapi", str(document.path), "-o", str(spec)],
        [
            "generate",
            str(spec),
            "--out",
            str(folder / "made"),
            "--no-cache",
            "--package",
            document.name,
        ],
    ):
        done = subprocess.run(
            [*command, *words], cwd=ROOT, capture_output=True, text=True, timeout=_TIMEOUT
        )
        if done.returncode:
            raise RuntimeError(f"{words[0]} fails: {done.stderr[:1500]}")
    sys.path.insert(0, str(folder))
    return importlib.import_module(f"made.{document.name}")


def _clients(stack: ExitStack, package: Any, imported: Path, recorder: Recorder) -> dict[str, Any]:
    """The methods of all clients, by the name of the operation."""
    for api in json.loads(imported.read_text())["capability"]["consumes"]:
        prefix = str(api["namespace"]).upper().replace("-", "_")
        base = urlsplit(str(api["baseUri"])).path
        os.environ[f"{prefix}_BASE_URI"] = f"{recorder.url}{base}"
        for ending in ("TOKEN", "KEY", "USER", "PASSWORD"):
            os.environ[f"{prefix}_{ending}"] = CREDENTIAL
    methods: dict[str, Any] = {}
    for kind in package.__all__:
        if kind.endswith("Client") and not kind.startswith("Async"):
            client = stack.enter_context(getattr(package, kind)())
            own = (each for each in dir(client) if not each.startswith("_"))
            methods |= {each.rstrip("_").replace("_", "-"): getattr(client, each) for each in own}
    return methods


def _parts(target: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Segments and pairs, decoded: two spellings of one request are the same. The reference has no credential."""
    split = urlsplit(target)
    found = parse_qsl(split.query, keep_blank_values=True)
    pairs = [each for each in found if each[1] != CREDENTIAL]
    return [unquote(each) for each in split.path.split("/")], sorted(pairs)


def _is_same(call: Call, sent: Sent, wanted: dict[str, Any]) -> bool:
    if sent.method != wanted["method"] or _parts(sent.target) != _parts(wanted["target"]):
        return False
    if call.body is None:
        return True
    told = wanted["body"]
    if call.media_type:
        pairs = [
            sorted(parse_qsl(text, keep_blank_values=True)) for text in (sent.body.decode(), told)
        ]
        return pairs[0] == pairs[1]
    expected = json.loads(told) if isinstance(told, str) and told[:1] in "[{" else told
    return bool((json.loads(sent.body) if sent.body else None) == expected)


def _sent(method: Any, call: Call, recorder: Recorder) -> Sent | str:
    """What goes out, or why nothing does."""
    if method is None:
        return "no such method"
    known = inspect.signature(method).parameters
    spelled = {"".join(filter(str.isalnum, name)).lower(): name for name in known}
    arguments = {}
    for name, value in call.arguments.items():
        found = name if name in known and name not in _OUR_OWN else None
        plain = "".join(filter(str.isalnum, name)).lower()
        found = found or next((each for each in (f"{name}_",) if each in known), spelled.get(plain))
        if found is None:
            return f"no parameter `{name}`"
        arguments[found] = value
    try:
        method(**arguments)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return recorder.take()


def compared(document: Document, modules: Path = NPM) -> Outcome:
    """Every operation of a document, called by ours and built by the reference, which stands in `modules`."""
    _, api = capability_of(read_document(document.path))
    asked = calls(api)
    wanted = _reference(document.path, asked, modules)
    different, refused = [], Counter[str]()
    same = 0
    with tempfile.TemporaryDirectory() as place, Recorder() as recorder, ExitStack() as stack:
        package = _package(document, Path(place))
        imported = Path(place) / f"{document.name}-capability.imported.json"
        methods = _clients(stack, package, imported, recorder)
        for call, answer in zip(asked, wanted, strict=True):
            if (
                "#" in call.operation.path
            ):  # The reference leaves the variables before it as they are.
                answer = {"refused": "a path with a fragment"}
            if "refused" in answer:
                refused[answer["refused"]] += 1
                continue
            sent = _sent(methods.get(call.name), call, recorder)
            if isinstance(sent, str):
                different.append(f"{call.name}: {sent}")
            elif _is_same(call, sent, answer):
                same += 1
            else:
                body = sent.body.decode(errors="replace")
                different.append(f"{call.name}: {sent.method} {sent.target} {body} / {answer}")
    return Outcome(document, len(asked), same, tuple(different), dict(refused), len(api.remarks))


def main() -> int:
    """Every document, or the ones that are named; 1 where anything differs."""
    asked = sys.argv[1:]
    outcomes = []
    for document in documents():
        if not asked or document.name in asked:
            try:
                outcome = compared(document)
            except (RuntimeError, subprocess.SubprocessError) as error:
                outcome = Outcome(document, 0, 0, (str(error),), {}, 0)
            outcomes.append(outcome)
            print(outcome.text, flush=True)
    write(outcomes)
    return 0 if all(each.same and not each.different for each in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
