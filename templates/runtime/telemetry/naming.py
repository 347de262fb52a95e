"""Which operation the requests that go out belong to."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from ..messages import Operation

operation: Final[ContextVar[tuple[str, str] | None]] = ContextVar("operation", default=None)
"""API and operation of the request that goes out."""


@contextmanager
def naming(asked: Operation) -> Generator[None]:
    """The requests that are sent inside are of this operation."""
    token = operation.set((asked.api, asked.name))
    try:
        yield
    finally:
        operation.reset(token)
