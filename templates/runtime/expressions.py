"""What regular expressions of a specification are to those that ask them."""

from __future__ import annotations

from typing import Protocol, runtime_checkable


@runtime_checkable
class Expression(Protocol):
    """A regular expression of the specification; `patterns.Pattern` is one."""

    @property
    def text(self) -> str:
        """As the specification has it."""
        ...

    def prepare(self) -> None:
        """Compiles it, so that the first call does not have to."""

    def is_found_in(self, value: str) -> bool:
        """Whether any part of a text matches."""
        ...

    def is_all_of(self, value: str) -> bool:
        """Whether a text matches as a whole."""
        ...
