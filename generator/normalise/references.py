"""`call` and `with`: which operation, and what its parameters get."""

from __future__ import annotations

import re
from typing import Final

from .. import regex
from ..diagnostics.rules import imports as import_rules
from ..diagnostics.rules import templates as rules
from ..diagnostics.spelling import alike, listed, nearest
from ..model import (
    ArrayTemplate,
    BrokenAction,
    Call,
    Constant,
    DataTemplate,
    ObjectTemplate,
    Placeholder,
    Scope,
    Template,
    WithEntry,
)
from ..origin import Origin
from .context import Context
from .node import DEEPEST, Node
from .placeholder_names import PLACES
from .templates import Reader

_REFERENCE: Final = regex.late(r"(?P<prefix>rest|tools)\.(?P<rest>[^\s{}]+)\Z")
_DOTTED: Final = regex.late(
    r"(?:\{\{\s*)?(?P<prefix>[A-Za-z][\w-]*)\.(?P<name>[\w$-]+)(?:\s*\}\})?\Z"
)
_LIKE: Final = 0.74
"""The share of common letters from which a prefix is thought of, as its name is known: `tol`."""
_THIS: Final = regex.late(r"\$this\.[^\s{}]+\Z")
"""What the prose of the language once promised, and no engine ever read as a reference."""


def read_call(unit: Node, reader: Reader) -> Call | BrokenAction:
    """The `call` of a unit with its `with`; broken where the namespace has been refused."""
    node = unit.get("call")
    if node is None:
        return BrokenAction(unit.origin)
    target: str | None
    owners: tuple[Node, ...] = (unit,)
    if node.is_mapping:
        target = node.text("operation")
        owners = (unit, node)
    else:
        target = node.as_text()
    if target is None:
        node.wrong("`<namespace>.<operation>`")
        return BrokenAction(node.origin)
    namespace, operation = split_call(target.strip(), reader.context)
    if not namespace or not operation:
        node.fault(rules.BAD_CALL, call=target, advice=_advice(target.strip(), reader.context))
        return BrokenAction(node.origin)
    if namespace in reader.context.refused:
        return BrokenAction(node.origin)
    namespace = _renamed(namespace, operation, reader.context)
    return Call(namespace, operation, read_with(owners, reader), node.origin)


def _advice(target: str, context: Context) -> str:
    """What was meant by a call that is no pair: another sign between the two, or no namespace."""
    parts = [part for part in re.split(r"[./:#\s]+", target) if part]
    name = parts[-1] if parts else ""
    homes = [space for space, names in context.operations.items() if name in names]
    if len(parts) > 1 and parts[0] in homes:
        homes = [parts[0]]
    if homes:
        return f"did you mean {listed([f'{home}.{name}' for home in homes[:3]])}?"
    known = listed(context.namespaces, "and") or "no API"
    form = "write the namespace of a consumed API, a dot and the name of an operation"
    return f"{form}; the file consumes {known}"


def split_call(target: str, context: Context) -> tuple[str, str]:
    """Namespace and operation: the longest namespace of the file that fits, else up to the dot."""
    for namespace in context.namespaces:
        if target.startswith(f"{namespace}."):
            return namespace, target[len(namespace) + 1 :]
    namespace, _, operation = target.partition(".")
    return namespace, operation


def _renamed(namespace: str, operation: str, context: Context) -> str:
    """The API that is meant, where several had this namespace: the first with the operation."""
    for name, operations in context.renamed.get(namespace, ()):
        if operation in operations:
            return name
    return namespace


# --- with --------------------------------------------------------------------------------------


def read_with(owners: tuple[Node, ...], reader: Reader) -> tuple[WithEntry, ...] | None:
    """The entries of `with`; None where it has none or is not there: everything passes by name."""
    found: dict[str, WithEntry] = {}
    nodes = [node for owner in owners if (node := owner.mapping("with")) is not None]
    for node in nodes:
        for name, child in node.children():
            value = with_value(child, name, reader)
            if value is not None:
                found[name] = WithEntry(name, value, child.origin)
    return tuple(found.values()) if found else None


def with_value(node: Node, key: str, reader: Reader, depth: int = 0) -> DataTemplate | None:
    """A value of `with`. References stand bare (`rest.x`) or in braces; the rest is constant."""
    value = node.value
    if isinstance(value, str):
        return _text(value, key, node, reader)
    if value is None and depth == 0:
        node.wrong("a value")
        return None
    if depth < DEEPEST and isinstance(value, list):
        items = [with_value(each, key, reader, depth + 1) for each in node.elements()]
        return ArrayTemplate(tuple(each for each in items if each is not None), node.origin)
    if depth < DEEPEST and isinstance(value, dict):
        entries = [
            (name, with_value(child, name, reader, depth + 1)) for name, child in node.children()
        ]
        kept = tuple((name, each) for name, each in entries if each is not None)
        return ObjectTemplate(kept, node.origin)
    return reader.data(node, depth)


def _text(text: str, key: str, node: Node, reader: Reader) -> DataTemplate:
    own = f"{reader.adapter}." if reader.adapter else None
    if own and text.startswith(own) and len(text) > len(own) and "{" not in text:
        return _sole(Placeholder(text[len(own) :], Scope.INPUT, node.origin), node.origin)
    old = reader.context.aliases.get(reader.adapter or "")
    if old and text.startswith(f"{old}.") and "{" not in text:
        rest = text.removeprefix(f"{old}.")
        alias = reader.adapter or ""
        node.report(import_rules.OLD_NAMESPACE, text=text, alias=alias, rest=rest)
    match = _REFERENCE.match(text)
    if not reader.context.published and (match or _THIS.match(text) or _foreign(text, key, reader)):
        wanted = f"{reader.adapter or 'namespace'}.{_name_in(text, match)}"
        node.findings.report(
            rules.PUBLISHED_REFERENCE,
            node.origin,
            within=text,
            instead=wanted,
            text=text,
            meant=wanted,
        )
        return Constant(text, node.origin)
    if match is None:
        meant = _meant(text, key, reader)
        if meant is None:
            return reader.leaf(text, node)
        _misspelt(text, meant, node)
        return _sole(Placeholder(meant.partition(".")[2], Scope.INPUT, node.origin), node.origin)
    if text == "rest.body" and key != "body" and "rest" in reader.own:
        node.report(rules.WHOLE_BODY, key=key)
        return _sole(Placeholder("body", Scope.BODY, node.origin), node.origin)
    return _sole(reader.input(match["prefix"], match["rest"], node), node.origin)


def _name_in(text: str, match: re.Match[str] | None) -> str:
    """The input that a reference names: what stands after its prefix, and after a place (`rest.path.id`)."""
    if match is None:
        return text.rpartition(".")[2]
    place, dot, name = match["rest"].partition(".")
    return name if dot and place in PLACES else match["rest"]


def _foreign(text: str, key: str, reader: Reader) -> bool:
    """Whether a text names an input after a dollar sign, or after the name of another adapter."""
    prefix, _, name = text.rpartition(".")
    if name != key and name not in reader.inputs:
        return False
    if prefix == "$":
        return True
    aliases = reader.context.aliases
    if (
        reader.adapter in (prefix, aliases.get(prefix))
        or aliases.get(reader.adapter or "") == prefix
    ):
        return False  # Its own name, before or after an import.
    return prefix in reader.context.exposed_namespaces


def _misspelt(text: str, meant: str, node: Node) -> None:
    prefix, dot, _ = text.strip("{} ").partition(".")
    known = meant.partition(".")[0]
    reason = f"`{prefix}.` names nothing" if dot else f"the dot after `{known}` is missing"
    node.fault(
        rules.MISSPELT_PREFIX,
        text=text,
        reason=reason,
        meant=meant,
        otherwise=" A fixed text stands as `value` of the consumed parameter",
    )


def _meant(text: str, key: str, reader: Reader) -> str | None:
    """The reference that a text is but for its prefix; None for a text like any other.

    What follows the dot has to be an input or the key itself: `test.com` is an address.
    """
    published = ("rest", "tools")
    match = _DOTTED.match(text)
    if match is None:
        own = published if reader.context.published else (reader.adapter or "",)
        dotless = (each for each in own if len(each) > 2 and text == f"{each}{key}")
        return next((f"{each}.{key}" for each in dotless), None)
    prefix, name = match["prefix"], match["name"]
    known = [*published, *([reader.adapter] if reader.adapter else [])]
    if name != key and name not in reader.inputs:
        return None
    if prefix in known or prefix in reader.context.bind_namespaces:
        return None
    meant = nearest(prefix, known) or alike(prefix, known, _LIKE)
    if meant in published and not reader.context.published:
        meant = reader.adapter  # a form of the other dialect: its own name says the same
    return None if meant is None else f"{meant}.{name}"


def _sole(placeholder: Placeholder, origin: Origin) -> Template:
    return Template((placeholder,), origin)
