"""The runtime's modules, copied as they are under the header: the ones that the package needs."""

from __future__ import annotations

from generator.lower.docs import origin_of
from generator.module import PlainFile
from generator.plan import Plan
from generator.resources import runtime


def runtime_files(plan: Plan) -> tuple[PlainFile, ...]:
    """Every module of the runtime; those of an adapter kind only where there is one."""
    folder = runtime()
    header = f"# {origin_of(plan.capability)}\n".encode()
    files: list[PlainFile] = []
    for path in sorted(folder.rglob("*.py")):
        relative = path.relative_to(folder).as_posix()
        if relative.startswith("mcp_") and not plan.mcp:
            continue
        files.append(PlainFile(f"_runtime/{relative}", header + path.read_bytes()))
    return tuple(files)
