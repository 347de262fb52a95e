"""Which operations make an API of their own: those that go to one server with one scheme."""

from __future__ import annotations

from collections import Counter
from typing import TypeAlias
from urllib.parse import urlsplit

from .model import Api, Operation
from .names import kebab, namespace_of
from .security import OPEN

Group: TypeAlias = tuple[str, str]
"""A scheme, and a base URI where that is another than the document's."""


def group_of(operation: Operation, api: Api) -> Group:
    """The group that an operation is in."""
    own = operation.base_uri
    return operation.security, "" if own == api.base_uri else own


def groups_of(api: Api) -> dict[Group, str]:
    """The operations that go to one server with one scheme → the namespace of these; the most come first."""
    namespace = namespace_of(api.title)
    counted = Counter(group_of(each, api) for each in api.operations)
    groups: dict[Group, str] = {}
    for group in sorted(counted, key=lambda each: (each[0] == OPEN, each[1] != "", -counted[each])):
        number, wanted = 1, _namespace(namespace, group, next(iter(groups), group))
        found = wanted
        while found in groups.values():
            number += 1
            found = f"{wanted}-{number}"
        groups[group] = found
    return groups


def _namespace(namespace: str, group: Group, usual: Group) -> str:
    """Called after the scheme, or the host, by which it is not the usual one."""
    words = [namespace]
    if group[1] != usual[1]:
        words.append(kebab(urlsplit(group[1]).hostname or "host"))
    if group[0] != usual[0]:
        words.append(kebab(group[0]) or "open")
    return "-".join(words)
