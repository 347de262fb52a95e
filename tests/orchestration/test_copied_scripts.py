"""Python scripts that are copied where the user asks for it: what may be copied, and how a copy runs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from anyio.from_thread import BlockingPortal

from generator.diagnostics import Findings
from generator.options import Options, Scripts
from generator.pipeline import build, understand
from tests.support.processes import environment, run, serve
from tests.support.tools import http_session, text_of
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
  exposes:
  - type: mcp
    namespace: cook
    port: 9090
    description: A cook.
    tools:
      stew:
        description: A stew.
        inputParameters:
          guests: {type: number, description: How many.}
          note: {type: string, required: false, description: What else.}
        steps:
          jars: {type: call, call: pantry.jars}
          total: {type: script, FILE, with: {shelf: 'n{{guests}}'}}
          more: {type: call, call: pantry.jars, with: {shelf: '{{total.shelf}}'}}
        mappings:
        - {target: total, value: $.total}
        - {target: more, value: $.more.shelf}
  - {type: control, port: 9999, management: {scripting: {timeout: 2000, statementLimit: 1000000000}}}
"""
FILE = "language: python, location: 'file:///./kitchen', file: total.py"
SCRIPT = """\
# What is in the jars.
def count(jars, least=0):
    return sum(jar["n"] for jar in jars if jar.get("n", 0) > least)

names = sorted(jar["name"].upper() for jar in context["jars"])
try:
    per_guest = count(context["jars"]) / context["guests"]
except ZeroDivisionError:
    per_guest = None
result = {"names": names, "each": per_guest, "shelf": context["shelf"], "note": context.get("note"), "text": "a\\n  b"}
"""


def _written(folder: Path, script: str = SCRIPT, file: str = FILE) -> Path:
    (folder / "kitchen").mkdir(exist_ok=True)
    (folder / "kitchen" / "total.py").write_text(script, encoding="utf-8")
    spec = folder / "spec.yaml"
    spec.write_text(SPEC.replace("FILE", file), encoding="utf-8")
    return spec


def _command(spec: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "generator", "generate", str(spec), "--no-cache"]
    command += ["--out", str(spec.parent), "--package", "made", *arguments]
    return run(command, environment(), Path(__file__).parents[2])


def _found(spec: Path) -> list[tuple[str, int, int]]:
    findings = Findings()
    assert understand(spec, None, findings, scripts=Scripts.COPY) is not None
    return [
        (each.code, each.span.start.line, each.span.start.column)
        for each in findings.sorted()
        if each.code in ("CAP385", "CAP386", "CAP904")
    ]


def _call(loop: BlockingPortal, folder: Path, guests: int) -> tuple[bool, str]:
    with Upstream() as upstream:
        jars = [{"name": "jam", "n": 4}, {"name": "honey"}, {"name": "figs", "n": 2}]
        upstream.tell({"GET /jars": Told(jars)})
        environ = environment(PANTRY_BASE_URI=upstream.url, SECRET_OF_THE_SERVER="x" * 20)
        with (
            serve("mcp", environ, package="made", folder=folder) as mcp,
            http_session(loop, f"{mcp.url}/mcp", "2026-07-28") as tools,
        ):
            result = tools.call("stew", {"guests": guests})
            return bool(result.is_error), text_of(result)


def test_a_copy_runs(tmp_path: Path, loop: BlockingPortal) -> None:
    done = _command(_written(tmp_path), "--copy-scripts")
    assert done.returncode == 0, done.stderr.decode()
    assert b"CAP904" not in done.stderr
    copy = (tmp_path / "made" / "copied_scripts" / "total.py").read_text(encoding="utf-8")
    assert "def total(context):" in copy
    assert "return result" in copy
    manifest = json.loads((tmp_path / "made" / "MANIFEST.json").read_bytes())
    assert list(manifest["sources"]) == ["kitchen/total.py"]
    total = {"names": ["FIGS", "HONEY", "JAM"], "each": 2.0, "shelf": "n3", "note": None}
    total["text"] = "a\n  b"
    failed, text = _call(loop, tmp_path, 3)
    assert (failed, json.loads(text)["total"]) == (False, total)
    failed, text = _call(loop, tmp_path, 0)
    assert (failed, json.loads(text)["total"]["each"]) == (False, None)


def test_a_change_of_the_script_is_seen(tmp_path: Path) -> None:
    spec = _written(tmp_path)
    assert _command(spec, "--copy-scripts").returncode == 0
    assert _command(spec, "--copy-scripts", "--check").returncode == 0
    _written(tmp_path, SCRIPT.replace("upper", "lower"))
    assert _command(spec, "--copy-scripts", "--check").returncode == 1


def test_a_mark_of_the_byte_order_is_no_part_of_a_script(tmp_path: Path) -> None:
    assert _found(_written(tmp_path, "\ufeff" + SCRIPT)) == []


def test_nothing_is_copied_unless_the_user_asks(tmp_path: Path) -> None:
    spec = _written(tmp_path)
    done = _command(spec)
    assert done.returncode == 0
    assert b"CAP904" in done.stderr
    assert not (tmp_path / "made" / "copied_scripts").exists()
    assert "Hook(" in (tmp_path / "made" / "scripts.py").read_text(encoding="utf-8")


def test_the_configuration_may_ask(tmp_path: Path) -> None:
    spec = _written(tmp_path)
    table = tmp_path / "pyproject.toml"
    table.write_text('[tool.capwright]\nscripts = "copy"\n', encoding="utf-8")
    assert _command(spec, "--config", str(table)).returncode == 0
    assert (tmp_path / "made" / "copied_scripts" / "total.py").exists()
    assert _command(spec, "--config", str(table), "--no-copy-scripts").returncode == 0
    assert not (tmp_path / "made" / "copied_scripts" / "total.py").exists()


def test_the_switch_of_the_specification_only_switches_off(tmp_path: Path) -> None:
    spec = _written(tmp_path)
    for enabled, code in (("true", []), ("false", ["CAP904"])):
        text = SPEC.replace("FILE", FILE).replace("{timeout", f"{{enabled: {enabled}, timeout")
        spec.write_text(text, encoding="utf-8")
        assert [code for code, _, _ in _found(spec)] == code
        done = _command(spec)
        assert b"CAP904" in done.stderr, "nothing is copied unless the user asks"


@pytest.mark.parametrize("language", ["javascript", "groovy"])
def test_other_languages_stay_hooks(tmp_path: Path, language: str) -> None:
    spec = _written(tmp_path, file=FILE.replace("python", language))
    assert [code for code, _, _ in _found(spec)] == ["CAP904"]


@pytest.mark.parametrize(
    ("script", "line", "column"),
    [
        ("import os\n", 1, 1),
        ("result = 1\nfrom os import environ\n", 2, 1),
        ("result = open('/etc/passwd')\n", 1, 10),
        ("result = '{0}'.format(context)\n", 1, 10),
        ("result = f'{context}'\n", 1, 10),
        ("result = format(1, '9999999d')\n", 1, 10),
        ("result = (lambda: 0).__code__\n", 1, 10),
        ("result = [0 for _ in context]\n", 1, 17),
        ("result = context.__class__\n", 1, 10),
        ("result = (x for x in context).gi_frame\n", 1, 10),
        ("result = getattr(context, 'keys')\n", 1, 10),
        ("result = type(context)\n", 1, 10),
        ("class A: pass\n", 1, 1),
        ("result = eval('1')\n", 1, 10),
        ("def f():\n    global a\n    a = 1\n", 2, 5),
        ("def f():\n    yield 1\n", 2, 5),
        ("@count\ndef count(): pass\n", 2, 1),
        ("async def f(): pass\n", 1, 1),
        ("with context: pass\n", 1, 1),
        ("context.a = 1\n", 1, 1),
        ("result = 1j\n", 1, 10),
        ("result = b'a'\n", 1, 10),
        ("if context:\n    return 1\n", 2, 5),
        ("try:\n    pass\nexcept ValueError as _e:\n    pass\n", 3, 1),
        ("match context:\n    case 1: pass\n", 1, 1),
        ("result = (\n", 1, 10),
        ("result = context['{}'.format_map]\n", 1, 18),
        ("x = 1\nresult = 0x" + "f" * 5000 + "\n", 2, 10),
        ("result = " + "+".join(["1"] * 400) + "\n", 1, 1),
        ("result = context" + ".get" * 400 + "\n", 1, 1),
        ("result = " + "-" * 400 + "1\n", 1, 1),
        ("if context:\n    pass\n" + "elif context:\n    pass\n" * 400, 1, 1),
        ("x = 1\ncontinue\n", 2, 1),
        ("for x in context:\n    def f():\n        break\n", 3, 9),
        ("try:\n    pass\nexcept* ValueError:\n    pass\n", 1, 1),
        ("x: int = 1\n", 1, 1),
        ("from os import *\n", 1, 1),
        ("result = \uff4f\uff50\uff45\uff4e('x')\n", 1, 10),
        ("def f(a: (lambda: 0).gi_frame): pass\n", 1, 10),
        ("for context.a in [1]: pass\n", 1, 5),
        ("try:\n    pass\nexcept Exception as e:\n    result = e.args\n", 4, 14),
        ("result = [x.gi_frame for x in context]\n", 1, 11),
        ("result = ''.join(map(str.format, context))\n", 1, 22),
        ("result = (lambda: (yield))()\n", 1, 20),
        ("def f(*_a): pass\n", 1, 8),
        ("result = dict.fromkeys(context)\n", 1, 10),
        ("result = ...\n", 1, 10),
    ],
)
def test_what_is_not_copied(tmp_path: Path, script: str, line: int, column: int) -> None:
    spec = _written(tmp_path, script)
    assert _found(spec)[0] == ("CAP386", line, column)
    assert {code for code, _, _ in _found(spec)} == {"CAP386"}
    findings = Findings()
    understood = understand(spec, None, findings, scripts=Scripts.COPY)
    assert understood is not None
    files = build(understood, Options("made", scripts=Scripts.COPY))
    assert b"Hook(" in files["scripts.py"], "it stays a hook"
    assert not [path for path in files if path.startswith("copied_scripts")]


@pytest.mark.parametrize(
    "file",
    [
        FILE.replace("total.py", "other.py"),
        FILE.replace("///./kitchen", "///etc"),
        FILE.replace("///./kitchen", "///./../kitchen"),
    ],
)
def test_scripts_are_read_below_the_folder_only(tmp_path: Path, file: str) -> None:
    spec = _written(tmp_path, file=file)
    lines = SPEC.replace("FILE", file).splitlines()
    number, line = next((n, each) for n, each in enumerate(lines, 1) if "type: script" in each)
    assert _found(spec) == [("CAP385", number, line.rindex("file: ") + 7)]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_leads_nowhere(tmp_path: Path) -> None:
    spec = _written(tmp_path)
    outside = tmp_path.parent / f"{tmp_path.name}-outside.py"
    outside.write_text("result = 1\n", encoding="utf-8")
    (tmp_path / "kitchen" / "total.py").unlink()
    (tmp_path / "kitchen" / "total.py").symlink_to(outside)
    assert [code for code, _, _ in _found(spec)] == ["CAP385"]


def test_dependencies_come_first(tmp_path: Path, loop: BlockingPortal) -> None:
    spec = _written(
        tmp_path,
        "result = {'shelf': shout(context['shelf'])}\n",
        FILE + ", dependencies: [shout.py]",
    )
    (tmp_path / "kitchen" / "shout.py").write_text("def shout(text):\n    return text.upper()\n")
    assert _command(spec, "--copy-scripts").returncode == 0
    failed, text = _call(loop, tmp_path, 3)
    assert (failed, json.loads(text)["total"]) == (False, {"shelf": "N3"})


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("while True:\n    pass\n", "longer than 2 seconds"),
        ("result = 1 / 0\n", "ZeroDivisionError"),
        ("result = {1, 2}\n", "TypeError"),
        ("result = 'x' * (1 << 34)\n", "MemoryError"),
        ("result = context['none']\n", "KeyError"),
        ("result = 1\nfor turn in range(100000):\n    result = [result]\n", "RecursionError"),
    ],
)
def test_what_goes_wrong_is_an_error_of_the_call(
    tmp_path: Path, loop: BlockingPortal, script: str, said: str
) -> None:
    assert _command(_written(tmp_path, script), "--copy-scripts").returncode == 0
    failed, text = _call(loop, tmp_path, 3)
    assert failed
    assert said in text


MANY = """
import asyncio, json, made.units
from made import scripts
from made._runtime.calls import copied

found, most = 0, 0
begin = asyncio.create_subprocess_exec

async def counted(*arguments, **named):
    global found, most
    process = await begin(*arguments, **named)
    found += 1
    most = max(most, found)
    wait = process.wait

    async def ended():
        global found
        status = await wait()
        found -= 1
        return status

    process.wait = ended
    return process

asyncio.create_subprocess_exec = counted

async def main():
    context = {"jars": [], "guests": 1, "shelf": "n"}
    steps = await asyncio.gather(*(scripts.total.run({**context, "note": str(n)}) for n in range(24)))
    assert [each.document["note"] for each in steps] == [str(n) for n in range(24)]
    print(json.dumps([found, most, copied.AT_ONCE]))

for _ in range(2):  # Two loops, as a program has that runs more than once.
    asyncio.run(main())
"""


def test_only_so_many_run_side_by_side(tmp_path: Path) -> None:
    assert _command(_written(tmp_path), "--copy-scripts").returncode == 0
    done = run([sys.executable, "-c", MANY], environment(), tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    for line in done.stdout.splitlines():
        left, most, allowed = json.loads(line)
        assert left == 0
        assert 1 < most <= allowed


def test_checkers_take_a_package_with_a_copy(tmp_path: Path) -> None:
    assert _command(_written(tmp_path), "--copy-scripts").returncode == 0
    done = run(
        [sys.executable, "-m", "mypy", "--strict", "made"], environment(), tmp_path, timeout=300
    )
    assert done.returncode == 0, done.stdout.decode()


def test_inspect_shows_that_it_is_a_copy(tmp_path: Path) -> None:
    spec = _written(tmp_path)
    assert understand(spec, None, Findings()) is not None
    command = [sys.executable, "-m", "generator", "inspect", str(spec)]
    done = run(command, environment(), Path(__file__).parents[2])
    assert b"runs what fills the hook total, in place of the script total.py" in done.stdout


def test_the_runtime_gives_what_the_list_allows() -> None:
    from generator.own_files import runtime
    from generator.scripting.allowed import BUILTINS

    text = (runtime() / "calls" / "copied.py").read_text(encoding="utf-8")
    given = text[text.index("_BUILTINS: Final") : text.index("class ScriptError")]
    assert set(re.findall(r'"(\w+)"', given)) == BUILTINS
