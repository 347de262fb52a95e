"""Types as they are written: unions of names, some of them with arguments."""

from __future__ import annotations

import json

from ..records import dataclass


@dataclass(frozen=True, slots=True)
class Generic:
    """`list[str]`, `dict[str, int | None]`."""

    name: str
    arguments: tuple[Annotation, ...]

    @property
    def text(self) -> str:
        return f"{self.name}[{', '.join(each.text for each in self.arguments)}]"


@dataclass(frozen=True, slots=True)
class Choices:
    """`Literal["public", "private"]`: constants of the spec."""

    values: tuple[str | int | bool, ...]

    @property
    def text(self) -> str:
        """As reviewers read it; `render.source` writes it in Python."""
        return f"Literal[{', '.join(json.dumps(each, ensure_ascii=False) for each in self.values)}]"


@dataclass(frozen=True, slots=True)
class Annotation:
    """A union of names, some of them with arguments."""

    names: tuple[str | Generic | Choices, ...]

    @property
    def text(self) -> str:
        """As reviewers read it: `list[str] | None`."""
        return " | ".join(each if isinstance(each, str) else each.text for each in self.names)

    def without(self, name: str) -> Annotation:
        """The same union without a name."""
        return Annotation(tuple(each for each in self.names if each != name))

    @property
    def used(self) -> frozenset[str]:
        """Every name in it."""
        found: set[str] = set()
        for each in self.names:
            if isinstance(each, Generic):
                found.add(each.name)
                found.update(*(argument.used for argument in each.arguments))
            elif isinstance(each, Choices):
                found.add("Literal")
            else:
                found.add(each)
        return frozenset(found)
