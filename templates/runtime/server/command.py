"""`python -m <package> rest|mcp|serve`: the command line of a generated package."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol

from ..errors import Error, SettingError
from .misspelt import tell_misspelt

if TYPE_CHECKING:
    from .control import Pages

_STYLES: Final = ("off", "text", "json")
_NAMES: Final = {"rest": "a REST", "mcp": "an MCP", "skill": "a skill"}
_AS_DECLARED: Final = "default: as the spec says"


class Telemetry(Protocol):
    """What is recorded of requests; `telemetry.declared.Telemetry` is one."""

    def check(self) -> None:
        """Raise `MissingDependencyError` where it cannot begin."""
        ...

    def begin(self) -> None:
        """Begin, in a process that serves."""
        ...


class Command(Protocol):
    """A command besides those of the adapters."""

    @property
    def name(self) -> str: ...
    def add(self, commands: Any) -> None:
        """Declare it to argparse."""
        ...

    def run(self, options: argparse.Namespace, settings: Any) -> None:
        """Do it; `settings` is the package's class of settings."""
        ...


def main(
    package: str | None,
    *,
    rest: Sequence[str] = (),
    mcp: Sequence[str] = (),
    skill: Sequence[str] = (),
    control: Pages | None = None,
    telemetry: Telemetry | None = None,
    others: Sequence[Command] = (),
    arguments: Sequence[str] | None = None,
) -> int:
    """Run a command of the package; `rest`, `mcp` and `skill` are the namespaces of its adapters.

    `control` is what its control port answers, and `telemetry` what it records.

    `package` is `__package__` of the module that is started. Returns an exit code: 0 good, 1 it could not
    be done, 2 wrong usage (raised by argparse).

    Args:
        package: see above.
        rest: see above.
        mcp: see above.
        skill: see above.
        control: what the control port shows beside health and metrics.
        others: commands besides those of the adapters.
        arguments: of the command; None takes those of the process.
    """
    if not package:
        print("start it as a module of its package: python -m PACKAGE", file=sys.stderr)
        return 2
    adapters = {"rest": rest, "mcp": mcp, "skill": skill}
    options = _parser(package, adapters, others).parse_args(arguments)
    options.control, options.telemetry = control, telemetry
    options.others = {each.name: each for each in others}
    run = _serve if options.command == "serve" else _one
    try:
        if telemetry is not None:
            telemetry.check()
        tell_misspelt(package)
        run(package, options, adapters)
    except (Error, OSError) as error:
        print(f"{package}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _parser(
    package: str, adapters: Mapping[str, Sequence[str]], others: Sequence[Command]
) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"python -m {package}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for kind, namespaces in adapters.items():
        if namespaces:
            one = commands.add_parser(kind, help=f"serve {_NAMES[kind]} adapter")
            _adapter(one, namespaces)
            if kind == "mcp":
                one.add_argument("--transport", choices=("http", "stdio"), help=_AS_DECLARED)
            _network(one)
            if kind == "mcp":
                _selection(one)
    if any(adapters.values()):
        one = commands.add_parser("serve", help="serve all adapters, each on its own port")
        _common(one)
    for each in others:
        each.add(commands)
    return parser


def _adapter(parser: argparse.ArgumentParser, namespaces: Sequence[str]) -> None:
    parser.add_argument(
        "--adapter",
        choices=tuple(namespaces),
        default=namespaces[0],
        metavar="NAMESPACE",
        help="one of " + ", ".join(namespaces),
    )


def _selection(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--read-only",
        action="store_const",
        const="true",
        help="serve only tools that change nothing",
    )
    parser.add_argument(
        "--tools", metavar="NAMES", help="serve only these: names or patterns, by comma"
    )
    parser.add_argument("--tags", metavar="TAGS", help="serve only tools with one of these tags")
    parser.add_argument("--exclude", metavar="NAMES", help="do not serve these")


def _network(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="the address to listen on; default: this machine only")
    parser.add_argument("--port", type=_port, help="default: the spec's; 0 takes a free one")
    _common(parser)


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--allow-anonymous",
        action="store_true",
        help="serve other machines without authentication: whoever reaches the port may do all that this can",
    )
    parser.add_argument("--access-log", choices=_STYLES, help="default: text")
    parser.add_argument("--workers", type=_positive, default=1, help="processes; default: 1")
    parser.add_argument(
        "--control-port", type=_port, help="health and metrics on this port; default: off"
    )
    parser.add_argument("--control-host", default="127.0.0.1", help="default: 127.0.0.1")


def _port(text: str) -> int:
    return _whole(text, 0, 65535)


def _positive(text: str) -> int:
    return _whole(text, 1, 512)


def _whole(text: str, minimum: int, maximum: int) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
    if not minimum <= number <= maximum:
        raise argparse.ArgumentTypeError(
            f"must be a whole number from {minimum} to {maximum}, is {text[:40]!r}"
        )
    return number


def _one(package: str, options: argparse.Namespace, adapters: Mapping[str, Sequence[str]]) -> None:
    """One adapter, or a command besides those of the adapters."""
    kind = options.command
    if kind not in adapters:
        settings: Any = importlib.import_module(".settings", package).Settings
        options.others[kind].run(options, settings)
    elif kind == "mcp" and _is_stdio(package, options.adapter, options):
        _stdio(package, options.adapter, options)
    else:
        _launch(package, options, ((kind, options.adapter),))


def _is_stdio(package: str, namespace: str, options: argparse.Namespace) -> bool:
    """By the command line, else by the environment, else by the spec."""
    declared = importlib.import_module(".mcp_server", package).ADAPTERS[namespace].declaration
    transport = getattr(options, "transport", None) or os.environ.get(
        f"{declared.prefix}_TRANSPORT"
    )
    return bool((transport or declared.transport) == "stdio")


def _stdio(package: str, namespace: str, options: argparse.Namespace) -> None:
    if options.telemetry is not None:
        options.telemetry.begin()
    module = importlib.import_module(".mcp_server", package)
    environ = _environ(options, module.ADAPTERS[namespace].declaration.prefix)
    settings: Any = importlib.import_module(".settings", package).Settings
    module.serve_stdio(namespace, settings=settings.from_environment(environ))


def _serve(
    package: str, options: argparse.Namespace, adapters: Mapping[str, Sequence[str]]
) -> None:
    every = [(kind, name) for kind, names in adapters.items() for name in names]
    over_stdio = [
        each for each in every if each[0] == "mcp" and _is_stdio(package, each[1], options)
    ]
    if len(over_stdio) > 1:
        names = " and ".join(name for _, name in over_stdio)
        raise SettingError(f"{names} would share standard input: serve one of them by itself")
    over_http = tuple(each for each in every if each not in over_stdio)
    if not over_stdio:
        _launch(package, options, over_http)
    elif not over_http:
        _stdio(package, over_stdio[0][1], options)
    else:
        _beside(package, options, over_http, over_stdio[0][1])


def _beside(
    package: str,
    options: argparse.Namespace,
    over_http: Sequence[tuple[str, str]],
    over_stdio: str,
) -> None:
    """One adapter over standard input, in a thread with a loop of its own, and the others over HTTP.

    The end of input ends the former only; a signal ends all.
    """
    import threading

    if options.workers != 1:
        raise SettingError(f"{over_stdio} is served over standard input, which has one process")
    reader = threading.Thread(
        target=_stdio, args=(package, over_stdio, options), name=over_stdio, daemon=True
    )
    _launch(package, options, over_http, reader.start)


def _launch(
    package: str,
    options: argparse.Namespace,
    adapters: Sequence[tuple[str, str]],
    begun: Callable[[], object] | None = None,
) -> None:
    from .serve import Control, serve

    several = len(adapters) > 1
    plans = [_plan(package, options, kind, namespace, several) for kind, namespace in adapters]
    control = None
    if options.control_port is not None:
        control = Control(options.control_host, options.control_port, options.control)
    elif options.control is not None and options.command == "serve":
        control = Control(options.control.address, options.control.port, options.control)
    serve(
        plans,
        workers=options.workers,
        control=control,
        allow_anonymous=options.allow_anonymous,
        begun=begun,
        prepare=None if options.telemetry is None else options.telemetry.begin,
    )


def _plan(
    package: str, options: argparse.Namespace, kind: str, namespace: str, among_others: bool
) -> Any:
    from .running import Plan

    module: Any = importlib.import_module(_MODULES[kind], package)
    settings: Any = importlib.import_module(".settings", package).Settings
    declared = module.ADAPTERS[namespace].declaration
    environ = _environ(options, declared.prefix)

    def make_app() -> Any:
        return module.create_app(namespace, settings=settings.from_environment(environ))

    return Plan.of(declared, kind, environ, make_app, among_others=among_others)


_MODULES: Final = {"rest": ".rest", "mcp": ".mcp_server", "skill": ".skill_server"}


def _environ(options: argparse.Namespace, prefix: str) -> dict[str, str]:
    """The environment with what the command line says in front of it."""
    environ = dict(os.environ)
    log = f"{prefix}_ACCESS_LOG"
    environ[log] = options.access_log or environ.get(log) or "text"
    for name in ("host", "port", "read_only", "tools", "exclude", "tags"):
        value = getattr(options, name, None)
        if value is not None:
            environ[f"{prefix}_{name.upper()}"] = str(value)
    return environ
