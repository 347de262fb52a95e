"""From the errors of JSON Schema to findings that people understand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

from ..diagnostics import words
from ..diagnostics.finding import Findings
from ..diagnostics.rules import schema as rules
from ..diagnostics.rules import source
from ..diagnostics.spelling import nearest, only_slip
from ..origin import Origin
from .schemas import CLOSED, WANTS
from .values import DESCRIBE, meant_by

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError


class Reporter:
    """Reports the errors of one document."""

    def __init__(
        self, source: str, data: Any, known_keys: frozenset[str], findings: Findings
    ) -> None:
        self._root = Origin(source)
        self._data = data
        self._known_keys = known_keys
        self._findings = findings

    def report(self, errors: Iterable[ValidationError]) -> None:
        """Report all of them; a missing key and the misspelt one that explains it are one."""
        errors = self._without_lists_as_mappings(list(errors))
        missing: dict[Origin, list[ValidationError]] = defaultdict(list)
        unknown: dict[Origin, list[ValidationError]] = defaultdict(list)
        for error in errors:
            origin = self._origin(error)
            if error.validator == "required":
                missing[origin].append(error)
            elif error.validator == CLOSED:
                unknown[origin].append(error)
            else:
                self._report_value(error, origin)
        for origin, absent in missing.items():
            self._report_missing(origin, absent, unknown[origin])
        for origin, left in unknown.items():
            for error in left:
                if not self._report_wanted(origin, error):
                    self._report_unknown(origin, error)

    def _origin(self, error: ValidationError) -> Origin:
        origin = self._root
        for token in error.absolute_path:
            origin = origin.child(token)
        return origin

    def _without_lists_as_mappings(self, errors: list[ValidationError]) -> list[ValidationError]:
        """Report mappings that stand where a list is meant, and leave out what follows from it.

        `operations: {name: …, method: …}` is one item without its `- `. Where a mapping by name is
        another form of the list, each of its values is then of the wrong kind.
        """
        wrong: Counter[Origin] = Counter()
        for error in errors:
            origin = self._origin(error)
            above = self._at(origin.parent)
            if error.validator == "type" and _is_entry(error) and _is_item(above):
                wrong[origin.parent] += "object" in _types(error) and not _is_mapping(error)
            if error.validator == "type" and _is_list(error) and _is_item(error.instance):
                wrong[origin] += 2
        lists = [origin for origin, count in wrong.items() if count > 1]
        lists = [each for each in lists if not any(_is_below(each, other) for other in lists)]
        for origin in lists:
            self._findings.report(
                rules.WRONG_TYPE,
                origin,
                at="key",
                subject=f"`{origin.pointer.rpartition('/')[2]}`",
                found="a mapping",
                expected="a list",
                advice=words.AS_AN_ITEM,
            )
        return [
            error
            for error in errors
            if not any(
                each == self._origin(error) or _is_below(self._origin(error), each)
                for each in lists
            )
        ]

    def _at(self, origin: Origin) -> Any:
        value = self._data
        for token in origin.tokens:
            try:
                value = value[int(token) if isinstance(value, list) else token]
            except (KeyError, IndexError, TypeError, ValueError):
                return None
        return value

    # --- keys ----------------------------------------------------------------------------------

    def _report_missing(
        self, origin: Origin, absent: list[ValidationError], unknown: list[ValidationError]
    ) -> None:
        for error in absent:
            name, thing = error.message, _thing(error)
            strange = [key for key in _mapping(error.instance) if key not in self._known_keys]
            named = [*strange, *(found.message for found in unknown)]
            misspelt = nearest(name, named)
            if misspelt is None and any(self._nearly(found) for found in unknown):
                # With the key that was meant, this one may not be wanted.
                self._findings.report(rules.MISSING_KEY, origin, at="key", key=name, thing=thing)
                continue
            if misspelt is None and len(absent) == len(unknown) == 1:
                self._report_other(origin, unknown.pop().message, name, thing)
                continue
            if misspelt is None:
                self._findings.report(rules.MISSING_KEY, origin, at="key", key=name, thing=thing)
                continue
            unknown[:] = [found for found in unknown if found.message != misspelt]
            self._report_misspelt(origin, misspelt, name, thing)

    def _nearly(self, error: ValidationError) -> str | None:
        """The key that an unknown one is a slip of, if it is not there already."""
        written = _mapping(error.instance)
        return nearest(error.message, (name for name in _properties(error) if name not in written))

    def _report_wanted(self, origin: Origin, error: ValidationError) -> bool:
        """Report the key as misspelt if the thing wants one of some keys and has none of them."""
        schema: Any = error.schema
        for group in schema.get(WANTS, ()):
            if any(key in _mapping(error.instance) for key in group):
                continue
            meant = nearest(error.message, group)
            if meant is not None:
                self._report_misspelt(origin, error.message, meant, _thing(error))
                return True
        return False

    def _report_misspelt(self, origin: Origin, key: str, missing: str, thing: str) -> None:
        self._findings.report(
            rules.MISSPELT_KEY,
            origin.child(key),
            at="key",
            instead=missing,
            key=key,
            missing=missing,
            thing=thing,
        )

    def _report_other(self, origin: Origin, key: str, missing: str, thing: str) -> None:
        """A key that is wanted is missing, and one stands there that is unknown: one mistake."""
        self._findings.report(
            rules.OTHER_KEY, origin.child(key), at="key", key=key, missing=missing, thing=thing
        )

    def _report_unknown(self, origin: Origin, error: ValidationError) -> None:
        if self._findings.stands_in(origin, source.DUPLICATE_KEY):
            return  # Two things in one: what the other has is no mistake of its own.
        key, known = error.message, _properties(error)
        free = [name for name in known if name not in _mapping(error.instance)]
        others = (each for each in _OTHER_WORDS.get(key, ()) if each in free)
        meant = nearest(key, free) or next(others, None) or only_slip(key, free)
        advice = f"did you mean `{meant}`?" if meant else "correct its spelling, or remove it"
        at = origin.child(key)
        if meant:
            self._findings.note_misspelt(origin, meant)
        self._findings.report(
            rules.UNKNOWN_KEY,
            at,
            at="key",
            instead=meant,
            key=key,
            thing=_thing(error),
            advice=advice,
        )

    # --- values --------------------------------------------------------------------------------

    def _report_value(self, error: ValidationError, origin: Origin) -> None:
        at: Literal["key", "value"] = "value"
        if "propertyNames" in error.absolute_schema_path:
            origin, at = origin.child(str(error.instance)), "key"
        described = DESCRIBE[str(error.validator)](error)
        rule, facts = described
        subject = self._subject(origin, error, at == "key")
        instead = meant_by(error) if at == "value" else None
        self._findings.report(rule, origin, at=at, instead=instead, **{"subject": subject, **facts})

    def _subject(self, origin: Origin, error: ValidationError, is_key: bool) -> str:
        """What the message speaks of: a key, an item of a list, or the name of a key."""
        path = list(error.absolute_path)
        if is_key:
            return f"A key of `{path[-1]}`" if path else "A key"
        if not path:
            return "The file"
        if isinstance(path[-1], int):
            above = next((f"`{token}`" for token in reversed(path) if isinstance(token, str)), "it")
            return f"Item {path[-1] + 1} of {above}"
        return f"`{path[-1]}`"


_OTHER_WORDS: Final = {
    "contentType": ("mimeType", "mediaType"),
    "host": ("address",),
    "hostname": ("address",),
    "in": ("placement",),
    "inputs": ("inputParameters",),
    "location": ("in", "placement"),
    "mapping": ("value",),
    "mediaType": ("mimeType",),
    "mime": ("mimeType",),
    "outputs": ("outputParameters",),
    "params": ("inputParameters",),
    "parameters": ("inputParameters",),
    "url": ("baseUri",),
    "uri": ("baseUri",),
}
"""What other formats call a key of this language."""
_OF_AN_ITEM: Final = frozenset(
    ("name", "namespace", "type", "method", "path", "in", "call", "operations", "baseUri", "id")
)
"""Keys of the things that stand in lists; the names in a mapping by name are others."""


def _is_item(value: Any) -> bool:
    return isinstance(value, dict) and len(_OF_AN_ITEM & value.keys()) > 1


def _is_entry(error: ValidationError) -> bool:
    """Whether the value stands under a name of the author's, and not under a key of the language."""
    path = list(error.absolute_schema_path)[:-1]
    names = [place for place in path if place in ("properties", "additionalProperties")]
    return bool(names) and names[-1] == "additionalProperties"


def _is_list(error: ValidationError) -> bool:
    return "array" in _types(error) and set(_types(error)) <= {"array", "null"}


def _is_mapping(error: ValidationError) -> bool:
    return isinstance(error.instance, dict)


def _types(error: ValidationError) -> Sequence[str]:
    types: Any = error.validator_value
    return [types] if isinstance(types, str) else list(types)


def _is_below(origin: Origin, other: Origin) -> bool:
    return origin.pointer.startswith(f"{other.pointer}/")


def _mapping(instance: Any) -> Mapping[str, Any]:
    return instance if isinstance(instance, dict) else {}


def _properties(error: ValidationError) -> Mapping[str, Any]:
    schema = error.schema
    return schema.get("properties", {}) if isinstance(schema, dict) else {}


def _thing(error: ValidationError) -> str:
    schema = error.schema
    title = schema.get("title") if isinstance(schema, dict) else None
    return str(title or "this")
