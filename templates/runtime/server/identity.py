"""Who calls: what an adapter knows of a caller, and what finds it out."""

from __future__ import annotations

from abc import ABCMeta, abstractmethod
from collections.abc import Mapping, MutableMapping
from typing import Any, Protocol

from ..authentication import Authentication
from ..records import Record
from ..transport.base import AsyncTransport

Scope = MutableMapping[str, Any]
Headers = Mapping[bytes, bytes]


class Identity(Record):
    """A caller, as far as the adapter knows."""

    who: str = ""
    """A name that logs may hold; empty where nobody has to show one."""


ANYBODY = Identity()
"""Whoever calls where nobody has to show anything."""


class Verifier(Protocol):
    """Finds out who calls an adapter."""

    async def __call__(self, scope: Scope, headers: Headers) -> Identity:
        """The caller. Raises `Refusal` where they may not come in.

        Args:
            scope: of ASGI.
            headers: the request's, names in lower case.
        """
        ...

    def document(self, path: str) -> bytes | None:
        """A JSON document that is open to everybody; None where there is none.

        Args:
            path: below the mount point, percent-encoded.
        """
        ...

    async def aclose(self) -> None:
        """End what was started."""
        ...


class Ours(Protocol):
    """What is meant for an adapter, and so never goes on to an API."""

    def names(self, audience: str) -> bool:
        """Whether this is the adapter."""
        ...

    def has(self, token: str) -> bool:
        """Whether a token says that it is for the adapter."""
        ...


class Verifying(Authentication, metaclass=ABCMeta):
    """A kind of authentication that asks callers or others who calls; the other kinds compare secrets."""

    @abstractmethod
    def verifier(
        self, prefix: str, environ: Mapping[str, str], transport: AsyncTransport | None
    ) -> Verifier:
        """What finds out who calls. Raises `SettingError`, `MissingDependencyError`.

        Args:
            prefix: what the adapter's variables begin with.
            environ: where settings are read.
            transport: what asks, in place of the package's own.
        """

    def ours(self, prefix: str, environ: Mapping[str, str]) -> Ours | None:
        """Which tokens are for the adapter: none of them may go on to an API. None where there are none."""
        return None
