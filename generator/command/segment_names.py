"""The names under `path-segments` of the configuration, held against the paths of the file."""

from __future__ import annotations

from ..diagnostics import Findings
from ..diagnostics.rules import configuration as rules
from ..diagnostics.spelling import nearest
from ..options import Options
from ..pipeline import Understood


def check_segment_names(understood: Understood, options: Options, findings: Findings) -> None:
    """Reports each name that no path of a consumed API has."""
    apis = understood.plan.apis
    if options.path_segments_are_shared or not apis:
        return
    known = sorted(frozenset[str]().union(*(api.path_arguments for api in apis)))
    for name, _, _ in options.path_segments:
        if name not in known:
            findings.report(
                rules.SEGMENTS_OF_NOTHING,
                apis[0].declaration.origin,
                name=name,
                suggestion=_suggestion(name, known),
            )


def _suggestion(name: str, known: list[str]) -> str:
    meant = nearest(name, known)
    if meant is not None:
        return f"did you mean `{meant}`?"
    names = ", ".join(f"`{each}`" for each in known[:12])
    return f"the parameters are {names}" if names else "remove it: no path has a parameter"
