"""The keys of an issuer, kept for minutes, and fetched again within bounds."""

from __future__ import annotations

import asyncio
import logging
from time import monotonic
from typing import Final

from ..errors import Error
from .claims import Unavailable
from .fetching import Issuer
from .keys import Key, KeySet
from .settings import ResourceSettings

_log: Final = logging.getLogger(__name__)
FRESH: Final = 300.0
"""Seconds for which keys are used without asking again: so long may one that was withdrawn be taken."""
USABLE: Final = 3600.0
"""Seconds for which keys are used while the issuer cannot be reached."""
PAUSE: Final = 30.0
"""Seconds between two fetches that tokens with unknown keys, or an issuer that fails, can cause."""
FIRST_PAUSE: Final = 2.0
"""The same while there are no keys at all."""
_LONGEST_WAIT: Final = 15.0


class Keeper:
    """The keys of one issuer."""

    def __init__(self, settings: ResourceSettings, issuer: Issuer) -> None:
        self._settings = settings
        self._issuer = issuer
        self._set = KeySet(())
        self._running: asyncio.Task[None] | None = None
        self._fetched = -USABLE
        self._asked = -USABLE
        self.generation = 0
        """Grows with each set that is another one."""

    async def refresh_old(self) -> None:
        """Ask again where the keys are old. Raises `Unavailable`."""
        now = monotonic()
        age = now - self._fetched
        if age < FRESH:
            return
        usable = age < USABLE
        if now - self._asked >= (PAUSE if usable else FIRST_PAUSE) or self._is_asking():
            await self._ask()
            usable = monotonic() - self._fetched < USABLE
        if not usable:
            raise Unavailable("the issuer gives no keys")

    async def fitting(self, kid: str | None, algorithm: str) -> tuple[Key, ...]:
        """The keys that a token may be signed with; an unknown `kid` asks again, at times.

        Raises `Unavailable`.
        """
        await self.refresh_old()
        found = self._set.fitting(kid, algorithm)
        if not found and (monotonic() - self._asked >= PAUSE or self._is_asking()):
            await self._ask()
            found = self._set.fitting(kid, algorithm)
        return found

    def _is_asking(self) -> bool:
        return self._running is not None and not self._running.done()

    async def _ask(self) -> None:
        """Fetch the keys once for all who wait; what fails is in the log."""
        task = self._running
        loop = asyncio.get_running_loop()
        if task is None or task.done() or task.get_loop() is not loop:
            self._asked = monotonic()
            task = self._running = loop.create_task(self._fetch())
        # One caller who leaves does not take the keys from the others.
        await asyncio.shield(task)

    async def _fetch(self) -> None:
        try:
            async with asyncio.timeout(_LONGEST_WAIT):
                members = await self._issuer.keys()
        except (Error, TimeoutError) as error:
            self._say(str(error) or "it takes too long")
            return
        if members == self._set.members:
            self._fetched = monotonic()
            return
        found = KeySet(members)
        if not found:
            self._say("none of its keys can be used")
            return
        self._set, self._fetched = found, monotonic()
        self.generation += 1

    def _say(self, problem: str) -> None:
        settings = self._settings
        _log.warning(
            "%s: no keys of the issuer %s: %s",
            settings.prefix,
            settings.issuer,
            problem,
        )

    async def aclose(self) -> None:
        """End what was started."""
        if self._running is not None:
            self._running.cancel()
        await self._issuer.aclose()
