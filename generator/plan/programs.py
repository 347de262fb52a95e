"""What a unit does as people read it: a line for each step, what goes out side by side, what it answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from .. import plan as p
from ..model import OutputMapping, ValueType
from .order import side_by_side
from .texts import expression_text


def program_lines(unit: p.Unit, plan: p.Plan) -> Iterator[str]:
    """The lines; what a step feeds is two columns further in."""
    for step in unit.program:
        yield from _step(step)
    for group in side_by_side(unit, plan):
        if len(group) > 1:
            yield f"side by side: {', '.join(each.step or '' for each in group)}"
    yield f"answers {answer_text(unit.output)}"


def _step(step: p.UnitStep) -> Iterator[str]:
    named = "" if step.step is None else f"{step.step}: "
    match step:
        case p.CallOperation(api, operation, feeds):
            yield f"{named}calls {api}.{operation}"
            yield from _feeds(feeds)
        case p.RunFlow(aggregate, flow, _, feeds):
            yield f"runs the flow {aggregate}.{flow}"
            yield from _feeds(feeds)
        case p.RunScript(_, hook, file, copy=None):
            yield f"{named}runs what fills the hook {hook}, in place of the script {file}"
        case p.RunScript(file=file):
            yield f"{named}runs the copy of the script {file}"
        case p.FindRecords(_, index, match, value, fields):
            sought = expression_text(value)
            yield f"{named}looks in {index} for {match} = {sought}, takes {', '.join(fields)}"


def _feeds(feeds: Sequence[p.Feed]) -> Iterator[str]:
    for feed in feeds:
        if feed.value != p.FromName(feed.argument):
            yield f"  {feed.argument} = {expression_text(feed.value)}"


def answer_text(output: p.Output) -> str:
    """What becomes of the answers."""
    match output:
        case p.PassThrough():
            return "what upstream answers, as it is"
        case p.Binary(media_type, limit):
            size = "" if limit is None else f", at most {limit} bytes"
            return f"the bytes that upstream answers, as {media_type or 'it says'}{size}"
        case p.Composed(value):
            return f"fixed values: {expression_text(value)}"
        case p.Gathered(targets, last, otherwise):
            what = ", ".join(f"{each.name} = {expression_text(each.value)}" for each in targets)
            rest = "an empty object" if last is None else f"of {last}, {answer_text(otherwise)}"
            return f"{what}; where nothing of it is there, {rest}" if what else rest
        case p.Converted(format_):
            return f"what upstream answers, {format_.value} read as JSON"
        case p.Mapped(format_, outputs, by_name):
            shown = [mapping_text(each) for each in outputs]
            if by_name:
                named = zip(outputs, shown, strict=True)
                shown = [_braces((each.name or "", text) for each, text in named)]
            return f"of the {format_.value} document: {', or else '.join(shown)}"


def mapping_text(output: OutputMapping) -> str:
    """What a mapped output is made of: paths, in the shape that they fill."""
    if output.value is not None:
        return "a fixed text"
    path = (output.mapping or "").strip()
    path = "$" if path in ("", "$", "$.") else path
    match output.type:
        case ValueType.OBJECT if output.values is not None and _says_more(output.values):
            return f"each value of {path}: {mapping_text(output.values)}"
        case ValueType.OBJECT if output.properties:
            shown = _braces((name, mapping_text(inner)) for name, inner in output.properties)
            return shown if path == "$" else f"of {path} {shown}"
        case ValueType.ARRAY if output.items is not None and _says_more(output.items):
            return f"each of {path}: {mapping_text(output.items)}"
        case ValueType.OBJECT | ValueType.ARRAY | ValueType.ANY:
            return path
        case _:
            return path if output.mapping is not None else "null"


def _says_more(items: OutputMapping) -> bool:
    return items.mapping is not None or bool(items.properties) or items.items is not None


def _braces(entries: Iterable[tuple[str, str]]) -> str:
    return "{" + ", ".join(f"{name}: {text}" for name, text in entries) + "}"
