"""Declared inputs to keyword arguments: one compiled function for each input of a route.

Every fault of a request is found before any is reported.
"""

from __future__ import annotations

import contextlib
import enum
import logging
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from ..server.incoming import Incoming, QueryPairs
from ..server.problem import Fault, Refusal
from .inputs import MISSING, Input, PathVariable, Query, Sources
from .refusals import invalid
from .routing import variables
from .types import Reader

_log: Final = logging.getLogger(__name__)
_IGNORED: Final = (
    "%s does not declare the query parameter %s: it is ignored (setting UNKNOWN_QUERY)"
)
_MOST_TOLD: Final = 20
"""Names of one operation that the log hears of."""


class UnknownQuery(enum.Enum):
    """What becomes of query parameters that an operation does not declare."""

    IGNORE = "ignore"
    REFUSE = "refuse"
    PASS_ON = "pass"


class Binder:
    """Makes the keyword arguments of one route's unit."""

    def __init__(
        self,
        path: str,
        declared: Sequence[Input],
        unknown: UnknownQuery,
        conditions: Collection[str] = (),
    ) -> None:
        """Compile it; `conditions` are names of the query by which the route is chosen."""
        self._path = path
        self._told: set[str] = set()
        self._names = variables(path)
        encoded = any(_says_encoding(one) for one in declared)
        self._finders = tuple(
            (
                one.parameter,
                one.pointer,
                _must(one),
                one.finder(takes_encoded=encoded),
                _only_in_query(one),
            )
            for one in declared
        )
        self.pointers = {one.parameter: one.pointer for one in declared}
        self.takes_body = any(one.takes_body for one in declared)
        self._ahead = tuple(dict.fromkeys(each for one in declared for each in one.ahead))
        in_query = [one for one in declared if one.in_query]
        self._query_names = {one.name for one in in_query}
        self._known = self._query_names.union(conditions)
        self._objects = tuple(f"{one.name}[" for one in in_query if one.type.in_brackets)
        self._unknown = unknown
        self._reads_query = bool(in_query) or unknown is not UnknownQuery.IGNORE
        parsers = dict.fromkeys(parser for one in declared for parser in one.parsers)
        self._parses = tuple(parser(declared) for parser in parsers)
        # The most common routes: nothing but text in the path, and beside it, single values in the query.
        plain = [one for one in declared if not _is_plain(one)]
        self._path_only = not self._reads_query and not plain
        of_query = {one.name: (one.parameter, one.type.reader()) for one in plain}
        is_simple = len(of_query) == len(plain) and all(_is_single(one) for one in plain)
        self._of_query = of_query if is_simple and self._reads_query else None
        self._needed = frozenset(one.parameter for one in plain if one.required)
        self._parameters = tuple(
            next((one.parameter for one in declared if one.name == name), None)
            for name in self._names
        )

    async def read_ahead(self, incoming: Incoming) -> None:
        """What is done with a body before inputs are bound."""
        for each in self._ahead:
            await each(incoming)

    def bind(self, values: Sequence[str], incoming: Incoming, most_keys: int) -> dict[str, Any]:
        """The keyword arguments. Raises `Refusal` (400, 415, 422).

        Args:
            values: of the route's variables, decoded, in order.
            incoming: the request.
            most_keys: how many pairs its query may have.
        """
        if self._of_query is not None:
            arguments = self._plainly(self._of_query, incoming, most_keys)
            if arguments is not None:
                return {**self._of_path(values), **arguments} if values else arguments
        elif incoming.query_string and not self._reads_query:
            with contextlib.suppress(Refusal):  # Of a query that nobody reads nothing is refused.
                self._tell_unknown(incoming.query(most_keys))
        if self._path_only:
            return self._of_path(values)
        query: QueryPairs = incoming.query(most_keys) if self._reads_query else {}
        if self._names:
            incoming.values = dict(zip(self._names, values, strict=True))
        return self._bind(self._sources(incoming, query))

    def _of_path(self, values: Sequence[str]) -> dict[str, Any]:
        return {
            parameter: value
            for parameter, value in zip(self._parameters, values, strict=True)
            if parameter is not None
        }

    def _plainly(
        self, readers: Mapping[str, tuple[str, Reader | None]], incoming: Incoming, most_keys: int
    ) -> dict[str, Any] | None:
        """The arguments that a query has; None where it takes a closer look, or something is at fault."""
        arguments: dict[str, Any] = {}
        pairs = incoming.query_pairs(most_keys)
        try:
            for name, _, text in pairs:
                parameter, read = readers[name]
                arguments[parameter] = text if read is None else read(text)
        except (KeyError, ValueError):
            return None
        is_each_once = len(arguments) == len(pairs)
        return arguments if is_each_once and self._needed.issubset(arguments) else None

    def _sources(self, incoming: Incoming, query: QueryPairs) -> Sources:
        sources = Sources(incoming)
        if self._reads_query:
            sources.query = query
            if not self._query_names.issuperset(query):
                self._judge_unknown(sources)
        for parse in self._parses:
            parse(sources)
        return sources

    def _bind(self, sources: Sources) -> dict[str, Any]:
        arguments: dict[str, Any] = {}
        query = sources.query
        for parameter, where, required, find, in_query in self._finders:
            if in_query is not None and in_query not in query and not required:
                continue
            try:
                value = find(sources)
            except ValueError as error:
                sources.faults.append(Fault(where, str(error)))
                continue
            if value is not MISSING:
                arguments[parameter] = value
            elif required:
                sources.faults.append(Fault(where, "is required"))
        if sources.faults:
            raise invalid(sources.faults)
        return arguments

    def _tell_unknown(self, query: QueryPairs) -> None:
        """Say once of each name that it is ignored: a caller who pages by it gets page 1 for ever."""
        if self._known.issuperset(query):
            return
        for name in query:
            if len(self._told) < _MOST_TOLD and name not in self._told and not self._knows(name):
                self._told.add(name)
                _log.warning(_IGNORED, self._path, ascii(name[:60]))

    def _judge_unknown(self, sources: Sources) -> None:
        if self._unknown is UnknownQuery.IGNORE:
            self._tell_unknown(sources.query)
            return
        unknown = [name for name in sources.query if not self._is_declared(name)]
        if not unknown:
            return
        if self._unknown is UnknownQuery.REFUSE:
            sources.faults.append(
                Fault("/query", "holds parameters that are not declared (setting UNKNOWN_QUERY)")
            )
            return
        sources.incoming.extra_query = "&".join(
            f"{quote(name, safe='')}={quote(value, safe='')}"
            for name in unknown
            for value in sources.query[name]
        )

    def _knows(self, name: str) -> bool:
        return name in self._known or self._is_declared(name)

    def _is_declared(self, name: str) -> bool:
        return name in self._query_names or name.startswith(self._objects)


def _says_encoding(one: Input) -> bool:
    return one.place == "header" and one.name.lower() == "content-encoding"


def _is_plain(one: Input) -> bool:
    return isinstance(one, PathVariable) and one.type.reader() is None


def _only_in_query(one: Input) -> str | None:
    """The name without which the query cannot hold it; None where it may be found otherwise."""
    return one.name if type(one) is Query and one.type.in_brackets is None else None


def _is_single(one: Input) -> bool:
    return type(one) is Query and one.type.in_brackets is None and not one.type.takes_list


def _must(one: Input) -> bool:
    return one.required or isinstance(one, PathVariable)
