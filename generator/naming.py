"""Names of the spec as Python names: the spelling is kept, so that one can search for it."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Final, NewType

from . import regex

Identifier = NewType("Identifier", str)
"""A Python identifier that is no keyword."""
ClassName = NewType("ClassName", str)

TYPE_NAMES = frozenset({"str", "int", "float", "bool", "bytes", "object", "type"})
"""Builtins that annotations use: a method of such a name would hide them in its class."""

_AMBIGUOUS = frozenset({"l", "O", "I"})
"""Linters refuse them: in many fonts they are 1, 0 and 1."""


def identifier(name: str, taken: AbstractSet[str] = frozenset()) -> Identifier:
    """The name with illegal characters replaced; a trailing underscore where it collides."""
    text = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_")
    if not text:
        text = "value"
    if text[0].isdigit():
        text = f"_{text}"
    while keyword.iskeyword(text) or text in _AMBIGUOUS or text in taken:
        text += "_"
    return Identifier(text)


_EXPORTABLE: Final = regex.late(r"[A-Za-z_][A-Za-z0-9_]*")


def exportable(key: str) -> str:
    """A source key as a variable that every shell can export: `fb-key` → `FB_KEY`."""
    if _EXPORTABLE.fullmatch(key):
        return key
    name = re.sub(r"[^A-Za-z0-9]+", "_", key).strip("_").upper() or "VALUE"
    return f"_{name}" if name[0].isdigit() else name


def environment_prefix(namespace: str) -> str:
    """`quay-rest` → `QUAY_REST`: upper-cased, each run of other characters an underscore."""
    prefix = re.sub(r"[^A-Z0-9]+", "_", namespace.upper()).strip("_")
    return prefix if prefix and not prefix[0].isdigit() else f"API_{prefix}".rstrip("_")


def own_variable(prefix: str, name: str) -> str:
    """The environment variable of a name that an API or adapter has for itself: `password` is `CONTROL_PASSWORD`.

    A name that has the prefix keeps it alone: `{{CONTROL_PASSWORD}}` is the same variable.
    """
    upper = environment_prefix(name)
    return upper if upper.startswith(f"{prefix}_") else f"{prefix}_{upper}"


def constant(name: str) -> Identifier:
    """An upper-case name for a module-level constant."""
    return Identifier(identifier(name).upper())


def class_name(name: str, suffix: str = "") -> ClassName:
    """`slack-apps` → `SlackApps`."""
    words = re.findall(r"[A-Za-z0-9]+", name)
    text = "".join(word[0].upper() + word[1:] for word in words) or "Api"
    return ClassName((f"Api{text}" if text[0].isdigit() else text) + suffix)


class Names:
    """Gives each of several names an identifier of its own."""

    def __init__(self, reserved: Iterable[str] = ()) -> None:
        self._taken = set(reserved)
        self._claimed: dict[str, Identifier] = {}

    def claim(self, name: str) -> Identifier:
        """Take the identifier of a name, if nobody has; the same one at every call."""
        if name not in self._claimed:
            self._claimed[name] = self.fresh(name)
        return self._claimed[name]

    def fresh(self, name: str) -> Identifier:
        """Take an identifier like the name: another one at every call."""
        made = identifier(name, self._taken)
        self._taken.add(made)
        return made

    def reserve(self, *names: str) -> None:
        self._taken.update(names)


_PORTS: Final = tuple(f"{port}{number}" for port in ("com", "lpt") for number in "123456789")
RESERVED_ON_WINDOWS: Final = frozenset(("con", "prn", "aux", "nul", *_PORTS))
"""Names of devices, with any ending and in any case: no file can have them (Win32, "Naming Files")."""


def file_name(namespace: str) -> str:
    """The name of an adapter's files, without an ending."""
    safe = "".join(c if (c.isalnum() and c.isascii()) or c in "._-" else "-" for c in namespace)
    return safe.lstrip(".") or "rest"


def is_reserved(name: str) -> bool:
    """Whether Windows keeps a file name for a device."""
    return name.partition(".")[0].rstrip(" ").lower() in RESERVED_ON_WINDOWS
