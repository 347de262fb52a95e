"""What offers have in common: how questions for one of them are read, and how the SDK serves them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from ..values import JsonValue
from .asks import Answers, Ask
from .offering import SUBJECTS

if TYPE_CHECKING:
    # The generator reads this module too, and needs no event loop for that.
    from ..calls.upstream import Send
    from .call import Toolbox

_ASK_PARAMS: Final = {
    "resources/read": frozenset({"uri", "_meta"}),
    "prompts/get": frozenset({"name", "arguments", "_meta"}),
}
_TEXTS: Final = frozenset({str})


class Answering(Answers):
    """The base of offers."""

    __slots__ = ()

    @property
    def more(self) -> Sequence[str]:
        """Methods of extensions, each of which asks for one thing by its `uri`."""
        return ()

    def asked(
        self, request_id: int | str, method: str, params: Mapping[str, Any], modern: bool
    ) -> Ask | None:
        """See `offering.Offers`."""
        subject: JsonValue = params.get(SUBJECTS[method])
        arguments: JsonValue = params.get("arguments", {})
        if type(subject) is not str or type(arguments) is not dict:
            return None
        if not params.keys() <= _ASK_PARAMS[method] or not _TEXTS.issuperset(
            map(type, arguments.values())
        ):
            return None
        label = self.label(method, subject)
        if label is None:
            return None
        return Ask(self, request_id, method, subject, arguments, modern, label)

    def hints(self, hint: Any) -> Mapping[Any, Any]:
        """See `offering.Offers`."""
        from .sdk_offers import hints

        return hints(self, hint)

    def serve(self, server: Any, toolbox: Toolbox, send: Send) -> None:
        """See `offering.Offers`."""
        from .sdk_offers import serve

        serve(server, toolbox, self, send)
