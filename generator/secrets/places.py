"""Where a file has credentials: found in the data as they are written, in either dialect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from ..diagnostics import Findings
from ..diagnostics.rules import secrets as rules
from ..origin import Origin
from . import texts
from .names import is_credential
from .replacing import DEEPEST, NAMES, Replacing
from .values import behind_scheme, is_key_of_a_source, is_placeholder, issued

FOR_PEOPLE: Final = frozenset(
    (
        *("description", "display", "label", "title", "summary", "example", "examples"),
        *("tags", "stakeholders", "personas", "info", "tagline"),
    )
)
_NOT_SENT: Final = FOR_PEOPLE | {
    "name",
    *("outputParameters", "outputs", "mappings", "mapping", "properties", "outputSchema"),
    *("responses", "enum", "pattern", "type", "in", "method", "required", "inputSchema"),
}
"""Keys below which nothing is a credential that the package would use."""
_UNITS: Final = ("resources", "tools", "prompts", "skills")
_FIXED: Final = ("value", "template", "const", "default")


class Search(Replacing):
    """Goes through the files of one capability."""

    def __init__(self, findings: Findings) -> None:
        super().__init__(findings)
        self._seen: set[int] = set()
        self._adapters: frozenset[str] = frozenset()

    def file(self, data: dict[str, Any], origin: Origin) -> None:
        """All of one file."""
        self._adapters = frozenset(_adapters(data))
        self._mapping(data, origin, "", "")

    # --- any data ----------------------------------------------------------------------------

    def _any(self, value: Any, at: Origin, key: str, owner: str) -> None:
        if len(at.tokens) > DEEPEST or id(value) in self._seen:
            return
        if isinstance(value, dict):
            self._mapping(value, at, key, owner)
        elif isinstance(value, list):
            self._seen.add(id(value))
            for index, item in enumerate(value):
                if isinstance(item, (dict, list)):
                    self._any(item, at.child(index), key, owner)
                else:
                    self._leaf(value, index, at, key, owner)

    def _mapping(self, data: dict[str, Any], at: Origin, section: str, owner: str) -> None:
        if id(data) in self._seen:
            return
        self._seen.add(id(data))
        owner = _owner(data, at, section, owner)
        self._fixed_value(data, at, section, owner)
        self._base_uri(data, at, owner)
        for key, value in tuple(data.items()):
            if key in ("authentication", "auth") and isinstance(value, dict):
                self._authentication(value, at.child(key), owner)
            elif key in ("binds", "externalRefs"):
                self._binds(value, at.child(key))
            elif key in _NOT_SENT:
                self.beside(data, key, value, at.child(key))
            elif isinstance(value, (dict, list)):
                self._any(value, at.child(key), str(key), owner)
            else:
                self._leaf(data, key, at, section, owner)

    def _leaf(self, data: Any, key: Any, at: Origin, section: str, owner: str) -> None:
        """A single value under a key that may name a credential, or that holds one inside."""
        value = data[key]
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            return
        name, text = str(key), str(value)
        if section == "with" and text.partition(".")[0] in self._adapters:
            return  # An input of the adapter (`ships-rest.token`): what a caller gives.
        if is_credential(name, in_header=section == "headers"):
            self.withhold(data, key, at, owner, name)
        elif isinstance(value, str) and name not in NAMES:
            inside = [*texts.pairs(text)] if name == "path" or "://" in text else []
            if section == "body" or name in ("body", "data"):
                inside += texts.fields(text)
            for called, secret in dict.fromkeys(inside):
                self.inside(data, key, at, owner, called, secret)
            self.user_inside(data, key, at, owner)
            if (token := issued(str(data[key]))) is not None:
                self.inside(data, key, at, owner, "token", token[0])
            elif (shown := behind_scheme(str(data[key]))) is not None:
                self.inside(data, key, at, owner, "token", shown)

    def _fixed_value(self, data: dict[str, Any], at: Origin, section: str, owner: str) -> None:
        """The `value` of a parameter whose name is that of a credential."""
        named = data.get("name")
        name = named if isinstance(named, str) else at.pointer.rpartition("/")[2]
        is_parameter = "in" in data or section in ("inputParameters", "headers", "arguments")
        if not is_parameter or not is_credential(
            name, in_header=str(data.get("in")).lower() == "header" or section == "headers"
        ):
            return
        for key in _FIXED:
            if key in data:
                self.withhold(data, key, at, owner, name)

    # --- credentials -------------------------------------------------------------------------

    def _authentication(self, data: dict[str, Any], at: Origin, owner: str) -> None:
        self._seen.add(id(data))
        kind = re.sub(r"[-_ ]", "", str(data.get("type", ""))).lower()
        name_is_key = kind in ("apikey", "header", "query", "cookie") and not (
            not {"value", "token"} & data.keys() and {"header", "name"} & data.keys()
        )
        for key, value in tuple(data.items()):
            if isinstance(value, (dict, list)):
                self._keys(value, at.child(key), owner, str(key))
            elif key in ("value", "token"):
                self.withhold(data, key, at, owner, _what(kind), key)
            elif key == "key" and not name_is_key:
                self.withhold(data, key, at, owner, "API_KEY", key)
            elif key in ("username", "user"):
                if _is_key_as_user(data):
                    self.withhold(data, key, at, owner, "USERNAME", key)
            elif is_credential(str(key)):
                self.withhold(data, key, at, owner, str(key))
            else:
                self._leaf(data, key, at, "authentication", owner)

    def _keys(self, value: Any, at: Origin, owner: str, section: str) -> None:
        """Several keys, each under its name or in an item of a list; or what nests otherwise."""
        if section not in ("headers", "parameters"):
            if isinstance(value, dict):
                self._authentication(value, at, owner)
            return
        if isinstance(value, dict):
            for name in value:
                self.withhold(value, name, at, owner, str(name))
            return
        for index, item in enumerate(value):
            if isinstance(item, dict) and "value" in item:
                name = item.get("name") or item.get("key") or "API_KEY"
                self.withhold(item, "value", at.child(index), owner, str(name))

    def _binds(self, value: Any, at: Origin) -> None:
        """A bind names where a value is; one that holds the value itself is put right."""
        entries: Iterator[tuple[Any, Any]] = (
            iter(value.items()) if isinstance(value, dict) else enumerate(value or ())
        )
        for key, bind in entries if isinstance(value, (dict, list)) else ():
            if not isinstance(bind, dict):
                continue
            here = at.child(key)
            for name, each in tuple(bind.items()):
                if isinstance(each, dict) and name == "keys":
                    self._source_keys(each, here.child(name))
                elif isinstance(each, dict):
                    for variable in tuple(each):
                        self.withhold(each, variable, here.child(name), "", str(variable))
                elif is_credential(str(name)) or name in ("value", "default"):
                    self.withhold(bind, name, here, str(bind.get("namespace", "")), str(name))

    def _source_keys(self, keys: dict[str, Any], at: Origin) -> None:
        for variable, source in tuple(keys.items()):
            if isinstance(source, str) and is_key_of_a_source(source):
                self.note(at.child(variable), source, f"The source key of `{variable}`", variable)
                keys[variable] = variable

    def _base_uri(self, data: dict[str, Any], at: Origin, owner: str) -> None:
        for key in ("baseUri", "targetUri"):
            uri = data.get(key)
            if isinstance(uri, str):
                self._query_of(data, key, uri, at, owner)
                self._user_of(data, key, at, owner)

    def _query_of(self, data: dict[str, Any], key: str, uri: str, at: Origin, owner: str) -> None:
        """Keys in the query become query parameters of the API."""
        for name, secret in dict.fromkeys(texts.pairs(uri)):
            variable = self.variables.name(owner or "API", name, secret)
            self.report(
                rules.SECRET_IN_BASE_URI, at.child(key), secret, f"the key `{name}`", variable
            )
            uri = re.sub(rf"([?&]){re.escape(name)}={re.escape(secret)}&?", r"\1", uri)
            data[key] = uri.rstrip("?&")
            _add_parameter(data, name, f"{{{{{variable}}}}}")

    def _user_of(self, data: dict[str, Any], key: str, at: Origin, owner: str) -> None:
        """User name and password of the base URI are basic authentication."""
        uri = str(data[key])
        userinfo = texts.user(uri)
        if userinfo is None:
            return
        name, password = userinfo
        secret, what = (password, "PASSWORD") if password else (name, "USERNAME")
        variable = self.variables.name(owner or "API", what, secret)
        self.report(rules.SECRET_IN_BASE_URI, at.child(key), secret, f"a {what.lower()}", variable)
        data[key] = re.sub(r"://[^/?#@]*@", "://", uri, count=1)
        hole = f"{{{{{variable}}}}}"
        if not data.get("authentication") and not data.get("auth"):
            data["authentication"] = {
                "type": "basic",
                "username": name if password else hole,
                "password": hole if password else "",
            }


def _adapters(data: dict[str, Any]) -> Iterator[str]:
    """The namespaces of the adapters: references of the official language begin with them."""
    capability = data.get("capability")
    exposed = capability.get("exposes") if isinstance(capability, dict) else None
    listed = list(exposed.values()) if isinstance(exposed, dict) else exposed or ()
    for each in listed if isinstance(listed, (list, tuple)) else ():
        namespace = each.get("namespace") if isinstance(each, dict) else None
        if isinstance(namespace, str) and namespace:
            yield namespace


def _owner(data: dict[str, Any], at: Origin, section: str, owner: str) -> str:
    """Whose variables the secrets are: the API's or the adapter's that they stand in."""
    if section in ("consumes", "exposes", "aggregates"):
        namespace = data.get("namespace")
        return namespace if isinstance(namespace, str) and namespace else at.tokens[-1]
    call = data.get("call")
    if isinstance(call, str) and "." in call:
        return call.partition(".")[0]
    if section in _UNITS and "exposes" in at.tokens and not owner.endswith("-units"):
        # Not the adapter's: `<ADAPTER>_API_KEY` is what its callers show.
        return f"{owner}-units"
    return owner


def _what(kind: str) -> str:
    return "API_KEY" if kind in ("apikey", "header", "query", "cookie") else "TOKEN"


def _is_key_as_user(data: dict[str, Any]) -> bool:
    """Whether the user name is the secret: there is no password, and it is no plain name."""
    name = str(data.get("username") or data.get("user") or "")
    if issued(name) is not None:
        return True
    return is_placeholder(str(data.get("password") or "")) and bool(
        re.search(r"\d", name) and len(name) >= 8 and not str(data.get("password") or "").strip()
    )


def _add_parameter(data: dict[str, Any], name: str, value: str) -> None:
    parameters = data.setdefault("inputParameters", [])
    if isinstance(parameters, dict):
        parameters[name] = {"in": "query", "value": value}
    elif isinstance(parameters, list):
        parameters.append({"name": name, "in": "query", "value": value})
