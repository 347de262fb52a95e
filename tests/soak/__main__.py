"""`make soak`: five minutes, or `SECONDS=…`. Ends with an error when something is not as it should be."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from dataclasses import dataclass, field

from tests.support.processes import ROOT, Served, environment, serve
from tests.support.raw_http import fetch, free_port

from .callers import Callers, Tally
from .watching import growth, open_files, resident, settled_files

PHASES = ("well", "killed", "restarted", "slow", "well", "garbage", "resets", "cuts", "well")
EXPECTED = {
    "well": {"200"},
    "restarted": {"200"},
    "killed": {"502"},
    "slow": {"200", "504"},
    "garbage": {"502", "broken off"},
    "resets": {"200", "502"},
    "cuts": {"200", "502", "broken off"},
}
TIMEOUT = 1.0
"""Seconds that the adapter waits for the upstream."""
SLACK = 5.0
"""Seconds that a busy machine may add."""
CALLERS = 64
MOST_GROWTH = 8.0
"""MB: what an allocator may still spread out in five minutes; a leak of 50 bytes a call is more."""


@dataclass
class Soak:
    """One run."""

    seconds: float
    port: int = field(default_factory=free_port)
    upstream: subprocess.Popen[str] | None = None
    memory: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def run(self) -> None:
        variables = environment(
            QUAY_BASE_URI=f"http://127.0.0.1:{self.port}/api/v1",
            QUAY_TOKEN="token",
            QUAY_TIMEOUT=str(TIMEOUT),
        )
        with serve("rest", variables, "--access-log", "off") as served:
            try:
                self._soak(served)
            finally:
                self._kill()
            begun = time.monotonic()
            if served.process.poll() is not None:
                self.faults.append("the adapter died")
            served.process.terminate()
            served.process.wait(15)
            if time.monotonic() - begun > 10:
                self.faults.append("the adapter did not stop in time")
            said = served.output()
        if "Traceback" in said:
            self.faults.append(f"the adapter raised:\n{said[-4000:]}")

    def _soak(self, served: Served) -> None:
        process = served.process.pid
        self._begin()
        fetch(served.url, "GET", "/repository/soak%2Fwarm")
        self._kill()
        time.sleep(0.5)
        files = open_files(process)
        asyncio.run(self._load(served))
        self._kill()
        left = settled_files(process, files, 20.0)
        print(f"open files: {files} before, {left} after; memory: {_rounded(self.memory)} MB")
        if left > files:
            self.faults.append(f"{left - files} files were left open")
        if (grown := growth(self.memory)) > MOST_GROWTH:
            self.faults.append(f"memory grew by {grown:.1f} MB: {_rounded(self.memory)}")

    async def _load(self, served: Served) -> None:
        port = int(served.url.rpartition(":")[2])
        rounds = max(1, round(self.seconds / 40))
        length = self.seconds / rounds / len(PHASES)
        callers = Callers(port, TIMEOUT + SLACK, settle=min(1.5, length / 2))
        self._begin()
        tasks = [asyncio.create_task(callers.call()) for _ in range(CALLERS)]
        for number in range(1, rounds + 1):
            for phase in PHASES:
                self._enter(phase)
                callers.tally = tally = Tally(time.monotonic())
                await asyncio.sleep(length)
                self._judge(f"{number}/{rounds} {phase}", phase, tally, length)
            self.memory.append(resident(served.process.pid))
        callers.running = False
        await asyncio.gather(*tasks)
        self.faults += callers.wrong[:10] + callers.late[:10]

    def _judge(self, name: str, phase: str, tally: Tally, length: float) -> None:
        counted = ", ".join(f"{kind}: {number}" for kind, number in sorted(tally.answers.items()))
        rate = tally.answers.total() / length
        print(f"{name:16} {rate:7.0f}/s  slowest {tally.slowest:4.1f} s  {counted}", flush=True)
        strange = tally.settled.keys() - EXPECTED[phase]
        if strange:
            self.faults.append(f"{name}: {dict(tally.settled)}")
        if not tally.settled:
            self.faults.append(f"{name}: no answers at all")

    # --- the upstream's fate ---------------------------------------------------------------------

    def _enter(self, phase: str) -> None:
        if phase == "killed":
            self._kill()
        elif phase == "restarted":
            self._begin()
        else:
            self._tell(phase)

    def _begin(self) -> None:
        self.upstream = subprocess.Popen(
            [sys.executable, "-m", "tests.soak.upstream", str(self.port)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            text=True,
        )
        for _ in range(200):
            try:
                fetch(f"http://127.0.0.1:{self.port}", "GET", "/ready")
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("the upstream does not start")

    def _tell(self, mode: str) -> None:
        assert self.upstream is not None
        assert self.upstream.stdin is not None
        self.upstream.stdin.write(f"{mode}\n")
        self.upstream.stdin.flush()

    def _kill(self) -> None:
        if self.upstream is None:
            return
        assert self.upstream.stdin is not None
        self.upstream.kill()
        self.upstream.wait()
        self.upstream.stdin.close()
        self.upstream = None


def _rounded(samples: list[float]) -> str:
    return " ".join(f"{each:.0f}" for each in samples)


def main() -> int:
    soak = Soak(float(sys.argv[1]) if len(sys.argv) > 1 else 300.0)
    soak.run()
    for fault in soak.faults:
        print(f"FAULT {fault}", file=sys.stderr)
    print("It held." if not soak.faults else "It did not hold.")
    return 1 if soak.faults else 0


if __name__ == "__main__":
    sys.exit(main())
