"""What a resource server is told: the spec's words, and the environment's over them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from ..addresses import base_uri_problem, proxy_problem
from ..environment import Environment
from ..errors import SettingError
from ..options import HANDED_IN, Network, Transports
from ..records import Record
from ..server.hosts import is_loopback

LEEWAY: Final = 30
"""Seconds by which the clocks of issuer and server may differ (RFC 7519, 4.1.4)."""
_SCOPE: Final = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+")
"""One scope (RFC 6749, 3.3)."""
_PRINTED: Final = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+")
"""What stands in a quoted text of a header as it is (RFC 9110, 5.6.4); no space is in any URI."""


class ResourceSettings(Record, kw_only=True):
    """Whose tokens are taken, for what, and where their keys are."""

    prefix: str
    issuer: str
    audience: tuple[str, ...]
    """A token must be for one of these."""
    resource: str | None
    """What this adapter calls itself (RFC 9728, 1.2)."""
    scopes: tuple[str, ...] = ()
    """A token must have all of them."""
    jwks_url: str | None = None
    """Where the keys are; without it the issuer's metadata say so (RFC 8414, OpenID Connect Discovery)."""
    roles_claim: tuple[str, ...] = ("roles",)
    """Where in a token the roles stand: the names of members, from outside in."""
    insecure: bool = False
    """Whether the issuer may be reached over plain HTTP from other machines."""
    network: Network = Network(max_connections=8)
    transports: Transports = HANDED_IN
    """What the issuer is asked with where nothing is handed in."""

    @property
    def issuers(self) -> tuple[str, str]:
        """How the issuer is spelled: one slash at the end means nothing."""
        plain = self.issuer.removesuffix("/")
        return plain, f"{plain}/"

    @property
    def audiences(self) -> tuple[str, ...]:
        """How those a token is for are spelled; the same holds."""
        bare = [each.removesuffix("/") for each in self.audience]
        return tuple(spelled for each in bare for spelled in (each, f"{each}/"))

    def address_problem(self, url: str) -> str | None:
        """What is wrong with an address of the issuer; the answer does not quote it."""
        problem = base_uri_problem(url)
        if problem is not None or self.insecure or url.lower().startswith("https:"):
            return problem
        # Whoever is on this machine may serve both, and nobody else may send us here.
        if all(is_loopback(urlsplit(each).hostname or "") for each in (url, self.issuer)):
            return None
        return "must begin with https: keys come from there"


def resource_settings(
    prefix: str,
    environ: Mapping[str, str],
    *,
    issuer: str | None,
    resource: str | None,
    audience: str | None,
    scopes: tuple[str, ...],
    transports: Transports = HANDED_IN,
) -> ResourceSettings:
    """The settings of one adapter. Raises `SettingError`.

    Args:
        prefix: what its variables begin with.
        environ: where they are read.
        issuer: the spec's `authorizationServerUri`.
        resource: the spec's.
        audience: the spec's; in place of `resource`.
        scopes: the spec's.
        transports: what the issuer is asked with where nothing is handed in.
    """
    values = Environment(prefix, environ)
    issuer = values.text("OAUTH_ISSUER") or issuer
    if issuer is None:
        raise SettingError(f"set {prefix}_OAUTH_ISSUER: callers show tokens of that issuer")
    resource = values.text("OAUTH_RESOURCE") or resource
    wanted = values.names("OAUTH_AUDIENCE", tuple(filter(None, (audience or resource,))))
    if not wanted:
        raise SettingError(
            f"set {prefix}_OAUTH_RESOURCE or {prefix}_OAUTH_AUDIENCE: tokens of callers are for that"
        )
    found = ResourceSettings(
        prefix=prefix,
        issuer=issuer,
        audience=wanted,
        resource=resource,
        scopes=_scopes(values, scopes),
        jwks_url=values.text("OAUTH_JWKS_URL"),
        roles_claim=tuple((values.text("OAUTH_ROLES_CLAIM") or "roles").split(".")),
        insecure=values.flag("OAUTH_INSECURE", False),
        network=_network(values),
        transports=transports,
    )
    _check(found)
    return found


def _scopes(values: Environment, declared: tuple[str, ...]) -> tuple[str, ...]:
    """With blanks or commas between them in the environment."""
    named = values.names("OAUTH_SCOPES", declared)
    scopes = tuple(dict.fromkeys(scope for each in named for scope in each.split()))
    for scope in scopes:
        if not _SCOPE.fullmatch(scope):
            raise SettingError(f"{values.prefix}_OAUTH_SCOPES: {scope!r} is no scope")
    return scopes


def _network(values: Environment) -> Network:
    proxy = values.text("OAUTH_PROXY")
    problem = None if proxy is None else proxy_problem(proxy)
    if problem is not None:
        raise SettingError(f"{values.prefix}_OAUTH_PROXY {problem}")
    ca_file = values.text("OAUTH_CA_FILE")
    if ca_file is not None:
        from ..certificates import named, trusted

        named(f"{values.prefix}_OAUTH_CA_FILE", trusted, ca_file)
    return Network(proxy=proxy, ca_file=ca_file, max_connections=8)


def _check(settings: ResourceSettings) -> None:
    prefix = settings.prefix
    problem = settings.address_problem(settings.issuer)
    if problem is not None:
        raise SettingError(f"{prefix}_OAUTH_ISSUER {problem}{_instead(prefix, problem)}")
    if settings.jwks_url is not None:
        problem = settings.address_problem(settings.jwks_url)
        if problem is not None:
            raise SettingError(f"{prefix}_OAUTH_JWKS_URL {problem}{_instead(prefix, problem)}")
    resource = settings.resource
    if resource is not None and not _is_identifier(resource):
        raise SettingError(f"{prefix}_OAUTH_RESOURCE must be a URI without a fragment")


def _is_identifier(resource: str) -> bool:
    """Whether it can name a resource (RFC 9728, 1.2)."""
    try:
        urlsplit(resource)
    except ValueError:
        return False
    return "#" not in resource and bool(_PRINTED.fullmatch(resource))


def _instead(prefix: str, problem: str) -> str:
    return f" ({prefix}_OAUTH_INSECURE=true allows http)" if "https:" in problem else ""
