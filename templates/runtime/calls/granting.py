"""A token for the client itself: what is asked of an issuer, and what its answers mean (RFC 6749, 4.4).

Requests are yielded and answers sent in, so that blocking clients and all others do the same.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Generator, Mapping
from typing import Any, Final, TypeAlias
from urllib.parse import quote_plus, urlencode, urlsplit

from ..addresses import LOOPBACK, base_uri_problem
from ..choices import one_of
from ..environment import Environment
from ..errors import DecodingError, SettingError, UpstreamConnectionError
from ..issuers import metadata_urls
from ..records import Record
from ..values import JsonValue
from ..wire_request import Timeout, WireRequest

Asking: TypeAlias = Generator[WireRequest, tuple[int, bytes], tuple[str, float]]
"""Yields requests, is sent status and body of each answer, returns a token and the seconds that it lasts."""
LONGEST: Final = 256 * 1024
"""Bytes of an answer."""
_TIMEOUT: Final = Timeout(5.0, 10.0, 15.0)
_UNSAID: Final = 300.0
"""Seconds for which a token is used of which the issuer does not say how long it lasts."""
_WAYS: Final = ("client_secret_basic", "client_secret_post")


class Grant(Record, kw_only=True):
    """What is asked for, of whom."""

    prefix: str
    """What the variables of the API begin with, for messages."""
    url: str | None
    """The token endpoint; None: the issuer's metadata say where it is."""
    issuer: str | None
    form: tuple[tuple[str, str], ...]
    """What stands in the request besides the client (RFC 6749, 4.4.2; RFC 8707, 2)."""
    in_body: bool = False
    """Whether the client shows its secret in the body (RFC 6749, 2.3.1)."""
    insecure: bool = False
    """Whether the issuer may be reached over plain HTTP from other machines."""

    def asking(self, client_id: str, client_secret: str) -> Asking:
        """Ask for a token.

        Raises `SettingError` for what somebody has to set right, `UpstreamConnectionError`, `DecodingError`.
        """
        url = self.url
        if url is None:
            url = yield from self._endpoint()
        request = self._request(url, client_id, client_secret)
        status, content = yield request
        return self._token(status, content)

    def address_problem(self, url: str) -> str | None:
        """What is wrong with an address of the issuer; the answer does not quote it."""
        problem = base_uri_problem(url)
        if problem is not None or self.insecure or urlsplit(url).scheme == "https":
            return problem
        if urlsplit(url).hostname in LOOPBACK:
            return None
        return f"must begin with https: secrets go there ({self.prefix}_OAUTH_INSECURE=true allows http)"

    def _endpoint(self) -> Generator[WireRequest, tuple[int, bytes], str]:
        """By the metadata of the issuer (RFC 8414, 3)."""
        if self.issuer is None:
            raise SettingError(
                f"set {self.prefix}_OAUTH_TOKEN_URL or {self.prefix}_OAUTH_ISSUER: tokens come from there"
            )
        accept = (("Accept", "application/json"),)
        for url in metadata_urls(self.issuer):
            status, content = yield WireRequest("GET", url, accept, None, _TIMEOUT, whole=True)
            if status == 200:
                return self._endpoint_in(_object(content))
        raise SettingError(
            f"the issuer has no metadata: set {self.prefix}_OAUTH_TOKEN_URL to its token endpoint"
        )

    def _endpoint_in(self, metadata: Mapping[str, Any]) -> str:
        issuer, url = metadata.get("issuer"), metadata.get("token_endpoint")
        if not isinstance(issuer, str) or issuer.rstrip("/") != (self.issuer or "").rstrip("/"):
            raise SettingError(
                f"the metadata of {self.prefix}_OAUTH_ISSUER are those of another issuer (RFC 8414, 3.3)"
            )
        if not isinstance(url, str):
            raise SettingError(
                f"the issuer's metadata name no token endpoint: set {self.prefix}_OAUTH_TOKEN_URL"
            )
        problem = self.address_problem(url)
        if problem is not None:
            raise SettingError(f"the token endpoint of {self.prefix}_OAUTH_ISSUER {problem}")
        return url

    def _request(self, url: str, client_id: str, client_secret: str) -> WireRequest:
        form = [("grant_type", "client_credentials"), *self.form]
        headers = [("Accept", "application/json")]
        secrets = [client_secret]
        if self.in_body:
            form += [("client_id", client_id), ("client_secret", client_secret)]
        else:
            pair = f"{quote_plus(client_id)}:{quote_plus(client_secret)}"
            shown = base64.b64encode(pair.encode()).decode("ascii")
            headers.append(("Authorization", f"Basic {shown}"))
            secrets.append(shown)
        headers.append(("Content-Type", "application/x-www-form-urlencoded"))
        content = urlencode(form).encode()
        return WireRequest(
            "POST", url, tuple(headers), content, _TIMEOUT, tuple(secrets), whole=True
        )

    def _token(self, status: int, content: bytes) -> tuple[str, float]:
        """Of an answer (RFC 6749, 5). Nothing that the endpoint says is repeated."""
        document = _object(content)
        code = document.get("error")
        if status == 401 or code in ("invalid_client", "unauthorized_client"):
            raise SettingError(
                f"the token endpoint refuses {self.prefix}_OAUTH_CLIENT_ID and its secret"
            )
        if code in ("invalid_scope", "invalid_target"):
            raise SettingError(
                f"the token endpoint refuses {self.prefix}_OAUTH_SCOPES, _OAUTH_AUDIENCE or _OAUTH_RESOURCE"
            )
        if code == "unsupported_grant_type":
            raise SettingError("the token endpoint gives no token to a client for itself")
        if status != 200:
            raise UpstreamConnectionError(f"the token endpoint answered with status {status}")
        token, kind, lasts = (document.get(n) for n in ("access_token", "token_type", "expires_in"))
        if not isinstance(token, str) or not token.isprintable() or str(kind).lower() != "bearer":
            raise DecodingError("the token endpoint gave no bearer token", status)
        is_said = isinstance(lasts, int | float) and not isinstance(lasts, bool) and 0 < lasts < 1e9
        return token, float(lasts) if is_said and lasts is not None else _UNSAID


def grant_of(
    values: Environment,
    *,
    issuer: str | None,
    token_url: str | None,
    resource: str | None,
    audience: str | None,
    scopes: tuple[str, ...],
) -> Grant:
    """With what the environment says over what the spec says. Raises `SettingError`.

    Args:
        values: the API's variables.
        issuer: the spec's `authorizationServerUri`.
        token_url: the spec's `tokenEndpoint`.
        resource: the spec's.
        audience: the spec's.
        scopes: the spec's.
    """
    prefix = values.prefix
    wanted = [scope for each in values.names("OAUTH_SCOPES", scopes) for scope in each.split()]
    fields = {
        "scope": " ".join(dict.fromkeys(wanted)),
        "resource": values.text("OAUTH_RESOURCE") or resource,
        "audience": values.text("OAUTH_AUDIENCE") or audience,
    }
    own_issuer = values.text("OAUTH_ISSUER")
    found = Grant(
        prefix=prefix,
        # The endpoint of the spec is one of the issuer of the spec.
        url=values.text("OAUTH_TOKEN_URL") or (token_url if own_issuer is None else None),
        issuer=own_issuer or issuer,
        form=tuple((name, text) for name, text in fields.items() if text),
        in_body=one_of(values, "OAUTH_CLIENT_AUTHENTICATION", _WAYS) == _WAYS[1],
        insecure=values.flag("OAUTH_INSECURE", False),
    )
    for name, url in (("OAUTH_TOKEN_URL", found.url), ("OAUTH_ISSUER", found.issuer)):
        problem = None if url is None else found.address_problem(url)
        if problem is not None:
            raise SettingError(f"{prefix}_{name} {problem}")
    return found


def _object(content: bytes) -> Mapping[str, Any]:
    try:
        found: JsonValue = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
