"""Token introspection (RFC 7662): the issuer is asked about each token, and its answer kept for a while.

A token goes to the issuer and nowhere else, with the server's own client credentials. What cannot be found
out is 503, not 401: the token may be good.
"""

from __future__ import annotations

import asyncio
import base64
import logging
import time
from collections.abc import Mapping
from time import monotonic
from typing import Any, Final
from urllib.parse import quote, urlencode

from ..errors import Error
from ..records import Record
from ..server.holder import Holder, Refuse
from ..transport.base import AsyncTransport
from ..values import JsonValue
from ..wire_request import WireRequest
from .claims import LONGEST, OTHER, BadTokenError, Kept, Unavailable, identity_of
from .fetching import TIMEOUT, Issuer, IssuerError, object_in
from .questions import Introspection
from .settings import LEEWAY, ResourceSettings

_log: Final = logging.getLogger(__name__)
_LONGEST_WAIT: Final = 15.0
_PAUSE: Final = 30.0
"""Seconds between two lines of the log about an issuer that fails."""
_LATEST: Final = 1e12
"""No moment is later, in seconds since 1970."""
_TYPES: Final = frozenset(("bearer", "access_token"))
"""`token_type` of what is a bearer token; a token of another kind wants a proof that is not looked at."""


class Known(Record):
    """A token that was good."""

    identity: Holder
    until: float
    """When the issuer is asked again, on the monotonic clock."""


class Introspecting:
    """Asks the issuer about tokens, about each once at a time."""

    def __init__(
        self, settings: Introspection, transport: AsyncTransport | None, refuse: Refuse
    ) -> None:
        """Nothing is asked before the first token comes."""
        self._settings = settings
        self._refuse = refuse
        self._issuer = Issuer(settings.resource, transport)
        self._url = settings.url
        self._kept = Kept[Known]()
        self._running: dict[bytes, asyncio.Task[Holder]] = {}
        self._told = -_PAUSE

    async def identity(self, token: bytes) -> Holder:
        """Whose token it is. Raises `BadTokenError`, `Unavailable`."""
        if len(token) > LONGEST:
            raise BadTokenError(OTHER)
        digest = self._kept.digest(token)
        known = self._kept.get(digest)
        if known is not None and known.until > monotonic():
            return known.identity
        self._kept.forget(digest)
        task = self._running.get(digest)
        if task is None or task.get_loop() is not asyncio.get_running_loop():
            task = asyncio.create_task(self._found(token, digest))
            self._running[digest] = task
            task.add_done_callback(lambda done: self._done(digest, done))
        # One caller who leaves does not take the answer from the others.
        return await asyncio.shield(task)

    def _done(self, digest: bytes, done: asyncio.Task[Holder]) -> None:
        if self._running.get(digest) is done:
            del self._running[digest]
        if not done.cancelled():
            done.exception()  # Whoever waits for it has it; nobody may.

    async def _found(self, token: bytes, digest: bytes) -> Holder:
        try:
            async with asyncio.timeout(_LONGEST_WAIT):
                said = await self._asked(token)
        except (Error, TimeoutError) as error:
            self._say(str(error) or "it takes too long")
            raise Unavailable("the issuer cannot be asked about them") from None
        _check(said, self._settings)
        identity = identity_of(said, self._settings.resource, self._refuse)
        seconds = min(self._settings.kept, said.get("exp", float("inf")) - time.time())
        if seconds > 0:
            self._kept.keep(digest, Known(identity, monotonic() + seconds))
        return identity

    async def _asked(self, token: bytes) -> Mapping[str, Any]:
        """What the issuer says of a token (RFC 7662, 2.2).

        Raises `IssuerError`, `CallError`, `BadTokenError`.
        """
        settings = self._settings
        self._url = self._url or await self._issuer.address(
            "introspection_endpoint", "answers about tokens"
        )
        authorization = _authorization(settings)
        form = {"token": token.decode("latin-1"), "token_type_hint": "access_token"}
        status, content = await self._issuer.asked(
            WireRequest(
                "POST",
                self._url,
                (
                    ("Accept", "application/json"),
                    ("Authorization", authorization),
                    ("Content-Type", "application/x-www-form-urlencoded"),
                ),
                urlencode(form, encoding="latin-1").encode("ascii"),
                TIMEOUT,
                (form["token"], settings.client_secret, authorization),
                whole=True,
            )
        )
        if status == 200:
            said = {name: each for name, each in object_in(content).items() if each is not None}
            if isinstance(said.get("active"), bool):
                return said
            raise IssuerError("it does not say whether a token is active")
        if status == 400 and _is_of_another_kind(content):
            raise BadTokenError(OTHER)
        self._url = settings.url  # It may have moved: the next time the metadata are read again.
        if status in (401, 403):
            prefix = settings.resource.prefix
            raise IssuerError(f"it refuses {prefix}_OAUTH_CLIENT_ID and its secret")
        raise IssuerError(f"it answers with the status {status}")

    def _say(self, problem: str) -> None:
        if monotonic() - self._told < _PAUSE:
            return
        self._told = monotonic()
        resource = self._settings.resource
        _log.warning(
            "%s: the issuer %s says nothing of tokens: %s",
            resource.prefix,
            resource.issuer,
            problem,
        )

    async def aclose(self) -> None:
        """End what was started."""
        for task in [*self._running.values()]:
            task.cancel()
        await self._issuer.aclose()


def _is_of_another_kind(content: bytes) -> bool:
    """Whether the issuer says so (the error code of RFC 7009, 2.2.1): one of its own JWTs, for example."""
    try:
        return object_in(content).get("error") == "unsupported_token_type"
    except IssuerError:
        return False


def _authorization(settings: Introspection) -> str:
    """The server's own credentials (RFC 6749, 2.3.1)."""
    pair = f"{quote(settings.client_id, safe='')}:{quote(settings.client_secret, safe='')}"
    return "Basic " + base64.b64encode(pair.encode()).decode("ascii")


def _check(said: Mapping[str, Any], settings: Introspection) -> None:
    """Raise `BadTokenError` where a token is not for us, or not now."""
    if said["active"] is not True:
        raise BadTokenError("Token is not active")
    now = time.time()
    for name in ("exp", "nbf"):
        moment: Any = said.get(name)
        is_moment = type(moment) in (int, float, type(None))
        if not is_moment or not 0 <= (moment or 0) < _LATEST:
            raise BadTokenError(OTHER)
    if said.get("exp", now) <= now - LEEWAY:
        raise BadTokenError("Token expired")
    if said.get("nbf", now) > now + LEEWAY:
        raise BadTokenError("Token not yet valid")
    if said.get("iss", settings.resource.issuer) not in settings.resource.issuers:
        raise BadTokenError("Invalid issuer")
    if not _is_for_us(said.get("aud"), settings.resource, needed=settings.needs_audience):
        raise BadTokenError("Invalid audience")
    kind: JsonValue = said.get("token_type", "bearer")
    if "cnf" in said or not isinstance(kind, str) or kind.lower() not in _TYPES:
        raise BadTokenError("Token is bound to a key, and no proof of it is looked at here")


def _is_for_us(audience: JsonValue, settings: ResourceSettings, *, needed: bool) -> bool:
    if audience is None:
        return not needed
    named = audience if isinstance(audience, list) else [audience]
    return any(each in settings.audiences for each in named if isinstance(each, str))
