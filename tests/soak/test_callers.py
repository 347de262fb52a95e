"""Would the soak see it? Servers that do what the adapter must never do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from .answers import body_for, is_chunked, is_large
from .callers import Callers
from .watching import growth

Answer = Callable[[str, asyncio.StreamWriter], Awaitable[None]]


def _said(content: bytes, status: int = 200, kind: str = "application/json") -> bytes:
    head = (
        f"HTTP/1.1 {status} Said\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


def asked(answer: Answer) -> Callers:
    """Two callers for a moment, of a server that answers like this."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = head.partition("Content-Length: ")[2].strip()
                await reader.readexactly(int(length or "0"))
                await answer(head.split(" ", 2)[1].rpartition("/")[2].rpartition("%2F")[2], writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def run() -> Callers:
        async with await asyncio.start_server(connected, "127.0.0.1", 0) as server:
            callers = Callers(server.sockets[0].getsockname()[1], patience=0.2, settle=0.0)
            tasks = [asyncio.create_task(callers.call()) for _ in range(2)]
            await asyncio.sleep(0.1)
            callers.running = False
            await asyncio.gather(*tasks)
        return callers

    return asyncio.run(run())


def test_right_answers_are_right() -> None:
    async def right(identity: str, writer: asyncio.StreamWriter) -> None:
        writer.write(_said(body_for(identity)))

    callers = asked(right)
    assert callers.tally.answers.total() > 1
    assert callers.tally.answers.keys() == {"200"}
    assert not callers.wrong
    assert not callers.late


def test_the_answer_of_another_is_seen() -> None:
    async def swapped(identity: str, writer: asyncio.StreamWriter) -> None:
        writer.write(_said(body_for("i0x")))

    assert asked(swapped).wrong


def test_one_byte_of_another_is_seen() -> None:
    async def mixed(identity: str, writer: asyncio.StreamWriter) -> None:
        writer.write(_said(body_for(identity)[:-3] + b'y"}'))

    assert asked(mixed).wrong


def test_an_answer_that_hangs_is_seen() -> None:
    async def hangs(identity: str, writer: asyncio.StreamWriter) -> None:
        writer.write(_said(body_for(identity))[:-1])

    callers = asked(hangs)
    assert callers.late
    assert callers.tally.answers.keys() == {"late"}


def test_an_error_that_is_no_problem_document_is_seen() -> None:
    async def bare(identity: str, writer: asyncio.StreamWriter) -> None:
        writer.write(_said(b"oops", 500, "text/plain"))

    assert asked(bare).wrong


def test_bodies_are_of_all_kinds() -> None:
    kinds = {(is_large(f"i{n}x"), is_chunked(f"i{n}x")) for n in range(1000)}
    assert len(kinds) >= 3


def test_growth_is_seen() -> None:
    assert growth([40, 60, 61, 60, 61, 60, 61, 60]) < 2
    assert growth([40, 60, 64, 68, 72, 76, 80, 84]) > 15
