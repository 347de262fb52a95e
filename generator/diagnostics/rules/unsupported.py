"""CAP9xx: what the language knows and the generator cannot do yet."""

from __future__ import annotations

from ..rule import Rule, Severity
from .samples import capability as _capability

# --- outputs (resolve) ---------------------------------------------------------------------------

UNSUPPORTED_PATH = Rule(
    code="CAP951",
    severity=Severity.ERROR,
    title="JSONPath that is not supported yet",
    message="The mapping `{path}` is not supported yet.",
    hint="use names, indices and `[*]`: `$.items[*].name`",
    explanation=(
        "Mappings are taken apart when the package is generated. Recursive descent (`..`), "
        "slices, unions, filters and functions are not among what is understood yet."
    ),
    example=_capability(
        rest_extra="              outputParameters: [{type: array, mapping: '$..name'}]\n"
    ),
    correction=_capability(
        rest_extra="              outputParameters: [{type: array, mapping: '$.items[*].name'}]\n"
    ),
)
