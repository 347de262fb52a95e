"""Authentication in all its spellings (docs/language.md, "Authentication")."""

from __future__ import annotations

import re
from typing import Final

from .. import regex
from ..diagnostics.rules import exposure as rules
from ..diagnostics.rules import not_yet, shape
from ..model import (
    ApiKey,
    ApiKeyAuth,
    Authentication,
    BasicAuth,
    BearerAuth,
    DigestAuth,
    Place,
    Template,
    UnsupportedAuth,
)
from .context import Context
from .credentials import Credentials
from .issued_tokens import IssuedTokens
from .node import Node
from .wire_names import report_unusable

_KINDS: Final = ("bearer", "basic", "digest", "apikey", "header", "query", "cookie")
_KEY_PLACES: Final = {
    each.value: each for each in (Place.HEADER, Place.QUERY, Place.COOKIE, Place.BODY, Place.PATH)
}
_SCHEME: Final = regex.late(r"bearer\s", re.IGNORECASE)


def read_authentication(
    owner: Node, namespace: str, context: Context, *, of_callers: bool = False
) -> Authentication[Template] | None:
    """The authentication of an API, or of an adapter's callers; None where there is none.

    One that cannot be read is one that is not supported, and never none: an adapter that was to
    check its callers must not be open to all.
    """
    node = owner.get("authentication")
    if node is None and not owner.has("authentication"):
        node = owner.get("auth")
        if node is not None:
            node.note(shape.OLD_NAME, at_key=True, old="auth", new="authentication")
    if node is None:
        return None
    if not node.is_mapping:
        if node.value == "none":
            return None
        node.wrong("a mapping with a `type`")
        return UnsupportedAuth("unknown", (), node.origin)
    return _Authentication(node, namespace, context, of_callers).read()


class _Authentication(Credentials):
    """One `authentication` being read."""

    def __init__(self, node: Node, namespace: str, context: Context, of_callers: bool) -> None:
        super().__init__(node, namespace, context)
        self.of_callers = of_callers

    def read(self) -> Authentication[Template] | None:
        written = self.node.text("type")
        if written is None:
            self.node.missing("type", "`authentication`")
            return self._unreadable()
        kind = written.strip().lower()
        if kind in ("none", ""):
            return None
        if re.sub(r"[-_ ]", "", kind) == "apikey":
            kind = "apikey"
        if kind in _KINDS and (kind != written or kind in ("header", "query", "cookie")):
            read_as = f"`apikey` in the {kind}" if kind in _KEY_PLACES else f"`{kind}`"
            type_node = self.node.get("type") or self.node
            type_node.note(rules.AUTHENTICATION_TYPE, type=written, read_as=read_as)
        match kind:
            case "bearer":
                return BearerAuth(self._bearer_token(), self.node.origin)
            case "basic":
                username = self.secret("USERNAME", "username", "user")
                password = self.secret("PASSWORD", "password")
                return BasicAuth(username, password, self.node.origin)
            case "digest":
                username = self.secret("USERNAME", "username", "user")
                password = self.secret("PASSWORD", "password")
                return DigestAuth(username, password, self.node.origin)
            case "apikey" | "header" | "query" | "cookie":
                return self._keys(_KEY_PLACES.get(kind))
            case "oauth2":
                issued = IssuedTokens(self.node, self.namespace, self.reader.context)
                if self.of_callers:
                    return issued.of_callers()
                if issued.is_for_clients():
                    return issued.of_client()
        return self._unsupported(written)

    def _bearer_token(self) -> Template:
        token = self.secret("TOKEN", "token", "value")
        first = token.parts[0] if token.parts else ""
        if isinstance(first, str) and _SCHEME.match(first):
            self.node.findings.report(rules.BEARER_TWICE, token.origin, within=first.strip())
            rest = first[len("bearer") :].lstrip()
            return Template(((rest,) if rest else ()) + token.parts[1:], token.origin)
        return token

    # --- API keys ----------------------------------------------------------------------------

    def _keys(self, place: Place | None) -> Authentication[Template]:
        for key, where in (("headers", Place.HEADER), ("parameters", Place.QUERY)):
            child = self.node.get(key)
            if child is not None:
                self.other_key(child, key, "key")
                keys = self._several(child, place or where)
                if keys:
                    return ApiKeyAuth(keys, self.node.origin)
                child.fault(rules.KEY_WITHOUT_NAME)
                return self._unreadable()
        one = self._one(place)
        return self._unreadable() if one is None else ApiKeyAuth((one,), self.node.origin)

    def _several(self, node: Node, place: Place) -> tuple[ApiKey[Template], ...]:
        keys: list[ApiKey[Template]] = []
        if node.is_mapping:
            for name, child in node.children():
                if not report_unusable(child, name, place):
                    keys.append(ApiKey(name, self.reader.template(child), place, child.origin))
            return tuple(keys)
        for item in node.as_named():
            called = item.name or item.node.name("key")
            value = item.node.get("value")
            if called is None or value is None:
                item.node.fault(rules.KEY_WITHOUT_NAME)
                continue
            if report_unusable(item.node, called, place):
                continue
            keys.append(ApiKey(called, self.reader.template(value), place, item.node.origin))
        return tuple(keys)

    def _one(self, place: Place | None) -> ApiKey[Template] | None:
        name_key, value_key = self._spelling()
        name = self.node.name(name_key) if name_key else None
        if name is None:
            self.node.fault(rules.KEY_WITHOUT_NAME)
            return None
        child = self.node.get(value_key) if value_key else None
        if child is None:
            value = self.from_environment("API_KEY", "value")
        else:
            value = self.reader.template(child)
        self._warn_of_signature(value)
        where = place or self._place()
        if report_unusable(self.node, name, where, name_key):
            return None
        return ApiKey(name, value, where, self.node.origin)

    def _spelling(self) -> tuple[str | None, str | None]:
        """The keys that hold the name and the value; other spellings are noted."""
        node = self.node
        value_key = next((key for key in ("value", "token") if node.has(key)), None)
        if value_key is None and node.has("key") and (node.has("header") or node.has("name")):
            value_key = "key"
        names = [key for key in ("key", "name", "header") if node.has(key) and key != value_key]
        name_key = names[0] if names else None
        for found, meant in ((name_key, "key"), (value_key, "value")):
            child = node.get(found) if found else None
            if child is not None and found is not None and found != meant:
                self.other_key(child, found, meant)
        return name_key, value_key

    def _place(self) -> Place:
        for key in ("placement", "in"):
            child = self.node.get(key)
            text = None if child is None else child.as_text()
            if child is None or text is None:
                continue
            if key != "placement":
                self.other_key(child, key, "placement")
            known = _KEY_PLACES.get(text.strip().lower())
            if known is None:
                child.unknown(list(_KEY_PLACES))
                return Place.HEADER
            return known
        if not self.node.has("header"):
            self.node.note(rules.PLACEMENT_MISSING)
        return Place.HEADER

    def _warn_of_signature(self, value: Template) -> None:
        first = value.parts[0] if value.parts else None
        if isinstance(first, str) and first.startswith("AWS4-HMAC-SHA256"):
            self.node.report(rules.NOT_A_SIGNATURE)

    # --- what is not supported ---------------------------------------------------------------

    def _unreadable(self) -> UnsupportedAuth[Template]:
        return UnsupportedAuth("unknown", (), self.node.origin)

    def _unsupported(self, written: str) -> UnsupportedAuth[Template]:
        type_node = self.node.get("type") or self.node
        rule = not_yet.AUTHENTICATION_OF_CALLERS if self.of_callers else not_yet.AUTHENTICATION
        type_node.note(rule, type=written)
        variables: dict[str, None] = {}
        for _, child in self.node.children():
            if isinstance(child.value, str):
                for placeholder in self.reader.parse(child.value, child).placeholders:
                    name = placeholder.name.rpartition(".")[2]
                    variables[self.reader.context.bind_variables.get(name, name)] = None
        return UnsupportedAuth(written, tuple(variables), self.node.origin)
