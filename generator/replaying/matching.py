"""Expressions of a plan read backwards: the values of names, from what was made of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

from .. import plan as p
from ..model import Place, ValueType

Values = dict[str, Any]


class NotMadeError(Exception):
    """The request was not made by this operation, or nobody can tell by which arguments; says why."""


def expression(wanted: p.Expression, found: Any, values: Values) -> None:
    """Take the values of names out of one value. Raises `NotMadeError`."""
    match wanted:
        case p.FromName(name, ()):
            _put(values, name, found)
        case p.FromName(name):
            raise NotMadeError(f"only a part of {name} is sent")
        case p.Fixed(value):
            if value != found and str(value) != found:
                raise NotMadeError(f"{found!r} stands where the specification has {value!r}")
        case p.ObjectOf(entries):
            _object(entries, found, values)
        case p.ArrayOf(items):
            if not isinstance(found, list) or len(found) != len(items):
                raise NotMadeError("a list has another length")
            for item, each in zip(items, found, strict=True):
                expression(item, each, values)
        case p.Joined(parts):
            text(parts, str(found), values)
        case _:
            pass  # The environment's, which a recording does not hold.


def _object(entries: Iterable[tuple[str, p.Expression]], found: Any, values: Values) -> None:
    if not isinstance(found, dict):
        raise NotMadeError("no object stands where one belongs")
    known = dict(entries)
    strange = found.keys() - known.keys()
    if strange:
        raise NotMadeError(f"a field that the specification does not have: {min(strange)}")
    for name, value in known.items():
        if name in found:
            expression(value, found[name], values)


def _put(values: Values, name: str, value: Any) -> None:
    if name in values and values[name] != value:
        raise NotMadeError(f"{name} stands in two places with two values")
    values[name] = value


def text(parts: Iterable[p.Atom], found: str, values: Values) -> None:
    """Take the values of names out of a text made of several parts. Raises `NotMadeError`."""
    names: list[str] = []
    pattern = ""
    for part in parts:
        match part:
            case p.Fixed(value):
                pattern += re.escape(str(value))
            case p.FromName(name, ()):
                names.append(name)
                pattern += "(.+)"
            case _:
                pattern += ".+?"
    matched = re.fullmatch(pattern, found, re.DOTALL)
    if matched is None:
        raise NotMadeError(f"{found!r} is not of the form that the specification has")
    for name, value in zip(names, matched.groups(), strict=True):
        _put(values, name, value)


def path(
    segments: tuple[p.PathSegment, ...], target: str, several: Mapping[str, int], values: Values
) -> str:
    """Take the values out of a path; the path of the base URI is what comes before. Raises `NotMadeError`.

    Args:
        segments: of the operation.
        target: as it was sent.
        several: names whose values may have slashes, which some clients send as they are; the most segments.
        values: what is known already.
    """
    names: list[str] = []
    pattern = "(.*)"
    for segment in segments:
        pattern += segment.slash + "".join(_piece(part, several, names) for part in segment.parts)
    decoded = unquote(re.sub("%2f", "\0", target, flags=re.IGNORECASE))
    matched = re.fullmatch(pattern, decoded, re.DOTALL)
    if matched is None:
        raise NotMadeError("the path is not the operation's")
    base, *found = matched.groups()
    for name, value in zip(names, found, strict=True):
        _put(values, name, value.replace("\0", "/"))
    return quote(base.replace("\0", "/"), safe="/:@!$&'()*+,;=")


def _piece(part: p.Atom, several: Mapping[str, int], names: list[str]) -> str:
    match part:
        case p.Fixed(value):
            return re.escape(str(value))
        case p.FromName(name, ()):
            names.append(name)
            more = several.get(name, 1) - 1
            return f"([^/]+(?:/[^/]+){{0,{more}}})"
        case _:
            return "[^/]+?"


def pairs(wanted: Iterable[p.Pair], query: str, values: Values) -> None:
    """Take the values out of a query or a form. Raises `NotMadeError`."""
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        found.setdefault(name, []).append(value)
    for pair in wanted:
        sent = found.pop(pair.name, None)
        if sent is None or pair.value is None:
            continue
        expression(pair.value, sent[0] if len(sent) == 1 else sent, values)
    strange = [name for name, each in found.items() if each != ["***"]]
    if strange:
        raise NotMadeError(f"a parameter that the operation does not have: {strange[0]}")


def typed(argument: p.Argument, value: Any) -> Any:
    """A value of the wire as the argument's type. Raises `NotMadeError`."""
    if argument.place is Place.BODY or value == "***":
        return value
    try:
        match argument.type:
            case ValueType.INTEGER:
                return int(value)
            case ValueType.NUMBER:
                return float(value)
            case ValueType.BOOLEAN:
                return {"true": True, "false": False}[value]
            case ValueType.ARRAY:
                return value if isinstance(value, list) else value.split(",")
            case ValueType.OBJECT:
                return json.loads(value)
            case _:
                return value
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotMadeError(f"{argument.name} is no {argument.type.value}") from None


def body(plan: p.BodyPlan, content: Any, exchange: Mapping[str, Any], values: Values) -> None:
    """Take the values out of a body. Raises `NotMadeError`."""
    if exchange.get("request_body_shortened") or exchange.get("request_body_withheld"):
        raise NotMadeError("the body of the request was not recorded")
    match plan:
        case p.NoBody():
            if content not in (None, ""):
                raise NotMadeError("a body, and the operation has none")
        case p.FreeJson(argument, _):
            if exchange.get("request_body_is_raw_text"):
                raise NotMadeError("the body is no JSON")
            if content is not None and exchange.get("request_content_type") is None:
                raise NotMadeError("a body whose type is not said")
            if content is not None:
                values[argument] = content
        case p.JsonTemplate(value, added):
            _template(value, added, content, values)
        case p.PlainText(_, value):
            if content is not None:
                expression(value, content, values)
        case p.FormFields(fields):
            pairs((p.Pair(name, value) for name, value in fields), content or "", values)
        case _:
            raise NotMadeError("a body of a kind that is not read backwards")


def _template(
    value: p.Expression, added: tuple[tuple[str, p.Expression], ...], content: Any, values: Values
) -> None:
    if content is None:
        return
    if isinstance(content, dict):
        own = {name for name, _ in added}
        for name, expression_ in added:
            if name in content:
                expression(expression_, content[name], values)
        if isinstance(value, p.ObjectOf):
            own -= {name for name, _ in value.entries}
        content = {name: each for name, each in content.items() if name not in own}
    expression(value, content, values)
