"""Which values in paths may have slashes, as a variable says it: `repository=2,path=1-9`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from .environment import Environment
from .errors import SettingError

_RANGE: Final = r"([0-9]{1,3})(?:-([0-9]{1,3}))?"


def segments(
    values: Environment,
    declared: Iterable[tuple[str, int, int]] = (),
    parameters: tuple[str, ...] | None = None,
) -> Mapping[str, tuple[int, int]]:
    """The least and the most segments of each parameter: `PATH_SEGMENTS`, over what is declared.

    Raises `SettingError`, also for a name that is none of the parameters.

    Args:
        values: of the environment.
        declared: parameters, each with the least and the most.
        parameters: all that paths have; None where that is not known.
    """
    found = {name: (minimum, maximum) for name, minimum, maximum in declared}
    variable = f"{values.prefix}_PATH_SEGMENTS"
    for entry in values.names("PATH_SEGMENTS"):
        parameter, equals, counts = entry.rpartition("=")
        match = re.fullmatch(_RANGE, counts.strip())
        if not parameter.strip() or not equals or match is None:
            raise _no_segments(variable)
        minimum, maximum = int(match[1]), int(match[2] or match[1])
        if not 1 <= minimum <= maximum:
            raise _no_segments(variable)
        if parameters is not None and parameter.strip() not in parameters:
            raise _no_parameter(variable, parameter.strip(), parameters)
        found[parameter.strip()] = (minimum, maximum)
    return found


def _no_parameter(variable: str, parameter: str, parameters: tuple[str, ...]) -> SettingError:
    import difflib  # For a start that fails.

    close = difflib.get_close_matches(parameter, parameters, 1, 0.7)
    there = ", ".join(parameters[:20]) + (", …" if len(parameters) > 20 else "")
    known = f"they have {there}" if parameters else "they have none"
    meant = f"did you mean {close[0]}? " if close else ""
    return SettingError(
        f"{variable} names {parameter[:60]!r}, a parameter that no path of the API has: "
        f"{meant}{known}"
    )


def _no_segments(variable: str) -> SettingError:
    return SettingError(
        f"{variable} must be parameters with their numbers of segments, "
        "such as repository=2 or path=1-9, separated by commas"
    )
