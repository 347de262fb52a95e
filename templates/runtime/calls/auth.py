"""Credentials of one API: read from what the client was given and from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ..authentication import NOTHING, Applied, TextParts, Variable
from ..settings import ApiSettings
from ..wire_request import SHORTEST_SECRET
from .given import refuse_empty


def applied(settings: ApiSettings, answers: Mapping[str, str]) -> Applied:
    """Read the secrets and place them.

    Raises `MissingSettingError`, `SettingError`, `UnsupportedAuthenticationError`.

    Args:
        settings: the API's.
        answers: of the functions among the credentials, by argument.
    """
    declared = settings.api.authentication
    return NOTHING if declared is None else declared.applied(_Given(settings, answers))


class _Given:
    """See `authentication.SecretReader`."""

    def __init__(self, settings: ApiSettings, answers: Mapping[str, str]) -> None:
        self.namespace = settings.api.namespace
        self.has_hook = settings.authenticate is not None
        self._settings = settings
        self._answers = answers

    def read(self, parameter: str, parts: TextParts, what: str, *, empty: bool = False) -> str:
        credential = self._answers.get(parameter, self._settings.credentials.get(parameter))
        if isinstance(credential, str):
            refuse_empty(self._settings.api, parameter, credential)
            secret = _filled(parts, credential)
        else:
            purpose = f"{what} of {self.namespace} (or pass {parameter}=)"
            secret = self._settings.text(parts, purpose, empty=empty)
        if parameter != "username" and 0 < len(secret.strip()) < SHORTEST_SECRET:
            _warn_of(self.namespace, what)
        return secret


@cache
def _warn_of(namespace: str, what: str) -> None:
    """Say once that a secret is too short to be looked for in what others say."""
    import logging

    logging.getLogger(__name__).warning(
        "%s of %s has fewer than %d characters: where the API repeats it, it is not masked",
        what,
        namespace,
        SHORTEST_SECRET,
    )


def _filled(parts: TextParts, secret: str) -> str:
    """A given secret in the place of the one variable; constant text around it stays."""
    variables = sum(isinstance(part, Variable) for part in parts)
    if variables != 1:
        return secret
    return "".join(part if isinstance(part, str) else secret for part in parts)
