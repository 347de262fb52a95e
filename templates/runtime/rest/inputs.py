"""Inputs of REST operations: where a request carries them. In paths and queries here; other places beside.

Each kind of input finds its own value. Every fault of a request is found before any is reported.
"""

from __future__ import annotations

from abc import ABCMeta, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, TypeAlias

from ..server.incoming import Incoming, QueryPairs
from ..server.problem import Fault, pointer
from ..values import Json, JsonValue
from .types import STRING, Reader, Type

MISSING: Final = object()
_UNREPEATED: Final = "must be given once"


class Sources:
    """What a request carries, parsed as far as its inputs need."""

    __slots__ = ("cookies", "document", "faults", "fields", "incoming", "query")

    def __init__(self, incoming: Incoming) -> None:
        self.incoming = incoming
        self.faults: list[Fault] = []
        self.query: QueryPairs = {}
        self.document: JsonValue = None
        self.fields: dict[str, Json] = {}
        self.cookies: dict[str, str] = {}


Finder: TypeAlias = Callable[[Sources], Any]
"""The value of an input, or MISSING. Raises `ValueError` with what is wrong with it."""
Parse: TypeAlias = Callable[[Sources], None]
"""Fills in what some kinds of input look into. Raises `Refusal`."""
Parser: TypeAlias = "Callable[[Sequence[Input]], Parse]"
"""Made once for a route, of all its inputs."""


@dataclass(frozen=True, slots=True)
class Input(metaclass=ABCMeta):
    """One input of a REST operation: its name on the wire, its type, the parameter it fills."""

    name: str
    type: Type = STRING
    required: bool = False
    into: str | None = None
    """The Python parameter, where it is not the name."""

    place: ClassVar[str]
    """The first segment of the JSON pointer that says where it is in a request."""
    takes_body: ClassVar[bool] = False
    in_query: ClassVar[bool] = False
    ahead: ClassVar[tuple[Callable[[Incoming], Awaitable[None]], ...]] = ()
    """What is done with the body before anything is parsed; others are served meanwhile."""
    parsers: ClassVar[tuple[Parser, ...]] = ()
    """What is parsed before the kind can be found."""

    @property
    def parameter(self) -> str:
        """The Python parameter."""
        return self.into or self.name

    @property
    def pointer(self) -> str:
        """Where a caller puts it, as a JSON pointer into the request (RFC 6901)."""
        return pointer(self.place, self.name)

    @abstractmethod
    def finder(self, *, takes_encoded: bool) -> Finder:
        """How its value is found.

        Args:
            takes_encoded: whether the operation takes a body with a content coding.
        """


class PathVariable(Input):
    """A variable of the route; always required."""

    place = "path"

    def finder(self, *, takes_encoded: bool) -> Finder:
        """See `Input`."""
        name = self.name
        return single(self.type.reader(), lambda sources: sources.incoming.values.get(name))


class Query(Input):
    """A query parameter; `array` takes a repeated name."""

    place = "query"
    in_query = True

    def finder(self, *, takes_encoded: bool) -> Finder:
        """See `Input`."""
        name, in_brackets = self.name, self.type.in_brackets
        plain = _repeatable(self.type, name)
        if in_brackets is None:
            return plain

        def found(sources: Sources) -> Any:
            if name in sources.query:
                return plain(sources)
            value = in_brackets(name, sources.query)
            return MISSING if value is None else value

        return found


def single(read: Reader | None, find: Callable[[Sources], str | None]) -> Finder:
    """A value that is one text.

    Args:
        read: text to a value; None for the text.
        find: the text, or None.
    """

    def found(sources: Sources) -> Any:
        text = find(sources)
        if text is None:
            return MISSING
        return text if read is None else read(text)

    return found


def _repeatable(type_: Type, name: str) -> Finder:
    read, takes_list = type_.reader(), type_.takes_list

    def found(sources: Sources) -> Any:
        texts = sources.query.get(name)
        if texts is None:
            return MISSING
        if takes_list:
            return texts if read is None else [read(text) for text in texts]
        if len(texts) > 1:
            raise ValueError(_UNREPEATED)
        return texts[0] if read is None else read(texts[0])

    return found
