"""What a REST adapter is told."""

from __future__ import annotations

from typing import Literal

from ..server.settings import Adapter, AdapterSettings


class RestAdapter(Adapter):
    """A REST adapter, as the spec declares it."""


class RestSettings(AdapterSettings, kw_only=True):
    """How a REST adapter serves, beside what every adapter is told."""

    documentation: bool = True
    """Whether `/-/openapi.json` and `/-/docs` are served."""
    unknown_query: Literal["ignore", "refuse", "pass"] = "ignore"
    """What becomes of query parameters that an operation does not declare: `ignore`, `refuse`, `pass`."""
    forward_headers: tuple[str, ...] = ()
    """Headers of callers that go to the upstream besides the usual ones."""
    pass_set_cookie: bool = False
    """Whether cookies that the upstream sets reach callers."""
    max_query_keys: int = 256
    """How many pairs the query of a request may have; more get 400."""
