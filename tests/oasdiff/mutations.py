"""Small changes of a capability, each of which some caller of its REST adapter may notice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

Document = dict[str, Any]
Mutation = Callable[[Document], bool]
"""Changes a document in place; False where it has nothing to be changed in this way."""


def exposed(document: Document) -> Iterator[tuple[list[Any], Document]]:
    """Every exposed operation of REST, with the list that holds it."""
    for adapter in document["capability"].get("exposes", ()):
        if adapter.get("type") == "rest":
            for resource in adapter.get("resources", ()):
                for operation in resource.get("operations", ()):
                    yield resource["operations"], operation


def consumed(document: Document) -> Iterator[Document]:
    """Every consumed operation."""
    for api in document["capability"].get("consumes", ()):
        for resource in api.get("resources", ()):
            yield from resource.get("operations", ())


def parameters(document: Document) -> Iterator[tuple[list[Any], Document]]:
    """The parameters that callers give: exposed ones, or else those of what is called."""
    operations = [each for _, each in exposed(document)]
    own = [each for each in operations if each.get("inputParameters")]
    called = {str(each.get("call", "")).rpartition(".")[2] for each in operations}
    implied = [each for each in consumed(document) if each.get("name") in called]
    for operation in own or implied:
        found = operation.get("inputParameters") or []
        for parameter in found:
            yield found, parameter


def remove_route(document: Document) -> bool:
    for holder, operation in exposed(document):
        if len(holder) > 1 or not operation.get("with"):
            holder.remove(operation)
            return True
    return False


def rename_operation(document: Document) -> bool:
    for _, operation in exposed(document):
        operation["name"] = f"{operation['name']}-renamed"
        return True
    return False


def move_route(document: Document) -> bool:
    for adapter in document["capability"]["exposes"]:
        if adapter.get("type") == "rest" and adapter.get("resources"):
            resource = adapter["resources"][0]
            resource["path"] = f"/moved{resource['path']}"
            return True
    return False


def other_method(document: Document) -> bool:
    for _, operation in exposed(document):
        if operation.get("method") == "POST":
            operation["method"] = "PUT"
            return True
    return False


def remove_parameter(document: Document) -> bool:
    for holder, parameter in parameters(document):
        if parameter.get("in") == "query":
            holder.remove(parameter)
            return True
    return False


def rename_parameter(document: Document) -> bool:
    for _, parameter in parameters(document):
        if parameter.get("in") == "query":
            parameter["name"] = f"{parameter['name']}_renamed"
            return True
    return False


def add_parameter(document: Document) -> bool:
    for holder, _ in parameters(document):
        holder.append({"name": "added", "in": "query", "type": "string", "description": "Added"})
        return True
    return False


def add_required(document: Document) -> bool:
    for holder, _ in parameters(document):
        holder.append({"name": "added", "in": "query", "type": "string", "required": True})
        return True
    return False


def require(document: Document) -> bool:
    for _, parameter in parameters(document):
        if parameter.get("in") in ("query", "body") and not parameter.get("required"):
            parameter["required"] = True
            return True
    return False


def require_none(document: Document) -> bool:
    found = False
    for _, parameter in parameters(document):
        if parameter.get("in") != "path" and parameter.pop("required", False):
            found = True
    return found


def _retyped(before: str, after: str) -> Mutation:
    def mutation(document: Document) -> bool:
        for _, parameter in parameters(document):
            if parameter.get("type", "string") == before and parameter.get("in") != "path":
                parameter["type"] = after
                parameter.pop("pattern", None)
                return True
        return False

    return mutation


def drop_pattern(document: Document) -> bool:
    return any(parameter.pop("pattern", None) for _, parameter in parameters(document))


def change_pattern(document: Document) -> bool:
    for _, parameter in parameters(document):
        if "pattern" in parameter:
            parameter["pattern"] = "^[A-Z]+$"
            return True
    return False


def add_pattern(document: Document) -> bool:
    for _, parameter in parameters(document):
        if parameter.get("type", "string") == "string" and "pattern" not in parameter:
            parameter["pattern"] = "^[a-z]+$"
            return True
    return False


def _outputs(document: Document) -> Iterator[dict[str, Any]]:
    for _, operation in exposed(document):
        for output in operation.get("outputParameters") or ():
            if isinstance(output.get("properties"), dict):
                yield output["properties"]


def drop_property(document: Document) -> bool:
    for properties in _outputs(document):
        if len(properties) > 1:
            properties.popitem()
            return True
    return False


def add_property(document: Document) -> bool:
    for properties in _outputs(document):
        properties["added"] = {"type": "string", "mapping": "$.added"}
        return True
    return False


def rename_property(document: Document) -> bool:
    for properties in _outputs(document):
        name, value = properties.popitem()
        properties[f"{name}_renamed"] = value
        return True
    return False


def _answered(before: str, after: str) -> Mutation:
    def mutation(document: Document) -> bool:
        for properties in _outputs(document):
            for output in properties.values():
                if isinstance(output, dict) and output.get("type") == before:
                    output["type"] = after
                    return True
        return False

    return mutation


def nest_property(document: Document) -> bool:
    for properties in _outputs(document):
        for output in properties.values():
            if output.get("type") == "string" and "mapping" in output:
                inner = {"type": "string", "mapping": output["mapping"]}
                output.clear()
                output.update(type="object", properties={"text": inner})
                return True
    return False


def pass_through(document: Document) -> bool:
    for _, operation in exposed(document):
        if any("properties" in each for each in operation.get("outputParameters") or ()):
            del operation["outputParameters"]
            return True
    return False


def slash_route(document: Document) -> bool:
    for adapter in document["capability"]["exposes"]:
        for resource in adapter.get("resources") or []:
            if adapter.get("type") == "rest" and not resource["path"].endswith("/"):
                resource["path"] = f"{resource['path']}/"
                return True
    return False


MUTATIONS: Final[dict[str, Mutation]] = {
    "a route is removed": remove_route,
    "an operation is renamed": rename_operation,
    "a route is moved": move_route,
    "a path gets a slash at its end": slash_route,
    "POST becomes PUT": other_method,
    "a parameter is removed": remove_parameter,
    "a parameter is renamed": rename_parameter,
    "an optional parameter is added": add_parameter,
    "a required parameter is added": add_required,
    "a parameter becomes required": require,
    "nothing is required any more": require_none,
    "text becomes a whole number": _retyped("string", "integer"),
    "a whole number becomes a number": _retyped("integer", "number"),
    "a boolean becomes text": _retyped("boolean", "string"),
    "a pattern is removed": drop_pattern,
    "a pattern is changed": change_pattern,
    "a pattern is added": add_pattern,
    "a property of the answer is removed": drop_property,
    "a property of the answer is added": add_property,
    "a property of the answer is renamed": rename_property,
    "a text of the answer becomes a number": _answered("string", "number"),
    "a number of the answer becomes whole": _answered("number", "integer"),
    "a number of the answer becomes a text": _answered("number", "string"),
    "a text of the answer becomes an object": nest_property,
    "an answer is no longer mapped": pass_through,
}
