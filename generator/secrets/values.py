"""Which literal values are secrets, and which only show where one belongs."""

from __future__ import annotations

import itertools
import re
from typing import Final

from .. import regex
from .names import words_of

_ISSUED: Final = regex.late(
    r"(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeoprs]-[\w-]{10,}"
    r"|[rsp]k_(?:live|test)_\w{10,}|sk-(?=[\w-]*\d)[\w-]{16,}|(?:AKIA|ASIA)[0-9A-Z]{16}|AIza[\w-]{30,}"
    r"|ya29\.[\w-]{16,}|eyJ[\w-]{8,}\.eyJ[\w-]{4,}\.[\w-]*|SG\.[\w-]{16,}\.[\w-]{16,}"
    r"|npm_[A-Za-z0-9]{30,}|pypi-[\w-]{30,}|dop_v1_[a-f0-9]{32,}|hf_[A-Za-z0-9]{20,}"
    r"|shp(?:at|ca|pa|ss)_[a-fA-F0-9]{24,}|PMAK-[\w-]{24,}|-----BEGIN [A-Z ]*PRIVATE KEY-----)"
)
"""Forms in which well-known issuers write theirs."""
_REFERENCE: Final = regex.late(
    r"(?:rest|tools?|env|steps?|body|query|path|header|input|inputs|context)\.[\w.\[\]$-]+\Z|\$"
)
_HOLE: Final = regex.late(
    r"\{\{[^{}]*\}\}|\$\{[^{}]*\}|\{[^{}\s]*\}|<[^<>]*>|\[[A-Za-z _-]+\]|%[A-Z_]+%|\$[A-Z_]\w*"
)
_VARIABLE: Final = regex.late(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\Z")
_MARKS: Final = frozenset(
    (
        *("your", "yours", "insert", "enter", "replace", "replaceme", "changeme", "placeholder"),
        *("example", "sample", "dummy", "redacted", "masked", "hidden", "todo", "tbd", "fixme"),
        *("here", "goes", "omitted", "removed", "undefined", "fake", "mock"),
    )
)
"""One of these says that a value is none."""
_NOUNS: Final = frozenset(
    (
        *("a", "an", "the", "my", "some", "this", "of", "for", "with", "me", "set", "from", "to"),
        *("api", "key", "apikey", "token", "access", "auth", "authorization", "bearer", "basic"),
        *("client", "id", "secret", "password", "pass", "passwd", "pwd", "user", "username"),
        *("value", "string", "text", "credential", "credentials", "header", "none", "null"),
        *("change", "env", "var", "variable", "oauth", "oauth2", "jwt", "required", "optional"),
        *("true", "false", "foo", "bar", "baz", "abc", "xyz", "app", "application", "account"),
        *("private", "public", "personal", "service", "session", "subscription", "digest", "x"),
    )
)
"""Who writes nothing but these has written what belongs there."""
_FILLING: Final = frozenset("xX*.-_#?~•…0= ")
_OF_HTTP: Final = regex.late(
    r"(?:Bearer|Basic|Digest|Token)[ ]+(?P<rest>[\w.~+/=-]+)", re.IGNORECASE
)
_SHORT_OF_HTTP: Final = 12
_LONG_OF_HTTP: Final = 20
_SCHEME: Final = regex.late(
    r"(?:(?:Bearer|Basic|Digest|Token|Bot|OAuth2?|JWT|SSWS|Negotiate|Discogs|User|App)"
    r"|[A-Za-z][A-Za-z-]*?(?:key|token|auth))[ ]+(?:(?:token|key|apikey)=\"?)?(?P<rest>[^\s\"]+)\"?\Z",
    re.IGNORECASE,
)
"""The schemes of RFC 9110, 11.1, and those that issuers made up: what follows is the credential."""
_SHORTEST: Final = 3
"""Characters; what is shorter keeps no secret."""
_LONG_WORD: Final = 10
_TURNS: Final = 3
_WORDS: Final = regex.late(r"[^A-Za-z0-9]+")
_PATH_OF_A_STORE: Final = regex.late(r"arn:|[a-z]+://|[\w.-]+/")
_ODD: Final = regex.late(r"[!@^&*+=~?|]")
"""What no name of a variable or of an entry of a store has."""


def issued(text: str) -> re.Match[str] | None:
    """The first token in a form that a well-known issuer uses, unless it is only drawn."""
    for match in _ISSUED.finditer(text):
        if not _is_drawn(match[0]):
            return match
    return None


def is_placeholder(text: str) -> bool:
    """Whether a value only shows where a secret belongs: `YOUR_TOKEN`, `<token>`, `xxx`, `{{…}}`."""
    stripped = text.strip().strip("\"'`").strip()
    is_broken = "{{" in _HOLE.sub("", stripped) or "}}" in _HOLE.sub("", stripped)
    if len(stripped) < _SHORTEST or is_broken or _REFERENCE.match(stripped):
        return True
    rest = _HOLE.sub(" ", stripped)
    if rest != stripped:
        # Something to be filled in: what stands around it is a form (`Token token=<key>`).
        return issued(rest) is None and not any(map(_is_random, _WORDS.split(rest)))
    if set(stripped) <= _FILLING or _VARIABLE.match(stripped):
        return not _is_random_variable(stripped)
    return _is_said(stripped)


def _is_said(text: str) -> bool:
    """Whether the words say that this is no value."""
    if _is_drawn(text):
        return True
    if any(map(_is_random, _WORDS.split(text))):
        return False
    words = words_of(text)
    meaning = [word for word in words if not word.isdigit() and set(word) != {"x"}]
    if not meaning:
        return not any(word.isdigit() and set(word) != {"0"} for word in words)
    return not _MARKS.isdisjoint(meaning) or set(meaning) <= _NOUNS


def _is_drawn(text: str) -> bool:
    """`ghp_xxxxxxxxxxxx`, `AKIAIOSFODNN7EXAMPLE`: the form of a token and nothing in it."""
    if "EXAMPLE" in text or re.search(r"[xX*.]{6}", text) is not None:
        return True
    return not _MARKS.isdisjoint(words_of(text)) and not any(map(_is_random, _WORDS.split(text)))


def _is_random(word: str) -> bool:
    """A long word in which letters and digits take turns: nobody says so."""
    if len(word) < _LONG_WORD or "EXAMPLE" in word:
        return False
    turns = sum(one.isdigit() != other.isdigit() for one, other in itertools.pairwise(word))
    return turns >= _TURNS or (len(word) >= 2 * _LONG_WORD and turns > 0)


def _is_random_variable(text: str) -> bool:
    return any(map(_is_random, text.split("_")))


def secret_part(text: str) -> str | None:
    """The part of a credential's value that is the secret: all of it, or what follows its scheme.

    `Bearer s3cr3t` → `s3cr3t`. None where the value is a reference or a placeholder.
    """
    stripped = text.strip()
    match = _SCHEME.match(stripped)
    part = stripped if match is None else match["rest"]
    return None if is_placeholder(part) else part


def is_key_of_a_source(text: str) -> bool:
    """Whether what a bind names as its source key is the secret itself, and no name of one."""
    if issued(text) is not None:
        return True
    if is_placeholder(text) or _PATH_OF_A_STORE.match(text):
        return False
    return any(map(_is_random, _WORDS.split(text))) or _ODD.search(text) is not None


def behind_scheme(text: str) -> str | None:
    """The credential of a text that is a scheme of HTTP and a credential, whatever name it stands under.

    `Bearer mE8wq2Lr9Tz4kB`. None for words (`Basic information`) and placeholders.
    """
    match = _OF_HTTP.fullmatch(text.strip())
    part = "" if match is None else match["rest"]
    is_word = not any(map(str.isdigit, part)) or (part.islower() and len(part) < _LONG_OF_HTTP)
    return None if len(part) < _SHORT_OF_HTTP or is_word or is_placeholder(part) else part
