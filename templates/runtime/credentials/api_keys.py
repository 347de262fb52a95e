"""Secrets under names of their own: in a header, the query, a cookie, the body or the path."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import ClassVar, Final, Literal
from urllib.parse import quote, quote_plus, unquote_to_bytes

from ..authentication import Applied, Authentication, Expected, SecretReader, TextParts
from ..errors import SettingError, UnsupportedAuthenticationError
from ..messages import Body
from ..records import Record
from ..wire.cookie_header import cookies
from ..wire.encoding import query as encoded_query
from . import secret_header

_ESCAPE: Final = re.compile("%[0-9A-F]{2}")
_SPACE: Final = b" \t"


class ApiKey(Record):
    """One secret and its place."""

    name: str
    value: TextParts
    place: Literal["header", "query", "cookie", "body", "path"] = "header"
    parameter: str = "api_key"
    """The client's argument that gives it."""

    def shown(self, headers: Mapping[bytes, bytes], query: bytes) -> bytes:
        """What a caller shows in its place."""
        if self.place == "query":
            return _among(self.name, query.split(b"&"))
        if self.place == "cookie":
            return _among(self.name, headers.get(b"cookie", b"").split(b"; "))
        return headers.get(self.name.lower().encode("latin-1"), b"").strip(_SPACE)


class ApiKeys(Authentication):
    """One or more API keys, all sent."""

    challenge: ClassVar[bytes] = b"ApiKey"
    keys: tuple[ApiKey, ...]

    def applied(self, reader: SecretReader) -> Applied:
        """The headers, the pairs of query and cookie, and what goes into body and path."""
        namespace = reader.namespace
        placed: dict[str, list[tuple[str, str]]] = {}
        secrets: tuple[str, ...] = ()
        for key in self.keys:
            secret = reader.read(key.parameter, key.value, f"the API key {key.name!r}").strip()
            secrets += _spellings(secret)
            placed.setdefault(key.place, []).append((key.name, secret))
        fields = placed.get("body")
        crumbs = cookies(*placed.get("cookie", ()))
        return Applied(
            tuple(
                pair
                for name, secret in placed.get("header", ())
                for pair in secret_header(namespace, name, secret)
            ),
            encoded_query(*placed.get("query", ())),
            crumbs[0][1] if crumbs else "",
            tuple(_in_path(namespace, *pair) for pair in placed.get("path", ())),
            partial(_with_fields, namespace, dict(fields)) if fields else None,
            secrets,
        )

    @property
    def headers(self) -> int:
        """One for each key."""
        return len(self.keys)

    def credentials(self) -> tuple[tuple[str, TextParts], ...]:
        """All keys."""
        return tuple((key.parameter, key.value) for key in self.keys)

    def shown_in(self) -> frozenset[str]:
        """The headers of the keys that are in one."""
        return frozenset(key.name.lower() for key in self.keys if key.place == "header")

    def is_shown(self, headers: Mapping[bytes, bytes], query: bytes, expected: Expected) -> bool:
        """Whether a caller shows all of them; each is compared in any case."""
        right = [expected.matches(key.value, key.shown(headers, query)) for key in self.keys]
        return all(right)

    def taken(self, values: Sequence[str], *, standard: bool) -> Mapping[str, str] | None:
        """The keys that a caller sends."""
        found = dict(zip((key.parameter for key in self.keys), values, strict=True))
        hollow = any(
            key.place == "path" and found[key.parameter] in (".", "..") for key in self.keys
        )
        return None if hollow else found


def _spellings(secret: str) -> tuple[str, ...]:
    """How a secret of a URL may come back: as it is, and percent-encoded in the ways that servers have."""
    quoted = quote(secret, safe="")
    lower = _ESCAPE.sub(lambda match: match.group().lower(), quoted)
    return tuple(dict.fromkeys((secret, quoted, lower, quote_plus(secret), quote(secret))))


def _in_path(namespace: str, name: str, secret: str) -> tuple[str, str]:
    encoded = quote(secret, safe="")
    if encoded in ("", ".", ".."):
        raise SettingError(f"the API key {name!r} of {namespace} is not usable")
    return ("{" + name + "}", encoded)


def _with_fields(namespace: str, fields: Mapping[str, str], body: Body | None) -> Body:
    """A JSON object body with the API keys in it; they replace fields of the same names."""
    document = None
    if body is not None:
        try:
            document = json.loads(body.content if isinstance(body.content, bytes) else b"")
        except (ValueError, RecursionError):
            document = None
    if body is None or not isinstance(document, dict):
        raise UnsupportedAuthenticationError(
            f"{namespace} wants its API key in a JSON object body, and this request has none: "
            "pass a function as authenticate="
        )
    text = json.dumps({**document, **fields}, ensure_ascii=False, separators=(",", ":"))
    return Body(text.encode(), body.content_type)


def _among(wanted: str, pairs: list[bytes]) -> bytes:
    for pair in pairs:
        name, _, value = pair.partition(b"=")
        if unquote_to_bytes(name) == wanted.encode():
            return unquote_to_bytes(value.replace(b"+", b" "))
    return b""
