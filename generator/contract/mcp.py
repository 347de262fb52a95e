"""What changed in the MCP servers: what a host lists, and what a model reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from .change import Change, Place, Surface
from .document import ContractTool, Mcp, Schema, sent
from .judged import answer_changes, change_by, input_changes
from .offers import offer_changes
from .pairs import pairs
from .rule import ChangeRule
from .rules import mcp as rules
from .schemas import Facet, schema_changes

_READ_ONLY: Final = "readOnlyHint"
_ARGUMENTS: Final[Mapping[Facet, ChangeRule]] = {
    Facet.PROPERTY_REMOVED: rules.ARGUMENT_REMOVED,
    Facet.PROPERTY_ADDED: rules.ARGUMENT_ADDED,
    Facet.REQUIRED_PROPERTY_ADDED: rules.REQUIRED_ARGUMENT_ADDED,
    Facet.PROPERTY_REQUIRED: rules.ARGUMENT_REQUIRED,
    Facet.PROPERTY_OPTIONAL: rules.ARGUMENT_OPTIONAL,
}
"""The properties at the root of a tool's schema are its arguments, and no others are taken."""


def mcp_changes(before: Mapping[str, Mcp], after: Mapping[str, Mcp]) -> Iterator[Change]:
    """Of all servers, by namespace."""
    for namespace, old, new in pairs(before, after):
        place = Place(Surface.MCP, namespace)
        if old is None:
            yield place.change(rules.ADAPTER_ADDED, namespace)
        elif new is None:
            yield place.change(rules.ADAPTER_REMOVED, namespace)
        else:
            yield from _server(old, new, place)


def _server(old: Mcp, new: Mcp, place: Place) -> Iterator[Change]:
    if old.authentication != new.authentication:
        sides = (old.authentication, new.authentication)
        yield place.change(rules.AUTHENTICATION_CHANGED, place.namespace, *sides)
    if old.instructions != new.instructions:
        texts = (old.instructions, new.instructions)
        yield place.change(rules.INSTRUCTIONS_CHANGED, place.namespace, *texts, is_text=True)
    for name, was, is_ in pairs(old.tools, new.tools):
        inner = place.within(name)
        if is_ is None:
            yield inner.change(rules.TOOL_REMOVED, name)
        elif was is None:
            reads = is_.hints.get(_READ_ONLY, False)
            yield inner.change(rules.TOOL_ADDED if reads else rules.WRITING_TOOL_ADDED, name)
        else:
            yield from _tool(name, was, is_, inner)
    yield from offer_changes("resource", old.resources, new.resources, place)
    yield from offer_changes("prompt", old.prompts, new.prompts, place)


def _tool(name: str, old: ContractTool, new: ContractTool, place: Place) -> Iterator[Change]:
    for rule, before, after in (
        (rules.TITLE_CHANGED, old.title, new.title),
        (rules.DESCRIPTION_CHANGED, old.description, new.description),
    ):
        if before != after:
            yield place.change(rule, name, before, after, is_text=True)
    yield from _hints(name, old, new, place)
    if old.sends != new.sends and None not in (old.sends, new.sends):
        yield place.change(rules.TOOL_SENDS, f"tool `{name}`", sent(old.sends), sent(new.sends))
    yield from _arguments(old.input_schema, new.input_schema, place)
    yield from _output(name, old, new, place)


def _hints(name: str, old: ContractTool, new: ContractTool, place: Place) -> Iterator[Change]:
    for hint, was, is_ in pairs(old.hints, new.hints):
        if was == is_:
            continue
        if hint == _READ_ONLY:
            yield place.change(rules.READ_ONLY_GAINED if is_ else rules.READ_ONLY_LOST, name)
        else:
            yield place.change(rules.HINT_CHANGED, name, _said(hint, was), _said(hint, is_))


def _said(hint: str, value: bool | None) -> str:
    return f"`{hint}` {str(value).lower()}" if value is not None else f"without `{hint}`"


def _arguments(before: Schema, after: Schema, place: Place) -> Iterator[Change]:
    """At the root the rules of arguments hold; within one, those of any input."""
    judged = input_changes(before, after, "", place)
    for found, change in zip(schema_changes(before, after, ""), judged, strict=True):
        rule = _ARGUMENTS.get(found.facet) if found.depth == 0 else None
        yield change if rule is None else change_by(rule, found, place)


def _output(name: str, old: ContractTool, new: ContractTool, place: Place) -> Iterator[Change]:
    if old.output_schema is None and new.output_schema is not None:
        yield place.change(rules.OUTPUT_DECLARED, name)
    elif old.output_schema is not None and new.output_schema is None:
        yield place.change(rules.OUTPUT_UNDECLARED, name)
    elif old.output_schema is not None and new.output_schema is not None:
        yield from answer_changes(old.output_schema, new.output_schema, "result", place)
