"""Request bodies of consumed operations (language 2.7 and 4.10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ..diagnostics.rules import bodies as rules
from ..model import (
    BinaryBody,
    ConsumedParameter,
    FormBody,
    FreeBody,
    JsonBody,
    MultipartBody,
    ObjectTemplate,
    Part,
    Place,
    Placeholder,
    RequestBody,
    Scope,
    Template,
    TextBody,
    TextKind,
)
from .context import Context
from .json_text import json_body
from .node import Node
from .templates import Reader, Where, names_in

WITH_FREE_BODY: Final = frozenset({"POST", "PUT", "PATCH"})
OCTETS: Final = "application/octet-stream"

_SPELLINGS: Final = {
    "json": "json",
    "application/json": "json",
    "text": "text",
    "text/plain": "text",
    "xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "sparql": "sparql",
    "application/sparql-query": "sparql",
    "yaml": "yaml",
    "yml": "yaml",
    "application/yaml": "yaml",
    "formurlencoded": "formUrlEncoded",
    "form": "formUrlEncoded",
    "urlencoded": "formUrlEncoded",
    "form-urlencoded": "formUrlEncoded",
    "x-www-form-urlencoded": "formUrlEncoded",
    "application/x-www-form-urlencoded": "formUrlEncoded",
    "multipartform": "multipartForm",
    "multipart": "multipartForm",
    "form-data": "multipartForm",
    "multipart/form-data": "multipartForm",
    "binary": "binary",
    "octet-stream": "binary",
    OCTETS: "binary",
}
_RIGHT: Final = frozenset(
    {"json", "text", "xml", "sparql", "formUrlEncoded", "multipartForm", "yaml"}
)


def read_body(
    operation: Node, method: str, parameters: Sequence[ConsumedParameter], context: Context
) -> RequestBody | None:
    """The body of an operation: as written, made of its body parameters, free, or none."""
    fields = [each for each in parameters if each.place is Place.BODY]
    node = operation.get("body")
    if context.published and (node is None or _is_empty_json(node)):
        if fields:
            return _of_parameters(fields, operation)
        if method in WITH_FREE_BODY:
            where = node or operation
            where.note(rules.FREE_BODY, method=method)
            return FreeBody(where.origin)
    body = None if node is None else _Written(node, context).read()
    used = _names(body)
    for each in fields:
        if each.name not in used:
            reference = f"tools.{each.name}" if context.published else each.name
            context.findings.report(
                rules.BODY_PARAMETER_UNUSED, each.origin, name=each.name, reference=reference
            )
    return body


def _is_empty_json(node: Node) -> bool:
    """`{type: json}` without data, or with data that holds nothing."""
    if not node.is_mapping:
        return node.value in ("", [])
    if node.keys() and not node.has("type") and not node.has("data"):
        return False
    kind = str(node.value.get("type", "json")).lower()
    return _SPELLINGS.get(kind) == "json" and node.value.get("data") in (None, "", {}, [])


# --- body parameters ---------------------------------------------------------------------------


def _of_parameters(fields: Sequence[ConsumedParameter], operation: Node) -> JsonBody:
    """A JSON object with one field for each parameter that is `in: body`."""
    operation.report(rules.BODY_OF_PARAMETERS, names=", ".join(f"`{each.name}`" for each in fields))
    entries = tuple((each.name, each.value or _of_caller(each)) for each in fields)
    return JsonBody(ObjectTemplate(entries, operation.origin), operation.origin)


def _of_caller(parameter: ConsumedParameter) -> Template:
    placeholder = Placeholder(parameter.name, Scope.INPUT, parameter.origin, Place.BODY)
    return Template((placeholder,), parameter.origin)


def _names(body: RequestBody | None) -> frozenset[str]:
    """The names of all placeholders in a body."""
    match body:
        case JsonBody(data):
            return names_in(data)
        case FormBody(Template() as text) | TextBody(_, text) | BinaryBody(Template() as text):
            return names_in(text)
        case FormBody(tuple() as fields):
            return frozenset(name for _, value in fields for name in names_in(value))
        case MultipartBody(parts):
            return frozenset(name for part in parts for name in names_in(part.value))
        case _:
            return frozenset()


# --- written bodies ----------------------------------------------------------------------------


class _Written:
    """A body that the file spells out."""

    def __init__(self, node: Node, context: Context) -> None:
        self.node = node
        self.origin = node.origin
        self.context = context
        self.reader = Reader(context, Where.BODY)

    def read(self) -> RequestBody | None:
        node = self.node
        if isinstance(node.value, str):
            return json_body(node.value, node, self.reader)
        if not node.is_mapping:
            node.wrong("text or a mapping")
            return JsonBody(self.reader.data(node), self.origin)
        if not node.has("type") and not node.has("data"):
            if not node.keys():
                return None
            node.missing("type", "a body")
            return JsonBody(self.reader.data(node), self.origin)
        return self._typed(self._kind(), node.get("data"))

    def _kind(self) -> str:
        written = self.node.text("type")
        if written is None:
            self.node.missing("type", "a body")
            return "json"
        name = written.strip().lower()
        kind = _SPELLINGS.get(name) or ("json" if name.endswith("+json") else name)
        if written not in _RIGHT:
            type_node = self.node.get("type") or self.node
            if kind not in _SPELLINGS.values() and "/" not in kind:
                type_node.unknown(sorted(_RIGHT))
            else:
                read_as = f"`{kind}`" if kind in _RIGHT else f"bytes of type `{_media(kind)}`"
                type_node.note(rules.BODY_TYPE, type=written, read_as=read_as)
        return kind

    def _typed(self, kind: str, data: Node | None) -> RequestBody | None:
        if data is None:
            return self._without_data(kind)
        match kind:
            case "json":
                if isinstance(data.value, str):
                    return json_body(data.value, data, self.reader)
                return JsonBody(self.reader.data(data), self.origin)
            case "formUrlEncoded":
                return self._form(data)
            case "multipartForm":
                return MultipartBody(self._parts(data), self.origin)
            case "text" | "xml" | "sparql" | "yaml":
                return self._text(TextKind(kind), data)
            case _ if kind == "binary" or "/" in kind:
                return self._binary(_media(kind), data)
            case _:
                return None

    def _without_data(self, kind: str) -> RequestBody | None:
        if kind == "binary" or "/" in kind:
            return BinaryBody(None, _media(kind), self.origin)
        self.node.note(rules.BODY_WITHOUT_DATA, type=kind)
        return None

    def _form(self, data: Node) -> RequestBody | None:
        if isinstance(data.value, str):
            return FormBody(self.reader.template(data), self.origin)
        if not data.is_mapping:
            data.wrong("a mapping from fields to values, or text")
            return None
        fields = tuple((name, self.reader.data(child)) for name, child in data.children())
        return FormBody(fields, self.origin)

    def _text(self, kind: TextKind, data: Node) -> RequestBody | None:
        """Text. Of a mapping with one entry, that entry; other data are sent as JSON."""
        if not isinstance(data.value, (dict, list)):
            return TextBody(kind, self.reader.template(data), self.origin)
        only = _only_text(data)
        if only is not None:
            data.report(rules.TEXT_OF_ONE_ENTRY, type=kind.value)
            return TextBody(kind, self.reader.template(only), self.origin)
        data.note(rules.TEXT_OF_DATA, type=kind.value)
        return JsonBody(self.reader.data(data), self.origin)

    def _binary(self, media_type: str, data: Node) -> RequestBody | None:
        only = data if isinstance(data.value, str) else _only_text(data)
        if only is None:
            data.wrong("text, or a mapping with one entry")
            return None
        if only is not data:
            data.report(rules.TEXT_OF_ONE_ENTRY, type=media_type)
        return BinaryBody(self.reader.template(only), media_type, self.origin)

    # --- multipart ---------------------------------------------------------------------------

    def _parts(self, data: Node) -> tuple[Part, ...]:
        if not isinstance(data.value, (dict, list)):
            data.wrong("a list of parts, or a mapping from names to values")
            return ()
        if data.is_mapping:
            return tuple(self._part(name, child) for name, child in data.children())
        parts = []
        for item in data.as_named():
            if item.name is None:
                item.node.missing("name", "a part of a multipart body")
                continue
            parts.append(self._part(item.name, item.node))
        return tuple(parts)

    def _part(self, name: str, node: Node) -> Part:
        value = node.get("value")
        if value is None:
            return Part(name, self.reader.data(node), None, None, node.origin)
        filename = node.get("filename")
        return Part(
            name=name,
            value=self.reader.data(value),
            filename=None if filename is None else self.reader.template(filename),
            content_type=node.text("contentType"),
            origin=node.origin,
        )


def _media(kind: str) -> str:
    return OCTETS if kind == "binary" else kind


def _only_text(data: Node) -> Node | None:
    """The text of a mapping that has one entry and nothing else."""
    children = [child for _, child in data.children()]
    if len(children) == 1 and isinstance(children[0].value, str):
        return children[0]
    return None
