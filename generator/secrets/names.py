"""Which names are those of credentials: `Authorization`, `X-Api-Key`, `clientSecret`, `access_token`."""

from __future__ import annotations

from typing import Final

from .. import regex

_WORD: Final = regex.late(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_ALWAYS: Final = frozenset(
    (
        *("password", "passwd", "pwd", "passphrase", "passcode", "pass", "secret", "apikey"),
        *("authorization", "credential", "credentials", "jwt", "cookie", "apitoken", "authtoken"),
        *("accesstoken", "accesskey", "secretkey", "privatekey", "clientsecret", "apisecret"),
        *("authkey", "appkey", "sharedkey", "subscriptionkey", "refreshtoken", "idtoken"),
        *("sessionid", "sessionkey", "sessiontoken", "authtkt"),
    )
)
"""Last words that name a credential, whatever stands before."""
_OF_KEYS: Final = frozenset(
    (
        *("api", "access", "secret", "private", "auth", "authentication", "subscription", "app"),
        *("application", "account", "signing", "master", "shared", "functions", "function"),
        *("encryption", "service", "license", "admin", "consumer", "rest", "server", "write"),
        *("integration", "session", "security", "storage", "developer", "dev", "hmac"),
    )
)
"""What makes a credential of a `key`: an `api key` is one, a `sort key` is none."""
_OTHER_TOKENS: Final = frozenset(
    (
        *("page", "next", "previous", "prev", "continuation", "sync", "pagination", "start"),
        *("resume", "delta", "skip", "idempotency", "cursor", "last", "max", "min", "marker"),
        *("client", "request", "starting", "ending", "change", "history", "list", "poll"),
    )
)
"""What makes something else of a `token`: the place in a list, a mark of one request."""
_OTHER_KEYS: Final = frozenset(
    ("idempotency", "cache", "partition", "routing", "sort", "surrogate", "primary", "foreign")
)


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, in any of the usual spellings."""
    return tuple(word.lower() for word in _WORD.findall(name))


def is_credential(name: str, *, in_header: bool = False) -> bool:
    """Whether what is called so is a credential; of headers every `…-Key` is one, but for a few."""
    words = words_of(name)
    if not words:
        return False
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    if last in _ALWAYS:
        return True
    if last == "token":
        return before not in _OTHER_TOKENS
    if last == "key":
        return before in _OF_KEYS or (in_header and before != "" and before not in _OTHER_KEYS)
    if last in ("auth", "signature", "sig"):
        return in_header
    return False
