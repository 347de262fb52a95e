"""CAP345 and CAP346: where the values of binds come from (stage 3)."""

from __future__ import annotations

from ..rule import Rule, Severity
from .samples import capability as _capability


def _with(bind: str) -> str:
    return f"{_capability()}binds:\n  - {bind}\n"


NAME_IN_ENVIRONMENT = Rule(
    code="CAP345",
    severity=Severity.NOTE,
    title="A name that no shell can export",
    message="`{key}` is read from the environment as `{name}`.",
    hint="write `{name}` as the source key",
    explanation=(
        "Shells export names of letters, digits and underscores only. Another source key is read "
        "under the name that is made of it."
    ),
    example=_with("{namespace: env, keys: {TOKEN: shop-token}}"),
    correction=_with("{namespace: env, keys: {TOKEN: SHOP_TOKEN}}"),
)

BIND_ELSEWHERE = Rule(
    code="CAP346",
    severity=Severity.WARNING,
    title="A bind that is neither in the environment nor in a file",
    message="Nothing reads `{location}`: the variables are read from the environment.",
    hint="write `file:///./name.yaml`, or remove `location`",
    explanation=(
        "Values come from the environment, from a directory of secrets (`<API>_SECRETS_DIR`) or from "
        "a YAML or JSON file. The reference engine does not start with any other location."
    ),
    example=_with("{namespace: keys, location: 'vault://secrets', keys: {TOKEN: TOKEN}}"),
    correction=_with("{namespace: keys, location: 'file:///./keys.yaml', keys: {TOKEN: TOKEN}}"),
)
