"""The media types of files that a package serves, by their endings."""

from __future__ import annotations

from typing import Final

_TYPES: Final = {
    # As the reference engine has them, and what Python knows only on some systems.
    ".md": "text/markdown",
    ".json": "application/json",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
    ".txt": "text/plain",
    ".xml": "application/xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".mp3": "audio/mpeg",
    ".wav": "audio/wav",
    ".csv": "text/csv",
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".py": "text/x-python",
    ".sh": "text/x-shellscript",
}
_BYTES: Final = "application/octet-stream"


def media_type(path: str) -> str:
    """The type of a file by its ending, the same on every system."""
    name = path.rpartition("/")[2]
    dot = name.rfind(".")
    return _TYPES.get(name[dot:].lower(), _BYTES) if dot > 0 else _BYTES
