"""The eight stages in their order (docs/architecture.md). One direction, no way back.

Stages 1 to 4 understand a file and report all that they find; stages 5 to 7 make the package in
memory; stage 8, the disk, is `store`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from . import __version__
from .contract import document as contract
from .contract.document import Contract
from .contract.parsing import from_bytes
from .diagnostics import Findings
from .formatting import format_files
from .lower import lower
from .lower.openapi import openapi_document
from .model import Dialect
from .normalise import detect_dialect, normalise
from .normalise.effective import effective
from .options import BOTH, CallersOf, Options, Runtime, Scripts, TrailingSlash
from .origin import Origin
from .plan import McpSurface, Plan, RestSurface, RunScript, SkillSurface
from .reach import page, reach_of
from .records import dataclass
from .render import render
from .resolve import resolve
from .runtime.copies import FOLDER, copies, needed
from .runtime.shared import shared_files
from .scripting import with_scripts
from .secrets import withhold, withhold_unread
from .slips import without_what_follows
from .source.imports import load_imports
from .source.loader import load
from .source.sources import SourceSet
from .source.writing import as_yaml
from .store import manifest
from .store.manifest import Manifest, sha256
from .validate import validate
from .validate.schemas import known_keys


@dataclass(frozen=True, slots=True)
class Understood:
    """A file after stage 4."""

    sources: SourceSet
    dialect: Dialect
    plan: Plan
    is_sound: bool
    """False after an error in the file as such, from which `--keep-going` does not recover."""

    @property
    def text(self) -> str:
        """The file as its page shows it, or what overlays made of it: without secrets."""
        main, page = self.sources.main, self.sources.page
        if self.sources.overlays:
            return as_yaml(main.data)
        return main.text if page is None else page

    @property
    def spec(self) -> str:
        """The file's name, without its folders: it stands in what is generated."""
        return PurePosixPath(self.sources.main.name).name


def understand(
    spec: Path,
    dialect: Dialect | None,
    findings: Findings,
    content: bytes | None = None,
    overlays: Sequence[Path] = (),
    scripts: Scripts = Scripts.HOOKS,
) -> Understood | None:
    """Stages 1 to 4. None where too little is there to go on; the findings say why.

    `content` is the file's where it is not on the disk; `overlays` change it, in their order.
    """
    understood = _understood(spec, dialect, findings, content, overlays, scripts)
    if not overlays:
        _tell_apart(spec, dialect, findings, content, scripts)
    return understood


def _tell_apart(
    spec: Path, dialect: Dialect | None, findings: Findings, content: bytes | None, scripts: Scripts
) -> None:
    """Leave out what is found only because of a slip that was found too."""

    def form(text: bytes) -> Findings:
        again = Findings()
        sources = load(spec, again, text)
        if sources is not None:
            spoken = dialect or detect_dialect(sources)
            validate(sources, spoken, again)
            normalise(sources, spoken, again)
        return again

    def whole(text: bytes) -> Findings:
        again = Findings()
        _understood(spec, dialect, again, text, (), scripts)
        return again

    known = known_keys(Dialect.PUBLISHED) | known_keys(Dialect.OFFICIAL)
    without_what_follows(spec, content, findings, form, whole, known.__contains__)


def _understood(
    spec: Path,
    dialect: Dialect | None,
    findings: Findings,
    content: bytes | None,
    overlays: Sequence[Path],
    scripts: Scripts,
) -> Understood | None:
    sources = load(spec, findings, content)
    if sources is None or not _overlaid(sources, overlays, findings):
        withhold_unread(findings)
        return None
    is_sound = not findings.has_errors
    dialect = dialect or detect_dialect(sources)
    load_imports(sources, findings)
    withhold(sources, findings)
    validate(sources, dialect, findings)
    capability = normalise(sources, dialect, findings)
    if capability is None:
        return None
    plan = resolve(capability, findings)
    plan = with_scripts(plan, sources, findings, copy=scripts is Scripts.COPY)
    return Understood(sources, dialect, plan, is_sound)


def _overlaid(sources: SourceSet, overlays: Sequence[Path], findings: Findings) -> bool:
    if not overlays:
        return True
    from .overlay import apply_overlays  # Most specifications have none.

    return apply_overlays(sources, overlays, findings)


def build(understood: Understood, options: Options) -> Mapping[str, bytes]:
    """Stages 5 to 7, and the manifest: the files of the package by path, sorted."""
    package = lower(understood.plan, understood.text, options)
    files = format_files(render(package))
    contents = {file.path: file.content for file in files}
    if len(contents) != len(files) or not all(map(manifest.is_inside, contents)):
        raise ValueError("two generated files have one path, or one is outside the package")
    if options.runtime is Runtime.VENDORED:
        runtime = copies(needed(contents))
        contents |= {f"{FOLDER}/{path}": content for path, content in runtime.items()}
    hashes = {path: sha256(content) for path, content in contents.items()}
    contents[manifest.NAME] = _manifest(understood, options, hashes).to_bytes()
    return dict(sorted(contents.items()))


def effective_text(understood: Understood) -> str:
    """The specification with overlays and imports applied, as YAML."""
    return as_yaml(effective(understood.sources, understood.dialect))


def shared_runtime(modules: Iterable[str]) -> Mapping[str, bytes]:
    """The files of a runtime that packages share, and their manifest: by path, sorted."""
    contents = dict(shared_files(modules))
    hashes = {path: sha256(content) for path, content in contents.items()}
    contents[manifest.NAME] = manifest.runtime_bytes(__version__, hashes)
    return dict(sorted(contents.items()))


def openapi_documents(understood: Understood, options: Options) -> Mapping[str, bytes]:
    """The OpenAPI document of each REST adapter, by its namespace."""
    surfaces = understood.plan.rest
    return {each.namespace: openapi_document(understood.plan, each, options) for each in surfaces}


def reach_page(understood: Understood, options: Options) -> str:
    """`REACH.md` with files and lines in place of pointers: for now, not for keeping."""

    def line(origin: Origin) -> str:
        span = understood.sources.key_span(origin)
        return f"{PurePosixPath(span.file).name}:{span.start.line}"

    return page(reach_of(understood.plan, options), line)


def contract_of(understood: Understood, options: Options) -> Contract:
    """What the package would promise to callers, without making its files."""
    package = lower(understood.plan, understood.text, options)
    [document] = [file for file in package.files if file.path == contract.NAME]
    return from_bytes(document.content)


def _manifest(understood: Understood, options: Options, files: Mapping[str, str]) -> Manifest:
    main, *others = understood.sources.sources.values()
    omissions = tuple(f"{each.adapter}.{each.unit}" for each in understood.plan.omissions)
    overlays = understood.sources.overlays.values()
    return Manifest(
        version=__version__,
        spec=understood.spec,
        spec_sha256=main.sha256,
        sources={
            **{_relative(other.name, main.name): other.sha256 for other in others},
            **understood.sources.files.hashes(),
        },
        overlays=[(_seen_from(main.name, other.name), other.sha256) for other in overlays],
        dialect=understood.dialect.value,
        # Only what had an influence: an option that changes nothing makes no package stale.
        options={
            "package": options.package,
            "keep_going": bool(omissions),
            "runtime": options.runtime.value,
            **_segments(understood.plan, options),
            **({} if options.parallel else {"parallel": False}),
            **({"check_bodies": True} if _checks_bodies(understood.plan, options) else {}),
            **_transports(options),
            **_slash(understood.plan, options),
            **_recording(options),
            **_callers(understood.plan, options),
            **({"scripts": Scripts.COPY.value} if _has_copies(understood.plan) else {}),
        },
        omissions=omissions,
        files=files,
    )


def _transports(options: Options) -> dict[str, str]:
    carried = sorted(each.value for each in options.transports)
    return {} if options.transports == BOTH else {"transports": ",".join(carried)}


def _slash(plan: Plan, options: Options) -> dict[str, str]:
    said = options.trailing_slash
    return {"trailing_slash": said.value} if plan.rest and said is not TrailingSlash.SAME else {}


def _recording(options: Options) -> dict[str, str | bool]:
    wanted, mask = options.recording.wanted, options.recording.mask
    return {"recording": ",".join(mask) or True} if wanted else {}


def _callers(plan: Plan, options: Options) -> dict[str, Any]:
    """What is done about callers, by adapter."""
    adapters: list[RestSurface | McpSurface | SkillSurface] = [*plan.rest, *plan.mcp, *plan.skills]
    names = [each.namespace for each in adapters]
    said = {name: options.callers_of(name) for name in names}
    shown = {name: _shown(each) for name, each in said.items() if each is not None}
    return {"callers": shown} if shown else {}


def _shown(callers: CallersOf) -> dict[str, Any]:
    limits = {
        "calls_per_minute": callers.calls_per_minute,
        "calls_at_once": callers.calls_at_once,
        "audit": callers.audit or None,
    }
    rules = [
        {"names": each.names, "scopes": each.scopes, "roles": each.roles} for each in callers.rules
    ]
    said = {name: value for name, value in limits.items() if value is not None}
    return {**said, **({"rules": rules} if rules else {})}


def _checks_bodies(plan: Plan, options: Options) -> bool:
    inputs = (each for surface in plan.rest for route in surface.routes for each in route.inputs)
    return options.check_bodies and any(each.document and each.schema for each in inputs)


def _has_copies(plan: Plan) -> bool:
    steps = (step for unit in plan.units for step in unit.program)
    return any(isinstance(step, RunScript) and step.copy is not None for step in steps)


def _segments(plan: Plan, options: Options) -> dict[str, str]:
    names = frozenset[str]().union(*(api.path_arguments for api in plan.apis))
    found = options.segments_text(names)
    return {"path_segments": found} if found else {}


def _relative(name: str, main: str) -> str:
    """A source's name seen from the folder of the main one; sources never stand outside it."""
    return PurePosixPath(name).relative_to(PurePosixPath(main).parent).as_posix()


def _seen_from(main: str, name: str) -> str:
    """An overlay's name, seen from the folder of the main file; it may stand anywhere."""
    start = Path(main).parent.resolve()
    try:
        return Path(os.path.relpath(Path(name).resolve(), start)).as_posix()
    except ValueError:  # on another drive
        return PurePosixPath(name).name
