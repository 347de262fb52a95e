"""What changed in the REST adapters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from .. import regex
from .change import Change, Place, Surface
from .document import Rest, RestBody, RestParameter, RestRoute, Schema, sent
from .judged import answer_changes, change_by, input_changes
from .pairs import pairs
from .rules import rest as rules
from .rules.schemas import INPUT_WIDENED
from .schemas import Facet, schema_changes

_HOLE: Final = regex.late(r"\{[^{}]*\}")
_SLASH: Final = regex.late(r"/(?=\?|$)")
"""The one at the end of a path, before the query that tells two routes apart."""
_SCALARS: Final = frozenset(("boolean", "integer", "number"))
_STRICTNESS: Final = {"same": 0, "redirect": 1, "strict": 2}
_OTHER: Final = "paths with another slash at their end than their route"


def rest_changes(before: Mapping[str, Rest], after: Mapping[str, Rest]) -> Iterator[Change]:
    """Of all adapters, by namespace."""
    for namespace, old, new in pairs(before, after):
        place = Place(Surface.REST, namespace)
        if old is None:
            yield place.change(rules.ADAPTER_ADDED, namespace)
        elif new is None:
            yield place.change(rules.ADAPTER_REMOVED, namespace)
        else:
            yield from _adapter(old, new, place)


def _adapter(old: Rest, new: Rest, place: Place) -> Iterator[Change]:
    if old.authentication != new.authentication:
        sides = (old.authentication, new.authentication)
        yield place.change(rules.AUTHENTICATION_CHANGED, place.namespace, *sides)
    yield from _slash(old, new, place)
    moved = _renamed(old.routes, new)
    for before, after in moved.items():
        yield from _moved(before, after, new, place.within(after))
    were = {
        moved.get(each, each): _with_names(route, each, moved) for each, route in old.routes.items()
    }
    for request, was, is_ in pairs(were, new.routes):
        inner = place.within(request)
        if was is None:
            yield inner.change(rules.ROUTE_ADDED, request)
        elif is_ is None:
            yield inner.change(rules.ROUTE_REMOVED, request)
        else:
            yield from _route(was, is_, inner)


def _slash(old: Rest, new: Rest, place: Place) -> Iterator[Change]:
    """What becomes of the spelling of paths that routes do not have."""
    was, is_ = (_STRICTNESS.get(each.trailing_slash, 0) for each in (old, new))
    if is_ < was:
        yield place.change(rules.SLASH_TAKEN, place.namespace, _OTHER)
    elif was < is_:
        rule = rules.SLASH_REFUSED if is_ == _STRICTNESS["strict"] else rules.SLASH_REDIRECTED
        yield place.change(rule, place.namespace, _OTHER)


def _moved(before: str, after: str, adapter: Rest, place: Place) -> Iterator[Change]:
    """A route whose path is spelled otherwise, and matches the same."""
    if _HOLE.findall(before) != _HOLE.findall(after):
        yield place.change(rules.PATH_VARIABLE_RENAMED, after, before, after)
    if bool(_SLASH.search(before)) != bool(_SLASH.search(after)):
        if adapter.trailing_slash == "same":
            yield place.change(rules.SLASH_MOVED, after, before, after)
        else:
            yield place.change(rules.SLASH_REDIRECTED, after, f"`{before}`")


def _renamed(before: Mapping[str, RestRoute], adapter: Rest) -> dict[str, str]:
    """Routes that match what other ones matched: the old one → the new one.

    Variables of the path have other names; there is a slash at its end or none, unless that is refused.
    """
    after = adapter.routes
    strict = adapter.trailing_slash == "strict"

    def shape(request: str) -> str:
        named = _HOLE.sub("{}", request)
        return named if strict else _SLASH.sub("", named)

    gone = {shape(each): each for each in before if each not in after}
    come = {shape(each): each for each in after if each not in before}
    return {old: come[key] for key, old in sorted(gone.items()) if key in come}


def _with_names(route: RestRoute, request: str, moved: Mapping[str, str]) -> RestRoute:
    """A route with the names that the variables of its path have now."""
    if request not in moved:
        return route
    holes = zip(_HOLE.findall(request), _HOLE.findall(moved[request]), strict=True)
    names = {f"path {old[1:-1]}": f"path {new[1:-1]}" for old, new in holes}
    return replace(
        route, parameters={names.get(key, key): each for key, each in route.parameters.items()}
    )


def _route(old: RestRoute, new: RestRoute, place: Place) -> Iterator[Change]:
    if old.operation != new.operation:
        sides = (old.operation, new.operation)
        yield place.change(rules.OPERATION_RENAMED, place.subject, *sides)
    if old.sends != new.sends and None not in (old.sends, new.sends):
        yield place.change(rules.ROUTE_SENDS, place.subject, sent(old.sends), sent(new.sends))
    for name, was, is_ in pairs(old.parameters, new.parameters):
        yield from _parameter(name, was, is_, place)
    yield from _body(old.body, new.body, place)
    yield from _answer(old, new, place)


def _parameter(
    name: str, old: RestParameter | None, new: RestParameter | None, place: Place
) -> Iterator[Change]:
    if new is None:
        yield place.change(rules.PARAMETER_REMOVED, name)
    elif old is None:
        rule = rules.REQUIRED_PARAMETER_ADDED if new.required else rules.PARAMETER_ADDED
        yield place.change(rule, name)
    else:
        if old.required != new.required:
            rule = rules.PARAMETER_REQUIRED if new.required else rules.PARAMETER_OPTIONAL
            yield place.change(rule, name)
        yield from _value(old.schema, new.schema, name, place)


def _value(before: Schema, after: Schema, name: str, place: Place) -> Iterator[Change]:
    """Outside a body a value is text on its way, so a text takes what a number or a boolean was."""
    judged = input_changes(before, after, name, place)
    for found, change in zip(schema_changes(before, after, name), judged, strict=True):
        is_text = found.facet is Facet.RETYPED and after.get("type") == "string"
        if is_text and before.get("type") in _SCALARS and found.depth == 0:
            yield change_by(INPUT_WIDENED, found, place)
        else:
            yield change


def _body(old: RestBody | None, new: RestBody | None, place: Place) -> Iterator[Change]:
    if old is None and new is not None:
        rule = rules.REQUIRED_BODY_ADDED if new.required else rules.BODY_ADDED
        yield place.change(rule, place.subject)
    elif old is not None and new is None:
        yield place.change(rules.BODY_REMOVED, place.subject)
    elif old is not None and new is not None:
        yield from _both_bodies(old, new, place)


def _both_bodies(old: RestBody, new: RestBody, place: Place) -> Iterator[Change]:
    if old.required != new.required:
        rule = rules.BODY_REQUIRED if new.required else rules.BODY_OPTIONAL
        yield place.change(rule, place.subject)
    if old.media_type != new.media_type:
        sides = (old.media_type, new.media_type)
        yield place.change(rules.MEDIA_TYPE_CHANGED, place.subject, *sides)
    yield from input_changes(old.schema, new.schema, "body", place)


def _answer(old: RestRoute, new: RestRoute, place: Place) -> Iterator[Change]:
    if old.answer is None and new.answer is not None:
        yield place.change(rules.ANSWER_MAPPED, place.subject)
    elif old.answer is not None and new.answer is None:
        yield place.change(rules.ANSWER_PASSED, place.subject)
    elif old.answer is not None and new.answer is not None:
        yield from answer_changes(old.answer, new.answer, "answer", place)
    elif old.media_type != new.media_type:
        sides = (each.media_type or "of upstream's" for each in (old, new))
        yield place.change(rules.ANSWER_MEDIA_TYPE_CHANGED, place.subject, *sides)
