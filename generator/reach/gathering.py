"""From the plan to the reach. Nothing is looked at that is not in the plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import PurePosixPath

from .. import plan as p
from ..model import (
    ApiKeyAuth,
    BasicAuth,
    BearerAuth,
    Hints,
    TextKind,
)
from ..options import CallerRule, Options
from ..plan.texts import atoms_text, expression_text, path_text
from .document import PlacedCredential, Putting, Reach, Reached, ReachedApi, Reaching, Surface
from .forwards import forward_path, handed_on, requests_of_forwards
from .process import of_the_process


def reach_of(plan: p.Plan, options: Options) -> Reach:
    """What the package of a plan can reach."""
    surfaces: dict[str, Surface] = {}
    for rest in plan.rest:
        routes = {_route_name(each): _reaching(each, plan) for each in rest.routes}
        routes |= {f"any {forward_path(each)}": handed_on(each) for each in rest.forwards}
        surfaces[rest.namespace] = Surface(
            "REST", _callers(rest.authentication) + _ruled(options, rest.namespace), routes
        )
    for mcp in plan.mcp:
        tools = {each.name: _reaching(each, plan) for each in mcp.tools}
        tools |= dict(_offered(mcp, plan))
        surfaces[mcp.namespace] = Surface(
            "MCP", _callers(mcp.authentication) + _ruled(options, mcp.namespace), tools
        )
    return Reach(
        title=plan.capability.info.display or options.package,
        specs=(PurePosixPath(plan.capability.origin.source).name, *plan.capability.overlays),
        apis={api.namespace: _api(api, plan, options) for api in plan.apis},
        surfaces=surfaces,
        files=tuple(dict.fromkeys(_files(plan))),
        scripts=tuple(dict.fromkeys(_scripts(plan.units))),
        process=tuple(of_the_process(plan)),
    )


def _route_name(route: p.Route) -> str:
    pairs = "&".join(n if v is None else f"{n}={v}" for n, v in route.conditions)
    return f"{route.method} {route.path}{'?' if pairs else ''}{pairs}"


# --- APIs ----------------------------------------------------------------------------------------


def _api(api: p.Api, plan: p.Plan, options: Options) -> ReachedApi:
    return ReachedApi(
        base_uri=atoms_text(api.base_uri),
        setting=f"{api.prefix}_BASE_URI",
        credentials=tuple(_credentials(api.authentication)),
        whose=_whose(api.authentication),
        whose_setting=f"{api.prefix}_CREDENTIALS",
        operations={
            **{each.name: _operation(each, options) for each in api.operations},
            **dict(requests_of_forwards(api, plan)),
        },
    )


def _credentials(plan: p.AuthenticationPlan | None) -> Iterator[PlacedCredential]:
    for texts, place in () if plan is None else plan.placed:
        yield PlacedCredential(tuple(chain.from_iterable(map(p.environment_in, texts))), place)


def _whose(plan: p.AuthenticationPlan | None) -> tuple[str, ...]:
    """The modes that an API can be called in (docs/callers.md); none where it takes no credential."""
    match plan:
        case BearerAuth():
            return ("team", "caller", "exchange")
        case BasicAuth() | ApiKeyAuth():
            return ("team", "caller")
        case None:
            return ()
        case _:
            return ("team",)


def _operation(operation: p.Operation, options: Options) -> Reached:
    names = {each.name for each in operation.arguments}
    return Reached(
        method=operation.method,
        path=path_text(operation.path),
        segments=tuple(
            (name, str(minimum) if minimum == maximum else f"{minimum} to {maximum}")
            for name, minimum, maximum in options.segments_of(names)
        ),
        query=tuple(map(_pair, operation.query)),
        headers=tuple(map(_pair, operation.headers)),
        cookies=tuple(map(_pair, operation.cookies)),
        body=_body(operation.body),
        declared=operation.declaration.origin,
    )


def _pair(pair: p.Pair) -> str:
    if pair.value is None or isinstance(pair.value, p.FromName):
        return pair.name
    return f"{pair.name}={expression_text(pair.value)}"


def _body(body: p.BodyPlan) -> str:
    match body:
        case p.NoBody():
            return ""
        case p.FreeJson():
            return "any JSON of the caller"
        case p.JsonTemplate(value) if isinstance(value, p.FromName):
            return "JSON of the caller"
        case p.JsonTemplate(p.ObjectOf(entries), added):
            return "JSON: " + ", ".join((*map(_name, entries), *map(_name, added)))
        case p.JsonTemplate():
            return "JSON, a template of the specification"
        case p.JsonText():
            return "JSON, a template of the specification"
        case p.FormFields(fields):
            return "form: " + ", ".join(map(_name, fields))
        case p.FormObject():
            return "form: the fields of the caller's object"
        case p.MultipartFields(parts):
            return "parts: " + ", ".join(each.name for each in parts)
        case p.PlainText(kind, _):
            return kind.value if isinstance(kind, TextKind) else kind
        case p.RawBytes(_, media_type):
            return f"bytes of the caller, {media_type}"


def _name(field: tuple[str, p.Expression]) -> str:
    return field[0]


_PACKAGED = "a file of the package"

# --- surfaces ------------------------------------------------------------------------------------


def _callers(plan: p.AuthenticationPlan | None) -> str:
    return "everybody who reaches the port" if plan is None else plan.shown


def _ruled(options: Options, namespace: str) -> str:
    """What the configuration lets callers do, after who they are."""
    said = options.callers_of(namespace)
    if said is None or not said.rules:
        return ""
    rules = (f"{', '.join(each.names)} {_wanted(each)}" for each in said.rules)
    return f"; by the configuration {'; '.join(rules)}; the rest is for nobody"


def _wanted(rule: CallerRule) -> str:
    scopes = f"with the scopes {', '.join(rule.scopes)}" if rule.scopes else ""
    roles = f"in the role {' or '.join(rule.roles)}" if rule.roles else ""
    return " ".join(filter(None, (scopes, roles))) or "for all"


def _offered(mcp: p.McpSurface, plan: p.Plan) -> Iterator[tuple[str, Reaching]]:
    """Resources and prompts, after what clients ask for them by."""
    for each in mcp.resources:
        if isinstance(each, p.ResourcePlan):
            yield f"resource {each.declaration.uri}", _reaching(each, plan)
        else:
            yield f"resource {each.uri}", Reaching((), (), _PACKAGED, each.origin)
    for prompt in mcp.prompts:
        puttings = tuple(Putting(each.name, "argument", "the text") for each in prompt.arguments)
        answer = "texts of the specification" if prompt.file is None else _PACKAGED
        yield f"prompt {prompt.name}", Reaching((), puttings, answer, prompt.origin)


def _reaching(exposed: p.Route | p.ToolPlan | p.ResourcePlan, plan: p.Plan) -> Reaching:
    unit = plan.unit(exposed.unit)
    return Reaching(
        calls=tuple(dict.fromkeys(f"{api}.{name}" for api, name in plan.called(unit))),
        inputs=tuple(_putting(each) for each in exposed.inputs),
        answer=_answer(unit.output),
        declared=exposed.declaration.origin,
        says=_hints(exposed.hints) if isinstance(exposed, p.ToolPlan) else "",
    )


def _putting(each: p.ExposedInput) -> Putting:
    return Putting(each.name, each.place.value, "; ".join(each.feeds) or "nothing")


def _answer(output: p.Output) -> str:
    match output:
        case p.PassThrough():
            return "the answer as it came"
        case p.Converted(format=format_):
            return f"the whole document, from {format_.value}"
        case p.Mapped(outputs=outputs):
            names = [each.name or each.mapping or "value" for each in outputs]
            return "mapped: " + ", ".join(names)
        case p.Binary(media_type):
            return f"bytes, {media_type or 'as they came'}"
        case p.Composed():
            return "made of the inputs alone"
        case p.Gathered(targets):
            return "gathered: " + (", ".join(each.name for each in targets) or "the last answer")


def _hints(hints: Hints) -> str:
    named = (
        ("read only", hints.read_only),
        ("destructive", hints.destructive),
        ("idempotent", hints.idempotent),
        ("open world", hints.open_world),
    )
    return ", ".join(name for name, value in named if value) or "no hint"


# --- files ---------------------------------------------------------------------------------------


def _files(plan: p.Plan) -> Iterator[str]:
    for bind in plan.capability.binds:
        if bind.location is not None:
            yield f"{bind.location} (bind {bind.namespace}: {', '.join(bind.sources)})"


def _scripts(units: Iterable[p.Unit]) -> Iterator[str]:
    for unit in units:
        for step in unit.program:
            if isinstance(step, p.RunScript):
                yield f"{step.hook} (in place of {step.file})"
