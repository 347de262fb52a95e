"""`capwright-runtime`: the runtime as a distribution of its own, the same bytes on every machine.

A wheel is a zip (PyPA, "Binary distribution format"). It is written here and not by a build tool because
its hash stands in the requirements of every package that is generated for it: no compression, fixed
dates, files in order.
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Mapping
from functools import cache
from typing import Final

from .. import __version__
from .copies import HEADER, copies
from .graph import runtime_modules

VERSION: Final = __version__
DISTRIBUTION: Final = "capwright-runtime"
MODULE: Final = "capwright_runtime"
_INFO: Final = f"{MODULE}-{VERSION}.dist-info"
_WHEN: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip can have."""
_RELEASE: Final = '''\
"""Which runtime this is; packages that were generated for it ask when they are imported."""

from __future__ import annotations

from typing import Final

VERSION: Final = "{version}"
DIGEST: Final = "{digest}"
"""SHA-256 of the modules, their paths and contents in order."""


def require(version: str, digest: str) -> None:
    """Hold the runtime that is installed against the one that a package was generated for.

    Raises `ImportError`.
    """
    if (version, digest) != (VERSION, DIGEST):
        raise ImportError(
            f"this package was generated for capwright-runtime {{version}} ({{digest[:12]}}), "
            f"installed is {{VERSION}} ({{DIGEST[:12]}}): pip install -r requirements-runtime.txt",
            name="{module}",
        )
'''
_METADATA: Final = f"""\
Metadata-Version: 2.3
Name: {DISTRIBUTION}
Version: {VERSION}
Summary: What packages that Capwright generates share at run time.
Requires-Python: >=3.11
"""
_WHEEL: Final = """\
Wheel-Version: 1.0
Generator: capwright
Root-Is-Purelib: true
Tag: py3-none-any
"""


@cache
def digest() -> str:
    """SHA-256 of the runtime's modules as they are written."""
    made = hashlib.sha256()
    for path, content in copies(runtime_modules()).items():
        made.update(f"{path} {len(content)}\n".encode())
        made.update(content)
    return made.hexdigest()


def file_name() -> str:
    """Of the wheel."""
    return f"{MODULE}-{VERSION}-py3-none-any.whl"


@cache
def wheel() -> bytes:
    """The wheel."""
    files = dict(_files())
    files[f"{_INFO}/RECORD"] = _record(files)
    written = io.BytesIO()
    import zipfile  # Only where a wheel of the runtime is written.

    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for path, content in files.items():
            member = zipfile.ZipInfo(path, _WHEN)
            member.create_system = 3  # Unix, wherever it is written.
            member.external_attr = 0o100644 << 16
            archive.writestr(member, content)
    return written.getvalue()


def requirement() -> tuple[str, ...]:
    """The line of a requirements file that takes exactly this wheel."""
    return (f"{DISTRIBUTION}=={VERSION} --hash=sha256:{hashlib.sha256(wheel()).hexdigest()}",)


def _files() -> Mapping[str, bytes]:
    modules = copies(runtime_modules())
    about = _RELEASE.format(version=VERSION, digest=digest(), module=MODULE).encode()
    files = {f"{MODULE}/{path}": content for path, content in modules.items()}
    files[f"{MODULE}/release.py"] = HEADER + about
    files[f"{MODULE}/py.typed"] = b""
    files = dict(sorted(files.items()))
    files[f"{_INFO}/METADATA"] = _METADATA.encode()
    files[f"{_INFO}/WHEEL"] = _WHEEL.encode()
    return files


def _record(files: Mapping[str, bytes]) -> bytes:
    lines = [
        f"{path},sha256={_urlsafe(hashlib.sha256(content).digest())},{len(content)}\n"
        for path, content in files.items()
    ]
    return "".join([*lines, f"{_INFO}/RECORD,,\n"]).encode()


def _urlsafe(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
