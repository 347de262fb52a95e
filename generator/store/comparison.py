"""`--check` and `--diff`: the generated files against a folder, nothing written."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from ..records import dataclass
from .folder import Contents, Kind


@dataclass(frozen=True, slots=True)
class Difference:
    """What would have to change for the folder to be exactly what is generated."""

    missing: tuple[str, ...]
    changed: tuple[str, ...]
    """Other bytes, or a link or a special file in the place of a file."""
    extra: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.changed or self.extra)


def compare(files: Mapping[str, bytes], contents: Contents) -> Difference:
    """Compare exactly.

    Raises:
        OSError: a file cannot be read.
    """
    missing = [path for path in files if contents.kind(path) is Kind.NOTHING]
    changed = [
        path
        for path, content in files.items()
        if contents.kind(path) is not Kind.NOTHING and not is_same(content, contents, path)
    ]
    extra = [path for path in contents.kinds if path not in files and _is_extra(path, contents)]
    return Difference(tuple(sorted(missing)), tuple(sorted(changed)), tuple(sorted(extra)))


def is_same(content: bytes, contents: Contents, path: str) -> bool:
    """Whether the folder has a plain file of exactly this content.

    Raises:
        OSError: the file cannot be read.
    """
    if contents.kind(path) is not Kind.FILE:
        return False
    if (contents.root / path).stat().st_size != len(content):
        return False
    return contents.read(path) == content


def unified_diff(
    files: Mapping[str, bytes],
    contents: Contents,
    name: str,
    without: AbstractSet[str] = frozenset(),
) -> Iterator[str]:
    """The difference as a patch, line by line, as `diff -u` and `git diff` write it.

    `name` is put before each path; the paths of `without` are passed over. A line without an end gets the usual remark.

    Raises:
        OSError: a file cannot be read.
    """
    difference = compare(files, contents)
    for path in sorted({*difference.missing, *difference.changed, *difference.extra} - without):
        if contents.kind(path) in {Kind.FOLDER, Kind.LINK, Kind.SPECIAL}:
            yield f"Only on disk: {name}/{path} ({contents.kind(path).value})\n"
            continue
        old = contents.read(path) if contents.kind(path) is Kind.FILE else None
        yield from _file_diff(f"{name}/{path}", old, files.get(path))


def _file_diff(path: str, old: bytes | None, new: bytes | None) -> Iterator[str]:
    try:
        before, after = (old or b"").decode("utf-8"), (new or b"").decode("utf-8")
    except UnicodeDecodeError:
        yield f"Binary files a/{path} and b/{path} differ\n"
        return
    from_name = "/dev/null" if old is None else f"a/{path}"
    to_name = "/dev/null" if new is None else f"b/{path}"
    if not before and not after:
        yield f"--- {from_name}\n+++ {to_name}\n"
    for line in difflib.unified_diff(_lines(before), _lines(after), from_name, to_name):
        yield line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    """Lines with their ends; only a line feed ends a line, as in `diff`."""
    *lines, last = text.split("\n")
    return [line + "\n" for line in lines] + ([last] if last else [])


def _is_extra(path: str, contents: Contents) -> bool:
    """A folder that only holds `__pycache__`, or things that are judged themselves, is none."""
    if contents.kind(path) is not Kind.FOLDER:
        return True
    return path not in contents.overlooked_in and not any(contents.below(path))
