"""Authentication, as a spec declares it and as the plan has it: the same kinds, other texts.

What a kind consists of, and which places of a request it fills, stands here and nowhere else. `Text`
is a `Template` where the spec was read and an `Expression` where its names are resolved.
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


Authentication: TypeAlias = (
    BearerAuth[Text]
    | BasicAuth[Text]
    | DigestAuth[Text]
    | ApiKeyAuth[Text]
    | OAuth2Auth[Text]
    | ClientCredentialsAuth[Text]
    | UnsupportedAuth[Text]
)
