"""One consumed API: base URI, credentials and default headers, put on a request."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Final

from ..addresses import DOT_SEGMENT, base_uri_problem
from ..authentication import Applied
from ..errors import InvalidArgumentError, SettingError
from ..messages import Body, Format, HeaderPairs, KeptHeaders, Operation, Request
from ..options import RequestOptions
from ..settings import ApiSettings
from ..wire.encoding import FRAMING_HEADERS, header, query
from ..wire_request import Timeout, WireRequest, timeout_of
from .auth import applied
from .header_layers import WITH_BODY, beside, merged, of_body, of_options, typed
from .path_values import PLAIN_PATH, PathGuard, PlainPaths

if TYPE_CHECKING:
    from ..transport.base import AsyncTransport
    from .reach import Reach

    _Plan = tuple[str, str | None, HeaderPairs, Applied, bool]
    """What the requests of an operation have in common: what a path is put behind, the path if it has no
    values, the headers, the credentials, and whether answers are read at once."""

_PLAIN: Final = re.compile(r"[A-Za-z0-9\-._~!$&()*+,;=:@%/?]*")
"""What no transport rewrites: RFC 3986 without the characters that URL parsers disagree about."""
_SMALL: Final = 64 * 1024
"""Bytes that nobody wants to see in pieces."""
_MOST_FINAL: Final = 1024
_MOST_KEPT: Final = 256


class Upstream:
    """Makes the request that goes out of the request that an operation made."""

    def __init__(
        self,
        settings: ApiSettings,
        *,
        headers: HeaderPairs = (),
        user_agent: str | None = None,
        guarded: bool = False,
    ) -> None:
        self.settings = settings
        self.untotalled = without_total(settings.timeout)
        """Its limits of time that are the transport's to keep."""
        self.at_once = 0 if settings.retries else min(_SMALL, settings.max_response_bytes)
        """Bytes of a body that is fetched with its headers; not where failed calls are repeated, for a body
        that breaks off is not one of those."""
        self.transport: AsyncTransport | None = None
        """What its requests go out with, once there was one."""
        self.transport_keeps_time = False
        """Whether that ends what has no answer in time."""
        self.reads_whole = False
        """Whether every answer is read at once."""
        self.documents: set[str] = set()
        """Operations whose answers were short documents of known length."""
        self.in_pieces: set[str] = set()
        """Operations that answered otherwise, or too late."""
        variable = f"{settings.api.prefix}_PATH_SEGMENTS"
        self._plain = PlainPaths(settings.path_segments)
        self._guard = PathGuard(variable, settings.path_segments) if guarded else None
        self._checks_callers = settings.reach_check and guarded
        self._checks_client = settings.reach_check and not guarded
        self._reach: Reach | None = None
        self._forwardable: frozenset[str] | None = None
        self.asking: Mapping[str, Callable[[], str | Awaitable[str]]] = {
            name: credential
            for name, credential in settings.credentials.items()
            if credential is not None and not isinstance(credential, str)
        }
        """Credentials that are functions; the caller asks them and hands the answers in."""
        agent = user_agent or settings.api.user_agent or settings.api.package.rpartition(".")[2]
        self._defaults: HeaderPairs = (header("User-Agent", agent), *headers)
        self._base: tuple[str, str] | None = None
        self._kept: dict[tuple[Format, tuple[str, ...]], HeaderPairs] = {}
        self._final: set[str] = set()
        """Constant paths that are in their final form."""
        self._applied: Applied | None = None
        """The credentials of every request; None before the first, and where they are asked for."""
        self._ready: dict[Format, HeaderPairs] = {}
        self.plans: dict[str, _Plan] = {}
        """By the names of operations, where nothing but they and callers adds to a request."""

    def prepare(
        self,
        request: Request,
        options: RequestOptions | None = None,
        *,
        forwarded: HeaderPairs = (),
        answers: Mapping[str, str] | None = None,
    ) -> WireRequest:
        """Add what the API and the caller want to a request.

        Raises `MissingSettingError`, `SettingError` and `InvalidArgumentError`; nothing was sent.

        Args:
            request: what the operation made of its arguments.
            options: what this call does differently.
            forwarded: headers of the caller that the API is to see.
            answers: secrets of this call, by the client's arguments; None takes those of the settings.
        """
        if options is None and answers is None and (wire := self.usual(request, forwarded)):
            return wire
        is_plain = self._plain.has(request.operation, request.path)
        if self._guard is not None and not is_plain:
            self._guard.check(request.path)
        secret = self._applied if answers is None else None
        if secret is None:
            secret = self._credentials(answers)
        url = self._url(request, options, secret, is_plain)
        if self._checks_client and not (is_plain and not request.headers):
            # What a program adds by its options is its own.
            reach = self._reach or self._within(secret)
            reach.check(request.operation, url.partition("?")[0], request.headers)
        body = request.body
        if secret.body is not None:
            body = secret.body(body)
        headers, is_kept = self._chosen(request, body, options, forwarded, secret, answers)
        method, timeout = request.operation.method, self.settings.timeout
        if body is not None or method in WITH_BODY:
            headers += of_body(method, body, headers)
        if options is not None:
            timeout = timeout_of(options.timeout, timeout)
        content = None if body is None else body.content
        whole = self._is_whole(request.operation)
        wire = WireRequest(method, url, headers, content, timeout, secret.secrets, whole)
        if self._checks_callers and not (is_plain and is_kept):
            # Else both were looked at: the path above, the names of the headers when they were kept.
            reach = self._reach or self._within(secret)
            reach.check(request.operation, url, None if is_kept else wire.headers)
        wire.hidden, wire.sought = secret.hidden, secret.sought
        wire.operation = request.operation
        if secret.query or secret.path:
            wire.shown = self._url(request, options, secret.masked())
        if is_plain and is_kept and content is None and method not in WITH_BODY:
            self._remember(request, secret)
        hook = self.settings.authenticate
        return wire if hook is None else hook(wire)

    def usual(self, request: Request, forwarded: HeaderPairs) -> WireRequest | None:
        """A request as most are, of what others like it were found to be made of; None takes a closer look."""
        operation, path, pairs = request.operation, request.path, request.query
        plan = self.plans.get(operation.name)
        if plan is None or request.body is not None or request.headers:
            return None
        root, constant, headers, secret, is_whole = plan
        if path != constant and not self._plain.has(operation, path):
            return None
        if forwarded:
            # Callers have few sets of names.
            kept = self._kept.get((operation.format, tuple([name for name, _ in forwarded])))
            if kept is None:
                return None
            headers = kept + forwarded
        if pairs:
            if not _PLAIN.fullmatch(pairs):
                return None
            path = f"{path}?{pairs}"
        url, timeout = root + path, self.settings.timeout
        wire = WireRequest(operation.method, url, headers, None, timeout, secret.secrets, is_whole)
        wire.hidden, wire.operation = secret.hidden, operation
        return wire

    def _remember(self, request: Request, secret: Applied) -> None:
        """Keep what further requests of an operation are made of, if nothing else can add to them."""
        root, pairs = self.base()
        if pairs or self.settings.authenticate or not secret.is_of_headers():
            return
        operation, path = request.operation, request.path
        constant = path if type(path) is str else None
        headers = self._ready[operation.format]
        is_whole = self._is_whole(operation)
        self.plans[operation.name] = (root, constant, headers, secret, is_whole)

    def _is_whole(self, operation: Operation) -> bool:
        return self.reads_whole or operation.name in self.documents

    def _chosen(
        self,
        request: Request,
        body: Body | None,
        options: RequestOptions | None,
        forwarded: HeaderPairs,
        secret: Applied,
        answers: Mapping[str, str] | None,
    ) -> tuple[HeaderPairs, bool]:
        """The headers of a request, and whether their names were looked at when they were kept."""
        if request.headers or secret.cookie or answers or options is not None:
            return self._headers(request, body, options, forwarded, secret), False
        wanted = request.operation.format
        ready = self._ready.get(wanted)
        headers = self._make_ready(request, secret) if ready is None else ready
        if not forwarded:
            return headers, ready is not None
        # Callers have few sets of names.
        names = tuple([name for name, _ in forwarded])
        kept = self._kept.get((wanted, names))
        if kept is not None:
            return kept + forwarded, True
        kept = self._kept_beside(wanted, names, headers, secret)
        if kept is None:
            return self._headers(request, body, options, forwarded, secret), False
        return kept + forwarded, False

    def forwards(self, names: frozenset[str]) -> None:
        """Which headers of callers may go on: names in lower case."""
        self._forwardable = names
        self._reach = None
        self._ready.clear()
        self.plans.clear()
        self._kept.clear()

    def _within(self, secret: Applied) -> Reach:
        settings = self.settings
        own = ("cookie",) if secret.cookie else ()
        from .reach import TRACE, Reach

        known = TRACE if self._forwardable is None else self._forwardable
        names = known.union(secret.hidden, own)
        base, _ = self.base()
        self._reach = Reach(settings.api.prefix, base, settings.path_segments, names)
        return self._reach

    def base(self) -> tuple[str, str]:
        """The base URI without a trailing slash, and its query. Read at the first call."""
        if self._base is None:
            self._base = _base(self.settings)
        return self._base

    def _credentials(self, answers: Mapping[str, str] | None) -> Applied:
        if answers is not None or self.asking:
            return applied(self.settings, answers or {})
        if self._applied is None:
            self._applied = applied(self.settings, {})
        return self._applied

    def _url(
        self,
        request: Request,
        options: RequestOptions | None,
        secret: Applied,
        is_plain: bool = False,
    ) -> str:
        base, base_query = self._base or self.base()
        path, pairs = request.path, request.query
        if secret.path:
            base, path = secret.filled(base), secret.filled(path)
        if options is not None and options.query:
            pairs = with_query(pairs, options.query)
        if not (is_plain or path in self._final or self._is_final(path)) or not _PLAIN.fullmatch(
            pairs
        ):
            raise InvalidArgumentError("path", "of the request is not in its final form")
        if base_query or secret.query:
            pairs = "&".join(filter(None, (base_query, pairs, secret.query)))
        return f"{base}{path}?{pairs}" if pairs else base + path

    def _is_final(self, path: str) -> bool:
        """Whether no transport rewrites a path; constant ones are remembered."""
        is_final = PLAIN_PATH.fullmatch(path) is not None and not DOT_SEGMENT.search(path)
        if is_final and type(path) is str and len(self._final) < _MOST_FINAL:
            self._final.add(path)
        return is_final

    def _kept_beside(
        self, wanted: Format, names: tuple[str, ...], ready: HeaderPairs, secret: Applied
    ) -> HeaderPairs | None:
        """Those of the ready headers that stay beside a caller's."""
        kept = beside(ready, names, secret)
        if kept is None or len(self._kept) >= _MOST_KEPT:
            return kept
        if self._may_keep(kept + tuple([(name, "") for name in names]), secret):
            self._kept[wanted, names] = kept
        return kept

    def _make_ready(self, request: Request, secret: Applied) -> HeaderPairs:
        """The headers of every request that brings none of its own; made once."""
        wanted = request.operation.format
        ready: HeaderPairs = merged(self._accepting(wanted), secret.headers)
        if self._may_keep(ready, secret):
            self._ready[wanted] = ready = KeptHeaders(ready)
        return ready

    def _may_keep(self, headers: HeaderPairs, secret: Applied) -> bool:
        """Whether headers are those of other requests too, and no operation is refused their names."""
        if self.asking:
            return False
        return not self._checks_callers or (self._reach or self._within(secret)).lists(headers)

    def _accepting(self, wanted: Format) -> HeaderPairs:
        return merged((("Accept", wanted.accept),), self._defaults)

    def _headers(
        self,
        request: Request,
        body: Body | None,
        options: RequestOptions | None,
        forwarded: HeaderPairs,
        secret: Applied,
    ) -> HeaderPairs:
        own = tuple(p for p in forwarded if p[0].lower() not in FRAMING_HEADERS)
        of_its_type = () if body is None else typed(body)
        own = merged(self._accepting(request.operation.format), own, of_its_type, request.headers)
        if body is not None and (body.content_type or "").startswith("multipart/"):
            own = merged(own, of_its_type)  # nobody else knows the boundary
        if secret.cookie:
            crumbs = [value for name, value in own if name.lower() == "cookie"]
            own = merged(own, (("Cookie", "; ".join((*crumbs, secret.cookie))),))
        # The developer who calls may replace a credential; a caller from outside may not.
        return merged(own, secret.headers, of_options(options))


def with_query(pairs: str, added: Mapping[str, object]) -> str:
    """A query string with pairs added; those of the same name are replaced.

    Args:
        pairs: percent-encoded, without `?`.
        added: wire name → value; a list repeats its name.
    """
    from urllib.parse import unquote

    kept = [pair for pair in pairs.split("&") if pair and unquote(pair.split("=")[0]) not in added]
    return "&".join(filter(None, (*kept, query(*added.items()))))


def without_total(timeout: Timeout) -> Timeout:
    """The limits without that of the whole call."""
    return Timeout(timeout.connect, timeout.read, None)


def _base(settings: ApiSettings) -> tuple[str, str]:
    api = settings.api
    variable = f"{api.prefix}_BASE_URI"
    base = settings.base_uri or settings.text(api.base_uri, f"a part of the base URI ({variable})")
    problem = base_uri_problem(base)
    if problem:
        raise SettingError(f"the base URI of {api.namespace} {problem} (set {variable})")
    path, _, pairs = base.partition("?")
    scheme, mark, rest = path.rstrip("/").partition("://")
    return (
        f"{scheme.lower()}{mark}{rest}",
        pairs,
    )  # Compared and sent as a lower one (RFC 3986, 3.1).
