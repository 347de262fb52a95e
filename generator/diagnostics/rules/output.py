"""CAP15x and CAP16x: the output folder, and what stands in the way of writing it.

None of them has an example: what they speak of is not in the capability file.
"""

from __future__ import annotations

from typing import Final

from ..rule import Rule, Severity


def _error(code: str, title: str, message: str, hint: str, explanation: str) -> Rule:
    return Rule(code, Severity.ERROR, title, message, hint, explanation, "", "")


EDITED: Final = _error(
    "CAP150",
    "A generated file was edited",
    "`{path}` was edited after it was generated",
    "move the change to the specification or out of the package, or give --force to lose it",
    "MANIFEST.json holds the hash of every file that was generated. A file with another hash was "
    "edited by somebody, and generating it again, or deleting it, would lose that edit.",
)

FOREIGN: Final = _error(
    "CAP151",
    "A file that was not generated has the name of a generated one",
    "`{path}` was not written by capwright, and a generated file has its name",
    "move it away, choose another --out or --package, or give --force to overwrite it",
    "MANIFEST.json does not list this file, so it is somebody's own. Capwright never touches such "
    "a file unasked.",
)

LINK: Final = _error(
    "CAP152",
    "A symbolic link in the output folder",
    "`{path}` is a symbolic link, and what is behind it may be outside the output folder",
    "replace it by the folder or file that it points to",
    "Capwright writes under its output folder only, so it never writes through a symbolic link "
    "inside it. (The folder given with --out may be one.)",
)

IN_THE_WAY: Final = _error(
    "CAP153",
    "A file or folder is in the way",
    "`{path}` is {found}, where {wanted} is to be generated",
    "move it away, or choose another --out or --package",
    "A generated file cannot take the place of a folder or of a special file, nor a generated "
    "folder that of a file. --force does not change that.",
)

MANIFEST: Final = _error(
    "CAP154",
    "The manifest of the output folder cannot be used",
    "`{path}` is not the manifest that capwright wrote: {problem}",
    "restore it from version control, or give --force to overwrite the generated files",
    "Without the manifest it is not known which files are generated and which are somebody's own. "
    "With --force the files are written all the same, and none is deleted.",
)

UNWRITABLE: Final = _error(
    "CAP155",
    "The output folder cannot be read or written",
    "`{path}`: {problem}",
    "see to the permissions and the space of the output folder; it is as it was before",
    "The operating system refused a read or a write. Files that had been written by then were put "
    "back, so the folder has its former content.",
)

MISSING: Final = _error(
    "CAP156",
    "A generated file is missing",
    "`{path}` is missing",
    "run `capwright generate` without --check and commit the result",
    "With --check: the specification gives a file that is not in the folder.",
)

STALE: Final = _error(
    "CAP157",
    "A generated file is not up to date",
    "`{path}` is not what the specification gives",
    "run `capwright generate` without --check and commit the result; --diff shows the difference",
    "With --check: the specification, the options or the version of the generator changed after "
    "the file was generated, or somebody edited it.",
)

EXTRA: Final = _error(
    "CAP158",
    "A file that is not generated stands in the package",
    "`{path}` is not generated from the specification",
    "move it out of the package; if it is an old generated file, `capwright generate` deletes it",
    "With --check: the folder holds something that the specification does not give. Only "
    "`__pycache__` is overlooked.",
)

OUT_OF_DATE: Final = _error(
    "CAP159",
    "A package is not up to date",
    "`{package}` is not what this specification gives: {count} ({missing} missing, {changed} "
    "changed, {extra} too many)",
    "run `capwright generate` and commit the result",
    "What --check found in a package, in one finding at the specification, for people and for a pull "
    "request (--format github). With --verbose, and in JSON and SARIF, each file is named: CAP156, CAP157, "
    "CAP158; --diff shows what differs.",
)

COLLISION: Final = _error(
    "CAP160",
    "Two specifications have one package name",
    "{specs} would all be generated as the package `{package}`",
    "give one of them another file name, or generate it by itself with --package or --out",
    "The name of a package comes from the name of the file. Two names that differ in case only are one "
    "folder on Windows and macOS. Of specifications whose names collide "
    "in one run none is generated, so that the result does not depend on their order.",
)

BUSY: Final = _error(
    "CAP161",
    "Another capwright writes the same package",
    "another capwright has been writing `{path}` for {seconds} seconds",
    "wait for it, or end it, and generate again",
    "One generator at a time writes a package; another one waits until it is done. It does not wait "
    "for ever: the other process may be stopped.",
)

INTERRUPTED: Final = Rule(
    "CAP162",
    Severity.WARNING,
    "A generate was killed",
    "`{path}` is half written: a `capwright generate` was killed",
    "run `capwright generate` for this package: it finishes what was begun",
    "A process that is killed while it writes leaves a folder beside the package with what it had "
    "begun, and a journal of it. The next `generate` of that package finishes it before it does "
    "anything else; files that people have put there or edited since then stay. --check, --diff and "
    "validate only say so.",
    "",
    "",
)

STAGING: Final = _error(
    "CAP163",
    "The folder of a killed generate cannot be used",
    "`{path}` is not as capwright leaves it: {problem}",
    "look at it and remove it, then generate again",
    "Beside a package that is being written stands a folder `.<package>.generating`. What is in it is "
    "read before it is used: it may be somebody's own, or made to harm.",
)

RUNTIME_IN_USE: Final = _error(
    "CAP164",
    "The shared runtime is in use by packages that this run does not renew",
    "`{path}` would change under {packages}",
    "name their specifications in the same run: `capwright generate` for all packages of the folder",
    "With --runtime shared all packages of a folder import one runtime. A version of the generator "
    "that has another runtime changes it for all of them, so it does so only where it generates all "
    "of them. New modules beside the old ones change nothing for others and are always written.",
)

SHARED_FOLDER: Final = _error(
    "CAP165",
    "The folder of a shared runtime cannot be imported",
    "`{path}` has no name that Python can import, and packages that share a runtime are imported "
    "from it",
    "choose an --out whose last part is a name of letters, digits and underscores",
    "Packages that share a runtime import it from the package that they stand in "
    "(`from .._runtime import ...`), so their folder is a package too: `generated.quay`.",
)

ORPHAN: Final = Rule(
    "CAP166",
    Severity.WARNING,
    "A package that nothing makes any more",
    "`{path}` was generated, and no specification of `[tool.capwright]` makes it",
    "remove the folder, or list its specification again",
    "A plain `capwright generate` does all that the table of pyproject.toml lists. A package whose "
    "specification was taken out of it, renamed or deleted stays as it is: it may be in use, so it is not "
    "removed. Nobody renews it, and `--check` cannot hold it against anything.",
    "",
    "",
)
UNUSED_OVERLAY: Final = Rule(
    "CAP167",
    Severity.WARNING,
    "An overlay that belongs to no specification",
    "`{path}` changes nothing: no specification of this run uses it",
    "name it like the specification that it changes, or list it under `overlays` in `[tool.capwright]`",
    "An overlay is used where it stands beside a specification under its name (`shop.overlay.yaml` of "
    "`shop.yaml`), where the table of pyproject.toml lists it, or where `--overlay` names it. One that "
    "nothing uses looks as if it were in force. Where single files are generated, only an overlay whose "
    "name is nearly theirs is looked at.",
    "",
    "",
)
