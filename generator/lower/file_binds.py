"""Files that give variables, as declarations of the settings: each to who reads one of its variables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from ..model import Bind
from ..naming import Names, exportable
from ..plan import Api, ControlSurface, FromEnvironment, McpSurface, Plan, RestSurface, SkillSurface
from ..records import dataclass
from .python import Declaration, Literal, Name, Python, TupleOf, call, literal


@dataclass(frozen=True, slots=True)
class FileBinds:
    """The declarations, and which of them anybody needs."""

    declared: tuple[tuple[Bind, Declaration], ...]
    of_units: frozenset[str]
    """The variables that units hand to operations."""

    @classmethod
    def of(cls, plan: Plan, names: Names) -> FileBinds:
        """One declaration for each bind with a location."""
        binds = [each for each in plan.capability.binds if each.location is not None]
        declared = tuple(
            (bind, Declaration(names.fresh(f"{_prefix(bind)}_BIND"), _declaration(bind)))
            for bind in binds
        )
        return cls(declared, frozenset(_variables(plan.units)))

    def api(self, api: Api) -> list[tuple[str, Python]]:
        """The keyword of an API that reads files; none where it does not."""
        own = _variables((api.base_uri, api.authentication, api.operations))
        return self._needed({*own, *self.of_units})

    def adapter(
        self, surface: RestSurface | McpSurface | SkillSurface | ControlSurface
    ) -> list[tuple[str, Python]]:
        """The same for an adapter, whose callers show what a file has."""
        return self._needed(set(_variables(surface.authentication)))

    def _needed(self, variables: set[str]) -> list[tuple[str, Python]]:
        needed = [
            Name(declaration.name)
            for bind, declaration in self.declared
            if variables & set(bind.sources)
        ]
        return [("binds", TupleOf(tuple(needed)))] if needed else []


def file_setting(bind: Bind) -> str:
    """The environment variable that names another file."""
    return f"{_prefix(bind)}_FILE"


def _prefix(bind: Bind) -> str:
    return exportable(bind.namespace or "bind").upper()


def _declaration(bind: Bind) -> Python:
    keywords: list[tuple[str, Python]] = [
        ("setting", Literal(file_setting(bind))),
        ("location", Literal(bind.location)),
        ("keys", literal(dict(bind.sources))),
        ("module", Name("__name__")),
    ]
    return call("FileBind", keywords)


def _variables(value: object) -> Iterator[str]:
    """Every environment variable that a part of the plan reads."""
    if isinstance(value, FromEnvironment):
        yield value.variable
    elif isinstance(value, tuple):
        for each in value:
            yield from _variables(each)
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            if each.name != "declaration":
                yield from _variables(getattr(value, each.name))
