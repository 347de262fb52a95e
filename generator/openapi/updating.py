"""An import once more: names and edits of the earlier one stay, and what the document changed comes in.

Three states are compared: what was imported before, what people made of it, and what would be imported
now. Where people changed nothing, the new one counts; where they did, theirs.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from ..records import dataclass

_MISSING: Any = object()


@dataclass(slots=True)
class Update:
    """The result, and what came, went, or could not be taken over because somebody had changed it."""

    data: dict[str, Any]
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """Pointers at which an edit stands against a change of the document."""


def updated(before: dict[str, Any], edited: dict[str, Any], now: dict[str, Any]) -> Update:
    """Merge a new import into an edited one.

    Args:
        before: What the earlier import wrote.
        edited: The file as it is.
        now: What the document would give today.
    """
    now = _with_names(now, _names(before), _names(now))
    before = _with_names(before, _names(edited), _names(before))
    now = _with_names(now, _names(edited), _names(now))
    before, now = _with_unit_names(before, edited), _with_unit_names(now, edited)
    update = Update({})
    update.data = _merged(before, edited, now, "", update)
    return update


# --- names -----------------------------------------------------------------------------------------

_Key = tuple[str, str]
"""An operation, whatever it is called: its method and its path."""


def _apis(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    capability = data.get("capability")
    listed = capability.get("consumes") if isinstance(capability, dict) else None
    yield from (each for each in listed or () if isinstance(each, dict))


def _adapters(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    capability = data.get("capability")
    listed = capability.get("exposes") if isinstance(capability, dict) else None
    yield from (each for each in listed or () if isinstance(each, dict))


def _names(data: Mapping[str, Any]) -> dict[_Key, str]:
    """The name of each consumed operation; without what is no named map, as this writes them."""
    found: dict[_Key, str] = {}
    for api in _apis(data):
        for resource in _values(api.get("resources")):
            for name, operation in _items(resource.get("operations")):
                found[(str(operation.get("method")), str(resource.get("path")))] = name
    return found


def _with_names(
    data: dict[str, Any], wanted: Mapping[_Key, str], own: Mapping[_Key, str]
) -> dict[str, Any]:
    """The data with the operations, routes and tools called as in another state of the file."""
    names = {
        name: wanted[key] for key, name in own.items() if key in wanted and wanted[key] != name
    }
    if not names or set(names.values()) & (set(own.values()) - set(names)):
        return data
    made = copy.deepcopy(data)
    for api in _apis(made):
        for resource in _values(api.get("resources")):
            resource["operations"] = _renamed(resource.get("operations"), names)
    for adapter in _adapters(made):
        for resource in _values(adapter.get("resources")):
            resource["operations"] = _renamed(resource.get("operations"), names)
        if isinstance(adapter.get("tools"), dict):
            adapter["tools"] = _renamed(adapter["tools"], names)
    return made


def _renamed(units: Any, names: Mapping[str, str]) -> Any:
    if not isinstance(units, dict):
        return units
    made = {}
    for name, unit in units.items():
        call = unit.get("call") if isinstance(unit, dict) else None
        if isinstance(call, str):
            namespace, _, called = call.rpartition(".")
            unit["call"] = f"{namespace}.{names.get(called, called)}"
        made[names.get(name, name)] = unit
    return made


def _with_unit_names(data: dict[str, Any], edited: Mapping[str, Any]) -> dict[str, Any]:
    """The data with tools and routes called as in the edited file, where they call the same operation."""
    made = copy.deepcopy(data)
    own = {each.get("namespace"): each for each in _adapters(edited)}
    for adapter in _adapters(made):
        there = own.get(adapter.get("namespace"), {})
        if isinstance(adapter.get("tools"), dict):
            adapter["tools"] = _called(adapter["tools"], there.get("tools"))
        resources = dict(_items(there.get("resources")))
        for name, resource in _items(adapter.get("resources")):
            if isinstance(resource.get("operations"), dict):
                theirs = resources.get(name, {}).get("operations")
                resource["operations"] = _called(resource["operations"], theirs)
    return made


def _called(units: dict[str, Any], edited: Any) -> dict[str, Any]:
    """Units under the names that those have which alone call the same; as they are if two would share one."""
    ours, theirs = _by_call(units), _by_call(edited)
    names = {name: theirs.get(call, name) for call, name in ours.items()}
    made = {names.get(name, name): unit for name, unit in units.items()}
    return made if len(made) == len(units) else units


def _by_call(units: Any) -> dict[str, str]:
    """The names of units by what they call; without calls that several make."""
    found: dict[str, list[str]] = {}
    for name, unit in _items(units):
        if isinstance(unit.get("call"), str):
            found.setdefault(unit["call"], []).append(name)
    return {call: names[0] for call, names in found.items() if len(names) == 1}


def _items(value: Any) -> list[tuple[str, dict[str, Any]]]:
    found = value.items() if isinstance(value, dict) else ()
    return [(str(name), each) for name, each in found if isinstance(each, dict)]


def _values(value: Any) -> list[dict[str, Any]]:
    return [each for _, each in _items(value)]


# --- merging ---------------------------------------------------------------------------------------


def _merged(before: Any, edited: Any, now: Any, pointer: str, update: Update) -> Any:
    if all(isinstance(each, dict) for each in (before, edited, now)):
        return _merged_mapping(before, edited, now, pointer, update)
    named = [_by_namespace(each) for each in (before, edited, now)]
    if all(each is not None for each in named):
        old, own, new = (each or {} for each in named)
        places = {
            name: str(number) for number, name in enumerate(dict.fromkeys((*own, *new, *old)))
        }
        old, own, new = (
            {places[name]: each for name, each in one.items()} for one in (old, own, new)
        )
        return list(_merged_mapping(old, own, new, pointer, update).values())
    lists = all(isinstance(each, list) for each in (before, edited, now))
    if lists and len(before) == len(edited) == len(now):
        entries = zip(before, edited, now, strict=True)
        return [_merged(*each, f"{pointer}/{i}", update) for i, each in enumerate(entries)]
    if edited == before:
        return now
    if now not in (before, edited):
        update.kept.append(pointer)
    return edited


def _by_namespace(value: Any) -> dict[str, Any] | None:
    """APIs and adapters by their namespaces; None for any other list."""
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        return None
    found = {each["namespace"]: each for each in value if isinstance(each.get("namespace"), str)}
    return found if value and len(found) == len(value) else None


def _merged_mapping(
    before: dict[str, Any],
    edited: dict[str, Any],
    now: dict[str, Any],
    pointer: str,
    update: Update,
) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key in [*edited, *(key for key in now if key not in edited)]:
        here = f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"
        old, own, new = (each.get(key, _MISSING) for each in (before, edited, now))
        if own is _MISSING:
            if old is _MISSING:
                update.added.append(here)
                made[key] = new  # What somebody removed (`old` is there) stays away.
        elif new is _MISSING:
            if old is _MISSING or own != old:
                made[key] = own
                if old is not _MISSING:
                    update.kept.append(here)
            else:
                update.removed.append(here)
        elif old is _MISSING:
            made[key] = own
        else:
            made[key] = _merged(old, own, new, here, update)
    return made
