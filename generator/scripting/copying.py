"""What becomes of each script step: a hook, or a copy where the user asks for copies.

The user asks with `--copy-scripts` or in the configuration, and never the specification.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from ..diagnostics import Findings
from ..diagnostics.finding import Position, Span
from ..diagnostics.rules import not_yet
from ..diagnostics.rules import steps as rules
from ..naming import identifier
from ..plan import Plan, RunScript, ScriptCopy, Unit, UnitStep
from ..records import dataclass
from ..source.files import FileRefusedError
from ..source.sources import SourceSet
from .checking import Problem, bound, parsed, problems

_TIMEOUT: Final = 60.0
"""Seconds, where the specification says nothing (language, 2.15)."""


@dataclass(frozen=True, slots=True)
class _Settings:
    """`management.scripting` of the first control adapter that has it."""

    location: str = ""
    language: str | None = None
    timeout: float = _TIMEOUT
    enabled: bool = True
    """False where the specification lets no script run; it never asks for a copy."""


def with_scripts(plan: Plan, sources: SourceSet, findings: Findings, *, copy: bool) -> Plan:
    """The plan with a copy in each script step that can have one; the others are reported as hooks."""
    settings = _settings(sources.main.data)
    done: dict[str, ScriptCopy | None] = {}
    wanted = copy and settings.enabled
    units = tuple(
        _with_copies(unit, settings, sources, findings, wanted, done) for unit in plan.units
    )
    return replace(plan, units=units)


def _with_copies(
    unit: Unit,
    settings: _Settings,
    sources: SourceSet,
    findings: Findings,
    copy: bool,
    done: dict[str, ScriptCopy | None],
) -> Unit:
    program: list[UnitStep] = []
    for step in unit.program:
        if not isinstance(step, RunScript):
            program.append(step)
            continue
        if step.hook not in done:
            wanted = copy and _is_python(step, settings)
            done[step.hook] = _copied(step, settings, sources, findings) if wanted else None
            if not wanted and not findings.reported_at(step.origin):
                name = identifier(step.hook)
                findings.report(
                    not_yet.SCRIPT, step.origin.child("type"), file=step.file, name=name
                )
        program.append(replace(step, copy=done[step.hook]))
    return replace(unit, program=tuple(program))


def _is_python(step: RunScript, settings: _Settings) -> bool:
    language = step.language or settings.language
    return language == "python" if language else step.file.endswith(".py")


def _copied(
    step: RunScript, settings: _Settings, sources: SourceSet, findings: Findings
) -> ScriptCopy | None:
    """The script with what it depends on before it, or None where that may not be copied."""
    statements: list[ast.stmt] = []
    known: frozenset[str] = frozenset()
    is_good = True
    for file in (*step.dependencies, step.file):
        tree = _tree(file, step, settings, sources, findings, known)
        is_good = is_good and tree is not None
        if tree is not None:
            known |= bound(tree)
            statements += tree.body
    if not is_good:
        return None
    text = ast.unparse(ast.Module(statements, []))
    return ScriptCopy(text, settings.timeout)


def _tree(
    file: str,
    step: RunScript,
    settings: _Settings,
    sources: SourceSet,
    findings: Findings,
    known: frozenset[str],
) -> ast.Module | None:
    name = f"{_folder(step.location or settings.location, sources)}{file}"
    try:
        content = sources.files.content(name)
    except FileRefusedError as refusal:
        findings.report(rules.SCRIPT_NOT_READ, step.origin.child("file"), file=file, reason=refusal)
        return None
    tree = parsed(content)
    found = [tree] if isinstance(tree, Problem) else problems(tree, known)
    shown = (Path(sources.main.name).parent / name).as_posix()
    for each in found:
        place = Position(each.line, each.column)
        findings.report_at(
            rules.SCRIPT_NOT_COPIED,
            Span(shown, place, place),
            problem=each.what,
            file=file,
            name=identifier(step.hook),
        )
    return None if found or isinstance(tree, Problem) else tree


def _folder(location: str, sources: SourceSet) -> str:
    """`file:///./scripts` and the place of a folder below the capability's, relative to that."""
    text = location.strip()
    for prefix in ("file:///./", "file://./", "file://"):
        if text.startswith(prefix):
            text = text.removeprefix(prefix)
            break
    root = sources.files.root.resolve()
    if text.startswith("/") and Path(text).is_relative_to(root):
        text = Path(text).relative_to(root).as_posix()
    text = text.removeprefix("./").strip("/") if not text.startswith("/") else text
    return f"{text}/" if text and text != "." else ""


def _settings(data: Any) -> _Settings:
    for scripting in _scripting(data):
        location, language = scripting.get("defaultLocation"), scripting.get("defaultLanguage")
        return _Settings(
            location if isinstance(location, str) else "",
            language if isinstance(language, str) else None,
            _seconds(scripting.get("timeout")),
            scripting.get("enabled") is not False,
        )
    return _Settings()


def _seconds(timeout: Any) -> float:
    """Of a time in milliseconds."""
    if isinstance(timeout, bool) or not isinstance(timeout, int | float) or timeout <= 0:
        return _TIMEOUT
    return timeout / 1000


def _scripting(data: Any) -> Iterator[dict[str, Any]]:
    capability = data.get("capability") if isinstance(data, dict) else None
    exposes = capability.get("exposes") if isinstance(capability, dict) else None
    for adapter in exposes if isinstance(exposes, list) else ():
        management = adapter.get("management") if isinstance(adapter, dict) else None
        scripting = management.get("scripting") if isinstance(management, dict) else None
        if isinstance(scripting, dict):
            yield scripting
