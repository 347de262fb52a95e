"""Hosts that the process speaks to besides its APIs: issuers of tokens, and a collector of traces."""

from __future__ import annotations

from collections.abc import Iterator

from .. import plan as p
from ..model import ClientCredentialsAuth, OAuth2Auth
from ..plan.texts import expression_text
from .document import Speaking


def of_the_process(plan: p.Plan) -> Iterator[Speaking]:
    """In the order of the specification; the token endpoint of an exchange stands with its API."""
    surfaces: tuple[p.RestSurface | p.McpSurface | p.SkillSurface, ...]
    surfaces = (*plan.rest, *plan.mcp, *plan.skills)
    for surface in surfaces:
        if isinstance(surface.authentication, OAuth2Auth):
            yield _issuer(surface.authentication, surface.prefix)
    for api in plan.apis:
        if isinstance(api.authentication, ClientCredentialsAuth):
            yield _tokens(api.authentication, api.prefix)
    control = plan.control
    if plan.observability is not None and control is not None:
        endpoint = "" if control.endpoint is None else expression_text(control.endpoint)
        yield Speaking(
            host=endpoint,
            setting="OTEL_EXPORTER_OTLP_ENDPOINT",
            why="traces and metrics, by OTLP over HTTP",
            sends="names and templates of the specification, times and statuses: no value of a caller or an API",
        )


def _tokens(asked: ClientCredentialsAuth[p.Expression], prefix: str) -> Speaking:
    known = asked.token_url is not None
    return Speaking(
        host=asked.token_url or asked.issuer or "",
        setting=f"{prefix}_OAUTH_TOKEN_URL" if known else f"{prefix}_OAUTH_ISSUER",
        why="tokens for the API" if known else "its metadata, and tokens for the API",
        sends="the client id and the client secret; nothing of a caller",
    )


def _issuer(shown: OAuth2Auth[p.Expression], prefix: str) -> Speaking:
    if shown.introspected:
        return Speaking(
            host=shown.issuer or "",
            setting=f"{prefix}_OAUTH_ISSUER",
            why="its metadata, and each token of a caller (RFC 7662), there or at "
            f"{prefix}_OAUTH_INTROSPECTION_URL",
            sends=f"the caller's token, {prefix}_OAUTH_CLIENT_ID and {prefix}_OAUTH_CLIENT_SECRET",
        )
    return Speaking(
        host=shown.issuer or "",
        setting=f"{prefix}_OAUTH_ISSUER",
        why=f"its metadata and its keys, there or at {prefix}_OAUTH_JWKS_URL",
        sends="nothing of a caller and no credential",
    )
