"""`scripts.py`: the hooks of script steps, and the copies that the user asked for."""

from __future__ import annotations

from collections.abc import Mapping

from ..model import Scripting
from ..naming import Identifier, Names, file_name
from ..plan import Plan, RunScript
from .imports import imports
from .package import Module
from .python import CallOf, Declaration, Literal, Name, Python, literal

_RESERVED = (
    "Any",
    "CopiedScript",
    "Final",
    "GOVERNANCE",
    "Governance",
    "Hook",
    "Json",
    "annotations",
)
_FOLDER = "copied_scripts"


def hook_names(plan: Plan) -> Mapping[str, Identifier]:
    """Hook → its name in the module."""
    names = Names(_RESERVED)
    return {each.hook: names.claim(each.hook) for each in _scripts(plan)}


def scripts_modules(plan: Plan) -> tuple[Module, ...]:
    """The hooks, each once, and a module for each copy; none where the spec says nothing of scripts."""
    names, governance = hook_names(plan), plan.scripting
    if not names and governance is None:
        return ()
    scripts = {each.hook: each for each in _scripts(plan)}
    hooks = [
        Declaration(names[hook], _hook(names[hook], script, governance is not None))
        for hook, script in scripts.items()
    ]
    used = {
        "Final",
        *("Hook" if each.copy is None else "CopiedScript" for each in scripts.values()),
    }
    governing: list[Declaration] = []
    if governance is not None:
        governing.append(Declaration(Identifier("GOVERNANCE"), _governance(governance)))
        used.add("Governance")
    content = {"hooks": hooks, "governing": governing, "import_lines": imports(used)}
    copies = (_copy(names[hook], script) for hook, script in scripts.items())
    module = Module("scripts.py", "scripts.py.j2", content)
    return (module, *(each for each in copies if each is not None))


def _governance(declared: Scripting) -> CallOf:
    said: dict[str, Python] = {
        "timeout": Literal(declared.timeout),
        "statements": Literal(declared.statements),
    }
    for name, value in (
        ("enabled", declared.enabled),
        ("location", declared.location),
        ("language", declared.language),
        ("languages", declared.languages),
    ):
        if value is not None:
            said[name] = literal(value)
    return CallOf(Name("Governance"), (), tuple((Identifier(k), v) for k, v in said.items()))


def _hook(name: Identifier, script: RunScript, governed: bool) -> CallOf:
    arguments: list[Python] = [Literal(str(name)), Literal(script.file)]
    keywords: list[tuple[Identifier, Python]] = []
    if script.copy is None:
        if script.language is not None:
            arguments.append(Literal(script.language))
    else:
        keywords += [
            (Identifier("module"), Name("__name__")),
            (Identifier("path"), Literal(_path(name))),
            (Identifier("seconds"), Literal(script.copy.timeout)),
        ]
    if governed:
        keywords.append((Identifier("governance"), Name("GOVERNANCE")))
    kind = "Hook" if script.copy is None else "CopiedScript"
    return CallOf(Name(kind), tuple(arguments), tuple(keywords))


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
