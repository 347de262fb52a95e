"""`scripts.py`: the hooks of script steps, and the copies that the user asked for."""

from __future__ import annotations

from collections.abc import Mapping

from ..naming import Identifier, Names, file_name
from ..plan import Plan, RunScript
from .imports import imports
from .package import Module
from .python import CallOf, Declaration, Literal, Name, Python

_RESERVED = ("Any", "CopiedScript", "Final", "Hook", "Json", "annotations")
_FOLDER = "copied_scripts"


def hook_names(plan: Plan) -> Mapping[str, Identifier]:
    """Hook → its name in the module."""
    names = Names(_RESERVED)
    return {each.hook: names.claim(each.hook) for each in _scripts(plan)}


def scripts_modules(plan: Plan) -> tuple[Module, ...]:
    """The hooks, each once, and a module for each copy; none where the spec has no script."""
    names = hook_names(plan)
    if not names:
        return ()
    scripts = {each.hook: each for each in _scripts(plan)}
    hooks = [
        Declaration(names[hook], _hook(names[hook], script)) for hook, script in scripts.items()
    ]
    used = {
        "Final",
        *("Hook" if each.copy is None else "CopiedScript" for each in scripts.values()),
    }
    content = {"hooks": hooks, "import_lines": imports(used)}
    copies = (_copy(names[hook], script) for hook, script in scripts.items())
    module = Module("scripts.py", "scripts.py.j2", content)
    return (module, *(each for each in copies if each is not None))


def _hook(name: Identifier, script: RunScript) -> CallOf:
    if script.copy is None:
        return CallOf(Name("Hook"), _told(name, script))
    keywords: tuple[tuple[Identifier, Python], ...] = (
        (Identifier("module"), Name("__name__")),
        (Identifier("path"), Literal(_path(name))),
        (Identifier("seconds"), Literal(script.copy.timeout)),
    )
    return CallOf(Name("CopiedScript"), (Literal(str(name)), Literal(script.file)), keywords)


def _told(name: Identifier, script: RunScript) -> tuple[Literal, ...]:
    arguments = (Literal(str(name)), Literal(script.file))
    return arguments if script.language is None else (*arguments, Literal(script.language))


def _path(name: Identifier) -> str:
    return f"{_FOLDER}/{file_name(str(name))}.py"


def _copy(name: Identifier, script: RunScript) -> Module | None:
    """The script as a function of `context` that gives `result`."""
    if script.copy is None:
        return None
    content = {"name": name, "file": script.file, "script": script.copy.text}
    return Module(_path(name), "copied_script.py.j2", content)


def _scripts(plan: Plan) -> list[RunScript]:
    return [each for unit in plan.units for each in unit.program if isinstance(each, RunScript)]
