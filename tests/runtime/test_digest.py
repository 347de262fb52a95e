"""Digest authentication of an API (RFC 7616): challenges that are answered, on all kinds of clients."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import pytest

from templates.runtime import errors
from templates.runtime.around import SurroundedApi
from templates.runtime.authentication import Variable
from templates.runtime.calls.challenged import AnsweringDigest, challenge_of
from templates.runtime.credentials.digest import Digest, Ticket
from templates.runtime.messages import Headers

from .server import answer

PASSWORD = "Circle of Life"
API = SurroundedApi(
    namespace="shop",
    prefix="SHOP",
    base_uri=("https://shop.test",),
    authentication=Digest(username=("Mufasa",), password=(Variable("SHOP_PASSWORD"),)),
    around=(AnsweringDigest(),),
)
_PARAMETER = re.compile(r'([\w*]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))')


def shown(seen: Any) -> dict[str, str]:
    """The parameters of `Authorization`; none where nothing is shown."""
    value = seen.header("authorization") or ""
    return {name: quoted or plain for name, quoted, plain in _PARAMETER.findall(value)}


class Vault:
    """Rules of a server that takes nothing but a right answer to its challenge, each count once."""

    def __init__(self, challenge: str) -> None:
        self.challenge = challenge
        self.nonce = "n1"
        self.counts: set[tuple[str, str]] = set()

    def __call__(self, seen: Any) -> bytes:
        said = shown(seen)
        if said and said["nonce"] == self.nonce and self.is_right(seen, said):
            return answer(200, "[7]")
        stale = ", stale=true" if said else ""
        asked = f'Negotiate, Digest {self.challenge}, nonce="{self.nonce}"{stale}'
        return answer(
            401, "{}", ("WWW-Authenticate", 'Basic realm="x"'), ("WWW-Authenticate", asked)
        )

    def is_right(self, seen: Any, said: dict[str, str]) -> bool:
        name = "sha256" if "SHA-256" in self.challenge else "md5"

        def hashed(*texts: str) -> str:
            return hashlib.new(name, ":".join(texts).encode()).hexdigest()

        user = hashed("Mufasa", said["realm"].replace('\\"', '"'), PASSWORD)
        if "-sess" in self.challenge:
            user = hashed(user, said["nonce"], said["cnonce"])
        asked = hashed(seen.method, said["uri"])
        middle = [said["nonce"]]
        if "qop" in self.challenge:
            count = (said["nonce"], said["nc"])
            if count in self.counts:
                return False
            self.counts.add(count)
            middle += [said["nc"], said["cnonce"], "auth"]
        return said["uri"] == seen.target and said["response"] == hashed(user, *middle, asked)


@pytest.mark.parametrize(
    "challenge",
    [
        'realm="a, \\"b\\"", qop="auth,auth-int", algorithm=SHA-256',
        'realm="shop", qop=auth, algorithm=SHA-256-sess, opaque="o"',
        'realm="shop", qop="auth"',
        'realm="shop", algorithm=MD5-sess, qop="auth"',
        'realm="shop"',
    ],
)
def test_a_challenge_is_answered(connect: Any, server: Any, challenge: str) -> None:
    vault = server.rule = Vault(challenge)
    shop = connect(server.url, api=API, credentials={"password": PASSWORD})
    assert shop.list_items(color="r d&/") == [7]
    assert [bool(shown(each)) for each in server.seen] == [False, True]
    assert shown(server.last)["uri"] == server.last.target
    assert shop.add_item() == [7]
    assert len(server.seen) == 3, "what is known already is shown at once"
    vault.nonce = "n2"
    assert shop.get_item("a") == [7]
    assert [shown(each)["nonce"] for each in server.seen[3:]] == ["n1", "n2"]
    if "opaque" in challenge:
        assert shown(server.last)["opaque"] == "o"


def test_a_wrong_password_is_shown_once_and_not_again(connect: Any, server: Any) -> None:
    server.rule = Vault('realm="shop", qop="auth"')
    shop = connect(server.url, api=API, credentials={"password": "wrong password"})
    with pytest.raises(errors.StatusError) as caught:
        shop.list_items()
    assert caught.value.status == 401
    assert "wrong password" not in f"{caught.value!r} {caught.value.request}"
    assert len(server.seen) == 2
    assert not any("wrong password" in (each.header("authorization") or "") for each in server.seen)


@pytest.mark.parametrize(
    "challenge",
    [
        'Basic realm="x"',
        'Digest realm="x", qop="auth-int", nonce="n"',
        'Digest realm="x", algorithm=SHA-1, nonce="n"',
        'Digest realm="x", qop="auth"',
        'Digest realm="x", nonce="',
        "Digest",
        ",,,",
        "=",
    ],
)
def test_what_cannot_be_answered_passes(connect: Any, server: Any, challenge: str) -> None:
    server.rule = lambda seen: answer(401, "{}", ("WWW-Authenticate", challenge))
    shop = connect(server.url, api=API, credentials={"password": PASSWORD})
    with pytest.raises(errors.StatusError) as caught:
        shop.list_items()
    assert caught.value.status == 401
    assert len(server.seen) == 1


def test_nothing_is_shown_to_another_origin(connect: Any, server: Any, other: Any) -> None:
    other.rule = Vault('realm="shop", qop="auth"')
    server.queue.append(answer(302, "", ("Location", f"{other.url}/items")))
    shop = connect(server.url, api=API, credentials={"password": PASSWORD})
    with pytest.raises(errors.StatusError):
        shop.list_items()
    assert [each.header("authorization") for each in other.seen] == [None]


def test_the_example_of_the_rfc() -> None:
    """RFC 7616, 3.9.1: the request of its example, under both of its challenges."""
    ticket = Ticket.of("Mufasa", PASSWORD)
    begins = 'Digest realm="http-auth@example.org", qop="auth, auth-int", nonce='
    nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"
    cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
    for algorithm, response in (
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ):
        asked = f'{begins}"{nonce}", algorithm={algorithm}, opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
        challenge = challenge_of(Headers((("WWW-Authenticate", asked),)))
        assert challenge is not None
        value = challenge.answer(ticket, "GET", "/dir/index.html", 1, cnonce)
        assert f'response="{response}"' in value
        assert 'username="Mufasa"' in value


def test_a_user_name_in_utf_8_and_hashed() -> None:
    """RFC 7616, 3.9.2, with SHA-256: names that no quoted text can say, and names that are hidden."""
    ticket = Ticket.of("J\u00e4s\u00f8n Doe", "Secret, or not?")
    asked = (
        'Digest realm="api@example.org", qop="auth", algorithm=SHA-256, nonce="n", charset=UTF-8'
    )
    challenge = challenge_of(Headers((("WWW-Authenticate", asked),)))
    assert challenge is not None
    value = challenge.answer(ticket, "GET", "/doe.json", 1, "c")
    assert "username*=UTF-8''J%C3%A4s%C3%B8n%20Doe" in value
    hidden = challenge_of(Headers((("WWW-Authenticate", asked + ", userhash=true"),)))
    assert hidden is not None
    value = hidden.answer(ticket, "GET", "/doe.json", 1, "c")
    name = hashlib.sha256("J\u00e4s\u00f8n Doe:api@example.org".encode()).hexdigest()
    assert f'username="{name}"' in value
    assert "userhash=true" in value


def test_a_ticket_is_no_secret() -> None:
    assert PASSWORD not in repr(Ticket.of("Mufasa", PASSWORD))
