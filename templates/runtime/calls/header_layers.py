"""The layers of a request's headers: of the API, of a caller, of a body, of one call."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from ..authentication import Applied
from ..errors import InvalidArgumentError
from ..messages import Body, HeaderPairs
from ..options import RequestOptions
from ..wire.encoding import FRAMING_HEADERS, header

WITH_BODY: Final = frozenset(("POST", "PUT", "PATCH"))
"""Methods whose requests say how long their body is, also where there is none."""
_USUAL: Final = frozenset(
    (
        "accept",
        "accept-encoding",
        "accept-language",
        "baggage",
        "if-match",
        "if-modified-since",
        "if-none-match",
        "if-range",
        "if-unmodified-since",
        "range",
        "traceparent",
        "tracestate",
        "x-request-id",
    )
)
"""Headers of callers that frame nothing and carry no credentials, as they are usually named."""


def merged(*layers: HeaderPairs) -> HeaderPairs:
    """Header layers, a later one replacing what earlier ones have under the same name."""
    result: HeaderPairs = ()
    for layer in layers:
        if layer:
            replaced = {name.lower() for name, _ in layer}
            result = tuple(pair for pair in result if pair[0].lower() not in replaced) + layer
    return result


def beside(ready: HeaderPairs, names: Collection[str], secret: Applied) -> HeaderPairs | None:
    """Those of the ready headers that stay beside a caller's usual ones; None: it takes a closer look.

    Args:
        ready: of every request.
        names: of the caller's headers, as they are usually written.
        secret: the credentials.
    """
    if not _USUAL.issuperset(names) or any(name.lower() in names for name, _ in secret.headers):
        return None
    return tuple(pair for pair in ready if pair[0].lower() not in names)


def typed(body: Body) -> HeaderPairs:
    """What a body says of itself; a parameter of the operation may say otherwise."""
    return () if body.content_type is None else (("Content-Type", body.content_type),)


def of_options(options: RequestOptions | None) -> HeaderPairs:
    """What one call adds. Raises `InvalidArgumentError` for a header that frames a message."""
    if options is None:
        return ()
    pairs = tuple(header(name, value) for name, value in (options.headers or {}).items())
    for name, _ in pairs:
        if name.lower() in FRAMING_HEADERS:
            raise InvalidArgumentError("options.headers", f"must not set {name}")
    if options.idempotency_key is not None:
        pairs += (header("Idempotency-Key", options.idempotency_key),)
    return pairs


def of_body(method: str, body: Body | None, headers: HeaderPairs) -> HeaderPairs:
    """What a body needs: its type, and how long it is where the transport does not see that.

    Args:
        method: of the request.
        body: None where there is none.
        headers: those that the request has; a type among them stays.
    """
    if body is None:
        # Some servers answer 411 to a POST that does not say how long it is.
        return (("Content-Length", "0"),) if method in WITH_BODY else ()
    pairs: HeaderPairs = ()
    if body.content_type is not None and all(n.lower() != "content-type" for n, _ in headers):
        pairs = (("Content-Type", body.content_type),)
    if not isinstance(body.content, bytes):
        length = body.content.length
        # Said here: pyreqwest takes a GET whose body has no length for one without a body.
        chunked = ("Transfer-Encoding", "chunked")
        pairs += (chunked if length is None else ("Content-Length", str(length)),)
    return pairs
