"""Bodies: JSON, forms, text and bytes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, Protocol

from .model import Body, Field, ObjectBody, WholeBody
from .reading import Document, texts
from .schemas import fields_of, flattened, short_text_of, text_of, type_of

_FORMS: Final = {
    "application/x-www-form-urlencoded": "formUrlEncoded",
    "multipart/form-data": "multipartForm",
}


class Reader(Protocol):
    """What reads a document."""

    @property
    def document(self) -> Document: ...

    def remark(self, pointer: str, text: str) -> None: ...


def body_of(reader: Reader, raw: Any, base: str, pointer: str) -> Body | None:
    """The body of OpenAPI 3: of several media types the first that the language can say best."""
    found, base = reader.document.resolve(raw, base)
    content = found.get("content") if isinstance(found, dict) else None
    if not isinstance(content, dict) or not content:
        return None
    media_type = min(content, key=_rank)
    if len(content) > 1:
        reader.remark(pointer, f"of several kinds of body `{media_type}` is sent")
    described, base = reader.document.resolve(content[media_type], base)
    schema = described.get("schema") if isinstance(described, dict) else None
    required = found.get("required") is True
    made = _body(reader, media_type, flattened(reader.document, schema or {}, base), required)
    if made is None:
        reader.remark(pointer, f"a body of `{media_type}` cannot be said; it is sent as text")
        return WholeBody("text", "string", required, text_of(found, "description"), media_type)
    return made


def _body(reader: Reader, media_type: str, schema: dict[str, Any], required: bool) -> Body | None:
    name = media_type.partition(";")[0].strip().lower()
    if name in _FORMS:
        return ObjectBody(_FORMS[name], fields_of(reader.document, schema))
    if is_json(name) or name == "*/*":
        fields = fields_of(reader.document, schema)
        is_open = schema.get("oneOf") or schema.get("anyOf") or _takes_more(schema)
        if type_of(schema) == "object" and fields and not is_open:
            return ObjectBody("json", fields)
        kind = type_of(schema) if schema.get("type") or fields else "object"
        return WholeBody("json", kind, required, short_text_of(schema, "description"), name)
    if name.startswith("text/"):
        return WholeBody("text", "string", required, short_text_of(schema, "description"), name)
    if name.endswith("xml"):
        return WholeBody("xml", "string", required, short_text_of(schema, "description"), name)
    return None


def is_json(media_type: str) -> bool:
    """Whether it is JSON, as `application/json` or with the suffix `+json` (RFC 6839)."""
    name = media_type.partition(";")[0].strip().lower()
    return name == "application/json" or name.endswith("+json")


def _takes_more(schema: dict[str, Any]) -> bool:
    more = schema.get("additionalProperties")
    return isinstance(more, dict) and bool(more)


def _rank(media_type: str) -> tuple[int, str]:
    name = media_type.partition(";")[0].strip().lower()
    order = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"]
    if name in order:
        return order.index(name), name
    return (3 if name.endswith("+json") else 4 if name.startswith("text/") else 5), name


def form_of_parameters(
    reader: Reader,
    raw: dict[str, Any],
    parameters: Iterable[tuple[dict[str, Any], str]],
    pointer: str,
) -> Body | None:
    """The body of OpenAPI 2.0: the parameter `in: body`, or the ones `in: formData`."""
    fields: list[Field] = []
    has_file = False
    for each, base in parameters:
        if each.get("in") == "body":
            schema = flattened(reader.document, each.get("schema") or {}, base)
            consumes = texts(raw.get("consumes")) or texts(reader.document.data.get("consumes"))
            kinds = consumes or ["application/json"]
            made = _body(reader, min(kinds, key=_rank), schema, each.get("required") is True)
            return made or WholeBody("json", "object", each.get("required") is True)
        if each.get("in") == "formData":
            has_file = has_file or each.get("type") == "file"
            kind = "string" if each.get("type") == "file" else type_of(each)
            required = each.get("required") is True
            fields.append(
                Field(str(each.get("name")), kind, required, short_text_of(each, "description"))
            )
    if not fields:
        return None
    consumes = texts(raw.get("consumes"))
    is_multipart = has_file or "multipart/form-data" in consumes
    return ObjectBody("multipartForm" if is_multipart else "formUrlEncoded", tuple(fields))


def is_binary(reader: Reader, raw: dict[str, Any], base: str) -> bool:
    """Whether what comes back is bytes and nothing else."""
    responses = raw.get("responses")
    for status, each in responses.items() if isinstance(responses, dict) else ():
        if not str(status).startswith("2"):
            continue
        found, _ = reader.document.resolve(each, base)
        content = found.get("content") if isinstance(found, dict) else None
        return isinstance(content, dict) and set(content) == {"application/octet-stream"}
    return False
