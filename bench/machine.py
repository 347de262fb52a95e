"""What the numbers were measured on."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

_PACKAGES: Final = (
    "pyreqwest",
    "httpx2",
    "httpx",
    "aiohttp",
    "urllib3",
    "openapi-python-client",
    "uvicorn",
    "uvloop",
    "httptools",
    "starlette",
    "fastapi",
    "mcp",
    "fastmcp",
    "black",
)


def described() -> str:
    """Machine, system, versions and date, as sentences."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in _PACKAGES)
    now = datetime.now(UTC)
    return (
        f"{now:%Y-%m-%d %H:%M} UTC, load average {os.getloadavg()[0]:.1f} (of which up to 3 are ours): "
        f"{os.cpu_count()} cores, {_processor()}, {platform.system()} "
        f"{platform.release()}, Python {platform.python_version()}, {_nginx()}, wrk with one thread.\n"
        f"Versions: {versions}."
    )


def _processor() -> str:
    """The processor's name, or its family where it does not tell one."""
    facts: dict[str, str] = {}
    for line in Path("/proc/cpuinfo").read_text("utf-8").split("\n\n", 1)[0].splitlines():
        name, _, value = line.partition(":")
        facts[name.strip()] = value.strip()
    name = facts.get("model name", "")
    if name and name != "unknown":
        return name
    family = (facts.get(key, "?") for key in ("vendor_id", "cpu family", "model"))
    return "{} family {} model {}".format(*family)


def _nginx() -> str:
    said = subprocess.run(["nginx", "-v"], capture_output=True, text=True, check=True).stderr
    return said.strip().removeprefix("nginx version: ").replace("/", " ")
