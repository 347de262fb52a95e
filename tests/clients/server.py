"""Starts the generated server, and leaves a mark when the SDK is imported: then the fast path did not do.

python -m tests.clients.server mcp --transport stdio
"""

from __future__ import annotations

import importlib.abc
import os
import runpy
import sys
from pathlib import Path
from typing import Any


class _Marks(importlib.abc.MetaPathFinder):
    def find_spec(self, name: str, path: Any, target: Any = None) -> None:
        if name == "mcp.server":
            Path(os.environ["TRIAL_MARK"]).touch()


if __name__ == "__main__":
    sys.meta_path.insert(0, _Marks())
    sys.argv[0] = "garden"
    runpy.run_module("garden", run_name="__main__", alter_sys=True)
