"""A person confirms what destroys: what is asked, and how a yes is known to be one for this call.

Nothing is kept between question and answer, so that any replica takes the answer. What the client carries
meanwhile is authenticated (HMAC-SHA-256 with a key that all replicas have), bound to the adapter, the caller, the tool
and its arguments, and ends. It proves that this call was asked about; that somebody said yes, the client
says. The same call can be repeated with it until it ends.

Source: MCP 2026-07-28, "Multi round-trip requests"; 2025-06-18, "Elicitation".
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import os
import time
from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias

from ..errors import SettingError
from ..values import Json
from .tools import Tool

Kind: TypeAlias = Literal["destructive", "writes"]
ID: Final = "confirm"
"""Of the question among the input requests."""
SHORTEST_KEY: Final = 16
_LONGEST_SHOWN: Final = 1000
_HEAD: Final = 8 + 16


class Confirmation:
    """Which tools ask, and what belongs to a question."""

    def __init__(self, kind: Kind, key: bytes, seconds: float, prefix: str) -> None:
        self._kind = kind
        self._key = key
        self._seconds = seconds
        self._setting = f"{prefix}_CONFIRM"
        self._server = hashlib.sha256(prefix.encode()).digest()

    def concerns(self, tool: Tool) -> bool:
        """Whether a person is asked before this tool is called."""
        hints = tool.annotations
        return not hints.read_only and (self._kind == "writes" or hints.destructive)

    def state(self, caller: bytes, tool: Tool, arguments: Mapping[str, Json]) -> str:
        """What the client carries to its answer."""
        head = int(time.time() + self._seconds).to_bytes(8, "big") + os.urandom(16)
        token = head + self._tag(head, caller, tool, arguments)
        return base64.urlsafe_b64encode(token).decode("ascii")

    def holds(self, state: str, caller: bytes, tool: Tool, arguments: Mapping[str, Json]) -> bool:
        """Whether this call was asked about, of this caller, not too long ago.

        Args:
            state: what the client brought.
            caller: who calls, as a digest.
            tool: the one that is called.
            arguments: those of this call.
        """
        try:
            token = base64.b64decode(state.encode("ascii"), b"-_", validate=True)
        except (binascii.Error, UnicodeEncodeError):
            return False
        head, tag = token[:_HEAD], token[_HEAD:]
        if len(head) != _HEAD or int.from_bytes(head[:8], "big") < time.time():
            return False
        return hmac.compare_digest(tag, self._tag(head, caller, tool, arguments))

    def _tag(self, head: bytes, caller: bytes, tool: Tool, arguments: Mapping[str, Json]) -> bytes:
        """Over parts of fixed length and digests, so that no two calls give the same bytes."""
        said = json.dumps([tool.name, arguments], sort_keys=True, separators=(",", ":"))
        parts = (b"confirm 2", head, self._server, hashlib.sha256(caller).digest())
        call = hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest()
        return hmac.digest(self._key, b"".join((*parts, call)), hashlib.sha256)

    def question(self, tool: Tool, arguments: Mapping[str, Json]) -> dict[str, Any]:
        """The parameters of `elicitation/create`."""
        shown = json.dumps(arguments, ensure_ascii=False)
        if len(shown) > _LONGEST_SHOWN:
            shown = f"{shown[:_LONGEST_SHOWN]} … ({len(shown)} characters)"
        what = "can destroy something" if tool.annotations.destructive else "changes something"
        return {
            "mode": "form",
            "message": f"{tool.title or tool.name} {what}. Call {tool.name} with {shown}?",
            "requestedSchema": {
                "type": "object",
                "properties": {ID: {"type": "boolean", "title": "Yes, do it"}},
                "required": [ID],
            },
        }

    def required(self, caller: bytes, tool: Tool, arguments: Mapping[str, Json]) -> dict[str, Any]:
        """The result that asks (`InputRequiredResult`)."""
        question = {"method": "elicitation/create", "params": self.question(tool, arguments)}
        return {
            "resultType": "input_required",
            "inputRequests": {ID: question},
            "requestState": self.state(caller, tool, arguments),
        }

    def cannot_ask(self, tool: Tool) -> str:
        """What is said where nobody can be asked."""
        return (
            f"{tool.name} was not called: a person has to confirm it, and this client cannot ask one here. "
            "Over 2026-07-28, and over stdio, a client that declares the capability `elicitation` can; or who "
            f"runs this server sets {self._setting}=never."
        )

    def not_confirmed(self, tool: Tool) -> str:
        """What is said after a no."""
        return f"{tool.name} was not called: it was not confirmed."


def accepted(action: object, content: Mapping[str, Any] | None) -> bool:
    """Whether an answer to the question is a yes."""
    return action == "accept" and content is not None and content.get(ID) is True


def confirmation(
    prefix: str, kind: Kind, seconds: float | None, environ: Mapping[str, str], *, alone: bool
) -> Confirmation:
    """As the settings say; a server that is `alone` needs no key that others have.

    Raises `SettingError`.

    Args:
        prefix: of the adapter's variables.
        kind: which tools ask.
        seconds: how long an answer counts; None is the default.
        environ: where the key stands.
        alone: whether no other replica has to know the state.
    """
    name = f"{prefix}_CONFIRM_KEY"
    key = environ.get(name, "")
    if not seconds:
        raise SettingError(f"{prefix}_CONFIRM_SECONDS must be more than 0")
    if not key and alone:
        return Confirmation(kind, os.urandom(32), seconds, prefix)
    if len(key) < SHORTEST_KEY:
        raise SettingError(
            f"{prefix}_CONFIRM needs {name}: at least {SHORTEST_KEY} characters, the same for all replicas"
        )
    return Confirmation(kind, key.encode(), seconds, prefix)
