"""Who of the callers is let in where an adapter knows them by basic, bearer, apikey or digest (2.6.2).

Tokens of an issuer (2.6.3) are in `tokens`.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qsl

SCHEMES: Final = {"basic": "Basic", "bearer": "Bearer", "digest": "Digest", "apikey": "ApiKey"}
"""The scheme of the challenge that a caller gets who is not let in."""


def of_adapter(spec: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    """What the only adapter of a type asks of its callers."""
    (found,) = [each for each in spec["capability"]["exposes"] if each["type"] == kind]
    asked: Mapping[str, Any] = found["authentication"]
    return asked


def meant(template: str, binds: Mapping[str, str]) -> str:
    """A field of `authentication` with its binds."""
    return re.sub(r"\{\{\s*(\w+)\s*\}\}", lambda hole: binds[hole[1]], template)


def is_let_in(
    authentication: Mapping[str, Any],
    binds: Mapping[str, str],
    headers: Mapping[str, str],
    query: str,
) -> bool:
    """By the headers and the query of a request; not for digest, which takes two requests."""
    named = {name.lower(): value for name, value in headers.items()}
    scheme, _, shown = named.get("authorization", "").partition(" ")
    match authentication["type"]:
        case "bearer":
            expected = meant(authentication["token"], binds)
            return scheme.lower() == "bearer" and shown.strip() == expected
        case "basic":
            pair = [meant(authentication[each], binds) for each in ("username", "password")]
            return scheme.lower() == "basic" and _decoded(shown.strip()) == ":".join(pair)
        case "apikey":
            expected = meant(authentication["value"], binds)
            if authentication.get("placement", "header") == "header":
                return named.get(authentication["key"].lower()) == expected
            return dict(parse_qsl(query)).get(authentication["key"]) == expected
    raise LookupError(authentication["type"])


def _decoded(text: str) -> str | None:
    try:
        return base64.b64decode(text, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return None
