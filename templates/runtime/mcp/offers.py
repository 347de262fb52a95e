"""The resources and prompts of a server: what is listed, and what answers when one is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ..calls.upstream import Send
from .answering import Answering
from .asks import INVALID_PARAMS, OfferError
from .prompts import Prompt
from .resources import LONGEST_URI, Offered

_READ: Final = "resources/read"
_GET: Final = "prompts/get"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers(Answering):
    """As the generated `mcp_server.py` declares them; `offering.Offers` says what is asked of it."""

    module: str
    """The `__name__` of the module that declares it; it stands at the top of the package."""
    resources: tuple[Offered, ...] = ()
    prompts: tuple[Prompt, ...] = ()

    @property
    def capabilities(self) -> Mapping[str, Any]:
        """MCP `ServerCapabilities`: nothing changes while the server runs."""
        said: dict[str, Any] = {}
        if self.prompts:
            said["prompts"] = {"listChanged": False}
        if self.resources:
            said["resources"] = {"subscribe": False, "listChanged": False}
        return said

    @property
    def lists(self) -> Mapping[str, Mapping[str, Any]]:
        """The results of the lists, each on one page."""
        found: dict[str, Mapping[str, Any]] = {}
        if self.resources:
            for method, key, templates in (
                ("resources/list", "resources", False),
                ("resources/templates/list", "resourceTemplates", True),
            ):
                own = [each for each in self.resources if each.is_template is templates]
                found[method] = {key: [entry for each in own for entry in each.entries()]}
        if self.prompts:
            found["prompts/list"] = {"prompts": [each.wire() for each in self.prompts]}
        return found

    @property
    def labels(self) -> Sequence[str]:
        """`resource NAME`, `prompt NAME`: no tool has a space in its name."""
        return [
            *(f"resource {each.name}" for each in self.resources),
            *(f"prompt {each.name}" for each in self.prompts),
        ]

    def only(self, may: Callable[[str], bool]) -> Offers:
        """Those whose labels are let through."""
        return Offers(
            module=self.module,
            resources=tuple(each for each in self.resources if may(f"resource {each.name}")),
            prompts=tuple(each for each in self.prompts if may(f"prompt {each.name}")),
        )

    def label(self, method: str, subject: str) -> str | None:
        """Of what is asked for; None where it is not there."""
        if method == _READ:
            found = self._resource(subject)
            return None if found is None else f"resource {found.name}"
        prompt = self._prompt(subject)
        return None if prompt is None else f"prompt {prompt.name}"

    async def answer(
        self, method: str, subject: str, arguments: Mapping[str, str], send: Send, limit: int
    ) -> dict[str, Any]:
        """The result of `resources/read` or `prompts/get`.

        Raises `OfferError` for what is not there; the arguments are those of `offering.Offers.answer`.
        """
        if method == _GET:
            prompt = self._prompt(subject)
            if prompt is None:
                raise OfferError(INVALID_PARAMS, f"Unknown prompt: {subject}")
            return prompt.filled(arguments, self.module)
        resource = self._resource(subject)
        if resource is None:
            raise OfferError(INVALID_PARAMS, f"Resource not found: {subject[:LONGEST_URI]}")
        return await resource.read(subject, send, limit, self.module)

    def _resource(self, uri: str) -> Offered | None:
        """The first in the order of the spec."""
        if len(uri) > LONGEST_URI:
            return None
        return next((each for each in self.resources if each.found(uri) is not None), None)

    def _prompt(self, name: str) -> Prompt | None:
        return next((each for each in self.prompts if each.name == name), None)
