"""`dataclass` for the values of the stages: what `dataclasses` makes, but most of it on first use.

There are some 290 classes, and a run makes values of half of them. For each, `dataclasses` writes six
functions as text, compiles them and makes the class a second time for its slots: a millisecond each, more
than the whole work on a small specification. Here a class gets the functions that all share; its fields come
from `dataclasses` when somebody asks for them, and an `__init__` is compiled when the first value is made.
Type checkers see `dataclasses.dataclass` itself.

A value has no slots; all else (`fields`, `replace`, `match`, `copy`, `pickle`) is as it is there.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable, Mapping
from functools import cache, partial
from operator import attrgetter
from threading import RLock
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar, cast

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool = False, slots: bool = False):
        """A decorator of classes; `slots` is what type checkers hold their code against.

        Without it a class may have cached properties.
        """
        return partial(_made, _FROZEN if frozen else _CHANGED)


__all__ = ["dataclass"]

_Kind = TypeVar("_Kind", bound=type[Any])


def _made(methods: Mapping[str, Any], made: _Kind) -> _Kind:
    own = frozenset(vars(made))
    for name, function in methods.items():
        if name not in own:
            setattr(made, name, function)
    for name in _FIELDS:
        setattr(made, name, _Asked(made, name))

    def first(self: Any, /, *values: Any, **named: Any) -> None:
        init = _init(made)
        made.__init__ = init
        init(self, *values, **named)

    made.__init__ = first
    return made


class _Asked:
    """An attribute that `dataclasses` gives to the class: all of them, when the first is asked for."""

    def __init__(self, kind: type[Any], name: str) -> None:
        self._kind = kind
        self._name = name

    def __get__(self, _value: object, _owner: type[Any]) -> Any:
        kind = self._kind
        with _LOCK:
            if vars(kind)[self._name] is self:
                for name in _FIELDS:
                    delattr(kind, name)
                # Without a docstring `dataclasses` writes the signature into it: more work than the fields.
                kind.__doc__ = kind.__doc__ or kind.__name__
                dataclasses.dataclass(init=False, repr=False, eq=False)(kind)
        return getattr(kind, self._name)


def _init(kind: type[Any]) -> Callable[..., None]:
    """`__init__` as `dataclasses` writes it: names, defaults, then `__post_init__` if there is one."""
    known: dict[str, Any] = {"_set": object.__setattr__, "_left_out": object()}
    by_place: list[str] = []
    by_name: list[str] = []
    lines: list[str] = []
    for field in dataclasses.fields(kind):
        shown, value = _parameter(field, known)
        if not field.init and field.default_factory is not dataclasses.MISSING:
            raise TypeError(f"{kind.__name__}.{field.name}: __post_init__ has to make it")
        if field.init:
            (by_name if field.kw_only else by_place).append(shown)
            lines.append(f" _set(self, {field.name!r}, {value})")
    if hasattr(kind, "__post_init__"):
        lines.append(" self.__post_init__()")
    head = ", ".join(["self", *by_place, *(["*", *by_name] if by_name else [])])
    made: dict[str, Any] = {}
    # Names of fields are names of this program, never of a specification.
    exec(f"def __init__({head}):\n" + "\n".join(lines or [" pass"]), known, made)  # noqa: S102
    init: Callable[..., None] = made["__init__"]
    init.__qualname__ = f"{kind.__qualname__}.__init__"
    return init


def _parameter(field: dataclasses.Field[Any], known: dict[str, Any]) -> tuple[str, str]:
    """How a field stands among the parameters, and what is set; its default becomes `known`."""
    name = field.name
    if field.default_factory is not dataclasses.MISSING:
        known[f"_make_{name}"] = field.default_factory
        return f"{name}=_left_out", f"_make_{name}() if {name} is _left_out else {name}"
    if field.default is not dataclasses.MISSING:
        known[f"_default_{name}"] = field.default
        return f"{name}=_default_{name}", name
    return name, name


@cache
def _compared(kind: Hashable) -> Callable[[Any], Any]:
    names = [field.name for field in dataclasses.fields(cast(Any, kind)) if field.compare]
    return attrgetter(*names) if names else lambda _: ()


def _eq(self: Any, other: object) -> object:
    if other.__class__ is not self.__class__:
        return NotImplemented
    values = _compared(cast(Hashable, self.__class__))
    return values(self) == values(other)


def _hash(self: Any) -> int:
    kind = cast(Hashable, self.__class__)
    return hash((kind, _compared(kind)(self)))


def _repr(self: Any) -> str:
    shown = (f"{f.name}={getattr(self, f.name)!r}" for f in dataclasses.fields(self) if f.repr)
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


def _setattr(self: Any, name: str, _value: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _delattr(self: Any, name: str) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


_LOCK: Final = RLock()
"""Of the same thread again: to look for the fields of a class is to look for those of its bases."""
_FIELDS: Final = ("__dataclass_fields__", "__match_args__")
_SHARED: Final = {"__eq__": _eq, "__repr__": _repr}
_FROZEN: Final = {**_SHARED, "__hash__": _hash, "__setattr__": _setattr, "__delattr__": _delattr}
_CHANGED: Final = {**_SHARED, "__hash__": None}
