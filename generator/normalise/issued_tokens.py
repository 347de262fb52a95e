"""Tokens of an issuer: those that callers show, and those that a client gets for itself (OAuth 2)."""

from __future__ import annotations

from typing import Final

from ..diagnostics.rules import exposure as rules
from ..model import Authentication, ClientCredentialsAuth, OAuth2Auth, Template
from .credentials import Credentials
from .node import Node

_OAUTH2_SETTINGS: Final = {
    "authorizationServerUri": "OAUTH_ISSUER",
    "resource": "OAUTH_RESOURCE",
    "audience": "OAUTH_AUDIENCE",
    "scopes": "OAUTH_SCOPES",
    "tokenEndpoint": "OAUTH_TOKEN_URL",
    "tokenUrl": "OAUTH_TOKEN_URL",
}


class IssuedTokens(Credentials):
    """An `authentication` of the type oauth2."""

    def of_callers(self) -> Authentication[Template]:
        """What callers of an adapter show."""
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

    def is_for_clients(self) -> bool:
        """Whether a client gets tokens for itself; other flows of OpenAPI want a person."""
        flows = self.node.get("flows")
        return flows is None or flows.get("clientCredentials") is not None

    def of_client(self) -> Authentication[Template]:
        """What a client gets for itself."""
        flows = self.node.get("flows")
        flow = None if flows is None else flows.get("clientCredentials")
        at = next((key for key in ("tokenEndpoint", "tokenUrl") if self.node.has(key)), None)
        endpoint = at is not None or (flow is not None and flow.has("tokenUrl"))
        if not endpoint and not self.node.text("authorizationServerUri"):
            self._without_issuer()
        return ClientCredentialsAuth(
            self._client_text("OAUTH_CLIENT_ID", "clientId"),
            self._client_text("OAUTH_CLIENT_SECRET", "clientSecret"),
            self._plain("authorizationServerUri"),
            self._plain("tokenUrl", flow) if at is None else self._plain(at),
            self._plain("resource"),
            self._plain("audience"),
            self._scopes() if flow is None or self.node.has("scopes") else self._scopes(flow),
            self.node.origin,
        )

    def _without_issuer(self) -> None:
        if not self.is_misspelt("authorizationServerUri"):
            type_node = self.node.get("type") or self.node
            variable = self.own_variable("OAUTH_ISSUER")
            type_node.note(rules.ISSUER_MISSING, variable=variable)

    def _client_text(self, suffix: str, key: str) -> Template:
        """What the file names, else a variable: the language has no word for it."""
        child = self.node.get(key)
        return self.variable(suffix) if child is None else self.reader.template(child)

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
