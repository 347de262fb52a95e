"""CAP2xx: keys and values that the language does not have in that place."""

from __future__ import annotations

from ..rule import Rule, Severity
from .samples import capability

_GOOD = capability()

NOT_A_CAPABILITY = Rule(
    code="CAP201",
    severity=Severity.ERROR,
    title="The file is no capability",
    message="This is not a capability document: {problem} (found {keys}).",
    hint="a capability file describes the APIs that it uses under `capability: consumes:` and what "
    "it offers under `capability: exposes:`",
    explanation=(
        "Files of other kinds are published beside capabilities: descriptions of workflows, of "
        "tools, of policies. They name no HTTP operation, so there is nothing to generate."
    ),
    example="""\
name: Shop
description: Everything about the shop.
apis:
- shop
workflow:
- Look at the orders.
""",
    correction=_GOOD,
)

MISSING_KEY = Rule(
    code="CAP202",
    severity=Severity.ERROR,
    title="A required key is missing",
    message="The key `{key}` is missing: {thing} must have it.",
    hint="add `{key}:` here",
    explanation="Without this key the thing that it stands in has no meaning, or more than one.",
    example=_GOOD.replace("      baseUri: https://shop.test/v1\n", ""),
    correction=_GOOD,
)

WRONG_TYPE = Rule(
    code="CAP203",
    severity=Severity.ERROR,
    title="A value of the wrong type",
    message="{subject} is {found} and must be {expected}.",
    hint="{advice}",
    explanation=(
        "The language gives every key a type. YAML decides the type by the way a value is written: "
        "`8080` is a number, `'8080'` is text, and a key with nothing after it has no value."
    ),
    example=_GOOD.replace("port: 8080", "port: '8080'"),
    correction=_GOOD,
)

UNKNOWN_VALUE = Rule(
    code="CAP204",
    severity=Severity.ERROR,
    title="A value that is not one of those allowed",
    message="{subject} is {value}, which is not one of its values.",
    hint="{advice}",
    explanation="This key takes one of a few values, written exactly so.",
    example=_GOOD.replace("method: GET", "method: GETT", 1),
    correction=_GOOD,
)

OUT_OF_RANGE = Rule(
    code="CAP205",
    severity=Severity.ERROR,
    title="A number out of range",
    message="{subject} is {value} and must be {range}.",
    hint="choose a number that is {range}",
    explanation="The number has bounds; a TCP port, for one, is at most 65535.",
    example=_GOOD.replace("port: 8080", "port: 70000"),
    correction=_GOOD,
)

WRONG_FORM = Rule(
    code="CAP206",
    severity=Severity.ERROR,
    title="A text of the wrong form",
    message="{subject} is `{value}` and must be {expected}.",
    hint="write {expected}",
    explanation="The text of this key has a form that it must keep.",
    example=_GOOD.replace("naftiko: 1.0.0-alpha2", "ikanos: 1.0.0-beta5").replace(
        "https://shop.test/v1", "ftp://shop.test/v1"
    ),
    correction=_GOOD,
)

UNKNOWN_KEY = Rule(
    code="CAP207",
    severity=Severity.WARNING,
    title="An unknown key",
    message="`{key}` is no key of {thing}, so it has no effect.",
    hint="{advice}",
    explanation=(
        "The language does not know this key in this place. It is ignored, like every unknown key; "
        "keys that begin with `x-` are ignored without a word."
    ),
    example=_GOOD.replace("      port: 8080\n", "      port: 8080\n      adress: 127.0.0.1\n"),
    correction=_GOOD.replace("      port: 8080\n", "      port: 8080\n      address: 127.0.0.1\n"),
)

MISSPELT_KEY = Rule(
    code="CAP208",
    severity=Severity.ERROR,
    title="A required key is misspelt",
    message="`{key}` is no key of {thing}, and its key `{missing}` is missing.",
    hint="did you mean `{missing}`?",
    explanation="A key that must be there is not, and one that is much like it is.",
    example=_GOOD.replace("method: GET", "metod: GET", 1),
    correction=_GOOD,
)

OTHER_KEY = Rule(
    code="CAP218",
    severity=Severity.ERROR,
    title="An unknown key where another is required",
    message="`{key}` is no key of {thing}, and its key `{missing}` is missing.",
    hint="write `{missing}:` in its place, or add `{missing}:` and remove `{key}`",
    explanation="A key that must be there is not, and beside it stands one that the language does not know.",
    example=_GOOD.replace("method: GET", "verb: GET", 1),
    correction=_GOOD,
)

MISPLACED_KEY = Rule(
    code="CAP216",
    severity=Severity.ERROR,
    title="A line in a wrong column",
    message="`{key}` stands in another thing than the one that it belongs to.",
    hint="{advice}",
    explanation=(
        "The file is valid YAML, but this line's indentation makes it a part of something that has no use for "
        "it, and what it belongs to misses it. In another column the file reads without either finding."
    ),
    example=_GOOD.replace("              method: GET\n", "          method: GET\n", 1),
    correction=_GOOD,
)

MISPLACED_OPTIONAL_KEY = Rule(
    code="CAP217",
    severity=Severity.WARNING,
    title="A line in a wrong column, without effect",
    message="`{key}` stands in another thing than the one that it belongs to, so it has no effect.",
    hint="{advice}",
    explanation=(
        "The file is valid YAML, but this line's indentation makes it a part of something that has no such key. "
        "In another column the file reads without the finding."
    ),
    example=_GOOD.replace("method: GET\n", "method: GET\n          outputRawFormat: json\n", 1),
    correction=_GOOD.replace(
        "method: GET\n", "method: GET\n              outputRawFormat: json\n", 1
    ),
)

OPEN_PLACEHOLDER = Rule(
    code="CAP209",
    severity=Severity.ERROR,
    title="Braces that do not match",
    message="The braces of `{fragment}` do not match.",
    hint="did you mean `{suggestion}`?",
    explanation=(
        "A placeholder stands between two braces on either side, `{{NAME}}`; a variable of a path "
        "may stand between single ones, `{name}`. Half a placeholder would be sent as it stands."
    ),
    example=_GOOD.replace("https://shop.test/v1", "'https://shop.test/{{VERSION}'"),
    correction=_GOOD.replace("https://shop.test/v1", "'https://shop.test/{{VERSION}}'"),
)

EMPTY_COLLECTION = Rule(
    code="CAP250",
    severity=Severity.ERROR,
    title="An empty list or mapping",
    message="{subject} is empty.",
    hint="add an entry, or remove the key",
    explanation="The official language requires an entry here.",
    example=_GOOD.replace("naftiko: 1.0.0-alpha2", "ikanos: 1.0.0-beta5\nbinds: []"),
    correction=_GOOD.replace("naftiko: 1.0.0-alpha2", "ikanos: 1.0.0-beta5"),
)

STYLE = Rule(
    code="CAP251",
    severity=Severity.WARNING,
    title="A name against the style of the language",
    message="{subject} is `{value}` and should be {expected}.",
    hint="write {advice}",
    explanation=(
        "The official schema has rules for names and versions that nothing depends on. Other tools "
        "may refuse the file."
    ),
    example=_GOOD.replace("naftiko: 1.0.0-alpha2", "ikanos: 1.0.0-beta5").replace(
        "shop-rest", "shop_rest"
    ),
    correction=_GOOD.replace("naftiko: 1.0.0-alpha2", "ikanos: 1.0.0-beta5"),
)

EMPTY_PLACEHOLDER = Rule(
    code="CAP252",
    severity=Severity.ERROR,
    title="A placeholder without a name",
    message="`{fragment}` names nothing.",
    hint="write a name between the braces, such as `{{{{limit}}}}`",
    explanation="Between the braces of a placeholder stands the name of an input or of a bind.",
    example=_GOOD.replace("https://shop.test/v1", "'https://shop.test/{{ }}'"),
    correction=_GOOD.replace("https://shop.test/v1", "'https://shop.test/{{VERSION}}'"),
)
