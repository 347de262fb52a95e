"""Secrets inside longer texts: queries, user names of URIs, forms and JSON written as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .. import regex
from .names import is_credential
from .values import issued, secret_part

_PAIR: Final = regex.late(r"[?&](?P<name>[^=&#{}]+)=(?P<value>[^&#]+)")
_USER: Final = regex.late(
    r"[a-z][a-z0-9+.-]*://(?P<user>[^/?#@\s:{}]*)(?::(?P<password>[^/?#@\s]*))?@", re.IGNORECASE
)
_FIELD: Final = regex.late(
    r"(?P<quote>[\"']?)(?P<name>[A-Za-z][\w.-]*)(?P=quote)\s*[:=]\s*[\"']?(?P<value>(?:\{\{[^{}]*\}\}|[^\"'&,;}\s<])+)"
)
_LINE: Final = regex.late(
    r"(?P<name>[A-Za-z][\w.-]*)[\"']?[ \t]*[:=][ \t]*[\"']?"
    r"(?P<value>(?!\s)(?:\{\{[^{}\r\n]*\}\}|[^\"'#,}\r\n])+)"
)


def pairs(text: str) -> Iterator[tuple[str, str]]:
    """The secrets in the query of a path or of a URI: names and values."""
    for match in _PAIR.finditer(text):
        name, value = match["name"], match["value"]
        wanted = is_credential(name) or name.lower() in ("key", "sig", "signature", "auth", "code")
        if wanted and secret_part(value) is not None:
            yield name, value


def user(text: str) -> tuple[str, str | None] | None:
    """User name and password of a URI, where one of them is a secret."""
    match = _USER.search(text)
    if match is None:
        return None
    name, password = match["user"], match["password"]
    secret = password if password else name
    return (name, password) if secret_part(secret) is not None else None


def fields(text: str) -> Iterator[tuple[str, str]]:
    """The secrets in a form or a document that is written as text: names and values."""
    for match in _FIELD.finditer(text):
        if is_credential(match["name"]) and secret_part(match["value"]) is not None:
            yield match["name"], match["value"]


def in_unread(text: str) -> Iterator[tuple[int, int]]:
    """Where secrets stand in a text that is no YAML: what its lines say, and known forms of tokens."""
    for match in _LINE.finditer(text):
        called = is_credential(match["name"], in_header=True) or match["name"] == "value"
        if called and secret_part(match["value"]) is not None:
            yield match.span("value")
    start = 0
    while (match_ := issued(text[start:])) is not None:
        yield start + match_.start(), start + match_.end()
        start += match_.end()
