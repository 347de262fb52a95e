"""CAP901 to CAP949: parts of the language that come later (stage 3)."""

from __future__ import annotations

from ..rule import Rule, Severity
from .samples import capability as _capability
from .samples import published


def _doing(lines: str) -> str:
    """A capability whose REST operation does something else than a call."""
    return _capability().replace("              call: shop.list-items\n", lines)


def _authenticating(text: str) -> str:
    return published(_capability()).replace(
        "      resources:\n        - name",
        f"      authentication: {text}\n      resources:\n        - name",
        1,
    )


AUTHENTICATION = Rule(
    code="CAP903",
    severity=Severity.WARNING,
    title="Authentication that is left to a hook",
    message="Authentication of type `{type}` is not supported yet: a hook is generated for it.",
    hint="fill the hook in the package; until then requests fail with a message that names it",
    explanation=(
        "Basic, digest, bearer, API keys and oauth2 (the client gets tokens for itself) are supported: "
        "every kind of the language. For another one (oauth1, hmac, AWS signatures, a flow of OAuth 2 that wants "
        "a person) the package has a hook that sees every request before it is sent, and that the team fills."
    ),
    example=_authenticating("{type: oauth1}"),
    correction=_authenticating("{type: bearer, token: '{{SHOP_TOKEN}}'}"),
)

SCRIPT = Rule(
    code="CAP904",
    severity=Severity.WARNING,
    title="Script step that is left to a hook",
    message="The script `{file}` is not run: the step is a hook that the team fills.",
    hint="give a function to `scripts.{name}.fill`; until then calls fail with a message that says so",
    explanation=(
        "No text of a specification becomes code. A script step, in whatever language, is a typed "
        "hook in `scripts.py`: a function from the context to what the step gives. A Python script "
        "is copied for review where `--copy-scripts` asks for it."
    ),
    example=_doing(
        "              steps:\n                - {name: one, type: script, file: one.py}\n"
    ),
    correction=_capability(),
)

TUNNEL = Rule(
    code="CAP914",
    severity=Severity.WARNING,
    title="Tunnel",
    message="Tunnels are not supported: requests go to this API directly.",
    hint="open the tunnel where the package runs, and let `<API>_BASE_URI` name its end",
    explanation=(
        "A tunnel keeps requests off the public network. A package opens none: run one beside it, "
        "or remove `tunnel` if the API can be reached directly."
    ),
    example=_capability().replace(
        "      resources:\n        - name",
        "      tunnel: {type: ziti, service: shop, identity: '{{env.ID}}'}\n"
        "      resources:\n        - name",
        1,
    ),
    correction=_capability(),
)

AUTHENTICATION_OF_CALLERS = Rule(
    code="CAP919",
    severity=Severity.WARNING,
    title="Authentication of callers",
    message="Callers cannot be authenticated by `{type}`, which is no kind of the language: all are refused.",
    hint="set `<ADAPTER>_BEARER_TOKEN`, `_BASIC_PASSWORD` or `_API_KEY` where the package runs",
    explanation=(
        "An adapter knows its callers by a token, a password (basic, digest), an API key or an access "
        "token of an issuer (oauth2): every kind of the language. One that declares something else "
        "(hmac, certificates, …) answers nobody until a setting names a kind that it can check."
    ),
    example=published(
        _capability().replace(
            "      port: 8080\n",
            "      port: 8080\n      authentication: {type: hmac, username: a, password: b}\n",
        )
    ),
    correction=published(
        _capability().replace(
            "      port: 8080\n",
            "      port: 8080\n      authentication: {type: digest, username: a, password: b}\n",
        )
    ),
)
