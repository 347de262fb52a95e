"""`capwright ship`: what runs a package elsewhere, written into a folder."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import click

from .. import regex
from ..diagnostics import Findings, Severity
from ..diagnostics.text import render_text
from ..options import Options
from ..pipeline import Understood, build, understand
from ..records import dataclass
from ..ship import KINDS
from ..ship.bundle import FOLDER as BUNDLE
from ..ship.what import Shipped, adapters_of, upstreams_of
from .arguments import no_package_name
from .configuration import is_package_name
from .policy import Policy, has_errors
from .terminal import has_colours, say

_IMAGE: Final = regex.late(r"[a-z0-9][a-z0-9._/:@-]{0,254}")
_NAME: Final = regex.late(r"[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+")
_VERSION: Final = regex.late(r"[0-9]+(?:\.[0-9A-Za-z+-]+)*")
_OF_MCP: Final = ("mcpb", "server-json")


@dataclass(frozen=True, slots=True)
class Shipment:
    """What the user asked for."""

    spec: Path
    options: Options
    kind: str
    out: Path
    image: str | None
    name: str | None
    distribution: str | None
    host_names: bool
    force: bool
    overlays: tuple[Path, ...] = ()


def write_shipping(wanted: Shipment) -> int:
    """Write the files; the exit code."""
    _check(wanted)
    findings = Findings()
    understood = understand(wanted.spec, wanted.options.dialect, findings, overlays=wanted.overlays)
    shown = Policy(keep_going=wanted.options.keep_going).apply(findings.sorted())
    loud = tuple(finding for finding in shown if finding.severity is not Severity.NOTE)
    say(render_text(loud, findings.sources, colour=has_colours(sys.stderr)), newline=False)
    may_go_on = not has_errors(shown) or wanted.options.keep_going
    if understood is None or not may_go_on or not understood.is_sound:
        say(f"{wanted.spec.as_posix()}: refused, nothing was written")
        return 1
    built = build(understood, wanted.options)
    shipped = _shipped(wanted, understood, built)
    if not shipped.adapters:
        say(f"{wanted.spec.as_posix()}: it exposes nothing, so there is nothing to run")
        return 1
    if wanted.kind in _OF_MCP and all(each.kind != "mcp" for each in shipped.adapters):
        say(f"{wanted.spec.as_posix()}: it has no MCP adapter, so it is no {wanted.kind}")
        return 1
    if wanted.kind in _OF_MCP and understood.plan.capability.info.version != shipped.version:
        say(
            f"{wanted.spec.as_posix()}: its info.version is none that can be published, so {shipped.version} stands for "
            "it: write one (such as 1.0.0) before you publish; a distribution has to have the same"
        )
    files = {path: text.encode() for path, text in KINDS[wanted.kind](shipped).items()}
    if wanted.kind == "mcpb":
        files |= {f"{BUNDLE}/{shipped.package}/{path}": text for path, text in built.items()}
    return _write(wanted, files)


def _check(wanted: Shipment) -> None:
    """Raises `click.BadParameter` for an argument that cannot be used."""
    package = wanted.options.package
    if not is_package_name(package):
        raise no_package_name(package)
    if wanted.image is not None and not _IMAGE.fullmatch(wanted.image):
        raise click.BadParameter(f"{wanted.image!r} is no name of an image", param_hint="--image")
    if wanted.kind == "server-json" and not _NAME.fullmatch(wanted.name or ""):
        raise click.BadParameter(
            "server.json needs a name such as io.github.acme/shop: a name that you can prove",
            param_hint="--name",
        )


def _shipped(wanted: Shipment, understood: Understood, built: Mapping[str, bytes]) -> Shipped:
    plan, package = understood.plan, wanted.options.package
    info = plan.capability.info
    title = " ".join((info.display or package).split()) or package
    version = info.version if info.version and _VERSION.fullmatch(info.version) else "0.0.0"
    return Shipped(
        package=package,
        version=version,
        title=title,
        description=" ".join((info.description or title).split()) or title,
        adapters=adapters_of(plan),
        upstreams=upstreams_of(plan),
        image=wanted.image or f"{package.lower()}:{version}",
        name=wanted.name,
        distribution=wanted.distribution or package.replace("_", "-"),
        requirements=_requirements(built),
        host_names=wanted.host_names,
    )


def _requirements(built: Mapping[str, bytes]) -> tuple[str, ...]:
    """What the MCP server stands on, from the files of the package."""
    found: dict[str, None] = {}
    for name in ("requirements.txt", "requirements-mcp.txt"):
        for line in built.get(name, b"").decode().splitlines():
            if line.strip() and not line.startswith(("#", "-r ")):
                found[line.strip()] = None
    return tuple(found)


def _write(wanted: Shipment, files: Mapping[str, bytes]) -> int:
    """All of them or none."""
    changed = [
        path
        for path, content in files.items()
        if (wanted.out / path).exists() and (wanted.out / path).read_bytes() != content
    ]
    if changed and not wanted.force:
        say(f"{wanted.out.as_posix()}: {', '.join(changed[:5])} would be replaced: give --force")
        return 1
    try:
        for path, content in files.items():
            target = wanted.out / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    except OSError as error:
        say(f"{wanted.out.as_posix()}: {error.strerror or error}")
        return 1
    for path in files:
        if not path.startswith(f"{BUNDLE}/{wanted.options.package}/"):
            click.echo((wanted.out / path).as_posix())
    return 0
