"""Mapped outputs as functions: from the document of an answer to what a unit, or a step, gives of it.

Each is the expression that somebody would have written by hand (`picking` of the runtime has the words);
only a path with filters, slices or the like stays a constant that the runtime follows.
"""

from __future__ import annotations

import json
from typing import Any, Final

from ..model import (
    ArrayTemplate,
    Constant,
    DataTemplate,
    ObjectTemplate,
    OutputMapping,
    Template,
    ValueType,
    text_shown,
)
from ..model.jsonpath import is_plain, parse
from ..model.path_steps import EVERY, Steps
from ..naming import Identifier, Names
from ..plan import Mapped, Output
from ..records import dataclass
from .annotations import Annotation
from .paths import lowered_steps
from .python import (
    CallOf,
    Declaration,
    DictOf,
    Function,
    LambdaOf,
    Literal,
    Name,
    Parameter,
    Python,
    Signature,
    TupleOf,
)

NAMES: Final = frozenset(
    ("at", "each_of", "array", "listed", "nested", "remade", "by_name", "cut", "follow", "whole")
)
"""What a mapping may call."""
_DOCUMENT: Final = Identifier("document")
_EACH: Final = Identifier("each")
_PART: Final = Identifier("part")
_JSON: Final = Annotation(("Json",))
_NULL: Final = Literal(None)
_SCALARS: Final = frozenset(
    (ValueType.STRING, ValueType.INTEGER, ValueType.NUMBER, ValueType.BOOLEAN)
)


@dataclass(frozen=True, slots=True)
class LoweredMapping:
    """A mapping, and the paths that it follows."""

    function: Function
    paths: tuple[Declaration, ...]


def unit_mappings(output: Output, unit: str, names: Names) -> tuple[LoweredMapping, ...]:
    """The functions that a mapped unit hands to the runtime, the first choice first; none where nothing is mapped.

    Args:
        output: what the unit answers.
        unit: the name of its coroutine.
        names: those of the module.
    """
    if not isinstance(output, Mapped):
        return ()
    doc = f"What `{unit}` gives of an answer."
    if output.by_name:
        made = _Mapping(f"{unit}_output", names)
        return (made.done(doc, made.fields(output.outputs)),)
    found: list[LoweredMapping] = []
    for number, each in enumerate(output.outputs, 1):
        made = _Mapping(f"{unit}_output" if number == 1 else f"{unit}_output_{number}", names)
        before = found[-1].function.name if found else None
        said = doc if before is None else f"The same, where `{before}` is null."
        found.append(made.done(said, made.value(each, Name(_DOCUMENT))))
    return tuple(found)


def step_mapping(
    outputs: tuple[OutputMapping, ...], unit: str, step: str, names: Names
) -> LoweredMapping:
    """What a step gives of its answer: an object of the declared outputs."""
    made = _Mapping(f"{unit}_{step}", names)
    return made.done(f"What the step `{step}` gives of its answer.", made.fields(outputs))


class _Mapping:
    """One function in the making."""

    def __init__(self, name: str, names: Names) -> None:
        self._names = names
        self._name = names.fresh(name)
        self._paths: list[Declaration] = []

    def done(self, doc: str, value: Python) -> LoweredMapping:
        signature = Signature((Parameter(_DOCUMENT, _JSON),), ())
        return LoweredMapping(Function(self._name, signature, doc, value), tuple(self._paths))

    def fields(self, outputs: tuple[OutputMapping, ...]) -> Python:
        """An object of several outputs, by their names."""
        root = Name(_DOCUMENT)
        return DictOf(tuple((each.name or "", self.value(each, root)) for each in outputs))

    def value(self, output: OutputMapping, root: Name) -> Python:
        """An output of what `root` holds."""
        if output.value is not None:
            return Literal(_fixed(output.value))
        path = None if output.mapping is None else parse(output.mapping)
        if output.mapping is not None and path is None:
            return _NULL  # what is no path leads nowhere
        found = self._at(path, root) if path else root
        match output.type:
            case ValueType.OBJECT if output.values is not None:
                return self._built("by_name", found, output.values)
            case ValueType.OBJECT if output.properties:
                return self._object(output, found)
            case ValueType.ARRAY:
                return self._array(output, found)
            case ValueType.OBJECT | ValueType.ANY:
                pass
            case _ if path is None:
                return _NULL
        return self._cut(output, found)

    def _cut(self, output: OutputMapping, found: Python) -> Python:
        if output.max_length is None:
            return found
        return CallOf(Name("cut"), (found, Literal(output.max_length)))

    def _object(self, output: OutputMapping, found: Python, made: str = "nested") -> Python:
        part = found if isinstance(found, Name) else Name(_PART)
        entries = tuple((name, self._property(inner, part)) for name, inner in output.properties)
        if isinstance(found, Name):
            return DictOf(entries)
        return CallOf(Name(made), (found, LambdaOf((_PART,), DictOf(entries))))

    def _property(self, output: OutputMapping, root: Name) -> Python:
        """A property of an object: what its mapping finds is never lost, also where an array finds no list."""
        path = None if output.mapping is None else parse(output.mapping)
        if path is None or output.value is not None:
            return self.value(output, root)
        found = self._at(path, root) if path else root
        if output.type is ValueType.OBJECT and output.properties and output.values is None:
            return self._object(output, found, "remade")
        if output.type is not ValueType.ARRAY:
            return self.value(output, root)
        build = () if output.items is None else self._built_of(output.items)
        return CallOf(Name("listed"), (found, *build)) if build else found

    def _array(self, output: OutputMapping, found: Python) -> Python:
        if output.items is None:
            is_identity = isinstance(found, Name)  # the document, whatever it is
            return found if is_identity else CallOf(Name("array"), (found,))
        return self._built("array", found, output.items)

    def _built(self, function: str, found: Python, inner: OutputMapping) -> Python:
        """What each element, or each value, of what is found becomes."""
        return CallOf(Name(function), (found, *self._built_of(inner)))

    def _built_of(self, inner: OutputMapping) -> tuple[Python, ...]:
        """What builds it; nothing where it stays as it is."""
        each = Name(_EACH)
        is_itself = inner.mapping is None and inner.value is None and inner.type in _SCALARS
        value = self._cut(inner, each) if is_itself else self.value(inner, each)
        return () if value == each else (LambdaOf((_EACH,), value),)

    def _at(self, path: Steps, root: Name) -> Python:
        """What a path leads to."""
        if not is_plain(path):
            number = f"_{len(self._paths) + 1}" if self._paths else ""
            constant = self._names.fresh(f"{self._name}_path{number}".upper())
            declared = Declaration(constant, lowered_steps(path))
            self._paths.append(declared)
            return CallOf(Name("follow"), (Name(declared.name), root))
        groups: list[list[Python]] = [[]]
        for step in path:
            if step is EVERY:
                groups.append([])
            elif isinstance(step, str | int):
                groups[-1].append(Literal(step))
        if len(groups) == 1:
            return CallOf(Name("at"), (root, *groups[0]))
        return CallOf(Name("each_of"), (root, *(TupleOf(tuple(group)) for group in groups)))


def _fixed(value: DataTemplate) -> str:
    """A fixed value: text, always, whatever its type says (docs/language.md, "Outputs")."""
    data = _shown(value)
    return data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)


def _shown(value: DataTemplate) -> Any:
    """The value as it is written: nothing fills a placeholder here."""
    match value:
        case Constant(constant):
            return constant
        case ObjectTemplate(entries):
            return {key: _shown(item) for key, item in entries}
        case ArrayTemplate(items):
            return [_shown(item) for item in items]
        case Template(parts):
            return "".join(text_shown(part, 2) for part in parts)
