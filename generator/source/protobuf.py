"""`.proto` files to descriptors, by the official compiler (an extra of the generator: `protobuf`)."""

from __future__ import annotations

import importlib.util
import re
import sys
import tempfile
from pathlib import Path
from typing import Final

from .. import regex
from ..records import dataclass
from .files import FileRefusedError, Files

_IMPORT: Final = regex.late(rb'^\s*import\s+(?:public\s+|weak\s+)?"([^"\n]+)"\s*;', re.MULTILINE)
_WELL_KNOWN: Final = "google/protobuf/"
_MOST_FILES: Final = 500
_SECONDS: Final = 30


@dataclass(frozen=True, slots=True)
class Compiled:
    """A file and everything that it imports."""

    message: str
    """The full name of the first message of the file."""
    descriptors: bytes
    """A `FileDescriptorSet`, what is imported before what imports it."""


def compiled(name: str, files: Files) -> Compiled:
    """The descriptors of a `.proto` file below the capability. Raises `FileRefusedError`."""
    needed = _closure(name, files)
    if importlib.util.find_spec("grpc_tools") is None:
        raise FileRefusedError("needs its compiler: `pip install capwright[protobuf]`")
    with tempfile.TemporaryDirectory() as folder:
        for path, content in needed.items():
            target = Path(folder) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        return _compiled(name, Path(folder))


def _closure(name: str, files: Files) -> dict[str, bytes]:
    """The file and what it imports, each under the name that it is imported by."""
    found: dict[str, bytes] = {}
    waiting = [name]
    while waiting:
        each = waiting.pop()
        if each in found or each.startswith(_WELL_KNOWN):
            continue
        if len(found) >= _MOST_FILES:
            raise FileRefusedError(f"imports more than {_MOST_FILES} files")
        try:
            found[each] = files.content(each)
        except FileRefusedError as error:
            raise (
                error if each == name else FileRefusedError(f"imports {each}, which {error}")
            ) from None
        waiting += [path.decode("utf-8", "replace") for path in _IMPORT.findall(found[each])]
    return found


def _compiled(name: str, folder: Path) -> Compiled:
    import subprocess  # not for those without such files

    out = folder / ".descriptors"
    command = [sys.executable, "-m", "grpc_tools.protoc", f"--proto_path={folder}"]
    command += [f"--proto_path={_well_known()}", "--include_imports", f"--descriptor_set_out={out}"]
    try:
        # No shell; the one argument that comes from the specification is a path below `folder`.
        done = subprocess.run(  # noqa: S603
            [*command, str(folder / name)], capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise FileRefusedError("takes its compiler too long") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").replace(f"{folder}/", "")
        raise FileRefusedError(f"is not understood: {_reason(said)}")
    content = out.read_bytes()
    return Compiled(_first_message(content), content)


_COMPLAINT: Final = regex.late(r"^\S+\.proto:.*", re.MULTILINE)


def _reason(said: str) -> str:
    """The compiler's first complaint about a file; its library logs warnings before."""
    found = _COMPLAINT.search(said)
    return (found[0] if found else said.strip().rpartition("\n")[2] or "no reason given")[
        :200
    ].rstrip(".")


def _well_known() -> Path:
    spec = importlib.util.find_spec("grpc_tools")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "_proto"


def _first_message(content: bytes) -> str:
    from google.protobuf import (  # type: ignore[import-untyped,unused-ignore]
        descriptor_pb2,
    )

    files = descriptor_pb2.FileDescriptorSet()
    files.ParseFromString(content)
    last = files.file[-1]
    if not last.message_type:
        raise FileRefusedError("has no message")
    return ".".join(filter(None, (last.package, last.message_type[0].name)))
