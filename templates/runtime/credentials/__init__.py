"""Kinds of authentication, one module each, and what they share."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import InvalidArgumentError, SettingError
from ..messages import HeaderPairs
from ..wire.encoding import header


def secret_header(namespace: str, name: str, value: str) -> HeaderPairs:
    """A header with a secret in it. Raises `SettingError`, which does not show the value.

    Args:
        namespace: the API's, for messages.
        name: the header's.
        value: the secret, and what stands around it.
    """
    try:
        return (header(name, value),)
    except InvalidArgumentError:
        raise SettingError(
            f"the secret of {namespace} for {name} must not hold control characters"
        ) from None


def authorization(headers: Mapping[bytes, bytes], scheme: bytes) -> bytes:
    """What a caller shows under a scheme of `Authorization` (RFC 9110, 11.6.2), else nothing.

    Args:
        headers: the request's, names in lower case.
        scheme: in lower case.
    """
    kind, _, shown = headers.get(b"authorization", b"").partition(b" ")
    return shown.strip() if kind.lower() == scheme else b""


def without_scheme(value: str, scheme: str, *, needed: bool) -> str | None:
    """What stands behind a scheme (RFC 9110, 11.4); None where nothing or another scheme does.

    Args:
        value: of the header.
        scheme: in lower case.
        needed: whether the scheme must be there.
    """
    kind, space, rest = value.partition(" ")
    if space and kind.lower() == scheme and rest.strip():
        return rest.strip()
    return None if space or needed else value
