"""The names of an adapter's tools: within what clients take, and each only once (docs/language.md, "Choices")."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Final

from .. import regex
from ..diagnostics import Findings
from ..diagnostics.rules import adapters as rules
from ..model import (
    ArrayTemplate,
    Call,
    Constant,
    DataTemplate,
    ObjectTemplate,
    Section,
    Template,
    TextPart,
    Tool,
)

LONGEST_NAME: Final = 64
LONG_NAME: Final = 45
_NAME: Final = regex.late(r"[A-Za-z0-9_-]{1,64}\Z")


def tool_name(tool: Tool, findings: Findings) -> str:
    """A name that every client takes: `[A-Za-z0-9_-]{1,64}`."""
    name = offered_name(tool.name)
    if name != tool.name:
        findings.report(rules.TOOL_NAME_CHANGED, tool.origin, name=tool.name, changed=name)
    if len(name) > LONG_NAME:
        findings.report(rules.TOOL_NAME_LONG, tool.origin, name=name, length=len(name))
    return name


def offered_name(name: str) -> str:
    """The name that is offered for what the spec calls a tool."""
    if _NAME.match(name):
        return name
    return shortened(re.sub(r"[^A-Za-z0-9_-]", "-", name) or "tool")


def shortened(name: str) -> str:
    """At most 64 characters; what is cut is replaced by a digest of the whole name."""
    if len(name) <= LONGEST_NAME:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{name[: LONGEST_NAME - 9]}-{digest}"


def suffixed(name: str, call: Call, rivals: Iterable[Call], taken: AbstractSet[str]) -> str:
    """Another name for a second tool of one name: with the operation, or with a digest of the call
    where `rivals`, the calls of all tools of that name, have the operation more than once.

    The order of the tools does not matter, but for which of them comes first.
    """
    same = [each for each in rivals if _target(each) == _target(call)]
    operation = re.sub(r"[^A-Za-z0-9_-]", "-", call.operation).strip("-")
    wanted = shortened(f"{name}-{operation}")
    if operation and len({repr(_said(each)) for each in same}) == 1 and wanted not in taken:
        return wanted
    digest = hashlib.sha256(repr(_said(call)).encode()).hexdigest()[:8]
    wanted = base = f"{name[: LONGEST_NAME - 12]}-{digest}"
    number = 1
    while wanted in taken:
        number += 1
        wanted = f"{base}-{number}"
    return wanted


def _target(call: Call) -> tuple[str, str]:
    return call.namespace, call.operation


def _said(call: Call) -> tuple[object, ...]:
    """What a call says, whatever its place in the file."""
    entries = sorted((entry.name, repr(_value(entry.value))) for entry in call.arguments or ())
    return (call.namespace, call.operation, *entries)


def _value(value: DataTemplate) -> object:
    match value:
        case Template(parts):
            return tuple(map(_part, parts))
        case Constant(constant):
            return constant
        case ObjectTemplate(entries):
            return {key: _value(item) for key, item in entries}
        case ArrayTemplate(items):
            return [_value(item) for item in items]


def _part(part: TextPart) -> object:
    match part:
        case str():
            return part
        case Section(value, is_inverted, parts):
            return ("#", value.name, is_inverted, tuple(map(_part, parts)))
        case _:
            return ("", part.name)
