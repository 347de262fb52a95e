"""Stage 6: modules become files in memory. Templates loop and print; they decide nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import jinja2

from .. import markdown
from ..lower.package import Module, Package
from ..own_files import templates
from . import source

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
    template = _environment().get_template(module.template)
    text = template.render(module.content, package=package.name, origin=package.header)
    return GeneratedFile(module.path, text.encode(), not module.path.endswith(".py"))


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates()),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # What else is printed is Python and Markdown, which have filters of their own.
        autoescape=jinja2.select_autoescape(["html.j2"], default=False),
    )
    environment.filters.update(
        source=source.source,
        constant=source.constant,
        docstring=source.docstring,
        one_line=source.one_line,
        prose=markdown.prose,
        code=markdown.code,
        cell=markdown.cell,
        annotation=source.annotation,
    )
    environment.globals.update(parameters=source.parameters, import_line=source.import_line)
    return environment
