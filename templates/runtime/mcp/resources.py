"""Resources: what an application reads by a URI (MCP 2025-11-25 and 2026-07-28, "Resources").

A resource is read from an API by a unit; what is below a folder of the package are files.
"""

from __future__ import annotations

import base64
import http
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias
from urllib.parse import quote, unquote

from ..calls.upstream import Send
from ..errors import InvalidArgumentError, StatusError
from ..package_files import PackageFile
from ..values import Json
from ..wire.buffered import BufferedReply, Unmapped, buffered
from .asks import INTERNAL_ERROR, INVALID_PARAMS, OfferError
from .contents import decoded, media_type_of
from .deep_schema import DeepRules
from .schema import Faults, Schema
from .tools import Unit

LONGEST_URI: Final = 8192
"""Characters; nothing has a longer one."""
_JSON: Final = "application/json"
_BYTES: Final = "application/octet-stream"
_TEXTS: Final = ("text/", _JSON, "application/xml", "application/yaml", "application/javascript")
_TEXT_ENDS: Final = ("+json", "+xml", "+yaml")
_LONGEST_REASON: Final = 500
_RULES: Final = DeepRules()
Inputs: TypeAlias = Mapping[str, tuple[str, Schema]]
"""Variable of the URI → parameter of the unit, and what it takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A document of an API under a URI of its own, or of many by a template."""

    name: str
    uri: str
    """With `{variables}` in a template (RFC 6570, level 1), each of which is one segment."""
    unit: Unit
    title: str | None = None
    description: str | None = None
    mime_type: str | None = None
    """Of what is read; otherwise it is what the API calls it, and JSON where it is mapped."""
    inputs: Inputs = field(default_factory=dict[str, tuple[str, Schema]])
    binary: bool = False
    """What is read is bytes, whatever it is called."""

    @property
    def is_template(self) -> bool:
        return bool(self.inputs)

    def entries(self) -> list[dict[str, Any]]:
        """The entry of a list of resources, or of templates."""
        if self.is_template:
            return [_entry("uriTemplate", self.uri, self.name, self.title, self)]
        return [_entry("uri", self.uri, self.name, self.title or self.name, self)]

    def found(self, uri: str) -> Mapping[str, str] | None:
        """The variables of a URI, still encoded; None for one that is not of this resource."""
        if not self.is_template:
            return {} if uri == self.uri else None
        return variables(self.uri, uri)

    async def read(self, uri: str, send: Send, limit: int, module: str) -> dict[str, Any]:
        """The contents. Raises `OfferError`, and what reading raises (`errors.Error`).

        Args:
            uri: as the client wrote it.
            send: how units reach the APIs.
            limit: bytes.
            module: that declares the resource, where its files stand.
        """
        try:
            try:
                reply = await self.unit(send, **self._keywords(self.found(uri) or {}))
            except StatusError as error:
                reply = BufferedReply(error.status, error.headers, error.content)
            try:
                whole = reply.document if isinstance(reply, Unmapped) else reply
                return self._contents(uri, await buffered(whole, limit))
            finally:
                await reply.aclose()
        except InvalidArgumentError as error:
            raise OfferError(INVALID_PARAMS, f"{error.name} {error.problem}: {uri}") from None

    def _keywords(self, found: Mapping[str, str]) -> dict[str, Json]:
        faults = Faults()
        keywords: dict[str, Json] = {}
        for name, (parameter, schema) in self.inputs.items():
            try:
                text = unquote(found[name], errors="strict")
            except UnicodeDecodeError:
                raise OfferError(INVALID_PARAMS, f"{name} is no UTF-8") from None
            keywords[parameter] = _RULES.checked(schema, text, name, faults, lenient=True)
        if faults:
            raise OfferError(INVALID_PARAMS, "; ".join(faults.lines))
        return keywords

    def _contents(self, uri: str, answer: BufferedReply) -> dict[str, Any]:
        if answer.status in (404, 410):
            raise OfferError(INVALID_PARAMS, f"Resource not found: {uri}")
        own = media_type_of(answer.headers)
        text = None if self.binary else decoded(answer.headers, own, answer.content)
        if not 200 <= answer.status < 300:
            raise OfferError(INTERNAL_ERROR, _failure(answer.status, text))
        kind = self.mime_type or own or (_BYTES if text is None else _JSON)
        return contents(uri, kind, answer.content if text is None else text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """Files of the package, each under the URI of the folder and its path."""

    name: str
    uri: str
    path: str
    """Inside the package."""
    files: Mapping[str, str]
    """Path inside the folder → media type."""
    title: str | None = None
    description: str | None = None
    is_template: bool = False

    def entries(self) -> list[dict[str, Any]]:
        """The entry of each file."""
        return [
            {
                **_entry(
                    "uri", f"{self.uri}/{quote(path)}", self.name, self.title or self.name, self
                ),
                "mimeType": kind,
            }
            for path, kind in self.files.items()
        ]

    def found(self, uri: str) -> Mapping[str, str] | None:
        """The file of a URI."""
        if not uri.startswith(f"{self.uri}/"):
            return None
        rest = uri[len(self.uri) + 1 :]
        path = unquote(rest, errors="replace")
        return {"path": path} if path in self.files and quote(path) == rest else None

    async def read(self, uri: str, send: Send, limit: int, module: str) -> dict[str, Any]:
        """The contents. Raises `OSError`, `MissingFileError`.

        The arguments are those of `Resource.read`.
        """
        path = (self.found(uri) or {})["path"]
        content = PackageFile(module, f"{self.path}/{path}").read()
        kind = self.files[path]
        text = _text(content) if _is_text(kind) else None
        return contents(uri, kind, content if text is None else text)


Offered: TypeAlias = Resource | Folder


def contents(uri: str, media_type: str, content: str | bytes) -> dict[str, Any]:
    """The result of `resources/read`: text as it is, bytes in base64.

    Args:
        uri: of the resource.
        media_type: as it is declared.
        content: its bytes.
    """
    entry: dict[str, Any] = {"uri": uri, "mimeType": media_type}
    if isinstance(content, str):
        entry["text"] = content
    else:
        entry["blob"] = base64.b64encode(content).decode("ascii")
    return {"contents": [entry]}


def variables(template: str, uri: str) -> Mapping[str, str] | None:
    """What the variables of a template stand for; each is a piece of one segment, and not empty.

    Linear in the length of the URI: no expression of anybody's is run.
    """
    head, *rest = template.split("{")
    if not uri.startswith(head):
        return None
    at, found = len(head), dict[str, str]()
    for number, piece in enumerate(rest, 1):
        name, _, literal = piece.partition("}")
        if number == len(rest):
            end = len(uri) - len(literal)
            end = end if uri.endswith(literal) else -1
        else:
            end = uri.find(literal, at + 1)
        value = uri[at:end] if end > at else ""
        if not value or "/" in value or found.setdefault(name, value) != value:
            return None
        at = end + len(literal)
    return found


def _entry(
    key: str, uri: str, name: str, title: str | None, resource: Resource | Folder
) -> dict[str, Any]:
    entry: dict[str, Any] = {key: uri, "name": name}
    said = {"title": title, "description": resource.description}
    if isinstance(resource, Resource):
        said["mimeType"] = resource.mime_type
    return entry | {member: value for member, value in said.items() if value is not None}


def _is_text(media_type: str) -> bool:
    kind = media_type.partition(";")[0].strip().lower()
    return kind.startswith(_TEXTS) or kind.endswith(_TEXT_ENDS)


def _text(content: bytes) -> str | None:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None


def _failure(status: int, text: str | None) -> str:
    """What went wrong upstream, in its own words as far as they are text."""
    try:
        line = f"HTTP {status} {http.HTTPStatus(status).phrase}"
    except ValueError:
        line = f"HTTP {status}"
    said = (text or "").strip()[:_LONGEST_REASON]
    return f"{line}: {said}" if said else line
