"""From a document of any version to the model: operations, parameters, bodies, credentials."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from .bodies import body_of, form_of_parameters, is_binary
from .model import Api, ApiKey, Basic, Bearer, Operation, Parameter, Remark, Security
from .reading import Document, OpenApiError, mappings
from .schemas import flattened, short_text_of, text_of, type_of

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_SAID: Final = frozenset(("get", "put", "post", "delete", "patch"))
"""Methods of the official language."""
_NOT_SENT: Final = frozenset(("accept", "content-type", "authorization"))
"""Headers that OpenAPI says are no parameters (OpenAPI 3.1.0, "Parameter Object")."""


@dataclass(slots=True)
class Extractor:
    """Reads one document. What cannot be said is a remark."""

    document: Document
    version: str
    remarks: list[Remark] = field(default_factory=list)

    @property
    def is_2(self) -> bool:
        return self.version == "2.0"

    def api(self) -> Api:
        """The whole document."""
        data = self.document.data
        info = data.get("info") if isinstance(data.get("info"), dict) else {}
        return Api(
            title=text_of(info, "title") or "API",
            description=text_of(info, "description"),
            version=text_of(info, "version"),
            base_uri=self._base_uri(),
            security=self._security(),
            operations=tuple(self._operations()),
            remarks=tuple(self.remarks),
        )

    def remark(self, pointer: str, text: str) -> None:
        self.remarks.append(Remark(pointer, text))

    # --- where -----------------------------------------------------------------------------------

    def _base_uri(self) -> str:
        data = self.document.data
        if self.is_2:
            schemes = [each for each in data.get("schemes") or () if isinstance(each, str)]
            scheme = "https" if "https" in schemes or not schemes else schemes[0]
            host, path = data.get("host"), str(data.get("basePath") or "").rstrip("/")
            if isinstance(host, str) and host:
                return f"{scheme}://{host}{path}"
            return self._no_host("/host", path)
        server = next(mappings(data.get("servers")), {})
        if len(list(mappings(data.get("servers")))) > 1:
            self.remark("/servers", "of several servers the first is the base URI")
        url = str(server.get("url") or "/")
        variables = server.get("variables")
        for name, each in variables.items() if isinstance(variables, dict) else ():
            default = each.get("default") if isinstance(each, dict) else None
            url = url.replace("{" + str(name) + "}", str(default or ""))
        url = url.rstrip("/")
        return url if "://" in url else self._no_host("/servers", url)

    def _no_host(self, pointer: str, path: str) -> str:
        self.remark(pointer, "no host is said: `api.example.com` stands for it, set the base URI")
        return f"https://api.example.com{'/' if path and not path.startswith('/') else ''}{path}"

    # --- credentials -----------------------------------------------------------------------------

    def _security(self) -> Security | None:
        data = self.document.data
        if self.is_2:
            schemes, pointer = data.get("securityDefinitions"), "/securityDefinitions"
        else:
            components = data.get("components")
            schemes = components.get("securitySchemes") if isinstance(components, dict) else None
            pointer = "/components/securitySchemes"
        if not isinstance(schemes, dict) or not schemes:
            return None
        wanted = [name for each in mappings(data.get("security")) for name in each]
        ordered = dict.fromkeys([*(name for name in wanted if name in schemes), *schemes])
        made: list[tuple[str, Security]] = []
        for name in ordered:
            scheme, _ = self.document.resolve(schemes[name])
            found = self._scheme(scheme if isinstance(scheme, dict) else {})
            if found is None:
                self.remark(f"{pointer}/{name}", f"the scheme `{name}` is none of the language")
            else:
                made.append((name, found))
        if len(made) > 1:
            self.remark(pointer, f"of several schemes `{made[0][0]}` is used for every operation")
        return made[0][1] if made else None

    def _scheme(self, scheme: dict[str, Any]) -> Security | None:
        kind = scheme.get("type")
        if kind == "basic" or (kind == "http" and str(scheme.get("scheme")).lower() == "basic"):
            return Basic()
        if kind == "http" and str(scheme.get("scheme")).lower() == "digest":
            return Basic(digest=True)
        if kind in ("http", "oauth2", "openIdConnect"):
            return (
                Bearer()
                if kind != "http" or str(scheme.get("scheme")).lower() == "bearer"
                else None
            )
        if kind == "apiKey" and scheme.get("in") in ("header", "query"):
            return ApiKey(str(scheme.get("name")), str(scheme["in"]))
        return None

    # --- operations ------------------------------------------------------------------------------

    def _operations(self) -> Iterator[Operation]:
        paths = self.document.data.get("paths")
        for path, item in paths.items() if isinstance(paths, dict) else ():
            found, base = self.document.resolve(item)
            if not str(path).startswith("/") or not isinstance(found, dict):
                continue
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
                    self.remark(pointer, f"it is left out: {error}")

    def _operation(
        self, path: str, method: str, item: dict[str, Any], base: str, pointer: str
    ) -> Operation:
        raw = item[method]
        found = [*self._raw_parameters(item, base), *self._raw_parameters(raw, base)]
        by_key = {(each.get("name"), each.get("in")): (each, where) for each, where in found}
        parameters = [
            made
            for each, where in by_key.values()
            if (made := self._parameter(each, where, pointer)) is not None
        ]
        known = {each.name for each in parameters if each.place == "path"}
        for name in variables(path):
            if name not in known:
                parameters.append(Parameter(name, "path", "string", required=True))
        body = (
            form_of_parameters(self, raw, by_key.values(), pointer)
            if self.is_2
            else body_of(self, raw.get("requestBody"), base, pointer)
        )
        return Operation(
            method=method.upper(),
            path=path,
            identifier=str(raw.get("operationId") or ""),
            summary=text_of(raw, "summary"),
            description=text_of(raw, "description"),
            parameters=tuple(parameters),
            body=body,
            binary=is_binary(self, raw, base),
        )

    def _raw_parameters(
        self, owner: dict[str, Any], base: str
    ) -> Iterator[tuple[dict[str, Any], str]]:
        for each in mappings(owner.get("parameters")):
            found, where = self.document.resolve(each, base)
            if isinstance(found, dict):
                yield found, where

    def _parameter(self, raw: dict[str, Any], base: str, pointer: str) -> Parameter | None:
        name, place = raw.get("name"), raw.get("in")
        if not isinstance(name, str) or place not in ("path", "query", "header", "cookie"):
            if place == "querystring":
                self.remark(pointer, "a parameter that is the whole query cannot be said")
            return None
        if place == "header" and name.lower() in _NOT_SENT:
            return None
        schema = raw if self.is_2 else raw.get("schema")
        if schema is None and isinstance(raw.get("content"), dict):
            self.remark(
                pointer, f"`{name}` is written as a document in the request, and is sent as text"
            )
            schema = {"type": "string"}
        found = flattened(self.document, schema or {}, base)
        kind = type_of(found)
        self._remark_style(raw, name, place, kind, pointer)
        values = found.get("enum")
        return Parameter(
            name=name,
            place=place,
            type=kind,
            required=raw.get("required") is True or place == "path",
            description=short_text_of(raw, "description") or short_text_of(found, "description"),
            enum=tuple(values) if isinstance(values, list) else (),
        )

    def _remark_style(
        self, raw: dict[str, Any], name: str, place: str, kind: str, pointer: str
    ) -> None:
        """A list in a query repeats its name, an object is `name[key]`; no other form can be said."""
        if kind not in ("array", "object"):
            return
        if self.is_2:
            said = {"multi": "form"}.get(str(raw.get("collectionFormat") or "csv"), "csv")
            fits = kind == "array" and place == "query" and said == "form"
        else:
            style = raw.get("style") or ("form" if place in ("query", "cookie") else "simple")
            explode = raw.get("explode", style == "form")
            fits = place == "query" and (
                (kind == "array" and style == "form" and explode is True)
                or (kind == "object" and style == "deepObject")
            )
        if not fits:
            form = "its values with the name repeated" if kind == "array" else "`name[key]=value`"
            self.remark(pointer, f"`{name}` has a form of its own; the language sends {form}")


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
