"""CAP347 to CAP349: secrets that stand in the file itself."""

from __future__ import annotations

from ..rule import Rule, Severity
from .samples import capability as _capability


def _with(line: str) -> str:
    return _capability().replace(
        "      resources:\n        - name: items\n",
        f"      {line}\n      resources:\n        - name: items\n",
        1,
    )


SECRET = Rule(
    code="CAP347",
    severity=Severity.WARNING,
    title="A secret in the file",
    message="{what} is a secret: it is left out, and read from the variable `{variable}` instead.",
    hint=(
        "write `{{{{{variable}}}}}` here, set the variable, and let the issuer change the secret: "
        "who can read the file has it"
    ),
    explanation=(
        "A token, password or key that stands in the file is in every copy of it. Capwright takes it "
        "out before anything else is read: it is in no generated file, in no manifest, in no contract "
        "and in no finding. What shows only where a secret belongs (`YOUR_TOKEN`, `<token>`, `xxx`, "
        "`changeme`, nothing at all) is none."
    ),
    example=_with("authentication: {type: bearer, token: mE8wq2Lr9Tz4}"),
    correction=_with("authentication: {type: bearer, token: '{{SHOP_TOKEN}}'}"),
)

SECRET_IN_BASE_URI = Rule(
    code="CAP348",
    severity=Severity.WARNING,
    title="A secret in a base URI",
    message=(
        "The base URI holds {what}: it is left out, and read from the variable `{variable}` instead."
    ),
    hint="write it as `authentication` with `{{{{{variable}}}}}`, and let the issuer change it",
    explanation=(
        "A user name with a password, or a key in the query, belongs to `authentication`: base URIs "
        "stand in logs and in documentation. Capwright reads a user name and password as basic "
        "authentication unless the file declares another, and a key as a query parameter."
    ),
    example=_capability().replace(
        "https://shop.test/v1", "https://shop.test/v1?api_key=mE8wq2Lr9Tz4"
    ),
    correction=_with(
        "authentication: {type: apikey, key: api_key, value: '{{SHOP_API_KEY}}', placement: query}"
    ),
)

SECRET_BESIDE = Rule(
    code="CAP349",
    severity=Severity.WARNING,
    title="A secret where nothing reads one",
    message="{what} is a secret: it is left out.",
    hint="remove it, and let the issuer change it: who can read the file has it",
    explanation=(
        "The value stands where Capwright reads no credential: in a text for people, in an example or "
        "under a key that the language does not have. It is masked in whatever shows the file."
    ),
    example=_capability().replace(
        "capability:\n",
        "info:\n  description: 'Try it with ghp_4dWx9TzQ1mLr8sVb2KpY6nHc3JfG5aE7uR0o'\ncapability:\n",
    ),
    correction=_capability().replace(
        "capability:\n",
        "info:\n  description: Try it with a token of your own.\ncapability:\n",
    ),
)
