"""The blocking and the asynchronous client cannot differ: one program, two drivers.

Any script of answers and failures is played to both; what was sent, what was waited for, what hooks
saw and what came out must be equal.
"""

from __future__ import annotations

import ast
import asyncio
import inspect
import itertools
import random
import threading
import time
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from templates.runtime.calls import effects
from templates.runtime.client import base as client_base
from templates.runtime.errors import UpstreamConnectionError, UpstreamTimeoutError
from templates.runtime.messages import Headers
from templates.runtime.options import ClientOptions, Hooks, RequestOptions, RetryPolicy
from templates.runtime.transport.base import Bound
from templates.runtime.wire_request import WireRequest

from .sample import BUILDERS, SHOP, AsyncShopClient, ShopClient

STATUSES = (200, 204, 301, 302, 307, 404, 408, 429, 500, 503)
LOCATIONS = (None, "/x", "http://h.invalid/x", "https://elsewhere.invalid/y", "//", "\\")
BODIES = (b"", b"{}", b"text", b"x" * 300)


class Played:
    """A reply of either kind, from a script."""

    def __init__(self, step: tuple[Any, ...], journal: list[Any]) -> None:
        self.status = step[1]
        pairs = [("Content-Length", str(len(step[3])))]
        if step[2] is not None:
            pairs.append(("Location", step[2]))
        if step[4] is not None:
            pairs.append(("Retry-After", step[4]))
        self.headers = Headers(tuple(pairs))
        self._content, self._cut, self._journal = step[3], step[5], journal

    def _read(self, limit: int) -> bytes:
        self._journal.append(("read", limit))
        if self._cut:
            raise UpstreamConnectionError("cut")
        return Bound(limit).admit(self._content)


class SyncPlayed(Played):
    def read(self, limit: int) -> bytes:
        return self._read(limit)

    def close(self) -> None:
        self._journal.append("close")


class AsyncPlayed(Played):
    async def read(self, limit: int) -> bytes:
        return self._read(limit)

    async def aclose(self) -> None:
        self._journal.append("close")


class Script:
    """A transport of either kind that plays a script and keeps a journal."""

    def __init__(self, steps: list[tuple[Any, ...]], kind: type) -> None:
        self.journal: list[Any] = []
        self._steps: Iterator[tuple[Any, ...]] = itertools.chain(
            steps, itertools.repeat(("answer", 200, None, b"{}", None, False))
        )
        self._kind = kind

    def play(self, request: WireRequest) -> Any:
        sent = (request.method, request.url, request.headers, request.content, request.whole)
        self.journal.append(("send", *sent))
        step = next(self._steps)
        if step[0] != "answer":
            raise step[0](step[1])
        return self._kind(step, self.journal)


class SyncScript(Script):
    def send(self, request: WireRequest) -> Any:
        return self.play(request)


class AsyncScript(Script):
    async def send(self, request: WireRequest) -> Any:
        return self.play(request)


answers = st.tuples(
    st.just("answer"),
    st.sampled_from(STATUSES),
    st.sampled_from(LOCATIONS),
    st.sampled_from(BODIES),
    st.sampled_from((None, "0", "2", "100")),
    st.booleans(),
)
failures = st.tuples(
    st.sampled_from((UpstreamConnectionError, UpstreamTimeoutError)), st.just("lost")
)


def _hooks(journal: list[Any]) -> Hooks:
    return Hooks(
        before_request=lambda wire: journal.append(("before", wire.url)),
        after_response=lambda wire, status, headers: journal.append(("after", status)),
        on_retry=lambda wire, number, pause, failure: journal.append(
            ("retry", number, pause, str(failure))
        ),
    )


def _outcome(script: Any, name: str, style: str, options: RequestOptions, sync: bool) -> Any:
    """What a call gives or raises, with the journal of what it did."""
    random.seed(7)
    policy = RetryPolicy(attempts=3, initial_pause=0.5)
    behaviour = ClientOptions(retry=policy, hooks=_hooks(script.journal), max_response_bytes=200)
    kind: Any = ShopClient if sync else AsyncShopClient
    client = kind(
        SHOP,
        base_uri="http://h.invalid",
        credentials={"token": lambda: script.journal.append("asked") or "t"},
        transport=script,
        options=behaviour,
        environ={},
    )
    view = getattr(client, style) if style else client
    arguments = ["a"] if name in ("get_item", "put_item", "drop_item") else []

    async def called() -> Any:
        return await getattr(view, name)(*arguments, options=options)

    try:
        call = getattr(view, name)
        result = call(*arguments, options=options) if sync else asyncio.run(called())
    except Exception as error:
        said = (type(error), str(error), getattr(error, "__notes__", None))
        return ("raised", said, vars(error).get("status"), script.journal)
    kind_name = type(result).__name__.replace("Async", "")
    seen = (kind_name, getattr(result, "status", None), getattr(result, "content", result))
    return ("gave", seen if style != "with_streaming_response" else kind_name, script.journal)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(answers, answers, failures), max_size=6),
    st.sampled_from(("get_item", "list_items", "add_item", "put_item", "drop_item")),
    st.sampled_from(("", "with_raw_response", "with_streaming_response")),
    st.booleans(),
)
def test_both_do_the_same(steps: list[Any], name: str, style: str, key: bool) -> None:
    options = RequestOptions(idempotency_key="k" if key else None)
    slept: list[float] = []
    own = threading.get_ident()
    real_sleep, real_async = time.sleep, asyncio.sleep

    # Servers of other tests may run in threads of this process: their sleep stays theirs.
    def sleep(seconds: float) -> None:
        slept.append(seconds) if threading.get_ident() == own else real_sleep(seconds)

    async def sleep_async(seconds: float) -> None:
        if threading.get_ident() == own:
            slept.append(seconds)
        else:
            await real_async(seconds)

    time.sleep, asyncio.sleep = sleep, sleep_async  # type: ignore[assignment]
    try:
        blocking = _outcome(SyncScript(steps, SyncPlayed), name, style, options, True)
        pauses, slept[:] = list(slept), []
        waiting = _outcome(AsyncScript(steps, AsyncPlayed), name, style, options, False)
    finally:
        time.sleep, asyncio.sleep = real_sleep, real_async
    assert blocking == waiting
    assert pauses == slept


def _shape(function: Any) -> str:
    """A function as text, without what makes it asynchronous."""
    tree = ast.parse(inspect.cleandoc("\n" + inspect.getsource(function)))
    text = ast.unparse(tree)
    for word in ("async ", "await ", "Async", "async_"):
        text = text.replace(word, "")
    return text.replace("aclose", "close").replace("__aexit__", "__exit__")


def test_the_client_classes_are_the_same_code() -> None:
    for name in ("__init__", "_call", "close"):
        other = "aclose" if name == "close" else name
        one = getattr(client_base.SyncClient, name)
        two = getattr(client_base.AsyncClient, other)
        assert _body(_shape(one)) == _body(_shape(two)), name
    assert set(BUILDERS) == {"get_item", "list_items", "add_item", "put_item", "drop_item"} | {
        "formatted",
        "head_item",
        "sending",
    }


def _body(text: str) -> str:
    return (
        text.replace("AsyncStreamedResponse", "StreamedResponse")
        .replace("run_(", "run(")
        .replace("run_async(", "run(")
        .replace("_api.transports.blocking, self._api.blocking", "make, around")
        .replace("_api.transports.awaiting, self._api.awaiting", "make, around")
    )


def test_the_drivers_know_every_effect() -> None:
    kinds = {kind for kind in vars(effects).values() if inspect.isclass(kind)}
    declared = set(effects.Effect.__args__)  # type: ignore[attr-defined]
    assert declared <= kinds
    assert len(declared) == 5
