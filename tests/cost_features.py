"""What the runtime in Quay's package is for, module by module: the rows of `make count`.

Each module stands in one row, and each row says what of the specification or of the documented settings
needs it. A module that nobody can put here has no business in the package (`tests/repository/test_cost.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final


@dataclass(frozen=True, slots=True)
class Feature:
    """One row."""

    name: str
    need: str
    """What of Quay's specification, of the documented settings or of HTTP asks for it."""
    modules: tuple[str, ...]
    """Paths inside the runtime; `*` stands for part of a name."""
    later: str = ""
    """What made it larger than it was at first."""
    before: tuple[str, ...] = ()
    """Modules that had the same purpose once, by names that are gone."""

    def has(self, path: str) -> bool:
        """Whether a module is in this row."""
        return any(fnmatchcase(path, each) for each in (*self.modules, *self.before))


FEATURES: Final = (
    Feature(
        "Values, messages, errors",
        "every package",
        ("values.py", "messages.py", "errors.py", "records.py", "wire_request.py", "options.py"),
        later="masked secrets, unknown outcomes, notes on errors",
    ),
    Feature(
        "Settings of an API",
        "`QUAY_BASE_URI`, `QUAY_TIMEOUT`, …",
        ("environment.py", "settings.py"),
    ),
    Feature(
        "Addresses that every transport takes",
        "`QUAY_BASE_URI`, `QUAY_PROXY`",
        ("addresses.py",),
        later="all of it",
    ),
    Feature(
        "Secrets in files",
        "`QUAY_SECRETS_DIR`",
        ("binds.py",),
        later="mounted secrets",
    ),
    Feature(
        "Certificates",
        "`QUAY_CA_FILE`, `QUAY_CLIENT_CERTIFICATE`, `Network`",
        ("certificates.py",),
        later="the same checks on both transports",
    ),
    Feature(
        "Requests: paths, queries, JSON bodies",
        "the operations; `RequestOptions`",
        ("wire/encoding.py", "wire/spelling.py", "wire/brackets.py", "wire/bodies.py"),
        before=("streams.py",),
    ),
    Feature(
        "Path values that keep to their operation",
        "REST and MCP; `refuse_slashes`, `QUAY_PATH_SEGMENTS`",
        ("calls/path_values.py", "path_segments.py"),
        later="values that another server would read as a path",
    ),
    Feature(
        "Answers: JSON, gzip and deflate",
        "the operations",
        ("wire/decoding.py", "wire/inflating.py"),
        before=("wire/convert*.py", "wire/binary.py", "wire/mapping.py"),
    ),
    Feature(
        "Requests held against `REACH.md`",
        "every call; `QUAY_REACH_CHECK`",
        ("calls/reach.py",),
        later="host, path template and header names, looked at before anything goes out",
    ),
    Feature(
        "Large JSON while others are served",
        "an adapter",
        ("wire/json_slices.py",),
        later="100,000 values and more",
    ),
    Feature(
        "The bearer token",
        "`authentication` of the consumed API",
        (
            "calls/auth.py",
            "credentials/__init__.py",
            "credentials/bearer.py",
        ),
    ),
    Feature(
        "One interface for every kind of credential",
        "the bearer token, and what callers show",
        ("authentication.py",),
        later="all of it",
    ),
    Feature(
        "One call: attempts, redirects, limits, raw and streamed answers",
        "every client; `ClientOptions`",
        (
            *("calls/effects.py", "calls/exchange.py"),
            *("calls/header_layers.py", "calls/preparing.py"),
            *("calls/redirects.py", "calls/responses.py", "calls/retries.py"),
        ),
        later="limits of whole calls",
    ),
    Feature(
        "The clients",
        "every package",
        ("client/base.py", "client/views.py"),
    ),
    Feature(
        "Arguments of a client that say nothing",
        "every package",
        ("calls/given.py",),
        later="all of it",
    ),
    Feature(
        "What is said of a body that cannot be read",
        "the operations",
        ("calls/undecodable.py", "calls/parts.py"),
        later="all of it",
    ),
    Feature("Pages", "`pages`, `Cursor`, `PageNumber`, `Link`", ("client/pagination.py",)),
    Feature(
        "The transport on pyreqwest",
        "the default",
        (
            *("transport/__init__.py", "transport/base.py", "transport/fast.py"),
            *("transport/fast_bodies.py", "transport/fast_clients.py", "transport/fast_headers.py"),
            *("transport/fast_lines.py", "transport/fast_replies.py", "transport/slots.py"),
            *("transport/on_pyreqwest.py", "transport/whole.py"),
        ),
        later="limits of whole calls, answers that end early",
    ),
    Feature(
        "Forks, event loops, connections that the API has closed",
        "both transports",
        (
            *("transport/attempts.py", "transport/forks.py", "transport/loops.py"),
            *("transport/fast_awaiting.py", "transport/fast_kept.py"),
        ),
        later="all of it",
    ),
    Feature(
        "The transports on httpx2",
        "`transports.py`",
        ("transport/httpx2*.py", "transport/on_httpx2.py"),
        later="the limits of the default transport, cancelled calls",
    ),
    Feature(
        "What adapters send through",
        "REST and MCP",
        (
            *("calls/upstream.py", "calls/guarding.py", "calls/lateness.py"),
            *("calls/file_checks.py", "wire/buffered.py", "calls/redacting.py"),
        ),
        later="a caller that leaves ends its call",
    ),
    Feature(
        "Callers' own credentials, token exchange",
        "`QUAY_CREDENTIALS`",
        ("calls/callers.py", "calls/whose.py", "calls/token_exchange.py", "choices.py"),
        later="all of it",
    ),
    Feature(
        "Many tools: two that search and call",
        "`QUAY_MCP_TOOL_LIST`",
        ("mcp/indexing.py", "mcp/ranking.py", "mcp/searching.py", "mcp/vocabulary.py"),
        later="all of it",
    ),
    Feature(
        "A person confirms what destroys",
        "`QUAY_MCP_CONFIRM`",
        ("mcp/asking.py", "mcp/confirming.py"),
        later="all of it",
    ),
    Feature(
        "Who may call: Host, Origin, credentials",
        "REST and MCP; `QUAY_REST_BEARER_TOKEN`, `_BASIC_PASSWORD`, `_API_KEY`",
        (
            *("server/security.py", "server/hosts.py", "server/identity.py", "loopback.py"),
            *("credentials/basic.py", "credentials/header_key.py"),
        ),
        later="one interface for every kind of credential",
    ),
    Feature(
        "Requests and answers of a server",
        "REST and MCP",
        (
            *("server/answering.py", "server/asgi.py", "server/incoming.py"),
            *("server/inflight.py", "server/lingering.py", "server/mounting.py"),
            *("package_files.py", "server/problem.py", "server/settings.py"),
        ),
        before=("server/adapters.py",),
        later="fronts and mounts, bodies that are refused, HTTP/1.0",
    ),
    Feature(
        "`python -m`: processes, workers, shutting down",
        "REST and MCP",
        (
            *("server/command.py", "server/connections.py", "server/cycles.py"),
            *("server/running.py", "server/serve.py"),
            *("server/serving.py", "server/workers.py"),
        ),
        later="fronts, files of settings",
    ),
    Feature(
        "A library's thread that gives way",
        "a busy worker of `python -m`",
        ("server/giving_way.py",),
        later="all of it",
    ),
    Feature(
        "Misspelt variables",
        "a start of `python -m`",
        ("server/misspelt.py",),
        later="all of it",
    ),
    Feature(
        "Access log, metrics, health",
        "`QUAY_REST_ACCESS_LOG`, `--control`",
        ("server/access_log.py", "server/metrics.py", "server/request_ids.py", "server/control.py"),
        before=("server/observing.py",),
    ),
    Feature(
        "REST: routing, inputs, answers",
        "the REST adapter",
        ("rest/*.py",),
        later="answers without a length, documents for people, slashes at the end of paths",
    ),
    Feature(
        "MCP: tools, arguments, results",
        "the MCP adapter",
        (
            *("mcp/about.py", "mcp/call.py", "mcp/caller.py", "mcp/lenient.py", "mcp/lines.py"),
            *("mcp/contents.py", "mcp/json_texts.py", "mcp/listing.py", "mcp/media.py"),
            *("mcp/offering.py", "mcp/results.py"),
            *("mcp/schema.py", "mcp/tools.py"),
        ),
        before=("mcp/output.py",),
        later="arguments and answers as models and hosts have them",
    ),
    Feature(
        "MCP over HTTP, in both eras",
        "the MCP adapter",
        (
            *("mcp/app.py", "mcp/exchange.py", "mcp/fast.py", "mcp/handshake.py", "mcp/http.py"),
            *(
                "mcp/meta.py",
                "mcp/passing.py",
                "mcp/reading.py",
                "mcp/refused.py",
                "mcp/rooted.py",
                "mcp/served.py",
            ),
            *("mcp/settings.py", "mcp/visiting.py"),
        ),
        later="older clients without the SDK, refusals",
    ),
    Feature(
        "Long calls, and calls that are cancelled, over HTTP",
        "`QUAY_MCP_LONG_CALL_SECONDS`, `QUAY_MCP_SESSION_IDS`",
        ("mcp/begun.py", "mcp/long_calls.py", "mcp/cancelling.py"),
        later="all of it",
    ),
    Feature(
        "MCP over stdio",
        "the MCP adapter",
        ("mcp/stdio.py",),
        later="both eras without the SDK",
    ),
    Feature(
        "The official SDK behind the fast path",
        "the MCP adapter",
        (
            *("mcp/backend.py", "mcp/installed.py", "mcp/relay.py"),
            *("mcp/sdk.py", "mcp/sdk_stream.py"),
        ),
        later="streams, newer versions",
    ),
)


def feature_of(path: str) -> Feature | None:
    """The row of a module; None for the `__init__.py` of a folder, which has no code, and for others."""
    return next((each for each in FEATURES if each.has(path)), None)
