"""Script steps: a function of the team's own in the place of each script of the spec."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol, TypeAlias, TypeGuard, TypeVar, cast

from ..errors import SettingError
from ..values import OMIT, Json, Omit
from .steps import Step

Context: TypeAlias = dict[str, Any]
"""What a script reads: inputs by name, over them outputs of steps, over them its own `with`."""
Script: TypeAlias = Callable[[Context], Json] | Callable[[Context], Awaitable[Json]]
"""From the context to what the step gives; a coroutine function may wait for something."""

_S = TypeVar("_S", bound=Script)


class Governed(Protocol):
    """What scripts may do; `governing.Governance` is one."""

    @property
    def seconds(self) -> float:
        """How long a script may take."""
        ...

    @property
    def statements(self) -> int:
        """How many a script may run."""
        ...

    async def run(self, name: str, language: str | None, step: Awaitable[Step]) -> Step:
        """What the step gives, counted. Raises `SettingError` for a script that may not run.

        Args:
            name: the step's.
            language: the script's; None where nobody says it.
            step: what runs it.
        """
        ...


class Hook:
    """The place of one script. `fill` is called once, before anything is served."""

    __slots__ = ("_function", "_governance", "file", "language", "name")

    def __init__(
        self,
        name: str,
        file: str,
        language: str | None = None,
        *,
        governance: Governed | None = None,
    ) -> None:
        self.name = name
        self.file = file
        """Of the script, as the spec names it."""
        self.language = language
        self._function: Script | None = None
        self._governance = governance

    def fill(self, function: _S) -> _S:
        """Give the function; `@scripts.total.fill` above its definition does too."""
        self._function = function
        return function

    async def run(self, context: Mapping[str, Json | Omit]) -> Step:
        """What the function makes of the context, without what was left out.

        Raises:
            SettingError: nobody has given a function.
        """
        arguments = {name: value for name, value in context.items() if value is not OMIT}
        step = self._step(arguments)
        governance = self._governance
        return await (
            step if governance is None else governance.run(self.name, self.language, step)
        )

    async def _step(self, arguments: Context) -> Step:
        function = self._function
        if function is None:
            return await self._without_function(arguments)
        result: object = function(arguments)
        return Step(await result if _waits(result) else cast("Json", result))

    async def _without_function(self, context: Mapping[str, Json]) -> Step:
        raise SettingError(
            f"nothing fills the script step {self.name} ({self.file}): "
            f"give a function to scripts.{self.name}.fill before the first call"
        )


def _waits(result: object) -> TypeGuard[Awaitable[Json]]:
    """Whether the function is a coroutine function."""
    return isinstance(result, Awaitable)
