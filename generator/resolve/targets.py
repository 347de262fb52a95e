"""Which operation a `call` means; never guessed by likeness (docs/language.md, "Outputs")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from ..diagnostics import Findings
from ..diagnostics.rules import references as rules
from ..letters import letters
from ..model import Call, route_text
from ..plan import Api, Operation


def find_operation(
    call: Call, apis: Sequence[Api], method: str | None, path: str | None, findings: Findings
) -> Operation | None:
    """The operation of a call, or None.

    `method` and `path` are the exposed side's: they decide between operations of one name.
    """
    api = next((each for each in apis if each.namespace == call.namespace), None)
    if api is None:
        return None
    named: Sequence[Operation] = api.named.get(call.operation, ())
    if not named:
        named = _same_but_for_spelling(call, api)
        if not named:
            return None
        findings.report(
            rules.CALL_SPELLED_DIFFERENTLY,
            call.origin,
            call=_text(call),
            operation=f"{api.namespace}.{named[0].declaration.name}",
        )
    again = [each for each in named[1:] if _request(each) == _request(named[0])]
    if len(again) + 1 == len(named) > 1:
        for each in again:
            _report_again(each, api, findings)
        return named[0]
    return _pick(call, named, method, path, findings)


def _request(operation: Operation) -> tuple[str, str]:
    return operation.method, _without_names(_path(operation))


def _report_again(operation: Operation, api: Api, findings: Findings) -> None:
    """Reports a request that is declared once more, or the resource of which all requests are."""
    origin = operation.declaration.origin
    resource = origin.parent.parent
    inside = [each for each in api.operations if each.declaration.origin.parent.parent == resource]
    before = api.operations[: api.operations.index(inside[0])]
    known = {(each.declaration.name, _request(each)) for each in before}
    what = "This is declared already,"
    if all((each.declaration.name, _request(each)) in known for each in inside):
        origin = resource
        if len(inside) > 1:
            what = "All operations of this resource are declared already,"
    if not findings.stands_at(origin, rules.DECLARED_AGAIN):
        findings.report(rules.DECLARED_AGAIN, origin, what=what)


def _text(call: Call) -> str:
    return f"{call.namespace}.{call.operation}"


def _same_but_for_spelling(call: Call, api: Api) -> Sequence[Operation]:
    wanted = letters(call.operation)
    same = api.spelled.get(wanted, ())
    names = {each.declaration.name for each in same}
    return same if wanted and len(names) == 1 else ()


def _pick(
    call: Call, named: Sequence[Operation], method: str | None, path: str | None, findings: Findings
) -> Operation:
    if len(named) == 1:
        return named[0]
    same_method = [each for each in named if each.method == method]
    shape = None if path is None else _shape(path)
    same_path = [each for each in same_method if _shape(_path(each)) == shape]
    chosen = (same_path or same_method or named)[0]
    findings.report(
        rules.AMBIGUOUS_CALL,
        call.origin,
        call=_text(call),
        count=len(named),
        chosen=f"{chosen.method} {_path(chosen)}",
    )
    return chosen


def report_twins(
    apis: Sequence[Api], called: AbstractSet[tuple[str, str]], findings: Findings
) -> None:
    """Reports operations that share a name, where no call says which of them it means."""
    for api in apis:
        for name, group in api.named.items():
            if any((api.namespace, each.name) in called for each in group):
                continue
            for each in group[1:]:
                origin = each.declaration.origin
                findings.report(rules.OPERATION_TWICE, origin, namespace=api.namespace, name=name)


def report_lost_twin(api: Api, lost: AbstractSet[str], findings: Findings) -> None:
    """Reports the second operation of a name, where a call to one that is not there says what it was to be."""
    twins = [each for group in api.named.values() for each in group[1:]]
    if len(twins) != 1 or len(lost) != 1:
        return
    (twin,), (meant,) = twins, lost
    name, origin = twin.declaration.name, twin.declaration.origin
    findings.report(
        rules.OPERATION_TWICE,
        origin.child("name"),
        hint=f"did you mean `{meant}`?",
        instead=meant,
        namespace=api.namespace,
        name=name,
    )


def _path(operation: Operation) -> str:
    return route_text(operation.declaration.path)


def _shape(path: str) -> str:
    """A path without the names of its variables and without a trailing slash."""
    return _without_names(path).rstrip("/")


def _without_names(path: str) -> str:
    return re.sub(r"\{[^{}]*\}", "{}", path)
