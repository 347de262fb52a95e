"""Which processor runs what: a server under load has one for itself; what asks it, and its API, have the others.

A worker is planned for one core. Left to the kernel, the threads of server, load generator and API move between few
cores, and two builds differ by where they happen to be more than by what they do.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path


def beside_servers(command: Sequence[str]) -> list[str]:
    """The command, to be run where no server is measured.

    Args:
        command: of the load generator or the API.
    """
    ours = _ours()
    if len(ours) < 2:
        return list(command)
    return ["taskset", "--cpu-list", ",".join(map(str, ours[:-1])), *command]


def alone(pids: Sequence[int]) -> None:
    """Give processes, with all of their threads, one processor that nothing else of this benchmark has.

    Args:
        pids: of a server and of those that it has started.
    """
    ours = _ours()
    if len(ours) < 2:
        return
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").iterdir():
            os.sched_setaffinity(int(task.name), {ours[-1]})


def _ours() -> list[int]:
    return sorted(os.sched_getaffinity(0))
