"""How many tokens a text is: by a tokenizer that is on this machine, else by an estimate that says so."""

from __future__ import annotations

import hashlib
import importlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from ..records import dataclass

FILE: Final = "CAPWRIGHT_TOKENIZER"
"""The variable that names a `tokenizer.json` for the package `tokenizers`."""
_ENCODING: Final = "o200k_base"
_ADDRESS: Final = f"https://openaipublic.blob.core.windows.net/encodings/{_ENCODING}.tiktoken"
_BYTES: Final = 4
"""Of a token, about, in English and JSON."""


@dataclass(frozen=True, slots=True)
class Counter:
    """Counts, and says how."""

    count: Callable[[str], int]
    how: str


def counter() -> Counter:
    """The tokenizer that is there. Nothing is fetched from the network."""
    return _tokenizers() or _tiktoken() or estimate()


def estimate() -> Counter:
    """A token for each four bytes of UTF-8, rounded up."""
    return Counter(
        lambda text: -(-len(text.encode("utf-8", "surrogatepass")) // _BYTES),
        f"an estimate: a token for each {_BYTES} bytes; no tokenizer is installed",
    )


def _tokenizers() -> Counter | None:
    file = os.environ.get(FILE)
    library = _library("tokenizers") if file else None
    if library is None or file is None or not Path(file).is_file():
        return None
    made = library.Tokenizer.from_file(file)
    return Counter(lambda text: len(made.encode(text).ids), f"tokenizers, {Path(file).name}")


def _tiktoken() -> Counter | None:
    """Only with an encoding that an earlier use has kept: the library fetches others."""
    library = _library("tiktoken") if _kept().is_file() else None
    if library is None:
        return None
    encoding = library.get_encoding(_ENCODING)
    return Counter(
        lambda text: len(encoding.encode(text, disallowed_special=())), f"tiktoken, {_ENCODING}"
    )


def _kept() -> Path:
    """Where `tiktoken` keeps the encoding."""
    folder = os.environ.get("TIKTOKEN_CACHE_DIR") or os.environ.get("DATA_GYM_CACHE_DIR")
    name = hashlib.sha1(_ADDRESS.encode(), usedforsecurity=False).hexdigest()
    return Path(folder or Path(tempfile.gettempdir(), "data-gym-cache"), name)


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None
