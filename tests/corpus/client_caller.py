"""Finds the client's method of each consumed operation and calls it, sync or async."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.oracle.things import Operation
from tests.oracle.units import Input

from .naming import meet
from .servers import Loop


@dataclass
class Method:
    """A method of a client class."""

    class_name: str
    name: str
    operation: Operation


@dataclass
class ClientCaller:
    """The clients of one generated package; both kinds are made when they are first needed."""

    package: str
    folder: Path
    loop: Loop
    _clients: dict[str, Any] = field(default_factory=dict)

    def methods(self, operations: Sequence[Operation]) -> tuple[list[Method], list[Operation]]:
        """Methods with the operations that they call, and the operations that have none."""
        by_function = _operation_functions(self.folder / "operations.py", operations)
        found: list[Method] = []
        for class_name, method, function in _client_methods(self.folder / "client.py"):
            if function in by_function:
                found.append(Method(class_name, method, by_function[function]))
        called = {id(method.operation) for method in found}
        return found, [op for op in operations if id(op) not in called]

    def call(self, method: Method, items: Sequence[Input], given: Mapping[str, Any]) -> Any:
        """The method's value; what it raises is raised."""
        client = self._client(method.class_name)
        bound = getattr(client, method.name)
        arguments = _arguments(bound, items, given)
        if inspect.iscoroutinefunction(bound):
            return self.loop.run(bound(**arguments))
        return bound(**arguments)

    def _client(self, class_name: str) -> Any:
        if class_name not in self._clients:
            module = importlib.import_module(f"{self.package}.client")
            self._clients[class_name] = getattr(module, class_name)()
        return self._clients[class_name]

    def close(self) -> None:
        for client in self._clients.values():
            closing = getattr(client, "aclose", None) or client.close
            result = closing()
            if inspect.isawaitable(result):
                self.loop.run(_awaited(result))


async def _awaited(thing: Any) -> None:
    await thing


def _arguments(bound: Any, items: Sequence[Input], given: Mapping[str, Any]) -> dict[str, Any]:
    """Values by Python name."""
    parameters = [
        name
        for name, parameter in inspect.signature(bound).parameters.items()
        if not (name == "options" and "RequestOptions" in str(parameter.annotation))
    ]
    names = meet([item.name for item in items], parameters)
    return {names.get(name, name): value for name, value in given.items()}


def _operation_functions(path: Path, operations: Sequence[Operation]) -> dict[str, Operation]:
    """Function of `operations.py` → consumed operation."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants: dict[str, Operation] = {}
    left = list(operations)
    for node in tree.body:
        target, value = _assigned(node)
        if target and isinstance(value, ast.Call) and _called(value) == "Operation":
            namespace, name = (ast.literal_eval(argument) for argument in value.args[:2])
            match = next((o for o in left if (o.namespace, o.name) == (namespace, name)), None)
            match = match or next(
                (o for o in left if o.namespace == namespace and not o.name), None
            )
            if match is not None:
                left.remove(match)
                constants[target] = match
    functions: dict[str, Operation] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            for child in ast.walk(node):
                if isinstance(child, ast.Call) and _called(child) == "Request" and child.args:
                    first = child.args[0]
                    if isinstance(first, ast.Name) and first.id in constants:
                        functions[node.name] = constants[first.id]
    return functions


def _assigned(node: ast.stmt) -> tuple[str | None, ast.expr | None]:
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return node.target.id, node.value
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id, node.value
    return None, None


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _client_methods(path: Path) -> list[tuple[str, str, str]]:
    """(class, method, function of `operations.py`) of every method that makes a call."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = []
    for node in tree.body:
        if not isinstance(node, ast.ClassDef):
            continue
        for method in node.body:
            if not isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef)):
                continue
            for child in ast.walk(method):
                if (
                    isinstance(child, ast.Attribute)
                    and isinstance(child.value, ast.Name)
                    and child.value.id == "operations"
                ):
                    found.append((node.name, method.name, child.attr))
                    break
    return found
