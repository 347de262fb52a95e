"""What agents have to read: counted, held to a budget, and too long for some hosts."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from generator.command.cli import cli
from generator.tokens import counting

ROOT = Path(__file__).parents[2]
QUAY = ROOT / "specs" / "quay-capability.yaml"


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def _table(folder: Path, budget: int | None) -> str:
    file = folder / "table.toml"
    line = "" if budget is None else f"tool-tokens = {budget}\n"
    file.write_text(f"[tool.capwright]\n{line}")
    return str(file)


def test_every_tool_with_its_weight(tmp_path: Path) -> None:
    result = _run("inspect", "--tokens", str(QUAY), "--config", _table(tmp_path, None))
    assert result.exit_code == 0, result.output
    assert "an estimate: a token for each 4 bytes" in result.output
    sent = (ROOT / "generated" / "quay" / "mcp" / "quay-mcp.jsonl").read_bytes().splitlines()[1:]
    tools = [json.loads(line) for line in sent if b'"inputSchema"' in line]
    whole = sum(-(-len(_compact(each)) // 4) for each in tools)
    assert f"quay-mcp: {whole:,}" in result.output
    for tool in tools:
        assert re.search(rf"^  {tool['name']} +\d", result.output, re.MULTILINE)


def _compact(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


@pytest.mark.parametrize("command", ["validate", "generate", "inspect"])
def test_over_the_budget_is_a_finding_that_says_what_weighs_most(
    command: str, tmp_path: Path
) -> None:
    more = {"generate": ["--out", str(tmp_path / "out"), "--no-cache"], "inspect": ["--tokens"]}
    arguments = [command, str(QUAY), *more.get(command, ())]
    within = _run(*arguments, "--config", _table(tmp_path, 100_000))
    assert "CAP599" not in within.output
    over = _run(*arguments, "--config", _table(tmp_path, 1000))
    assert over.exit_code == 0
    assert "CAP599" in over.output
    assert "over the budget of 1000" in over.output
    assert "the input schema of `" in over.output


def test_strict_fails_over_the_budget(tmp_path: Path) -> None:
    result = _run("validate", str(QUAY), "--strict", "--config", _table(tmp_path, 1000))
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("length", "code"), [(1024, None), (1025, "CAP587"), (2048, "CAP587"), (2049, "CAP588")]
)
def test_descriptions_that_hosts_do_not_take(length: int, code: str | None, tmp_path: Path) -> None:
    text = QUAY.read_text()
    name = re.search(r"tools:\n\s+- name: (\S+)\n\s+description: .*\n", text)
    assert name is not None
    long = re.sub(r"description: .*\n", f"description: {'d' * length}\n", name[0])
    spec = tmp_path / "quay-capability.yaml"
    spec.write_text(text.replace(name[0], long))
    output = _run("validate", str(spec), "--config", _table(tmp_path, None)).output
    assert {each for each in ("CAP587", "CAP588") if each in output} == ({code} if code else set())


def test_a_tokenizer_that_is_there_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "tokenizer.json"
    file.write_text("{}")
    made = SimpleNamespace(encode=lambda text: SimpleNamespace(ids=text.split()))
    library = SimpleNamespace(Tokenizer=SimpleNamespace(from_file=lambda _: made))
    monkeypatch.setitem(sys.modules, "tokenizers", library)
    assert counting.counter().how.startswith("an estimate")
    monkeypatch.setenv(counting.FILE, str(file))
    assert counting.counter().how == "tokenizers, tokenizer.json"
    assert counting.counter().count("a b c") == 3


def test_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`tiktoken` fetches an encoding that it has not kept: then it is not asked."""
    encoding = SimpleNamespace(encode=lambda text, disallowed_special: list(text))
    library = SimpleNamespace(get_encoding=lambda _: encoding)
    monkeypatch.setitem(sys.modules, "tiktoken", library)
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    assert counting.counter().how.startswith("an estimate")
    address = b"https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken"
    (tmp_path / hashlib.sha1(address).hexdigest()).write_text("")
    assert counting.counter().how == "tiktoken, o200k_base"
    assert counting.counter().count("abc") == 3
