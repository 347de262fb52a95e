"""Where a contract comes from: a spec, a generated package, `CONTRACT.json`, or one of them in git."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ..contract.document import LARGEST, NAME, Contract, ContractError
from ..contract.parsing import from_bytes
from ..dialect import Dialect
from .sources import SourceError

_SPECS: Final = (".yaml", ".yml")


def contract_at(place: str, dialect: Dialect | None = None) -> Contract:
    """The contract of a place: a path, or `REV:path` where no such path exists.

    Raises:
        SourceError: nothing is there, or what is there has no contract.
    """
    path = Path(place)
    if path.exists():
        return _of_path(path, place, dialect)
    revision, colon, inside = place.partition(":")
    if colon and revision:
        from .revisions import taken_out

        with taken_out(revision, inside) as found:
            return _of_path(found, place, dialect)
    raise SourceError(f"{place}: no such file or folder, and no `REV:path` of git either")


def _of_path(path: Path, shown: str, dialect: Dialect | None) -> Contract:
    if path.is_dir():
        return _of_package(path, shown)
    if path.suffix in _SPECS:
        return _of_spec(path, shown, dialect)
    try:
        with path.open("rb") as stream:
            return _read(stream.read(LARGEST + 1), shown)
    except OSError as error:
        raise SourceError(f"{shown}: it cannot be read ({error.strerror})") from None


def _of_package(folder: Path, shown: str) -> Contract:
    file = folder / NAME
    if not file.is_file():
        raise SourceError(
            f"{shown}: there is no {NAME} in it; it is no generated package, or one of an older "
            "version: generate it again, or name its specification"
        )
    return _of_path(file, f"{shown}/{NAME}", None)


def _read(content: bytes, shown: str) -> Contract:
    try:
        return from_bytes(content)
    except ContractError as error:
        raise SourceError(f"{shown}: {error}") from None


def _of_spec(spec: Path, shown: str, dialect: Dialect | None) -> Contract:
    # The pipeline is what takes long to import; two packages are compared without it.
    from ..diagnostics import Findings
    from ..diagnostics.text import render_text
    from ..options import Options
    from ..pipeline import contract_of, understand
    from .policy import has_errors
    from .specifications import beside

    findings = Findings()
    own = beside(spec)
    overlays = () if own is None else (own,)
    understood = understand(spec, dialect, findings, overlays=overlays)
    found = findings.sorted()
    if understood is None or has_errors(found):
        errors = [each for each in found if has_errors([each])]
        errors_text = render_text(errors, findings.sources).rstrip("\n")
        raise SourceError(f"{shown}: it has errors, so it promises nothing\n{errors_text}")
    return contract_of(understood, Options("package"))
