"""Which values are secrets, and which names are those of credentials."""

from __future__ import annotations

import pytest

from generator.secrets.names import is_credential
from generator.secrets.values import behind_scheme, is_key_of_a_source, issued, secret_part

PLACEHOLDERS = (
    *("", " ", "YOUR_TOKEN", "your-api-key", "<token>", "<YOUR API KEY>", "xxx", "XXXX-XXXX"),
    *("{{TOKEN}}", "${TOKEN}", "$TOKEN", "changeme", "change-me", "CHANGE_ME", "...", "***"),
    *("QUAY_TOKEN", "API_KEY", "token", "my-token", "insert-token-here", "[YOUR TOKEN]"),
    *("rest.token", "tools.api_key", "$.token", "Bearer YOUR_TOKEN", "Bearer {{TOKEN}}"),
    *(
        "Basic <base64>",
        "Token token={{X}}",
        "sk-xxxxxxxxxxxxxxxxxxxx",
        "ghp_xxxxxxxxxxxxxxxxxxxxxx",
    ),
    *("AKIAIOSFODNN7EXAMPLE", "your_token_here", "placeholder", "example", "TODO", "none", "null"),
    *("{{QUAY_TOKEN", "QUAY_TOKEN}}", "{{QUAY_TOKEN}"),
    *("v", "-1", "HORIZON360_API_KEY", "DOCUMENT360_TOKEN", "your-autodesk-construction-token"),
    "AWS4-HMAC-SHA256 Credential={{AWS_ACCESS_KEY_ID}}/20260101, Signature={{SIGNATURE}}",
    "HMAC-SHA256 {{KEY}}:{{SECRET}}",
    *("REPLACE_WITH_YOUR_KEY", "dummy", "%TOKEN%", "sso-key {{KEY}}:{{SECRET}}", "xxxxx-your-key"),
)
SECRETS = {
    "s3cr3t": "s3cr3t",
    "hunter2": "hunter2",
    "tr0ub4dor&3": "tr0ub4dor&3",
    "topsecret": "topsecret",
    "correct horse battery": "correct horse battery",
    "Bearer mE8wq2Lr9Tz4": "mE8wq2Lr9Tz4",
    "Basic am9lOmh1bnRlcjI=": "am9lOmh1bnRlcjI=",
    "Token token=mE8wq2Lr9Tz4": "mE8wq2Lr9Tz4",
    "GenieKey mE8wq2Lr9Tz4": "mE8wq2Lr9Tz4",
    "ghp_4dWx9TzQ1mLr8sVb2KpY6nHc3JfG5aE7uR0o": "ghp_4dWx9TzQ1mLr8sVb2KpY6nHc3JfG5aE7uR0o",
    "sk_test_4eC39HqLyjWDarjtT1zdp7dc": "sk_test_4eC39HqLyjWDarjtT1zdp7dc",
    "0123456789abcdef0123456789abcdef": "0123456789abcdef0123456789abcdef",
    "12345": "12345",
    "my-token-8f3a9c1d2e": "my-token-8f3a9c1d2e",
}


@pytest.mark.parametrize("text", PLACEHOLDERS)
def test_what_only_shows_where_a_secret_belongs_is_none(text: str) -> None:
    assert secret_part(text) is None


@pytest.mark.parametrize(("text", "part"), SECRETS.items())
def test_a_literal_value_is_a_secret_less_its_scheme(text: str, part: str) -> None:
    assert secret_part(text) == part


@pytest.mark.parametrize(
    "name",
    [
        *("Authorization", "X-Api-Key", "x-api-key", "apiKey", "api_key", "access_token", "token"),
        *("clientSecret", "client_secret", "password", "X-Auth-Token", "Ocp-Apim-Subscription-Key"),
        *("PRIVATE-TOKEN", "Cookie", "Proxy-Authorization", "privateKey", "DD-APPLICATION-KEY"),
    ],
)
def test_names_of_credentials(name: str) -> None:
    assert is_credential(name)


@pytest.mark.parametrize(
    "name",
    [
        *("page_token", "nextToken", "PageToken", "token_type", "tokenUrl", "client_id", "key"),
        *("sort_key", "password_reset_url", "secretName", "token_id", "authorizationUrl", "q", ""),
        *("Idempotency-Key", "max_tokens", "continuationToken", "keyboard", "author"),
    ],
)
def test_names_of_other_things(name: str) -> None:
    assert not is_credential(name, in_header=True)


@pytest.mark.parametrize("name", ["X-Vendor-Key", "X-Auth", "X-Hub-Signature"])
def test_in_headers_more_is_one(name: str) -> None:
    assert is_credential(name, in_header=True)
    assert not is_credential(name)


def test_a_bind_names_where_a_value_is() -> None:
    for name in (
        "SHOP_TOKEN",
        "shop-token",
        "secret/data/shop",
        "arn:aws:secretsmanager:x:1:s-a1b2c3",
    ):
        assert not is_key_of_a_source(name)
    for secret in ("ghp_4dWx9TzQ1mLr8sVb2KpY6nHc3JfG5aE7uR0o", "mE8wq2Lr9Tz4", "p@ss!"):
        assert is_key_of_a_source(secret)


def test_known_forms_begin_where_a_word_begins() -> None:
    assert issued("autodesk-construction-cloud") is None
    assert issued("ask-endpoint-question-1") is None
    assert issued("a sk-4dWx9TzQ1mLr8sVb2KpY6 b") is not None


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Bearer mE8wq2Lr9Tz4kB", "mE8wq2Lr9Tz4kB"),
        (" basic am9lOm1FOHdxMkxy ", "am9lOm1FOHdxMkxy"),
        ("Bearer {{TOKEN}}", None),
        ("Bearer YOUR_TOKEN_12345", None),
        ("Basic information2", None),
        ("Basic description-of-it", None),
        ("Token of 1234567890123", None),
    ],
)
def test_a_scheme_of_http_and_a_credential(text: str, secret: str | None) -> None:
    assert behind_scheme(text) == secret
