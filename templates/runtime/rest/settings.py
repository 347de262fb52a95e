"""What a REST adapter is told."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from ..server.settings import Adapter, AdapterSettings

TrailingSlash: TypeAlias = Literal["same", "redirect", "strict"]


class RestAdapter(Adapter):
    """A REST adapter, as the spec declares it."""

    trailing_slash: TrailingSlash = "same"
    """As the configuration of the generator says."""

    def declared(self) -> dict[str, Any]:
        """The settings that are given, for where the environment says nothing."""
        return {**super().declared(), "trailing_slash": self.trailing_slash}


class RestSettings(AdapterSettings, kw_only=True):
    """How a REST adapter serves, beside what every adapter is told."""

    documentation: bool = True
    """Whether `/-/openapi.json` and `/-/docs` are served."""
    unknown_query: Literal["ignore", "refuse", "pass"] = "ignore"
    """What becomes of query parameters that an operation does not declare: `ignore`, `refuse`, `pass`."""
    trailing_slash: TrailingSlash = "same"
    """A path with another slash at its end than its route: `same` answers, `redirect` is 308, `strict` is 404."""
    forward_headers: tuple[str, ...] = ()
    """Headers of callers that go to the upstream besides the usual ones."""
    pass_set_cookie: bool = False
    """Whether cookies that the upstream sets reach callers."""
    max_query_keys: int = 256
    """How many pairs the query of a request may have; more get 400."""
