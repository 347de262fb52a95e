"""How the report of inspect words things: credentials, bodies, hints, rows of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .. import plan as p
from ..plan.texts import atoms_text, expression_text


def body_words(body: p.BodyPlan) -> str:
    match body:
        case p.NoBody():
            return ""
        case p.FreeJson(argument):
            return f"any JSON, given as {argument}, or none"
        case p.JsonTemplate(value):
            return f"JSON {expression_text(value)}"
        case p.JsonText(parts):
            return f"JSON text {atoms_text(parts)}"
        case p.FormFields(fields):
            return "form " + ", ".join(f"{name}={expression_text(value)}" for name, value in fields)
        case p.FormObject(argument):
            return f"form of the fields of {argument}"
        case p.MultipartFields(parts):
            return "multipart " + ", ".join(
                f"{part.name}={expression_text(part.value)}" for part in parts
            )
        case p.PlainText(kind, value):
            return f"{kind if isinstance(kind, str) else kind.value} {expression_text(value)}"
        case p.RawBytes(argument, media_type):
            return f"bytes ({media_type}), given as {argument}"


def deeper_words(exposed: p.ExposedInput) -> str:
    path = exposed.path
    if path is None:
        return ""
    known = all(isinstance(each, str | int) for each in path)
    return f" {'.'.join(str(each) for each in path)}" if known else " of the body, by a path"


def authentication_words(authentication: p.AuthenticationPlan | None) -> str:
    return "none" if authentication is None else authentication.written(expression_text)


def hints_words(tool: p.ToolPlan) -> str:
    words = (
        "read-only" if tool.hints.read_only else "writing",
        "destructive" if tool.hints.destructive else "not destructive",
        "idempotent" if tool.hints.idempotent else "not idempotent",
        "open world" if tool.hints.open_world else "closed world",
    )
    return ", ".join(words)


def port_words(port: int | None) -> str:
    return "" if port is None else f", port {port}"


def required_words(required: bool) -> str:
    return "required" if required else "optional"


def origin_words(declared: bool) -> str:
    return "declared" if declared else "implied"


def table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Rows as columns, as wide as they need."""
    columns = max((len(row) for row in rows), default=0)
    widths = [
        max((len(row[index]) for row in rows if index < len(row)), default=0)
        for index in range(columns)
    ]
    for row in rows:
        yield "  ".join(
            cell.ljust(width) for cell, width in zip(row, widths, strict=False)
        ).rstrip()
