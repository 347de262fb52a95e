"""Authentication in all its spellings (docs/language.md, "Authentication")."""

from __future__ import annotations

import re
from typing import Final

from ..diagnostics.rules import exposure as rules
from ..diagnostics.rules import not_yet, shape
from ..model import (
    ApiKey,
    ApiKeyAuth,
    Authentication,
    BasicAuth,
    BearerAuth,
    ClientCredentialsAuth,
    DigestAuth,
    OAuth2Auth,
    Place,
    Placeholder,
    Scope,
    Template,
    UnsupportedAuth,
)
from .context import Context
from .node import Node
from .placeholder_names import Where
from .templates import Reader
from .wire_names import report_unusable

_KINDS: Final = ("bearer", "basic", "digest", "apikey", "header", "query", "cookie")
_KEY_PLACES: Final = {
    each.value: each for each in (Place.HEADER, Place.QUERY, Place.COOKIE, Place.BODY, Place.PATH)
}
_OAUTH2_SETTINGS: Final = {
    "authorizationServerUri": "OAUTH_ISSUER",
    "resource": "OAUTH_RESOURCE",
    "audience": "OAUTH_AUDIENCE",
    "scopes": "OAUTH_SCOPES",
    "tokenEndpoint": "OAUTH_TOKEN_URL",
    "tokenUrl": "OAUTH_TOKEN_URL",
}
_SCHEME: Final = re.compile(r"bearer\s", re.IGNORECASE)


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


class _Authentication:
    """One `authentication` being read."""

    def __init__(self, node: Node, namespace: str, context: Context, of_callers: bool) -> None:
        self.node = node
        self.namespace = namespace
        self.of_callers = of_callers
        self.reader = Reader(context, Where.CREDENTIAL)

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
                username = self._secret("USERNAME", "username", "user")
                password = self._secret("PASSWORD", "password")
                return BasicAuth(username, password, self.node.origin)
            case "digest":
                username = self._secret("USERNAME", "username", "user")
                password = self._secret("PASSWORD", "password")
                return DigestAuth(username, password, self.node.origin)
            case "apikey" | "header" | "query" | "cookie":
                return self._keys(_KEY_PLACES.get(kind))
            case "oauth2" if self.of_callers:
                return self._tokens()
            case "oauth2" if self._is_for_clients():
                return self._client_credentials()
            case _:
                return self._unsupported(written)

    # --- one credential ----------------------------------------------------------------------

    def _bearer_token(self) -> Template:
        token = self._secret("TOKEN", "token", "value")
        first = token.parts[0] if token.parts else ""
        if isinstance(first, str) and _SCHEME.match(first):
            self.node.findings.report(rules.BEARER_TWICE, token.origin, within=first.strip())
            rest = first[len("bearer") :].lstrip()
            return Template(((rest,) if rest else ()) + token.parts[1:], token.origin)
        return token

    def _secret(self, suffix: str, *keys: str) -> Template:
        """The value of the first key that is there; else a variable of the environment."""
        for key in keys:
            child = self.node.get(key)
            if child is not None:
                if key != keys[0]:
                    self._other_key(child, key, keys[0])
                return self.reader.template(child)
        return self._from_environment(suffix, keys[0])

    def _from_environment(self, suffix: str, key: str) -> Template:
        if not self._is_misspelt(key):
            variable = self._own_variable(suffix)
            self.node.note(rules.CREDENTIAL_MISSING, key=key, variable=variable)
        return self._variable(suffix)

    def _variable(self, suffix: str) -> Template:
        origin = self.node.origin
        name = f"env.{self._own_variable(suffix)}"
        return Template((Placeholder(name, Scope.BIND, origin),), origin)

    def _own_variable(self, suffix: str) -> str:
        prefix = re.sub(r"[^A-Z0-9]+", "_", self.namespace.upper()).strip("_")
        return f"{prefix}_{suffix}"

    def _is_misspelt(self, key: str) -> bool:
        return self.node.findings.is_misspelt(self.node.origin, key)

    def _other_key(self, child: Node, key: str, read_as: str) -> None:
        child.note(shape.OLD_NAME, at_key=True, old=key, new=read_as)

    # --- API keys ----------------------------------------------------------------------------

    def _keys(self, place: Place | None) -> Authentication[Template]:
        for key, where in (("headers", Place.HEADER), ("parameters", Place.QUERY)):
            child = self.node.get(key)
            if child is not None:
                self._other_key(child, key, "key")
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
            value = self._from_environment("API_KEY", "value")
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
                self._other_key(child, found, meant)
        return name_key, value_key

    def _place(self) -> Place:
        for key in ("placement", "in"):
            child = self.node.get(key)
            text = None if child is None else child.as_text()
            if child is None or text is None:
                continue
            if key != "placement":
                self._other_key(child, key, "placement")
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

    # --- tokens of an issuer -----------------------------------------------------------------

    def _tokens(self) -> Authentication[Template]:
        return OAuth2Auth(
            self._plain("authorizationServerUri"),
            self._plain("resource"),
            self._plain("audience"),
            self._scopes(),
            self._is_introspected(),
            self.node.origin,
        )

    def _is_introspected(self) -> bool:
        validation = self.node.get("tokenValidation")
        if validation is None or validation.value == "jwks":
            return False
        if validation.value != "introspection":
            validation.unknown(["jwks", "introspection"])
        return True

    def _is_for_clients(self) -> bool:
        """Whether a client gets tokens for itself; other flows of OpenAPI want a person."""
        flows = self.node.get("flows")
        return flows is None or flows.get("clientCredentials") is not None

    def _client_credentials(self) -> Authentication[Template]:
        flows = self.node.get("flows")
        flow = None if flows is None else flows.get("clientCredentials")
        at = next((key for key in ("tokenEndpoint", "tokenUrl") if self.node.has(key)), None)
        endpoint = at is not None or (flow is not None and flow.has("tokenUrl"))
        if not endpoint and not self.node.text("authorizationServerUri"):
            self._without_issuer()
        return ClientCredentialsAuth(
            self._of_client("OAUTH_CLIENT_ID", "clientId"),
            self._of_client("OAUTH_CLIENT_SECRET", "clientSecret"),
            self._plain("authorizationServerUri"),
            self._plain("tokenUrl", flow) if at is None else self._plain(at),
            self._plain("resource"),
            self._plain("audience"),
            self._scopes() if flow is None or self.node.has("scopes") else self._scopes(flow),
            self.node.origin,
        )

    def _without_issuer(self) -> None:
        if not self._is_misspelt("authorizationServerUri"):
            type_node = self.node.get("type") or self.node
            variable = self._own_variable("OAUTH_ISSUER")
            type_node.note(rules.ISSUER_MISSING, variable=variable)

    def _of_client(self, suffix: str, key: str) -> Template:
        """What the file names, else a variable: the language has no word for it."""
        child = self.node.get(key)
        return self._variable(suffix) if child is None else self.reader.template(child)

    def _plain(self, key: str, node: Node | None = None) -> str | None:
        """A text that holds no variables, whatever it looks like."""
        child = (node or self.node).get(key)
        text = None if child is None else child.as_text()
        if child is None or not text:
            return None
        return None if self._is_template(child, text, key) else text

    def _scopes(self, node: Node | None = None) -> tuple[str, ...]:
        node = node or self.node
        child = node.get("scopes")
        if child is not None and child.is_mapping:
            return child.keys()  # OpenAPI's form: each with its description.
        words = (word for text in node.texts("scopes") for word in text.split())
        found = tuple(dict.fromkeys(words))
        if child is not None and self._is_template(child, " ".join(found), "scopes"):
            return ()
        return found

    def _is_template(self, child: Node, text: str, key: str) -> bool:
        if "{{" not in text:
            return False
        child.note(rules.OAUTH2_IS_PLAIN, key=key, setting=_OAUTH2_SETTINGS[key])
        return True

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
