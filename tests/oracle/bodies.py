"""What a body is, as written in a file (docs/language.md, "Bodies")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from .holes import Hole, Leaf, Names, body_leaf, holes_of, is_environment_name, parse, parse_data

FREE_METHODS = ("POST", "PUT", "PATCH")
FORM = ("form", "formurlencoded", "application/x-www-form-urlencoded")
MULTIPART = ("multipart", "multipartform", "multipart/form-data")
TEXTS = {
    "text": "text/plain",
    "text/plain": "text/plain",
    "xml": "application/xml",
    "application/xml": "application/xml",
    "sparql": "application/sparql-query",
    "yaml": "application/yaml",
    "application/yaml": "application/yaml",
}
BINARY = {
    "binary": "application/octet-stream",
    "octet-stream": "application/octet-stream",
    "application/octet-stream": "application/octet-stream",
    "application/cbor": "application/cbor",
}


class _Parameter(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def place(self) -> str | None: ...
    @property
    def required(self) -> bool | None: ...
    @property
    def value(self) -> Any: ...


@dataclass(frozen=True)
class Body:
    """`kind`: json, rawjson, form, formtext, formobject, multipart, text, binary, free, document.

    A `document` is a parameter's value, a `formobject` the fields of one.
    """

    kind: str
    template: Any = None
    media_type: str | None = None
    required: bool = False
    """Of a body that one parameter is."""
    added: tuple[tuple[str, Any], ...] = ()
    """Fields that the template does not mention; one without a value leaves the template's."""


def read_body(raw: Any, method: str, parameters: Sequence[_Parameter], names: Names) -> Body | None:
    """The body of an operation; the free body and the body made of `in: body` parameters included."""
    fields = [parameter for parameter in parameters if parameter.place == "body"]
    if isinstance(raw, dict) and "data" not in raw and fields and names.published:
        made = _of_fields(str(raw.get("type") or "json").lower(), fields)
        if made is not None:
            return made
    if isinstance(raw, str) and raw:
        return Body("rawjson", parse(raw, names), "application/json")
    if isinstance(raw, dict):
        kind = str(raw.get("type") or "json").lower()
        data = raw.get("data")
        if kind in ("json", "application/json") and not data:
            return _empty_json(data, method, fields, names)
        return _written(kind, data, names)
    return _implied(method, fields, names)


def _empty_json(data: Any, method: str, fields: Sequence[_Parameter], names: Names) -> Body | None:
    if names.published and (method in FREE_METHODS or fields):
        return _implied(method, fields, names)
    return None if data is None else Body("json", data, "application/json")


def _implied(method: str, fields: Sequence[_Parameter], names: Names) -> Body | None:
    if not names.published:
        return None
    only = fields[0] if len(fields) == 1 and fields[0].name == "body" else None
    if only is not None and only.value is None:
        return Body("document", None, "application/json", required=bool(only.required))
    if only is not None:
        return Body("json", only.value, "application/json")
    if fields:
        template = {
            field.name: field.value if field.value is not None else Leaf(_hole(field.name))
            for field in fields
        }
        return Body("json", template, "application/json")
    return Body("free", None, "application/json") if method in FREE_METHODS else None


def _of_fields(kind: str, fields: Sequence[_Parameter]) -> Body | None:
    """A form without data is made of the parameters that are `in: body`."""
    entries = {f.name: f.value if f.value is not None else Leaf(_hole(f.name)) for f in fields}
    if kind in FORM:
        if len(fields) == 1 and fields[0].name == "body" and fields[0].value is None:
            return Body("formobject", _hole("body"), "application/x-www-form-urlencoded")
        return Body("form", entries, "application/x-www-form-urlencoded")
    if kind in MULTIPART:
        parts = [{"name": name, "value": value} for name, value in entries.items()]
        return Body("multipart", parts, "multipart/form-data")
    if len(fields) == 1 and fields[0].value is None:
        if kind in TEXTS:
            return Body("text", _hole(fields[0].name), TEXTS[kind])
        if kind in BINARY:
            return Body("binary", _hole(fields[0].name), BINARY[kind])
    return None


def with_unmentioned(
    body: Body | None, fields: Sequence[_Parameter], mentioned: set[str]
) -> tuple[Body | None, set[str]]:
    """Declared inputs arrive: one that the template does not use is a field of its own name.

    The second value has the names for which there is no place: they are no inputs.
    """
    lost: set[str] = set()
    for each in fields:
        if each.name in mentioned or (body is not None and each.name in _mentioned(body)):
            continue
        value = each.value if each.value is not None else Leaf(_hole(each.name))
        grown = None if body is None else _with_field(body, each.name, value)
        if grown is None:
            lost.add(each.name)
        else:
            body = grown
    return body, lost


def _mentioned(body: Body) -> set[str]:
    template = Leaf(body.template) if isinstance(body.template, tuple) else body.template
    names = {hole.name for hole in holes_of(template)}
    return names | {name for name, _ in body.added}


def _with_field(body: Body, name: str, value: Any) -> Body | None:
    if body.kind == "form":
        kept = {key: item for key, item in body.template.items() if key != name}
        return replace(body, template={**kept, name: value})
    if body.kind == "formobject":
        return replace(body, added=(*body.added, (name, value)))
    if body.kind == "multipart":
        parts = [part for part in body.template if part.get("name") != name]
        return replace(body, template=[*parts, {"name": name, "value": value}])
    if body.kind == "json" and isinstance(body.template, dict):
        return replace(body, added=(*body.added, (name, value)))
    if body.kind == "rawjson" and _may_be_object(body.template):
        return replace(body, added=(*body.added, (name, value)))
    return None


def _may_be_object(text: Any) -> bool:
    """JSON text that is an object, or one hole that may become one."""
    if len(text) == 1 and not isinstance(text[0], str):
        return True
    return bool(text) and isinstance(text[0], str) and text[0].lstrip().startswith("{")


def _hole(name: str) -> Any:
    from .holes import Hole

    return (Hole(name, "input"),)


def _written(kind: str, data: Any, names: Names) -> Body | None:
    leaf = body_leaf(names)
    if kind in ("json", "application/json"):
        if isinstance(data, str):
            return Body("rawjson", parse(data, names), "application/json")
        return Body("json", parse_data(data, leaf), "application/json")
    if kind in FORM:
        if isinstance(data, str):
            text = parse(data, names)
            sole = text[0] if len(text) == 1 else ""
            of_caller = isinstance(sole, Hole) and not is_environment_name(sole.name, names)
            kind = "formobject" if of_caller else "formtext"
            return Body(kind, text, "application/x-www-form-urlencoded")
        return Body("form", parse_data(data or {}, leaf), "application/x-www-form-urlencoded")
    if kind in MULTIPART:
        if isinstance(data, dict):
            data = [{"name": key, "value": value} for key, value in data.items()]
        return Body("multipart", parse_data(data or [], leaf), "multipart/form-data")
    if kind in TEXTS:
        return Body("text", parse(_one_text(data), names), TEXTS[kind])
    if kind in BINARY:
        template = parse(_one_text(data), names) if data else None
        return Body("binary", template, BINARY[kind])
    return None


def _one_text(data: Any) -> str:
    """Text where a mapping of one entry was written: the value of that entry."""
    if isinstance(data, dict) and len(data) == 1:
        data = next(iter(data.values()))
    return data if isinstance(data, str) else ""
