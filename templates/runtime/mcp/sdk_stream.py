"""The SDK's server over two streams of messages. Imported when a message needs it, as `sdk` is."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any, Final

import anyio
import mcp_types as types
import pydantic_core
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from mcp.server.lowlevel.server import Server
from mcp.shared.message import SessionMessage

Message = dict[str, Any]
_ANSWERS: Final = (types.JSONRPCResponse, types.JSONRPCError)


async def serve(
    server: Server[Any],
    incoming: AsyncIterator[Message],
    answer: Callable[[str, int | str | None, bool], None],
    refuse: Callable[[Message], None],
) -> None:
    """Hand messages to a `server` until there are no more, and what it says to `answer`.

    `answer` gets the message as JSON, its id and whether it is the answer to a request; `refuse` gets
    what is no message at all. The SDK drops what it works on when `incoming` ends.
    """
    to_server, received = anyio.create_memory_object_stream[SessionMessage | Exception](0)
    sent, from_server = anyio.create_memory_object_stream[SessionMessage](0)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_pump_out, from_server, answer)
        tasks.start_soon(_pump_in, incoming, to_server, refuse)
        await server.run(received, sent, server.create_initialization_options())


async def _pump_in(
    incoming: AsyncIterator[Message],
    to_server: MemoryObjectSendStream[SessionMessage | Exception],
    refuse: Callable[[Message], None],
) -> None:
    async with to_server:
        async for data in incoming:
            message = _read(data)
            if message is None:
                refuse(data)
            else:
                await to_server.send(SessionMessage(message))


def _read(data: Message) -> types.JSONRPCMessage | None:
    try:
        message = types.jsonrpc_message_adapter.validate_python(data, by_name=False)
    except pydantic_core.ValidationError:
        return None
    # With an `id` it is no notification (JSON-RPC 2.0, 4.1): somebody waits for an answer.
    return None if isinstance(message, types.JSONRPCNotification) and "id" in data else message


async def _pump_out(
    from_server: MemoryObjectReceiveStream[SessionMessage],
    answer: Callable[[str, int | str | None, bool], None],
) -> None:
    async with from_server:
        async for item in from_server:
            message = item.message
            written = message.model_dump_json(by_alias=True, exclude_unset=True)
            answers = isinstance(message, _ANSWERS)
            answer(written, getattr(message, "id", None), answers)
