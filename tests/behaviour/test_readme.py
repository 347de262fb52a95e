"""The package's README names every environment variable that its code reads, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from generated.quay import operations
from generated.quay._runtime.calls.preparing import Upstream
from generated.quay._runtime.calls.whose import callers_of
from generated.quay._runtime.errors import MissingSettingError
from generated.quay._runtime.server.security import check_secrets
from generated.quay._runtime.settings import ApiSettings
from generated.quay.mcp_server import create_app
from generated.quay.settings import QUAY, Settings

README: Final = Path(__file__).parents[2] / "generated" / "quay" / "README.md"
_ROW: Final = re.compile(r"^\| `(QUAY_\w+)` \| .+ \| (.*) \|$", re.MULTILINE)

_EXCHANGE: Final = {
    "QUAY_CREDENTIALS": "exchange",
    "QUAY_CREDENTIALS_HEADER": "X-Token",
    "QUAY_EXCHANGE_URL": "https://issuer.example/token",
    "QUAY_EXCHANGE_CLIENT_ID": "x",
    "QUAY_EXCHANGE_CLIENT_SECRET": "x",
    "QUAY_EXCHANGE_AUDIENCE": "x",
}


class Watched(Mapping[str, str]):
    """An environment that remembers what it was asked for."""

    def __init__(self, **values: str) -> None:
        self.values_ = values
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.asked.add(key)
        return self.values_[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_)

    def __len__(self) -> int:
        return len(self.values_)


def documented() -> dict[str, str]:
    return dict(_ROW.findall(README.read_text(encoding="utf-8")))


def test_the_readme_names_every_variable_and_no_other() -> None:
    environ = Watched()
    settings = Settings.from_environment(environ)
    with suppress(MissingSettingError):
        Upstream(settings.quay).prepare(operations.listrepos())
    for prefix in ("QUAY_REST", "QUAY_MCP"):
        for secret in ("BEARER_TOKEN", "BASIC_PASSWORD", "API_KEY"):
            adapter = Watched(**{f"{prefix}_{secret}": "x", f"{prefix}_BASIC_USERNAME": "x"})
            check_secrets(prefix, None, adapter)
            environ.asked |= adapter.asked
    exchanging = Watched(**_EXCHANGE)
    callers_of((ApiSettings.from_environment(QUAY, exchanging),))
    confirming = Watched(QUAY_MCP_CONFIRM="writes", QUAY_MCP_CONFIRM_KEY="x" * 16)
    create_app(settings=Settings.from_environment(confirming))
    assert documented().keys() == environ.asked | exchanging.asked | confirming.asked


def test_the_defaults_are_the_codes() -> None:
    rows = documented()
    settings = Settings.from_environment({})
    for adapter, prefix in ((settings.quay_rest, "QUAY_REST"), (settings.quay_mcp, "QUAY_MCP")):
        for field in adapter.fields:
            if field != "environ":
                assert rows[f"{prefix}_{field.upper()}"] == _shown(getattr(adapter, field)), field
    api = ApiSettings.from_environment(QUAY, {})
    assert rows["QUAY_TIMEOUT"] == _shown(api.timeout.total)
    assert rows["QUAY_CONNECT_TIMEOUT"] == _shown(api.timeout.connect)
    assert rows["QUAY_READ_TIMEOUT"] == _shown(api.timeout.read)
    assert rows["QUAY_RETRIES"] == _shown(api.retries)
    assert rows["QUAY_MAX_RESPONSE_BYTES"] == _shown(api.max_response_bytes)


def _shown(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case float():
            return f"{value:g}"
        case tuple():
            assert not value
            return ""
        case _:
            return str(value)
