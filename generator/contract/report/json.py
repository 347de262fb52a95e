"""Changes for programs, as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from ..change import Change
from ..rule import Verdict


def render_json(changes: Sequence[Change]) -> str:
    """One object: `changes` in their order, `counts` by verdict."""
    numbers = Counter(change.verdict for change in changes)
    document = {
        "counts": {verdict.word: numbers[verdict] for verdict in reversed(Verdict)},
        "changes": [_change(change) for change in changes],
    }
    return json.dumps(document, indent=2) + "\n"


def _change(change: Change) -> dict[str, Any]:
    return {
        "code": change.rule.code,
        "verdict": change.verdict.word,
        "surface": change.surface.value,
        "namespace": change.namespace,
        "subject": change.subject,
        "message": change.message,
        "before": change.before,
        "after": change.after,
        "why": change.rule.explanation,
    }
