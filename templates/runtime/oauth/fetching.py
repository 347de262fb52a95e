"""Where an issuer keeps its keys, and the keys: small JSON documents, fetched within limits."""

from __future__ import annotations

import json
from typing import Any, Final

from ..errors import Error
from ..issuers import metadata_urls
from ..transport.base import AsyncTransport
from ..values import JsonValue
from ..wire_request import Timeout, WireRequest
from .settings import ResourceSettings

TIMEOUT: Final = Timeout(5.0, 5.0, 8.0)
_LONGEST: Final = 512 * 1024
"""Bytes of a document."""


class IssuerError(Error):
    """The issuer does not say what its keys are."""


class Issuer:
    """The issuer of tokens, as it is reached."""

    def __init__(self, settings: ResourceSettings, transport: AsyncTransport | None) -> None:
        self._settings = settings
        self._given = transport
        self._own: AsyncTransport | None = None
        self._jwks_url = settings.jwks_url

    async def keys(self) -> list[JsonValue]:
        """The members of its key set (RFC 7517, 5.1). Raises `IssuerError`, `CallError`."""
        url = self._jwks_url or await self.address("jwks_uri", "keys")
        document = await self._get(url)
        if document is None:
            # It may have moved: the next time the issuer is asked where they are.
            self._jwks_url = self._settings.jwks_url
            raise IssuerError("its key set is not there")
        self._jwks_url = url
        keys: JsonValue = document.get("keys")
        if not isinstance(keys, list):
            raise IssuerError("its key set has no keys")
        return keys

    async def address(self, member: str, what: str) -> str:
        """Where something of the issuer's is, by its metadata (RFC 8414, 3).

        Raises `IssuerError`, `CallError`.

        Args:
            member: of the metadata.
            what: is there, for the error.
        """
        for url in metadata_urls(self._settings.issuer):
            document = await self._get(url)
            if document is not None:
                return self._address_in(document, member, what)
        raise IssuerError(f"it has no metadata; a setting says where its {what} are")

    def _address_in(self, document: dict[str, Any], member: str, what: str) -> str:
        settings = self._settings
        if document.get("issuer") not in settings.issuers:
            raise IssuerError("its metadata are those of another issuer (RFC 8414, 3.3)")
        url: JsonValue = document.get(member)
        if not isinstance(url, str):
            raise IssuerError(f"its metadata say nothing of {what}")
        problem = settings.address_problem(url)
        if problem is not None:
            raise IssuerError(f"the address of its {what} {problem}")
        return url

    async def _get(self, url: str) -> dict[str, Any] | None:
        """A JSON object; None where there is none. No redirect is followed."""
        accept = (("Accept", "application/json"),)
        status, content = await self.asked(
            WireRequest("GET", url, accept, None, TIMEOUT, whole=True)
        )
        return None if status != 200 else object_in(content)

    async def asked(self, request: WireRequest) -> tuple[int, bytes]:
        """Status and body of an answer. Raises `IssuerError` from 500 on, `CallError`."""
        reply = await self._transport().send(request)
        try:
            content = await reply.read(_LONGEST)
        finally:
            await reply.aclose()
        if reply.status >= 500:
            raise IssuerError(f"it answers with the status {reply.status}")
        return reply.status, content

    def _transport(self) -> AsyncTransport:
        if self._given is not None:
            return self._given
        if self._own is not None:
            return self._own
        own: AsyncTransport = self._settings.transports.awaiting(self._settings.network)
        self._own = own
        return own

    async def aclose(self) -> None:
        """Close the connections, if they are ours."""
        own, self._own = self._own, None
        if own is not None:
            await own.aclose()


def object_in(content: bytes) -> dict[str, Any]:
    """The JSON object of an answer. Raises `IssuerError`."""
    try:
        document: JsonValue = json.loads(content)
    except (ValueError, RecursionError):
        raise IssuerError("it answers with something that is no JSON") from None
    if not isinstance(document, dict):
        raise IssuerError("it answers with JSON that is no object")
    return document
