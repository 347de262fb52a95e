"""Names and addresses as they stand in `Host` and in settings."""

from __future__ import annotations

import ipaddress
import re
from typing import Final

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
