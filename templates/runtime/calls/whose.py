"""Whose credential goes upstream, by the settings of each API.

`<API>_CREDENTIALS=caller` takes it from the header that `<API>_CREDENTIALS_HEADER` names, and then nothing
of the environment stands in for it: an API never gets one caller's request with another's credential.
`exchange` takes a token for this service from there and has it exchanged (`token_exchange`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from ..choices import one_of
from ..environment import Environment
from ..errors import SettingError
from ..settings import ApiSettings
from .callers import CallerApi, HeaderCredentials, Ours

MODES: Final = ("team", "caller", "exchange")
_NAME: Final = re.compile(r"[!#$%&'*+\-.^_`|~0-9a-z]+")
_NEVER: Final = frozenset(
    (
        # What frames a request, goes on to APIs or into logs, or belongs to a protocol.
        "accept",
        "accept-encoding",
        "accept-language",
        "baggage",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "cookie",
        "expect",
        "forwarded",
        "host",
        "if-match",
        "if-modified-since",
        "if-none-match",
        "if-range",
        "if-unmodified-since",
        "keep-alive",
        "mcp-method",
        "mcp-name",
        "mcp-protocol-version",
        "mcp-session-id",
        "origin",
        "proxy-connection",
        "range",
        "referer",
        "te",
        "traceparent",
        "tracestate",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "user-agent",
        "via",
        "x-request-id",
    )
)


def callers_of(
    apis: Sequence[ApiSettings],
    taken: Collection[str] = (),
    ours: Ours | None = None,
) -> Mapping[str, CallerApi]:
    """The APIs that get their callers' credentials, by namespace.

    Args:
        apis: their settings.
        taken: headers, in lower case, by which the adapter itself knows its callers.
        ours: which tokens it knows them by; None where it knows them otherwise.

    Raises:
        SettingError: no header is named, one that has another purpose, or the API takes no credential.
    """
    found: dict[str, CallerApi] = {}
    for each in apis:
        values = Environment(each.api.prefix, each.environ)
        mode = one_of(values, "CREDENTIALS", MODES)
        if mode == "team":
            continue
        if mode == "exchange":
            from .token_exchange import exchanged

            # The token that a caller is known by may be exchanged: that is what is done instead of sending it on.
            subject = ("authorization",) if ours is not None else ()
            headers = _headers(each, values, set(taken).difference(subject), subject)
            found[each.api.namespace] = exchanged(each, values, headers, ours)
        else:
            headers = _headers(each, values, taken)
            found[each.api.namespace] = HeaderCredentials(each, headers, ours)
    return found


def _headers(
    settings: ApiSettings,
    values: Environment,
    taken: Collection[str],
    default: tuple[str, ...] = (),
) -> tuple[str, ...]:
    """The names of the headers, checked. Raises `SettingError`."""
    name = f"{values.prefix}_CREDENTIALS_HEADER"
    declared = settings.api.authentication
    if settings.authenticate is not None or declared is None or not declared.headers:
        raise SettingError(
            f"{values.prefix}_CREDENTIALS must be team: {settings.api.namespace} declares no credential "
            "that a header could give"
        )
    headers = tuple(each.lower() for each in values.names("CREDENTIALS_HEADER", default))
    wanted = declared.headers
    if len(headers) != wanted or len(set(headers)) != wanted:
        what = "the header" if wanted == 1 else f"{wanted} headers, separated by commas,"
        raise SettingError(
            f"{name} must name {what} in which callers send their credential for "
            f"{settings.api.namespace}"
        )
    for each in headers:
        if not _NAME.fullmatch(each) or each in _NEVER:
            raise SettingError(f"{name} names a header that cannot carry a credential: {each!r}")
        if each in taken:
            raise SettingError(
                f"{name} must not be {each!r}: this server knows its own callers by that header, and "
                "what is meant for it never goes on to an API"
            )
    return headers
