"""What the runtime adds to every request, whatever the specification says.

`tests/reach/test_runtime.py` holds this against the runtime and against what an upstream sees.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

BY_THE_RUNTIME: Final[Mapping[str, tuple[str, ...]]] = {
    "headers": (
        "Accept",
        "Accept-Encoding",
        "Content-Length",
        "Content-Type",
        "Host",
        "Transfer-Encoding",
        "User-Agent",
    ),
    "forwarded by REST": (
        "Accept",
        "Accept-Encoding",
        "Accept-Language",
        "baggage",
        "If-Match",
        "If-Modified-Since",
        "If-None-Match",
        "If-Range",
        "If-Unmodified-Since",
        "Range",
        "traceparent",
        "tracestate",
        "X-Request-Id",
    ),
    "forwarded by MCP": ("baggage", "traceparent", "tracestate", "X-Request-Id"),
    "redirects": (
        "REST and MCP follow none: the answer goes to the caller as it came",
        "the client follows 301, 302, 303, 307 and 308 of GET and HEAD, 5 at most",
        "to another origin go Accept, Accept-Encoding, Accept-Language and User-Agent and no other header",
    ),
    "files by settings": (
        *("*_CA_FILE", "*_CLIENT_CERTIFICATE", "*_CLIENT_KEY", "*_SECRETS_DIR", "*_FILE of binds"),
        *("SSL_CERT_FILE", "SSL_CERT_DIR"),
    ),
}
