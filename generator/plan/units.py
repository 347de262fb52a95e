"""Exposed units: inputs, a program over operations, an output. REST and MCP share them."""

from __future__ import annotations

from dataclasses import field
from typing import TypeAlias

from ..model import OutputMapping, ResponseFormat, ValueType
from ..origin import Origin
from ..records import dataclass
from .expressions import Expression, FromStep, ObjectOf


@dataclass(frozen=True, slots=True)
class UnitInput:
    name: str
    type: ValueType
    required: bool
    description: str | None


@dataclass(frozen=True, slots=True)
class Feed:
    """An argument of an operation and what it gets."""

    argument: str
    value: Expression


@dataclass(frozen=True, slots=True)
class CallOperation:
    api: str
    operation: str
    feeds: tuple[Feed, ...]
    step: str | None = None
    """The step's name; None where the call is all that the unit does."""
    outputs: tuple[OutputMapping, ...] = ()
    """What the step gives of the answer; empty where it gives the document."""


@dataclass(frozen=True, slots=True)
class FindRecords:
    """A `lookup`: records of an earlier step by the text of one of their fields."""

    step: str
    index: str
    """The step that has the records."""
    match: str
    value: Expression
    """What is looked up; a list is looked up one by one."""
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunFlow:
    """A flow of an aggregate, which is a unit of its own."""

    aggregate: str
    flow: str
    unit: str
    feeds: tuple[Feed, ...]
    """By the names of the unit's inputs."""
    last: tuple[str, str] | None = None
    """API and operation that its answer comes from."""
    step: str | None = None
    """Never a step's."""


@dataclass(frozen=True, slots=True)
class ScriptCopy:
    """A script that may be copied (`scripting`)."""

    text: str
    """Statements of Python, printed from a tree that was looked at."""
    timeout: float
    """Seconds."""


@dataclass(frozen=True, slots=True)
class RunScript:
    """A script of the spec, for which the team gives a function."""

    step: str
    hook: str
    """The name of the hook: unique in the capability."""
    file: str
    language: str | None
    context: tuple[tuple[str, Expression], ...]
    location: str | None = None
    dependencies: tuple[str, ...] = ()
    origin: Origin = field(default=Origin(""), compare=False)
    copy: ScriptCopy | None = None


UnitStep: TypeAlias = CallOperation | FindRecords | RunFlow | RunScript


@dataclass(frozen=True, slots=True)
class PassThrough:
    """The answer as it came."""


@dataclass(frozen=True, slots=True)
class Converted:
    """The whole document, read from another format and given as JSON."""

    format: ResponseFormat
    strict: bool = True
    """What is not in its format is an error."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """A JSON answer made from the document: the first output that is not null, or all by name."""

    format: ResponseFormat
    outputs: tuple[OutputMapping, ...]
    by_name: bool
    strict: bool = True
    """What is not in its format is an error, and an answer without any of the outputs is empty."""


@dataclass(frozen=True, slots=True)
class Binary:
    """Bytes under a media type of the spec's, or no more of them than it allows."""

    media_type: str | None
    limit: int | None
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A JSON answer made of the inputs alone: a mock."""

    value: ObjectOf


@dataclass(frozen=True, slots=True)
class Target:
    """A place in the answer and what stands there."""

    name: str
    """Dots nest: `route.from`."""
    value: FromStep


@dataclass(frozen=True, slots=True)
class Gathered:
    """A JSON answer made of what the steps gave; where they gave none of it, the last answer."""

    targets: tuple[Target, ...]
    last: str | None
    """The last step that calls something."""
    otherwise: PassThrough | Converted | Mapped | Binary
    """What becomes of the last answer."""


Output: TypeAlias = PassThrough | Converted | Mapped | Binary | Composed | Gathered


@dataclass(frozen=True, slots=True)
class Unit:
    """What happens between a caller and the upstream."""

    name: str
    description: str | None
    inputs: tuple[UnitInput, ...]
    program: tuple[UnitStep, ...]
    output: Output
