"""Types and parameters as Python source."""

from __future__ import annotations

from ..lower.annotations import Annotation, Choices, Generic
from ..lower.python import Parameter, Signature
from .source import STEP, WIDTH, constant, in_a_line


def annotation(value: Annotation) -> str:
    """A type as it is written: `list[str] | None`."""
    return " | ".join(_member(each) for each in value.names)


def _member(value: str | Generic | Choices) -> str:
    match value:
        case Generic(name, arguments):
            return f"{name}[{', '.join(map(annotation, arguments))}]"
        case Choices(values):
            return f"Literal[{', '.join(map(constant, values))}]"
        case _:
            return value


def _parameter(value: Parameter) -> str:
    shown = f"{value.name}: {annotation(value.annotation)}"
    return shown if value.default is None else f"{shown} = {in_a_line(value.default)}"


def parameters(
    signature: Signature, opening: str, closing: str, indent: int = 0, first: tuple[str, ...] = ()
) -> str:
    """`def name(…) -> Type:`, one parameter a line where it is too long for one."""
    items = [*first, *(_parameter(each) for each in signature.positional)]
    if signature.keyword_only:
        items += ["*", *(_parameter(each) for each in signature.keyword_only)]
    flat = f"{opening}({', '.join(items)}){closing}"
    if indent + len(flat) <= WIDTH or not items:
        return flat
    inner = " " * (indent + STEP)
    shared = len(items) > 1 and indent + STEP + len(", ".join(items)) <= WIDTH
    if shared and not signature.keyword_only:
        return f"{opening}(\n{inner}{', '.join(items)}\n{' ' * indent}){closing}"
    lines = "".join(f"{inner}{item},\n" for item in items)
    return f"{opening}(\n{lines}{' ' * indent}){closing}"
