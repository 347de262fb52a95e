"""Capabilities whose adapters know their callers, in front of an API that asks for a digest."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any, Final

from hypothesis import strategies as st

WORDS: Final = ("ann", "s3cret of ann", "a+b/c=", "0123", "x:y z")


@dataclass(frozen=True)
class Case:
    spec: dict[str, Any]
    authentications: dict[str, dict[str, Any]]
    """By the type of the adapter."""
    environment: dict[str, str]
    challenge: str
    """Of the API, but for its nonce."""
    attempts: dict[str, list[tuple[dict[str, str], str]]]
    """Headers and query of callers, by the type of the adapter."""


AUTHENTICATIONS: Final = (
    {"type": "bearer", "token": "{{DOOR_SECRET}}"},
    {"type": "basic", "username": "{{DOOR_NAME}}", "password": "{{DOOR_SECRET}}"},
    {"type": "apikey", "key": "X-Door-Key", "value": "{{DOOR_SECRET}}"},
    {"type": "apikey", "key": "X-Door-Key", "value": "{{DOOR_SECRET}}", "placement": "header"},
    {"type": "apikey", "key": "door_key", "value": "{{DOOR_SECRET}}", "placement": "query"},
    {"type": "digest", "username": "{{DOOR_NAME}}", "password": "{{DOOR_SECRET}}"},
)
_challenges = st.sampled_from(
    [
        'realm="vault", qop="auth"',
        'realm="vault", qop="auth,auth-int", algorithm=SHA-256, opaque="o/p"',
        'realm="a \\"quoted\\" one", qop="auth", algorithm=MD5-sess',
        'realm="vault", algorithm=MD5',
        'realm="vault", qop="auth", algorithm=SHA-256-sess',
    ]
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    adapters = ("rest", "mcp", "skill", "control")
    kinds = dict(zip(adapters, draw(st.permutations(AUTHENTICATIONS)), strict=False))
    keys = ("DOOR_NAME", "DOOR_SECRET", "VAULT_USER", "VAULT_WORD")
    environment = {key: draw(st.sampled_from(WORDS)) for key in keys}
    # RFC 7617, 2: no colon in a name.
    environment["DOOR_NAME"] = environment["DOOR_NAME"].replace(":", ".")
    attempts = {
        adapter: draw(st.lists(_attempts(kind, environment), min_size=8, max_size=14))
        for adapter, kind in kinds.items()
    }
    return Case(_spec(kinds), kinds, environment, draw(_challenges), attempts)


@st.composite
def _attempts(
    draw: st.DrawFn, authentication: dict[str, Any], environment: dict[str, str]
) -> tuple[dict[str, str], str]:
    secret, name = environment["DOOR_SECRET"], environment["DOOR_NAME"]
    values = st.sampled_from(
        [secret, secret, secret, f"{secret}x", secret[:-1], "", secret.upper()]
    )
    value = draw(values)
    match authentication["type"]:
        case "bearer":
            scheme = draw(st.sampled_from(["Bearer", "bearer", "BEARER", "Basic", "Token", ""]))
            return {"Authorization": f"{scheme} {value}"}, ""
        case "basic":
            user = draw(st.sampled_from([name, name, name, f"{name}x", ""]))
            pair = base64.b64encode(f"{user}:{value}".encode()).decode()
            scheme = draw(st.sampled_from(["Basic", "Basic", "basic", "Bearer"]))
            return {"Authorization": f"{scheme} {draw(st.sampled_from([pair] * 5 + [value]))}"}, ""
        case "apikey" if authentication.get("placement") == "query":
            key = draw(st.sampled_from(["door_key", "door_key", "DOOR_KEY", "key"]))
            return {}, f"{key}={_encoded(value)}"
    key = draw(st.sampled_from(["X-Door-Key", "x-door-key", "X-DOOR-KEY", "Authorization"]))
    return {key: value}, ""


def _encoded(value: str) -> str:
    return "".join(each if each.isalnum() else f"%{ord(each):02X}" for each in value)


def _spec(kinds: dict[str, dict[str, Any]]) -> dict[str, Any]:
    api = {
        "type": "http",
        "namespace": "gold",
        "baseUri": "UPSTREAM/gold",
        "authentication": {
            "type": "digest",
            "username": "{{VAULT_USER}}",
            "password": "{{VAULT_WORD}}",
        },
        "resources": {
            "bars": {
                "path": "/bars/{{id}}",
                "operations": {
                    "get-bar": {"method": "GET", "inputParameters": {"id": {"in": "path"}}}
                },
            }
        },
    }
    number = {"in": "path", "type": "string", "description": "Which."}
    get = {"method": "GET", "call": "gold.get-bar", "inputParameters": {"id": number}}
    tool = {
        "description": "One.",
        "call": "gold.get-bar",
        "inputParameters": {"id": {"type": "string", "description": "Which."}},
    }
    known = {each: {"address": "localhost", "authentication": kind} for each, kind in kinds.items()}
    keys = {
        each: each.replace("DOOR", "MADE_DOOR")
        for each in ("DOOR_NAME", "DOOR_SECRET", "VAULT_USER", "VAULT_WORD")
    }
    exposes = [
        {
            "type": "rest",
            "port": "PORT_rest",
            "namespace": "desk",
            **known["rest"],
            "resources": {"bars": {"path": "/bars/{{id}}", "operations": {"get": get}}},
        },
        {
            "type": "mcp",
            "port": "PORT_mcp",
            "namespace": "tk",
            "description": "T.",
            **known["mcp"],
            "tools": {"bar": tool},
        },
        {
            "type": "skill",
            "port": "PORT_skill",
            "namespace": "cook",
            "description": "S.",
            **known["skill"],
            "skills": {"soup": {"description": "Soup."}},
        },
        {"type": "control", "port": "PORT_control", **known["control"]},
    ]
    return {
        "ikanos": "1.0.0-beta5",
        "info": {"display": "Made", "description": "Made."},
        "binds": [{"namespace": "env", "keys": keys}],
        "capability": {"consumes": [api], "exposes": exposes},
    }
