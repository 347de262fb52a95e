"""APIs that share a namespace, and operations and resources that share a name (docs/language.md, "Consumed APIs")."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..diagnostics.rules import shape as rules
from ..model import Authentication, ConsumedApi, ConsumedOperation, Placeholder, Template
from .context import Context
from .node import Node


def unite_apis(apis: tuple[ConsumedApi, ...], context: Context) -> tuple[ConsumedApi, ...]:
    """One API for each namespace: same address and credentials are merged, others get a number."""
    united: dict[str, list[ConsumedApi]] = {}
    for api in apis:
        group = united.setdefault(api.namespace, [])
        if not group:
            group.append(api)
            continue
        _report_namespace(api, context)
        if not context.published:
            continue
        for index, known in enumerate(group):
            if _same_service(known, api):
                group[index] = replace(known, operations=known.operations + api.operations)
                break
        else:
            group.append(api)
    return tuple(each for group in united.values() for each in _numbered(group, united, context))


def _numbered(
    group: list[ConsumedApi], united: dict[str, list[ConsumedApi]], context: Context
) -> Iterable[ConsumedApi]:
    """The APIs of one namespace; calls go to the first that has the operation."""
    if len(group) == 1:
        return group
    named = [group[0]]
    number = 1
    for api in group[1:]:
        number += 1
        while (name := f"{api.namespace}-{number}") in united:
            number += 1
        named.append(replace(api, namespace=name))
    context.renamed[group[0].namespace] = [
        (api.namespace, frozenset(each.name for each in api.operations)) for api in named
    ]
    return named


def _same_service(one: ConsumedApi, other: ConsumedApi) -> bool:
    return _shape(one.base_uri) == _shape(other.base_uri) and _credential(
        one.authentication
    ) == _credential(other.authentication)


def _shape(template: Template) -> tuple[object, ...]:
    return tuple(
        (part.name, part.scope) if isinstance(part, Placeholder) else part
        for part in template.parts
    )


def _credential(authentication: Authentication[Template] | None) -> object:
    """What an authentication says, whatever its place in the file."""
    return None if authentication is None else authentication.mapped(_shape)


def _report_namespace(api: ConsumedApi, context: Context) -> None:
    origin = api.origin.child("namespace")
    if context.published:
        context.findings.report(rules.NAMESPACE_TWICE, origin, namespace=api.namespace)
    elif not context.findings.reported_at(origin):
        context.findings.report(
            rules.DUPLICATE_NAME, origin, what="consumed namespace", name=api.namespace
        )


def distinct_operations(apis: tuple[ConsumedApi, ...], context: Context) -> tuple[ConsumedApi, ...]:
    """Operations of one name in one API: all are kept, and told apart by what calls them.

    In the official dialect a second one is an error, and left out.
    """
    return apis if context.published else tuple(_distinct(api, context) for api in apis)


def _distinct(api: ConsumedApi, context: Context) -> ConsumedApi:
    kept: dict[str, ConsumedOperation] = {}
    for operation in api.operations:
        if operation.name not in kept:
            kept[operation.name] = operation
        elif not context.findings.reported_at(operation.origin):
            origin = operation.origin.child("name")
            context.findings.report(
                rules.DUPLICATE_NAME, origin, what="operation", name=operation.name
            )
    return replace(api, operations=tuple(kept.values()))


def report_resources(capability: Node, context: Context) -> None:
    """Resources of one name: an error in the official dialect, of no meaning in the other."""
    if context.published:
        return
    for section in ("consumes", "exposes"):
        for owner in capability.named(section):
            seen: set[str] = set()
            for item in owner.node.named("resources"):
                if item.name is not None and item.name in seen:
                    (item.node.get("name") or item.node).fault(
                        rules.DUPLICATE_NAME, what="resource", name=item.name
                    )
                seen.add(item.name or "")
