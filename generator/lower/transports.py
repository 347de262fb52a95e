"""What a package sends its requests with: what it imports, declares and requires for that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..options import BOTH, Options, Transport
from ..runtime.libraries import HTTPX2, PYREQWEST
from .imports import Imports, exported_names, imports
from .package import Module
from .python import Name, Python, literal

_MODULES: Final = {
    Transport.PYREQWEST: "._runtime.transport.on_pyreqwest",
    Transport.HTTPX2: "._runtime.transport.on_httpx2",
}
_DEFAULTS: Final = ("default_async_transport", "default_transport")
_REQUIREMENTS: Final[Mapping[Transport, str]] = {
    Transport.PYREQWEST: PYREQWEST,
    Transport.HTTPX2: HTTPX2,
}
_ON_HTTPX2: Final = ("AsyncHttpx2Transport", "Httpx2Transport")
_INTERFACES: Final = ("AsyncTransport", "Transport", "WireRequest")
PATH: Final = "transports.py"


def transports(sends_with: Transport) -> Python:
    """What a declaration of the runtime takes as `transports`."""
    match sends_with:
        case Transport.PYREQWEST:
            return Name("PYREQWEST")
        case Transport.HTTPX2:
            return Name("HTTPX2")


def with_defaults(lines: Imports, options: Options) -> Imports:
    """The import lines of a module that exports the makers of the package's own transports."""
    return lines.plus(_MODULES[options.sends_with], _DEFAULTS)


def requirement(options: Options) -> str:
    """The library that the package cannot do without; a team brings the other one if it wants it."""
    return _REQUIREMENTS[options.sends_with]


def is_shared(options: Options) -> bool:
    """Whether the package has the choice that all packages have unless something else is said."""
    return options.transports == BOTH


def transports_module(options: Options) -> Module:
    """`transports.py`: what can be handed in as `transport`."""
    carried = Transport.HTTPX2 in options.transports
    names = (*_INTERFACES, *(_ON_HTTPX2 if carried else ()))
    used = names if carried else (*names, "TYPE_CHECKING")
    content = {
        "exported": exported_names(names),
        "import_lines": imports(used),
        "absent": None if carried else literal(_ON_HTTPX2),
        "is_default": options.sends_with is Transport.HTTPX2,
    }
    return Module(PATH, "transports.py.j2", content)
