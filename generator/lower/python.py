"""Python-shaped values: what templates are filled with (`package` has the files).

Names are types, so that a text of the spec never becomes Python by accident; expressions are a
small tree, so that escaping is done once, where a tree is printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from ..naming import ClassName, Identifier
from ..records import dataclass
from .annotations import Annotation, Generic

# --- expressions ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant: text, number, boolean, None."""

    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Name:
    """An identifier, or several joined by dots."""

    dotted: str


@dataclass(frozen=True, slots=True)
class CallOf:
    function: Name
    arguments: tuple[Python, ...] = ()
    keywords: tuple[tuple[Identifier, Python], ...] = ()


@dataclass(frozen=True, slots=True)
class SumOf:
    """Texts added up."""

    parts: tuple[Python, ...]


@dataclass(frozen=True, slots=True)
class TupleOf:
    items: tuple[Python, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    items: tuple[Python, ...]


@dataclass(frozen=True, slots=True)
class DictOf:
    entries: tuple[tuple[str, Python], ...]


@dataclass(frozen=True, slots=True)
class AwaitOf:
    value: Python


@dataclass(frozen=True, slots=True)
class LambdaOf:
    """A function of one expression."""

    parameters: tuple[Identifier, ...]
    value: Python


@dataclass(frozen=True, slots=True)
class LogicOf:
    """Conditions joined by `and` or `or`."""

    word: str
    parts: tuple[Python, ...]


@dataclass(frozen=True, slots=True)
class NotOf:
    value: Python


@dataclass(frozen=True, slots=True)
class OrOf:
    """The first, or where that is nothing the second."""

    first: Python
    second: Python


@dataclass(frozen=True, slots=True)
class StarOf:
    """The elements of a value as arguments or elements of their own."""

    value: Python


Python: TypeAlias = (
    Literal
    | Name
    | CallOf
    | SumOf
    | TupleOf
    | ListOf
    | DictOf
    | AwaitOf
    | LambdaOf
    | LogicOf
    | NotOf
    | OrOf
    | StarOf
)


def call(name: str, keywords: list[tuple[str, Python]]) -> CallOf:
    """`name(key=value, …)`."""
    return CallOf(Name(name), (), tuple((Identifier(key), value) for key, value in keywords))


def literal(value: Any) -> Python:
    """Plain data as an expression."""
    match value:
        case Mapping():
            return DictOf(tuple((str(key), literal(item)) for key, item in value.items()))
        case list():
            return ListOf(tuple(literal(item) for item in value))
        case tuple():
            return TupleOf(tuple(literal(item) for item in value))
        case _:
            return Literal(value)


def names_in(value: Python) -> set[str]:
    """Every name that an expression uses, without its attributes."""
    match value:
        case Literal():
            return set()
        case Name(dotted):
            return {dotted.partition(".")[0]}
        case AwaitOf(inner) | NotOf(inner) | StarOf(inner):
            return names_in(inner)
        case LambdaOf(parameters, inner):
            return names_in(inner) - set(parameters)
        case OrOf(first, second):
            return names_in(first) | names_in(second)
        case CallOf(function, arguments, keywords):
            inside = (function, *arguments, *(item for _, item in keywords))
        case DictOf(entries):
            inside = tuple(item for _, item in entries)
        case SumOf(parts) | TupleOf(parts) | ListOf(parts) | LogicOf(_, parts):
            inside = parts
    return set().union(*(names_in(each) for each in inside))


# --- declarations --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parameter:
    name: Identifier
    annotation: Annotation
    default: Name | Literal | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """Parameters: by position or name, then by name only."""

    positional: tuple[Parameter, ...]
    keyword_only: tuple[Parameter, ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    """A line of a function: what a value is called, or several; nothing where nobody reads it."""

    names: tuple[Identifier, ...]
    value: Python

    @property
    def opening(self) -> str:
        """What stands before the value."""
        return f"{', '.join(self.names)} = " if self.names else ""


@dataclass(frozen=True, slots=True)
class Function:
    """A function: lines, then one expression that it returns."""

    name: Identifier
    signature: Signature
    doc: str
    value: Python
    returns: Annotation | None = None
    """Where the functions of a module differ in it."""
    lines: tuple[Assignment, ...] = ()
    holder: Identifier | None = None
    """The variable that gives the value its type, where the value itself has none."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A key of a `TypedDict`."""

    key: str
    annotation: Annotation
    is_optional: bool = False
    """A key of a body that callers may leave out."""

    @property
    def written(self) -> Annotation:
        """What stands behind the key in the `TypedDict`."""
        if not self.is_optional:
            return self.annotation
        return Annotation((Generic("NotRequired", (self.annotation,)),))


@dataclass(frozen=True, slots=True)
class TypedRecord:
    """A `TypedDict`."""

    name: ClassName
    doc: str
    entries: tuple[Entry, ...]
    by_call: bool
    """It has a key that cannot stand in the body of a class."""
    is_total: bool = False
    """Of a body: a key has to be given unless it says otherwise. In a result any may be missing."""

    @property
    def form(self) -> str:
        return "call" if self.by_call else "class"

    @property
    def used(self) -> frozenset[str]:
        return frozenset[str](("TypedDict",)).union(*(each.written.used for each in self.entries))


@dataclass(frozen=True, slots=True)
class TypeName:
    """A name for a type."""

    name: ClassName
    doc: str
    annotation: Annotation

    @property
    def form(self) -> str:
        return "alias"

    @property
    def used(self) -> frozenset[str]:
        return self.annotation.used | {"TypeAlias"}


@dataclass(frozen=True, slots=True)
class Declaration:
    """A module-level constant."""

    name: Identifier
    value: Python
