"""Which requests an MCP server looks at: Host and Origin (DNS rebinding, MCP "Security Warning")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from .mcp_http import Guard, Scope
from .problem import Refusal

if TYPE_CHECKING:
    from .settings import McpAdapter, McpSettings

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def guard(declaration: McpAdapter, settings: McpSettings) -> Guard:
    """The check that stands in front of everything an adapter serves."""
    hosts = LOOPBACK | {host.lower() for host in settings.allowed_hosts}
    origins = frozenset(origin.lower().rstrip("/") for origin in settings.allowed_origins)
    prefix = declaration.prefix

    def check(scope: Scope) -> Refusal | None:
        named: Mapping[bytes, bytes] = dict(scope["headers"])
        host = named.get(b"host", b"").decode("latin-1").strip()
        if "*" not in hosts and host.lower() not in hosts and _name(host) not in hosts:
            return Refusal(
                421, f"This server does not serve that Host; {prefix}_ALLOWED_HOSTS does."
            )
        origin = named.get(b"origin", b"").decode("latin-1").strip().lower()
        if origin and "*" not in origins and origin not in origins and not _is_local(origin):
            return Refusal(
                403, f"That Origin may not use this server; see {prefix}_ALLOWED_ORIGINS."
            )
        return None

    return check


def _name(host: str) -> str:
    """A Host header without its port, in lower case; empty when it is malformed."""
    try:
        return (urlsplit("//" + host).hostname or "").lower()
    except ValueError:
        return ""


def _is_local(origin: str) -> bool:
    scheme, _, rest = origin.partition("://")
    return scheme in ("http", "https") and _name(rest) in LOOPBACK
