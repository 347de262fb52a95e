"""Asking a person before a tool is called, by what the SDK has for it in each revision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mcp.shared.exceptions import MCPError, NoBackChannelError

from ..values import Json
from .call import Toolbox
from .confirming import ID, Confirmation, accepted
from .listing import MODERN_VERSION
from .results import failure
from .tools import ArgumentError, Tool


async def confirmation_answer(
    toolbox: Toolbox, tool: Tool, context: Any, params: Any, caller: bytes
) -> dict[str, Any] | None:
    """What is answered in place of the call: a question, or that it was not confirmed. None: call it.

    Args:
        toolbox: the tools that are served.
        tool: the one that is called.
        context: the SDK's, of the request.
        params: the SDK's `CallToolRequestParams`.
        caller: who calls, as a digest; empty over stdio.
    """
    within, arguments = toolbox.within(tool, params.arguments or {})
    confirmation = toolbox.confirmation
    if confirmation is None or within is None or not confirmation.concerns(within):
        return None
    try:
        within.bind(arguments, ignore_unknown=True)
    except ArgumentError:
        return None  # Nothing will be sent, and the call says why.
    if context.protocol_version >= MODERN_VERSION:
        return _modern(confirmation, within, arguments, context, params, caller)
    return await _legacy(confirmation, within, arguments, context)


def _modern(
    confirmation: Confirmation,
    tool: Tool,
    arguments: Mapping[str, Json],
    context: Any,
    params: Any,
    caller: bytes,
) -> dict[str, Any] | None:
    responses: Mapping[str, Any] = params.input_responses or {}
    answer: Any = responses.get(ID)
    state = params.request_state
    if answer is not None and state and confirmation.holds(state, caller, tool, arguments):
        if accepted(getattr(answer, "action", None), getattr(answer, "content", None)):
            return None
        return _failed(confirmation.not_confirmed(tool))
    if not _can_ask(context):
        return _failed(confirmation.cannot_ask(tool))
    # Without an answer, or with one for another call, another caller, or one that came too late.
    return confirmation.required(caller, tool, arguments)


async def _legacy(
    confirmation: Confirmation, tool: Tool, arguments: Mapping[str, Json], context: Any
) -> dict[str, Any] | None:
    if not _can_ask(context):
        return _failed(confirmation.cannot_ask(tool))
    question = confirmation.question(tool, arguments)
    try:
        answer = await context.session.elicit_form(
            question["message"], question["requestedSchema"], context.request_id
        )
    except NoBackChannelError:
        return _failed(confirmation.cannot_ask(tool))
    except MCPError:
        return _failed(confirmation.not_confirmed(tool))
    if accepted(answer.action, answer.content):
        return None
    return _failed(confirmation.not_confirmed(tool))


def _can_ask(context: Any) -> bool:
    capabilities = context.session.client_capabilities
    return capabilities is not None and capabilities.elicitation is not None


def _failed(message: str) -> dict[str, Any]:
    return {**failure(message).wire(), "resultType": "complete"}
