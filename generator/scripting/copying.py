"""What becomes of each script step: a hook, or a copy where the user asks for copies.

The user asks with `--copy-scripts` or in the configuration, and never the specification.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path
from typing import Final

from ..diagnostics import Findings
from ..diagnostics.finding import Position, Span
from ..diagnostics.rules import copied_scripts, not_yet
from ..model import Scripting
from ..naming import identifier
from ..plan import Plan, RunScript, ScriptCopy, Unit, UnitStep
from ..source.files import FileRefusedError
from ..source.sources import SourceSet
from .checking import Problem, bound, parsed, problems

_TIMEOUT: Final = 60_000
"""Milliseconds, where nothing governs scripts (language, 2.15)."""
_UNGOVERNED: Final = Scripting(None, None, None, _TIMEOUT, 0, None)
_LANGUAGES: Final = {
    ".py": "python",
    ".js": "javascript",
    ".mjs": "javascript",
    ".groovy": "groovy",
}


def with_scripts(plan: Plan, sources: SourceSet, findings: Findings, *, copy: bool) -> Plan:
    """The plan with a copy in each script step that can have one; the others are reported as hooks."""
    settings = plan.scripting or _UNGOVERNED
    done: dict[str, ScriptCopy | None] = {}
    wanted = copy and settings.enabled is not False
    units = tuple(
        _with_copies(unit, settings, sources, findings, wanted, done) for unit in plan.units
    )
    return replace(plan, units=units)


def _with_copies(
    unit: Unit,
    settings: Scripting,
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
        language = _language(step, settings)
        if step.hook not in done:
            wanted = copy and language == "python" and settings.admits(language)
            done[step.hook] = _copied(step, settings, sources, findings) if wanted else None
            if not wanted and not findings.reported_at(step.origin):
                name = identifier(step.hook)
                findings.report(
                    not_yet.SCRIPT, step.origin.child("type"), file=step.file, name=name
                )
        program.append(replace(step, language=language, copy=done[step.hook]))
    return replace(unit, program=tuple(program))


def _language(step: RunScript, settings: Scripting) -> str | None:
    """As the step says it, else the control adapter, else the file's ending."""
    return step.language or settings.language or _LANGUAGES.get(Path(step.file).suffix.lower())


def _copied(
    step: RunScript, settings: Scripting, sources: SourceSet, findings: Findings
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
    return ScriptCopy(text, settings.timeout / 1000)


def _tree(
    file: str,
    step: RunScript,
    settings: Scripting,
    sources: SourceSet,
    findings: Findings,
    known: frozenset[str],
) -> ast.Module | None:
    location = step.location or settings.location or ""
    name = f"{_folder(location, sources)}{file}"
    try:
        content = sources.files.content(name)
    except FileRefusedError as refusal:
        findings.report(
            copied_scripts.SCRIPT_NOT_READ, step.origin.child("file"), file=file, reason=refusal
        )
        return None
    tree = parsed(content)
    found = [tree] if isinstance(tree, Problem) else problems(tree, known)
    shown = (Path(sources.main.name).parent / name).as_posix()
    for each in found:
        place = Position(each.line, each.column)
        findings.report_at(
            copied_scripts.SCRIPT_NOT_COPIED,
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
