"""Names and addresses as they stand in `Host` and in settings."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from typing import Final

from ..errors import SettingError

_ALLOWED_HOST: Final = r"\*|[a-z0-9.:_\[\]-]+"
_ALLOWED_ORIGIN: Final = r"\*|null|[a-z][a-z0-9+.-]*://[a-z0-9.:_\[\]-]+/?"
"""Texts, as they are used at a start only: `Host` (RFC 9110, 7.2) and `Origin` (RFC 6454, 7)."""
_HOST: Final = re.compile(r"(?:\[([0-9a-f:.]*:[0-9a-f:.]*)\]|([^\[\]:]*))(?::[0-9]*)?")


def bare_host(host: str) -> str:
    """A host in lower case without port and brackets; what is malformed stays as it is."""
    name = host.strip().lower()
    if name.count(":") > 1 and not name.startswith("["):
        return name
    found = _HOST.fullmatch(name)
    if found is None:
        return name
    return found[2] if found[1] is None else found[1]


def check_allowed(prefix: str, hosts: Sequence[str], origins: Sequence[str]) -> None:
    """Raise `SettingError` for a setting that no caller could ever match.

    Args:
        prefix: of the variables.
        hosts: the names that are served.
        origins: the origins that may call.
    """
    for name, values, pattern, wanted in (
        (
            "HOSTS",
            hosts,
            _ALLOWED_HOST,
            "host names such as api.example.org, without scheme or path",
        ),
        (
            "ORIGINS",
            origins,
            _ALLOWED_ORIGIN,
            "origins such as https://app.example.org, without path",
        ),
    ):
        for value in values:
            if not re.fullmatch(pattern, value.lower()):
                raise SettingError(
                    f"{prefix}_ALLOWED_{name} must be {wanted}, or * alone: {value[:100]!r} is none"
                )


def is_address(name: str) -> bool:
    """Whether it is an address, and no name."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server bound to this host."""
    name = bare_host(host)
    if name == "localhost":
        return True
    return is_address(name) and ipaddress.ip_address(name).is_loopback
