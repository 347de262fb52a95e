"""What the generated package needs at run time, with upper bounds."""

from __future__ import annotations

from ..model import ResponseFormat
from ..plan import Plan
from .docs import origin_of
from .python import PlainFile

CLIENT = ("pyreqwest>=0.15.1,<0.16",)
"""The default transport; `httpx2` is for teams that bring a client of their own."""
SERVER = ("uvicorn>=0.54,<1", "httptools>=0.7,<1", "uvloop>=0.22,<1; sys_platform != 'win32'")
MCP = ("mcp>=2.1,<3",)
_FORMATS = {
    ResponseFormat.XML: "defusedxml>=0.7,<1",
    ResponseFormat.YAML: "pyyaml>=6.0.2,<7",
}


def requirement_files(plan: Plan) -> tuple[PlainFile, ...]:
    """`requirements.txt`, and one more for each kind of adapter that the spec has."""
    files = {"requirements.txt": (*CLIENT, *_of_formats(plan))}
    if plan.rest:
        files["requirements-rest.txt"] = ("-r requirements.txt", *SERVER)
    if plan.mcp:
        files["requirements-mcp.txt"] = ("-r requirements.txt", *SERVER, *MCP)
    header = f"# {origin_of(plan.capability)}"
    return tuple(_file(path, (header, *lines)) for path, lines in files.items())


def _of_formats(plan: Plan) -> tuple[str, ...]:
    formats = {each.response_format for api in plan.apis for each in api.operations}
    return tuple(line for format_, line in _FORMATS.items() if format_ in formats)


def _file(path: str, lines: tuple[str, ...]) -> PlainFile:
    return PlainFile(path, "".join(f"{line}\n" for line in lines).encode())
