#!/usr/bin/env bash
# HTML Standard, 9.2.6: a block of an event stream that set no `data` is no event ("If the data buffer is an empty
# string, set the data buffer and the event type buffer to the empty string and return"), a comment is ignored, one
# byte order mark at the start is too (9.2.5), and `retry` counts only if it is ASCII digits.
# httpx-sse 0.4.3 (PyPI) hands out an empty event for every blank line as soon as any event had an id: each keep-alive
# comment of a server becomes a message of no text, and `json()` of it raises. It and the parser that httpx2 2.16.2
# (PyPI) made from it keep the mark, so that the first event of such a stream is lost, hand out events for blocks of
# `event:` alone, and read `retry: 1_0` as 10. eventsource-parser 3.1.1 (npm) hands out no event without data.
#
# Seen on 2026-11-28, events of the stream that has two with data and two comments: httpx-sse 4, httpx2 2;
#   behind a mark: none and none; of `event: x` alone: one and one; retry of `1_0`: 10 and 10.
#
# Ends with 0 while that is so. Needs node, npm, python3.11 and their package indexes; writes into a temporary folder.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check httpx-sse==0.4.3 httpx==0.28.1 httpx2==2.16.2
npm install --silent --no-audit --no-fund --ignore-scripts eventsource-parser@3.1.1 >/dev/null
environment/bin/python - <<'END_OF_PYTHON'
import httpx
import httpx2
import httpx_sse

HEADERS = {"content-type": "text/event-stream"}


def first(stream: bytes) -> list[tuple[str, str, int | None]]:
    source = httpx_sse.EventSource(httpx.Response(200, headers=HEADERS, content=stream))
    return [(event.event, event.data, event.retry) for event in source.iter_sse()]


def second(stream: bytes) -> list[tuple[str, str, int | None]]:
    request = httpx2.Request("GET", "http://stream.example/")
    source = httpx2.EventSource(httpx2.Response(200, headers=HEADERS, content=stream, request=request))
    return [(event.event, event.data, event.retry) for event in source]


CASES = (
    ("two comments", b"id: 1\ndata: a\n\n: ping\n\n: ping\n\ndata: b\n\n", 4, 2),
    ("a mark before", b"\xef\xbb\xbfdata: a\n\n", 0, 0),
    ("no data", b"event: x\n\n", 1, 1),
    ("retry of 1_0", b"retry: 1_0\ndata: a\n\n", 1, 1),
)
for name, stream, count, count2 in CASES:
    said, said2 = first(stream), second(stream)
    print(f"{name}:\n  httpx-sse {said}\n  httpx2    {said2}")
    if (len(said), len(said2)) != (count, count2):
        raise SystemExit("changed")
if said[0][2] != 10 or said2[0][2] != 10:
    raise SystemExit("retry: changed")
END_OF_PYTHON
node --input-type=module - <<'END_OF_JAVASCRIPT'
import { createParser } from 'eventsource-parser';

const events = (text) => {
  const seen = [];
  createParser({ onEvent: (event) => seen.push(event.data) }).feed(text);
  return seen;
};
const comments = events('id: 1\ndata: a\n\n: ping\n\n: ping\n\ndata: b\n\n');
const bare = events('event: x\n\n');
console.log('eventsource-parser', JSON.stringify({ comments, bare }));
if (comments.length !== 2 || bare.length !== 0) {
  console.log('changed');
  process.exit(1);
}
END_OF_JAVASCRIPT
