"""Where REST operations and tools take their inputs from (docs/language.md, "Choices")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from ..model import ExposedParameter, Place
from ..plan import Argument, InputPlace
from ..records import dataclass

_WITHOUT_BODY = frozenset({"GET", "HEAD", "DELETE"})
_DECLARED = {
    Place.PATH: InputPlace.PATH,
    Place.QUERY: InputPlace.QUERY,
    Place.HEADER: InputPlace.HEADER,
    Place.COOKIE: InputPlace.COOKIE,
    Place.BODY: InputPlace.FIELD,
    Place.ENVIRONMENT: InputPlace.QUERY,
}


READ_AS: Final = {
    InputPlace.QUERY: "a query parameter",
    InputPlace.HEADER: "a header",
    InputPlace.COOKIE: "a cookie",
    InputPlace.FIELD: "a field of the JSON body",
    InputPlace.QUERY_OR_FIELD: "a query parameter, else a field of the JSON body",
    InputPlace.ARGUMENT: "an argument of the tool",
}
"""For people; a whole body and the variables of a route need no declaration."""


class Exposure(Protocol):
    """What REST operations and tools do differently."""

    @property
    def parameters(self) -> Sequence[ExposedParameter]: ...

    @property
    def implied(self) -> bool:
        """Whether what nobody declares may be an input."""
        ...

    @property
    def takes_undeclared(self) -> bool:
        """Whether a caller may give by its name what an operation takes and nobody declares."""
        ...

    @property
    def filled(self) -> frozenset[str]:
        """Inherited inputs that `with` fills: in the contract only where an entry names them."""
        ...

    def place(self, name: str, hint: Place | None, feeds: Argument | None) -> InputPlace:
        """Where a caller puts an input."""
        ...

    def passes_by_name(self, argument: Argument) -> bool:
        """Whether an argument that no `with` entry feeds becomes an input of its own name."""
        ...

    def required(self, declared: ExposedParameter | None, feeds: Argument | None) -> bool: ...


@dataclass(frozen=True, slots=True)
class RestExposure:
    """Inputs of one REST operation."""

    parameters: Sequence[ExposedParameter]
    method: str
    variables: frozenset[str]
    """The variables of the exposed path."""
    takes_free_body: bool
    """What is called sends any JSON that the caller gives."""
    implied: bool
    takes_undeclared: bool = False
    filled: frozenset[str] = frozenset()

    def place(self, name: str, hint: Place | None, feeds: Argument | None) -> InputPlace:
        if hint is Place.PATH and name not in self.variables:
            hint = None  # nothing could be put there
        if hint is None and name in self.variables:
            return InputPlace.PATH
        if hint is not None:
            return _DECLARED[hint]
        if feeds is not None and feeds.whole_body:
            return InputPlace.RAW_BODY if feeds.is_bytes else InputPlace.WHOLE_BODY
        return self._by_consumed_place(feeds)

    def _by_consumed_place(self, feeds: Argument | None) -> InputPlace:
        """Language 4.4: the place of the consumed parameter tells."""
        place = feeds.place if feeds is not None and not feeds.added else None
        bodiless = self.method in _WITHOUT_BODY
        if place is Place.HEADER:
            return InputPlace.HEADER
        if place is Place.COOKIE:
            return InputPlace.COOKIE
        if place is Place.BODY:
            return InputPlace.QUERY if self.method in ("GET", "HEAD") else InputPlace.FIELD
        if bodiless or (self.takes_free_body and place is not None):
            return InputPlace.QUERY
        return InputPlace.QUERY_OR_FIELD

    def passes_by_name(self, argument: Argument) -> bool:
        return self.implied or argument.required or argument.name in self.variables

    def required(self, declared: ExposedParameter | None, feeds: Argument | None) -> bool:
        """What the operation cannot do without is required, whatever the exposed side says."""
        declared_so = declared is not None and declared.required
        return bool(declared_so or (feeds is not None and feeds.required))


@dataclass(frozen=True, slots=True)
class FlowExposure:
    """Inputs of one flow. Whoever refers to it may feed fewer than it declares."""

    parameters: Sequence[ExposedParameter]
    implied: bool
    takes_undeclared: bool = False
    filled: frozenset[str] = frozenset()

    def place(self, name: str, hint: Place | None, feeds: Argument | None) -> InputPlace:
        return InputPlace.ARGUMENT

    def passes_by_name(self, argument: Argument) -> bool:
        return self.implied or argument.required or argument.place is Place.PATH

    def required(self, declared: ExposedParameter | None, feeds: Argument | None) -> bool:
        """Only what a request cannot be made without."""
        return feeds is not None and (feeds.required or feeds.place is Place.PATH)


@dataclass(frozen=True, slots=True)
class ToolExposure:
    """Arguments of one tool."""

    parameters: Sequence[ExposedParameter]
    has_with: bool
    implied: bool
    filled: frozenset[str] = frozenset()

    @property
    def takes_undeclared(self) -> bool:
        """In the official language every argument passes by its name (docs/language.md, "Exposed as tools")."""
        return not self.implied

    def place(self, name: str, hint: Place | None, feeds: Argument | None) -> InputPlace:
        return InputPlace.ARGUMENT

    def passes_by_name(self, argument: Argument) -> bool:
        if argument.required or argument.place is Place.PATH:
            return True
        if not self.implied:
            return False
        return not self.has_with or argument.placeholder or argument.whole_body

    def required(self, declared: ExposedParameter | None, feeds: Argument | None) -> bool:
        """A declared argument that says nothing is required in the official language only."""
        if feeds is not None and (feeds.required or feeds.place is Place.PATH):
            return True
        if declared is None:
            return False
        return not self.implied if declared.required is None else declared.required


@dataclass(frozen=True, slots=True)
class ResourceExposure:
    """The variables of one resource's URI."""

    variables: frozenset[str]
    implied: bool
    parameters: Sequence[ExposedParameter]
    """The same."""
    takes_undeclared: bool = False
    filled: frozenset[str] = frozenset()

    def place(self, name: str, hint: Place | None, feeds: Argument | None) -> InputPlace:
        return InputPlace.PATH if name in self.variables else InputPlace.ARGUMENT

    def passes_by_name(self, argument: Argument) -> bool:
        return argument.name in self.variables or argument.required or argument.place is Place.PATH

    def required(self, declared: ExposedParameter | None, feeds: Argument | None) -> bool:
        """A variable always is; of the rest what a request cannot be made without."""
        return feeds is not None and (feeds.required or feeds.place is Place.PATH)
