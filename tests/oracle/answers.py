"""What each surface answers for a given answer of the upstream (docs/language.md, "Outputs")."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from typing import Any, ClassVar

import yaml

from .holes import MISSING
from .jsonpath import extract
from .reading import is_identity
from .structured import shaped
from .things import Operation, Unit

CONVERTED = ("xml", "yaml", "csv", "tsv", "psv", "html", "markdown", "avro", "protobuf")
IDENTITY_PATHS = ("", "$", "$.")


@dataclass(frozen=True)
class Upstream:
    """An answer of the upstream."""

    status: int
    content_type: str | None
    content: bytes


@dataclass(frozen=True)
class RestAnswer:
    status: int
    content: bytes | None
    """The exact bytes, or None where `document` says what the JSON means."""
    document: Any = MISSING
    content_type: str | None = None


@dataclass(frozen=True)
class ToolAnswer:
    is_error: bool
    document: Any = MISSING
    """The JSON that the text means."""
    text: str | None = None
    """The exact text, where it is not JSON."""
    structured: Any = None
    blob: bytes | None = None
    mime_type: str | None = None


@dataclass(frozen=True)
class ClientAnswer:
    value: Any = None
    error_status: int | None = None
    undecodable: bool = False
    """The file says JSON (or another format) and it is not."""


class UnpredictableError(Exception):
    """The oracle makes no statement: the conversion is beyond it."""


def rest_answer(unit: Unit, upstream: Upstream) -> RestAnswer:
    """What the REST adapter answers."""
    if _is_too_large(unit, upstream):
        return RestAnswer(502, None)
    passed = RestAnswer(upstream.status, upstream.content, MISSING, _type_of_passed(unit, upstream))
    mapped = _mapped(unit, upstream)
    if mapped is not MISSING:
        return RestAnswer(upstream.status, None, mapped, "application/json")
    if not _is_mapped_officially(unit, upstream):
        return passed
    if not _can_be_read(unit, upstream):
        raise UnpredictableError
    return RestAnswer(upstream.status, b"")


def _type_of_passed(unit: Unit, upstream: Upstream) -> str | None:
    """Of a binary answer: what the consumed operation says, then the exposed one, then upstream (2.13)."""
    is_binary = (unit.operation.format or "").lower() == "binary"
    if not is_binary or upstream.status >= 400 or not upstream.content:
        return upstream.content_type
    declared = unit.operation.media_type or unit.binary_type
    return declared or upstream.content_type or "application/octet-stream"


def _is_too_large(unit: Unit, upstream: Upstream) -> bool:
    """Whether a binary answer is over the size of its operation, else of its adapter (2.13)."""
    written = unit.operation.largest or unit.largest
    if (unit.operation.format or "").lower() != "binary" or written is None:
        return False
    size = re.fullmatch(r"([\d.]+)(B|KiB|MiB|GiB)", written)
    assert size is not None, written
    allowed = float(size[1]) * 1024 ** ("B", "KiB", "MiB", "GiB").index(size[2])
    return upstream.status < 400 and len(upstream.content) > allowed


def _is_mapped_officially(unit: Unit, upstream: Upstream) -> bool:
    """In the official language a mapping never gives the document itself on (docs/upgrading.md)."""
    if unit.operation.names.published or upstream.status >= 400 or not upstream.content:
        return False
    if (unit.operation.format or "").lower() == "binary" or not unit.outputs:
        return False
    return not (len(unit.outputs) == 1 and is_identity(unit.outputs[0]))


def _can_be_read(unit: Unit, upstream: Upstream) -> bool:
    form = (unit.operation.format or "").lower()
    return convert(form, upstream.content) is not MISSING


def tool_answer(unit: Unit, upstream: Upstream) -> ToolAnswer:
    """What `tools/call` answers."""
    if upstream.status >= 400:
        return ToolAnswer(True, _json(upstream.content), _decoded(upstream.content))
    if _is_too_large(unit, upstream):
        return ToolAnswer(True)
    if (unit.operation.format or "").lower() == "binary":
        media = unit.operation.media_type or upstream.content_type or "application/octet-stream"
        return ToolAnswer(False, blob=upstream.content, mime_type=media)
    mapped = _mapped(unit, upstream)
    if _is_mapped_officially(unit, upstream) and not _can_be_read(unit, upstream):
        raise UnpredictableError
    document = _json(upstream.content) if mapped is MISSING else mapped
    if (unit.operation.format or "").lower() == "text" and mapped is MISSING:
        document = MISSING
    shape = shaped(unit, document)
    if shape is not MISSING:
        text = _decoded(upstream.content)
        return ToolAnswer(False, document, text, shape) if upstream.content else _nothing()
    structured = document if isinstance(document, dict) else None
    return ToolAnswer(False, document, _decoded(upstream.content), structured)


def _nothing() -> ToolAnswer:
    """An empty answer of a tool that promises structured content."""
    return ToolAnswer(False, MISSING, "", {})


def client_answer(operation: Operation, upstream: Upstream) -> ClientAnswer:
    """What the client's method returns, or the status that its error carries."""
    if not 200 <= upstream.status < 300:
        return ClientAnswer(error_status=upstream.status)
    if not upstream.content:
        return ClientAnswer(None)
    form = (operation.format or "").lower()
    if form == "binary":
        return ClientAnswer(upstream.content)
    if form == "text":
        return ClientAnswer(_decoded(upstream.content))
    document = convert(form, upstream.content)
    if document is not MISSING:
        return ClientAnswer(document)
    return ClientAnswer(undecodable=True) if form else ClientAnswer(_decoded(upstream.content))


def _mapped(unit: Unit, upstream: Upstream) -> Any:
    """The mapped document; `MISSING` where the bytes pass through as they are."""
    form = (unit.operation.format or "").lower()
    if upstream.status >= 400 or not unit.outputs or not upstream.content or form == "binary":
        return MISSING
    if all(is_identity(output) for output in unit.outputs[:1]) and len(unit.outputs) == 1:
        return convert(form, upstream.content) if form in CONVERTED else MISSING
    document = convert(form, upstream.content)
    if document is MISSING:
        return MISSING
    return apply(unit.outputs, document)


def apply(outputs: tuple[dict[str, Any], ...], document: Any) -> Any:
    """The outputs of a unit: an object of several named ones, else the first that is not null."""
    if len(outputs) > 1 and all(output.get("name") for output in outputs):
        return {output["name"]: evaluate(output, document) for output in outputs}
    for output in outputs:
        value = evaluate(output, document)
        if value is not None:
            return value
    return MISSING


def evaluate(output: dict[str, Any], root: Any) -> Any:
    """One output (or a property or an item of one), by docs/language.md, "Outputs"."""
    if "value" in output:
        return output["value"] if isinstance(output["value"], str) else json.dumps(output["value"])
    kind = output.get("type")
    has_mapping = output.get("mapping") is not None
    is_root = str(output.get("mapping", "$")).strip() in IDENTITY_PATHS
    node = root if is_root else extract(output["mapping"], root)
    properties = output.get("properties")
    if kind == "object" and output.get("values"):
        if not isinstance(node, dict):
            return None
        inner = {key: evaluate(output["values"], value) for key, value in node.items()}
        # Replaced, or kept where nothing is found.
        return {key: node[key] if value is None else value for key, value in inner.items()}
    if kind == "object" and properties:
        if not is_root and node is None:
            return None
        return {key: _property(item, node) for key, item in _pairs(properties)}
    if kind == "array":
        return _array(output, node, has_mapping)
    if not has_mapping and kind not in ("object", "array"):
        return None
    return _shortened(node, output.get("maxLength"))


def _property(output: dict[str, Any], root: Any) -> Any:
    """The language, 2.9.2: a nested array or object with a mapping is copied as it is.

    Where it is a list, its items count, where it is an object, its properties.
    """
    kind = {"array": list, "object": dict}.get(str(output.get("type")))
    if kind is not None and output.get("mapping") is not None and not output.get("values"):
        path = output["mapping"]
        is_root = path.strip() in IDENTITY_PATHS
        node = root if is_root else extract(path, root)
        if "value" not in output and not isinstance(node, kind) and not (kind is dict and is_root):
            return node
    return evaluate(output, root)


def _array(output: dict[str, Any], node: Any, has_mapping: bool) -> Any:
    identity = str(output.get("mapping", "$")).strip() in IDENTITY_PATHS
    items = output.get("items")
    if isinstance(items, list):
        items = items[0] if items else None
    if not isinstance(node, list):
        return node if identity and not items else None
    if not items:
        return node
    if items.get("mapping") is None and items.get("type") not in ("object", "array"):
        return [_shortened(element, items.get("maxLength")) for element in node]
    return [evaluate(items, element) for element in node]


def _pairs(properties: Any) -> list[tuple[str, dict[str, Any]]]:
    if isinstance(properties, dict):
        return [(key, item if isinstance(item, dict) else {}) for key, item in properties.items()]
    return [(item["name"], item) for item in properties]


def _shortened(node: Any, limit: Any) -> Any:
    if isinstance(node, str) and str(limit).isdigit():
        return node[: int(limit)]
    return node


# --- formats -----------------------------------------------------------------------------------


def convert(form: str, content: bytes) -> Any:
    """An answer's body as a document; `MISSING` where it is none."""
    if form in ("", "json"):
        return _json(content)
    if form in ("text", "binary"):
        return MISSING
    if form == "yaml":
        return _yaml(content)
    if form in ("csv", "tsv", "psv"):
        return _rows(content.decode(), {"csv": ",", "tsv": "\t", "psv": "|"}[form])
    if form == "xml":
        return _xml(content)
    raise UnpredictableError(form)


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return MISSING


def _decoded(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _yaml(content: bytes) -> Any:
    """The first document by YAML 1.1, but dates and times are text (docs/language.md, "Choices")."""
    try:
        return next(yaml.load_all(content, _Loader), None)
    except yaml.YAMLError:
        return MISSING


class _Loader(yaml.SafeLoader):
    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {
        first: [(tag, form) for tag, form in forms if not tag.endswith((":timestamp", ":merge"))]
        for first, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _rows(text: str, delimiter: str) -> Any:
    """Rows by the header, whose names are trimmed; an empty last cell is none (docs/parity.md)."""
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error:
        return MISSING
    names = [name.strip() for name in rows[0]] if rows else []
    names = names[:-1] if names and not names[-1] else names
    cells = [row[:-1] if len(row) > len(names) and not row[-1] else row for row in rows[1:]]
    if not names or any(len(row) > len(names) for row in cells):
        return MISSING
    return [dict(zip(names, row or [""], strict=False)) for row in cells]


def _xml(content: bytes) -> Any:
    from xml.etree import ElementTree

    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError:
        return MISSING
    value = _element(root)
    if isinstance(value, str):
        return {"": value} if value.strip() else {}
    return value


def _element(node: Any) -> Any:
    """Attributes and children as sibling keys, leaves as text, repeated children as a list."""
    text = (node.text or "").strip()
    nil = "{http://www.w3.org/2001/XMLSchema-instance}nil"
    if node.attrib.get(nil) == "true":
        return None
    attributes = {_local(key): value for key, value in node.attrib.items() if key != nil}
    if len(node) == 0 and not attributes:
        return node.text or ""
    result: dict[str, Any] = dict(attributes)
    for child in node:
        key, value = _local(child.tag), _element(child)
        if key in result:
            old = result[key]
            result[key] = [*old, value] if isinstance(old, list) else [old, value]
        else:
            result[key] = value
    if text:
        result[""] = text
    return result


def _local(name: str) -> str:
    return name.rpartition("}")[2]
