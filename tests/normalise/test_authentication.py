"""Credentials in all their spellings (docs/language.md, "Authentication")."""

from __future__ import annotations

from typing import Any

import pytest

from generator.model import (
    ApiKeyAuth,
    BasicAuth,
    BearerAuth,
    ClientCredentialsAuth,
    DigestAuth,
    Place,
    Placeholder,
    RestAdapter,
    UnsupportedAuth,
)

from .builder import spec
from .reading import read


def _authentication(text: str, key: str = "authentication") -> Any:
    tail = "binds:\n  - {namespace: env, keys: {KEY: SHOP_KEY}}\n"
    return read(spec(api=f"{key}: {text}", tail=tail)).good.consumes[0].authentication


@pytest.mark.parametrize("key", ["authentication", "auth"])
@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("{type: bearer, token: '{{KEY}}'}", "any"),
        ("{type: bearer, token: '{{env.KEY}}'}", "bind"),
        ("{type: bearer, value: '${KEY}', placement: header}", "any"),
        ("{type: bearer, token: 'Bearer {{KEY}}'}", "any"),
    ],
)
def test_bearer(text: str, scope: str, key: str) -> None:
    found = _authentication(text, key)
    assert isinstance(found, BearerAuth)
    assert found.token.sole is not None
    assert found.token.sole.scope.value == scope


def test_basic_with_an_empty_password() -> None:
    found = _authentication("{type: basic, username: '{{KEY}}', password: ''}")
    assert isinstance(found, BasicAuth)
    assert found.password.constant == ""


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("{type: apikey, key: X-K, value: v, placement: query}", [("X-K", "v", Place.QUERY)]),
        ("{type: apikey, name: X-K, value: v, in: header}", [("X-K", "v", Place.HEADER)]),
        ("{type: apikey, key: X-K, value: v}", [("X-K", "v", Place.HEADER)]),
        ("{type: apikey, header: X-K, key: v}", [("X-K", "v", Place.HEADER)]),
        ("{type: apiKey, header: X-K, token: v}", [("X-K", "v", Place.HEADER)]),
        ("{type: apiKey, name: X-K, in: header, value: v}", [("X-K", "v", Place.HEADER)]),
        ("{type: apikey, key: K, value: v, placement: cookie}", [("K", "v", Place.COOKIE)]),
        ("{type: apikey, key: K, value: v, placement: body}", [("K", "v", Place.BODY)]),
        ("{type: apikey, key: K, value: v, placement: path}", [("K", "v", Place.PATH)]),
        ("{type: header, header: X-K, value: v}", [("X-K", "v", Place.HEADER)]),
        (
            "{type: query, parameters: [{name: a, value: b}, {name: c, value: d}]}",
            [("a", "b", Place.QUERY), ("c", "d", Place.QUERY)],
        ),
        (
            "{type: apikey, headers: {A: b, C: d}}",
            [("A", "b", Place.HEADER), ("C", "d", Place.HEADER)],
        ),
        (
            "{type: apikey, headers: [{key: A, value: b}, {name: C, value: d}]}",
            [("A", "b", Place.HEADER), ("C", "d", Place.HEADER)],
        ),
        (
            "{type: apikey, key: Authorization, value: Token t, placement: header}",
            [("Authorization", "Token t", Place.HEADER)],
        ),
    ],
)
def test_api_keys(text: str, keys: list[tuple[str, str, Place]]) -> None:
    found = _authentication(text)
    assert isinstance(found, ApiKeyAuth)
    assert [(key.name, key.value.constant, key.place) for key in found.keys] == keys


def test_a_missing_secret_comes_from_the_environment() -> None:
    found = _authentication("{type: apiKey, in: header, name: X-K}")
    assert isinstance(found, ApiKeyAuth)
    placeholder = found.keys[0].value.sole
    assert placeholder is not None
    assert placeholder.name == "env.SHOP_API_KEY"


def test_digest_has_a_user_name_and_a_password() -> None:
    found = _authentication("{type: digest, username: ann, password: '{{KEY}}'}")
    assert isinstance(found, DigestAuth)
    assert found.username.parts == ("ann",)


def test_callers_may_be_known_by_digest() -> None:
    unit = spec().replace(
        "      port: 8080\n",
        "      port: 8080\n      authentication: {type: digest, username: ann}\n",
    )
    found = read(unit)
    assert found.capability is not None
    adapter = found.capability.exposes[0]
    assert isinstance(adapter, RestAdapter)
    assert isinstance(adapter.authentication, DigestAuth)
    (part,) = adapter.authentication.password.parts
    assert isinstance(part, Placeholder)
    assert part.name == "env.SHOP_REST_PASSWORD"


def test_oauth2_of_an_api_is_a_client_of_the_issuer() -> None:
    found = _authentication("{type: oauth2, tokenEndpoint: https://a.example/t, scopes: [x, y]}")
    assert isinstance(found, ClientCredentialsAuth)
    assert (found.token_url, found.issuer, found.scopes) == (
        "https://a.example/t",
        None,
        ("x", "y"),
    )
    names = [part.name for part in (*found.client_id.parts, *found.client_secret.parts)]
    assert names == ["env.SHOP_OAUTH_CLIENT_ID", "env.SHOP_OAUTH_CLIENT_SECRET"]


def test_the_form_that_openapi_has_of_it() -> None:
    flow = "{tokenUrl: https://a.example/t, scopes: {x: to read}}"
    found = _authentication(f"{{type: oauth2, flows: {{clientCredentials: {flow}}}}}")
    assert isinstance(found, ClientCredentialsAuth)
    assert (found.token_url, found.scopes) == ("https://a.example/t", ("x",))
    person = f"{{type: oauth2, flows: {{authorizationCode: {flow}}}}}"
    assert isinstance(_authentication(person), UnsupportedAuth)


@pytest.mark.parametrize("kind", ["oauth1", "hmac", "aws-sig-v4", "certificate"])
def test_other_kinds_become_hooks(kind: str) -> None:
    found = _authentication(f"{{type: {kind}, apiKey: '{{{{KEY}}}}', apiId: '{{{{env.OTHER}}}}'}}")
    assert isinstance(found, UnsupportedAuth)
    assert found.kind == kind
    assert found.variables == ("SHOP_KEY", "OTHER")


@pytest.mark.parametrize(
    "text", ["{type: hmac}", "{type: apikey}", "{}", "text", "{type: apikey, headers: []}"]
)
def test_an_adapter_that_was_to_check_its_callers_is_never_open(text: str) -> None:
    unit = spec().replace("      port: 8080\n", f"      port: 8080\n      authentication: {text}\n")
    for validated in (True, False):
        found = read(unit, validated=validated)
        assert found.capability is not None
        adapter = found.capability.exposes[0]
        assert isinstance(adapter, RestAdapter)
        assert isinstance(adapter.authentication, UnsupportedAuth)
        assert len(found.errors) == (0 if "hmac" in text else 1)
