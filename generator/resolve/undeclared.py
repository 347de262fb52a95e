"""References to inputs that nobody declares: implied ones, or misspelt where another is unread."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from ..diagnostics import Findings
from ..diagnostics.rules import inputs as rules
from ..diagnostics.spelling import alike, is_slip, nearest
from ..model import ExposedParameter, Place, Placeholder
from ..origin import Origin
from ..plan import Argument, InputPlace
from ..records import dataclass
from .exposures import READ_AS

_LIKE: Final = 0.75


@dataclass(frozen=True, slots=True)
class Undeclared:
    """An input that is there because something names it."""

    name: str
    place: InputPlace
    origin: Origin
    fills: Argument | None = None
    """The argument of the same name that it feeds."""


def report_undeclared(
    references: Iterable[Origin],
    unread: Sequence[str],
    implied: Sequence[Undeclared],
    findings: Findings,
    steps: Sequence[str] = (),
    variables: Sequence[Placeholder] = (),
    parameters: Sequence[ExposedParameter] = (),
) -> frozenset[str]:
    """Reports what is referred to and nobody declares. Gives the names that were probably meant.

    `references` are the places of what was written on purpose (`with` entries, fixed values);
    `unread` are declared inputs and variables of the exposed path that nothing refers to; `steps` are
    the steps whose outputs may be named; `variables` are those of the exposed path that nobody declares
    and nothing refers to, `parameters` the declared inputs.
    """
    here = tuple(references)
    meant: set[str] = set()
    for each in implied:
        if not any(_stands_in(each.origin, place) for place in here):
            continue  # It passes by name: that is noted at the parameter of the operation.
        near = _output_of(each.name, steps)
        near = near or alike(each.name, unread, _LIKE) or _slip(each.name, unread)
        variable = _variable_of(each, near, variables, implied)
        declared = _declaration_of(each, near, parameters)
        if variable is not None:
            _report_variable(variable, each.name, findings)
            meant.add(variable.name)
        elif declared is not None:
            _report_declaration(declared, each.name, findings)
            meant.add(declared.name)
        elif near is not None:
            rule = rules.MISSPELT_INPUT
            findings.report(rule, each.origin, within=each.name, name=each.name, meant=near)
            meant.add(near)
        elif each.place in READ_AS:
            read_as = READ_AS[each.place]
            findings.report(
                rules.UNDECLARED_REFERENCE, each.origin, name=each.name, read_as=read_as
            )
    return frozenset(meant)


def _variable_of(
    reference: Undeclared,
    near: str | None,
    variables: Sequence[Placeholder],
    implied: Sequence[Undeclared],
) -> Placeholder | None:
    """The variable of the path that was to have the name of a reference.

    Where the reference has the name of the parameter that it feeds, the other name is the wrong one.
    """
    if reference.fills is None:
        return None
    if near is not None:
        return next((each for each in variables if each.name == near), None)
    others = [each for each in implied if each.fills is not None and _is_path(each.fills)]
    if len(variables) == 1 and others == [reference]:
        return variables[0]
    return None


def _declaration_of(
    reference: Undeclared, near: str | None, parameters: Sequence[ExposedParameter]
) -> ExposedParameter | None:
    """The declaration that was to have the name of a reference, which has that of the parameter it feeds."""
    if near is None or reference.fills is None:
        return None
    return next((each for each in parameters if each.name == near), None)


def _report_declaration(parameter: ExposedParameter, meant: str, findings: Findings) -> None:
    named = parameter.origin.child("name")
    # An item of a list has its name inside; what stands there in a mapping is another key.
    is_listed = findings.sources is not None and findings.sources.is_scalar(named)
    name = parameter.name
    findings.report(
        rules.DECLARED_UNDER_ANOTHER_NAME,
        named if is_listed else parameter.origin,
        at="value" if is_listed else "key",
        instead=meant,
        name=name,
        meant=meant,
    )


def _is_path(argument: Argument) -> bool:
    return argument.place is Place.PATH


def _report_variable(variable: Placeholder, meant: str, findings: Findings) -> None:
    rule = rules.VARIABLE_OF_ANOTHER_NAME
    name = variable.name
    findings.report(rule, variable.origin, within=name, instead=meant, name=name, meant=meant)


def _slip(name: str, unread: Sequence[str]) -> str | None:
    """Short names have too few letters to be alike: `di` for `id`."""
    return next((each for each in unread if is_slip(name.lower(), each.lower())), None)


def _output_of(name: str, steps: Sequence[str]) -> str | None:
    """`fuond.isbn` where there is a step `found`."""
    head, *rest = re.split(r"\s*\.\s*", name)
    step = nearest(head, steps) if rest else None
    return None if step is None else ".".join((step, *rest))


def _stands_in(origin: Origin, place: Origin) -> bool:
    return origin.source == place.source and origin.pointer.startswith(place.pointer)
