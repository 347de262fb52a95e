"""CAP38x: aggregates, their flows, and references to them (docs/language.md, "Aggregates")."""

from __future__ import annotations

from ..rule import Rule, Severity
from .samples import capability

_FLOWS = (
    "capability:\n  aggregates:\n    - namespace: stock\n      display: Stock\n      flows:\n"
    "        list: {description: List., call: shop.list-items}\n"
)


def _official(text: str) -> str:
    return text.replace("naftiko: 1.0.0-alpha2", "ikanos: 1.0.0-beta5")


def _referring(ref: str, flows: str = _FLOWS) -> str:
    text = _official(capability()).replace("capability:\n", flows, 1)
    return text.replace("              call: shop.list-items\n", f"              ref: {ref}\n", 1)


UNKNOWN_FLOW = Rule(
    code="CAP381",
    severity=Severity.ERROR,
    title="Reference to a flow that is not there",
    message="`{ref}` is no flow of this file.",
    hint="{advice}",
    explanation=(
        "`ref` names a flow of an aggregate: `<namespace of the aggregate>.<flow>`. It is never "
        "guessed."
    ),
    example=_referring("stock.lits"),
    correction=_referring("stock.list"),
)

FLOW_LATER = Rule(
    code="CAP389",
    severity=Severity.ERROR,
    title="Flow that refers to itself or to a later one",
    message="`{ref}` is not known here: a flow refers to flows that stand before it.",
    hint="write the call or the steps here, or move that flow before this one",
    explanation="Flows are read in the order of the file, so that none can lead back to itself.",
    example=_referring("stock.list", _FLOWS.replace("call: shop.list-items", "ref: stock.list")),
    correction=_referring("stock.list"),
)

REFERENCE_BESIDE_OTHERS = Rule(
    code="CAP382",
    severity=Severity.WARNING,
    title="Call or steps beside a reference",
    message="`{key}` is not read: the unit has a `ref` as well, which comes first.",
    hint="remove `{key}`, or `ref`",
    explanation="A unit does one thing: `ref` comes before `call`, and `call` before `steps`.",
    example=_referring("stock.list").replace(
        "              ref: stock.list\n",
        "              ref: stock.list\n              call: shop.list-items\n",
    ),
    correction=_referring("stock.list"),
)

OUTPUTS_BESIDE_FLOW = Rule(
    code="CAP383",
    severity=Severity.WARNING,
    title="Outputs beside those of a flow",
    message="These outputs are not read: `{ref}` makes its answer itself.",
    hint="remove them, or those of the flow",
    explanation=(
        "Where a flow has outputs or mappings, they make the answer; those of the tool or the "
        "operation that refers to it are read only where the flow has none."
    ),
    example=_referring(
        "stock.list",
        _FLOWS.replace(
            "call: shop.list-items}",
            "call: shop.list-items, outputParameters: [{type: string, mapping: $.a}]}",
        ),
    ).replace(
        "              ref: stock.list\n",
        "              ref: stock.list\n"
        "              outputParameters: [{type: string, mapping: $.b}]\n",
    ),
    correction=_referring(
        "stock.list",
        _FLOWS.replace(
            "call: shop.list-items}",
            "call: shop.list-items, outputParameters: [{type: string, mapping: $.a}]}",
        ),
    ),
)
