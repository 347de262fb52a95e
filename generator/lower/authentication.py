"""Everything that a package says of an authentication: its declaration, the client's arguments, the
variables of the environment, the OpenAPI document, the README."""

from __future__ import annotations

from typing import Any

from ..markdown import code
from ..model import ApiKey, ApiKeyAuth, BasicAuth, BearerAuth, Place, UnsupportedAuth
from ..naming import Identifier
from ..plan import AuthenticationPlan, Expression
from ..records import dataclass
from .expressions import text_parts
from .python import CallOf, Literal, Name, Python, TupleOf, call


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
        case BasicAuth(username, password):
            return (
                Secret(Identifier("username"), "the user name", username),
                Secret(Identifier("password"), "the password", password),
            )
        case ApiKeyAuth(keys):
            return tuple(
                Secret(_key_parameter(number), f"the API key {code(key.name)}", key.value)
                for number, key in enumerate(keys, 1)
            )
        case UnsupportedAuth() | None:
            return ()


def declaration(plan: AuthenticationPlan) -> Python:
    """Credentials as a declaration of the runtime: variables, never values."""
    match plan:
        case BearerAuth(token):
            return call("Bearer", [("token", text_parts(token))])
        case BasicAuth(username, password):
            return call(
                "Basic", [("username", text_parts(username)), ("password", text_parts(password))]
            )
        case ApiKeyAuth(keys):
            made = (_key(key, _key_parameter(number)) for number, key in enumerate(keys, 1))
            in_the_url = any(key.place in (Place.QUERY, Place.PATH) for key in keys)
            kind = "UrlKeys" if in_the_url else "ApiKeys"
            return CallOf(Name(kind), (TupleOf(tuple(made)),))
        case UnsupportedAuth(name):
            return CallOf(Name("Unsupported"), (Literal(name),))


def described(plan: AuthenticationPlan | None) -> str:
    """For the README: what one needs to call the API."""
    match plan:
        case None:
            return "no authentication"
        case BearerAuth():
            return "a bearer token"
        case BasicAuth():
            return "a user name and a password"
        case ApiKeyAuth():
            return "an API key"
        case UnsupportedAuth(kind):
            return f"{kind} (a hook that you fill)"


def security_schemes(plan: AuthenticationPlan | None) -> dict[str, dict[str, Any]]:
    """OpenAPI 3.1, 4.8.27: the schemes by name; a caller needs all of them."""
    match plan:
        case BearerAuth():
            return {"bearer": {"type": "http", "scheme": "bearer"}}
        case BasicAuth():
            return {"basic": {"type": "http", "scheme": "basic"}}
        case ApiKeyAuth(keys):
            return {
                f"key-{number}": {"type": "apiKey", "name": key.name, "in": key.place.value}
                for number, key in enumerate(keys, 1)
                if key.place in (Place.HEADER, Place.QUERY, Place.COOKIE)
            }
        case UnsupportedAuth() | None:
            return {}


def takes_hook(plan: AuthenticationPlan | None) -> bool:
    """Whether the team has to hand in a function that authenticates."""
    return isinstance(plan, UnsupportedAuth)


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
