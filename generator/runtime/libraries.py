"""What modules of the runtime stand on, as requirements with upper bounds."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from .graph import runtime_modules

PYREQWEST: Final = "pyreqwest>=0.15.1,<0.16"
HTTPX2: Final = "httpx2>=2.16,<3"
SERVER: Final = (
    "uvicorn>=0.54,<1",
    "httptools>=0.7,<1",
    "uvloop>=0.22,<1; sys_platform != 'win32'",
)
MCP: Final = ("mcp>=2.1,<3",)
TELEMETRY: Final = (
    "opentelemetry-api>=1.37,<2",
    "opentelemetry-sdk>=1.37,<2",
    "opentelemetry-exporter-otlp-proto-http>=1.37,<2",
)
"""The API is what packages import; the rest is for `python -m PACKAGE`, which is nobody else's process."""
B3: Final = ("opentelemetry-propagator-b3>=1.37,<2",)
TOKENS: Final = ("pyjwt[crypto]>=2.15,<3",)
"""What verifies tokens of callers."""
FORMATS: Final = {
    "defusedxml": "defusedxml>=0.7,<1",
    "yaml": "pyyaml>=6.0.2,<7",
    "selectolax": "selectolax>=1.0,<2",
    "markdown_it": "markdown-it-py>=4,<5",
    "fastavro": "fastavro>=1.12,<2",
    "google": "protobuf>=6.30,<8",
    "re2": "google-re2>=1.1.20251105,<2",
}
"""The libraries that read formats and match patterns, by the name under which they are imported."""


def format_requirements(paths: Iterable[str]) -> tuple[str, ...]:
    """The requirements of what reads formats, as far as these modules import it."""
    imported = {name for path in paths for name in _imported(path)}
    return tuple(line for name, line in FORMATS.items() if name in imported)


@cache
def _imported(path: str) -> frozenset[str]:
    """The libraries that a module imports, at once or late."""
    names = frozenset(_names(ast.parse(runtime_modules()[path])))
    return names - frozenset(sys.stdlib_module_names)


def _names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
