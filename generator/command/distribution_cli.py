"""Commands that hand a package on: a distribution, what runs it elsewhere, the wheel of the runtime."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from ..options import Runtime
from .click_options import CONFIG, DIALECT, FILE, FOLDER, OVERLAY, with_options
from .terminal import give


@click.command(short_help="Build a wheel and a source archive of a package.")
@click.argument("spec", type=FILE)
@click.option("--out", type=FOLDER, default=Path("dist"), show_default=True, help="The folder.")
@click.option("--package", metavar="NAME", help="What is imported. Default: from the file's name.")
@click.option("--name", help="Of the distribution. Default: the package's.")
@click.option("--license", "license_", metavar="SPDX", help="Of the distribution. None is made up.")
@click.option("--spec-url", metavar="URL", help="Where the specification can be read.")
@click.option(
    "--runtime",
    type=click.Choice([Runtime.VENDORED.value, Runtime.PACKAGE.value]),
    help="Inside the package, or a requirement.",
)
@with_options(DIALECT, CONFIG, OVERLAY)
def package(spec: Path, **flags: Any) -> None:
    """Build a wheel and a source archive of the package that SPEC describes.

    Extras `rest` and `mcp` have what the adapters need; a bill of materials is inside (PEP 770).
    """
    from . import arguments
    from .configuration import is_package_name
    from .package import (
        Distribution,
        build_distribution,
        distribution_name,
        licence,
        specification_url,
    )

    name = flags["package"]
    if name is not None and not is_package_name(name):
        raise arguments.no_package_name(name)
    configuration = arguments.configured(flags["config"])
    options, overlays = arguments.alone(
        configuration, spec, name, flags["dialect"], flags["runtime"], flags["overlay"]
    )
    wanted = Distribution(
        spec=spec,
        options=options,
        out=flags["out"],
        name=distribution_name(flags["name"]),
        license=licence(flags["license_"]),
        url=specification_url(flags["spec_url"]),
        overlays=overlays,
    )
    sys.exit(build_distribution(wanted))


@click.command(short_help="Write a Dockerfile, Kubernetes files, an MCP bundle.")
@click.argument("spec", type=FILE)
@click.option(
    "--as",
    "kind",
    required=True,
    type=click.Choice(["dockerfile", "compose", "kubernetes", "mcpb", "server-json"]),
    help="What is written.",
)
@click.option("--out", type=FOLDER, default=Path("ship"), show_default=True, help="The folder.")
@click.option("--package", metavar="NAME", help="What is imported. Default: from the file's name.")
@click.option("--image", metavar="NAME:TAG", help="Of the container. Default: the package's name.")
@click.option("--name", metavar="REVERSE.DNS/NAME", help="Of the server in an MCP registry.")
@click.option("--distribution", metavar="NAME", help="On PyPI. Default: the package's name.")
@click.option("--host-names", is_flag=True, help="Kubernetes: egress by host names too (Cilium).")
@click.option("--force", is_flag=True, help="Replace files that somebody has changed.")
@with_options(DIALECT, CONFIG, OVERLAY)
def ship(spec: Path, **flags: Any) -> None:
    """Write what runs the package of SPEC elsewhere: a container, a cluster, a bundle, a listing."""
    from . import arguments
    from .shipping import Shipment, write_shipping

    configuration = arguments.configured(flags["config"])
    options, overlays = arguments.alone(
        configuration, spec, flags["package"], flags["dialect"], None, flags["overlay"]
    )
    wanted = Shipment(
        spec=spec,
        options=options,
        kind=flags["kind"],
        out=flags["out"],
        image=flags["image"],
        name=flags["name"],
        distribution=flags["distribution"],
        host_names=flags["host_names"],
        force=flags["force"],
        overlays=overlays,
    )
    sys.exit(write_shipping(wanted))


@click.command(short_help="Write the wheel of capwright-runtime.")
@click.argument("folder", type=FOLDER, default=Path("dist"))
def runtime(folder: Path) -> None:
    """Write the wheel of capwright-runtime into FOLDER (dist), for `generate --runtime package`.

    What is printed is the requirement that takes exactly this wheel. Put it into an index of your own.
    """
    from ..runtime import release

    folder.mkdir(parents=True, exist_ok=True)
    (folder / release.file_name()).write_bytes(release.wheel())
    give(f"{release.requirement()[0]}\n")
