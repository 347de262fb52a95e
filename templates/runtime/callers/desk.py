"""Where callers of one adapter are received: each request gets a session."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Collection, Mapping
from time import monotonic
from typing import Final

from ..environment import Environment
from ..server.holder import Holder
from ..server.identity import Headers, Identity, Scope
from ..server.problem import Refusal
from .audit import Audit
from .limits import Limits
from .rules import Callers

_LONGEST_NAME: Final = 256


class Desk:
    """The rules, limits and records of one adapter."""

    def __init__(
        self,
        callers: Callers,
        namespace: str,
        prefix: str,
        environ: Mapping[str, str],
        shown_in: Collection[str],
    ) -> None:
        """Raises `SettingError` for a file that cannot be written.

        Args:
            callers: what the configuration says.
            namespace: of the adapter.
            prefix: what its variables begin with.
            environ: where they are read.
            shown_in: the headers, in lower case, in which callers show who they are.
        """
        values = Environment(prefix, environ)
        self.rules = callers
        self.limits = Limits(
            values.whole("CALLS_PER_MINUTE", callers.calls_per_minute or 0, minimum=0) or None,
            values.whole("CALLS_AT_ONCE", callers.calls_at_once or 0, minimum=0) or None,
        )
        path = values.text("AUDIT_FILE")
        self.audit = Audit(namespace, path, f"{prefix}_AUDIT_FILE") if callers.audit else None
        key = values.text("AUDIT_KEY")
        self._key = os.urandom(32) if key is None else key.encode()
        self._shown_in = tuple(name.encode("latin-1") for name in sorted(shown_in))

    def session(self, identity: Identity, scope: Scope, headers: Headers) -> Session:
        """For one request."""
        return Session(self, identity, scope, identity.who or self._name(scope, headers))

    def _name(self, scope: Scope, headers: Headers) -> str:
        """Of a caller without a token: the user name, a keyed digest of the secret, or the address."""
        shown = [headers[name] for name in self._shown_in if headers.get(name)]
        if not shown:
            client = scope.get("client")
            return f"address {client[0]}" if client else "anybody"
        kind, _, rest = shown[0].partition(b" ")
        if len(shown) == 1 and kind.lower() == b"basic":
            try:
                name = base64.b64decode(rest.strip(), validate=True).partition(b":")[0]
                return name.decode("utf-8", "replace")[:_LONGEST_NAME]
            except binascii.Error:
                pass
        digest = hmac.digest(self._key, b"\0".join(shown), hashlib.sha256)
        return f"key {digest.hex()[:16]}"

    def close(self) -> None:
        """Close the file of the records."""
        if self.audit is not None:
            self.audit.close()


class Session:
    """One request of a caller; what it asks for is known once `begin` is called."""

    __slots__ = (
        "_desk",
        "_entered",
        "_identity",
        "_outcome",
        "_scope",
        "_started",
        "_what",
        "_who",
        "failed",
    )

    def __init__(self, desk: Desk, identity: Identity, scope: Scope, who: str) -> None:
        self._desk = desk
        self._identity = identity
        self._scope = scope
        self._who = who
        self._what = ""
        self._outcome = ""
        self._entered = False
        self._started = monotonic()
        self.failed = False
        """Whether the answer says that the call has failed, with whatever status."""

    @property
    def met(self) -> tuple[int, ...] | None:
        """What makes callers see the same; None where all do."""
        return self._desk.rules.met(self._identity)

    def may(self, what: str) -> bool:
        """Whether there is something of this name for the caller."""
        return self._desk.rules.missing(self._identity, what) is None

    def begin(self, what: str, *, is_ruled: bool = True) -> None:
        """Let a call in. Raises `Refusal` (403, 429).

        Args:
            what: its name.
            is_ruled: whether rules speak of it.
        """
        self._what = what
        missing = self._desk.rules.missing(self._identity, what) if is_ruled else None
        if missing is not None:
            self._outcome = "refused"
            raise self._refusal(missing)
        wait = self._desk.limits.enter(self._who)
        if wait:
            self._outcome = "limited"
            after = ((b"retry-after", b"%d" % wait),)
            raise Refusal(429, f"Too many calls: try again in {wait} s.", headers=after)
        self._entered = True

    def _refusal(self, missing: tuple[str, ...]) -> Refusal:
        identity = self._identity
        if missing and isinstance(identity, Holder) and identity.refuse is not None:
            said = f"Required scope '{missing[0]}' not present in token"
            return identity.refuse(self._scope, said, missing)
        return Refusal(403, "This is not for you.")

    def end(self, status: int, request_id: str) -> None:
        """The request is answered; a line is written if it was a call."""
        if self._entered:
            self._entered = False
            self._desk.limits.leave(self._who)
            self._outcome = "failed" if self.failed or status >= 400 else "done"
            if status == 499:
                self._outcome = "left"
        if self._outcome and self._desk.audit is not None:
            seconds = monotonic() - self._started
            self._desk.audit.write(
                self._who, self._what, self._outcome, status, seconds, request_id
            )
        self._outcome = ""
