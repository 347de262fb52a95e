"""The runtime's modules, copied as they are under the header: the ones that the package needs."""

from __future__ import annotations

from ..own_files import runtime
from ..plan import Plan
from .docs import origin_of
from .python import PlainFile


def runtime_files(plan: Plan) -> tuple[PlainFile, ...]:
    """Every module of the runtime, but those of an adapter kind that the package has not."""
    left_out = _folders_left_out(plan)
    folder = runtime()
    header = f"# {origin_of(plan.capability)}\n".encode()
    files: list[PlainFile] = []
    for path in sorted(folder.rglob("*.py")):
        relative = path.relative_to(folder).as_posix()
        if relative.startswith(left_out):
            continue
        files.append(PlainFile(f"_runtime/{relative}", header + path.read_bytes()))
    return tuple(files)


def _folders_left_out(plan: Plan) -> tuple[str, ...]:
    needed = {"rest/": plan.rest, "mcp/": plan.mcp, "server/": plan.rest or plan.mcp}
    return tuple(folder for folder, adapters in needed.items() if not adapters)
