"""`make imports`: real documents imported, generated, every operation called, beside what swagger-client sends."""

from __future__ import annotations

import gzip
import importlib
import inspect
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from generator.openapi import capability_of, read_document
from tests.support.recorder import Recorder

from .calls import Call, calls

ROOT: Final = Path(__file__).resolve().parents[2]
NPM: Final = ROOT / ".make" / "imports" / "node_modules"
GITHUB: Final = NPM / "@octokit" / "openapi" / "generated"
KUBERNETES: Final = NPM / "kubernetes-client" / "lib" / "specs" / "swagger-1.13.json.gz"
_TIMEOUT: Final = 1200.0


def _reference(document: Path, asked: list[Call]) -> list[dict[str, Any]]:
    question = {
        "document": str(document),
        "calls": [
            {
                "path": each.operation.path,
                "method": each.operation.method,
                "operation": each.operation.identifier,
                "parameters": each.parameters,
                "body": each.body,
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
        env={**os.environ, "NODE_MODULES": str(NPM)},
    )
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


def _parts(target: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Segments and pairs, decoded: two spellings of one request are the same."""
    split = urlsplit(target)
    pairs = parse_qsl(split.query, keep_blank_values=True)
    return [unquote(each) for each in split.path.split("/")], sorted(pairs)


def _package(name: str, document: Path, folder: Path) -> Any:
    command = [sys.executable, "-m", "generator"]
    spec = folder / f"{name}-capability.yaml"
    for words in (
        ["import", "openapi", str(document), "-o", str(spec)],
        ["generate", str(spec), "--out", str(folder / "made"), "--no-cache", "--package", name],
    ):
        subprocess.run(
            [*command, *words], cwd=ROOT, check=True, capture_output=True, timeout=_TIMEOUT
        )
    sys.path.insert(0, str(folder))
    return importlib.import_module(f"made.{name}")


def _prefix(imported: Path) -> str:
    [api] = json.loads(imported.read_text())["capability"]["consumes"]
    return str(api["namespace"]).upper().replace("-", "_")


def _one(name: str, document: Path, resolved: Path) -> bool:
    _, api = capability_of(read_document(document))
    asked = calls(api)
    wanted = _reference(resolved, asked)
    same, different, refused = 0, [], 0
    with tempfile.TemporaryDirectory() as place, Recorder() as recorder:
        package = _package(name, document, Path(place))
        [kind] = [
            each for each in package.__all__ if each.endswith("Client") and "Async" not in each
        ]
        client_class = getattr(package, kind)
        base = urlsplit(api.base_uri).path
        prefix = _prefix(Path(place) / f"{name}-capability.imported.json")
        os.environ[f"{prefix}_BASE_URI"] = f"{recorder.url}{base}"
        for ending in ("TOKEN", "KEY", "USER", "PASSWORD"):
            os.environ[f"{prefix}_{ending}"] = "k"
        with client_class() as client:
            methods = {
                each.replace("_", "-"): getattr(client, each)
                for each in dir(client)
                if not each.startswith("_")
            }
            for call, answer in zip(asked, wanted, strict=True):
                if "refused" in answer:
                    refused += 1
                    continue
                sent = _sent(methods[call.name], call, recorder)
                if sent is None:
                    different.append(f"{call.name}: cannot be called")
                    continue
                body = json.loads(sent.body) if sent.body and call.body is not None else None
                told = answer["body"]
                expected = json.loads(told) if isinstance(told, str) and told[:1] in "[{" else told
                is_same = (
                    sent.method == answer["method"]
                    and _parts(sent.target) == _parts(answer["target"])
                    and (call.body is None or body == expected)
                )
                same += is_same
                if not is_same:
                    different.append(f"{call.name}: {sent.method} {sent.target} {body} / {answer}")
    print(
        f"{name}: {len(asked)} operations, {same} requests the same, {len(different)} not, {refused} refused by the reference"
    )
    for line in different[:20]:
        print(f"  {line[:400]}")
    return same > 0 and not different


def _sent(method: Any, call: Call, recorder: Recorder) -> Any:
    known = inspect.signature(method).parameters
    spelled = {"".join(filter(str.isalnum, name)).lower(): name for name in known}
    arguments = {}
    for name, value in call.arguments.items():
        found = name if name in known else spelled.get("".join(filter(str.isalnum, name)).lower())
        if found is None:
            return None
        arguments[found] = value
    method(**arguments)
    return recorder.take()


def _unpacked(archive: Path) -> Path:
    document = archive.with_suffix("")
    document.write_bytes(gzip.decompress(archive.read_bytes()))
    return document


def main() -> int:
    """Every document: with its references for us, without them for the reference."""
    kubernetes = _unpacked(KUBERNETES)
    documents = (
        ("kubernetes", kubernetes, kubernetes),
        ("github", GITHUB / "api.github.com.json", GITHUB / "api.github.com.deref.json"),
    )
    wanted = sys.argv[1:]
    asked = [each for each in documents if not wanted or each[0] in wanted]
    return 0 if all(_one(*each) for each in asked) else 1


if __name__ == "__main__":
    sys.exit(main())
