"""Whether an API's exchanges are recorded, and where: `<API>_RECORD` and what belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..environment import Environment
from ..records import Record
from ..settings import ApiSettings
from ..transport.base import AsyncTransport, Transport

if TYPE_CHECKING:
    from .transports import Notebook

_BODY: Final = 256 * 1024
_FILE: Final = 64 * 1024 * 1024


class Recorder(Record):
    """Stands around the transport of an API (`around.Around`)."""

    mask: tuple[str, ...] = ()
    """Names of fields that are masked besides the usual ones."""

    def check_settings(self, settings: ApiSettings) -> None:
        """Raises `SettingError` where the recording could not be written."""
        values = _values(settings)
        folder = values.text("RECORD")
        if folder is not None:
            from .files import usable

            usable(folder, f"{settings.api.prefix}_RECORD")
            values.whole("RECORD_MAX_BODY", _BODY, minimum=0)
            values.whole("RECORD_MAX_BYTES", _FILE, minimum=4096)

    def blocking(self, transport: Transport, settings: ApiSettings) -> Transport:
        """The transport, recorded if the environment says so."""
        values = _values(settings)
        if values.text("RECORD") is None:
            return transport
        from .transports import Recording

        return Recording(transport, self._notebook(settings, values))

    def awaiting(self, transport: AsyncTransport, settings: ApiSettings) -> AsyncTransport:
        """The transport, recorded if the environment says so."""
        values = _values(settings)
        if values.text("RECORD") is None:
            return transport
        from .transports import AsyncRecording

        return AsyncRecording(transport, self._notebook(settings, values))

    def _notebook(self, settings: ApiSettings, values: Environment) -> Notebook:
        from .masking import Fields
        from .transports import Notebook

        return Notebook(
            folder=values.text("RECORD") or "",
            name=settings.api.prefix.lower(),
            log=settings.api.package,
            limit=values.whole("RECORD_MAX_BYTES", _FILE, minimum=4096),
            body=values.whole("RECORD_MAX_BODY", _BODY, minimum=0),
            fields=Fields((*self.mask, *values.names("RECORD_MASK"))),
        )


def _values(settings: ApiSettings) -> Environment:
    return Environment(settings.api.prefix, settings.environ)
