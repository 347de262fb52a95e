"""Prompts of MCP adapters (docs/language.md, "Resources and prompts")."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from .. import regex
from ..diagnostics.rules import offers as rules
from ..diagnostics.spelling import nearest, only_slip
from ..model import Prompt, PromptArgument, PromptMessage
from .context import Context
from .locations import text_at
from .node import Named, Node

_PLACE: Final = regex.late(r"\{\{\s*(?P<name>[^{}]+?)\s*\}\}")
_HALF: Final = regex.late(
    r"\{\{\s*(?P<name>\w+)\s*\}(?!\})|(?<!\{)\{\s*(?P<name2>\w+)\s*\}\}"
    r"|(?<!\{)\{\s*(?P<name3>\w+)\s*\}(?!\})"
)
"""Braces that are no two on each side, which stay as they are."""
_READ: Final = regex.late(r"\{\{[A-Za-z0-9_]+\}\}")
"""What is filled: letters, digits and underscores, without white space."""


def read_prompts(node: Node, context: Context) -> tuple[Prompt, ...]:
    """The prompts of an adapter, each under a name of its own."""
    found: dict[str, Prompt] = {}
    for item in node.named("prompts"):
        prompt = _prompt(item, context)
        if prompt is not None:  # A name that stands twice has been reported.
            found.setdefault(prompt.name, prompt)
    return tuple(found.values())


def _prompt(item: Named, context: Context) -> Prompt | None:
    node, file = item.node, None
    if item.name is None:
        node.missing("name", "a prompt")
        return None
    arguments = tuple(_arguments(node.named("arguments"), context))
    is_known = not node.findings.are_misspelt(node.origin, "arguments")
    location = node.get("location")
    messages: tuple[PromptMessage, ...] = ()
    if location is None:
        messages = tuple(_messages(node))
        if not messages:
            node.missing("template", "a prompt")
            return None
        for each, message in zip(node.listed("template"), messages, strict=True):
            if is_known:
                _check(message.text, each.get("content") or each, arguments)
    else:
        beside = node.get("template")
        if beside is not None:
            beside.note(rules.TEMPLATE_BESIDE_FILE, at_key=True)
        file = text_at(location, context, rules.FILES_NOT_READ)
        if file is None:
            return None
        if is_known:
            _check(file.content.decode(), location, arguments)
    return Prompt(
        name=item.name,
        display=context.text(node, "display", "label", "title"),
        description=node.text("description"),
        arguments=arguments,
        messages=messages,
        file=file,
        origin=node.origin,
    )


def _arguments(items: Iterable[Named], context: Context) -> Iterable[PromptArgument]:
    for item in items:
        if item.name is None:
            item.node.missing("name", "an argument of a prompt")
            continue
        required = item.node.boolean("required")
        yield PromptArgument(
            name=item.name,
            display=context.text(item.node, "display", "label", "title"),
            description=item.node.text("description"),
            required=required is None or required,
            origin=item.node.origin,
        )


def _messages(node: Node) -> Iterable[PromptMessage]:
    for each in node.listed("template"):
        role = each.text("role") or "user"
        if role not in ("user", "assistant"):
            (each.get("role") or each).unknown(["user", "assistant"])
        yield PromptMessage(role, each.text("content") or "", each.origin)


def _check(text: str, node: Node, arguments: tuple[PromptArgument, ...]) -> None:
    """Report the first place that nothing fills: it is shown as it is written."""
    names = {each.name for each in arguments}
    for found in _PLACE.finditer(text):
        if found["name"] not in names or not _READ.fullmatch(found[0]):
            written = found[0]
            break
    else:
        opened = (each[0] for each in _HALF.finditer(text) if each[each.lastgroup or 0] in names)
        half = next(opened, None)
        if half is None:
            return
        written = half
    known = ", ".join(f"`{name}`" for name in sorted(names)) or "none"
    advice = "write the name of an argument in two braces, without spaces; dashes are not read"
    name = written.strip("{} \t\r\n")
    near = name if name in names else nearest(name, names) or only_slip(name, names)
    if near is not None and _READ.fullmatch(f"{{{{{near}}}}}"):
        advice = f"did you mean `{{{{{near}}}}}`?"
    node.fault(rules.PROMPT_PLACE, within=written, written=written, known=known, advice=advice)
