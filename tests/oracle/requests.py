"""From values to the exact upstream request, or the reason why there is none."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from .bodies import Body
from .holes import (
    MISSING,
    Hole,
    Leaf,
    Section,
    Text,
    UnresolvedError,
    fill,
    has_section,
    holes_of,
    indispensable,
    interpolate,
    is_environment_name,
    outside,
    pieces_of,
    spell,
    there,
    written,
)
from .things import Credential, Operation, Parameter


@dataclass(frozen=True)
class Need:
    """Something that an operation wants from whoever calls it."""

    name: str
    place: str
    """`path`, `query`, `header`, `cookie`, `body`, `free`, `document`, `raw` or `unknown`."""
    type: str | None
    required: bool
    placeholder: bool = False
    """It stands in the body or in a parameter's value, rather than being a parameter."""


@dataclass(frozen=True)
class Refusal:
    """No request is sent."""

    why: str


@dataclass
class Wire:
    """What upstream must receive. `path` is raw and follows the base URI."""

    method: str
    path: str
    query: list[tuple[str, str]] = field(default_factory=list)
    headers: list[tuple[str, str]] = field(default_factory=list)
    body_kind: str | None = None
    """None, `json`, `bytes`, `form` or `multipart`."""
    body: Any = None
    media_type: str | None = None


class Exact(str):
    """A value of a query as it stands there, percent-encoded."""

    __slots__ = ()


class _RefusedError(Exception):
    pass


class _Value(str):
    """A piece of a path that a value is, and no text of the file."""

    __slots__ = ()


def _encoded_value(value: Any, _in_section: bool) -> str:
    return _Value(encode_value(there(value)))


def needs(operation: Operation) -> list[Need]:
    """Everything that a call of the operation takes, in order, each name once for each place."""
    found: dict[str, Need] = {}

    def add(need: Need) -> None:
        old = found.get(need.name)
        if old is None:
            found[need.name] = need
        elif need.required and not old.required:
            found[need.name] = Need(old.name, old.place, old.type, True, old.placeholder)

    parameters = {(p.place, p.name): p for p in operation.parameters}
    for hole in wanted(operation.path, operation):
        parameter = parameters.get(("path", hole.name))
        if parameter is None or parameter.value is None:
            kind = parameter.type if parameter else "string"
            add(Need(hole.name, "path", kind, hole.name in outside(operation.path)))
    for _, value in operation.query:
        for hole in wanted(value or (), operation):
            add(Need(hole.name, "query", "string", hole.name in outside(value or ())))
    for parameter in operation.parameters:
        _parameter_needs(operation, parameter, add)
    _body_needs(operation, add)
    return list(found.values())


def wanted(template: Any, operation: Operation) -> list[Hole]:
    """The holes that only a caller can fill."""
    declared = {p.name for p in operation.parameters if p.value is None}
    holes = holes_of(Leaf(template) if isinstance(template, tuple) else template)
    filled = {c.name for c in operation.credentials if c.place == "path"}
    return [
        hole
        for hole in holes
        if hole.name not in filled
        and (
            hole.kind == "input"
            or (
                hole.kind == "any"
                and (hole.name in declared or not is_environment_name(hole.name, operation.names))
            )
        )
    ]


def _parameter_needs(
    operation: Operation, parameter: Parameter, add: Callable[[Need], None]
) -> None:
    place = parameter.place or "body"
    if place == "environment":
        return
    if parameter.value is not None:
        if place == "body" and not _builds_a_field(operation, parameter.name):
            return
        sole = isinstance(parameter.value, Leaf) and len(parameter.value.text) == 1
        for hole in wanted(parameter.value, operation):
            required = bool(parameter.required) and isinstance(parameter.value, Leaf)
            kind = parameter.type if sole else None
            add(Need(hole.name, place, kind, required or place == "path", placeholder=True))
        return
    if place == "body" and not _placed_in_body(operation, parameter.name):
        return
    in_section = has_section(operation.path) and parameter.name not in outside(operation.path)
    required = bool(parameter.required) or (place == "path" and not in_section)
    add(Need(parameter.name, place, parameter.type, required))


def _builds_a_field(operation: Operation, name: str) -> bool:
    """A valued `in: body` parameter is sent where the body is made of such parameters."""
    body = operation.body
    return body is None or body.kind != "json" or name in (body.template or {})


def _placed_in_body(operation: Operation, name: str) -> bool:
    """With a `body`, only its template says what is sent (docs/language.md, "Consumed APIs")."""
    body = operation.body
    if body is None or body.template is None:
        return False
    template = Leaf(body.template) if isinstance(body.template, tuple) else body.template
    return any(
        hole.name == name
        for each in (template, *(value for _, value in body.added))
        for hole in holes_of(each)
    )


def _body_needs(operation: Operation, add: Callable[[Need], None]) -> None:
    body = operation.body
    if body is None:
        return
    if body.kind == "free":
        add(Need("body", "free", None, False))
    elif body.kind == "document":
        add(Need("body", "document", None, body.required))
    elif body.kind == "binary":
        holes = wanted(body.template or (), operation)
        add(Need(holes[0].name if holes else "body", "raw", None, False))
    else:
        template = Leaf(body.template) if isinstance(body.template, tuple) else body.template
        needed = indispensable(template) | _whole_text(operation)
        kind = "object" if body.kind == "formobject" else None
        for hole in wanted(template, operation):
            add(Need(hole.name, "body", kind, hole.name in needed, placeholder=True))
        for _, value in body.added:
            for hole in wanted(value, operation):
                add(Need(hole.name, "body", None, hole.name in indispensable(value)))


def _whole_text(operation: Operation) -> set[str]:
    body = operation.body
    if body is not None and body.kind in ("text", "formtext") and len(body.template) > 1:
        return outside(body.template)
    return set()


# --- the request -------------------------------------------------------------------------------


def build(
    operation: Operation,
    values: Mapping[str, Any],
    extras: Mapping[str, Any],
    binds: Mapping[str, str],
    *,
    raw_body: bytes | None = None,
) -> Wire | Refusal:
    """The request for given values by consumed name; `extras` are keys that name nothing there."""
    try:
        return _Builder(operation, values, binds).wire(extras, raw_body)
    except _RefusedError as refused:
        return Refusal(str(refused))
    except UnresolvedError as unresolved:
        return Refusal(f"required: {unresolved.name}")


class _Builder:
    def __init__(
        self, operation: Operation, values: Mapping[str, Any], binds: Mapping[str, str]
    ) -> None:
        self.operation = operation
        self.values = dict(values)
        self.binds = binds

    def wire(self, extras: Mapping[str, Any], raw_body: bytes | None) -> Wire:
        operation = self.operation
        if operation.unsupported:
            raise _RefusedError(f"authentication {operation.unsupported}")
        for need in needs(operation):
            absent = self.values.get(need.name, MISSING) is MISSING
            is_body = need.place in ("raw", "document") and raw_body is not None
            if need.required and absent and not is_body:
                raise _RefusedError(f"required: {need.name}")
        given = self._parameter_values()
        wire = Wire(operation.method, self._path())
        self._constant_query(wire)
        self._places(wire, given)
        self._body(wire, raw_body)
        self._extras(wire, extras)
        for credential in operation.credentials:
            self._authenticate(wire, credential)
        return wire

    def lookup(self, hole: Hole) -> Any:
        """The value of a hole: the caller's where the name may be his, else the environment's."""
        if hole.kind != "bind":
            value = self.values.get(hole.name, MISSING)
            if value is not MISSING or hole.kind == "input":
                return value
        return self.binds.get(hole.name, MISSING)

    def secret(self, hole: Hole) -> Any:
        """The same in authentication, where no caller shadows the environment."""
        own = self.binds.get(f"{self.operation.namespace}:{hole.name}", MISSING)
        value = self.binds.get(hole.name, own)
        return value if value is not MISSING else self.lookup(hole)

    def _parameter_values(self) -> list[tuple[Parameter, Any]]:
        found = []
        for parameter in self.operation.parameters:
            value = self._parameter_value(parameter)
            if parameter.place != "body" and value is None:
                value = MISSING  # A null is JSON's: only a body has one.
            if value is MISSING and parameter.required and _reaches(self.operation, parameter):
                raise _RefusedError(f"required: {parameter.name}")
            if parameter.value is not None and value is not MISSING:
                self.values[parameter.name] = value
            found.append((parameter, value))
        return found

    def _parameter_value(self, parameter: Parameter) -> Any:
        if parameter.value is not None:
            try:
                return fill(parameter.value, self.lookup)
            except UnresolvedError:
                return MISSING
        if parameter.place == "environment":
            value = self.binds.get(parameter.name, MISSING)
            self.values.setdefault(parameter.name, value)
            return value
        return self.values.get(parameter.name, MISSING)

    def _path(self) -> str:
        segments: list[list[tuple[str, bool]]] = [[]]
        for part, is_value in self._path_parts():
            if is_value:
                segments[-1].append((part, True))
                continue
            pieces = part.split("/")
            segments[-1].append((encode_constant(pieces[0]), False))
            segments.extend([(encode_constant(piece), False)] for piece in pieces[1:])
        rendered = []
        for segment in segments:
            text = "".join(piece for piece, _ in segment)
            if text in ("", ".", "..") and any(variable for _, variable in segment):
                raise _RefusedError(f"segment: {text!r}")
            rendered.append(text)
        return "/".join(rendered)

    def _path_parts(self) -> Iterator[tuple[str, bool]]:
        """Constant texts, and values that are one segment or a part of one."""
        for part in self.operation.path:
            if isinstance(part, Section):
                for piece in written((part,), self.lookup, _encoded_value):
                    yield piece, isinstance(piece, _Value)
            elif isinstance(part, Hole):
                yield encode_value(self._path_value(part)), True
            else:
                yield part, False

    def _path_value(self, hole: Hole) -> Any:
        for credential in self.operation.credentials:
            if credential.place == "path" and credential.name == hole.name:
                return interpolate(credential.value, self.secret)
        value = self.lookup(hole)
        if value is MISSING:
            raise _RefusedError(f"required: {hole.name}")
        return value

    def _constant_query(self, wire: Wire) -> None:
        for name, template in self.operation.query:
            if template is None:
                wire.query.append((name, ""))
            elif all(isinstance(part, str) for part in template):
                text = "".join(part for part in template if isinstance(part, str))
                wire.query.append((decode_query(name), decode_query(text)))
            elif pieces := written(template, self.lookup):
                wire.query.append((decode_query(name), "".join(pieces)))

    def _places(self, wire: Wire, given: list[tuple[Parameter, Any]]) -> None:
        cookies = []
        for parameter, value in given:
            if value is MISSING:
                continue
            if parameter.place == "query":
                wire.query.extend(styled_pairs(parameter.name, value, parameter.style))
            elif parameter.place == "header":
                wire.headers.append((parameter.name, header_text(value)))
            elif parameter.place == "cookie":
                cookies.append(f"{parameter.name}={cookie_text(value)}")
        if cookies:
            wire.headers.append(("Cookie", "; ".join(cookies)))

    def _body(self, wire: Wire, raw_body: bytes | None) -> None:
        body = self.operation.body
        if body is None:
            return
        wire.media_type = body.media_type
        if body.kind in ("free", "document"):
            self._free(wire, raw_body)
        elif body.kind == "json":
            filled = fill(body.template, self.lookup)
            wire.body_kind, wire.body = "json", {} if filled is MISSING else filled
            self._added(wire, body)
        elif body.kind == "rawjson":
            wire.body_kind, wire.body = "json", self._raw_json(body.template)
            self._added(wire, body)
        elif body.kind == "form":
            fields = [(name, fill(value, self.lookup)) for name, value in body.template.items()]
            pairs = [p for n, v in fields if v is not MISSING for p in query_pairs(n, v)]
            present = any(v is not MISSING and v is not None for _, v in fields)
            self._sent(wire, "form", pairs if present else MISSING)
        elif body.kind == "formobject":
            self._form_object(wire, body)
        elif body.kind == "multipart":
            self._sent(wire, "multipart", self._parts(body.template) or MISSING)
        elif body.kind in ("text", "formtext"):
            text = self._text(body)
            self._sent(wire, "bytes", text if text is MISSING else spell(text).encode())
        else:
            self._binary(wire, body.template, raw_body)

    def _form_object(self, wire: Wire, body: Body) -> None:
        """The fields of an object are the form's; anything else is refused."""
        value = self.lookup(body.template[0])
        added = {name: fill(item, self.lookup) for name, item in body.added}
        added = {name: item for name, item in added.items() if item is not MISSING}
        if value is MISSING and not added:
            wire.media_type = None
            return
        if value is not MISSING and not isinstance(value, dict):
            raise _RefusedError("a form of what is no object")
        own = {} if value is MISSING else value
        pairs = [
            pair
            for name, item in own.items()
            if name not in added and item is not None
            for pair in in_brackets(name, item)
        ]
        wire.body_kind = "form"
        wire.body = pairs + [p for n, v in added.items() for p in query_pairs(n, v)]

    def _added(self, wire: Wire, body: Body) -> None:
        """Declared parameters that the template does not mention, as fields of the object."""
        fields = {name: fill(value, self.lookup) for name, value in body.added}
        fields = {name: value for name, value in fields.items() if value is not MISSING}
        if fields:
            self._add_fields(wire, fields)

    def _text(self, body: Body) -> Any:
        """A text as it is filled; what stands inside of a form or of XML is encoded for it."""
        encode = {
            "application/x-www-form-urlencoded": lambda text: quote(text, safe=""),
            "application/xml": lambda text: escape(text, {'"': "&quot;", "'": "&apos;"}),
        }.get(body.media_type or "")
        if len(body.template) == 1 and isinstance(body.template[0], Hole):
            return fill(Leaf(body.template), self.lookup)

        def spelled(value: Any, in_section: bool) -> str:
            if in_section and (value is MISSING or value is None):
                return ""
            return spell(value) if encode is None else encode(spell(value))

        if any(self.lookup(Hole(name, "any")) is MISSING for name in outside(body.template)):
            return MISSING
        pieces = written(body.template, self.lookup, spelled)
        return "".join(pieces) if pieces else MISSING

    @staticmethod
    def _sent(wire: Wire, kind: str, content: Any) -> None:
        """A body of which nothing is left is no body."""
        if content is MISSING:
            wire.media_type = None
        else:
            wire.body_kind, wire.body = kind, content

    def _free(self, wire: Wire, raw_body: bytes | None) -> None:
        value = self.values.get("body", MISSING)
        if raw_body is not None:
            wire.body_kind, wire.body = "bytes", raw_body
        elif value is not MISSING:
            wire.body_kind, wire.body = "json", value
        else:
            wire.media_type = None

    def _raw_json(self, text: Text) -> Any:
        """Text that is JSON once it is filled: between quotes as text, elsewhere as a JSON value."""
        if len(text) == 1 and isinstance(text[0], Hole):
            value = self.lookup(text[0])
            return {} if value is MISSING else value
        so_far = ""

        def spelled(value: Any, _in_section: bool) -> str:
            if value is MISSING:
                raise UnresolvedError("")
            quoted = len(re.findall(r'(?<!\\)"', so_far)) % 2 == 1
            return json.dumps(spell(value))[1:-1] if quoted else json.dumps(value)

        for part in text:
            for piece in pieces_of((part,), self.lookup, spelled):
                so_far += piece
        try:
            return json.loads(so_far)
        except ValueError:
            if has_section(text) and so_far.lstrip()[:1] in ("{", "["):
                raise _RefusedError("sections that make no JSON") from None
            return so_far

    def _parts(self, template: list[Any]) -> list[tuple[str, str | None, str | None, str]]:
        """Name, file name, type and text of each part."""
        parts: list[tuple[str, str | None, str | None, str]] = []
        for part in template:
            value = fill(part.get("value", ""), self.lookup)
            if value is MISSING or value is None:
                continue
            filename = part.get("filename")
            if isinstance(filename, Leaf):
                filename = interpolate(filename.text, self.lookup)
            media = part.get("contentType")
            if isinstance(media, Leaf):
                media = interpolate(media.text, self.lookup)
            for item in _items(value):
                said = media or _type_of_part(item, filename)
                parts.append((part["name"], filename, said, spell(not_null(item))))
        return parts

    def _binary(self, wire: Wire, template: Text | None, raw_body: bytes | None) -> None:
        value: Any = raw_body
        if raw_body is None:
            name = next((hole.name for hole in holes_of(Leaf(template or ()))), "body")
            value = self.values.get(name, MISSING)
        if value is MISSING:
            wire.media_type = None
            return
        content = value if isinstance(value, bytes) else base64.b64decode(value)
        wire.body_kind, wire.body = "bytes", content

    def _extras(self, wire: Wire, extras: Mapping[str, Any]) -> None:
        kept = {name: value for name, value in extras.items() if value is not MISSING}
        if not kept:
            return
        if self.operation.method in ("GET", "HEAD", "DELETE"):
            for name, value in kept.items():
                wire.query.extend(query_pairs(name, value))
        elif wire.body_kind == "form":
            for name, value in kept.items():
                wire.body.extend(query_pairs(name, value))
        else:
            self._add_fields(wire, kept)

    def _add_fields(self, wire: Wire, fields: Mapping[str, Any]) -> None:
        body: Any = {}
        if wire.body_kind == "bytes":
            try:
                body = json.loads(wire.body)
            except ValueError:
                return  # Text or XML has no field for it.
        elif wire.body_kind == "json":
            body = wire.body
        elif wire.body_kind is not None:
            raise _RefusedError("a field for a body that is not JSON")
        if not isinstance(body, dict):
            raise _RefusedError("a field for a body that is not an object")
        wire.body_kind, wire.body = "json", {**body, **fields}
        wire.media_type = "application/json"

    def _authenticate(self, wire: Wire, credential: Credential) -> None:
        text = interpolate(credential.value, self.secret)
        if credential.form == "bearer":
            wire.headers.append(("Authorization", f"Bearer {text}"))
        elif credential.form == "basic":
            pair = f"{text}:{interpolate(credential.second, self.secret)}"
            encoded = base64.b64encode(pair.encode()).decode()
            wire.headers.append(("Authorization", f"Basic {encoded}"))
        elif credential.place == "header":
            wire.headers.append((credential.name, text))
        elif credential.place == "query":
            wire.query.append((credential.name, text))
        elif credential.place == "cookie":
            wire.headers.append(("Cookie", f"{credential.name}={text}"))
        elif credential.place == "body":
            if self.operation.body is None or self.operation.body.kind not in (
                "json",
                "free",
                "document",
            ):
                raise _RefusedError("an api key in a body that does not exist")
            self._add_fields(wire, {credential.name: text})


def _reaches(operation: Operation, parameter: Parameter) -> bool:
    return parameter.place != "body" or _placed_in_body(operation, parameter.name)


def _type_of_part(item: Any, filename: str | None) -> str | None:
    """Of a part that has none: OpenAPI 3.1 for what is JSON, RFC 7578, 4.4 for a file."""
    if isinstance(item, list | dict):
        return "application/json"
    return "application/octet-stream" if filename else None


SIGNS = {"commas": ",", "spaceDelimited": "%20", "pipeDelimited": "%7C"}
"""What is between two values (OpenAPI 3.1, "Style Examples")."""


def styled_pairs(name: str, value: Any, style: str | None) -> list[tuple[str, str]]:
    """A list or an object in the style that the file names; other values are as ever."""
    if style == "json":
        text = value if isinstance(value, str) else compact(value)
        return [] if value is None else [(name, text)]
    if not isinstance(value, list | dict) or style is None:
        return query_pairs(name, value)
    if style == "form":
        if isinstance(value, list):
            return query_pairs(name, value)
        return [(key, _inner(item)) for key, item in value.items() if item is not None]
    several = value
    if isinstance(value, dict):
        several = [each for pair in value.items() if pair[1] is not None for each in pair]
    pieces = [quote(_inner(each), safe="") for each in several]
    return [(name, Exact(SIGNS[style].join(pieces)))]


def _inner(value: Any) -> str:
    """A value inside of a styled one; OpenAPI has no form for what is nested: it is JSON text."""
    return compact(value) if isinstance(value, list | dict) else spell(not_null(value))


def compact(value: Any) -> str:
    """JSON without spaces, its text as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def query_pairs(name: str, value: Any) -> list[tuple[str, str]]:
    """A list of single values repeats the name; an object is `name[key]=value` (deepObject)."""
    if value is None:
        return []
    if isinstance(value, list) and not any(isinstance(item, (list, dict)) for item in value):
        return [(name, spell(not_null(item))) for item in value]
    return in_brackets(name, value)


def in_brackets(name: str, value: Any) -> list[tuple[str, str]]:
    """Nested values in brackets: `a[b]`, `a[0]`."""
    if isinstance(value, dict):
        known = ((key, item) for key, item in value.items() if item is not None)
        return [pair for key, item in known for pair in in_brackets(f"{name}[{key}]", item)]
    if isinstance(value, list):
        pairs = enumerate(value)
        return [pair for index, item in pairs for pair in in_brackets(f"{name}[{index}]", item)]
    return [(name, spell(not_null(value)))]


def not_null(value: Any) -> Any:
    """A value of a list outside of JSON, which has no null."""
    if value is None:
        raise _RefusedError("a null that is no member of a JSON body")
    return value


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def header_text(value: Any) -> str:
    """A header's value. Raises for what would end it (docs/language.md, "Choices")."""
    text = ", ".join(spell(not_null(item)) for item in _items(value))
    if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", text):
        raise _RefusedError("header")
    return text.strip(" \t")


def cookie_text(value: Any) -> str:
    """A cookie's value: what RFC 6265 forbids is percent-encoded."""
    return re.sub(
        r"[^\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]",
        lambda match: quote(match.group(), safe=""),
        spell(value),
    )


def encode_value(value: Any) -> str:
    """A caller's value inside a path segment: nothing reserved is left (docs/language.md, "Choices")."""
    try:
        return quote(spell(value).encode(), safe="")
    except UnicodeEncodeError:
        raise _RefusedError("text that is no text") from None


def encode_constant(text: str) -> str:
    """Constant text of a path: what a URI allows there stays as it is (RFC 3986, 3.3)."""
    kept = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
    return quote(kept, safe="-._~!$&'()*+,;=:@%")


def decode_query(text: str) -> str:
    """A written query name or value as a form decoder reads it."""
    from urllib.parse import unquote_plus

    return unquote_plus(text)
