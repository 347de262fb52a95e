"""The tokens of `tools/list`: what `inspect --tokens` shows, and whether they are within their budget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..diagnostics import Findings
from ..diagnostics.rules import tokens as rules
from ..naming import file_name
from ..options import Options
from ..pipeline import Understood, build
from ..tokens.counting import counter
from ..tokens.weighing import Weight, heaviest, weights


def tokens_report(understood: Understood, options: Options, findings: Findings) -> str:
    """Each tool with what of it weighs most, the heaviest first; and the finding, if it is too much."""
    files = build(understood, options)
    keep_within(understood, files, options, findings)
    counting = counter()
    lines = [f"tokens of tools/list ({counting.how})", ""]
    for adapter, found in _by_adapter(weights(files, counting)):
        budget = "" if options.tool_tokens is None else f" of {options.tool_tokens:,}"
        lines += [f"{adapter}: {_sum(found):,}{budget}", *_table(found), ""]
    if len(lines) == 2:
        lines.append("no tools")
    return "\n".join(lines).rstrip("\n") + "\n"


def keep_within(
    understood: Understood, files: Mapping[str, bytes], options: Options, findings: Findings
) -> None:
    """Reports each adapter whose tools are over the budget of the configuration."""
    if options.tool_tokens is None:
        return
    counting = counter()
    origins = {file_name(each.namespace): each.declaration for each in understood.plan.mcp}
    for adapter, found in _by_adapter(weights(files, counting)):
        if _sum(found) > options.tool_tokens:
            findings.report(
                rules.TOO_MANY_TOKENS,
                origins[adapter].origin.child("tools"),
                at="key",
                adapter=adapter,
                tokens=_sum(found),
                how=counting.how.partition(";")[0],
                budget=options.tool_tokens,
                heaviest=heaviest(found),
            )


def _by_adapter(found: tuple[Weight, ...]) -> Iterator[tuple[str, tuple[Weight, ...]]]:
    for adapter in dict.fromkeys(each.adapter for each in found):
        own = [each for each in found if each.adapter == adapter]
        yield adapter, tuple(sorted(own, key=lambda each: (-each.whole, each.tool)))


def _sum(found: tuple[Weight, ...]) -> int:
    return sum(each.whole for each in found)


def _table(found: tuple[Weight, ...]) -> Iterator[str]:
    width = max(len(each.tool) for each in found)
    yield f"  {'tool':{width}}  tokens  description  input schema  output schema"
    for each in found:
        yield (
            f"  {each.tool:{width}}  {each.whole:6,}  {each.description:11,}  {each.input_schema:12,}"
            f"  {each.output_schema:13,}"
        )
