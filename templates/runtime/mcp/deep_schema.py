"""Arguments that are held against more than their type: what a schema says of values inside them."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping

from ..expressions import Expression
from ..values import Json, JsonValue
from .schema import Faults, Rules, Schema, came, is_left_out, kinds_of


class DeepRules(Rules):
    """How values are held against a schema that says more of them than their types."""

    __slots__ = ("_patterns",)

    def __init__(self, *patterns: Expression) -> None:
        """Takes the expressions that the schema names; one that is not among them is not checked."""
        self._patterns = patterns

    def prepare(self) -> None:
        """See `Rules`."""
        for each in self._patterns:
            each.prepare()

    def within(
        self, schema: Schema, value: JsonValue, where: str, faults: Faults, lenient: bool
    ) -> Json:
        """See `Rules`."""
        if "enum" in schema and not any(_same(value, choice) for choice in schema["enum"]):
            faults.add(where, f"expected {self.expected(schema)}, came {came(value)}")
            return value
        if isinstance(value, str):
            return self._text(schema, value, where, faults)
        if isinstance(value, list):
            return self._items(schema, value, where, faults, lenient)
        if isinstance(value, dict):
            return self._properties(schema, value, where, faults, lenient)
        return super().within(schema, value, where, faults, lenient)

    def expected(self, schema: Schema) -> str:
        """What a schema asks for, in words."""
        if "enum" in schema:
            return "one of " + ", ".join(json.dumps(choice) for choice in schema["enum"])
        if schema.get("contentEncoding") == "base64":
            return "base64 text"
        if kinds_of(schema) == ("array",) and schema.get("items"):
            return f"an array of {self.expected(schema['items'])}"
        return super().expected(schema)

    def _text(self, schema: Schema, value: str, where: str, faults: Faults) -> Json:
        if schema.get("contentEncoding") == "base64":
            try:
                return base64.b64decode(value, validate=True)
            except (binascii.Error, ValueError):
                faults.add(where, f"expected base64 text, came {came(value)}")
                return value
        pattern = schema.get("pattern")
        known = next((each for each in self._patterns if each.text == pattern), None)
        if known is not None and not known.is_found_in(value):
            faults.add(where, f"expected text that matches {pattern}, came {came(value)}")
        return value

    def _items(
        self, schema: Schema, value: list[Json], where: str, faults: Faults, lenient: bool
    ) -> Json:
        items: Schema | None = schema.get("items")
        if not isinstance(items, Mapping):
            return value
        return [
            self.checked(items, each, f"{where}[{at}]", faults, lenient=lenient)
            for at, each in enumerate(value)
        ]

    def _properties(
        self,
        schema: Schema,
        value: dict[str, Json],
        where: str,
        faults: Faults,
        lenient: bool,
    ) -> dict[str, Json]:
        properties: Mapping[str, Schema] = schema.get("properties", {})
        required = schema.get("required", ())
        for name in required:
            if name not in value:
                wanted = self.expected(properties.get(name, {}))
                faults.add(f"{where}.{name}", f"is required ({wanted})")
        closed = schema.get("additionalProperties") is False
        fitted: dict[str, Json] = {}
        for name, item in value.items():
            if name in properties:
                inner = properties[name]
                if name in required or not is_left_out(inner, item):
                    place = f"{where}.{name}"
                    fitted[name] = self.checked(inner, item, place, faults, lenient=lenient)
            elif closed:
                faults.add(f"{where}.{name}", "is unknown")
            else:
                fitted[name] = item
        return fitted


def _same(value: Json, choice: Json) -> bool:
    """Equal as JSON: `true` is not `1`."""
    return isinstance(value, bool) == isinstance(choice, bool) and bool(value == choice)
