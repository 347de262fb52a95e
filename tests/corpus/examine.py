"""One capability file: generate it, call everything in the package, compare with the oracle."""

from __future__ import annotations

import importlib
import itertools
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.oracle import reading
from tests.oracle.answers import (
    UnpredictableError,
    Upstream,
    client_answer,
    rest_answer,
    tool_answer,
)
from tests.oracle.holes import Hole, Leaf, holes_of, is_environment_name
from tests.oracle.jsonpath import UnsupportedPathError
from tests.oracle.loader import RefusedError, load_text
from tests.oracle.requests import Refusal, Wire
from tests.oracle.things import Operation, Spec, Unit
from tests.oracle.units import Input, call_operation, call_unit, client_inputs, inputs

from . import compare
from .client_caller import ClientCaller, Method
from .generating import Generated, generate
from .naming import meet
from .replies import replies
from .rest_caller import RestCaller, rest_call
from .servers import Loop, Served
from .tool_caller import ToolCaller
from .upstream import RecordingUpstream
from .values import Case, cases

_COUNTER = itertools.count(1)


@dataclass
class Report:
    """What became of one file."""

    file: str
    outcome: str
    """`generated`, `refused` or `crashed`."""
    codes: list[str] = field(default_factory=list)
    complete: bool = False
    """The oracle reads it and every call in it resolves."""
    linted: int = 0
    units: int = 0
    calls: int = 0
    unsaid: int = 0
    """Answers that the oracle says nothing about: what upstream got was compared, they were not."""
    differences: list[str] = field(default_factory=list)


@dataclass
class Bench:
    """What outlives one file: the loop and the upstream."""

    loop: Loop
    upstream: RecordingUpstream

    @classmethod
    def open(cls) -> Bench:
        loop = Loop()
        upstream = RecordingUpstream(loop.loop)
        loop.run(upstream.start())
        return cls(loop, upstream)

    def close(self) -> None:
        self.loop.run(self.upstream.stop())
        self.loop.close()


def examine(path: Path, name: str, bench: Bench, nasty: int, dialect: str | None = None) -> Report:
    """A file from source to comparison."""
    report = Report(name, "generated")
    try:
        spec = reading.read(load_text(path.read_text(encoding="utf-8")), dialect)
        report.complete = not spec.unresolved and bool(spec.rest or spec.tools)
    except (RefusedError, UnicodeDecodeError):
        spec = Spec("published")
    with tempfile.TemporaryDirectory(prefix="capwright-") as folder:
        package = f"pkg{os.getpid()}_{next(_COUNTER)}"
        generated = generate(path, Path(folder), package, dialect)
        report.codes = generated.codes
        if generated.crash:
            report.outcome, report.differences = "crashed", [f"crash: {generated.crash}"]
        elif not generated.written:
            report.outcome = "refused"
            report.differences = list(_refused(report, generated))
        else:
            _Examination(spec, package, Path(folder), bench, nasty, report).run()
    return report


def _refused(report: Report, generated: Generated) -> Iterator[str]:
    if not generated.codes:
        yield "refused without an error"
    if report.complete:
        yield f"refused though complete: {', '.join(generated.messages[:3])}"


class _Examination:
    def __init__(
        self, spec: Spec, package: str, folder: Path, bench: Bench, nasty: int, report: Report
    ) -> None:
        self.spec = spec
        self.package = package
        self.folder = folder
        self.bench = bench
        self.nasty = nasty
        self.report = report
        self.binds = environment(spec)

    def run(self) -> None:
        before = dict(os.environ)
        os.environ.update(self._variables())
        sys.path.insert(0, str(self.folder))
        try:
            self._clients()
            self._rest()
            self._tools()
        except Exception as error:
            self._differs("-", "-", f"the package failed: {error!r}")
        finally:
            sys.path.remove(str(self.folder))
            for name in [name for name in sys.modules if name.split(".")[0] == self.package]:
                del sys.modules[name]
            os.environ.clear()
            os.environ.update(before)

    def _variables(self) -> dict[str, str]:
        variables = {self.spec.binds.get(name, name): v for name, v in self.binds.items()}
        for operation in self.spec.operations:
            prefix = _variable_name(operation.namespace)
            variables[f"{prefix}_BASE_URI"] = self.bench.upstream.base_uri
            for name in _own_names(operation):
                value = self.binds[f"{operation.namespace}:{name}"]
                upper = _variable_name(name)
                has_it = upper.startswith(f"{prefix}_")
                variables[upper if has_it else f"{prefix}_{upper}"] = value
        return variables

    def _differs(self, label: str, case: str, what: str) -> None:
        self.report.differences.append(f"{label} [{case}]: {what}")

    def _next_answer(self, label: str, case: Case, answers: Iterator[Upstream]) -> Upstream:
        for late in self.bench.upstream.take():
            self._differs(label, case.name, f"a late request before it: {late.target[:200]}")
        answer = self.bench.upstream.answer = next(answers)
        return answer

    def _compare_request(self, label: str, case: Case, expected: Wire | Refusal) -> bool:
        """Whether the request was as predicted, or none was sent as predicted."""
        self.report.calls += 1
        recorded = self.bench.upstream.take()
        if isinstance(expected, Refusal):
            if recorded:
                target = f"{recorded[0].method} {recorded[0].target[:200]}"
                self._differs(label, case.name, f"sent {target}, expected none ({expected.why})")
            return not recorded
        if len(recorded) != 1:
            self._differs(label, case.name, f"{len(recorded)} requests, expected one")
            return False
        found = list(compare.requests(expected, recorded[0]))
        for what in found:
            self._differs(label, case.name, what)
        return not found

    # --- client ----------------------------------------------------------------------------

    def _clients(self) -> None:
        caller = ClientCaller(self.package, self.folder / self.package, self.bench.loop)
        try:
            methods, lost = caller.methods(self.spec.operations)
            for operation in lost:
                self._differs(f"client {operation.label}", "-", "no method calls it")
            self.report.units += len(self.spec.operations)
            for method in methods:
                self._client_method(caller, method)
        finally:
            caller.close()

    def _client_method(self, caller: ClientCaller, method: Method) -> None:
        operation = method.operation
        label = f"client {method.class_name}.{method.name}"
        items = client_inputs(operation)
        answers = itertools.cycle(replies(operation.format, ()))
        budget = 2 if method.class_name.startswith("Async") else self.nasty
        for case in cases(items, f"client {operation.label}", budget, "client"):
            answer = self._next_answer(label, case, answers)
            value: Any = None
            error: BaseException | None = None
            try:
                value = caller.call(method, items, case.given)
            except Exception as raised:
                error = raised
            expected = call_operation(operation, case.given, self.binds)
            if not self._compare_request(label, case, expected):
                if error is not None:
                    self._differs(label, case.name, f"it raised {error!r}"[:400])
                continue
            if isinstance(expected, Refusal):
                if error is None:
                    self._differs(label, case.name, f"no error, expected one ({expected.why})")
                continue
            if operation.method == "HEAD":
                self.report.unsaid += 1
                continue
            self._say(label, case, compare.client(_predicted(operation, answer), value, error))

    def _say(self, label: str, case: Case, found: Iterator[str]) -> None:
        try:
            for what in found:
                self._differs(label, case.name, what)
        except (UnpredictableError, UnsupportedPathError):
            self.report.unsaid += 1

    # --- REST ------------------------------------------------------------------------------

    def _rest(self) -> None:
        for adapter, units in _by_adapter(self.spec.rest):
            module = importlib.import_module(f"{self.package}.rest")
            served = Served(self.bench.loop, module.create_app(adapter))
            caller = RestCaller(served.port)
            try:
                for unit in units:
                    self._rest_unit(caller, unit)
            finally:
                caller.close()
                served.close()

    def _rest_unit(self, caller: RestCaller, unit: Unit) -> None:
        self.report.units += 1
        label = f"rest {unit.label}"
        items = inputs(unit)
        answers = itertools.cycle(replies(unit.operation.format, unit.outputs))
        for index, case in enumerate(cases(items, label, self.nasty, "rest")):
            if not _sendable(items, case):
                continue
            answer = self._next_answer(label, case, answers)
            call = rest_call(unit, items, case.given, fields_first=index % 2 == 1)
            found = caller.send(call)
            expected = call_unit(unit, call.given, self.binds, raw_body=call.raw_body)
            if not self._compare_request(label, case, expected):
                self._differs(
                    label, case.name, f"it answered {found.status} {found.content[:300]!r}"
                )
            elif isinstance(expected, Refusal):
                self._say(label, case, compare.rest_refusal(found, expected.why))
            elif unit.operation.method != "HEAD":
                self._say(label, case, _rest_answer(unit, answer, found))
            else:
                self.report.unsaid += 1

    # --- MCP -------------------------------------------------------------------------------

    def _tools(self) -> None:
        for adapter, units in _by_adapter(self.spec.tools):
            module = importlib.import_module(f"{self.package}.mcp_server")
            served = Served(self.bench.loop, module.create_app(adapter))
            caller = ToolCaller(served.port)
            try:
                listed = caller.names()
                names = _tool_names(units, list(listed))
                for unit in units:
                    self._tool_unit(caller, unit, listed.get(names.get(id(unit), "")))
            finally:
                caller.close()
                served.close()

    def _tool_unit(self, caller: ToolCaller, unit: Unit, described: dict[str, Any] | None) -> None:
        self.report.units += 1
        label = f"tool {unit.label}"
        if described is None:
            self._differs(label, "-", "tools/list does not have it")
            return
        items = inputs(unit)
        properties = list(described["inputSchema"].get("properties", {}))
        names = meet([item.name for item in items], properties)
        if len(properties) != len(items):
            self._differs(label, "-", f"arguments {properties}, expected {list(names)}")
        answers = itertools.cycle(replies(unit.operation.format, unit.outputs))
        for case in cases(items, label, self.nasty, "tool"):
            answer = self._next_answer(label, case, answers)
            arguments = {names.get(name, name): value for name, value in case.given.items()}
            found = caller.call(described["name"], arguments)
            expected = call_unit(unit, case.given, self.binds)
            if not self._compare_request(label, case, expected):
                detail = found.protocol_error or str(found.content)
                self._differs(label, case.name, f"it answered {detail[:400]}")
            elif isinstance(expected, Refusal):
                self._say(label, case, compare.tool_refusal(found, expected.why))
            elif unit.operation.method != "HEAD":
                self._say(label, case, _tool_answer(unit, answer, found))
            else:
                self.report.unsaid += 1


def _predicted(operation: Operation, answer: Upstream) -> Any:
    return client_answer(operation, answer)


def _rest_answer(unit: Unit, answer: Upstream, found: Any) -> Iterator[str]:
    yield from compare.rest(rest_answer(unit, answer), found, unit.method or "GET")


def _tool_answer(unit: Unit, answer: Upstream, found: Any) -> Iterator[str]:
    yield from compare.tool(tool_answer(unit, answer), found, answer)


def _sendable(items: Sequence[Input], case: Case) -> bool:
    """A missing variable of a route is another route; an empty list is no query pair."""
    for item in items:
        given = item.name in case.given
        if item.place == "path" and not given:
            return False
        if given and case.given[item.name] == [] and item.place != "field":
            return False
    return True


def _by_adapter(units: Sequence[Unit]) -> list[tuple[str, list[Unit]]]:
    found: dict[str, list[Unit]] = {}
    for unit in units:
        found.setdefault(unit.adapter, []).append(unit)
    return list(found.items())


def _tool_names(units: Sequence[Unit], listed: list[str]) -> dict[int, str]:
    """Units and the names that they are listed under: equal, or equal but for other characters."""
    left = list(listed)
    found: dict[int, str] = {}
    for exact in (True, False):
        for unit in units:
            wanted = unit.name if exact else re.sub(r"[^A-Za-z0-9_-]", "-", unit.name)[:64]
            name = wanted if wanted in left else None
            if name is not None and id(unit) not in found:
                found[id(unit)] = name
                left.remove(name)
    rest = [unit for unit in units if id(unit) not in found]
    return {**found, **{id(unit): name for unit, name in zip(rest, left, strict=False)}}


def environment(spec: Spec) -> dict[str, str]:
    """A value for each variable that the operations and units may read, by variable."""
    names = set(spec.binds)
    for operation in spec.operations:
        for template in _templates(operation):
            names.update(_variables_of(template, operation))
        names.update(f"{operation.namespace}:{name}" for name in _own_names(operation))
    for unit in [*spec.rest, *spec.tools]:
        for template in (unit.arguments or {}).values():
            names.update(_variables_of(template, unit.operation))
    return {name: f"v/{name.replace(chr(58), chr(46))}&" for name in names}


def _variable_name(name: str) -> str:
    upper = re.sub(r"[^A-Z0-9]+", "_", name.upper())
    return f"API_{upper}" if upper[0].isdigit() else upper  # no shell can set such a name


def _own_names(operation: Operation) -> set[str]:
    """Names in credentials that no bind declares: variables of the API (docs/language.md, "Choices")."""
    return {
        hole.name
        for credential in operation.credentials
        for hole in holes_of(Leaf((*credential.value, *credential.second)))
        if hole.kind != "bind" and not is_environment_name(hole.name, operation.names)
    }


def _templates(operation: Operation) -> Iterator[Any]:
    yield Leaf(operation.path)
    for _, value in operation.query:
        yield Leaf(value or ())
    for parameter in operation.parameters:
        yield parameter.value
    if operation.body is not None:
        template = operation.body.template
        yield Leaf(template) if isinstance(template, tuple) else template
    for credential in operation.credentials:
        yield Leaf(credential.value)
        yield Leaf(credential.second)


def _variables_of(template: Any, operation: Operation) -> Iterator[str]:
    for hole in holes_of(template):
        if hole.kind == "bind" or _is_variable(hole, operation):
            yield hole.name


def _is_variable(hole: Hole, operation: Operation) -> bool:
    return hole.kind == "any" and is_environment_name(hole.name, operation.names)
