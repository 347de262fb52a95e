"""All that the independent reading says of a made capability, as one text: what is asked, and what is answered."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from tests.corpus.examine import environment
from tests.corpus.replies import replies
from tests.corpus.rest_caller import rest_call
from tests.corpus.values import Case, cases
from tests.oracle import listed
from tests.oracle.answers import UnpredictableError, client_answer, rest_answer, tool_answer
from tests.oracle.control import Pages
from tests.oracle.programs import Program
from tests.oracle.reading import read
from tests.oracle.requests import Wire
from tests.oracle.skills import Catalogue
from tests.oracle.things import Unit
from tests.oracle.units import Input, call_operation, call_unit, client_inputs, inputs
from tests.oracle.worlds import Reading

from .orchestrated import DOCUMENTS
from .served import Case as Served
from .worlds import ITEMS, World

_PORTS = {"rest": 1, "mcp": 2, "skill": 3, "control": 4}


def of_operations(spec: dict[str, Any]) -> str:
    """Of the client, of routes, and of tools that call one operation each."""
    return "\n".join(map(repr, _operations(spec)))


def _operations(spec: dict[str, Any]) -> Iterator[object]:
    found = read(spec, "official")
    binds = environment(found)
    for operation in found.operations:
        items = client_inputs(operation)
        yield operation.label, items
        for case in cases(items, operation.label, 1, "client"):
            yield _request(call_operation(operation, case.given, binds))
        yield from (client_answer(operation, each) for each in replies(operation.format, ()))
    for unit in (*found.rest, *found.tools):
        items = inputs(unit)
        surface = "tool" if unit.method is None else "rest"
        yield surface, unit.label, items
        for case in cases(items, unit.label, 1, surface):
            yield _request(call_unit(unit, case.given, binds))
            if unit.method is not None:
                yield _asked(unit, items, case)
        for each in replies(unit.operation.format, unit.outputs):
            yield _or_nothing(tool_answer if unit.method is None else rest_answer, unit, each)


def _asked(unit: Unit, items: Sequence[Input], case: Case) -> object:
    """How a caller of REST says it; without a variable of its route there is no such request."""
    if any(each.place == "path" and each.name not in case.given for each in items):
        return None
    return rest_call(unit, items, case.given, fields_first=False)


def _request(expected: object) -> object:
    """A refusal counts, the words of its reason do not."""
    return expected if isinstance(expected, Wire) else type(expected)


def _or_nothing(answer: Callable[..., object], *arguments: Any) -> object:
    try:
        return answer(*arguments)
    except UnpredictableError:
        return None


def of_flows(made: tuple[dict[str, Any], list[dict[str, Any]]]) -> str:
    """Of the flows of an aggregate."""
    spec, given = made
    capability = spec["capability"]
    (aggregate,) = capability["aggregates"]
    (api,) = capability["consumes"]
    operations = {
        f"{api['namespace']}.{name}": {**operation, "path": resource["path"]}
        for resource in api["resources"].values()
        for name, operation in resource["operations"].items()
    }
    documents = {f"/docs/{n}": each for n, each in enumerate(DOCUMENTS)}
    said = []
    for (name, flow), inputs_of in zip(aggregate["flows"].items(), given, strict=False):
        program = Program(aggregate["namespace"], operations, documents.__getitem__, inputs_of)
        said.append((name, program.answer(flow), program.asked))
    return repr(said)


def of_served(case: Served) -> str:
    """Of a catalogue of skills, a control port and the list of tools."""
    exposes = case.spec["capability"]["exposes"]
    by_type = {each["type"]: each for each in exposes}
    pages = Pages(case.spec, _PORTS)
    return repr(
        [
            *_catalogue(case, by_type["skill"], exposes),
            *_tools(by_type["mcp"], case.spec["capability"]["aggregates"][0]["flows"]),
            *_pages(case, pages),
        ]
    )


def _catalogue(case: Served, skill: dict[str, Any], exposes: list[Any]) -> Iterable[object]:
    catalogue = Catalogue(skill, exposes, case.files)
    return (catalogue.answer(path) for path in case.asked)


def _tools(mcp: dict[str, Any], flows: dict[str, Any]) -> Iterator[object]:
    yield listed.kept(mcp)
    for name, tool in mcp["tools"].items():
        flow = flows["flow"] if "ref" in tool else None
        yield name, listed.hints(tool, flow), listed.described(tool, flow)


def _pages(case: Served, pages: Pages) -> Iterator[object]:
    for path in ("/health/live", "/health/ready", "/status", "/scripting", "/traces", "/metrics"):
        yield pages.has(path)
    yield pages.ready(), pages.status()
    if pages.scripting is not None:
        yield [(pages.put(each), pages.scripts()) for each in case.changes]
    for _ in range(20):
        pages.asked("tools/call echo", 200)
    yield pages.has("/traces") and sorted(pages.listed().items())


def of_world(world: World) -> str:
    """Of a capability of several files."""
    reading = Reading(world.files, world.secrets, world.environment)
    return repr(list(itertools.chain(_routes(reading, world), _offers(reading, world))))


def _routes(reading: Reading, world: World) -> Iterator[object]:
    resources = reading.rest["resources"]
    for number, answer in enumerate(world.answers):
        unit = resources[f"e{number}"]["operations"]["get"]
        yield reading.called(unit["call"]), reading.document(unit, answer.content)
    flow = reading.flow(resources["item"]["operations"]["get"]["ref"])
    yield [reading.called(flow["call"], id=each) for each in ITEMS]
    headers = {"X-Keep": "kept"}
    yield [reading.handed_on(each, headers) for each in world.handed_on]


def _offers(reading: Reading, world: World) -> Iterator[object]:
    for number, answer in enumerate(world.answers):
        unit = reading.mcp["resources"][f"r{number}"]
        yield unit["uri"], reading.called(unit["call"]), unit.get("mimeType")
        yield reading.document(unit, answer.content)
    item = b'{"id": "7", "more": 1, "by": {"x": {"n": 1}, "y": {"n": {"deep": null}}, "z": 5}}'
    for name in ("item", "given", "flow", "by"):
        resource = reading.mcp["resources"][name]
        yield reading.item(resource, "7"), reading.document(resource, item)
    yield reading.flow(reading.mcp["tools"]["item"]["ref"])["call"], quote("7")
    yield reading.listed(), reading.templates()
    yield reading.papers(reading.mcp["resources"]["papers"])
    for name in reading.mcp["prompts"]:
        yield reading.needs(name), [reading.prompt(name, each) for each in world.prompts]
