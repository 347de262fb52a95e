"""A REST adapter that tells its callers apart."""

from __future__ import annotations

import json
import re
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from ..rest.declared import Declared
from ..rest.documents import OPENAPI_PATHS, Document, Text, docs_headers
from ..server.security import credential_headers
from .desk import Desk, Session
from .page import allowed_page
from .rules import Callers

if TYPE_CHECKING:
    from ..rest.settings import RestSettings
    from ..server.answering import Outgoing
    from ..server.incoming import Incoming

_KEPT: Final = 64
"""Documents for callers who may do different things."""
_VARIABLE: Final = re.compile(r"\{[^}]*\}")
"""The document may have other names for variables of paths."""
_OPENAPI: Final = frozenset(each for path in OPENAPI_PATHS for each in (path, f"{path}/"))
_METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


class RestCallers(Callers, kw_only=True):
    """What a REST adapter does about its callers."""

    def visits(self, app: Declared, settings: RestSettings, more: Sequence[str]) -> RestVisits:
        """What holds it.

        Args:
            app: as it is declared.
            settings: of the adapter.
            more: headers, in lower case, in which callers show credentials for APIs.
        """
        declared = app.declaration
        shown = credential_headers(declared.prefix, declared.authentication, settings.environ)
        own = shown.union(more)
        return RestVisits(Desk(self, declared.namespace, declared.prefix, settings.environ, own))


class RestVisits:
    """The callers of one application."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._documents: OrderedDict[tuple[bool, tuple[int, ...]], Document] = OrderedDict()
        """By what they are and the rules that their callers meet."""
        self._sessions: dict[int, Session] = {}
        """By the identity of the request while it is answered."""

    def begin(self, incoming: Incoming, what: str) -> None:
        """A request is for a route. Raises `Refusal` (403, 429)."""
        session = self._desk.session(incoming.caller, incoming.scope, incoming.headers)
        self._sessions[id(incoming)] = session
        session.begin(what)

    def end(self, incoming: Incoming, out: Outgoing) -> None:
        """A request is answered."""
        session = self._sessions.pop(id(incoming), None)
        if session is not None:
            session.end(out.status or 500, out.request_id.decode("ascii"))

    def seen(
        self, file: Document, path: str, incoming: Incoming, routes: Sequence[tuple[str, str]]
    ) -> Document:
        """The OpenAPI document and the page for people have what the caller may call.

        Args:
            file: as everybody sees it who may call everything.
            path: where it was asked for.
            incoming: the request.
            routes: all of the adapter.
        """
        session = self._desk.session(incoming.caller, incoming.scope, incoming.headers)
        met = session.met
        if met is None or path == "/" or all(session.may(" ".join(each)) for each in routes):
            return file
        is_page = path not in _OPENAPI
        found = self._documents.get((is_page, met))
        if found is None:
            made = _page if is_page else _document
            found = self._documents[is_page, met] = made(file.read(), session, routes)
            if len(self._documents) > _KEPT:
                self._documents.popitem(last=False)
        return found

    def close(self) -> None:
        """End what was started."""
        self._desk.close()


def _allowed(session: Session, routes: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """The routes that are for the caller: methods in lower case, paths without names of variables."""
    return {
        (method.lower(), _VARIABLE.sub("{}", path))
        for method, path in routes
        if session.may(f"{method} {path}")
    }


def _page(content: bytes, session: Session, routes: Sequence[tuple[str, str]]) -> Document:
    allowed = _allowed(session, routes)

    def may(method: str, path: str) -> bool:
        return (method.lower(), _VARIABLE.sub("{}", path)) in allowed

    page = allowed_page(content.decode(), may).encode()
    return Document(Text(page), "text/html; charset=utf-8", docs_headers(page))


def _document(content: bytes, session: Session, routes: Sequence[tuple[str, str]]) -> Document:
    """The document without the operations that are not for the caller."""
    document: dict[str, Any] = json.loads(content)
    paths: dict[str, Any] = document.get("paths", {})
    allowed = _allowed(session, routes)
    for path, item in paths.items():
        for method in [each for each in _METHODS if each in item]:
            # A resource that is handed on takes any method.
            if allowed.isdisjoint((each, _VARIABLE.sub("{}", path)) for each in (method, "*")):
                del item[method]
    document["paths"] = {
        path: item for path, item in paths.items() if not item.keys().isdisjoint(_METHODS)
    }
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    return Document(Text(text.encode()), "application/json")
