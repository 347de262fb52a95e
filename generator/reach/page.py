"""The reach as a page that somebody can read to its end, and sign."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from ..markdown import cell, code, prose
from ..origin import Origin
from .document import Putting, Reach, Reached, ReachedApi, Reaching, Surface
from .runtime import BY_THE_RUNTIME

Place: TypeAlias = Callable[[Origin], str]
"""How the page says where something is declared."""


def _pointer(origin: Origin) -> str:
    return origin.pointer


def page(reach: Reach, place: Place = _pointer) -> str:
    """Markdown: what can be reached, who can put what where, what comes back.

    Places are JSON pointers, so that a comment above changes none; a page for now may have lines.
    """
    return "\n".join(_lines(reach, place)).rstrip("\n") + "\n"


def _lines(reach: Reach, place: Place) -> Iterator[str]:
    yield f"# Reach: {prose(reach.title)}"
    yield ""
    named = " and ".join(map(code, reach.specs))
    says = "say" if len(reach.specs) > 1 else "says"
    held = " with your credentials" if any(each.credentials for each in reach.apis.values()) else ""
    yield f"What this package can do{held}, as {named} {says} it; `REACH.json` is the same"
    yield "for programs. A request that is not listed is refused before it is sent (`OutOfReachError`). `{name}` in"
    yield "a path is one segment of the caller's unless its row says more, `$NAME` a variable of the environment,"
    if place is _pointer:
        yield "`/capability/…` the place in the specification; `capwright inspect --reach` has the line in its place."
    else:
        yield "and what stands last in a row is the file and line of its declaration."
    for namespace, api in sorted(reach.apis.items()):
        yield from _api(namespace, api, place)
    for namespace, surface in sorted(reach.surfaces.items()):
        yield from _surface(namespace, surface, place)
    yield from _process(reach)
    yield from _rest(reach)


def _api(namespace: str, api: ReachedApi, place: Place) -> Iterator[str]:
    yield ""
    yield f"## Requests to {code(namespace)}"
    yield ""
    where = code(api.base_uri) if api.base_uri else "no address of its own"
    yield f"- host: {where}; {code(api.setting)} replaces it, and then that is the host"
    for secret in api.credentials:
        names = ", ".join(map(code, secret.variables)) or "no variable"
        yield f"- credential: {names}, to {code(secret.place)} and nowhere else"
    if not api.credentials:
        yield "- credentials: none"
    yield from _whose(api)
    yield ""
    yield "| operation | request | it may carry | declared at |"
    yield "| --- | --- | --- | --- |"
    for name, each in sorted(api.operations.items()):
        request = cell(f"{each.method} {each.path}")
        yield _row((cell(name), request, _carried(each), cell(place(each.declared))))


OF_OTHERS: Final = {
    "caller": "each caller's own, from the header that `{0}_HEADER` names; never yours",
    "exchange": "a token for which the caller's own is exchanged at `{1}_EXCHANGE_URL`; never yours",
}


def _whose(api: ReachedApi) -> Iterator[str]:
    """Which mode is on, and what turns on another."""
    if not api.whose:
        return
    _, *others = api.whose
    yield "- whose credential: yours, for every caller of the adapters (`team`)"
    for each in others:
        prefix = api.whose_setting.removesuffix("_CREDENTIALS")
        told = OF_OTHERS[each].format(api.whose_setting, prefix)
        yield f"  - with {code(f'{api.whose_setting}={each}')}: {told}"


def _carried(each: Reached) -> str:
    parts = [f"{cell(name)}: {number} segments" for name, number in each.segments]
    for what, values in (
        ("query", each.query),
        ("headers", each.headers),
        ("cookies", each.cookies),
    ):
        if values:
            parts.append(f"{what} {', '.join(map(code, values))}")
    if each.body:
        parts.append(f"body: {prose(each.body)}")
    return "; ".join(parts)


def _surface(namespace: str, surface: Surface, place: Place) -> Iterator[str]:
    yield ""
    yield f"## {surface.kind}: {code(namespace)}"
    yield ""
    yield f"Callers: {prose(surface.callers)}."
    yield ""
    what = "route" if surface.kind == "REST" else "tool, resource or prompt"
    yield f"| {what} | calls | what callers put where | what comes back | declared at |"
    yield "| --- | --- | --- | --- | --- |"
    for name, each in sorted(surface.units.items()):
        yield _unit(name, each, place)


def _unit(name: str, each: Reaching, place: Place) -> str:
    inputs = "; ".join(
        f"{cell(one.name)} ({one.place}) → {prose(_short(one, each.calls))}" for one in each.inputs
    )
    shown = f"{cell(name)} ({each.says})" if each.says else cell(name)
    calls = ", ".join(map(code, each.calls)) or "nothing"
    return _row((shown, calls, inputs, prose(each.answer), cell(place(each.declared))))


def _short(one: Putting, calls: tuple[str, ...]) -> str:
    """Where an input goes, without what the row says already: its own name, and the only call."""
    where = one.goes_to.removesuffix(f" of {calls[0]}") if len(calls) == 1 else one.goes_to
    return where if where.startswith("the ") else where.removesuffix(f" {one.name}")


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _process(reach: Reach) -> Iterator[str]:
    """What the package speaks to for itself; nothing where there is none."""
    if not reach.process:
        return
    yield ""
    yield "## What the process itself speaks to"
    yield ""
    for each in reach.process:
        host = code(each.host) if each.host else "no address of its own"
        yield f"- {host} ({code(each.setting)} replaces it): {prose(each.why)}; it gets {prose(each.sends)}"


def _rest(reach: Reach) -> Iterator[str]:
    yield ""
    yield "## What the runtime adds"
    yield ""
    for name, values in BY_THE_RUNTIME.items():
        yield f"- {name}: {', '.join(values)}"
    yield "- more by settings: `FORWARD_HEADERS` of a REST adapter, `UNKNOWN_QUERY=pass`, credentials of callers"
    yield "- what a program gives to the client (options, hooks, a transport of its own) is its own reach"
    yield ""
    yield "## Files"
    yield ""
    for each in reach.files:
        yield f"- {code(each)}"
    if not reach.files:
        yield "- none that the specification names"
    for each in reach.scripts:
        yield f"- a function of yours: {code(each)}; what it reaches is not listed here"
