"""Path parameters and the variables of a path: which is which (docs/language.md, "Consumed APIs")."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import replace

from ..diagnostics.rules import bodies
from ..diagnostics.rules import shape as rules
from ..letters import letters
from ..model import (
    Constant,
    ConsumedParameter,
    DataTemplate,
    Place,
    Placeholder,
    Scope,
    Template,
    TextPart,
    names_of,
)
from .context import Context
from .meant_variables import MeantVariable, meant_variable
from .paths import path_text


def place_variables(
    path: Template, parameters: tuple[ConsumedParameter, ...], context: Context
) -> tuple[Template, tuple[ConsumedParameter, ...]]:
    """Path parameters that have no place are appended; those with a value become their value."""
    if context.published:
        parameters = _spelled_as_the_path_does(path, parameters, context)
    named = {each.name for each in path.placeholders}
    in_sections = names_of(path.parts) - named
    # Where the path itself is wrong, that has been said, and the variable may well be in it.
    is_wrong = context.findings.reported_at(path.origin)
    kept: list[ConsumedParameter] = []
    for parameter in parameters:
        if parameter.place is not Place.PATH:
            kept.append(parameter)
            continue
        if parameter.name in in_sections:
            continue  # A path that has it in a section can do without it: it is no parameter of its own.
        if parameter.name not in named and parameter.other_name is None:
            meant = _meant(path, parameter, parameters, in_sections, context)
            if not context.published:
                # What misses the parameter further down follows from this: without it, it is sent.
                _report_no_place(path, parameter, meant, is_wrong, context)
                continue
            if not is_wrong:
                _report_appended(path, parameter, meant, context)
            path = _appended(path, parameter)
        if parameter.value is None:
            kept.append(parameter)
        else:
            path = _filled(path, parameter.other_name or parameter.name, parameter.value)
    return path, tuple(kept)


def _report_no_place(
    path: Template,
    parameter: ConsumedParameter,
    meant: MeantVariable | None,
    is_wrong: bool,
    context: Context,
) -> None:
    name = parameter.name
    if meant is not None:
        written, hint, instead = meant.written, meant.hint, meant.instead
        context.findings.report(
            rules.NO_PLACE_IN_PATH,
            path.origin,
            within=written,
            hint=hint,
            instead=instead,
            name=name,
        )
    elif not is_wrong:
        context.findings.report(
            rules.NO_PLACE_IN_PATH, parameter.origin.child("in"), instead="query", name=name
        )


def _report_appended(
    path: Template, parameter: ConsumedParameter, meant: MeantVariable | None, context: Context
) -> None:
    rule, name, whole = (
        bodies.APPENDED_TO_PATH,
        parameter.name,
        path_text(_appended(path, parameter)),
    )
    if meant is None:
        context.findings.report(rule, parameter.origin, name=name, path=whole)
        return
    written, hint, instead = meant.written, meant.hint, meant.instead
    context.findings.report(
        rule, path.origin, within=written, hint=hint, instead=instead, name=name, path=whole
    )


def _meant(
    path: Template,
    parameter: ConsumedParameter,
    parameters: Iterable[ConsumedParameter],
    in_sections: AbstractSet[str],
    context: Context,
) -> MeantVariable | None:
    """What the path has in place of this parameter."""
    here = [each for each in parameters if each.place is Place.PATH]
    named = {each.name for each in path.placeholders}
    declared = {each.name for each in parameters} | {
        each.other_name for each in here if each.other_name is not None
    }
    open_names = [
        each.name
        for each in path.placeholders
        if each.name not in declared | context.bind_variables.keys()
        and each.scope in (Scope.INPUT, Scope.ANY)
        and not _is_environment(each)
    ]
    lacking = [
        each for each in here if each.name not in named | in_sections and each.other_name is None
    ]
    is_only_one = len(lacking) == 1
    text = path_text(path)
    return meant_variable(text, parameter.name, open_names, is_only_one, context.published)


def _spelled_as_the_path_does(
    path: Template, parameters: tuple[ConsumedParameter, ...], context: Context
) -> tuple[ConsumedParameter, ...]:
    """`{labelID}` is the parameter `labelId`, where each of the two has nothing else (docs/language.md, "Choices")."""
    in_path = [each for each in parameters if each.place is Place.PATH]
    named = {each.name for each in path.placeholders}
    open_variables = {
        each.name
        for each in path.placeholders
        if each.name not in {parameter.name for parameter in parameters}
        and each.name not in context.bind_variables
        and each.scope in (Scope.INPUT, Scope.ANY)
        and not _is_environment(each)
    }
    without_place = [each for each in in_path if each.name not in named]
    same = _pairs_of_one_letters(open_variables, [each.name for each in without_place])
    for each in without_place:
        if each.name in same:
            context.findings.report(
                bodies.PATH_VARIABLE_SPELLED,
                each.origin,
                name=each.name,
                variable=same[each.name],
            )
    return tuple(
        (
            replace(each, other_name=same[each.name])
            if each.place is Place.PATH and each.name in same
            else each
        )
        for each in parameters
    )


def _is_environment(variable: Placeholder) -> bool:
    """`{{TENANT}}` is a variable of the environment; `{TENANT}` is one of the path."""
    return variable.scope is Scope.ANY and variable.name.isupper()


def _pairs_of_one_letters(variables: Iterable[str], names: Iterable[str]) -> dict[str, str]:
    """Name → the variable of the same letters and digits, where there is one of each."""
    by_spelling: dict[str, list[str]] = {}
    for variable in variables:
        by_spelling.setdefault(letters(variable), []).append(variable)
    wanted = [letters(each) for each in names]
    return {
        name: by_spelling[letters(name)][0]
        for name in names
        if wanted.count(letters(name)) == 1 and len(by_spelling.get(letters(name), ())) == 1
    }


def _appended(path: Template, parameter: ConsumedParameter) -> Template:
    """The path with one more segment: exactly one slash stands before it."""
    placeholder = Placeholder(parameter.name, Scope.INPUT, parameter.origin)
    parts = list(path.parts)
    if parts and isinstance(parts[-1], str) and parts[-1].endswith("/"):
        return Template((*parts, placeholder), path.origin)
    if parts and isinstance(parts[-1], str):
        parts[-1] = f"{parts[-1]}/"
    else:
        parts.append("/")
    return Template((*parts, placeholder), path.origin)


def _filled(path: Template, name: str, value: DataTemplate) -> Template:
    """The path with a variable replaced by the fixed value of its parameter."""
    match value:
        case Template(parts):
            filling: tuple[TextPart, ...] = parts
        case Constant(constant) if constant is not None and not isinstance(constant, bool):
            filling = (str(constant),)
        case _:
            return path
    parts_of_path: list[TextPart] = []
    for part in path.parts:
        if isinstance(part, Placeholder) and part.name == name:
            parts_of_path.extend(filling)
        else:
            parts_of_path.append(part)
    return Template(tuple(parts_of_path), path.origin)
