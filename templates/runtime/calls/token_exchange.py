"""Token exchange (RFC 8693): the caller's token for one that the API takes, kept until it ends.

The service's own client credentials come from the environment and go to the token endpoint alone; the
caller's token goes there and nowhere else. What is kept is found by a keyed digest of the caller's token
and the audience, so that nobody gets a token that was exchanged for another.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import os
import time
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from ..addresses import LOOPBACK, base_uri_problem
from ..credentials.bearer import Bearer
from ..environment import Environment
from ..errors import DecodingError, SettingError, UpstreamConnectionError
from ..records import Record
from ..settings import ApiSettings
from ..transport.base import AsyncReply, AsyncTransport
from ..values import JsonValue
from ..wire_request import Timeout, WireRequest
from .callers import CallerCredentialsError, HeaderCredentials, Ours, Secrets, Shown

_GRANT: Final = "urn:ietf:params:oauth:grant-type:token-exchange"
_ACCESS_TOKEN: Final = "urn:ietf:params:oauth:token-type:access_token"
_MOST: Final = 1000
"""Tokens that are kept at once; of more the longest unused one goes."""
_EARLY: Final = 30.0
"""Seconds before its end at which a token is not used any more."""
_LONGEST: Final = 256 * 1024


class Endpoint(Record, kw_only=True, hidden=("client_secret",)):
    """The token endpoint, and what is asked of it (RFC 8693, 2.1)."""

    url: str
    client_id: str
    client_secret: str
    audience: str | None = None
    resource: str | None = None
    scope: str | None = None
    timeout: Timeout = Timeout(5.0, 10.0, 15.0)

    def form(self, subject: str) -> bytes:
        """The body of a request."""
        fields = {
            "grant_type": _GRANT,
            "subject_token": subject,
            "subject_token_type": _ACCESS_TOKEN,
            "requested_token_type": _ACCESS_TOKEN,
            "audience": self.audience,
            "resource": self.resource,
            "scope": self.scope,
        }
        return urlencode({name: value for name, value in fields.items() if value}).encode()

    def authorization(self) -> str:
        """The client's own credentials (RFC 6749, 2.3.1)."""
        pair = f"{quote(self.client_id, safe='')}:{quote(self.client_secret, safe='')}"
        return "Basic " + base64.b64encode(pair.encode()).decode("ascii")


def exchanged(
    settings: ApiSettings,
    values: Environment,
    headers: tuple[str, ...],
    ours: Ours | None = None,
) -> ExchangedCredentials:
    """What is exchanged for one API. Raises `SettingError` that names what is missing.

    Args:
        settings: the API's.
        values: its variables.
        headers: of callers, that carry their token.
        ours: tokens for this server; none of them may be asked for.
    """
    prefix = values.prefix
    if not isinstance(settings.api.authentication, Bearer):
        raise SettingError(
            f"{prefix}_CREDENTIALS=exchange gives a bearer token, and {settings.api.namespace} takes none"
        )
    audience, resource = values.text("EXCHANGE_AUDIENCE"), values.text("EXCHANGE_RESOURCE")
    if audience is None and resource is None:
        raise SettingError(f"set {prefix}_EXCHANGE_AUDIENCE or {prefix}_EXCHANGE_RESOURCE")
    for name, value in (("AUDIENCE", audience), ("RESOURCE", resource)):
        if value is not None and ours is not None and ours.names(value):
            raise SettingError(
                f"{prefix}_EXCHANGE_{name} must not be this server itself: what is meant for it never "
                "goes on to an API"
            )
    endpoint = Endpoint(
        url=_address(_needed(values, "EXCHANGE_URL"), f"{prefix}_EXCHANGE_URL"),
        client_id=_needed(values, "EXCHANGE_CLIENT_ID"),
        client_secret=_needed(values, "EXCHANGE_CLIENT_SECRET"),
        audience=audience,
        resource=resource,
        scope=values.text("EXCHANGE_SCOPE"),
    )
    return ExchangedCredentials(settings, headers, endpoint, ours)


def _needed(values: Environment, name: str) -> str:
    value = values.text(name)
    if value is None:
        raise SettingError(f"set {values.prefix}_{name}: tokens of callers are exchanged with it")
    return value


def _address(url: str, variable: str) -> str:
    problem = base_uri_problem(url)
    if (
        problem is None
        and urlsplit(url).scheme != "https"
        and urlsplit(url).hostname not in LOOPBACK
    ):
        problem = "must begin with https: tokens go there"
    if problem is not None:
        raise SettingError(f"{variable} {problem}")
    return url


class ExchangedCredentials:
    """Tokens exchanged for those of callers."""

    def __init__(
        self,
        settings: ApiSettings,
        headers: tuple[str, ...],
        endpoint: Endpoint,
        ours: Ours | None = None,
    ) -> None:
        """Keeps nothing yet.

        Args:
            settings: the API's.
            headers: of callers, that carry their token.
            endpoint: what exchanges them.
            ours: tokens for this server, which are never sent to the API.
        """
        self.headers = headers
        self._ours = ours
        self._shown = HeaderCredentials(settings, headers)
        self._api = settings.api
        self._endpoint = endpoint
        self._key = os.urandom(32)
        self._kept: OrderedDict[bytes, tuple[str, float]] = OrderedDict()
        self._running: dict[bytes, asyncio.Task[tuple[str, float]]] = {}

    async def secrets(self, shown: Shown | None, transport: AsyncTransport) -> Secrets:
        """The exchanged token. Raises `CallerCredentialsError`, `CallError`, `SettingError`."""
        subject = self._shown.now(shown)["token"]
        key = self._digest(subject)
        found = self._kept.get(key)
        if found is not None and found[1] > time.monotonic():
            self._kept.move_to_end(key)
            return {"token": found[0]}
        self._kept.pop(key, None)
        task = self._running.get(key)
        if task is None or task.get_loop() is not asyncio.get_running_loop():
            task = asyncio.create_task(self._exchange(subject, transport))
            self._running[key] = task
            task.add_done_callback(lambda done: self._keep(key, done))
        # One caller who leaves does not take the token from their other calls.
        return {"token": (await asyncio.shield(task))[0]}

    def now(self, shown: Shown | None) -> Secrets:
        """Raises `SettingError`: a spec that places the credential itself cannot wait for one."""
        raise SettingError(
            f"{self._api.prefix}_CREDENTIALS=exchange: the specification places the credential of "
            f"{self._api.namespace} in a request by itself, where none can be exchanged"
        )

    def refused(self, shown: Shown | None) -> None:
        """The API has refused the token: the next call gets another one."""
        self._kept.pop(self._digest(self._shown.now(shown)["token"]), None)

    def _digest(self, subject: str) -> bytes:
        wanted = self._endpoint
        text = "\0".join(
            (subject, wanted.audience or "", wanted.resource or "", wanted.scope or "")
        )
        return hmac.digest(self._key, text.encode(), hashlib.sha256)

    def _keep(self, key: bytes, done: asyncio.Task[tuple[str, float]]) -> None:
        if self._running.get(key) is done:
            del self._running[key]
        if done.cancelled() or done.exception() is not None:
            return
        token, seconds = done.result()
        if seconds > _EARLY:
            self._kept[key] = (token, time.monotonic() + seconds - _EARLY)
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)

    async def _exchange(self, subject: str, transport: AsyncTransport) -> tuple[str, float]:
        endpoint = self._endpoint
        authorization = endpoint.authorization()
        wire = WireRequest(
            "POST",
            endpoint.url,
            (
                ("Accept", "application/json"),
                ("Authorization", authorization),
                ("Content-Type", "application/x-www-form-urlencoded"),
            ),
            endpoint.form(subject),
            endpoint.timeout,
            (subject, endpoint.client_secret, authorization),
            whole=True,
        )
        reply = await transport.send(wire)
        try:
            document = _document(await reply.read(_LONGEST))
        finally:
            await reply.aclose()
        token, seconds = self._token(reply, document)
        if token == subject or (self._ours is not None and self._ours.has(token)):
            raise DecodingError(
                "the token endpoint gave a token for this server, which never goes on to an API",
                reply.status,
            )
        return token, seconds

    def _token(self, reply: AsyncReply, document: Mapping[str, Any]) -> tuple[str, float]:
        """Of an answer (RFC 8693, 2.2). Nothing that the endpoint says is repeated."""
        code = document.get("error")
        if reply.status == 401 or code in ("invalid_client", "unauthorized_client"):
            raise SettingError(
                f"the token endpoint refuses {self._api.prefix}_EXCHANGE_CLIENT_ID and its secret"
            )
        if reply.status == 400 and code in ("invalid_grant", "invalid_request"):
            raise self._refusal()
        if code in ("invalid_target", "invalid_scope"):
            raise SettingError(
                f"the token endpoint refuses the audience, resource or scope ({self._api.prefix}_EXCHANGE_…)"
            )
        if reply.status != 200:
            raise UpstreamConnectionError(f"the token endpoint answered with status {reply.status}")
        token, kind, lasts = (document.get(n) for n in ("access_token", "token_type", "expires_in"))
        if not isinstance(token, str) or not token or str(kind).lower() != "bearer":
            raise DecodingError("the token endpoint gave no bearer token", reply.status)
        seconds = float(lasts) if isinstance(lasts, int | float) and 0 < lasts < 1e9 else 0.0
        return token, seconds

    def _refusal(self) -> CallerCredentialsError:
        return self._shown.error("and yours was not accepted", ', error="invalid_token"')


def _document(content: bytes) -> Mapping[str, Any]:
    try:
        found: JsonValue = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return found if type(found) is dict else {}
