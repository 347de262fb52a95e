"""The certificates of an API, read when an adapter is made and not at its first call."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit

from ..errors import SettingError
from ..settings import ApiSettings


def check_files(settings: ApiSettings) -> None:
    """Read the certificates that settings name. Raises `SettingError` for one that cannot be used.

    Args:
        settings: of the API.
    """
    network, prefix = settings.network, settings.api.prefix
    replaced = os.environ.get("SSL_CERT_FILE")
    if network.ca_file is None and network.client_certificate is None and not replaced:
        return
    from ..certificates import identity, named, trusted, usual

    if replaced:
        usual()
    if network.ca_file is not None:
        pem = named(f"{prefix}_CA_FILE", trusted, network.ca_file)
        _refuse_own(f"{prefix}_CA_FILE", pem, urlsplit(_address(settings)).hostname or "")
    if network.client_certificate is not None:
        setting = f"{prefix}_CLIENT_CERTIFICATE"
        named(setting, identity, network.client_certificate, network.client_key)


def _address(settings: ApiSettings) -> str:
    """The base URI as far as it is known before anything is asked for: "" where a part is missing."""
    parts = settings.api.base_uri
    first = parts[0] if len(parts) == 1 else ""
    return settings.base_uri or (first if isinstance(first, str) else "")


def _refuse_own(setting: str, pem: bytes, host: str) -> None:
    """Raise `SettingError` for the certificate of this very server that is marked as an authority's.

    OpenSSL takes one that signed itself, rustls does not (RFC 5280, 4.2.1.9).

    Args:
        setting: the variable that names the file.
        pem: the certificates of the file.
        host: of the base URI.
    """
    import ssl

    from ..certificates import MARKED

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=pem.decode("ascii"))
    for one in context.get_ca_certs():
        names: Any = one.get("subjectAltName", ())
        if one.get("subject") == one.get("issuer") and any(_is(host, name) for _, name in names):
            raise SettingError(f"{setting} holds the certificate of {host} itself: {MARKED}")


def _is(host: str, name: str) -> bool:
    host, name = host.lower().strip("[]"), name.lower()
    return host == name or (name.startswith("*.") and host.partition(".")[2] == name[2:])
