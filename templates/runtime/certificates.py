"""Certificates that settings name: read the same way for every transport, and looked at when they are set.

PEM (RFC 7468), with or without a byte order mark; `TRUSTED CERTIFICATE`, as OpenSSL writes it, is the
certificate without what follows it. What OpenSSL reads from `SSL_CERT_FILE` and `SSL_CERT_DIR` in place of
the system's certificates, every transport does.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
from collections.abc import Callable
from typing import Final

from .errors import SettingError

_BLOCK: Final = re.compile(
    rb"-----BEGIN ((?:TRUSTED |X509 )?CERTIFICATE)-----(.*?)-----END \1-----", re.DOTALL
)
_BEGINNING: Final = re.compile(rb"-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----")


def trusted(path: str) -> bytes:
    """The certificates of a file as PEM. Raises `SettingError` unless each of them is one."""
    import ssl

    content = _content(path)
    blocks = _BLOCK.findall(content)
    if not blocks:
        hint = " (it seems to be DER: convert it)" if content[:1] == b"\x30" else ""
        raise SettingError(f"holds no certificate in PEM{hint}")
    if len(_BEGINNING.findall(content)) != len(blocks):
        raise SettingError("has a certificate without its end")
    read = ssl.SSLContext(
        ssl.PROTOCOL_TLS_CLIENT
    )  # One for all: each takes longer to make than to fill.
    pems: list[str] = []
    for number, (_, text) in enumerate(blocks, 1):
        try:
            der = _first_value(base64.b64decode(b"".join(text.split()), validate=True))
            read.load_verify_locations(cadata=der)
        except (binascii.Error, ValueError, IndexError, ssl.SSLError):
            raise SettingError(f"has a broken certificate (number {number})") from None
        pems.append(ssl.DER_cert_to_PEM_cert(der))
    return "".join(pems).encode()


def usual() -> tuple[bytes | None, str | None]:
    """What the environment puts in the place of the system's certificates: PEM, and a directory.

    Raises `SettingError` for a file that is none.
    """
    file = os.environ.get("SSL_CERT_FILE")
    pem = named("SSL_CERT_FILE", trusted, file) if file else None
    return pem, os.environ.get("SSL_CERT_DIR") or None


MARKED: Final = (
    "it is marked as one of an authority (CA:TRUE), which is not taken from a server: make it anew "
    "(openssl req -x509 -addext basicConstraints=critical,CA:FALSE)"
)


def named(setting: str, read: Callable[..., bytes], *paths: str | None) -> bytes:
    """What a file holds, with the name of the setting in the `SettingError`.

    Args:
        setting: the variable that names the file.
        read: `trusted` or `identity`.
        paths: the file's; for `identity` that of the key too, or None.
    """
    try:
        return read(*paths)
    except SettingError as error:
        raise SettingError(f"{setting} {error}") from None


def _first_value(der: bytes) -> bytes:
    """The certificate alone: one value of ASN.1, by its length (X.690, 8.1.3)."""
    length, start = der[1], 2
    if length & 0x80:
        start += length & 0x7F
        length = int.from_bytes(der[2:start])
    if len(der) < start + length:
        raise ValueError("cut off")
    return der[: start + length]


def identity(path: str, key: str | None = None) -> bytes:
    """A certificate with its key, as PEM. Raises `SettingError` unless it is one that needs no phrase.

    Args:
        path: of the certificate, and of the key where that has no file of its own.
        key: of the key.
    """
    import ssl

    content = _content(path) + (b"" if key is None else b"\n" + _content(key))
    was_asked: list[bool] = []

    def phrase() -> str:
        was_asked.append(True)
        return ""

    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(path, key, password=phrase)
    except (OSError, ValueError):
        if was_asked:
            raise SettingError("has an encrypted key: decrypt it (openssl pkey)") from None
        raise SettingError("holds no certificate with its key in PEM") from None
    return content


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read().removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        raise SettingError(f"names a certificate that cannot be read: {error.strerror}") from None
