"""Digest access authentication as RFC 7616 has it, for both sides: what a client shows, and whether it is right."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Final

_PARAMETER: Final = re.compile(r'([A-Za-z*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))')
_HASHES: Final = {"MD5": "md5", "SHA-256": "sha256"}


def parameters(value: str) -> dict[str, str] | None:
    """Of a challenge or of what answers one; None where it is no digest."""
    scheme, _, rest = value.partition(" ")
    if scheme.lower() != "digest":
        return None
    return {
        name.lower(): re.sub(r"\\(.)", r"\1", quoted) or bare
        for name, quoted, bare in _PARAMETER.findall(rest)
    }


def response(
    shown: Mapping[str, str], algorithm: str, method: str, user: str, password: str
) -> str:
    """RFC 7616, 3.4.1 to 3.4.3, from the other parameters of what is shown."""
    session = algorithm.upper().endswith("-SESS")
    kind = _HASHES[algorithm.upper().removesuffix("-SESS")]

    def hashed(*texts: str) -> str:
        return hashlib.new(kind, ":".join(texts).encode()).hexdigest()

    secret = hashed(user, shown["realm"], password)
    if session:
        secret = hashed(secret, shown["nonce"], shown["cnonce"])
    middle = [shown["nonce"]]
    if "qop" in shown:
        middle += [shown["nc"], shown["cnonce"], shown["qop"]]
    return hashed(secret, *middle, hashed(method, shown["uri"]))


def answer(
    challenge: Mapping[str, str], method: str, target: str, user: str, password: str, count: int = 1
) -> str:
    """`Authorization` of a client that does as the RFC says."""
    shown = {
        "username": user,
        "realm": challenge["realm"],
        "nonce": challenge["nonce"],
        "uri": target,
        "qop": "auth",
        "nc": f"{count:08x}",
        "cnonce": "chance",
    }
    algorithm = challenge.get("algorithm", "MD5")
    made = response(shown, algorithm, method, user, password)
    quoted = ", ".join(f'{n}="{t}"' for n, t in shown.items() if n not in ("qop", "nc"))
    return f'Digest {quoted}, qop=auth, nc={shown["nc"]}, algorithm={algorithm}, response="{made}"'


class Guard:
    """An API that takes nothing but right answers to its challenge."""

    def __init__(self, rest: str, user: str, password: str) -> None:
        self.rest = rest
        """The challenge but for its nonce."""
        self.user, self.password = user, password
        self.given = 0
        self.good: dict[str, set[str]] = {}
        """The counts that were used of each nonce that is taken."""

    def challenge(self) -> str:
        """With a nonce that nobody has."""
        self.given += 1
        self.good[f"n{self.given}"] = set()
        return f'Digest {self.rest}, nonce="n{self.given}"'

    def forget(self) -> None:
        """No nonce is good any more."""
        self.good.clear()

    def wrong(self, method: str, target: str, value: str | None) -> str | None:
        """What is wrong with an `Authorization`; "challenge" where it answers none that is asked now."""
        shown = parameters(value or "")
        if shown is None or shown.get("nonce") not in self.good:
            return "challenge"
        used = self.good[shown["nonce"]]
        asked = parameters(f"Digest {self.rest}") or {}
        for name in ("realm", "opaque"):
            if shown.get(name) != asked.get(name):
                return f"the {name} is not that of the challenge"
        if shown["uri"] != target or shown["username"] != self.user:
            return "another target, or another name"
        if ("qop" in shown) != ("qop" in asked) or shown.get("qop", "auth") != "auth":
            return "the qop"
        if "qop" in shown and shown["nc"] in used:
            return "a count twice"
        used.add(shown.get("nc", ""))
        algorithm = asked.get("algorithm", "MD5")
        right = response(shown, algorithm, method, self.user, self.password)
        return None if shown["response"] == right else "the response"
