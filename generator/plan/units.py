"""Exposed units: inputs, a program over operations, an output. REST and MCP share them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from ..model import OutputMapping, ResponseFormat, ValueType
from .expressions import Expression


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


UnitStep: TypeAlias = CallOperation


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


Output: TypeAlias = PassThrough | Converted | Mapped | Binary


@dataclass(frozen=True, slots=True)
class Unit:
    """What happens between a caller and the upstream."""

    name: str
    description: str | None
    inputs: tuple[UnitInput, ...]
    program: tuple[UnitStep, ...]
    output: Output
