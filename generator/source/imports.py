"""The files that a capability imports parts of (docs/language.md, "Imports"): read once each, inside its folder.

Which entry is meant is not known here, only which files are named.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, Final

from ..diagnostics.finding import Findings
from ..diagnostics.rules import imports as rules
from ..origin import Origin
from .files import FileRefusedError
from .loader import read_source
from .sources import SourceSet

SECTIONS: Final = ("consumes", "aggregates", "exposes", "binds")
_MOST_FILES: Final = 200


def load_imports(sources: SourceSet, findings: Findings) -> None:
    """Add the files that entries of the main one name; what cannot be read is reported there."""
    for origin, file in _imports(sources):
        if not isinstance(file, str) or not file.strip():
            continue
        name = relative_name(file)
        reason = _read(name, sources, findings)
        if reason is None:
            sources.imports[origin] = _full_name(name, sources)
        elif reason:
            findings.report(rules.NOT_READ, origin, file=file, reason=reason)


def relative_name(file: str) -> str:
    """`./shared/a.yaml` and `file:///./shared/a.yaml` as `shared/a.yaml`; others as they are."""
    name = file.strip()
    for prefix in ("file:///./", "file://./"):
        name = name.removeprefix(prefix)
    while name.startswith("./"):
        name = name[2:]
    return name


def _full_name(name: str, sources: SourceSet) -> str:
    return (PurePosixPath(sources.main.name).parent / name).as_posix()


def _imports(sources: SourceSet) -> Iterator[tuple[Origin, Any]]:
    """Where files are named, and what stands there."""
    root = Origin(sources.main.name)
    data = sources.main.data
    yield from _named_in(data, root, ("binds",))
    capability = data.get("capability")
    if isinstance(capability, dict):
        yield from _named_in(capability, root.child("capability"), SECTIONS)


def _named_in(
    capability: dict[str, Any], here: Origin, sections: tuple[str, ...]
) -> Iterator[tuple[Origin, Any]]:
    for section in sections:
        entries = capability.get(section)
        items = entries.items() if isinstance(entries, dict) else enumerate(entries or ())
        if not isinstance(entries, (dict, list)):
            continue
        for key, entry in items:
            if isinstance(entry, dict):
                named = "from" if "from" in entry else "location"
                if named in entry and ("from" in entry or "import" in entry):
                    yield here.child(section).child(key).child(named), entry[named]


def _read(name: str, sources: SourceSet, findings: Findings) -> str | None:
    """Read a file; why it cannot be read, empty where that has been reported."""
    full = _full_name(name, sources)
    if full in sources.sources:
        return "" if full in sources.broken else None
    if len(sources.sources) > _MOST_FILES:
        return f"would be one of more than {_MOST_FILES} files"
    if "://" in name:
        return "is no file below the folder of the capability"
    try:
        path = sources.files.inside(name)
    except FileRefusedError as refusal:
        sources.files.refused = True
        return str(refusal)
    if not path.is_file():
        sources.files.refused = True
        return "is no file" if path.exists() else "does not exist"
    source = read_source(path, full, findings, sources)
    return None if source is not None else ""
