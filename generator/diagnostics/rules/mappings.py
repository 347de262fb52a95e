"""CAP37x: mappings, which gather an answer from steps (docs/language.md, "Steps")."""

from __future__ import annotations

from ..rule import Rule, Severity
from .samples import ITEMS_STEP, MAPPED, doing, stepped

__all__ = ["Rule"]

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
    example=stepped(
        ITEMS_STEP,
        mappings="[{target: a, value: $.items.all}, {target: b, value: '$.items.all[0]'}]",
    ),
    correction=stepped(ITEMS_STEP, mappings="[{target: a, value: $.items.all}]"),
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
    example=stepped(
        ITEMS_STEP,
        mappings="[{target: titel, value: $.items.all}]",
        outputs="{title: {type: string}}",
    ),
    correction=stepped(
        ITEMS_STEP,
        mappings="[{target: title, value: $.items.all}]",
        outputs="{title: {type: string}}",
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
    example=stepped(
        ITEMS_STEP, mappings="[{target: a, value: $.items.x}, {target: a.b, value: $.items.y}]"
    ),
    correction=stepped(
        ITEMS_STEP, mappings="[{target: a.x, value: $.items.x}, {target: a.y, value: $.items.y}]"
    ),
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
    example=doing("call: shop.list-items", f"mappings: {MAPPED}"),
    correction=doing(
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
    example=stepped(ITEMS_STEP, mappings="[{target: a..b, value: $.items.x}]"),
    correction=stepped(ITEMS_STEP, mappings="[{target: a.b, value: $.items.x}]"),
)
