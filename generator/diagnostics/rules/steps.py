"""CAP37x: steps, lookups, mappings and mocks (docs/language.md, "Mocks")."""

from __future__ import annotations

from ..rule import Rule, Severity
from .samples import capability

__all__ = ["Rule"]

_ITEMS = "{name: items, type: call, call: shop.list-items}"
_FIND = (
    "{name: found, type: lookup, index: items, match: id, lookupValue: '%s', "
    "outputParameters: [name]}"
)
_WITH_OUTPUT = (
    "              method: GET\n  exposes",
    (
        "              method: GET\n"
        "              inputParameters: [{name: page, in: query}]\n"
        "              outputParameters: [{name: first, type: string, value: $.first}]\n"
        "  exposes"
    ),
)
_MAPPED = "[{target: items, value: $.items.all}]"


def _official(text: str) -> str:
    return text.replace("naftiko: 1.0.0-alpha2", "ikanos: 1.0.0-beta5")


def _doing(*lines: str) -> str:
    """A capability whose REST operation does something else than a call."""
    block = "".join(f"              {line}\n" for line in lines)
    return _official(capability()).replace("              call: shop.list-items\n", block)


def _stepped(*steps: str, mappings: str = _MAPPED, outputs: str | None = None) -> str:
    lines = ["steps:", *(f"  - {step}" for step in steps), f"mappings: {mappings}"]
    lines += [] if outputs is None else [f"outputParameters: {outputs}"]
    return _doing(*lines)


UNKNOWN_INDEX = Rule(
    code="CAP370",
    severity=Severity.ERROR,
    title="Lookup in a step that is not there",
    message="`{index}` is no step of this unit.",
    hint="{advice}",
    explanation=(
        "`index` is the name of an earlier step, and nothing else: no path, and no part of its "
        "answer."
    ),
    example=_stepped(_ITEMS, (_FIND % "1").replace("index: items", "index: $.items.all")),
    correction=_stepped(_ITEMS, _FIND % "1"),
)

LATER_INDEX = Rule(
    code="CAP371",
    severity=Severity.ERROR,
    title="Lookup in a later step",
    message="`{index}` has not run when this lookup does: steps run in the order of the file.",
    hint="move that step before this one; before it there are: {earlier}",
    explanation="A lookup reads what an earlier step gave. The order of the file is the order of the steps.",
    example=_stepped(_FIND % "1", _ITEMS),
    correction=_stepped(_ITEMS, _FIND % "1"),
)

STEP_LATER = Rule(
    code="CAP372",
    severity=Severity.ERROR,
    title="Placeholder for a later step",
    message="`{step}` has not run when this is read: steps run in the order of the file.",
    hint="move that step before this one",
    explanation="`{{{{step.field}}}}` reads what an earlier step gave.",
    example=_stepped(
        "{name: one, type: call, call: shop.list-items, with: {page: '{{two.page}}'}}",
        "{name: two, type: call, call: shop.list-items}",
        mappings="[{target: a, value: $.one.a}]",
    ).replace(
        "              method: GET\n  exposes",
        "              method: GET\n              inputParameters: [{name: page, in: query}]\n  exposes",
    ),
    correction=_stepped(
        "{name: two, type: call, call: shop.list-items}",
        "{name: one, type: call, call: shop.list-items, with: {page: '{{two.page}}'}}",
        mappings="[{target: a, value: $.one.a}]",
    ).replace(
        "              method: GET\n  exposes",
        "              method: GET\n              inputParameters: [{name: page, in: query}]\n  exposes",
    ),
)

MAPS_NOTHING = Rule(
    code="CAP373",
    severity=Severity.WARNING,
    title="Mapping that reads nothing",
    message="`{text}` is never there, so this mapping is left out: {problem}.",
    hint="{advice}",
    explanation=(
        "A mapping reads `$.step.key.key`: keys of objects, one inside the other. It is not "
        "JSONPath: there are no indices, filters, constants or placeholders. A lookup gives the fields that "
        "it lists, and a call with `outputParameters` gives these."
    ),
    example=_stepped(
        _ITEMS, mappings="[{target: a, value: $.items.all}, {target: b, value: '$.items.all[0]'}]"
    ),
    correction=_stepped(_ITEMS, mappings="[{target: a, value: $.items.all}]"),
)

STEP_GIVES_NOTHING = Rule(
    code="CAP397",
    severity=Severity.WARNING,
    title="Placeholder for an output that the step does not have",
    message="`{text}` is never there: {problem}.",
    hint="{advice}",
    explanation="A call with `outputParameters` gives these to the steps after it, and nothing else.",
    example=_stepped(
        "{name: one, type: call, call: shop.list-items}",
        "{name: two, type: call, call: shop.list-items, with: {page: '{{one.frist}}'}}",
        mappings="[{target: a, value: $.two.first}]",
    ).replace(*_WITH_OUTPUT),
    correction=_stepped(
        "{name: one, type: call, call: shop.list-items}",
        "{name: two, type: call, call: shop.list-items, with: {page: '{{one.first}}'}}",
        mappings="[{target: a, value: $.two.first}]",
    ).replace(*_WITH_OUTPUT),
)

TARGET_SPELLED = Rule(
    code="CAP398",
    severity=Severity.WARNING,
    title="Target of a mapping that is spelled like an output",
    message="`{target}` is no declared output; callers get it beside `{meant}`, which is always null.",
    hint="did you mean `{meant}`?",
    explanation=(
        "`mappings` fill the answer of a unit with steps, and `outputParameters` declare what is in "
        "it. A declared output that no mapping has as its target is never there."
    ),
    example=_stepped(
        _ITEMS, mappings="[{target: titel, value: $.items.all}]", outputs="{title: {type: string}}"
    ),
    correction=_stepped(
        _ITEMS, mappings="[{target: title, value: $.items.all}]", outputs="{title: {type: string}}"
    ),
)

TARGETS_COLLIDE = Rule(
    code="CAP374",
    severity=Severity.WARNING,
    title="Target of a mapping inside another one",
    message="`{target}` and `{other}` are one place of the answer; the later one replaces the other.",
    hint="give each mapping a place of its own",
    explanation=(
        "Dots in a target nest: `ok.sub` stands inside `ok`. When `ok` has a value of its own, "
        "only one of the two can be in the answer."
    ),
    example=_stepped(
        _ITEMS, mappings="[{target: a, value: $.items.x}, {target: a.b, value: $.items.y}]"
    ),
    correction=_stepped(
        _ITEMS, mappings="[{target: a.x, value: $.items.x}, {target: a.y, value: $.items.y}]"
    ),
)

PATH_IS_TEXT = Rule(
    code="CAP375",
    severity=Severity.WARNING,
    title="Path in `with`",
    message="`{text}` is plain text here and is sent as it stands.",
    hint="write `{{{{{name}}}}}`",
    explanation=(
        "Under `with`, what an earlier step gave is read by a placeholder. A path is read in "
        "`mappings` and in `lookupValue` only."
    ),
    example=_stepped(
        _ITEMS, "{name: more, type: call, call: shop.list-items, with: {page: $.items.next}}"
    ).replace(
        "              method: GET\n  exposes",
        "              method: GET\n              inputParameters: [{name: page, in: query}]\n  exposes",
    ),
    correction=_stepped(
        _ITEMS, "{name: more, type: call, call: shop.list-items, with: {page: '{{items.next}}'}}"
    ).replace(
        "              method: GET\n  exposes",
        "              method: GET\n              inputParameters: [{name: page, in: query}]\n  exposes",
    ),
)

LOOKUP_READS_NOTHING = Rule(
    code="CAP376",
    severity=Severity.WARNING,
    title="Value of a lookup that is no path",
    message="`{text}` is looked up as it stands: {problem}.",
    hint="{advice}",
    explanation="A `lookupValue` is a path into an earlier step, or a text with placeholders.",
    example=_stepped(_ITEMS, _FIND % "$.orders.id"),
    correction=_stepped(_ITEMS, _FIND % "$.items.id"),
)

LOOKUP_OF_TEXT = Rule(
    code="CAP377",
    severity=Severity.WARNING,
    title="Value of a lookup that looks like an input",
    message="`{text}` is plain text here and is looked up as it stands.",
    hint="write `{{{{{name}}}}}`",
    explanation=(
        "In `with` a value `<namespace>.<input>` is an input. In `lookupValue` it is text; there, "
        "an input is a placeholder."
    ),
    example=_stepped(_ITEMS, _FIND % "shop-rest.id"),
    correction=_stepped(_ITEMS, _FIND % "7"),
)

LOOKUP_IN_TEMPLATE = Rule(
    code="CAP378",
    severity=Severity.WARNING,
    title="Placeholder for a lookup",
    message="`{step}` is a lookup; the reference engine leaves its fields empty in a placeholder.",
    hint="nothing needs to change here; look the record up in the service itself if both must agree",
    explanation=(
        "What a lookup found can be read by later steps here. The reference engine keeps it for "
        "`mappings` only and puts an empty text in its place."
    ),
    example=_stepped(
        _ITEMS,
        _FIND % "1",
        "{name: more, type: call, call: shop.list-items, with: {page: '{{found.name}}'}}",
    ).replace(
        "              method: GET\n  exposes",
        "              method: GET\n              inputParameters: [{name: page, in: query}]\n  exposes",
    ),
    correction=_stepped(
        _ITEMS,
        _FIND % "1",
        "{name: more, type: call, call: shop.list-items, with: {page: '{{items.name}}'}}",
    ).replace(
        "              method: GET\n  exposes",
        "              method: GET\n              inputParameters: [{name: page, in: query}]\n  exposes",
    ),
)

STEPS_BESIDE_CALL = Rule(
    code="CAP379",
    severity=Severity.WARNING,
    title="Steps beside a call",
    message="These steps are not read: the unit has a `call` as well, which comes first.",
    hint="remove `call`, or the steps",
    explanation="A unit does one thing: `ref` comes before `call`, and `call` before `steps`.",
    example=_doing("call: shop.list-items", f"steps: [{_ITEMS}]"),
    correction=_doing("call: shop.list-items"),
)

MAPPINGS_ALONE = Rule(
    code="CAP387",
    severity=Severity.WARNING,
    title="Mappings without steps",
    message="These mappings are not read: they gather what `steps` gave, and `{key}` comes first.",
    hint="write what the answer consists of under `outputParameters`",
    explanation=(
        "`mappings` belong to `steps`. What one call answers is shaped by `outputParameters`, a flow's "
        "answer by the flow itself."
    ),
    example=_doing("call: shop.list-items", f"mappings: {_MAPPED}"),
    correction=_doing(
        "call: shop.list-items",
        "outputParameters: [{type: object, properties: {items: {type: array, mapping: $.all}}}]",
    ),
)

EMPTY_TARGET = Rule(
    code="CAP388",
    severity=Severity.ERROR,
    title="Target of a mapping without a name",
    message="`{target}` is no place of an answer: a name in it is empty.",
    hint="write a name, or several joined by single dots: `route.from`",
    explanation="Dots in a target nest: each piece between them is a key of the answer.",
    example=_stepped(_ITEMS, mappings="[{target: a..b, value: $.items.x}]"),
    correction=_stepped(_ITEMS, mappings="[{target: a.b, value: $.items.x}]"),
)

SCRIPT_OUTSIDE = Rule(
    code="CAP384",
    severity=Severity.ERROR,
    title="Script outside its folder",
    message="`{file}` is no file below the folder of the script.",
    hint="name a file: letters, digits, `.`, `_` and `-`, with `/` between folders",
    explanation=(
        "A script is named relative to its `location`, and never leads out of it: no part of the "
        "name is `..`, and none has other characters."
    ),
    example=_stepped(
        "{name: sum, type: script, file: ../sum.py}", mappings="[{target: a, value: $.sum}]"
    ),
    correction=_stepped(
        "{name: sum, type: script, file: sum.py}", mappings="[{target: a, value: $.sum}]"
    ),
)


MOCK_SAYS_NOTHING = Rule(
    code="CAP380",
    severity=Severity.WARNING,
    title="Mock without a value",
    message="None of these outputs has a `value`: the answer is an empty object.",
    hint="give an output a `value`, or add a `call`",
    explanation="A unit without `call`, `steps` and `ref` answers with the values of its outputs.",
    example=_official(
        capability(
            exposes_extra=(
                "    - type: mcp\n      namespace: shop-mcp\n      port: 9090\n      tools:\n"
                "        - name: hello\n          description: Hello.\n"
                "          outputParameters: [{name: text, type: string}]\n"
            )
        )
    ),
    correction=_official(
        capability(
            exposes_extra=(
                "    - type: mcp\n      namespace: shop-mcp\n      port: 9090\n      tools:\n"
                "        - name: hello\n          description: Hello.\n"
                "          outputParameters: [{name: text, type: string, value: hello}]\n"
            )
        )
    ),
)
