"""What an exposed operation, tool or flow does when it is called, and what it gives."""

from __future__ import annotations

from typing import Any, TypeAlias

from ..origin import Origin
from ..records import dataclass
from .templates import DataTemplate, Place, Template
from .values import ValueType


@dataclass(frozen=True, slots=True)
class WithEntry:
    name: str
    """The consumed name (or, of a flow, the flow's input)."""
    value: DataTemplate
    origin: Origin


@dataclass(frozen=True, slots=True)
class Call:
    namespace: str
    operation: str
    arguments: tuple[WithEntry, ...] | None
    """None: no `with` at all, so that everything passes by name."""
    origin: Origin


@dataclass(frozen=True, slots=True)
class CallStep:
    name: str
    call: Call
    origin: Origin


@dataclass(frozen=True, slots=True)
class LookupStep:
    name: str
    index: str
    match: str
    value: Template
    fields: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class ScriptStep:
    name: str
    language: str | None
    file: str
    arguments: tuple[WithEntry, ...]
    origin: Origin
    location: str | None = None
    dependencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BrokenStep:
    """A step that could not be read, which has been reported; its name is known all the same."""

    name: str
    origin: Origin


Step: TypeAlias = CallStep | LookupStep | ScriptStep | BrokenStep


@dataclass(frozen=True, slots=True)
class StepMapping:
    target: str
    value: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Orchestration:
    steps: tuple[Step, ...]
    mappings: tuple[StepMapping, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Reference:
    """`ref: <aggregate namespace>.<flow>`."""

    namespace: str
    flow: str
    origin: Origin
    arguments: tuple[WithEntry, ...] = ()
    """Of its own `with`: what the flow's inputs get."""


@dataclass(frozen=True, slots=True)
class Forward:
    target: str
    trusted_headers: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Mock:
    """No call and no steps: the answer is built from the outputs' fixed values."""

    origin: Origin
    lacks_call: bool = False
    """Whether it has `with`, which feeds what is called."""


@dataclass(frozen=True, slots=True)
class BrokenAction:
    """What the unit does could not be read; the finding has been reported."""

    origin: Origin


Action: TypeAlias = Call | Orchestration | Reference | Forward | Mock | BrokenAction


@dataclass(frozen=True, slots=True)
class ExposedParameter:
    name: str
    place: Place | None
    """None for a tool's argument."""
    type: ValueType
    required: bool | None
    """None where the file is silent and the target decides."""
    description: str | None
    pattern: str | None
    enum: tuple[Any, ...] | None
    default: Any
    value: DataTemplate | None
    origin: Origin
    body_path: str | None = None
    """A JSONPath into the JSON body of a request, for what is not the field of its name."""
