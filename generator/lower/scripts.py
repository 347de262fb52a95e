"""`scripts.py`: the hooks of script steps."""

from __future__ import annotations

from collections.abc import Mapping

from ..naming import Identifier, Names
from ..plan import Plan, RunScript
from .imports import imports
from .package import Module
from .python import CallOf, Declaration, Literal, Name

_RESERVED = ("Any", "Final", "Hook", "Json", "annotations")


def hook_names(plan: Plan) -> Mapping[str, Identifier]:
    """Hook → its name in the module."""
    names = Names(_RESERVED)
    return {each.hook: names.claim(each.hook) for each in _scripts(plan)}


def scripts_module(plan: Plan) -> Module | None:
    """The hooks, each once; None where the spec has no script."""
    names = hook_names(plan)
    if not names:
        return None
    scripts = {each.hook: each for each in _scripts(plan)}
    hooks = [
        Declaration(names[hook], CallOf(Name("Hook"), _told(names[hook], script)))
        for hook, script in scripts.items()
    ]
    content = {"hooks": hooks, "import_lines": imports({"Final", "Hook"})}
    return Module("scripts.py", "scripts.py.j2", content)


def _told(name: Identifier, script: RunScript) -> tuple[Literal, ...]:
    told = (Literal(str(name)), Literal(script.file))
    return told if script.language is None else (*told, Literal(script.language))


def _scripts(plan: Plan) -> list[RunScript]:
    return [each for unit in plan.units for each in unit.program if isinstance(each, RunScript)]
