"""Calls to what is not there: one finding for one cause, with what was probably meant."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from ..diagnostics import Findings
from ..diagnostics.rules import references as rules
from ..diagnostics.rules import schema
from ..diagnostics.spelling import few, listed, nearest
from ..model import Call
from ..plan import Api

_ALIKE: Final = 0.6
_SLIP: Final = 0.8
"""From here on a name is taken for a slip of the finger; below it is only the closest there is."""
_SAME_VERB: Final = 0.7
_LISTED: Final = 8
_NAMED: Final = 3


def report_missing(
    lost: Sequence[Call], apis: Sequence[Api], called: AbstractSet[str], findings: Findings
) -> None:
    """Reports the calls that name nothing. `called` are the namespaces that other calls use."""
    by_namespace = {api.namespace: api for api in apis}
    foreign: dict[tuple[str, ...], list[Call]] = {}
    unknown: dict[tuple[str, str], list[Call]] = {}
    for call in lost:
        api = by_namespace.get(call.namespace)
        if api is not None:
            # Where an API has lost all of its operations, that is one mistake.
            name = call.operation if api.operations else ""
            unknown.setdefault((call.namespace, name), []).append(call)
        else:
            key = (call.namespace, *_homes(call, apis))
            foreign.setdefault(key, []).append(call)
    misnamed = _misnamed(foreign, called)
    for namespace, home in misnamed.items():
        calls = [call for call in lost if call.namespace == namespace]
        _nobody_calls(by_namespace[home], calls, findings)
    for (namespace, *homes), calls in foreign.items():
        if namespace not in misnamed:
            _unknown_namespace(calls, homes, list(by_namespace), findings)
    _unknown_operations(unknown, by_namespace, apis, findings)


def _misnamed(
    foreign: Mapping[tuple[str, ...], Sequence[Call]], called: AbstractSet[str]
) -> dict[str, str]:
    """Unknown namespace → the API that is meant: all of several calls fit it, and no other calls do."""
    fitting: dict[str, set[str]] = {}
    counts: Counter[str] = Counter()
    for (namespace, *homes), calls in foreign.items():
        fitting[namespace] = fitting.get(namespace, set(homes)) & set(homes) - called
        counts[namespace] += len(calls)
    claimed = Counter(home for homes in fitting.values() for home in homes)
    return {
        namespace: home
        for namespace, homes in fitting.items()
        for home in homes
        if len(homes) == 1 and claimed[home] == 1 and counts[namespace] > 1
    }


def _homes(call: Call, apis: Sequence[Api]) -> list[str]:
    """The namespaces that have an operation of that name."""
    return [
        api.namespace
        for api in apis
        if any(each.declaration.name == call.operation for each in api.operations)
    ]


def _nobody_calls(api: Api, calls: Sequence[Call], findings: Findings) -> None:
    findings.report(
        rules.NAMESPACE_NOBODY_CALLS,
        api.declaration.origin.child("namespace"),
        namespace=api.namespace,
        called=calls[0].namespace,
        count=len(calls),
    )


def _unknown_namespace(
    calls: Sequence[Call],
    homes: Sequence[str],
    namespaces: Sequence[str],
    findings: Findings,
) -> None:
    first = calls[0]
    close = nearest(first.namespace, namespaces)
    consumed = "the file consumes " + (listed(namespaces, "and") or "no API")
    if homes:
        meant = " or ".join(_candidate(each, calls) for each in homes[:3])
        advice = f"did you mean {meant}? {consumed[0].upper()}{consumed[1:]}"
    elif close:
        advice = f"did you mean the namespace `{close}`? {consumed[0].upper()}{consumed[1:]}"
    else:
        advice = consumed
    findings.report(
        rules.UNKNOWN_NAMESPACE,
        first.origin,
        within=first.namespace,
        calls=_calls(calls, "calls", "go to"),
        namespace=first.namespace,
        advice=advice,
    )


def _candidate(namespace: str, calls: Sequence[Call]) -> str:
    if len(calls) > 1:
        return f"the namespace `{namespace}`"
    return f"`{namespace}.{calls[0].operation}`"


def _calls(calls: Sequence[Call], singular: str, plural: str) -> str:
    """`a.b` calls, `a.b` and 2 more calls go to."""
    text = f"`{calls[0].namespace}.{calls[0].operation}`"
    more = len(calls) - 1
    if not more:
        return f"{text} {singular}"
    return f"{text} and {more} more {'call' if more == 1 else 'calls'} {plural}"


def _unknown_operations(
    unknown: Mapping[tuple[str, str], Sequence[Call]],
    by_namespace: Mapping[str, Api],
    apis: Sequence[Api],
    findings: Findings,
) -> None:
    homes = {key: _homes(calls[0], apis) for key, calls in unknown.items()}
    emptied = {
        namespace
        for (namespace, name), calls in unknown.items()
        if by_namespace[namespace].declaration.empty
        and not homes[namespace, name]
        and _slip_of(calls[0], by_namespace[namespace]) is None
    }
    gone: dict[str, list[Call]] = {}
    for (namespace, name), calls in unknown.items():
        api, elsewhere = by_namespace[namespace], homes[namespace, name]
        if namespace in emptied:
            continue
        if elsewhere or _slip_of(calls[0], api) is not None:
            _unknown_operation(calls, api, elsewhere, findings)
        else:
            gone.setdefault(namespace, []).extend(calls)
    for namespace, calls in gone.items():
        # A resource that is gone takes its operations along: that is one mistake.
        _unknown_operation(calls, by_namespace[namespace], (), findings)
    for namespace in sorted(emptied):
        calls = [call for key, each in unknown.items() if key[0] == namespace for call in each]
        _emptied(calls, by_namespace[namespace], findings)


def _emptied(calls: Sequence[Call], api: Api, findings: Findings) -> None:
    """What stood under a key is gone, and calls name it: that is one mistake, and it is there."""
    names = sorted({each.operation for each in calls})
    for origin in api.declaration.empty:
        key = origin.pointer.rpartition("/")[2]
        findings.report(
            schema.EMPTY_COLLECTION,
            origin,
            at="key",
            hint=f"write under it what calls name: {listed(names[:_LISTED], 'and')}",
            subject=f"`{key}`",
        )


def _slip_of(call: Call, api: Api) -> str | None:
    """The operation of an API that a call probably means."""
    names = sorted({each.declaration.name for each in api.operations})
    close = difflib.get_close_matches(call.operation, names, n=1, cutoff=_ALIKE)
    return close[0] if close and _is_slip(call.operation, close[0]) else None


def _unknown_operation(
    calls: Sequence[Call], api: Api, homes: Sequence[str], findings: Findings
) -> None:
    """`homes` are the namespaces that have an operation of that name."""
    call = calls[0]
    lost = list(dict.fromkeys(each.operation for each in calls))
    names = sorted({each.declaration.name for each in api.operations})
    close = difflib.get_close_matches(call.operation, names, n=1, cutoff=_ALIKE)
    slip = _slip_of(call, api)
    if slip is not None:
        advice = f"did you mean `{api.namespace}.{slip}`?"
    elif homes:
        meant = listed([f"{home}.{call.operation}" for home in homes[:3]])
        advice = f"did you mean {meant}?"
    elif names:
        others = [name for name in names if name not in close]
        first = ", ".join(f"`{name}`" for name in [*close, *others][:_LISTED])
        advice = f"`{api.namespace}` has {first}{', …' if len(names) > _LISTED else ''}"
    else:
        advice = "it has no operations: write them under its `resources`"
    findings.report(
        rules.UNKNOWN_OPERATION,
        call.origin,
        within=call.operation,
        calls=_all_of(api, lost) if names and len(lost) > 1 else _calls(calls, "names", "name"),
        namespace=api.namespace,
        operation=call.operation,
        advice=advice,
    )


def _all_of(api: Api, operations: Sequence[str]) -> str:
    """`a.b` and `a.c` name."""
    return f"{few([f'{api.namespace}.{each}' for each in operations], _NAMED)} name"


def _is_slip(written: str, name: str) -> bool:
    """Whether one is probably the other: `delete-user` and `create-user` are alike as well."""
    alike = difflib.SequenceMatcher(None, written, name).ratio() >= _SLIP
    verbs = (_first_word(written), _first_word(name))
    return alike and difflib.SequenceMatcher(None, *verbs).ratio() >= _SAME_VERB


def _first_word(name: str) -> str:
    return re.split(r"(?<=[a-z])(?=[A-Z])|[-_.]", name)[0]
