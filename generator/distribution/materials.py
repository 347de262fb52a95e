"""The bill of materials inside a distribution (PEP 770), as CycloneDX 1.6."""

from __future__ import annotations

import uuid
from typing import Final

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import DisjunctiveLicense, License, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from .. import __version__
from ..runtime import release
from .project import Project

NAME: Final = "capwright.cdx.json"
NO_ASSERTION: Final = "NOASSERTION"
"""SPDX 2.3, 7.13: nobody says anything of the licence."""


def bill(project: Project, digest: str, *, vendored: bool) -> bytes:
    """What the distribution is made of, and what it needs.

    Args:
        project: the distribution.
        digest: of its files, in hexadecimal: the same files give the same bill.
        vendored: whether the runtime is inside it.
    """
    bom = Bom(serial_number=uuid.uuid5(uuid.NAMESPACE_URL, f"capwright:{digest}"))
    bom.metadata.timestamp = None  # type: ignore[assignment]
    bom.metadata.tools.components.add(
        Component(name="capwright", version=__version__, type=ComponentType.APPLICATION)
    )
    itself = Component(
        name=project.name,
        version=project.version,
        type=ComponentType.LIBRARY,
        purl=_purl(project.name, project.version),
        licenses=[_license(project.license)],
        bom_ref=project.name,
    )
    bom.metadata.component = itself
    parts = [_requirement(line, ComponentScope.REQUIRED) for line in project.dependencies]
    for lines in project.extras.values():
        parts += [_requirement(line, ComponentScope.OPTIONAL) for line in lines]
    if vendored:
        parts.append(_runtime())
    by_name = {part.name: part for part in reversed(parts)}
    for part in by_name.values():
        bom.components.add(part)
    bom.register_dependency(itself, by_name.values())
    return JsonV1Dot6(bom).output_as_string(indent=2).encode() + b"\n"


def _license(expression: str | None) -> License:
    if expression is None:
        return DisjunctiveLicense(name=NO_ASSERTION)
    return LicenseExpression(expression)


def _requirement(line: str, scope: ComponentScope) -> Component:
    name = canonicalize_name(Requirement(line).name)
    requirement = Property(name="capwright:requirement", value=line)
    return Component(
        name=name,
        type=ComponentType.LIBRARY,
        scope=scope,
        purl=_purl(name, None),
        properties=[requirement],
        bom_ref=name,
    )


def _runtime() -> Component:
    """What is copied into the package. Its digest is of all of it, of which the package has a part."""
    return Component(
        name=release.DISTRIBUTION,
        version=release.VERSION,
        type=ComponentType.LIBRARY,
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=release.digest())],
        bom_ref=release.DISTRIBUTION,
    )


def _purl(name: str, version: str | None) -> PackageURL:
    return PackageURL("pypi", None, canonicalize_name(name), version)
