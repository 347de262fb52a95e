"""CAP39x: parts of other files (docs/language.md, "Imports")."""

from __future__ import annotations

from ..rule import Rule, Severity
from .samples import capability


def _importing(entry: str) -> str:
    text = capability().replace("naftiko: 1.0.0-alpha2", "ikanos: 1.0.0-beta5")
    return text.replace("  exposes:\n", f"    - {entry}\n  exposes:\n")


def _aliased(prefix: str) -> str:
    """An adapter that is imported under another name, and a reference in it."""
    text = capability(
        parameters="[{name: page, in: query}]",
        rest_extra=f"              with:\n                page: {prefix}.page\n",
        exposes_extra="    - {from: ./spec.yaml, import: shop-rest, as: other}\n",
    )
    return text.replace("naftiko: 1.0.0-alpha2", "ikanos: 1.0.0-beta5")


_NONE = capability().replace("naftiko: 1.0.0-alpha2", "ikanos: 1.0.0-beta5")

NOT_READ = Rule(
    code="CAP390",
    severity=Severity.ERROR,
    title="Imported file that cannot be read",
    message="`{file}` is not imported: it {reason}.",
    hint="name a file below the folder of the capability, relative to it",
    explanation=(
        "An import names a file relative to the capability's own folder. Nothing outside of that "
        "folder is read, through no link either."
    ),
    example=_importing("{from: ./stock.yaml, import: stock}"),
    correction=_importing("{from: ./spec.yaml, import: shop, as: stock}"),
)

NOT_THERE = Rule(
    code="CAP391",
    severity=Severity.ERROR,
    title="Import of what is not there",
    message="`{file}` has no entry `{name}` under `{section}`.",
    hint="{advice}",
    explanation="An import names an entry of the other file by its namespace.",
    example=_importing("{from: ./spec.yaml, import: stock, as: other}"),
    correction=_importing("{from: ./spec.yaml, import: shop, as: other}"),
)

NOT_TRANSITIVE = Rule(
    code="CAP392",
    severity=Severity.ERROR,
    title="Import of an import",
    message="`{name}` of `{file}` is imported there itself, from `{source}`.",
    hint="import it from `{source}`",
    explanation="Only entries that stand in the other file are imported; imports are not followed.",
    example=_importing("{from: ./spec.yaml, import: spare, as: mine}").replace(
        "  exposes:\n", "    - {from: ./spec.yaml, import: shop, as: spare}\n  exposes:\n", 1
    ),
    correction=_importing("{from: ./spec.yaml, import: shop, as: mine}"),
)

CIRCLE = Rule(
    code="CAP393",
    severity=Severity.ERROR,
    title="Imports in a circle",
    message="`{name}` goes in a circle: {circle}.",
    hint="write the entry down in one of these files",
    explanation="A file cannot import from a file that imports the same entry from it.",
    example=_importing("{from: ./spec.yaml, import: stock}"),
    correction=_importing("{from: ./spec.yaml, import: shop, as: stock}"),
)

OLD_NAMESPACE = Rule(
    code="CAP394",
    severity=Severity.WARNING,
    title="Reference by the name before the alias",
    message="`{text}` is plain text here: this entry is imported as `{alias}`.",
    hint="write `{alias}.{rest}` in the other file, or import it under its own name",
    explanation=(
        "Under an alias an entry has the new namespace only. A reference that uses the old one is "
        "sent as it stands."
    ),
    example=_aliased("shop-rest"),
    correction=_aliased("other"),
)

IMPORT = Rule(
    code="CAP395",
    severity=Severity.ERROR,
    title="Entry that stands in another document",
    message="`{what}` stands in `{file}`, in a form that is no import of the language.",
    hint="write `from: <file>` and `import: <namespace>`, or the entry itself",
    explanation=(
        "Published files sometimes name another capability (`ref`) or an OpenAPI document "
        "(`openapi`) in the place of an entry. What calls such an entry is left out."
    ),
    example=capability().replace(
        "  exposes:\n", "    - {namespace: stock, openapi: ./stock.yaml}\n  exposes:\n"
    ),
    correction=capability().replace(
        "  exposes:\n", "    - {from: ./spec.yaml, import: shop, as: stock}\n  exposes:\n"
    ),
)

IMPORTED_FILES = Rule(
    code="CAP396",
    severity=Severity.WARNING,
    title="List of files to import",
    message="`{key}` is no key of the language: {files} is not read.",
    hint="write an entry with `from: <file>` and `import: <namespace>` under `consumes`",
    explanation=(
        "Parts of other files are named one by one, where they are used. Calls to what such a list "
        "was to define are errors of their own."
    ),
    example=capability() + "import: [shared/stock.yaml]\n",
    correction=capability(),
)
