"""Steps, lookups, mappings, flows and mocks as the language's reference has them (2.9.3, 2.9.4, 2.14, 2.16).

A program is read from the file's data and run over documents that an API would answer; nothing here knows the
generator or the runtime.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

from .holes import MISSING, Hole, Names, UnresolvedError, parse, walk, written

NOTHING: Final = MISSING
"""What is not there."""
_NAMES: Final = Names(frozenset(), frozenset(), published=False)
_HOLE: Final = re.compile(r"\{\{\s*([\w.-]+)\s*\}\}")


def tell(context: Mapping[str, Any]) -> dict[str, Any]:
    """The script of made flows."""
    return {"keys": sorted(context), "size": context.get("size")}


def number(context: Mapping[str, Any]) -> int:
    """Another script of the same name in another folder."""
    return len(context)


SCRIPTS: Final[Mapping[str, Callable[[Mapping[str, Any]], Any]]] = {
    "python tell.py": tell,
    "python steps/tell.py": tell,
    "python other/tell.py": number,
}
"""By language and path."""


@dataclass
class Program:
    """One flow while it runs: what its steps gave, and what was asked."""

    namespace: str
    operations: Mapping[str, Mapping[str, Any]]
    """Consumed operations by `namespace.name`, each with its resource's `path`."""
    document: Callable[[str], Any]
    """What the API answers at a path."""
    inputs: Mapping[str, Any]
    gave: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def answer(self, flow: Mapping[str, Any]) -> Any:
        """The JSON that the flow answers."""
        if not flow.get("steps"):
            made = self._mock(flow["outputParameters"])
            return {} if made is NOTHING else made
        last: Any = {}
        kinds: dict[str, str] = {}
        for name, step in flow["steps"].items():
            kinds[name] = step["type"]
            if step["type"] == "call":
                last, self.gave[name] = self._call(step)
            elif step["type"] == "script":
                self.gave[name] = self._script(step)
            else:
                self.gave[name] = self._lookup(step)
        found: dict[str, Any] = {}
        for mapping in flow.get("mappings", ()):
            value = self._at(mapping["value"])
            if value is not NOTHING:
                _put(found, mapping["target"].split("."), value)
        return found or last

    # --- calls -----------------------------------------------------------------------------------

    def _call(self, step: Mapping[str, Any]) -> tuple[Any, Any]:
        """The document of the answer, and what the step gives of it."""
        operation = self.operations[step["call"]]
        given = {name: self._with(value) for name, value in (step.get("with") or {}).items()}

        def value(name: str) -> Any:
            if name in given:
                return given[name]
            return self._named(name)

        path = _HOLE.sub(lambda hole: quote(_text(value(hole[1])), safe=""), operation["path"])
        pairs: list[str] = []
        for name, parameter in operation.get("inputParameters", {}).items():
            if parameter["in"] != "query":
                continue
            found = value(name)
            if found is NOTHING or found is None:
                continue
            items = found if isinstance(found, list) else [found]
            pairs += [f"{name}={quote(_text(each), safe='')}" for each in items]
        self.asked.append(f"GET {path}{'?' if pairs else ''}{'&'.join(pairs)}")
        document = self.document(path)
        return document, _shaped(operation.get("outputParameters"), document)

    def _with(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if value.startswith(f"{self.namespace}."):
            return self.inputs.get(value.removeprefix(f"{self.namespace}."), NOTHING)
        return self._rendered(value)

    def _rendered(self, text: str) -> Any:
        """A template: a hole alone keeps its type, a text with a hole that nothing fills is not there."""
        parts = parse(text, _NAMES)
        if len(parts) == 1 and isinstance(parts[0], Hole):
            return self._named(parts[0].name)
        try:
            pieces = written(parts, lambda hole: self._named(hole.name))
        except UnresolvedError:
            return NOTHING
        return "".join(pieces) if pieces else NOTHING

    def _named(self, name: str) -> Any:
        """A step's output or a part of it, else an input or a part of one."""
        head, *keys = name.split(".")
        if head in self.gave:
            found = walk(self.gave[head], keys)
            return NOTHING if found is None else found
        if name in self.inputs or head not in self.inputs:
            return self.inputs.get(name, NOTHING)
        return walk(self.inputs[head], keys)

    # --- scripts ---------------------------------------------------------------------------------

    def _script(self, step: Mapping[str, Any]) -> Any:
        """What the script says of the context: inputs, over them what steps gave, over them its own `with`."""
        own = {
            name: self._rendered(value) if isinstance(value, str) else value
            for name, value in (step.get("with") or {}).items()
        }
        context = {**self.inputs, **self.gave, **own}
        folder = step.get("location", "").removeprefix("file:///./")
        script = SCRIPTS[f"{step['language']} {folder}{'/' if folder else ''}{step['file']}"]
        return script({name: each for name, each in context.items() if each is not NOTHING})

    # --- lookups ---------------------------------------------------------------------------------

    def _lookup(self, step: Mapping[str, Any]) -> Any:
        index = self.gave[step["index"]]
        records = [
            each for each in (index if isinstance(index, list) else [index]) if _is_record(each)
        ]
        sought = self._at(step["lookupValue"])
        if sought is NOTHING and not step["lookupValue"].startswith("$."):
            sought = self._rendered(step["lookupValue"])
        if sought is NOTHING or sought is None:
            return NOTHING
        wanted = sought if isinstance(sought, list) else [sought]
        hits = [hit for each in wanted for hit in self._hits(records, step, each)]
        if not isinstance(sought, list):
            return hits[0] if hits else NOTHING
        return hits or NOTHING

    def _hits(self, records: list[Any], step: Mapping[str, Any], sought: Any) -> list[Any]:
        for record in records:
            if step["match"] in record and _key(record[step["match"]]) == _key(sought):
                return [{name: record.get(name) for name in step["outputParameters"]}]
        return []

    def _at(self, path: str) -> Any:
        """`$.step.key.key`; anything else is not there."""
        head, *keys = path.removeprefix("$.").split(".")
        if not path.startswith("$.") or head not in self.gave:
            return NOTHING
        return _walk(self.gave[head], keys)

    # --- mocks -----------------------------------------------------------------------------------

    def _mock(self, outputs: Mapping[str, Any]) -> Any:
        made = {name: self._mocked(each) for name, each in outputs.items()}
        kept = {name: each for name, each in made.items() if each is not NOTHING}
        return kept or NOTHING

    def _mocked(self, output: Mapping[str, Any]) -> Any:
        if "value" in output:
            text = self._rendered(str(output["value"]))
            return text if text is NOTHING else _text(text)
        if output["type"] == "array":
            item = self._mocked(output["items"])
            return NOTHING if item is NOTHING else [item]
        return self._mock(output.get("properties", {}))


def _shaped(outputs: Mapping[str, Any] | None, document: Any) -> Any:
    """The declared outputs; each element of a list keeps what it has."""
    if not outputs:
        return document
    if isinstance(document, list):
        return [
            {**each, **_declared(outputs, each)} if _is_record(each) else each for each in document
        ]
    return _declared(outputs, document)


def _declared(outputs: Mapping[str, Any], document: Any) -> dict[str, Any]:
    found = {}
    for name, output in outputs.items():
        value = _walk(document, output["value"].removeprefix("$.").split("."))
        found[name] = None if value is NOTHING else value
    return found


def _walk(value: Any, keys: list[str]) -> Any:
    for key in keys:
        if not _is_record(value) or key not in value:
            return NOTHING
        value = value[key]
    return value


def _put(record: dict[str, Any], names: list[str], value: Any) -> None:
    for name in names[:-1]:
        record = record.setdefault(name, {})
    record[names[-1]] = value


def _is_record(value: Any) -> bool:
    return isinstance(value, dict)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _key(value: Any) -> str:
    """Records are compared by text: `5` is `"5"`; what is no single value has none."""
    return "" if isinstance(value, dict | list) else _text(value)
