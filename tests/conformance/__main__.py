"""Real clients against the Quay server, then the official suite: `python -m tests.conformance`.

Needs the Node programs of `package.json` in `NODE_MODULES` (`run.sh` puts them there). Ends with an error at the first answer that is not as it should be.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from tests.behaviour.cases import CASES, Case
from tests.fake_quay import WIDE, FakeQuay
from tests.support.processes import ROOT, environment, serve, start, wait_for
from tests.support.raw_http import free_port

HERE: Final = Path(__file__).parent
MODULES: Final = Path(os.environ.get("NODE_MODULES", HERE / "node_modules"))
NODE: Final = str(MODULES / ".bin" / "node")
STDIO: Final = (sys.executable, "-m", "generated.quay", "mcp", "--transport", "stdio")
FASTMCP: Final = str(ROOT / ".venv-bench" / "bin" / "python")
"""The environment that has FastMCP."""
REVISIONS: Final = ("2025-11-25", "2026-07-28")
TOOL_CASES: Final = [case for case in CASES if not case.is_for_clients]
"""What a tool takes: a path value with slashes is the client's only, unless the configuration allows it."""


def main() -> int:
    """Run everything; the exit code."""
    with FakeQuay() as quay:
        environ = environment(QUAY_BASE_URI=quay.base_uri, QUAY_TOKEN=WIDE)
        with serve("mcp", environ) as served:
            url = served.url + "/mcp"
            for era in ("legacy", "auto", "2026-07-28"):
                for target in ((url,), STDIO):
                    with_typescript("2", era, target, environ, quay)
            for target in ((url,), STDIO):
                with_typescript("1", "legacy", target, environ, quay)
                with_inspector(target, environ, quay)
            if Path(FASTMCP).exists():
                command = [FASTMCP, str(HERE / "fastmcp_client.py"), url]
                with_lines("FastMCP, http", command, environ, quay)
            else:
                print("FastMCP: not tried, `make bench` installs it")
    return official_suite()


# --- all calls of Quay through one client -------------------------------------------------------


def each_case(name: str, quay: FakeQuay, call: Callable[[Case], dict[str, Any]]) -> None:
    """Make every call of the behaviour tests, each in a fresh world."""
    for case in TOOL_CASES:
        quay.reset()
        case.prepare(quay.world)
        judge(name, case, call(case))
    print(
        f"{name}: {len(TOOL_CASES)} calls of {len({case.operation for case in TOOL_CASES})} tools"
    )


def judge(name: str, case: Case, result: dict[str, Any]) -> None:
    """A call that works gives content, one that fails says the status, and never structure."""
    wrong = bool(result.get("isError")) == case.works or "code" in result
    said = "".join(block.get("text", "") for block in result.get("content", ()))
    if not case.works:
        wrong = wrong or f"HTTP {case.status}" not in said or bool(result.get("structuredContent"))
    elif said.startswith("{"):
        wrong = wrong or result.get("structuredContent") != json.loads(said)
    if wrong:
        raise SystemExit(f"{name}: {case} came back as {json.dumps(result)[:1000]}")


def with_typescript(
    line: str, era: str, target: tuple[str, ...], environ: dict[str, str], quay: FakeQuay
) -> None:
    name = f"TypeScript {line}.x, {era}, {'http' if len(target) == 1 else 'stdio'}"
    command = [NODE, str(MODULES.parent / "client.mjs"), line, era, *target]
    with_lines(name, command, environ, quay)


def with_lines(name: str, command: list[str], environ: dict[str, str], quay: FakeQuay) -> None:
    """Make all calls through a client that is spoken to in lines."""
    with talking(command, environ) as (say, hear):
        listed = hear()["tools"]
        if len(listed) != 16:
            raise SystemExit(f"{name}: {len(listed)} tools")

        def call(case: Case) -> dict[str, Any]:
            say({"tool": case.operation, "arguments": case.arguments})
            return hear()

        each_case(name, quay, call)
        say({"tool": "nothing", "arguments": {}})
        if hear().get("code") != -32602:
            raise SystemExit(f"{name}: an unknown tool must be an error of the protocol")


@contextmanager
def talking(
    command: list[str], environ: dict[str, str]
) -> Iterator[tuple[Callable[[Any], None], Callable[[], Any]]]:
    """A process that is spoken to in lines of JSON."""
    process = subprocess.Popen(
        command, env=environ, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    given, said = process.stdin, process.stdout

    def say(value: Any) -> None:
        given.write(json.dumps(value) + "\n")
        given.flush()

    def hear() -> Any:
        line = said.readline()
        if not line:
            raise SystemExit(f"{command[1:4]} ended with {process.wait()}")
        return json.loads(line)

    try:
        yield say, hear
    finally:
        given.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
        said.close()


# --- the Inspector ------------------------------------------------------------------------------


def with_inspector(target: tuple[str, ...], environ: dict[str, str], quay: FakeQuay) -> None:
    """List and call with the Inspector's command line; it starts anew each time, so a few calls do."""
    transport = "http" if len(target) == 1 else "stdio"
    tools = inspected(target, environ, "--method", "tools/list")["tools"]
    if len(tools) != 16:
        raise SystemExit(f"Inspector, {transport}: {len(tools)} tools")
    chosen = [
        case
        for case in TOOL_CASES
        if case.operation in ("getrepo", "listrepos") and "body" not in case.arguments
    ]
    for case in chosen[:4]:
        quay.reset()
        case.prepare(quay.world)
        pairs = [f"{name}={value}" for name, value in case.arguments.items()]
        given = [part for pair in pairs for part in ("--tool-arg", pair)]
        call = ("--method", "tools/call", "--tool-name", case.operation, *given)
        judge(f"Inspector, {transport}", case, inspected(target, environ, *call))
    print(f"Inspector, {transport}: the list and {len(chosen[:4])} calls")


def inspected(target: tuple[str, ...], environ: dict[str, str], *arguments: str) -> Any:
    command = [NODE, str(MODULES / ".bin" / "mcp-inspector"), "--cli"]
    if len(target) == 1:
        command += [target[0], "--transport", "http", *arguments]
    else:
        given = {name: environ[name] for name in ("QUAY_BASE_URI", "QUAY_TOKEN")}
        command += [part for name, value in given.items() for part in ("-e", f"{name}={value}")]
        command += [*arguments, "--", *target]
    done = subprocess.run(
        command, env=environ, cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise SystemExit(f"{command[2:]}: {done.stdout}{done.stderr}") from None


# --- the official suite -------------------------------------------------------------------------


def official_suite() -> int:
    """The scenarios that each revision requires; `baseline.yml` says which do not apply, and why."""
    port = free_port()
    command = [sys.executable, "-m", "tests.conformance.adapter", str(port)]
    failed = 0
    with start(command, environment(), f"http://127.0.0.1:{port}", ROOT) as served:
        wait_for(served, port)
        for revision in REVISIONS:
            suite = [NODE, str(MODULES / ".bin" / "conformance"), "server"]
            suite += ["--url", served.url + "/mcp", "--requirements", revision]
            suite += ["--expected-failures", str(HERE / "baseline.yml")]
            done = subprocess.run(suite, capture_output=True, text=True, timeout=300)
            print(f"official suite, {revision}: exit {done.returncode}")
            print(done.stdout[done.stdout.rfind("=== SUMMARY") :] or done.stderr)
            failed = failed or done.returncode
    return failed


if __name__ == "__main__":
    sys.exit(main())
