"""CAP13x: what an OpenAPI document holds and a capability cannot say (docs/openapi.md).

None of them has an example: what they speak of is not in a capability file.
"""

from __future__ import annotations

from typing import Final

from ..rule import Rule, Severity

NOT_IMPORTED: Final = Rule(
    code="CAP130",
    severity=Severity.ERROR,
    title="OpenAPI document that cannot be imported",
    message="The document is not imported: {problem}.",
    hint="{advice}",
    explanation=(
        "`capwright import openapi` reads one document and the files below its folder that it refers to. "
        "Nothing is read from the network."
    ),
    example="",
    correction="",
)

NOT_SAID: Final = Rule(
    code="CAP131",
    severity=Severity.WARNING,
    title="Part of an OpenAPI document that a capability cannot say",
    message="The capability says this otherwise: {problem}.",
    hint="look at what is sent there, and correct the capability or add an overlay",
    explanation=(
        "The capability language has fewer forms than OpenAPI: one kind of credential for an API, one base "
        "URI, one kind of body for an operation, and lists in a query that repeat their name. What is "
        "imported is the nearest that can be said; the import names each place where that is something else."
    ),
    example="",
    correction="",
    repeats=True,
)

EDITS_KEPT: Final = Rule(
    code="CAP132",
    severity=Severity.WARNING,
    title="Edit that stands against a change of the OpenAPI document",
    message="`{place}` was edited, and the document has changed there, too: the edit stays.",
    hint="compare both and decide; a new import without `--update` shows the document's",
    explanation=(
        "`import --update` keeps what people changed in the capability. Where the document has changed at "
        "the same place, only a person can tell which of the two is meant."
    ),
    example="",
    correction="",
)
