#!/usr/bin/env bash
# HTML Standard, 9.2.6, of an event stream that ends: what stands after the last blank line is an event that was cut, and
# must be discarded. 9.2.5: a byte order mark at the start is not part of the first field's name. And the identifier of
# the last event stays (`lastEventId`) until another comes. sseclient-py 1.9.0 (PyPI), with which
# programs read streams of language models, hands out the cut event as if it were whole: of an answer that broke off
# in the middle of a JSON text a reader gets half a text, of one that broke off between two lines of `data` the half of
# the event, which may parse. It takes a byte order mark for part of the first name, so that the first event is lost, and
# the second event has no identifier.
#
# Seen on 2026-11-29:
#   "data: {\n"            -> one event '{'         "data: 1\ndata: 2\n\ndata: 3\n" -> '1\n2' and '3'
#   BOM "data: x\n\n"      -> no event              "id: 5\ndata: a\n\ndata: b\n\n" -> identifiers '5', None
#
# Ends with 0 while that is so. Needs python3.11 and a package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check sseclient-py==1.9.0
cat > see.py <<'END_OF_PYTHON'
import sseclient


def events(stream):
    return [(event.data, event.id) for event in sseclient.SSEClient(iter([stream])).events()]


cut = events(b"data: {\n")
half = events(b"data: 1\ndata: 2\n\ndata: 3\n")
marked = events(b"\xef\xbb\xbfdata: x\n\n")
numbered = events(b"id: 5\ndata: a\n\ndata: b\n\n")
print(cut, half, marked, numbered, sep="\n")
assert cut == [("{", None)], "changed: an event that was cut"
assert half == [("1\n2", None), ("3", None)], "changed: the end of the stream"
assert marked == [], "changed: a byte order mark"
assert numbered == [("a", "5"), ("b", None)], "changed: identifiers"
END_OF_PYTHON
venv/bin/python see.py
