"""`settings.py`: the declarations of APIs and adapters, and one settings class over them."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Place
from ..naming import Names, constant
from ..plan import (
    Api,
    AuthenticationPlan,
    BasicPlan,
    BearerPlan,
    Expression,
    Fixed,
    FromCredential,
    FromEnvironment,
    HookPlan,
    Joined,
    KeyPlan,
    KeysPlan,
    McpSurface,
    Plan,
    RestSurface,
)
from .expressions import credential_mark
from .python import CallOf, Declaration, Identifier, Literal, Name, Python, TupleOf


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of the settings: `quay_rest: RestSettings`, made from `QUAY_REST`."""

    namespace: str
    field: Identifier
    kind: str
    declaration: Declaration


@dataclass(frozen=True, slots=True)
class Declarations:
    apis: tuple[Entry, ...]
    rest: tuple[Entry, ...]
    mcp: tuple[Entry, ...]

    @property
    def all(self) -> tuple[Entry, ...]:
        return (*self.apis, *self.rest, *self.mcp)


_RESERVED = ("apis", "rest", "mcp", "from_environment", "Settings", "cls", "environ", "self")


def declarations(plan: Plan) -> Declarations:
    """Every API and adapter, each under a name of its own."""
    fields = Names(_RESERVED)
    return Declarations(
        tuple(_entry(each.namespace, each.prefix, "Api", _api(each), fields) for each in plan.apis),
        tuple(
            _entry(each.namespace, each.prefix, "Rest", _adapter("RestAdapter", each), fields)
            for each in plan.rest
        ),
        tuple(
            _entry(each.namespace, each.prefix, "Mcp", _adapter("McpAdapter", each), fields)
            for each in plan.mcp
        ),
    )


def _entry(namespace: str, prefix: str, kind: str, value: Python, fields: Names) -> Entry:
    field = fields[prefix.lower()]
    return Entry(namespace, field, f"{kind}Settings", Declaration(constant(field), value))


def _api(api: Api) -> Python:
    keywords: list[tuple[str, Python]] = [
        ("module", Name("__name__")),
        ("namespace", Literal(api.namespace)),
        ("prefix", Literal(api.prefix)),
        ("base_uri", TupleOf(tuple(_part(part) for part in api.base_uri))),
    ]
    if api.authentication is not None:
        keywords.append(("authentication", authentication(api.authentication)))
    return _call("Api", keywords)


def _adapter(class_: str, surface: RestSurface | McpSurface) -> Python:
    declared = surface.declaration
    keywords: list[tuple[str, Python]] = [
        ("namespace", Literal(surface.namespace)),
        ("prefix", Literal(surface.prefix)),
    ]
    if declared.port is not None:
        keywords.append(("port", Literal(declared.port)))
    if declared.address is not None:
        keywords.append(("address", Literal(declared.address)))
    if isinstance(surface, McpSurface) and surface.declaration.transport == "stdio":
        keywords.append(("transport", Literal("stdio")))
    if surface.authentication is not None:
        keywords.append(("authentication", authentication(surface.authentication)))
    return _call(class_, keywords)


def authentication(plan: AuthenticationPlan) -> Python:
    """Credentials as a declaration of the runtime: variables, never values."""
    match plan:
        case BearerPlan(token):
            return _call("Bearer", [("token", text_parts(token))])
        case BasicPlan(username, password):
            return _call(
                "Basic", [("username", text_parts(username)), ("password", text_parts(password))]
            )
        case KeysPlan(keys):
            names = key_parameters(len(keys))
            made = tuple(_key(key, name) for key, name in zip(keys, names, strict=True))
            return CallOf(Name("ApiKeys"), (TupleOf(made),))
        case HookPlan(kind):
            return CallOf(Name("Unsupported"), (Literal(kind),))


def key_parameters(count: int) -> tuple[Identifier, ...]:
    """The client's arguments for API keys: `api_key`, `api_key_2`, …"""
    return tuple(
        Identifier("api_key" if number == 1 else f"api_key_{number}")
        for number in range(1, count + 1)
    )


def _key(key: KeyPlan, parameter: Identifier) -> Python:
    keywords: list[tuple[str, Python]] = [
        ("name", Literal(key.name)),
        ("value", text_parts(key.value)),
    ]
    if key.place is not Place.HEADER:
        keywords.append(("place", Literal(key.place.value)))
    if parameter != "api_key":
        keywords.append(("parameter", Literal(str(parameter))))
    return _call("ApiKey", keywords)


def text_parts(value: Expression) -> TupleOf:
    """A text with variables: `("Bearer ", Variable("TOKEN"))`."""
    match value:
        case Joined(parts):
            return TupleOf(tuple(_part(part) for part in parts))
        case _:
            return TupleOf((_part(value),))


def _part(part: Expression) -> Python:
    match part:
        case Fixed(text):
            return Literal("" if text is None else str(text))
        case FromEnvironment(variable):
            return CallOf(Name("Variable"), (Literal(variable),))
        case FromCredential(name):
            return Literal(credential_mark(name))
        case _:
            raise AssertionError(part)


def _call(name: str, keywords: list[tuple[str, Python]]) -> CallOf:
    return CallOf(Name(name), (), tuple((Identifier(key), value) for key, value in keywords))
