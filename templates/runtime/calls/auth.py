"""Credentials: from declaration and settings to headers, query pairs, cookies and body fields."""

from __future__ import annotations

import json
import re
from binascii import b2a_base64
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, quote_plus

from ..authentication import (
    ApiKey,
    ApiKeys,
    Basic,
    Bearer,
    TextParts,
    Unsupported,
    Variable,
)
from ..errors import InvalidArgumentError, SettingError, UnsupportedAuthenticationError
from ..messages import Body, HeaderPairs
from ..settings import Api, ApiSettings
from ..wire.encoding import cookies, header, query
from ..wire_request import MASK, SHORTEST_SECRET

_ESCAPE: Final = re.compile("%[0-9A-F]{2}")


class Applied:
    """What credentials add to a request."""

    __slots__ = ("cookie", "fields", "headers", "hidden", "path", "query", "secrets")

    def __init__(
        self,
        headers: HeaderPairs = (),
        query: str = "",
        cookie: str = "",
        path: tuple[tuple[str, str], ...] = (),
        fields: tuple[tuple[str, str], ...] = (),
        secrets: tuple[str, ...] = (),
    ) -> None:
        self.headers = headers
        self.query = query
        self.cookie = cookie
        self.path = path
        """Pairs of `{name}` in a path or base URI and the encoded secret."""
        self.fields = fields
        """Added to a JSON object in the body."""
        self.secrets = secrets
        self.hidden = frozenset(name.lower() for name, _ in headers)
        """The names of the headers, in lower case."""

    def masked(self) -> Applied:
        """The same without the secrets, to be shown."""
        pairs = "&".join(
            f"{pair.partition('=')[0]}={MASK}" for pair in self.query.split("&") if pair
        )
        return Applied(query=pairs, path=tuple((place, MASK) for place, _ in self.path))

    def filled(self, text: str) -> str:
        """A path or base URI with its variables that are secrets."""
        for place, value in self.path:
            text = text.replace(place, value)
        return text

    def __repr__(self) -> str:
        return "Applied(***)"


NOTHING: Final = Applied()


def applied(settings: ApiSettings, asked: Mapping[str, str]) -> Applied:
    """Read the secrets and place them.

    `asked` holds what the functions among the credentials have answered. Raises
    `MissingSettingError`, `SettingError`, `UnsupportedAuthenticationError`.
    """
    declared = settings.api.authentication
    reader = _Reader(settings, asked)
    if declared is None:
        return NOTHING
    if isinstance(declared, Bearer):
        token = reader.read("token", declared.token, "the bearer token").strip()
        return Applied(_header(settings, "Authorization", f"Bearer {token}"), secrets=(token,))
    if isinstance(declared, Basic):
        return _basic(settings, reader, declared)
    if isinstance(declared, ApiKeys):
        return _api_keys(settings, reader, declared)
    return _unsupported(settings, declared)


class _Reader:
    """One secret: what the caller gave, else what the environment has."""

    def __init__(self, settings: ApiSettings, asked: Mapping[str, str]) -> None:
        self._settings = settings
        self._asked = asked

    def read(self, parameter: str, parts: TextParts, what: str, *, empty: bool = False) -> str:
        given = self._asked.get(parameter, self._settings.credentials.get(parameter))
        if isinstance(given, str):
            refuse_empty(self._settings.api, parameter, given)
            secret = _filled(parts, given)
        else:
            purpose = f"{what} of {self._settings.api.namespace} (or pass {parameter}=)"
            secret = self._settings.text(parts, purpose, empty=empty)
        if parameter != "username" and 0 < len(secret.strip()) < SHORTEST_SECRET:
            _warn_of(self._settings.api.namespace, what)
        return secret


_warned: Final[set[tuple[str, str]]] = set()


def _warn_of(namespace: str, what: str) -> None:
    """Say once that a secret is too short to be looked for in what others say."""
    if (namespace, what) in _warned:
        return
    _warned.add((namespace, what))
    import logging

    logging.getLogger(__name__).warning(
        "%s of %s has fewer than %d characters: where the API repeats it, it is not masked",
        what,
        namespace,
        SHORTEST_SECRET,
    )


def refuse_empty(api: Api, parameter: str, secret: str) -> None:
    """Raise `SettingError` for a secret that is none; only a password may be empty (RFC 7617, 2)."""
    if not secret.strip() and not (
        parameter == "password" and isinstance(api.authentication, Basic)
    ):
        raise SettingError(
            f"{parameter}= of {api.namespace} is empty: give the secret, or leave it out for the "
            "environment's"
        )


def _filled(parts: TextParts, given: str) -> str:
    """A given secret in the place of the one variable; constant text around it stays."""
    variables = sum(isinstance(part, Variable) for part in parts)
    if variables != 1:
        return given
    return "".join(part if isinstance(part, str) else given for part in parts)


def _basic(settings: ApiSettings, reader: _Reader, declared: Basic) -> Applied:
    username = reader.read("username", declared.username, "the user name")
    password = reader.read("password", declared.password, "the password", empty=True)
    if ":" in username:
        raise SettingError(f"the user name of {settings.api.namespace} must not hold a colon")
    encoded = b2a_base64(f"{username}:{password}".encode(), newline=False).decode("ascii")
    pair = _header(settings, "Authorization", f"Basic {encoded}")
    return Applied(pair, secrets=tuple(filter(None, (encoded, password))))


def _api_keys(settings: ApiSettings, reader: _Reader, declared: ApiKeys) -> Applied:
    result = Applied()
    crumbs: list[tuple[str, str]] = []
    pairs: list[tuple[str, str]] = []
    for key in declared.keys:
        secret = reader.read(key.parameter, key.value, f"the API key {key.name!r}").strip()
        result.secrets += _spellings(secret)
        if key.place == "header":
            result.headers += _header(settings, key.name, secret)
        elif key.place == "query":
            pairs.append((key.name, secret))
        elif key.place == "cookie":
            crumbs.append((key.name, secret))
        elif key.place == "body":
            result.fields += ((key.name, secret),)
        else:
            result.path += (_variable_in_path(settings, key, secret),)
    result.hidden = frozenset(name.lower() for name, _ in result.headers)
    result.query = query(*pairs)
    result.cookie = cookies(*crumbs)[0][1] if crumbs else ""
    return result


def _spellings(secret: str) -> tuple[str, ...]:
    """How a secret of a URL may come back: as it is, and percent-encoded in the ways that servers have."""
    quoted = quote(secret, safe="")
    lower = _ESCAPE.sub(lambda match: match.group().lower(), quoted)
    return tuple(dict.fromkeys((secret, quoted, lower, quote_plus(secret), quote(secret))))


def _variable_in_path(settings: ApiSettings, key: ApiKey, secret: str) -> tuple[str, str]:
    encoded = quote(secret, safe="")
    if encoded in ("", ".", ".."):
        raise SettingError(f"the API key {key.name!r} of {settings.api.namespace} is not usable")
    return ("{" + key.name + "}", encoded)


def _header(settings: ApiSettings, name: str, value: str) -> HeaderPairs:
    try:
        return (header(name, value),)
    except InvalidArgumentError:
        # Not the original error: it could show the value.
        raise SettingError(
            f"the secret of {settings.api.namespace} for {name} must not hold control characters"
        ) from None


def _unsupported(settings: ApiSettings, declared: Unsupported) -> Applied:
    if settings.authenticate is not None:
        return NOTHING
    raise UnsupportedAuthenticationError(
        f"{settings.api.namespace} wants {declared.kind} authentication, which is left to you: "
        "pass a function as authenticate="
    )


def with_fields(namespace: str, body: Body | None, fields: tuple[tuple[str, str], ...]) -> Body:
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
    text = json.dumps({**document, **dict(fields)}, ensure_ascii=False, separators=(",", ":"))
    return Body(text.encode(), body.content_type)
