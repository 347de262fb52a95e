"""What a content type says of the bytes of an answer, and the text that they are (RFC 9110, 8.3)."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from ..messages import Headers

_TEXT_TYPES: Final = ("text/", "application/json", "application/xml", "application/yaml")
BINARY_TYPES: Final = ("image/", "audio/", "video/")
_TEXT_SUFFIXES: Final = ("+json", "+xml", "+yaml")


def media_type_of(headers: Headers) -> str:
    """What `Content-Type` says, in lower case and without parameters (RFC 9110, 8.3.1)."""
    return content_type(headers.get("content-type") or "")[0]


def decoded(headers: Headers, media_type: str, body: bytes) -> str | None:
    """The body as text: by its own charset where it is text, as UTF-8 otherwise; None if it is none.

    Args:
        headers: the answer's.
        media_type: in lower case, without parameters.
        body: its bytes.
    """
    return decoded_as(media_type, content_type(headers.get("content-type") or "")[1], body)


def decoded_as(media_type: str, charset: str, body: bytes) -> str | None:
    """The same by a charset that is known."""
    for encoding in (charset, "utf-8"):
        try:
            text = body.decode(encoding)
        except (UnicodeError, LookupError):
            continue
        text = text.removeprefix("\ufeff")
        # No UTF-8 has half of a pair; other charsets do.
        return text if encoding == "utf-8" else clean(text)
    return body.decode("latin-1") if media_type.startswith("text/") else None


@lru_cache(maxsize=256)
def is_plain(value: str) -> bool:
    """Whether a content type says neither that something is bytes, nor that it has another charset than UTF-8."""
    media_type, charset = content_type(value)
    return charset == "utf-8" and not media_type.startswith(BINARY_TYPES)


@lru_cache(maxsize=256)
def content_type(value: str) -> tuple[str, str]:
    """The media type, and the charset that its text is read by."""
    media_type, _, parameters = value.partition(";")
    media_type = media_type.strip().lower()
    if not (media_type.startswith(_TEXT_TYPES) or media_type.endswith(_TEXT_SUFFIXES)):
        return media_type, "utf-8"
    for parameter in parameters.split(";"):
        name, _, charset = parameter.partition("=")
        if name.strip().lower() == "charset":
            return media_type, charset.strip().strip('"').lower() or "utf-8"
    return media_type, "utf-8"


def clean(text: str) -> str:
    """Text that UTF-8 can carry."""
    return text.encode("utf-8", "replace").decode() if _has_surrogates(text) else text


def _has_surrogates(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
