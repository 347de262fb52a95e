"""What a protected resource says of itself (RFC 9728), and what it asks of callers (RFC 6750, 3)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote, urlsplit

from .settings import ResourceSettings

WELL_KNOWN: Final = "/.well-known/oauth-protected-resource"
_PATH: Final = "/:@!$&'()*+,;=-._~%"
_UNQUOTED: Final = re.compile(r"[^ !#-\[\]-~]")
"""What stands in no quoted text of a header (RFC 9110, 5.6.4)."""


class ProtectedResource:
    """One adapter, as its callers have to know it."""

    def __init__(self, settings: ResourceSettings) -> None:
        parts = urlsplit(settings.resource or "")
        is_web = parts.scheme in ("http", "https") and bool(parts.netloc)
        self._origin = f"{parts.scheme}://{parts.netloc}" if is_web else None
        self._path = parts.path.rstrip("/") if is_web else ""
        self._query = f"?{parts.query}" if parts.query else ""
        self._scopes = settings.scopes
        self._document = _document(settings)
        # Below a mount point or behind a front that cuts a prefix, less of the path is left.
        self._paths = frozenset(WELL_KNOWN + end for end in _ends(self._path))

    def document(self, path: str) -> bytes | None:
        """The metadata, if this is where they are (RFC 9728, 3.1)."""
        return self._document if path.removesuffix("/") in self._paths else None

    def challenge(
        self,
        scope: Mapping[str, Any],
        error: str | None = None,
        description: str = "",
        scopes: Sequence[str] = (),
    ) -> bytes:
        """For `WWW-Authenticate` (RFC 6750, 3; RFC 9728, 5.1).

        Args:
            scope: of ASGI.
            error: its code; None where the caller has shown nothing.
            description: of the error.
            scopes: that are needed, in place of those that all requests need.
        """
        said = {"realm": "adapter", "error": error, "error_description": description}
        said["scope"] = " ".join(scopes or self._scopes)
        said["resource_metadata"] = self._url(scope)
        pairs = (f'{name}="{_UNQUOTED.sub("_", text)}"' for name, text in said.items() if text)
        return f"Bearer {', '.join(pairs)}".encode("ascii")

    def _url(self, scope: Mapping[str, Any]) -> str | None:
        """Where the metadata are, seen from outside."""
        if self._origin is None:
            return None
        root = quote(str(scope.get("root_path") or "").rstrip("/"), safe=_PATH)
        if root and not root.startswith("/"):
            root = f"/{root}"
        inside = self._path
        if root and f"{inside}/".startswith(f"{root}/"):
            inside = inside[len(root) :]
        return f"{self._origin}{root}{WELL_KNOWN}{inside}{self._query}"


def _ends(path: str) -> list[str]:
    """The path, and what is left of it without its first segments; nothing at last."""
    ends = [path]
    while path:
        path = path[path.find("/", 1) :] if path.find("/", 1) > 0 else ""
        ends.append(path)
    return ends


def _document(settings: ResourceSettings) -> bytes:
    document: dict[str, Any] = {
        "resource": settings.resource or settings.audience[0],
        "authorization_servers": [settings.issuer],
        "bearer_methods_supported": ["header"],
    }
    if settings.scopes:
        document["scopes_supported"] = list(settings.scopes)
    return json.dumps(document).encode()
