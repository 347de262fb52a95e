"""Stage 6: modules become files in memory. Templates loop and print; they decide nothing."""

from __future__ import annotations

from ..lower.package import Module, Package
from ..records import dataclass
from .compiled import environment

__all__ = ["GeneratedFile", "render"]


@dataclass(frozen=True, slots=True)
class GeneratedFile:
    """A file of the package, in memory."""

    path: str
    """Relative to the package, with slashes."""
    content: bytes
    formatted: bool
    """Nothing is left to do for stage 7."""


def render(package: Package) -> tuple[GeneratedFile, ...]:
    """The files of a package, sorted by path."""
    files = [GeneratedFile(each.path, each.content, True) for each in package.files]
    files += [_rendered(module, package) for module in package.modules]
    return tuple(sorted(files, key=lambda file: file.path))


def _rendered(module: Module, package: Package) -> GeneratedFile:
    template = environment().get_template(module.template)
    text = template.render(module.content, package=package.name, origin=package.header)
    return GeneratedFile(module.path, text.encode(), not module.path.endswith(".py"))
