"""What the generated package needs at run time, with upper bounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ..model import OAuth2Auth
from ..options import Options, Runtime
from ..plan import McpSurface, Plan, RestSurface, SkillSurface
from ..runtime import release
from ..runtime.libraries import B3, FORMATS, MCP, SERVER, TELEMETRY, TOKENS
from .docs import origin_of
from .formats import libraries
from .package import PlainFile
from .transports import requirement

RUNTIME: Final = "requirements-runtime.txt"
"""The installed runtime, in a file of its own: pip wants a hash for all that stands beside one."""


def requirement_files(plan: Plan, options: Options, matches: bool) -> tuple[PlainFile, ...]:
    """`requirements.txt`, and one more for each kind of adapter that the spec has.

    `matches` says whether the package has regular expressions.
    """
    engine = (FORMATS["re2"],) if matches else ()
    files = {"requirements.txt": (requirement(options), *libraries(plan), *engine)}
    if plan.rest:
        files["requirements-rest.txt"] = ("-r requirements.txt", *SERVER, *_tokens(plan.rest))
    if plan.skills:
        files["requirements-skill.txt"] = ("-r requirements.txt", *SERVER, *_tokens(plan.skills))
    if plan.mcp:
        files["requirements-mcp.txt"] = ("-r requirements.txt", *SERVER, *MCP, *_tokens(plan.mcp))
    if plan.observability is not None:
        more = B3 if plan.observability.propagation == "b3" else ()
        files["requirements-telemetry.txt"] = ("-r requirements.txt", *TELEMETRY, *more)
    if options.runtime is Runtime.PACKAGE:
        files[RUNTIME] = release.requirement()
    header = f"# {origin_of(plan.capability)}"
    return tuple(_file(path, (header, *lines)) for path, lines in files.items())


def _tokens(surfaces: Sequence[RestSurface | McpSurface | SkillSurface]) -> tuple[str, ...]:
    """A library for signatures, where tokens are held against keys."""
    kinds = [each.authentication for each in surfaces]
    signed = any(isinstance(each, OAuth2Auth) and not each.introspected for each in kinds)
    return TOKENS if signed else ()


def _file(path: str, lines: tuple[str, ...]) -> PlainFile:
    return PlainFile(path, "".join(f"{line}\n" for line in lines).encode())
