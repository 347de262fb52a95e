"""One unit's inputs, gathered: what its `with` feeds, what passes by name, and what feeds nothing.

Both adapters go the same way: first the `with` entries, then what passes by name, then variables of
the route and declared inputs that feed nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from ..diagnostics import Findings
from ..diagnostics.rules import bodies, references, shape, templates
from ..diagnostics.rules import inputs as rules
from ..diagnostics.spelling import few, is_slip, nearest
from ..letters import letters
from ..model import (
    ArrayTemplate,
    Constant,
    ExposedParameter,
    ObjectTemplate,
    Place,
    Placeholder,
    Template,
    WithEntry,
    data_names,
)
from ..origin import Origin
from ..plan import Argument, ExposedInput, Expression, Feed, FromName, inside
from .exposures import ResourceExposure
from .inputs import InputGatherer
from .names import expression
from .undeclared import Undeclared, report_undeclared


def feed(
    arguments: Iterable[Argument],
    entries: Iterable[WithEntry],
    doing: str,
    gatherer: InputGatherer,
    declared: Origin | None = None,
) -> tuple[Feed, ...]:
    """What each argument of an operation or a flow gets: by `with`, or by its own name.

    `declared` is where the operation stands.
    """
    gatherer.doing = doing
    arguments = tuple(arguments)
    gatherer.arguments.update((each.name, each) for each in arguments if not each.added)
    by_name = {entry.name: entry for entry in entries}
    gatherer.entries += by_name.values()
    if declared is not None:
        gatherer.called.append(declared)
    feeds: list[Feed] = []
    for argument in arguments:
        entry = by_name.get(argument.name) or by_name.get(argument.other_name or "")
        outer, _, path = argument.name.partition(".")
        around = by_name.get(outer) if path and entry is None else None
        if around is None:
            value = _fed(argument, entry, gatherer)
        else:
            whole = _fed(argument, around, gatherer)
            value = None if whole is None else inside(whole, tuple(path.split(".")))
        if value is not None:
            feeds.append(Feed(argument.name, value))
    return tuple(feeds)


def gathered(
    gatherer: InputGatherer, named: Iterable[Origin], variables: Sequence[Placeholder]
) -> tuple[ExposedInput, ...]:
    """The inputs that the caller gives, once everything is fed.

    `named` are where names stand that somebody wrote on purpose; `variables` are those of the
    route: inputs even where they feed nothing.
    """
    exposure, findings = gatherer.exposure, gatherer.findings
    named = tuple(named)
    if exposure.implied:
        _claim(variables, gatherer)
    spelled = {each.name for each in variables} | {each.name for each in exposure.parameters}
    unread = [name for name in sorted(spelled) if not gatherer.knows(name)]
    steps = tuple(gatherer.steps.done)
    is_resource = isinstance(exposure, ResourceExposure)
    implied = _implied(gatherer, spelled, is_resource)
    own = {each.name for each in exposure.parameters}
    open_variables = [each for each in variables if each.name in unread and each.name not in own]
    unread_inputs = [] if is_resource else exposure.parameters
    meant = report_undeclared(
        named, unread, implied, findings, steps, open_variables, unread_inputs
    )
    if unread and any(_is_wrong(each, findings) for each in named):
        # What feeds nothing may be what a reference with an error was to name.
        meant |= set(unread)
    lacking = [each for each in gatherer.wanted.values() if each.required]
    if is_resource and any(each.name not in spelled for each in lacking):
        meant |= set(unread)  # A resource that lacks an input is reported as that.
    for variable in variables:
        if not gatherer.knows(variable.name):
            _keep_variable(variable, gatherer, meant)
    _keep_all_unfed(gatherer, meant)
    return gatherer.inputs()


def _claim(variables: Iterable[Placeholder], gatherer: InputGatherer) -> None:
    for variable in variables:
        if not gatherer.knows(variable.name):
            gatherer.claim(variable)


def _implied(
    gatherer: InputGatherer, spelled: AbstractSet[str], is_resource: bool
) -> list[Undeclared]:
    """What is wanted and nobody declares; of a resource without what it lacks, which is reported as that."""
    wanted = gatherer.wanted.values()
    lacking = {each.name for each in wanted if is_resource and each.required}
    return [
        Undeclared(each.name, each.place, each.origin, gatherer.arguments.get(each.name))
        for each in wanted
        if each.name not in spelled and each.name not in lacking
    ]


def _is_wrong(reference: Origin, findings: Findings) -> bool:
    """Whether a reference was reported: with an error, or as a text that was meant to be one."""
    return findings.reported_at(reference) or findings.stands_at(
        reference, templates.PUBLISHED_REFERENCE
    )


def _fed(argument: Argument, entry: WithEntry | None, gatherer: InputGatherer) -> Expression | None:
    if entry is not None:
        gatherer.target = argument
        if _fixed(entry) is not None:
            gatherer.literals.append(entry)
        gatherer.inside = isinstance(entry.value, (ObjectTemplate, ArrayTemplate))
        value = expression(entry.value, gatherer)
        gatherer.target = None
        return value
    if argument.added:
        return None
    by_step = gatherer.steps.by_name(argument.name)
    if by_step is not None:
        return by_step
    name = _name_on_the_outside(argument, gatherer)
    declared = gatherer.declared(name)
    if declared is not None and declared.value is not None:
        return gatherer.fixed(name)
    part = gatherer.part(name)
    if part is not None:
        return part
    if declared is None and not gatherer.exposure.passes_by_name(argument):
        return _unlisted(name, argument, gatherer)
    if declared is None and gatherer.exposure.takes_undeclared and "." in name:
        return _part_of_undeclared(name, argument, gatherer)
    if declared is None and not argument.whole_body:
        gatherer.findings.report(
            rules.IMPLIED_INPUT,
            argument.origin,
            name=name,
            operation=gatherer.doing,
        )
    return FromName(gatherer.want(name, None, argument, argument.origin))


def _fixed(entry: WithEntry) -> str | None:
    """The text of an entry that names nothing."""
    match entry.value:
        case Constant(value) if value is not None:
            return str(value)
        case Template() as template:
            return template.constant
        case _:
            return None


def _stands_for(entry: WithEntry, parameter: ExposedParameter) -> bool:
    """Whether a fixed value stands where an input was meant: its name, or under its name."""
    name = letters(parameter.name)
    return name in (letters(entry.name), letters(_fixed(entry) or ""))


def _part_of_undeclared(name: str, argument: Argument, gatherer: InputGatherer) -> Expression:
    """`{{boat.id}}` where nobody declares `boat`: the argument is the object, as callers would give it."""
    head, *path = name.split(".")
    gatherer.findings.report(
        rules.IMPLIED_INPUT, argument.origin, name=head, operation=gatherer.doing
    )
    return FromName(gatherer.want_part(head, argument), tuple(path))


def _unlisted(name: str, argument: Argument, gatherer: InputGatherer) -> Expression | None:
    """What an argument gets that nobody declares: what a caller gives under its name, if any may."""
    if not gatherer.exposure.takes_undeclared:
        return None
    head, *path = name.split(".")
    fills = argument if not path else None
    return FromName(gatherer.want(head, None, fills, argument.origin, listed=False), tuple(path))


def _name_on_the_outside(argument: Argument, gatherer: InputGatherer) -> str:
    """The name under which a path variable passes, where its two names differ."""
    other = argument.other_name
    if other is None or gatherer.declared(argument.name) is not None:
        return argument.name
    is_outside = gatherer.declared(other) is not None or other in gatherer.variables
    return other if is_outside else argument.name


def _keep_variable(variable: Placeholder, gatherer: InputGatherer, meant: AbstractSet[str]) -> None:
    """A variable of the route that feeds nothing: callers give it all the same."""
    gatherer.want(variable.name, None, None, variable.origin)
    is_slip_of_another = any(
        gatherer.findings.stands_in(each.origin, shape.NO_VARIABLE_IN_ROUTE)
        and (nearest(variable.name, (each.name,)) or is_slip(variable.name, each.name))
        for each in gatherer.exposure.parameters
    )
    if variable.name not in meant and not is_slip_of_another:
        gatherer.findings.report(
            rules.PATH_VARIABLE_FEEDS_NOTHING,
            variable.origin,
            within=f"{{{variable.name}}}",
            name=variable.name,
            operation=gatherer.doing,
        )


def _keep_all_unfed(gatherer: InputGatherer, meant: AbstractSet[str]) -> None:
    """Declared inputs that feed nothing: what took several of them is gone by one mistake."""
    unfed = [each for each in gatherer.exposure.parameters if _feeds_nothing(each, gatherer)]
    if unfed:
        meant = meant | _said_already({each.name for each in unfed}, gatherer)
    told: list[ExposedParameter] = []
    for parameter in unfed:
        gatherer.want(parameter.name, None, None, parameter.origin)
        is_misplaced = gatherer.findings.stands_in(parameter.origin, shape.NO_VARIABLE_IN_ROUTE)
        if parameter.name in meant or is_misplaced:
            continue
        literal = next((each for each in gatherer.literals if _stands_for(each, parameter)), None)
        if literal is None:
            told.append(parameter)
        else:
            _report_literal(literal, parameter, gatherer)
    if told:
        _report_unfed(told, gatherer)


def _said_already(names: AbstractSet[str], gatherer: InputGatherer) -> AbstractSet[str]:
    """Those of which another finding speaks: the body that may name them, the entry of `with` that does."""
    findings = gatherer.findings
    lost = (bodies.EMPTIED_BODY, bodies.BODY_WITHOUT_DATA)
    if any(findings.stands_below(each, rule) for each in gatherer.called for rule in lost):
        return names
    unsent = [each for each in gatherer.entries if each.name not in gatherer.arguments]
    if not any(findings.stands_at(each.origin, references.WITH_FEEDS_NOTHING) for each in unsent):
        return frozenset()
    return frozenset[str]().union(*(data_names(each.value) for each in unsent))


def _feeds_nothing(parameter: ExposedParameter, gatherer: InputGatherer) -> bool:
    """Whether a declared input feeds nothing: it stays in the contract, and is validated.

    Not one that a tool only has of its flow, and fills itself: nobody is asked for it.
    """
    return not (
        gatherer.knows(parameter.name)
        or parameter.name in gatherer.exposure.filled
        or parameter.value is not None
        or parameter.place is Place.ENVIRONMENT
    )


def _report_literal(
    literal: WithEntry, parameter: ExposedParameter, gatherer: InputGatherer
) -> None:
    """A fixed text in `with` where the name of an input was meant."""
    name = parameter.name
    gatherer.findings.report(
        rules.INPUT_FEEDS_NOTHING,
        literal.origin,
        hint=f"write `'{{{{{name}}}}}'` here, or remove the declaration: a fixed value is sent",
        names=f"`{name}` is",
        them="it",
        name=name,
        operation="",
    )


def _report_unfed(parameters: Sequence[ExposedParameter], gatherer: InputGatherer) -> None:
    names = list(dict.fromkeys(each.name for each in parameters))
    is_one = len(names) == 1
    gatherer.findings.report(
        rules.INPUT_FEEDS_NOTHING,
        parameters[0].origin,
        names=f"{few(names)} {'is' if is_one else 'are'}",
        them="it" if is_one else "them",
        name=names[0],
        operation=f"`{gatherer.doing}`" if gatherer.doing else "what is called",
    )
