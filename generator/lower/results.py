"""`types.py`: what the operations answer, as far as the spec says, as `TypedDict`s."""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Final

from ..model import route_text
from ..naming import ClassName, Names, class_name
from ..plan import Argument, Operation, Plan
from ..plan.shapes import OPEN, LeafShape, ListShape, RecordShape, Shape, TableShape, Unknown
from ..records import dataclass
from .annotations import Annotation, Generic
from .python import Entry, TypedRecord, TypeName
from .signatures import TYPES

JSON: Final = Annotation(("Json",))
MODULE_NAMES: Final = (
    *("TypeAlias", "TypedDict", "Literal", "NotRequired"),
    *("Json", "JsonArray", "JsonObject"),
)
"""What `types.py` imports and no type may be called."""
LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class ResultTypes:
    declared: tuple[TypedRecord | TypeName, ...]
    """Each one after those that it uses."""
    results: Mapping[tuple[str, str], Annotation]
    """API and operation → what a call gives; only where something is known of it."""
    arguments: Mapping[tuple[str, str, str], Annotation] = field(default_factory=dict)
    """API, operation and argument → what a call takes; only where its fields are described."""

    def of(self, operation: Operation) -> Annotation:
        return self.results.get((operation.api, operation.name), JSON)

    def taken(self, operation: Operation, argument: Argument, otherwise: Annotation) -> Annotation:
        """What an argument takes, as its annotation without a description has it otherwise."""
        found = self.arguments.get((operation.api, operation.name, argument.name))
        if found is None:
            return otherwise
        left_out = tuple(each for each in otherwise.names if each == "Omit")
        return Annotation((*found.names, *left_out))

    @property
    def names(self) -> frozenset[str]:
        return frozenset(each.name for each in self.declared)


def result_types(plan: Plan, taken: Iterable[str]) -> ResultTypes:
    """The types of all operations; none of them has a name of `taken`."""
    several = len(plan.apis) > 1
    names = Names((*MODULE_NAMES, *taken))
    declared: list[TypedRecord | TypeName] = []
    results: dict[tuple[str, str], Annotation] = {}
    for api in plan.apis:
        for operation in api.operations:
            if operation.result is OPEN:
                continue
            spoken = f"{api.namespace} {operation.name}" if several else operation.name
            types = _Types(operation, names, declared)
            results[(api.namespace, operation.name)] = types.result(f"{spoken} result")
    return ResultTypes(tuple(declared), results)


@dataclass(frozen=True, slots=True)
class _Types:
    """The types of one operation."""

    operation: Operation
    names: Names
    declared: list[TypedRecord | TypeName]

    def result(self, spoken: str) -> Annotation:
        """The type of the whole answer, under a name of its own whatever it is."""
        found = self.of(self.operation.result, spoken, "$")
        if isinstance(self.operation.result, RecordShape):
            return found
        name = self._name(spoken)
        self.declared.append(TypeName(name, self._place("$"), found))
        return Annotation((name,))

    def of(self, shape: Shape, spoken: str, path: str) -> Annotation:
        """The type of a place in the document: what it is called and where it stands."""
        match shape:
            case Unknown():
                return JSON
            case LeafShape(type_):
                return Annotation((TYPES[type_],))
            case ListShape(element):
                item = self.of(element, f"{spoken} item", f"{path}[*]")
                return Annotation((Generic("list", (item,)),))
            case TableShape(value):
                inner = self.of(value, f"{spoken} value", f"{path}.*")
                return Annotation((Generic("dict", (Annotation(("str",)), inner)),))
            case RecordShape():
                return Annotation((self._record(shape, spoken, path),))

    def _record(self, shape: RecordShape, spoken: str, path: str) -> ClassName:
        entries = tuple(
            Entry(
                each.name,
                _nullable(self.of(each.shape, f"{spoken} {each.name}", f"{path}.{each.name}")),
            )
            for each in shape.fields
        )
        name = self._name(spoken)
        self.declared.append(
            TypedRecord(name, self._doc(shape, path), entries, needs_call(entries))
        )
        return name

    def _name(self, spoken: str) -> ClassName:
        return ClassName(self.names.fresh(class_name(spoken)[:LONGEST_NAME]))

    def _place(self, path: str) -> str:
        request = f"`{self.operation.method} {route_text(self.operation.declaration.path) or '/'}`"
        if path == "$":
            return f"What {request} answers, as far as the spec describes it."
        return f"`{' '.join(path.split())}` in what {request} answers."

    def _doc(self, shape: RecordShape, path: str) -> str:
        text = self._place(path)
        described = [
            f"    {' '.join(each.name.split())}: {' '.join(each.description.split())}"
            for each in shape.fields
            if each.description
        ]
        return text + ("\n\nKeys:\n" + "\n".join(described) if described else "")


def _nullable(annotation: Annotation) -> Annotation:
    """What stands under a key may be null; JSON may be anyway."""
    return annotation if annotation == JSON else Annotation((*annotation.names, "None"))


def needs_call(entries: Iterable[Entry]) -> bool:
    """Whether a key is no name, or one that a class changes (`__x`)."""
    return not all(
        each.key.isascii()
        and each.key.isidentifier()
        and not keyword.iskeyword(each.key)
        and not each.key.startswith("__")
        for each in entries
    )
