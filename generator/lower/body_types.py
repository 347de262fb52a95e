"""The types of what clients send as documents, as far as the spec describes them: `TypedDict`s in `types.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from ..model import Place, ValueType, route_text
from ..naming import ClassName, Names, class_name
from ..plan import Argument, Operation, Plan
from ..records import dataclass
from .annotations import Annotation, Choices, Generic
from .python import Entry, TypedRecord, TypeName
from .results import LONGEST_NAME, MODULE_NAMES, ResultTypes, needs_call
from .signatures import TYPES

DEEPEST: Final = 12
MOST_CHOICES: Final = 40
"""Of a longer enumeration nobody wants to read the type."""


def with_bodies(types: ResultTypes, plan: Plan, taken: Iterable[str]) -> ResultTypes:
    """The types, and those of the arguments whose fields the spec describes; none has a name of `taken`."""
    several = len(plan.apis) > 1
    names = Names((*MODULE_NAMES, *taken, *types.names))
    declared: list[TypedRecord | TypeName] = list(types.declared)
    arguments: dict[tuple[str, str, str], Annotation] = {}
    for api in plan.apis:
        for operation in api.operations:
            for argument in filter(_is_described, operation.arguments):
                spoken = f"{operation.name} {argument.name}"
                spoken = f"{api.namespace} {spoken}" if several else spoken
                made = _Bodies(operation, argument, names, declared)
                key = (api.namespace, operation.name, argument.name)
                arguments[key] = made.whole(argument.schema or {}, spoken)
    return replace(types, declared=tuple(declared), arguments=arguments)


def _is_described(argument: Argument) -> bool:
    """Whether it is a document of which more is known than that it is one."""
    if argument.place is not Place.BODY or argument.is_bytes or not argument.schema:
        return False
    return bool(argument.schema.get("properties") or argument.schema.get("items"))


@dataclass(frozen=True, slots=True)
class _Bodies:
    """The types of one argument."""

    operation: Operation
    argument: Argument
    names: Names
    declared: list[TypedRecord | TypeName]

    def whole(self, schema: Mapping[str, Any], spoken: str) -> Annotation:
        """The type under a name of its own, whatever it is: a method may be called `list`."""
        found = self.of(schema, spoken, "", DEEPEST)
        if schema.get("properties"):
            return found
        name = ClassName(self.names.fresh(class_name(spoken)[:LONGEST_NAME]))
        self.declared.append(TypeName(name, self._doc({}, ""), found))
        return Annotation((name,))

    def of(self, schema: Mapping[str, Any], spoken: str, path: str, room: int) -> Annotation:
        """The type of a place in the document: what it is called and where it stands."""
        kinds = _kinds(schema)
        found = _choices(schema)
        if found is None:
            kind = next((each for each in kinds if each != "null"), "")
            found = self._kind(kind, schema, spoken, path, room)
        if "null" not in kinds or found.names[0] == TYPES[ValueType.ANY]:
            return found
        return Annotation((*found.without("None").names, "None"))

    def _kind(
        self, kind: str, schema: Mapping[str, Any], spoken: str, path: str, room: int
    ) -> Annotation:
        if kind == "object" and schema.get("properties") and room:
            return Annotation((self._record(schema, spoken, path, room),))
        if kind == "array" and schema.get("items") and room:
            item = self.of(schema["items"], f"{spoken} item", f"{path}[*]", room - 1)
            return Annotation((Generic("list", (item,)),))
        return Annotation((TYPES[ValueType(kind)] if kind else TYPES[ValueType.ANY],))

    def _record(self, schema: Mapping[str, Any], spoken: str, path: str, room: int) -> ClassName:
        required = schema.get("required", ())
        fields: Mapping[str, Mapping[str, Any]] = schema["properties"]
        entries = tuple(
            Entry(
                key,
                self.of(each, f"{spoken} {key}", f"{path}.{key}", room - 1),
                is_optional=key not in required,
            )
            for key, each in fields.items()
        )
        name = ClassName(self.names.fresh(class_name(spoken)[:LONGEST_NAME]))
        doc = self._doc(fields, path)
        self.declared.append(TypedRecord(name, doc, entries, needs_call(entries), is_total=True))
        return name

    def _doc(self, fields: Mapping[str, Mapping[str, Any]], path: str) -> str:
        request = f"`{self.operation.method} {route_text(self.operation.declaration.path) or '/'}`"
        what = "The body" if self.argument.whole_body else f"`{self.argument.wire}` in the body"
        text = f"{what} of {request}."
        if path:
            text = f"`{' '.join(path.removeprefix('.').split())}` in {what[0].lower()}{what[1:]} of {request}."
        described = [
            f"    {' '.join(key.split())}: {' '.join(each['description'].split())}"
            for key, each in fields.items()
            if each.get("description")
        ]
        return text + ("\n\nKeys:\n" + "\n".join(described) if described else "")


def _kinds(schema: Mapping[str, Any]) -> tuple[str, ...]:
    declared = schema.get("type", ())
    return (declared,) if isinstance(declared, str) else tuple(declared)


def _choices(schema: Mapping[str, Any]) -> Annotation | None:
    """The constants of an enumeration; None where a type cannot name them."""
    values = schema.get("enum")
    if not values or len(values) > MOST_CHOICES:
        return None
    constants = tuple(each for each in values if each is not None)
    if not constants or not all(isinstance(each, str | int) for each in constants):
        return None
    found = Annotation((Choices(constants),))
    return found if len(constants) == len(values) else Annotation((*found.names, "None"))
