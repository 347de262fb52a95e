"""Authentication, as a spec declares it and as the plan has it: the same kinds, other texts.

What a kind consists of, which places of a request it fills, and how that is said to people stands here
and nowhere else. `Text` is a `Template` where the spec was read and an `Expression` where its names are
resolved.

Each kind has the same five: `mapped` changes its texts; `filled` are the places of a request that it fills;
`written` shows it as the spec has it (of `inspect`); `shown` is what callers of an adapter show, and
`placed` where a credential goes on its way to an API (both of `REACH.md`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import Generic, TypeAlias, TypeVar

from ..origin import Origin
from ..records import dataclass
from .templates import Place

Text = TypeVar("Text")
Other = TypeVar("Other")

Placed: TypeAlias = tuple[tuple[Text, ...], str]
"""The texts of one credential, and where it goes, in words."""

_AUTHORIZATION = frozenset({(Place.HEADER, "authorization")})


@dataclass(frozen=True, slots=True)
class BearerAuth(Generic[Text]):
    """RFC 6750: `Authorization: Bearer <token>`."""

    token: Text
    origin: Origin = field(compare=False)

    def mapped(self, change: Callable[[Text], Other]) -> BearerAuth[Other]:
        return BearerAuth(change(self.token), self.origin)

    @property
    def filled(self) -> frozenset[tuple[Place, str]]:
        return _AUTHORIZATION

    def written(self, text: Callable[[Text], str]) -> str:
        return f"bearer {text(self.token)}"

    @property
    def shown(self) -> str:
        return "a bearer token"

    @property
    def placed(self) -> tuple[Placed[Text], ...]:
        return (((self.token,), "header Authorization (Bearer)"),)


@dataclass(frozen=True, slots=True)
class BasicAuth(Generic[Text]):
    """RFC 7617: `Authorization: Basic <user name and password>`."""

    username: Text
    password: Text
    origin: Origin = field(compare=False)

    def mapped(self, change: Callable[[Text], Other]) -> BasicAuth[Other]:
        return BasicAuth(change(self.username), change(self.password), self.origin)

    @property
    def filled(self) -> frozenset[tuple[Place, str]]:
        return _AUTHORIZATION

    def written(self, text: Callable[[Text], str]) -> str:
        return f"basic {text(self.username)} {text(self.password)}"

    @property
    def shown(self) -> str:
        return "a user name and a password"

    @property
    def placed(self) -> tuple[Placed[Text], ...]:
        return (((self.username, self.password), "header Authorization (Basic)"),)


@dataclass(frozen=True, slots=True)
class DigestAuth(Generic[Text]):
    """RFC 7616: a user name and a password that answer the challenge of an API, or of an adapter."""

    username: Text
    password: Text
    origin: Origin = field(compare=False)

    def mapped(self, change: Callable[[Text], Other]) -> DigestAuth[Other]:
        return DigestAuth(change(self.username), change(self.password), self.origin)

    @property
    def filled(self) -> frozenset[tuple[Place, str]]:
        return _AUTHORIZATION

    def written(self, text: Callable[[Text], str]) -> str:
        return f"digest {text(self.username)} {text(self.password)}"

    @property
    def shown(self) -> str:
        return "a user name and a password"

    @property
    def placed(self) -> tuple[Placed[Text], ...]:
        return (((self.username, self.password), "header Authorization (Digest)"),)


@dataclass(frozen=True, slots=True)
class ApiKey(Generic[Text]):
    name: str
    value: Text
    place: Place
    """HEADER, QUERY, COOKIE, BODY or PATH."""
    origin: Origin = field(compare=False)


@dataclass(frozen=True, slots=True)
class ApiKeyAuth(Generic[Text]):
    """One key or several, each in a place of its own."""

    keys: tuple[ApiKey[Text], ...]
    origin: Origin = field(compare=False)

    def mapped(self, change: Callable[[Text], Other]) -> ApiKeyAuth[Other]:
        keys = (
            ApiKey(each.name, change(each.value), each.place, each.origin) for each in self.keys
        )
        return ApiKeyAuth(tuple(keys), self.origin)

    @property
    def filled(self) -> frozenset[tuple[Place, str]]:
        return frozenset(
            (each.place, each.name.lower() if each.place is Place.HEADER else each.name)
            for each in self.keys
        )

    def written(self, text: Callable[[Text], str]) -> str:
        keys = (f"{each.place.value} {each.name}={text(each.value)}" for each in self.keys)
        return f"apikey {', '.join(keys)}"

    @property
    def shown(self) -> str:
        return " and ".join(f"{each.place.value} {each.name}" for each in self.keys)

    @property
    def placed(self) -> tuple[Placed[Text], ...]:
        return tuple(((each.value,), f"{each.place.value} {each.name}") for each in self.keys)


@dataclass(frozen=True, slots=True)
class OAuth2Auth(Generic[Text]):
    """Callers show access tokens of an issuer (RFC 6750, 9068). No template is in it."""

    issuer: str | None
    """None, like the others: the environment has to say it."""
    resource: str | None
    audience: str | None
    scopes: tuple[str, ...]
    """A token must have all of them."""
    introspected: bool
    """Whether the issuer is asked about each token (RFC 7662); else tokens are held against its keys."""
    origin: Origin = field(compare=False)

    def mapped(self, _change: Callable[[Text], Other]) -> OAuth2Auth[Other]:
        return OAuth2Auth(
            self.issuer, self.resource, self.audience, self.scopes, self.introspected, self.origin
        )

    @property
    def filled(self) -> frozenset[tuple[Place, str]]:
        return _AUTHORIZATION

    def written(self, _text: Callable[[Text], str]) -> str:
        issuer = self.issuer or "an issuer of the environment"
        return " ".join(("oauth2", issuer, f"for {self.audience or self.resource}", *self.scopes))

    @property
    def shown(self) -> str:
        how = "which is asked about it" if self.introspected else "whose keys are fetched"
        of = f" of {self.issuer}, {how}," if self.issuer else ""
        scopes = f" with all of the scopes {', '.join(self.scopes)}" if self.scopes else ""
        return f"an access token{of} for {self.audience or self.resource or 'this adapter'}{scopes}"

    @property
    def placed(self) -> tuple[Placed[Text], ...]:
        return (((), "header Authorization (Bearer)"),)


@dataclass(frozen=True, slots=True)
class ClientCredentialsAuth(Generic[Text]):
    """An API takes access tokens, which the client gets for itself (RFC 6749, 4.4)."""

    client_id: Text
    client_secret: Text
    issuer: str | None
    """None: its token endpoint is known, or the environment has to say it."""
    token_url: str | None
    resource: str | None
    audience: str | None
    scopes: tuple[str, ...]
    """Those that are asked for."""
    origin: Origin = field(compare=False)

    def mapped(self, change: Callable[[Text], Other]) -> ClientCredentialsAuth[Other]:
        return ClientCredentialsAuth(
            change(self.client_id),
            change(self.client_secret),
            self.issuer,
            self.token_url,
            self.resource,
            self.audience,
            self.scopes,
            self.origin,
        )

    @property
    def filled(self) -> frozenset[tuple[Place, str]]:
        return _AUTHORIZATION

    def written(self, text: Callable[[Text], str]) -> str:
        source = self.token_url or self.issuer or "an issuer of the environment"
        return " ".join((f"oauth2 of {source}", text(self.client_id), *self.scopes))

    @property
    def shown(self) -> str:
        return "an access token"

    @property
    def placed(self) -> tuple[Placed[Text], ...]:
        place = "the token endpoint, for a token in the header Authorization (Bearer)"
        return (((self.client_id, self.client_secret), place),)


@dataclass(frozen=True, slots=True)
class UnsupportedAuth(Generic[Text]):
    """oauth1, hmac, …: generated as a hook that the team fills."""

    kind: str
    variables: tuple[str, ...]
    origin: Origin = field(compare=False)

    def mapped(self, _change: Callable[[Text], Other]) -> UnsupportedAuth[Other]:
        return UnsupportedAuth(self.kind, self.variables, self.origin)

    @property
    def filled(self) -> frozenset[tuple[Place, str]]:
        return frozenset()

    def written(self, _text: Callable[[Text], str]) -> str:
        return f"{self.kind}: not supported yet, a hook that the team fills"

    @property
    def shown(self) -> str:
        return f"{self.kind}, by a function of yours"

    @property
    def placed(self) -> tuple[Placed[Text], ...]:
        return (((), f"wherever your function for {self.kind} puts it"),)


Authentication: TypeAlias = (
    BearerAuth[Text]
    | BasicAuth[Text]
    | DigestAuth[Text]
    | ApiKeyAuth[Text]
    | OAuth2Auth[Text]
    | ClientCredentialsAuth[Text]
    | UnsupportedAuth[Text]
)
