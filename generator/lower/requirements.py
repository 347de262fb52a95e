"""What the generated package needs at run time, with upper bounds."""

from __future__ import annotations

from ..plan import Plan
from .docs import origin_of
from .formats import libraries
from .python import PlainFile

CLIENT = ("pyreqwest>=0.15.1,<0.16",)
"""The default transport; `httpx2` is for teams that bring a client of their own."""
SERVER = ("uvicorn>=0.54,<1", "httptools>=0.7,<1", "uvloop>=0.22,<1; sys_platform != 'win32'")
MCP = ("mcp>=2.1,<3",)


def requirement_files(plan: Plan) -> tuple[PlainFile, ...]:
    """`requirements.txt`, and one more for each kind of adapter that the spec has."""
    files = {"requirements.txt": (*CLIENT, *libraries(plan))}
    if plan.rest:
        files["requirements-rest.txt"] = ("-r requirements.txt", *SERVER)
    if plan.mcp:
        files["requirements-mcp.txt"] = ("-r requirements.txt", *SERVER, *MCP)
    header = f"# {origin_of(plan.capability)}"
    return tuple(_file(path, (header, *lines)) for path, lines in files.items())


def _file(path: str, lines: tuple[str, ...]) -> PlainFile:
    return PlainFile(path, "".join(f"{line}\n" for line in lines).encode())
