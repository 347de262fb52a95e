"""The commands `import openapi` and `export`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .click_options import FILE, OVERLAY


class _Kinds(click.Group):
    """The kinds of documents; a file in the place of one has its kind left out."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands and Path(args[0]).is_file():
            raise click.UsageError(f"Say what it is: capwright import openapi {args[0]}", ctx)
        return super().resolve_command(ctx, args)


@click.group(name="import", cls=_Kinds, short_help="Write a capability from an OpenAPI document.")
def import_() -> None:
    """Make a capability of a description in another language."""


@import_.command(name="openapi")
@click.argument("file", type=FILE)
@click.option(
    "-o",
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Default: NAME-capability.yaml here, by the title of the document.",
)
@click.option("--update", is_flag=True, help="Keep names and edits of an earlier import.")
@click.option("--force", is_flag=True, help="Write a file anew that is there.")
def import_openapi(file: Path, out: Path | None, update: bool, force: bool) -> None:
    """Write a capability of the official language from FILE: OpenAPI 2.0 or 3.0 to 3.2, JSON or YAML.

    References are followed below the folder of FILE, never over the network.
    """
    from .importing import Import
    from .importing import import_openapi as carry_out

    sys.exit(carry_out(Import(file, out, update, force)))


@click.command(short_help="Write the OpenAPI document of a REST adapter.")
@click.argument("spec", type=FILE)
@click.option("--openapi", is_flag=True, required=True, help="As an OpenAPI 3.1 document.")
@click.option("--adapter", metavar="NAMESPACE", help="Which REST adapter, where there are several.")
@click.option(
    "-o", "--out", type=click.Path(dir_okay=False, path_type=Path), help="Default: standard output."
)
@OVERLAY
def export(
    spec: Path, openapi: bool, adapter: str | None, out: Path | None, overlay: tuple[Path, ...]
) -> None:
    """Write the document of a REST adapter of SPEC."""
    from . import arguments
    from .exporting import export_openapi

    assert openapi, "the only kind there is, and click asks for it"
    options, overlays = arguments.alone(arguments.configured(None), spec, overlays=overlay)
    sys.exit(export_openapi(spec, options, overlays, adapter, out))
