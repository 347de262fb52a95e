"""`capwright export`: the OpenAPI document of a REST adapter, without its package."""

from __future__ import annotations

import sys
from pathlib import Path

from ..diagnostics import Findings, Severity
from ..diagnostics.text import render_text
from ..options import Options
from ..pipeline import openapi_documents, understand
from .policy import has_errors
from .terminal import give, has_colours, say


def export_openapi(
    spec: Path, options: Options, overlays: tuple[Path, ...], adapter: str | None, out: Path | None
) -> int:
    """Write the document of one adapter to a file or to standard output; the exit code."""
    findings = Findings()
    understood = understand(spec, options.dialect, findings, overlays=overlays)
    found = findings.sorted()
    loud = [finding for finding in found if finding.severity is not Severity.NOTE]
    say(render_text(loud, findings.sources, colour=has_colours(sys.stderr)), newline=False)
    if understood is None or has_errors(found):
        return 1
    documents = openapi_documents(understood, options)
    names = ", ".join(documents)
    if adapter is None and len(documents) == 1:
        adapter = next(iter(documents))
    if adapter is None or adapter not in documents:
        said = f"its REST adapters are {names}" if names else "it has no REST adapter"
        say(
            f"Error: {spec.as_posix()}: {said}; name one with --adapter."
            if names
            else f"Error: {spec.as_posix()}: {said}."
        )
        return 2
    content = documents[adapter]
    if out is None:
        give(content.decode())
    else:
        out.write_bytes(content)
    return 0
