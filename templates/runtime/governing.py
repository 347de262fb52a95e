"""What scripts may do, and what they have done: the same in every process of a server.

The numbers stand in memory that workers share, since they are begun after this module is read; so the
control port, which is a process of its own beside several workers, shows and changes what holds for all.
"""

from __future__ import annotations

import struct
import time
from collections.abc import Awaitable, Generator, Sequence
from contextlib import contextmanager
from inspect import iscoroutine
from mmap import mmap
from typing import Final, TypeVar

from .errors import SettingError

Result = TypeVar("Result")

LANGUAGES: Final = ("javascript", "python", "groovy")
_UNSAID: Final = -1
_SETTINGS: Final = struct.Struct("<qqqq")
"""Whether scripts run, milliseconds, statements, and a bit for each allowed language."""
_COUNTS: Final = struct.Struct("<qqdd")
"""Executions, failed ones, milliseconds of all, and when the last one began (seconds since 1970)."""


class Governance:
    """`management.scripting` of a control adapter. Its numbers may change while a server runs."""

    def __init__(
        self,
        *,
        timeout: int,
        statements: int,
        enabled: bool | None = None,
        location: str | None = None,
        language: str | None = None,
        languages: Sequence[str] | None = None,
    ) -> None:
        """As the spec says it; `timeout` in milliseconds."""
        from multiprocessing import get_context

        self.location = location
        self.language = language
        self._memory = mmap(-1, _SETTINGS.size + _COUNTS.size)
        self._lock = get_context().Lock()
        self.set(enabled=enabled, timeout=timeout, statements=statements, languages=languages)

    def set(
        self,
        *,
        enabled: bool | None,
        timeout: int,
        statements: int,
        languages: Sequence[str] | None,
    ) -> None:
        """Change all of it, in every process.

        Args:
            enabled: whether scripts run.
            timeout: milliseconds of one.
            statements: how many one may run.
            languages: those that are allowed; none of them, or None, allows all.
        """
        allowed = _UNSAID if languages is None else sum(1 << LANGUAGES.index(n) for n in languages)
        switch = _UNSAID if enabled is None else int(enabled)
        with self._held():
            _SETTINGS.pack_into(self._memory, 0, switch, timeout, statements, allowed)

    @property
    def enabled(self) -> bool | None:
        """Whether scripts run; None where nobody says it: they do."""
        switch = self._settings()[0]
        return None if switch == _UNSAID else bool(switch)

    @property
    def timeout(self) -> int:
        """Milliseconds."""
        return self._settings()[1]

    @property
    def seconds(self) -> float:
        """How long a script may take."""
        return self.timeout / 1000

    @property
    def statements(self) -> int:
        """How many a script may run."""
        return self._settings()[2]

    @property
    def languages(self) -> tuple[str, ...] | None:
        """Those that are allowed; none of them, or None, allows all."""
        allowed = self._settings()[3]
        if allowed == _UNSAID:
            return None
        return tuple(name for bit, name in enumerate(LANGUAGES) if allowed >> bit & 1)

    def counts(self) -> tuple[int, int, float, float]:
        """Executions, failed ones, milliseconds of all, and when the last began (seconds since 1970)."""
        with self._held():
            return _COUNTS.unpack_from(self._memory, _SETTINGS.size)

    async def run(self, name: str, language: str | None, step: Awaitable[Result]) -> Result:
        """What the step gives, counted. See `scripts.Governed`."""
        problem = self._problem(name, language)
        if problem is not None:
            if iscoroutine(step):
                step.close()
            raise SettingError(problem)
        began, started = time.time(), time.monotonic()
        failed = True
        try:
            result = await step
            failed = False
            return result
        finally:
            self._note(began, (time.monotonic() - started) * 1000, failed)

    def _problem(self, name: str, language: str | None) -> str | None:
        if self.enabled is False:
            return f"the script step {name} does not run: scripts are switched off"
        allowed = self.languages
        if allowed and language not in allowed:
            return (
                f"the script step {name} uses the language {language}, which is not among those "
                f"that are allowed: {', '.join(allowed)}"
            )
        return None

    def _note(self, began: float, milliseconds: float, failed: bool) -> None:
        with self._held():
            runs, errors, spent, last = _COUNTS.unpack_from(self._memory, _SETTINGS.size)
            noted = (runs + 1, errors + failed, spent + milliseconds, max(last, began))
            _COUNTS.pack_into(self._memory, _SETTINGS.size, *noted)

    def _settings(self) -> tuple[int, int, int, int]:
        switch, timeout, statements, allowed = _SETTINGS.unpack_from(self._memory)
        return switch, timeout, statements, allowed

    @contextmanager
    def _held(self) -> Generator[None]:
        """A process that was ended while it held the numbers must not stop the others."""
        held = self._lock.acquire(timeout=1)
        try:
            yield
        finally:
            if held:
                self._lock.release()
