"""CAP14x: overlays (docs/overlays.md).

Their examples are overlays of the smallest capability of the other examples.
"""

from __future__ import annotations

from ..rule import Rule, Severity


def _overlay(*actions: str, version: str = "1.2.0", more: str = "") -> str:
    listed = "".join(f"  - {action}\n" for action in actions)
    head = f"overlay: {version}\ninfo: {{title: Shop, version: 1.0.0}}\n{more}"
    return f"{head}actions:\n{listed}"


_GOOD = _overlay(
    "target: $.capability.consumes[0].baseUri\n    update: https://shop.example/v2",
)

NOT_AN_OVERLAY = Rule(
    code="CAP140",
    severity=Severity.ERROR,
    title="Document that is no overlay",
    message="This is no overlay: {problem}.",
    hint="write `overlay: 1.2.0`, `info` with `title` and `version`, and a list `actions`",
    explanation=(
        "An overlay is a document of the OpenAPI Overlay Specification, 1.0 to 1.2: its version under "
        "`overlay`, and its changes under `actions`."
    ),
    example=_GOOD.replace("overlay: 1.2.0", "overlay: '2.0'"),
    correction=_GOOD,
)

BAD_ACTION = Rule(
    code="CAP141",
    severity=Severity.ERROR,
    title="Overlay with a mistake in it",
    message="The overlay has a mistake here: {problem}.",
    hint="docs/overlays.md has every key of an action",
    explanation=(
        "An action has a `target`, and one of `update`, `copy` (since 1.1.0) and `remove: true`; since "
        "1.2.0 it may be a `$ref` to an entry of `components.actions`, with its own `target`. A key that "
        "nobody reads would be a change that is never made, so it is an error, unless it begins with `x-`."
    ),
    example=_overlay("target: $.capability\n    updates: {x: 1}"),
    correction=_GOOD,
)

BAD_PATH = Rule(
    code="CAP142",
    severity=Severity.ERROR,
    title="Path of an overlay that cannot be read",
    message="This is no JSONPath: {problem}.",
    hint="write a path of RFC 9535, such as `$.capability.consumes[?@.namespace == 'shop']`",
    explanation=(
        "Paths are those of RFC 9535, without the additions of older libraries: strings in quotes, `&&` "
        "and `||` between comparisons, `$` at the beginning."
    ),
    example=_overlay("target: $.capability.consumes[?@.namespace = 'shop']\n    remove: true"),
    correction=_overlay(
        "target: $.capability.consumes[?@.namespace == 'shop'].baseUri\n"
        "    update: https://shop.example/v2"
    ),
)

NOTHING = Rule(
    code="CAP143",
    severity=Severity.ERROR,
    title="Path of an overlay that matches nothing",
    message="`{path}` matches nothing in the document: {advice}",
    hint="correct the path; the actions before this one may have removed or renamed what it means",
    explanation=(
        "An action whose target is not there changes nothing, and nobody would notice: a resource was "
        "renamed, a word is misspelt. The Overlay Specification lets it pass; here it is an error."
    ),
    example=_overlay("target: $.capability.consumes[?@.namespace == 'stock']\n    remove: true"),
    correction=_GOOD,
)

DOES_NOT_FIT = Rule(
    code="CAP144",
    severity=Severity.ERROR,
    title="Change of an overlay that does not fit",
    message="This change cannot be made: {problem}.",
    hint="give a mapping for a mapping and a single value for a single value, or remove the old one first",
    explanation=(
        "A mapping is merged into a mapping, a list is added to a list (any other value as one more item), "
        "a single value replaces a single value. Everything that a target selects has to be of one kind, "
        "and `copy` selects one node. To replace a value by one of another kind, remove it in an action "
        "and give it anew in the next."
    ),
    example=_overlay("target: $.capability.consumes[0].baseUri\n    update: {host: shop.example}"),
    correction=_GOOD,
)

DOES_NOTHING = Rule(
    code="CAP145",
    severity=Severity.WARNING,
    title="Action of an overlay that changes nothing",
    message="This action changes nothing: it has no `update`, no `copy` and no `remove: true`.",
    hint="say what is to change, or remove the action",
    explanation="`remove: false` is the same as no `remove`.",
    example=_overlay(
        "target: $.capability.consumes[0].baseUri\n    update: https://shop.example/v2",
        "target: $.capability.exposes[0]\n    remove: false",
    ),
    correction=_GOOD,
)

OTHER_DOCUMENT = Rule(
    code="CAP146",
    severity=Severity.WARNING,
    title="Overlay of another document",
    message="The overlay is for `{file}` and is applied to `{found}`.",
    hint="correct `extends`, or remove it from an overlay that serves several documents",
    explanation=(
        "`extends` names the document that an overlay was written for. It does not choose it: that is done "
        "by the overlay's name, by `--overlay`, or by the configuration. Addresses on the web are not compared."
    ),
    example=_overlay(
        "target: $.capability.consumes[0].baseUri\n    update: https://shop.example/v2",
        more="extends: other.yaml\n",
    ),
    correction=_GOOD,
)
