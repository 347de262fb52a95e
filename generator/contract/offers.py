"""What changed in the resources and prompts of an MCP server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from .change import Change, Place
from .document import Schema, sent
from .pairs import pairs
from .rules import mcp as rules

_TEXTS: Final = ("title", "description")
_TOLD: Final = frozenset((*_TEXTS, "arguments", "messages", "sends"))


def offer_changes(
    kind: str, before: Mapping[str, Schema], after: Mapping[str, Schema], place: Place
) -> Iterator[Change]:
    """Of all resources, by URI, or of all prompts, by name.

    Args:
        kind: `resource` or `prompt`.
        before: as they were listed.
        after: as they are.
        place: the server.
    """
    for name, old, new in pairs(before, after):
        what, inner = f"{kind} `{name}`", place.within(name)
        if old is None:
            yield inner.change(rules.OFFER_ADDED, what)
        elif new is None:
            yield inner.change(rules.OFFER_REMOVED, what)
        else:
            yield from _offer(what, old, new, inner)


def _offer(what: str, old: Schema, new: Schema, place: Place) -> Iterator[Change]:
    for key in _TEXTS:
        yield from _text(f"{key} of the {what}", old.get(key), new.get(key), place)
    for name, was, is_ in pairs(_arguments(old), _arguments(new)):
        yield from _argument(name, was, is_, place)
    if "messages" in old and "messages" in new:
        yield from _text(f"text of the {what}", _said(old), _said(new), place)
    sent_, sends = (tuple(each.get("sends") or ()) for each in (old, new))
    if sent_ != sends and "sends" in old and "sends" in new:
        yield place.change(rules.TOOL_SENDS, what, sent(sent_), sent(sends))
    if _others(old) != _others(new):
        yield place.change(rules.OFFER_CHANGED, what)


def _text(what: str, before: Any, after: Any, place: Place) -> Iterator[Change]:
    old, new = str(before or ""), str(after or "")
    if old != new:
        yield place.change(rules.OFFER_TEXT_CHANGED, what, old, new, is_text=True)


def _argument(name: str, old: Schema | None, new: Schema | None, place: Place) -> Iterator[Change]:
    if new is None:
        yield place.change(rules.PROMPT_ARGUMENT_REMOVED, name)
    elif old is None:
        needs = rules.REQUIRED_PROMPT_ARGUMENT_ADDED, rules.PROMPT_ARGUMENT_ADDED
        yield place.change(needs[0] if _is_required(new) else needs[1], name)
    else:
        if _is_required(old) != _is_required(new):
            rule = rules.PROMPT_ARGUMENT_OPTIONAL
            if _is_required(new):
                rule = rules.PROMPT_ARGUMENT_REQUIRED
            yield place.change(rule, name)
        for key in _TEXTS:
            yield from _text(f"{key} of `{name}`", old.get(key), new.get(key), place)


def _is_required(argument: Schema) -> bool:
    return argument.get("required") is True


def _arguments(offer: Schema) -> Mapping[str, Schema]:
    found = offer.get("arguments")
    given = found if isinstance(found, list | tuple) else ()
    return {str(each.get("name")): each for each in given if isinstance(each, Mapping)}


def _said(offer: Schema) -> str:
    """What a prompt says, message by message."""
    messages = (each for each in offer["messages"] if isinstance(each, Mapping))
    return "\n".join(f"{each.get('role')}: {each.get('text')}" for each in messages)


def _others(offer: Schema) -> dict[str, Any]:
    return {key: value for key, value in offer.items() if key not in _TOLD}
