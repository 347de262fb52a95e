"""Callers who answer a challenge (RFC 7616): their password is never sent, and no answer is good twice."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final
from urllib.parse import quote, unquote_to_bytes

from ..authentication import TextParts
from ..credentials.parameters import LONGEST, schemes
from ..environment import Environment
from ..errors import SettingError
from ..records import Record
from .identity import Headers, Identity, Scope
from .nonces import Nonces
from .problem import Refusal
from .security import Secrets

_ALGORITHMS: Final = {"SHA-256": "sha256", "MD5": "md5"}
"""Those that are offered, in this order (RFC 7616, 3.7), and what they are called here."""
_REALM: Final = "adapter"
_SHORTEST_KEY: Final = 16
_COUNT: Final = re.compile("[0-9a-fA-F]{8}")
_ABSOLUTE: Final = re.compile(rb"https?://[^/?]*", re.IGNORECASE)
_UTF_8: Final = "utf-8''"
_NEEDED: Final = ("realm", "nonce", "uri", "response", "qop", "nc", "cnonce")


class Answer(Record, hidden=("response", "username")):
    """What a caller shows (RFC 7616, 3.4)."""

    algorithm: str
    username: bytes
    nonce: str
    uri: str
    response: str
    count: str
    cnonce: str

    def expected(self, user: str, method: str) -> str:
        """The response of somebody who knows the password.

        Args:
            user: the digest of user name, realm and password, in hexadecimal digits.
            method: of the request.
        """
        request = _hash(self.algorithm, method.encode("latin-1"), self.uri.encode("latin-1"))
        parts = (user, self.nonce, self.count, self.cnonce, "auth", request)
        return _hash(self.algorithm, *(part.encode("latin-1") for part in parts))


def by_digest(
    username: TextParts, password: TextParts, prefix: str, environ: Mapping[str, str]
) -> DigestVerifier:
    """The check of an adapter's callers. Raises `SettingError`.

    Args:
        username: as it is declared.
        password: likewise.
        prefix: what the adapter's variables begin with.
        environ: where they are read.
    """
    values = Environment(prefix, environ)
    key = values.text("DIGEST_KEY")
    if key is not None and len(key.encode()) < _SHORTEST_KEY:
        raise SettingError(f"{prefix}_DIGEST_KEY must have {_SHORTEST_KEY} characters or more")
    known = {
        name: each for name, each in _ALGORITHMS.items() if each in hashlib.algorithms_available
    }
    wanted = [each.upper() for each in values.names("DIGEST_ALGORITHMS", tuple(known))]
    if not wanted or not set(wanted) <= known.keys():
        raise SettingError(f"{prefix}_DIGEST_ALGORITHMS must be some of {', '.join(known)}")
    whole = _own_key() if key is None else key.encode()
    nonces = Nonces(hmac.digest(whole, prefix.encode(), hashlib.sha256))
    return DigestVerifier(username, password, Secrets(environ), nonces, wanted)


class DigestVerifier:
    """Asks callers, and checks their answers; see `identity.Verifier`."""

    def __init__(
        self,
        username: TextParts,
        password: TextParts,
        secrets: Secrets,
        nonces: Nonces,
        algorithms: Sequence[str],
    ) -> None:
        """Reads no secret yet.

        Args:
            username: as it is declared.
            password: likewise.
            secrets: read what is declared.
            nonces: of the challenges.
            algorithms: that are offered.
        """
        self._username = username
        self._password = password
        self._secrets = secrets
        self._nonces = nonces
        self._algorithms = tuple(algorithms)
        self._users: dict[str, str] = {}
        """For each algorithm the digest of user name, realm and password."""

    async def __call__(self, scope: Scope, headers: Headers) -> Identity:
        """The caller by the user name. Raises `Refusal` (401, 400), `SettingError`."""
        answer = _answer(headers.get(b"authorization", b""))
        if answer is None or answer.algorithm not in self._algorithms:
            raise self._refusal("Valid credentials are required.")
        expected = answer.expected(self._user(answer.algorithm), scope["method"])
        right = hmac.compare_digest(expected.encode(), answer.response.lower().encode("latin-1"))
        # Both are compared in any case, so that the time says nothing about the name.
        if not self._secrets.matches(self._username, answer.username) or not right:
            raise self._refusal("Valid credentials are required.")
        if _path(answer.uri.encode("latin-1")) not in _targets(scope):
            raise Refusal(
                400,
                "The `uri` of Authorization is not what this request asks for (RFC 7616, 3.4.6).",
            )
        if not self._nonces.takes(answer.nonce, int(answer.count, 16)):
            raise self._refusal("The nonce is not good any more.", stale=True)
        return Identity(self._secrets.text(self._username))

    def document(self, path: str) -> bytes | None:
        """None: the challenge says all."""
        return None

    async def aclose(self) -> None:
        """Nothing was started."""

    def _user(self, algorithm: str) -> str:
        found = self._users.get(algorithm)
        if found is None:
            texts = (self._secrets.text(self._username), _REALM, self._secrets.text(self._password))
            found = self._users[algorithm] = _hash(algorithm, *(text.encode() for text in texts))
        return found

    def _refusal(self, said: str, *, stale: bool = False) -> Refusal:
        """401 with a challenge for each algorithm (RFC 7616, 3.3)."""
        nonce = self._nonces.new()
        more = ", stale=true" if stale else ""
        challenges = (
            f'Digest realm="{_REALM}", qop="auth", algorithm={algorithm}, nonce="{nonce}", '
            f"charset=UTF-8{more}"
            for algorithm in self._algorithms
        )
        pairs = [(b"www-authenticate", each.encode("ascii")) for each in challenges]
        return Refusal(401, said, headers=pairs)


@cache
def _own_key() -> bytes:
    """Of this process and of those that are forked from it: any of them knows the nonces of all."""
    return os.urandom(32)


def _hash(algorithm: str, *parts: bytes) -> str:
    name = _ALGORITHMS[algorithm]
    return hashlib.new(name, b":".join(parts), usedforsecurity=False).hexdigest()


def _answer(value: bytes) -> Answer | None:
    """What a caller shows; None for anything else than a whole answer to one of our challenges."""
    if len(value) > LONGEST:
        return None
    found = list(schemes(value.decode("latin-1")))
    if len(found) != 1 or found[0][0] != "digest":
        return None
    fields = found[0][1]
    username = _username(fields)
    if username is None or not all(fields.get(name) for name in _NEEDED):
        return None
    is_ours = fields["realm"] == _REALM and fields["qop"].lower() == "auth"
    if not is_ours or not _COUNT.fullmatch(fields["nc"]):
        return None
    # Without a word it is MD5 (RFC 7616, 3.4).
    algorithm = fields.get("algorithm", "MD5").upper()
    rest = (fields[name] for name in ("nonce", "uri", "response", "nc", "cnonce"))
    return Answer(algorithm, username, *rest)


def _username(fields: Mapping[str, str]) -> bytes | None:
    """In UTF-8, as the challenge asks; None where it is missing, hidden or said twice."""
    plain, extended = fields.get("username"), fields.get("username*")
    if fields.get("userhash", "false").lower() != "false" or (plain is None) == (extended is None):
        return None
    if plain is not None:
        return _in_utf_8(plain)
    text = extended or ""
    if not text.lower().startswith(_UTF_8):
        return None
    return unquote_to_bytes(text[len(_UTF_8) :])


def _in_utf_8(text: str) -> bytes:
    """The bytes of a header in UTF-8: some libraries hash a name in UTF-8 and write it in ISO-8859-1."""
    shown = text.encode("latin-1")
    try:
        shown.decode()
    except UnicodeDecodeError:
        return text.encode()
    return shown


def _path(target: bytes) -> bytes:
    """Without scheme and authority (RFC 9112, 3.2.2)."""
    return _ABSOLUTE.sub(b"", target, count=1) or b"/"


def _targets(scope: Scope) -> tuple[bytes, ...]:
    """What a caller may have asked for: a front may have cut the prefix that `root_path` names."""
    raw: bytes = scope.get("raw_path") or quote(scope["path"], safe="/:@!$&'()*+,;=-._~").encode()
    path = _path(raw.partition(b"?")[0])
    root = (scope.get("root_path") or "").rstrip("/").encode()
    query: bytes = scope.get("query_string") or b""
    more = b"?" + query if query else b""
    paths = [path, root + path]
    if root and path.startswith(root + b"/"):
        paths.append(path.removeprefix(root))
    return tuple(each + more for each in paths)
