"""The reach as JSON: a line for each thing, so that a change is a line of the diff."""

from __future__ import annotations

from typing import Any

from ..contract.writing import laid_out
from .document import FORMAT, Reach, Reached, ReachedApi, Reaching, Surface
from .runtime import BY_THE_RUNTIME


def to_bytes(reach: Reach) -> bytes:
    """The document in UTF-8; what is empty is left out."""
    document = {
        "format": FORMAT,
        "apis": {name: _api(each) for name, each in sorted(reach.apis.items())},
        "surfaces": {name: _surface(each) for name, each in sorted(reach.surfaces.items())},
        "files": list(reach.files),
        "scripts": list(reach.scripts),
        **_process(reach),
        "runtime": {name: list(each) for name, each in BY_THE_RUNTIME.items()},
    }
    return (laid_out(document) + "\n").encode("utf-8", "backslashreplace")


def _process(reach: Reach) -> dict[str, Any]:
    """Left out where there is none."""
    spoken_to = [
        {"host": each.host, "setting": each.setting, "why": each.why, "sends": each.sends}
        for each in reach.process
    ]
    return {"process": spoken_to} if spoken_to else {}


def _api(api: ReachedApi) -> dict[str, Any]:
    return {
        "base_uri": api.base_uri,
        "base_uri_setting": api.setting,
        "credentials": [
            {"variables": list(each.variables), "goes_to": each.place} for each in api.credentials
        ],
        **_whose(api),
        "operations": {name: _operation(each) for name, each in sorted(api.operations.items())},
    }


def _whose(api: ReachedApi) -> dict[str, Any]:
    """The mode without a setting first."""
    if not api.whose:
        return {}
    usual, *others = api.whose
    return {
        "credentials_of": _filled(
            {"default": usual, "others": others, "setting": api.whose_setting if others else ""}
        )
    }


def _operation(each: Reached) -> dict[str, Any]:
    return _filled(
        {
            "method": each.method,
            "path": each.path,
            "segments": dict(each.segments),
            "query": list(each.query),
            "headers": list(each.headers),
            "cookies": list(each.cookies),
            "body": each.body,
            "spec": each.declared.pointer,
        }
    )


def _surface(surface: Surface) -> dict[str, Any]:
    return {
        "kind": surface.kind,
        "callers": surface.callers,
        "units": {name: _unit(each) for name, each in sorted(surface.units.items())},
    }


def _unit(each: Reaching) -> dict[str, Any]:
    return _filled(
        {
            "calls": list(each.calls),
            "inputs": [
                {"name": one.name, "in": one.place, "goes_to": one.goes_to} for one in each.inputs
            ],
            "answer": each.answer,
            "says": each.says,
            "spec": each.declared.pointer,
        }
    )


def _filled(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if value not in ("", [], {})}
