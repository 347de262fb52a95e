"""Recorded exchanges made again through a REST adapter: who asks how, and what Quay answers then."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

from tests.fake_quay import Answer, FakeQuay, Received
from tests.support.processes import Served
from tests.support.raw_http import Reply, fetch
from tests.support.recordings import Recording
from tests.support.worlds import as_recorded

from .cases import CASES

_TEMPLATES: Final = {case.operation: case.template for case in CASES}
_OWN_TOKEN: Final = "the adapter has a token; who calls it without one does not call Quay without"
_NO_JSON: Final = "the body is not JSON, so the adapter refuses it"
ONE_SLASH: Final = "both spellings of the slash are one operation; Quay gets the spec's"
_SLASH: Final = "a value with a slash, which the server may take for another path"
_SHORT: Final = "a repository of one segment, where the configuration says two"
_NESTED: Final = "a repository of three segments, where the configuration says two"
_EMPTY: Final = "an empty path variable is no value, so the path is another one"


@dataclass(frozen=True, slots=True)
class Instead:
    """What the adapter answers to a request that it does not make as recorded."""

    status: int
    why: str
    target: str | None = None
    """The caller's target, where the path does not tell it."""


OTHERS: Final[dict[int, Instead]] = {
    8: Instead(201, _OWN_TOKEN),
    12: Instead(405, _EMPTY, "/repository/devtable%2Fsimple/tag/"),
    22: Instead(400, _NO_JSON),
    27: Instead(422, _SLASH),
    33: Instead(400, _NO_JSON),
    37: Instead(201, _OWN_TOKEN),
    40: Instead(404, _EMPTY, "/organization/buynlarge/robots/"),
    46: Instead(400, _NO_JSON),
    50: Instead(201, _OWN_TOKEN),
    52: Instead(201, ONE_SLASH, "/repository/"),
    57: Instead(422, _NESTED),
    59: Instead(204, _OWN_TOKEN),
    61: Instead(204, _OWN_TOKEN),
    62: Instead(422, _SLASH),
    66: Instead(204, _OWN_TOKEN),
    71: Instead(422, _SLASH),
    76: Instead(200, ONE_SLASH, "/user"),
    77: Instead(200, _OWN_TOKEN),
    82: Instead(200, _OWN_TOKEN),
    83: Instead(200, _OWN_TOKEN),
    90: Instead(200, _OWN_TOKEN),
    99: Instead(422, _SLASH),
    101: Instead(422, _SLASH),
    102: Instead(200, _OWN_TOKEN),
    103: Instead(422, _NESTED),
    104: Instead(422, _NESTED),
    105: Instead(422, _SHORT),
    106: Instead(200, "Quay meets the adapter's User-Agent, not the browser's"),
    107: Instead(200, _OWN_TOKEN),
    110: Instead(422, _SLASH),
    116: Instead(200, ONE_SLASH, "/repository/devtable%2Fsimple/build"),
    118: Instead(200, _OWN_TOKEN),
    125: Instead(422, "an empty text is no boolean, so the adapter refuses it"),
    126: Instead(200, ONE_SLASH, "/repository/?public=true"),
    130: Instead(200, ONE_SLASH, "/repository/devtable%2Fsimple/tag"),
    131: Instead(200, ONE_SLASH, "/repository/devtable%2fsimple/tag?limit=1"),
    133: Instead(200, _OWN_TOKEN),
    134: Instead(200, _OWN_TOKEN),
    140: Instead(201, ONE_SLASH, "/repository/devtable%2Fsimple/build"),
    144: Instead(201, _OWN_TOKEN),
    145: Instead(201, _OWN_TOKEN),
    146: Instead(201, _OWN_TOKEN),
    149: Instead(415, "the body says that it is a form, which the operation does not take"),
    159: Instead(200, _OWN_TOKEN),
    160: Instead(422, _SLASH),
}


DECLARED: Final = frozenset({"limit", "page", "repo_kind", "include_modelcard"})
"""Parameters that the overlay of Quay declares and recordings have."""


def query_names(recording: Recording) -> set[str]:
    """The names in the query of a recorded request."""
    return {name for name, _ in parse_qsl(recording.query, keep_blank_values=True)}


def target_of(recording: Recording) -> str:
    """The target with which a caller of the adapter asks for the recorded path."""
    instead = OTHERS.get(recording.number)
    if instead is not None and instead.target is not None:
        return instead.target
    template = _TEMPLATES[recording.operation]
    pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(template))
    found = re.fullmatch(pattern, recording.path)
    assert found is not None, f"{recording} does not fit {template}"
    for name, value in found.groupdict().items():
        template = template.replace("{" + name + "}", quote(value, safe=":"))
    return template + (f"?{recording.query}" if recording.query else "")


def location_of(target: str, recording: Recording) -> str:
    """Where the adapter sends a caller of a target whom Quay has sent elsewhere: relative to the target.

    Quay, behind a server that decodes paths, names the whole decoded address; both mean one place.
    """
    path, question, query = target.partition("?")
    place = f"./{path.rpartition('/')[2]}/{question}{query}"
    recorded = urlsplit(recording.headers["Location"])
    meant = urlsplit(urljoin(f"http://server/api/v1{path}", place))
    assert (unquote(meant.path), meant.query) == (recorded.path, recorded.query)
    return place


def ask(served: Served, quay: FakeQuay, recording: Recording) -> Reply:
    """The recorded request, made by a caller of the adapter."""
    as_recorded(quay.world)
    quay.responder = lambda request: _recorded_answer(request, recording)
    headers = recording.request_headers()
    headers.pop("Authorization", None)
    bodiless = recording.request_body == b"" and recording.request_content_type is None
    body = None if bodiless else recording.request_body
    target = target_of(recording)
    return fetch(served.url, recording.method, target, headers=headers, body=body)


def _recorded_answer(request: Received, recording: Recording) -> Answer | None:
    """The recorded answer, if this is the recorded request."""
    same = (
        recording.auth not in (None, "Basic", "Bearer")
        and request.method == recording.method
        and request.path == "/api/v1" + recording.path
        and request.query == dict(parse_qsl(recording.query, keep_blank_values=True))
        and request.body == recording.request_body
        and request.header("Content-Type") == recording.request_content_type
        and (request.header("User-Agent") or "").startswith("Mozilla/") == recording.is_from_browser
    )
    if not same:
        return None
    headers = tuple(recording.headers.items())
    return Answer(recording.status, recording.body, recording.content_type, headers)


def is_as_recorded(reply: Reply, recording: Recording) -> bool:
    """Whether an answer of the adapter is the recorded one."""
    same = (reply.status, reply.body, reply.content_type) == (
        recording.status,
        recording.body,
        recording.content_type,
    )
    return same and all(
        reply.header(name) == recording.headers.get(name) for name in ("Allow", "Location")
    )
