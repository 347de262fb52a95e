"""`with` keys that name nothing in the operation: it grows by them (docs/language.md, "Choices")."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field, replace

from ..diagnostics import Findings
from ..diagnostics.rules import references as rules
from ..diagnostics.rules.templates import BRACES_ARE_TEXT, SECTION
from ..diagnostics.spelling import few, nearest, only_slip
from ..letters import letters
from ..model import (
    Call,
    ConsumedOperation,
    DataTemplate,
    JsonBody,
    ObjectTemplate,
    Place,
    Template,
    ValueType,
    WithEntry,
)
from ..plan import (
    Argument,
    BodyPlan,
    Expression,
    FormFields,
    FreeJson,
    FromName,
    JsonTemplate,
    NoBody,
    ObjectOf,
    Operation,
    Pair,
)
from ..records import dataclass

_QUERY_METHODS = frozenset({"GET", "HEAD", "DELETE"})


@dataclass(frozen=True, slots=True)
class _Unlike:
    """The keys of one call that are like no parameter."""

    sent: list[WithEntry] = field(default_factory=list)
    unsent: list[WithEntry] = field(default_factory=list)


def with_extras(
    operation: Operation, calls: Iterable[Call], implied: bool, findings: Findings
) -> Operation:
    """The operation with an argument for each `with` key that it does not know."""
    for call in calls:
        unlike = _Unlike()
        for entry in call.arguments or ():
            if not _takes(operation, entry.name):
                fed = frozenset(each.name for each in call.arguments or ())
                operation = _grown(operation, entry, fed, implied, unlike, findings)
        _report_unlike(operation, unlike, findings)
    return operation


def _takes(operation: Operation, name: str) -> bool:
    """Whether an argument has the name, or is a part of what has it (`order.id`)."""
    parts = (each for each in operation.arguments if each.name.startswith(f"{name}."))
    return operation.argument(name) is not None or any(parts)


def _grown(
    operation: Operation,
    entry: WithEntry,
    fed: AbstractSet[str],
    implied: bool,
    unlike: _Unlike,
    findings: Findings,
) -> Operation:
    """The operation with one more argument; `unlike` gets the keys that are like no parameter."""
    if _is_declared(operation.declaration, entry.name):
        return operation
    grown = _with_argument(operation, entry) if implied else None
    meant_here = _misspelt_placeholder(operation, entry, fed)
    if meant_here is not None:
        prefix, dot, _ = meant_here.name.partition(".")
        near = nearest(prefix, ("tools", "rest")) if dot else None
        meant = entry.name if near is None else f"{near}.{entry.name}"
        report_placeholder(meant_here, meant, findings)
        return operation if grown is None else grown
    is_like = _meant(entry.name, _open_names(operation, fed)) is not None
    if grown is None:
        if is_like:
            advice = _advice(operation, entry.name, fed, "remove the key")
            _report_of_no_use(operation, (entry,), advice, findings)
        else:
            unlike.unsent.append(entry)
        return operation
    origin = operation.declaration.origin
    if findings.are_misspelt(origin, "inputParameters") or any(
        findings.stands_below(origin, rule) for rule in (BRACES_ARE_TEXT, SECTION)
    ):
        return grown  # It may well be declared there, or meant in the body.
    if is_like:
        advice = _advice(operation, entry.name, fed, "correct the key")
        _report_addition(operation, (entry,), advice, findings)
    else:
        unlike.sent.append(entry)
    return grown


def _report_of_no_use(
    operation: Operation, entries: Sequence[WithEntry], advice: str, findings: Findings
) -> None:
    is_one = len(entries) == 1
    keys = few([entry.name for entry in entries])
    findings.report(
        *(rules.WITH_FEEDS_NOTHING, entries[0].origin),
        at="key",
        keys=f"{keys} is no parameter" if is_one else f"{keys} are no parameters",
        operation=_name(operation),
        sent="is not sent" if is_one else "are not sent",
        advice=advice,
    )


def _report_unlike(operation: Operation, unlike: _Unlike, findings: Findings) -> None:
    """Whoever lost the parameters of an operation has made one mistake."""
    for entries, report, verb in (
        (unlike.sent, _report_addition, "correct"),
        (unlike.unsent, _report_of_no_use, "remove"),
    ):
        if entries:
            keys = few([entry.name for entry in entries])
            what = f"{verb} the {'key' if len(entries) == 1 else 'keys'}"
            advice = f"declare {keys} under the operation's `inputParameters`, or {what}"
            report(operation, entries, advice, findings)


def _report_addition(
    operation: Operation, entries: Sequence[WithEntry], advice: str, findings: Findings
) -> None:
    is_one = len(entries) == 1
    keys = few([entry.name for entry in entries])
    place = "query pair" if operation.method in _QUERY_METHODS else "field of the body"
    findings.report(
        *(rules.WITH_ADDS, entries[0].origin),
        at="key",
        keys=f"{keys} is no parameter" if is_one else f"{keys} are no parameters",
        operation=_name(operation),
        sent=(
            f"it is sent as a {place} of that name"
            if is_one
            else f"each is sent as a {place} of its name"
        ),
        advice=advice,
    )


def _name(operation: Operation) -> str:
    return f"{operation.api}.{operation.declaration.name}"


def _misspelt_placeholder(
    operation: Operation, entry: WithEntry, fed: AbstractSet[str]
) -> Argument | None:
    """The placeholder that is a slip of a key of `with`, where the key is the one that is right.

    It is if the body has the placeholder under that name, or if the key hands on what is called like it.
    """
    open_ones = {
        each.name: each
        for each in operation.arguments
        if each.placeholder and not each.declared and each.name not in fed
    }
    near = nearest(entry.name, open_ones)
    # `{{tool.origin}}`: the prefix is the slip.
    near = near or next((each for each in open_ones if each.endswith(f".{entry.name}")), None)
    if near is None:
        return None
    found = open_ones[near]
    field = found.origin.pointer.rpartition("/")[2]
    is_right = letters(field) == letters(entry.name) or _is_placeholder(entry.value, entry.name)
    return found if is_right else None


def report_placeholder(argument: Argument, meant: str, findings: Findings) -> None:
    """Report a placeholder of an operation that was to have another name."""
    name = argument.name
    findings.report(
        rules.MISSPELT_PLACEHOLDER,
        argument.origin,
        within=name,
        instead=meant,
        name=name,
        meant=meant,
    )


def _advice(operation: Operation, key: str, fed: AbstractSet[str], otherwise: str) -> str:
    """The parameter that was meant, if it is one that the call does not feed already."""
    return advice_for(key, _open_names(operation, fed), otherwise, "operation")


def _open_names(operation: Operation, fed: AbstractSet[str]) -> tuple[str, ...]:
    return tuple(each.name for each in operation.arguments if each.name not in fed)


def _meant(key: str, open_names: Sequence[str]) -> str | None:
    return nearest(key, open_names) or only_slip(key, open_names)


def advice_for(key: str, open_names: Sequence[str], otherwise: str, thing: str) -> str:
    """What to write in place of a key of `with`, given what the operation or flow could still get."""
    near = _meant(key, open_names)
    declare = f"declare `{key}` under the {thing}'s `inputParameters`, or {otherwise}"
    return declare if near is None else f"did you mean `{near}`? Otherwise {declare}"


def _is_declared(declaration: ConsumedOperation, name: str) -> bool:
    """A parameter or a field that `authentication` or its own `value` fills: nothing to add."""
    body = declaration.body
    data = body.data if isinstance(body, JsonBody) else None
    fields = data.entries if isinstance(data, ObjectTemplate) else ()
    return any(parameter.name == name for parameter in declaration.parameters) or any(
        key == name and _is_placeholder(value, name) for key, value in fields
    )


def _is_placeholder(value: DataTemplate, name: str) -> bool:
    return isinstance(value, Template) and value.sole is not None and value.sole.name == name


def _with_argument(operation: Operation, entry: WithEntry) -> Operation | None:
    value = FromName(entry.name)
    if operation.method in _QUERY_METHODS:
        argument = _argument(entry, Place.QUERY)
        return replace(
            operation,
            query=(*operation.query, Pair(entry.name, value)),
            arguments=(*operation.arguments, argument),
        )
    body = _with_field(operation.body, entry.name, value)
    if body is None:
        return None
    arguments = (*operation.arguments, _argument(entry, Place.BODY))
    return replace(operation, body=body, arguments=arguments)


def _argument(entry: WithEntry, place: Place) -> Argument:
    return Argument(
        name=entry.name,
        wire=entry.name,
        place=place,
        type=ValueType.ANY,
        required=False,
        description=None,
        declared=False,
        origin=entry.origin,
        added=True,
    )


def _with_field(body: BodyPlan, name: str, value: Expression) -> BodyPlan | None:
    match body:
        case NoBody():
            return JsonTemplate(ObjectOf(((name, value),)))
        case FreeJson(argument, added):
            return FreeJson(argument, (*added, (name, value)))
        case JsonTemplate(ObjectOf() as template, added):
            return JsonTemplate(template, (*added, (name, value)))
        case FormFields(fields):
            return FormFields((*fields, (name, value)))
        case _:
            return None
