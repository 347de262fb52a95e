"""What a client is given in place of settings, refused where it says nothing."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import SettingError
from ..settings import Api


def refuse_unusable(api: Api, base_uri: str | None, credentials: Mapping[str, object]) -> None:
    """Raise `SettingError` for arguments of a client that say nothing.

    Args:
        api: the one that the client is of.
        base_uri: in place of the spec's and the environment's.
        credentials: by argument.
    """
    if base_uri is not None and not base_uri.strip():
        raise SettingError(
            f"base_uri= of {api.namespace} is empty: leave it out for {api.prefix}_BASE_URI or the "
            "address that the spec gives"
        )
    for name, secret in credentials.items():
        if isinstance(secret, str):
            refuse_empty(api, name, secret)
        elif secret is not None and not callable(secret):
            kind = type(secret).__name__
            raise SettingError(f"{name}= of {api.namespace} is text or a function, not {kind}")


def refuse_empty(api: Api, parameter: str, secret: str) -> None:
    """Raise `SettingError` for a secret that is none.

    Args:
        api: whose it is.
        parameter: the client's argument that gave it.
        secret: what was given.
    """
    kind = api.authentication
    if secret.strip() or (kind is not None and parameter in kind.may_be_empty):
        return
    raise SettingError(
        f"{parameter}= of {api.namespace} is empty: give the secret, or leave it out for the "
        "environment's"
    )
