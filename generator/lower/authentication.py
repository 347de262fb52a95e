"""Everything that a package says of an authentication: its declaration, the client's arguments, the
variables of the environment, the OpenAPI document, the README."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..markdown import code
from ..model import (
    ApiKey,
    ApiKeyAuth,
    BasicAuth,
    BearerAuth,
    ClientCredentialsAuth,
    DigestAuth,
    OAuth2Auth,
    Place,
    UnsupportedAuth,
)
from ..naming import Identifier
from ..options import Transport
from ..plan import AuthenticationPlan, Expression
from ..records import dataclass
from .expressions import text_parts
from .python import CallOf, Literal, Name, Python, TupleOf, call
from .transports import transports


@dataclass(frozen=True, slots=True)
class Secret:
    """What somebody has to know: an argument of the client, else variables of the environment."""

    parameter: Identifier
    what: str
    """In Markdown: `the bearer token`."""
    value: Expression


def secrets(plan: AuthenticationPlan | None) -> tuple[Secret, ...]:
    """The secrets that a kind wants, in the order of the client's arguments."""
    match plan:
        case BearerAuth(token):
            return (Secret(Identifier("token"), "the bearer token", token),)
        case BasicAuth(username, password) | DigestAuth(username, password):
            return (
                Secret(Identifier("username"), "the user name", username),
                Secret(Identifier("password"), "the password", password),
            )
        case ApiKeyAuth(keys):
            return tuple(
                Secret(_key_parameter(number), f"the API key {code(key.name)}", key.value)
                for number, key in enumerate(keys, 1)
            )
        case ClientCredentialsAuth(client_id, client_secret):
            return (
                Secret(Identifier("client_id"), "the client id", client_id),
                Secret(Identifier("client_secret"), "the client secret", client_secret),
            )
        case OAuth2Auth() | UnsupportedAuth() | None:
            return ()


def declaration(plan: AuthenticationPlan, sends_with: Transport) -> Python:
    """Credentials as a declaration of the runtime: variables, never values.

    `sends_with` is for kinds whose issuer is asked about what callers show.
    """
    match plan:
        case BearerAuth(token):
            return call("Bearer", [("token", text_parts(token))])
        case BasicAuth(username, password):
            return call(
                "Basic", [("username", text_parts(username)), ("password", text_parts(password))]
            )
        case DigestAuth(username, password):
            return call(
                "Digest", [("username", text_parts(username)), ("password", text_parts(password))]
            )
        case ApiKeyAuth(keys):
            made = (_key(key, _key_parameter(number)) for number, key in enumerate(keys, 1))
            in_the_url = any(key.place in (Place.QUERY, Place.PATH) for key in keys)
            kind = "UrlKeys" if in_the_url else "ApiKeys"
            return CallOf(Name(kind), (TupleOf(tuple(made)),))
        case OAuth2Auth():
            return _tokens(plan, sends_with)
        case ClientCredentialsAuth(client_id, client_secret):
            return call(
                "ClientCredentials",
                [
                    ("client_id", text_parts(client_id)),
                    ("client_secret", text_parts(client_secret)),
                ],
            )
        case UnsupportedAuth(name):
            return CallOf(Name("Unsupported"), (Literal(name),))


def declaration_of_callers(plan: AuthenticationPlan, sends_with: Transport) -> Python:
    """The same for the callers of an adapter: there digest is another half of the protocol."""
    match plan:
        case DigestAuth(username, password):
            return call(
                "DigestOfCallers",
                [("username", text_parts(username)), ("password", text_parts(password))],
            )
        case _:
            return declaration(plan, sends_with)


def around(plan: AuthenticationPlan | None) -> Python | None:
    """What stands around the transport of an API: it takes more than one request to be let in."""
    match plan:
        case DigestAuth():
            return call("AnsweringDigest", [])
        case ClientCredentialsAuth():
            texts = {
                "issuer": plan.issuer,
                "token_url": plan.token_url,
                "resource": plan.resource,
                "audience": plan.audience,
            }
            return call("ObtainingTokens", _texts(texts, plan.scopes))
        case _:
            return None


def described(plan: AuthenticationPlan | None) -> str:
    """For the README: what one needs to call the API."""
    match plan:
        case None:
            return "no authentication"
        case BearerAuth():
            return "a bearer token"
        case BasicAuth() | DigestAuth():
            return "a user name and a password"
        case ApiKeyAuth():
            return "an API key"
        case OAuth2Auth():
            return "an access token"
        case ClientCredentialsAuth():
            return "a client id and a client secret, for access tokens"
        case UnsupportedAuth(kind):
            return f"{kind} (a hook that you fill)"


def in_the_contract(plan: AuthenticationPlan | None) -> str:
    """For `CONTRACT.json`: a caller who has one thing cannot show another."""
    match plan:
        case None:
            return "none"
        case BearerAuth():
            return "bearer"
        case BasicAuth():
            return "basic"
        case DigestAuth():
            return "digest"
        case ApiKeyAuth(keys):
            return ", ".join(f"API key {each.name} in {each.place.value}" for each in keys)
        case OAuth2Auth():
            return shown_by_callers(plan) or "an access token"
        case ClientCredentialsAuth():
            return "an access token"
        case UnsupportedAuth(kind):
            return kind


def security_schemes(plan: AuthenticationPlan | None) -> dict[str, dict[str, Any]]:
    """OpenAPI 3.1, 4.8.27: the schemes by name; a caller needs all of them."""
    match plan:
        case BearerAuth():
            return {"bearer": {"type": "http", "scheme": "bearer"}}
        case BasicAuth():
            return {"basic": {"type": "http", "scheme": "basic"}}
        case DigestAuth():
            return {"digest": {"type": "http", "scheme": "digest"}}
        case ApiKeyAuth(keys):
            return {
                f"key-{number}": {"type": "apiKey", "name": key.name, "in": key.place.value}
                for number, key in enumerate(keys, 1)
                if key.place in (Place.HEADER, Place.QUERY, Place.COOKIE)
            }
        case OAuth2Auth():
            scheme = {"type": "http", "scheme": "bearer"}
            if not plan.introspected:
                scheme["bearerFormat"] = "JWT"
            if plan.issuer is not None:
                scheme["description"] = f"An access token of {plan.issuer}."
            return {"oauth2": scheme}
        case ClientCredentialsAuth() | UnsupportedAuth() | None:
            return {}


def security(plan: AuthenticationPlan | None) -> dict[str, list[str]]:
    """OpenAPI 3.1, 4.8.30: what a request needs; of a token its scopes."""
    scopes = list(plan.scopes) if isinstance(plan, OAuth2Auth) else []
    return dict.fromkeys(security_schemes(plan), scopes)


def shown_by_callers(plan: AuthenticationPlan | None) -> str | None:
    """For people: what callers show, where it is a token of an issuer; None for the other kinds."""
    if not isinstance(plan, OAuth2Auth):
        return None
    of = f" of {plan.issuer}" if plan.issuer else ""
    audience = plan.audience or plan.resource
    to = f" for {audience}" if audience else ""
    scopes = f" with the scopes {', '.join(plan.scopes)}" if plan.scopes else ""
    return f"an access token{of}{to}{scopes}"


def takes_hook(plan: AuthenticationPlan | None) -> bool:
    """Whether the team has to hand in a function that authenticates."""
    return isinstance(plan, UnsupportedAuth)


def _tokens(plan: OAuth2Auth[Expression], sends_with: Transport) -> Python:
    texts = {"issuer": plan.issuer, "resource": plan.resource, "audience": plan.audience}
    keywords = _texts(texts, plan.scopes)
    keywords.append(("transports", transports(sends_with)))
    return call("IntrospectedOAuth2" if plan.introspected else "OAuth2", keywords)


def _texts(texts: Mapping[str, str | None], scopes: tuple[str, ...]) -> list[tuple[str, Python]]:
    keywords: list[tuple[str, Python]] = [
        (name, Literal(text)) for name, text in texts.items() if text is not None
    ]
    if scopes:
        keywords.append(("scopes", TupleOf(tuple(Literal(each) for each in scopes))))
    return keywords


def _key_parameter(number: int) -> Identifier:
    """`api_key`, `api_key_2`, …"""
    return Identifier("api_key" if number == 1 else f"api_key_{number}")


def _key(key: ApiKey[Expression], parameter: Identifier) -> Python:
    keywords: list[tuple[str, Python]] = [
        ("name", Literal(key.name)),
        ("value", text_parts(key.value)),
    ]
    if key.place is not Place.HEADER:
        keywords.append(("place", Literal(key.place.value)))
    if parameter != "api_key":
        keywords.append(("parameter", Literal(str(parameter))))
    return call("ApiKey", keywords)
