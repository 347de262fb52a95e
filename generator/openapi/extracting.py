"""From a document of any version to the model: operations, parameters, bodies, credentials."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from typing import Any, Final

from .. import regex
from ..records import dataclass
from .addresses import address_of
from .bodies import body_of, form_of_parameters, is_binary, is_json
from .model import Api, Operation, Parameter, Remark, Style
from .reading import Document, OpenApiError, mappings, texts
from .schemas import flattened, short_text_of, text_of, type_of
from .security import Schemes
from .styles import USUAL, style_of_2, style_of_3

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_SAID: Final = frozenset(("get", "put", "post", "delete", "patch"))
"""Methods of the official language."""
_VARIABLE: Final = regex.late(r"\{[^{}]*\}")
_SENT: Final = {
    "array": "the name is repeated for each value",
    "object": "each member is sent as `name[key]=value`",
    "elsewhere": "it is sent as JSON text; give the text that the API wants",
}
"""What becomes of lists and objects whose form cannot be said."""
_MORE: Final = (
    "the address of the server holds a user name, a password, a query or a fragment, which are left out: "
    "a credential is read from the variables of the API"
)
_PLACES: Final = ("path", "query", "header", "cookie")
_NOT_SENT: Final = frozenset(("accept", "content-type", "authorization"))
"""Headers that OpenAPI says are no parameters (OpenAPI 3.1.0, "Parameter Object")."""


@dataclass(slots=True)
class Extractor:
    """Reads one document. What cannot be said is a remark."""

    document: Document
    version: str
    remarks: list[Remark] = field(default_factory=list)
    schemes: Schemes = field(init=False)
    _shapes: dict[tuple[str, str], str] = field(default_factory=dict)
    """Method and path without the names of its variables → the first path of that shape."""

    def __post_init__(self) -> None:
        self.schemes = Schemes(self.document, self.remark, is_2=self.is_2)

    @property
    def is_2(self) -> bool:
        return self.version == "2.0"

    def api(self) -> Api:
        """The whole document."""
        data = self.document.data
        info = data.get("info") if isinstance(data.get("info"), dict) else {}
        base_uri = self._base_uri()
        operations = tuple(self._operations())
        self.schemes.remark_unused(each.security for each in operations)
        return Api(
            title=text_of(info, "title") or "API",
            description=text_of(info, "description"),
            version=text_of(info, "version"),
            base_uri=base_uri,
            schemes=self.schemes.known,
            operations=operations,
            remarks=tuple(self.remarks),
        )

    def remark(self, pointer: str, text: str) -> None:
        self.remarks.append(Remark(pointer, text))

    # --- where -----------------------------------------------------------------------------------

    def _base_uri(self) -> str:
        data = self.document.data
        if self.is_2:
            schemes = texts(data.get("schemes"))
            scheme = "https" if "https" in schemes or not schemes else schemes[0]
            host, path = data.get("host"), str(data.get("basePath") or "").rstrip("/")
            if isinstance(host, str) and host:
                return self._address(f"{scheme}://{host}{path}", "/host")
            return self._no_host("/host", path)
        url = self._server(data, "/servers")
        return url if "://" in url else self._no_host("/servers", url)

    def _server(self, owner: dict[str, Any], pointer: str) -> str:
        """The URL of the first server, without a slash at its end; empty where there is none."""
        servers = list(mappings(owner.get("servers")))
        if not servers:
            return ""
        if len(servers) > 1:
            self.remark(pointer, "of several servers the first is the base URI")
        server = servers[0]
        url = self._address(str(server.get("url") or "/"), pointer)
        declared = server.get("variables")
        for name, each in declared.items() if isinstance(declared, dict) else ():
            default = str((each.get("default") if isinstance(each, dict) else None) or "")
            if "{" + str(name) + "}" in url:
                self.remark(pointer, f"the variable `{name}` of the server is `{default}`")
            url = url.replace("{" + str(name) + "}", default)
        return url.rstrip("/")

    def _address(self, url: str, pointer: str) -> str:
        found = address_of(url)
        if found != url:
            self.remark(pointer, _MORE)
        return found

    def _own_server(self, item: dict[str, Any], raw: dict[str, Any], pointer: str) -> str:
        """That of an operation or its path; one below the document's host is left with its path alone."""
        if self.is_2:
            return ""
        url = self._server(raw, pointer) or self._server(item, pointer.rpartition("/")[0])
        if url and "://" not in url:
            said = f"its server `{url}` has no host of its own: the base URI of the document stands for it"
            self.remark(pointer, said)
            return ""
        return url

    def _no_host(self, pointer: str, path: str) -> str:
        self.remark(pointer, "no host is said: `api.example.com` stands for it, set the base URI")
        return f"https://api.example.com{'/' if path and not path.startswith('/') else ''}{path}"

    # --- operations ------------------------------------------------------------------------------

    def _operations(self) -> Iterator[Operation]:
        paths = self.document.data.get("paths")
        for path, item in paths.items() if isinstance(paths, dict) else ():
            try:
                found, base = self.document.resolve(item)
            except OpenApiError as error:
                self.remark(f"/paths/{_token(str(path))}", f"it is left out: {error.said}")
                continue
            if not isinstance(found, dict) or not str(path).startswith("/"):
                if not str(path).startswith("x-"):
                    said = "it is left out: a path begins with `/` and is a mapping of operations"
                    self.remark(f"/paths/{_token(str(path))}", said)
                continue
            added = found.get("additionalOperations")
            for method in added if isinstance(added, dict) else ():
                pointer = f"/paths/{_token(str(path))}/additionalOperations/{_token(str(method))}"
                self.remark(pointer, f"the language has no method {method}")
            for method in METHODS:
                if not isinstance(found.get(method), dict):
                    continue
                pointer = f"/paths/{_token(str(path))}/{method}"
                if method not in _SAID:
                    self.remark(pointer, f"the language has no method {method.upper()}")
                    continue
                try:
                    yield self._operation(str(path), method, found, base, pointer)
                except OpenApiError as error:
                    self.remark(pointer, f"it is left out: {error.said}")

    def _operation(
        self, path: str, method: str, item: dict[str, Any], base: str, pointer: str
    ) -> Operation:
        raw = item[method]
        found = [*self._raw_parameters(item, base), *self._raw_parameters(raw, base)]
        by_key = {
            (str(each.get("name")), str(each.get("in"))): (each, where) for each, where in found
        }
        security = self.schemes.of_operation(raw, pointer)
        wanted = [each for each in by_key.values() if not self.schemes.fills(security, each[0])]
        parameters = tuple(self._parameters(wanted, path, pointer))
        body = (
            form_of_parameters(self, raw, by_key.values(), pointer)
            if self.is_2
            else body_of(self, raw.get("requestBody"), base, pointer)
        )
        shape = (method, _VARIABLE.sub("{}", path))
        first = self._shapes.setdefault(shape, path)
        if first != path:
            said = f"its path is that of `{first}` under other names: the client and the tools have it, and no route"
            self.remark(pointer, said)
        return Operation(
            method=method.upper(),
            path=path,
            has_route=first == path,
            base_uri=self._own_server(item, raw, pointer),
            identifier=str(raw.get("operationId") or ""),
            summary=text_of(raw, "summary"),
            description=text_of(raw, "description"),
            parameters=parameters,
            body=body,
            binary=is_binary(self, raw, base),
            security=security,
        )

    def _parameters(
        self, declared: Iterable[tuple[dict[str, Any], str]], path: str, pointer: str
    ) -> Iterator[Parameter]:
        """Those that are declared, and the variables of the path that nobody has declared."""
        known: set[str] = set()
        for each, where in declared:
            made = (
                self._parameter(each, where, pointer)
                if self._has_place(each, path, pointer)
                else None
            )
            if made is not None:
                known |= {made.name} if made.place == "path" else set()
                yield made
        for name in variables(path):
            if name not in known:
                yield Parameter(name, "path", "string", required=True)

    def _has_place(self, raw: dict[str, Any], path: str, pointer: str) -> bool:
        """Whether a path has what a parameter fills; one that fills nothing is left out."""
        if raw.get("in") != "path" or raw.get("name") in variables(path):
            return True
        self.remark(pointer, f"`{raw.get('name')}` is left out: the path has no such variable")
        return False

    def _raw_parameters(
        self, owner: dict[str, Any], base: str
    ) -> Iterator[tuple[dict[str, Any], str]]:
        for each in mappings(owner.get("parameters")):
            found, where = self.document.resolve(each, base)
            if isinstance(found, dict):
                yield found, where

    def _parameter(self, raw: dict[str, Any], base: str, pointer: str) -> Parameter | None:
        name, place = raw.get("name"), raw.get("in")
        if place in ("body", "formData") and self.is_2:
            return None
        if not isinstance(name, str) or not name.strip() or place not in _PLACES:
            said = "a parameter without a name or a place is left out"
            if place == "querystring":
                said = "a parameter that is the whole query cannot be said"
            self.remark(pointer, said)
            return None
        if place == "header" and name.lower() in _NOT_SENT:
            return None
        schema, written = self._schema(raw, place, pointer)
        found = flattened(self.document, schema, base)
        kind = type_of(found)
        values = found.get("enum")
        return Parameter(
            name=name,
            place=place,
            type=kind,
            required=raw.get("required") is True or place == "path",
            description=short_text_of(raw, "description") or short_text_of(found, "description"),
            enum=tuple(values) if isinstance(values, list) else (),
            style=written or self._style(raw, place, kind, pointer),
        )

    def _schema(
        self, raw: dict[str, Any], place: str, pointer: str
    ) -> tuple[dict[str, Any], Style | None]:
        """The schema of a parameter, and how it is written where that is said by a media type."""
        if self.is_2:
            return raw, None
        content = raw.get("content")
        if "schema" in raw or not isinstance(content, dict) or not content:
            return raw.get("schema") or {}, None
        media_type, described = next(iter(content.items()))
        if place == "query" and is_json(str(media_type)) and isinstance(described, dict):
            return described.get("schema") or {}, Style("json")
        said = f"`{raw['name']}` is written as `{media_type}`, and is sent as text"
        self.remark(pointer, said)
        return {"type": "string"}, None

    def _style(self, raw: dict[str, Any], place: str, kind: str, pointer: str) -> Style:
        """How a list or an object is written; what the language cannot say is a remark."""
        if kind not in ("array", "object"):
            return USUAL
        found = style_of_2(raw, place) if self.is_2 else style_of_3(raw, place, kind)
        if found is None:
            what = "list" if kind == "array" else "object"
            usual = "csv" if self.is_2 else "form" if place in ("query", "cookie") else "simple"
            written = str(raw.get("collectionFormat" if self.is_2 else "style") or usual)
            said = f"`{raw['name']}` is a {what} in the {place} (`{written}`) that has a form of its own"
            self.remark(pointer, f"{said}: {_SENT[kind if place == 'query' else 'elsewhere']}")
        return found or USUAL


def variables(path: str) -> list[str]:
    """The names in braces of a path, each once."""
    names: list[str] = []
    for piece in path.split("{")[1:]:
        name = piece.partition("}")[0]
        if name and name not in names:
            names.append(name)
    return names


def _token(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
