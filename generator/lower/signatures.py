"""Parameters: the types of the language as annotations, required ones first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from ..model import Place, ValueType
from ..naming import Identifier
from ..plan import Argument
from .annotations import Annotation
from .python import Name, Parameter, Signature

TYPES: Final[dict[ValueType, str]] = {
    ValueType.STRING: "str",
    ValueType.INTEGER: "int",
    ValueType.NUMBER: "float",
    ValueType.BOOLEAN: "bool",
    ValueType.ARRAY: "JsonArray",
    ValueType.OBJECT: "JsonObject",
    ValueType.ANY: "Json",
}
OMIT: Final = Name("OMIT")


def annotation(type_: ValueType, *, required: bool, nullable: bool = False) -> Annotation:
    """`str`, `str | Omit`, `str | Omit | None`: linters want `None` at the end."""
    names = [TYPES[type_]]
    if not required:
        names.append("Omit")
    if nullable and type_ is not ValueType.ANY:
        names.append("None")
    return Annotation(tuple(names))


def argument_annotation(argument: Argument) -> Annotation:
    """The annotation of an operation's argument; an optional field of a body may be null."""
    if argument.whole_body:
        whole = ("bytes" if argument.is_bytes else "Json", "RawJson")
        return Annotation(whole if argument.must_be_given else (*whole, "Omit"))
    return annotation(argument.type, required=argument.required, nullable=argument.takes_null)


def parameter(name: Identifier, note: Annotation, *, required: bool) -> Parameter:
    return Parameter(name, note, None if required else OMIT)


def argument_signature(
    arguments: Sequence[Argument], names: dict[str, Identifier]
) -> tuple[tuple[Parameter, ...], tuple[Parameter, ...]]:
    """Path variables by position, the rest by keyword, required ones first."""
    positional = [each for each in arguments if each.place is Place.PATH]
    keywords = [each for each in arguments if each.place is not Place.PATH]
    keywords.sort(key=lambda each: not each.must_be_given)
    return (
        tuple(_of(each, names) for each in positional),
        tuple(_of(each, names) for each in keywords),
    )


def _of(argument: Argument, names: dict[str, Identifier]) -> Parameter:
    note = argument_annotation(argument)
    return parameter(names[argument.name], note, required=argument.must_be_given)


def type_names(signatures: Iterable[Signature]) -> set[str]:
    """Every name that the annotations and defaults of signatures use."""
    found: set[str] = set()
    for signature in signatures:
        for each in (*signature.positional, *signature.keyword_only):
            found.update(each.annotation.used)
            if each.default == OMIT:
                found.add(OMIT.dotted)
    return found
