"""What templates are run by; and templates as the Python that Jinja makes of them, which a wheel carries.

To compile fifteen templates takes more time than the rest of a small package.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import jinja2

from .. import markdown
from ..own_files import PACKAGE, templates
from . import signatures, source

COMPILED: Final = "_compiled"
"""The folder of a wheel: in it one for each version of Jinja, whose code fits no other version."""


@cache
def environment() -> jinja2.Environment:
    """The environment of this installation: what is compiled, where it fits; else the templates."""
    compiled = PACKAGE / COMPILED / jinja2.__version__
    if compiled.is_dir():
        return _environment(jinja2.ModuleLoader(compiled))
    return _environment(jinja2.FileSystemLoader(templates()))


def compile_into(folder: Path) -> None:
    """Writes every template as a module of Python below a folder; it is made if it is missing."""
    target = folder / jinja2.__version__
    target.mkdir(parents=True, exist_ok=True)
    made = _environment(jinja2.FileSystemLoader(templates()))
    made.compile_templates(target, filter_func=_is_template, zip=None, ignore_errors=False)


def _is_template(name: str) -> bool:
    """What a template includes (style and script of the page) is one as well."""
    # In folders are the runtime, and templates of others who fill them in their own way.
    return name.endswith((".j2", ".css", ".js")) and "/" not in name


def _environment(loader: jinja2.BaseLoader) -> jinja2.Environment:
    made = jinja2.Environment(
        loader=loader,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # What else is printed is Python and Markdown, which have filters of their own.
        autoescape=jinja2.select_autoescape(["html.j2"], default=False),
    )
    made.filters.update(
        source=source.source,
        statements=source.statements,
        statement=source.statement,
        constant=source.constant,
        docstring=source.docstring,
        one_line=source.one_line,
        prose=markdown.prose,
        code=markdown.code,
        cell=markdown.cell,
        annotation=signatures.annotation,
    )
    made.globals.update(
        parameters=signatures.parameters, import_line=source.import_line, wrapped=source.wrapped
    )
    return made
