"""`capwright package`: a specification as a distribution that an installer takes."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.utils import InvalidName, canonicalize_name

from ..diagnostics import Findings, Severity
from ..diagnostics.text import render_text
from ..options import Options, Runtime
from ..pipeline import Understood, build, understand
from ..records import dataclass
from .policy import Policy, has_errors
from .terminal import has_colours, say


@dataclass(frozen=True, slots=True)
class Distribution:
    """What the user asked for."""

    spec: Path
    options: Options
    out: Path
    name: str | None
    license: str | None
    url: str | None
    overlays: tuple[Path, ...] = ()


def licence(expression: str | None) -> str | None:
    """An SPDX expression as it is written. Raises `click.BadParameter`."""
    if expression is None:
        return None
    try:
        return str(canonicalize_license_expression(expression))
    except InvalidLicenseExpression as error:
        message = f"{expression!r} is no SPDX expression, such as Apache-2.0: {error}"
        raise click.BadParameter(message, param_hint="--license") from None


def specification_url(url: str | None) -> str | None:
    """An address on the web. Raises `click.BadParameter`."""
    if url is not None and not re.fullmatch(r"https?://[!-~]+", url):
        message = f"{url!r} is no http or https URL"
        raise click.BadParameter(message, param_hint="--spec-url")
    return url


def distribution_name(name: str | None) -> str | None:
    """The name of a distribution. Raises `click.BadParameter`."""
    try:
        if name is not None:
            canonicalize_name(name, validate=True)
    except InvalidName:
        message = f"{name!r} is no name of a distribution: letters, digits and . _ - between them"
        raise click.BadParameter(message, param_hint="--name") from None
    return name


def build_distribution(wanted: Distribution) -> int:
    """Build wheel and source archive; the exit code."""
    understood = _understood(wanted)
    if understood is None:
        say(f"{wanted.spec.as_posix()}: refused, nothing was built")
        return 1
    try:
        from ..distribution import building
        from ..distribution.project import project_of
    except ModuleNotFoundError as error:
        say(f"{error.name} is not installed: pip install 'capwright[package]'")
        return 1
    files = build(understood, wanted.options)
    info = understood.plan.capability.info
    project = project_of(
        files,
        wanted.options.package,
        info.version,
        " ".join((info.display or understood.spec).split()),
        name=wanted.name,
        license_=wanted.license,
        url=wanted.url,
    )
    vendored = wanted.options.runtime is Runtime.VENDORED
    try:
        made = building.build(project, files, wanted.out, vendored=vendored)
    except OSError as error:
        say(f"{wanted.out.as_posix()}: {error.strerror or error}")
        return 1
    for path in made:
        click.echo((wanted.out / path.name).as_posix())
    return 0


def _understood(wanted: Distribution) -> Understood | None:
    """What the specification means, its findings said; None where nothing can be built of it."""
    findings = Findings()
    understood = understand(
        wanted.spec,
        wanted.options.dialect,
        findings,
        overlays=wanted.overlays,
        scripts=wanted.options.scripts,
    )
    shown = Policy(keep_going=wanted.options.keep_going).apply(findings.sorted())
    loud = tuple(finding for finding in shown if finding.severity is not Severity.NOTE)
    said = render_text(loud, findings.sources, colour=has_colours(sys.stderr))
    say(f"{said}\n" if said else "", newline=False)
    may_go_on = not has_errors(shown) or wanted.options.keep_going
    return understood if may_go_on and understood is not None and understood.is_sound else None
