"""Bytes as the block of a result that hosts take: by what they are, not by what they are called.

A host hands an image block on to its model as it is. A model takes four formats, and a block whose bytes
are another one, or an error page, fails the whole conversation and not only the call.
"""

from __future__ import annotations

from typing import Final

_IMAGES: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
_SHOWN: Final = frozenset({"image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp"})
_BYTES: Final = "application/octet-stream"
_UNKNOWN: Final = frozenset({"", _BYTES, "binary/octet-stream"})
_MARKUP: Final = (b"<", b"{", b"\xef\xbb\xbf")
"""How pages and problem documents begin, and no audio does."""


def block_of(media_type: str, body: bytes) -> tuple[str, str | None]:
    """The media type that fits the bytes, and `image`, `audio` or None (an embedded resource).

    `media_type` is what the API calls them, in lower case and without parameters.
    """
    found = _image(body)
    if found is not None and (media_type.startswith("image/") or media_type in _UNKNOWN):
        return found, "image"
    if media_type in _SHOWN:
        # Some hosts make an image of any resource that is called one.
        return _BYTES, None
    if media_type.startswith("audio/") and not body.lstrip()[:1].startswith(_MARKUP):
        return media_type, "audio"
    return media_type or _BYTES, None


def _image(body: bytes) -> str | None:
    """The media type of an image that hosts take, by its first bytes (WHATWG MIME Sniffing, 6.1)."""
    for start, media_type in _IMAGES:
        if body.startswith(start):
            return media_type
    return "image/webp" if body[:4] == b"RIFF" and body[8:14] == b"WEBPVP" else None
