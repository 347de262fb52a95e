"""CAP901 to CAP949: parts of the language that come later (stage 3)."""

from __future__ import annotations

from ..rule import Rule, Severity
from .samples import capability as _capability
from .samples import published


def _doing(lines: str) -> str:
    """A capability whose REST operation does something else than a call."""
    return _capability().replace("              call: shop.list-items\n", lines)


def _exposing(lines: str) -> str:
    return _capability(exposes_extra=lines)


def _authenticating(text: str) -> str:
    return published(_capability()).replace(
        "      resources:\n        - name",
        f"      authentication: {text}\n      resources:\n        - name",
        1,
    )


def _taking(parameter: str) -> str:
    """A capability whose REST operation declares an input."""
    return _capability(
        operation="POST /items",
        parameters="[{name: a, in: body, type: string}]",
        rest="POST /items",
        rest_extra=f"              inputParameters: [{parameter}]\n",
    )


SKILL_ADAPTER = Rule(
    code="CAP901",
    severity=Severity.WARNING,
    title="skill adapter",
    message="Adapters of type `skill` are not supported yet; {left_out}.",
    hint="nothing needs to change: the rest of the file is generated",
    explanation="Skills are read and kept, and will be served by a later version.",
    example=_exposing(
        "    - type: skill\n"
        "      namespace: shop-skills\n"
        "      skills:\n"
        "        - {name: shopping, description: How to shop.}\n"
    ),
    correction=_capability(),
)

CONTROL_ADAPTER = Rule(
    code="CAP902",
    severity=Severity.WARNING,
    title="control adapter",
    message="Adapters of type `control` are not supported yet; this one is left out.",
    hint="nothing needs to change: the rest of the file is generated",
    explanation="Health, status and metrics will be served by a later version.",
    example=_exposing("    - type: control\n      port: 9999\n"),
    correction=_capability(),
)

AUTHENTICATION = Rule(
    code="CAP903",
    severity=Severity.WARNING,
    title="authentication that is left to a hook",
    message="Authentication of type `{type}` is not supported yet: a hook is generated for it.",
    hint="fill the hook in the package; until then requests fail with a message that names it",
    explanation=(
        "Basic, bearer and API keys are supported. For other kinds the package has a hook that "
        "sees every request before it is sent, and that the team fills."
    ),
    example=_authenticating("{type: oauth1}"),
    correction=_authenticating("{type: bearer, token: '{{SHOP_TOKEN}}'}"),
)

FORWARD = Rule(
    code="CAP906",
    severity=Severity.ERROR,
    title="forward",
    message="Forwarding whole requests is not supported yet.",
    hint="expose the operations one by one, or generate the rest with `--keep-going`",
    explanation="`forward` passes on whatever arrives. It is read and kept, and comes later.",
    example=_capability(
        rest_extra="        - path: /more\n          name: more\n"
        "          forward: {targetNamespace: shop}\n"
    ),
    correction=_capability(),
)

IMPORT = Rule(
    code="CAP908",
    severity=Severity.ERROR,
    title="entry that stands in another document",
    message="`{what}` stands in `{file}`, in a form that is no import of the language.",
    hint="write `from: <file>` and `import: <namespace>`, or the entry itself",
    explanation=(
        "Published files sometimes name another capability (`ref`) or an OpenAPI document "
        "(`openapi`) in the place of an entry. What calls such an entry is left out."
    ),
    example=_capability().replace(
        "  exposes:\n", "    - {namespace: stock, openapi: ./stock.yaml}\n  exposes:\n"
    ),
    correction=_capability().replace(
        "  exposes:\n", "    - {from: ./spec.yaml, import: shop, as: stock}\n  exposes:\n"
    ),
)

IMPORTED_FILES = Rule(
    code="CAP909",
    severity=Severity.WARNING,
    title="imported files",
    message="`{key}` is not supported yet: {files} is not read.",
    hint="copy what is needed into this file, or remove the key",
    explanation="Other files are not read yet. Calls to what they define are errors of their own.",
    example=_capability() + "import: [shared/stock.yaml]\n",
    correction=_capability(),
)

SCRIPT = Rule(
    code="CAP904",
    severity=Severity.WARNING,
    title="script step that is left to a hook",
    message="The script `{file}` is not run: the step is a hook that the team fills.",
    hint="give a function to `scripts.{name}.fill`; until then calls fail with a message that says so",
    explanation=(
        "No text of a specification becomes code. A script step, in whatever language, is a typed "
        "hook in `scripts.py`: a function from the context to what the step gives."
    ),
    example=_doing(
        "              steps:\n                - {name: one, type: script, file: one.py}\n"
    ),
    correction=_capability(),
)

TUNNEL = Rule(
    code="CAP914",
    severity=Severity.ERROR,
    title="tunnel",
    message="Tunnels are not supported yet, and without one this API may not be reachable.",
    hint="remove `tunnel` if the API can be reached directly",
    explanation=(
        "A tunnel keeps requests off the public network. Sending them around it in silence would "
        "betray that, so it is an error."
    ),
    example=_capability().replace(
        "      resources:\n        - name",
        "      tunnel: {type: ziti, service: shop, identity: '{{env.ID}}'}\n"
        "      resources:\n        - name",
        1,
    ),
    correction=_capability(),
)

SECTION = Rule(
    code="CAP917",
    severity=Severity.ERROR,
    title="tag of a template language",
    message="`{written}` is a tag of Mustache that is not supported.",
    hint="use plain placeholders only: `{{{{name}}}}`",
    explanation="Sections, partials, comments and other tags of Mustache are not supported.",
    example=_capability(operation="GET /items/{{#all}}").replace(
        "path: /items/{{#all}}", "path: '/items/{{#all}}'"
    ),
    correction=_capability(),
)

BODY_PATH = Rule(
    code="CAP918",
    severity=Severity.ERROR,
    title="input taken from inside the body",
    message="Inputs that are a part of the body (`{path}`) are not supported yet.",
    hint="name the input after a field of the body and remove `value`",
    explanation="An input is a field of the JSON body by its own name. Paths into it come later.",
    example=_taking("{name: a, in: body, type: string, value: $.b.c}"),
    correction=_taking("{name: a, in: body, type: string}"),
)

AUTHENTICATION_OF_CALLERS = Rule(
    code="CAP919",
    severity=Severity.WARNING,
    title="authentication of callers",
    message="Authentication of callers of type `{type}` is not supported yet: all are refused.",
    hint="set `<ADAPTER>_BEARER_TOKEN`, `_BASIC_PASSWORD` or `_API_KEY` where the package runs",
    explanation=(
        "An adapter checks its callers by a token, a password or an API key. One that declares "
        "another kind answers nobody until a setting names a kind that it can check."
    ),
    example=_capability().replace(
        "      port: 8080\n",
        "      port: 8080\n      authentication: {type: digest, username: a, password: b}\n",
    ),
    correction=_capability().replace(
        "      port: 8080\n",
        "      port: 8080\n      authentication: {type: basic, username: a, password: b}\n",
    ),
)
