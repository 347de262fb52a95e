"""Resources, prompts and extensions, as the SDK's server answers for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

import mcp_types as types
from mcp.server.caching import CacheHint
from mcp.server.lowlevel.server import Server
from mcp.shared.exceptions import MCPError

from ..calls.callers import CallerCredentialsError
from ..calls.upstream import Send
from .asks import Answers, OfferError, answered
from .call import Toolbox
from .caller import caller
from .offering import SUBJECTS
from .refused import CREDENTIALS_NEEDED
from .sdk import lister

_CORE: Final = ("resources/list", "resources/templates/list", "prompts/list")
"""Lists of the protocol itself: of those of extensions the SDK knows nothing."""
_PARAMS: Final[dict[str, type[Any]]] = {
    "resources/read": types.ReadResourceRequestParams,
    "prompts/get": types.GetPromptRequestParams,
}


class _OfOne(types.RequestParams):
    """What methods of extensions take."""

    uri: str


def hints(offers: Answers, hint: CacheHint) -> Mapping[Any, CacheHint]:
    """How long lists, and what is read, may be kept.

    Args:
        offers: what is offered.
        hint: how long.
    """
    lists = [method for method in offers.lists if method in _CORE]
    read = ["resources/read"] if "resources/list" in lists else []
    return dict.fromkeys([*lists, *read], hint)


def serve(server: Server[Any], toolbox: Toolbox, offers: Answers, send: Send) -> None:
    """Have a server answer for resources, prompts and extensions.

    Args:
        server: the SDK's.
        toolbox: the tools beside them.
        offers: what is offered.
        send: how units reach the APIs.
    """
    server.extensions = dict(offers.capabilities.get("extensions", {}))
    kept = {"ttlMs": toolbox.about.ttl_ms, "cacheScope": toolbox.about.cache_scope}
    for method in offers.more:
        server.add_request_handler(method, _OfOne, _asker(method, toolbox, offers, send, kept))
    for method, result in offers.lists.items():
        listing = {**result, **({"resultType": "complete"} if method in _CORE else kept)}
        server.add_request_handler(method, types.PaginatedRequestParams, lister(listing))
        for asks, params in _PARAMS.items():
            if method == f"{asks.partition('/')[0]}/list":
                server.add_request_handler(asks, params, _asker(asks, toolbox, offers, send))


def _asker(
    method: str,
    toolbox: Toolbox,
    offers: Answers,
    send: Send,
    more: Mapping[str, Any] = MappingProxyType({"resultType": "complete"}),
) -> Callable[..., Any]:
    async def answer(_: Any, params: Any) -> dict[str, Any]:
        subject: str = getattr(params, SUBJECTS.get(method, "uri"))
        current, label = caller.get(None), offers.label(method, subject)
        if current is not None and label is not None:
            current.called(label)
        way = send if current is None else current.send
        arguments: dict[str, str] = getattr(params, "arguments", None) or {}
        try:
            result = await answered(offers, toolbox, method, subject, arguments, way)
        except OfferError as error:
            raise MCPError(code=error.code, message=error.message) from None
        except CallerCredentialsError as error:
            if current is not None:
                current.challenged(error.challenge)
            raise MCPError(code=CREDENTIALS_NEEDED, message=str(error)) from None
        return {**result, **more}

    return answer
