"""XML (W3C); the document itself names its charset."""

from __future__ import annotations

from typing import Final

from ..messages import Format, Headers
from ..values import Json


def _read(content: bytes, _: Headers) -> Json:
    from ..wire.convert_xml import from_xml

    return from_xml(content)


AS_XML: Final = Format("xml", _read, "application/xml, text/xml, */*;q=0.5")
