"""CAP17x: the table `[tool.capwright]` of `pyproject.toml`.

None of them has an example: what they speak of is not in the capability file.
"""

from __future__ import annotations

from typing import Final

from ..rule import Rule, Severity


def _error(code: str, title: str, message: str, hint: str, explanation: str) -> Rule:
    return Rule(code, Severity.ERROR, title, message, hint, explanation, "", "")


NOT_TOML: Final = _error(
    "CAP170",
    "The configuration cannot be read",
    "the file is not valid TOML: {problem}",
    "put the line right; https://toml.io has the grammar",
    "`pyproject.toml` may hold the table `[tool.capwright]`, so it is read before anything is done. "
    "It has to be TOML 1.0, in UTF-8, and no larger than 1 MiB.",
)

NO_ADAPTER: Final = _error(
    "CAP176",
    "Callers of an adapter that is not there",
    "`callers` speaks of `{name}`, and the adapters are {known}",
    "write the namespace of an adapter, or `*` for each that is not named",
    "What is said of callers holds for adapters by their namespaces. A name that is none would leave the "
    "adapter that was meant open to all.",
)

NO_CALL: Final = Rule(
    "CAP177",
    Severity.WARNING,
    "A rule for callers that speaks of nothing",
    "`callers.{adapter}`: no tool, route, resource, prompt or skill is `{name}`",
    "write a name as `capwright inspect` shows it: `order`, `GET /orders/{{number}}`, `resource NAME`, `skill NAME`",
    "What no rule speaks of is for nobody, so a rule that misses its aim takes something away. A route may "
    "have gone from the specification.",
    "",
    "",
)

NO_TOKEN: Final = Rule(
    "CAP178",
    Severity.WARNING,
    "A rule for callers that nobody can meet",
    "`callers.{adapter}` wants scopes or roles, and callers of this adapter show no access token",
    "give the adapter `authentication: {{type: oauth2}}`, by an overlay if not in the file",
    "Scopes and roles stand in access tokens. Whoever shows something else has none.",
    "",
    "",
)

UNKNOWN_KEY: Final = _error(
    "CAP171",
    "An unknown key in the configuration",
    "`{table}` has no key `{key}`",
    "the keys are {known}",
    "A key that nobody reads would be a setting that has no effect, and nobody would notice. "
    "docs/configuration.md has all keys.",
)

WRONG_VALUE: Final = _error(
    "CAP172",
    "A value in the configuration is not what its key takes",
    "`{key}` is {found}, where {wanted} is needed",
    "write {wanted}",
    "Each key of `[tool.capwright]` takes one kind of value: a text, a list of texts, `true` or "
    "`false`, a number, or a table. docs/configuration.md has all keys with an example.",
)

NO_SPECIFICATION: Final = _error(
    "CAP173",
    "The configuration names a specification that is not there",
    "`{key}` names `{path}`, and there is no such file or folder",
    "write a path from the folder of this file; `*` stands for any part of a name",
    "`specs` and `spec` name files, folders or patterns, from the folder in which `pyproject.toml` "
    "stands. One that finds nothing is a slip of the pen, or a file that was moved.",
)

PACKAGE_TWICE: Final = _error(
    "CAP174",
    "Two packages of the configuration are made of the same files",
    "`{path}` is the specification of the packages `{first}` and `{second}`",
    "remove one of the two tables, or give one of them another `spec` or `overlays`",
    "A table below `[tool.capwright.packages]` says which file a package is made from. Several packages "
    "of one file are views of it that differ in their overlays.",
)

SEGMENTS_OF_NOTHING: Final = Rule(
    "CAP175",
    Severity.WARNING,
    "`path-segments` names a parameter that no path has",
    "`path-segments` allows slashes in `{name}`, and no path of a consumed API has that parameter",
    "{suggestion}",
    "`path-segments` of the configuration names parameters of consumed paths, as the file spells them. A name "
    "that none of them has allows nothing: values with slashes stay refused.",
    "",
    "",
)
