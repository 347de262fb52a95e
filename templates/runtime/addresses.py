"""Whether a URI has a host and port that every transport takes (RFC 3986, 3.2; RFC 5890).

Libraries disagree about what is none, and say so with errors of their own kinds, some only when a request
is sent. No answer here quotes the URI: it may hold a password.
"""

from __future__ import annotations

import re
from typing import Final

DOT_SEGMENT: Final = re.compile(r"/(?:\.|%2[eE]){1,2}(?:[/?]|$)")
# Of what is looked at once; `re` compiles it then, and an import does not wait for it.
_IN_BASE: Final = (
    r"[hH][tT]{2}[pP][sS]?://[A-Za-z0-9\-._~%\[\]:]+(?:[/?][A-Za-z0-9\-._~!$&()*+,;=:@%/?{}]*)?"
)
_ODD_IN_PROXY: Final = r"[\s\x00-\x1f?#]"
_AFTER_SIX: Final = r"\][^:]"
_NO_AUTHORITY: Final = "has a host or port that is none (a port is 1 to 65535)"
_NO_PORT: Final = "has a `:` and no port behind it"
_PROXIES: Final = ("http", "https", "socks5", "socks5h")


def base_uri_problem(uri: str) -> str | None:
    """What is wrong with a base URI; the answer never quotes it: it may hold a password."""
    if "@" in uri.partition("://")[2].partition("/")[0]:
        return "must not hold a user name or a password"
    if not re.fullmatch(_IN_BASE, uri):
        return "must be an absolute http or https URI without a fragment"
    if DOT_SEGMENT.search(uri):
        return "must not hold the segments . or .."
    return authority_problem(uri)


def proxy_problem(uri: str) -> str | None:
    """What is wrong with the URL of a proxy."""
    scheme, mark, _ = uri.partition("://")
    if not mark or scheme.lower() not in _PROXIES or re.search(_ODD_IN_PROXY, uri):
        return f"must be a URL that begins with one of {', '.join(_PROXIES)}, as http://host:3128"
    problem = authority_problem(uri)
    if problem is None and uri.partition("://")[2].partition("/")[2]:
        return "must not hold a path: a proxy is a host and a port, as http://host:3128"
    return problem


def authority_problem(uri: str) -> str | None:
    """What is wrong with host and port of an absolute URI."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(uri)
        host, port = parts.hostname, parts.port
    except ValueError:
        return _NO_AUTHORITY
    if port is None and parts.netloc.endswith(":"):
        return _NO_PORT
    if port == 0 or re.search(_AFTER_SIX, parts.netloc):
        return _NO_AUTHORITY
    if not host:
        return "has no host"
    if "[" in parts.netloc:
        return _six_problem(host)
    if not host.isascii() or "%" in host or " " in host:
        return "has a host that is no name: write one of another script in its form with xn--"
    labels = host.removesuffix(".").split(".")
    if len(host) > 253 or any(not 0 < len(label) < 64 for label in labels):
        return "has a host with an empty or a too long label"
    if any(label.startswith("xn--") and not _is_punycode(label[4:]) for label in labels):
        return "has a host with a label that is no international name"
    return _four_problem(host) if labels[-1].isdigit() else None


def _six_problem(host: str) -> str | None:
    from ipaddress import IPv6Address

    if "%" in host:
        return "has a zone in its address, which means something on one machine only"
    try:
        IPv6Address(host)
    except ValueError:
        return "has an IPv6 address that is none"
    return None


def _four_problem(host: str) -> str | None:
    from ipaddress import IPv4Address

    try:
        IPv4Address(host.removesuffix("."))
    except ValueError:
        return "has an IPv4 address that is none"
    return None


def _is_punycode(label: str) -> bool:
    try:
        name = label.encode("ascii").decode("punycode")
    except UnicodeError:
        return False
    return name.isprintable() and not name.isascii()
