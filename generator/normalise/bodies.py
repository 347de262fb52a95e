"""Request bodies of consumed operations (docs/language.md, "Bodies")."""

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
    Part,
    Place,
    RequestBody,
    TextBody,
    TextKind,
)
from ..origin import Origin
from .body_parameters import json_of_parameters, typed_of_parameters, with_unused
from .context import Context
from .json_text import json_body
from .node import Node
from .placeholder_names import Where
from .templates import Reader

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
    operation: Node,
    method: str,
    parameters: Sequence[ConsumedParameter],
    elsewhere: frozenset[str],
    context: Context,
) -> tuple[RequestBody | None, frozenset[str]]:
    """The body of an operation, and the names of body parameters that it has no room for.

    It is as written, made of its body parameters, free, or none. `elsewhere` are the names that
    the path and other parameters mention.
    """
    fields = [each for each in parameters if each.place is Place.BODY]
    node = operation.get("body")
    if context.published and (node is None or _is_empty_json(node)):
        emptied = _emptied(operation)
        if emptied is not None:
            takes = "any JSON of the caller goes out as the body, or none"
            meaning = "nothing is sent" if method not in WITH_FREE_BODY else takes
            key = emptied.pointer.rpartition("/")[2]
            context.findings.report(rules.EMPTIED_BODY, emptied, at="key", key=key, meaning=meaning)
        if fields:
            return json_of_parameters(fields, operation), frozenset()
        if method in WITH_FREE_BODY:
            where = node or operation
            if emptied is None:
                where.note(rules.FREE_BODY, method=method)
            return FreeBody(emptied or where.origin), frozenset()
    body = None
    if node is not None:
        body = _Written(node, context, fields if context.published else ()).read()
    return with_unused(body, fields, elsewhere, context)


def _emptied(operation: Node) -> Origin | None:
    """A `body`, or its `data`, that is there without a value."""
    node = operation.get("body")
    if node is None:
        return operation.origin.child("body") if operation.is_null("body") else None
    return node.origin.child("data") if node.is_null("data") else None


def _is_empty_json(node: Node) -> bool:
    """`{type: json}` without data, or with data that holds nothing."""
    if not node.is_mapping:
        return node.value in ("", [])
    if node.keys() and not node.has("type") and not node.has("data"):
        return False
    kind = str(node.value.get("type", "json")).lower()
    return _SPELLINGS.get(kind) == "json" and node.value.get("data") in (None, "", {}, [])


# --- written bodies ----------------------------------------------------------------------------


class _Written:
    """A body that the file spells out."""

    def __init__(
        self, node: Node, context: Context, fields: Sequence[ConsumedParameter] = ()
    ) -> None:
        self.node = node
        self.fields = fields
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
                meant = f"type: {kind}" if kind in _RIGHT else "type: text"
                type_node.note(rules.BODY_TYPE, type=written, read_as=read_as, meant=meant)
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
        media_type = _media(kind) if kind == "binary" or "/" in kind else None
        if self.fields and (kind in _SPELLINGS.values() or media_type is not None):
            return typed_of_parameters(kind, media_type, self.fields, self.origin)
        if media_type is not None:
            return BinaryBody(None, media_type, self.origin)
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
            data.note(rules.TEXT_OF_ONE_ENTRY, type=kind.value)
            return TextBody(kind, self.reader.template(only), self.origin)
        data.note(rules.TEXT_OF_DATA, type=kind.value)
        return JsonBody(self.reader.data(data), self.origin)

    def _binary(self, media_type: str, data: Node) -> RequestBody | None:
        only = data if isinstance(data.value, str) else _only_text(data)
        if only is None:
            data.wrong("text, or a mapping with one entry")
            return None
        if only is not data:
            data.note(rules.TEXT_OF_ONE_ENTRY, type=media_type)
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
