"""Binary numbers as JSON has them."""

from __future__ import annotations

import math
import struct

from ..values import Json


def json_number(value: float) -> Json:
    """A number; what JSON has no number for as the text that Protobuf's JSON mapping gives it."""
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def shortest(value: float) -> float:
    """A number of 32 bits with the fewest digits that still mean it: 0.1, not 0.10000000149011612."""
    if not math.isfinite(value):
        return value
    for digits in range(6, 9):
        short = float(f"{value:.{digits}g}")
        if abs(short) < 3.4e38 and struct.pack("f", short) == struct.pack("f", value):
            return short
    return float(f"{value:.9g}")
