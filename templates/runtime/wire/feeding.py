"""What a step or an adapter gives an operation, where the two sides of a specification differ."""

from __future__ import annotations

from ..errors import InvalidArgumentError
from ..values import OMIT, Json, JsonArgument, Omit
from .encoding import Own


def own(value: Json) -> Json:
    """A value of the specification or of the environment: it may have slashes in it."""
    return Own(value) if isinstance(value, str) else value


def needed(name: str, value: Json) -> Json:
    """A value that is made of others. Raises `InvalidArgumentError` where none of them was given.

    Args:
        name: the argument's, for the error.
        value: what was made for it.
    """
    if value is OMIT:
        raise InvalidArgumentError(name, "is required")
    return value


def listed(value: JsonArgument | Omit) -> Json:
    """A single value as a list of one, for what takes an array; a list stays what it is."""
    if value is OMIT or value is None or isinstance(value, (list, tuple)):
        return value
    return [value]


def as_given(value: Json) -> Json:
    """The value as it came, where the two sides of a specification declare different types."""
    return value
