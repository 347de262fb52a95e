"""Frozen values declared like dataclasses, without what dataclasses cost to import.

`import dataclasses` and its code generation take more time than the rest of a client together. A type
checker sees no difference; a record has no slots, and its `repr` leaves out what it is told to.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self, dataclass_transform


@dataclass_transform(frozen_default=True)
class Record:
    """The base of frozen values. Annotations are fields, class attributes are defaults."""

    fields: ClassVar[Mapping[str, str]] = {}
    """Field names and annotations, in order."""
    _defaults: ClassVar[Mapping[str, Any]] = {}
    """They stand in each value, not in its class: the interpreter finds them much quicker there."""
    _positional: ClassVar[bool] = True
    _hidden: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls, *, kw_only: bool = False, hidden: tuple[str, ...] = ()) -> None:
        own = {n: str(a) for n, a in cls.__annotations__.items() if "ClassVar" not in str(a)}
        cls.fields = {**cls.fields, **own}
        given = {name: value for name, value in vars(cls).items() if name in cls.fields}
        cls._defaults = {**cls._defaults, **given}
        for name in given:
            delattr(cls, name)
        cls._positional = not kw_only
        cls._hidden = cls._hidden.union(hidden)

    def __init__(self, *values: Any, **named: Any) -> None:
        fields = self.fields
        if values:
            if len(values) > len(fields) or not self._positional:
                raise TypeError(f"too many positional arguments for {type(self).__name__}")
            given = dict(zip(fields, values, strict=False))
            if not given.keys().isdisjoint(named):
                raise TypeError(f"{type(self).__name__} got a field twice")
            named.update(given)
        state = {**self._defaults, **named}
        for name in fields:
            if name not in state:
                raise TypeError(f"{type(self).__name__} needs {name!r}")
            # One by one: with a dictionary of its own the interpreter would find them slower.
            object.__setattr__(self, name, state[name])
        if len(state) > len(fields):
            wrong = next(name for name in state if name not in fields)
            raise TypeError(f"{type(self).__name__} has no field {wrong!r} to set")
        self.check()

    def check(self) -> None:
        """What must hold for a value to exist; raises if it does not."""

    def replace(self, **changes: Any) -> Self:
        """A copy with some fields changed."""
        return type(self)(**{**self._state(), **changes})

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def _state(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.fields}

    def _values(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.fields)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self._values())

    def __reduce__(self) -> str | tuple[Any, ...]:
        for name in self._hidden:
            if getattr(self, name) != self._defaults.get(name):
                raise TypeError(f"{type(self).__name__}.{name} may hold secrets and is not pickled")
        return (_again, (type(self), self._state()))

    def __repr__(self) -> str:
        shown = [f"{n}={getattr(self, n)!r}" for n in self.fields if n not in self._hidden]
        return f"{type(self).__name__}({', '.join(shown)})"


def _again(kind: type[Record], state: Mapping[str, Any]) -> Record:
    """A record out of a pickle."""
    return kind(**state)
