"""The command that makes recorded exchanges again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from .click_options import CONFIG, DIALECT, FILE, OVERLAY, Existing, with_options


@click.command(short_help="Hold the package of SPEC against a recording.")
@click.argument("recording", metavar="FILE", type=Existing(exists=True, path_type=Path))
@click.argument("spec", type=FILE, required=False)
@click.option("--package", metavar="NAME", help="Which one, where the file has several packages.")
@with_options(DIALECT, CONFIG, OVERLAY)
def replay(recording: Path, spec: Path | None, **flags: Any) -> None:
    """Check that the client, REST and MCP of SPEC still give what FILE has recorded.

    The package is made anew in a folder of its own; the API is the recording, on this machine. Without a SPEC: the
    only one that [tool.capwright] in pyproject.toml lists.
    """
    from . import arguments
    from .replaying import Replayed
    from .replaying import replay as replayed

    configuration = arguments.configured(flags["config"])
    spec = spec or arguments.only(configuration)
    options, overlays = arguments.alone(
        configuration, spec, flags["package"], flags["dialect"], None, flags["overlay"]
    )
    sys.exit(replayed(Replayed(recording, spec, options, overlays)))
