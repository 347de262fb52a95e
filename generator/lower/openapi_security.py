"""The OpenAPI document on who may call: the kinds of credentials that the adapter asks for."""

from __future__ import annotations

from typing import Any

from ..model import Place
from ..plan import AuthenticationPlan, BasicPlan, BearerPlan, HookPlan, KeysPlan


def security_schemes(plan: AuthenticationPlan | None) -> dict[str, dict[str, Any]]:
    """The schemes by name; a caller needs all of them. Empty where the spec asks for nothing."""
    match plan:
        case BearerPlan():
            return {"bearer": {"type": "http", "scheme": "bearer"}}
        case BasicPlan():
            return {"basic": {"type": "http", "scheme": "basic"}}
        case KeysPlan(keys):
            return {
                f"key-{number}": {"type": "apiKey", "name": key.name, "in": key.place.value}
                for number, key in enumerate(keys, 1)
                if key.place in (Place.HEADER, Place.QUERY, Place.COOKIE)
            }
        case HookPlan() | None:
            return {}
