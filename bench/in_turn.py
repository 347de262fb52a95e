"""Two requests beside one another where the ratio is near 1: in turn, some hundredths of a second each.

A machine that others use too has slow seconds. Measured for a second each, a request beside itself had 0.61 to 1.91 of its
own rate in single pairs, and 0.95 to 1.04 in the middle ones of eight; what one request takes more than
another was lost in it. Here one run of wrk sends a block of the one and a block of the other on the same connections,
some hundred times.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from .measuring import middle
from .processes import Request, Server
from .wrk import run, text

_BLOCK: Final = 500
"""Requests. Those on the way when the next block begins, one for each connection, are counted into it."""
_SPANS: Final = "SPANS "
_SCRIPT: Final = """
local ffi = require("ffi")
ffi.cdef("typedef struct { long seconds, nanos; } moment; int clock_gettime(int, moment *);")
local moment, sent, began, threads, asked = ffi.new("moment"), 0, 0, {}, {}
spans = {}
init = function() asked = {FIRST, SECOND} end
request = function()
  local block = math.floor(sent / BLOCK)
  if sent % BLOCK == 0 then
    ffi.C.clock_gettime(1, moment)
    local now = tonumber(moment.seconds) * 1e6 + math.floor(tonumber(moment.nanos) / 1e3)
    if block > 0 then spans[block] = now - began end
    began = now
  end
  sent = sent + 1
  local turn = block % 4
  return asked[(turn == 0 or turn == 3) and 1 or 2]
end
setup = function(thread) table.insert(threads, thread) end
local report = done
done = function(...)
  report(...)
  io.write("SPANS " .. table.concat(threads[1]:get("spans"), " ") .. "\\n")
end
"""


def in_turn(
    server: Server, seconds: int, first: Request, second: Request, block: int = _BLOCK
) -> float:
    """How many times the first's rate the second's is: the middle one of the ratios of pairs of blocks.

    Raises `RuntimeError` for any answer that is not a success.

    Args:
        server: runs.
        seconds: of all blocks together.
        first: is sent first in every other pair, the second in the others.
        second: see above.
        block: requests; more where what one leaves behind is done in the other's block.
    """
    said = run(server, first.path, seconds, _script(first, second, block)).said
    spans = next(line for line in said.splitlines() if line.startswith(_SPANS))
    return of_spans([float(span) for span in spans.removeprefix(_SPANS).split()])


def of_spans(spans: Sequence[float]) -> float:
    """The same of how long the blocks took, which alternate as `in_turn` says: first, second, second, first.

    Args:
        spans: in one unit; what lacks its other half is left out.
    """
    pairs = list(zip(spans[::2], spans[1::2], strict=False))
    # What begins with the second is turned round.
    return middle(b / a if number % 2 else a / b for number, (a, b) in enumerate(pairs))


def _script(first: Request, second: Request, block: int) -> str:
    filled = _SCRIPT.replace("BLOCK", str(block))
    return filled.replace("FIRST", _format(first)).replace("SECOND", _format(second))


def _format(request: Request) -> str:
    """What makes it, in wrk's language."""
    headers = ", ".join(
        f"[{text(name)}] = {text(value)}" for name, value in (request.headers or {}).items()
    )
    body = "nil" if request.body is None else text(request.body)
    return f"wrk.format({text(request.method)}, {text(request.path)}, {{{headers}}}, {body})"
