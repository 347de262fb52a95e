"""CAP53x: requests that are handed on as they are."""

from __future__ import annotations

from ..rule import Rule, Severity
from .samples import capability


def _forwarding(path: str, forward: str) -> str:
    return capability(
        rest_extra=f"        - path: {path}\n          name: more\n          forward: {forward}\n"
    )


_GOOD = _forwarding("'/more/{path}'", "{targetNamespace: shop}")

FORWARD_TARGET = Rule(
    code="CAP530",
    severity=Severity.ERROR,
    title="Forward to an API that is not there",
    message="No consumed API is called `{name}`.",
    hint="{advice}",
    explanation="Requests are handed on to a consumed API, which is named by its namespace.",
    example=_forwarding("'/more/{path}'", "{targetNamespace: stock}"),
    correction=_GOOD,
)

FORWARD_PATH = Rule(
    code="CAP531",
    severity=Severity.ERROR,
    title="Forward whose rest is not the end of the path",
    message="The variable `path` stands for all that follows, so nothing can stand behind or beside it.",
    hint="write `/some/prefix/{{path}}`",
    explanation=(
        "Of a path with the variable `path` at its end, what follows goes on below the base URI of the "
        "API. Without that variable everything goes to the base URI itself."
    ),
    example=_forwarding("'/more/{path}/all'", "{targetNamespace: shop}"),
    correction=_GOOD,
)

FORWARD_CREDENTIAL = Rule(
    code="CAP532",
    severity=Severity.WARNING,
    title="Trusted header that carries another credential",
    message="The header `{name}` is one that {whose}, so what a caller sends in it does not go on.",
    hint="remove it from `trustedHeaders`",
    explanation=(
        "A credential goes to the one that it is for. What this adapter checks is not the API's, and what "
        "the package sends to the API is not the caller's to replace."
    ),
    example=_forwarding(
        "'/more/{path}'", "{targetNamespace: shop, trustedHeaders: [Authorization]}"
    ).replace(
        "      resources:\n        - name",
        "      authentication: {type: bearer, token: '{{SHOP_TOKEN}}'}\n      resources:\n        - name",
        1,
    ),
    correction=_GOOD,
)
