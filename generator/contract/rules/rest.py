"""What may change in the REST adapters (CON2..): routes, parameters, bodies."""

from __future__ import annotations

from typing import Final

from ..rule import ChangeRule, Verdict

ADAPTER_REMOVED: Final = ChangeRule(
    "CON201",
    Verdict.BREAKING,
    "REST adapter removed",
    "The REST adapter `{name}` is gone.",
    "Whatever called it finds nothing there. A namespace that changed is one removed and one added: "
    "its environment variables have other names too.",
)
ADAPTER_ADDED: Final = ChangeRule(
    "CON202",
    Verdict.COMPATIBLE,
    "REST adapter added",
    "There is a REST adapter `{name}`.",
    "Nobody can have called it before.",
)
ROUTE_REMOVED: Final = ChangeRule(
    "CON203",
    Verdict.BREAKING,
    "route removed",
    "The route {name} is gone.",
    "Callers get 404, or 405 where the path has other methods.",
)
ROUTE_ADDED: Final = ChangeRule(
    "CON204",
    Verdict.COMPATIBLE,
    "route added",
    "There is a route {name}.",
    "Nobody can have called it before.",
)
OPERATION_RENAMED: Final = ChangeRule(
    "CON205",
    Verdict.RISKY,
    "operation id changed",
    "{name} was the operation `{before}` and is `{after}`.",
    "Requests stay the same; clients generated from the OpenAPI document get another method name.",
)
PARAMETER_REMOVED: Final = ChangeRule(
    "CON206",
    Verdict.RISKY,
    "parameter removed",
    "The parameter `{name}` is gone.",
    "Callers may go on sending it, but it has no effect: a filter that is ignored answers more than "
    "was asked for.",
)
PARAMETER_ADDED: Final = ChangeRule(
    "CON207",
    Verdict.COMPATIBLE,
    "optional parameter added",
    "There is an optional parameter `{name}`.",
    "Requests without it mean what they meant before.",
)
REQUIRED_PARAMETER_ADDED: Final = ChangeRule(
    "CON208",
    Verdict.BREAKING,
    "required parameter added",
    "There is a required parameter `{name}`.",
    "Every request of before lacks it and is refused.",
)
PARAMETER_REQUIRED: Final = ChangeRule(
    "CON209",
    Verdict.BREAKING,
    "parameter became required",
    "The parameter `{name}` is required now.",
    "Requests without it are refused.",
)
PARAMETER_OPTIONAL: Final = ChangeRule(
    "CON210",
    Verdict.COMPATIBLE,
    "parameter became optional",
    "The parameter `{name}` may be left out now.",
    "Requests with it go on as before.",
)
BODY_REMOVED: Final = ChangeRule(
    "CON211",
    Verdict.RISKY,
    "body no longer taken",
    "{name} takes no body any more.",
    "A body that callers go on sending has no effect.",
)
BODY_ADDED: Final = ChangeRule(
    "CON212",
    Verdict.COMPATIBLE,
    "optional body added",
    "{name} takes a body now, which may be left out.",
    "Requests without one mean what they meant before.",
)
REQUIRED_BODY_ADDED: Final = ChangeRule(
    "CON213",
    Verdict.BREAKING,
    "required body added",
    "{name} needs a body now.",
    "Requests without one are refused.",
)
BODY_REQUIRED: Final = ChangeRule(
    "CON214",
    Verdict.BREAKING,
    "body became required",
    "The body of {name} is required now.",
    "Requests without one are refused.",
)
BODY_OPTIONAL: Final = ChangeRule(
    "CON215",
    Verdict.COMPATIBLE,
    "body became optional",
    "The body of {name} may be left out now.",
    "Requests with one go on as before.",
)
MEDIA_TYPE_CHANGED: Final = ChangeRule(
    "CON216",
    Verdict.BREAKING,
    "body of another media type",
    "The body of {name} was {before} and is {after}.",
    "Callers send the media type of before and are refused, or misread.",
)
ANSWER_MAPPED: Final = ChangeRule(
    "CON217",
    Verdict.BREAKING,
    "answer is mapped now",
    "{name} answered what upstream answers, and answers a mapped document.",
    "Callers that read anything that the mapping leaves out miss it.",
)
ANSWER_PASSED: Final = ChangeRule(
    "CON218",
    Verdict.BREAKING,
    "answer is no longer mapped",
    "{name} answered a mapped document, and answers what upstream answers.",
    "Callers find other keys, and see what the mapping held back.",
)
ANSWER_MEDIA_TYPE_CHANGED: Final = ChangeRule(
    "CON220",
    Verdict.BREAKING,
    "answer of another media type",
    "The answer of {name} was {before} and is {after}.",
    "Callers read the media type of before, and get something that they cannot read.",
)
AUTHENTICATION_CHANGED: Final = ChangeRule(
    "CON219",
    Verdict.BREAKING,
    "authentication of callers changed",
    "Callers of the adapter `{name}` gave {before} and give {after}.",
    "Callers without the new credential get 401. Where authentication went, anybody who reaches the "
    "port is served: look at both.",
)
ROUTE_SENDS: Final = ChangeRule(
    "CON221",
    Verdict.RISKY,
    "route sends other requests",
    "{name} sent {before} and sends {after}.",
    "The same request has another effect, or the API has moved: somebody should look.",
)
PATH_VARIABLE_RENAMED: Final = ChangeRule(
    "CON222",
    Verdict.COMPATIBLE,
    "variable of a path renamed",
    "The route {before} is called {after}.",
    "Requests stay the same: the name of a path's variable is in none of them. Clients generated from "
    "the OpenAPI document may name an argument by it.",
)
SLASH_MOVED: Final = ChangeRule(
    "CON223",
    Verdict.COMPATIBLE,
    "slash at the end of a path",
    "The route {before} is called {after}.",
    "The adapter takes a path with and without a slash at its end as one. Clients generated from the "
    "OpenAPI document send the new spelling.",
)
SLASH_REDIRECTED: Final = ChangeRule(
    "CON224",
    Verdict.RISKY,
    "spelling of a path redirected",
    "`{name}` answers {before} with a redirect (308).",
    "Callers who follow redirects, with method and body, notice a second request. Those who do not "
    "get 308 where they got an answer: `trailing-slash` of the configuration.",
)
SLASH_REFUSED: Final = ChangeRule(
    "CON225",
    Verdict.BREAKING,
    "spelling of a path refused",
    "`{name}` answers {before} with 404.",
    "Callers who spell the end of a path otherwise than its route find nothing there: "
    "`trailing-slash` of the configuration.",
)
SLASH_TAKEN: Final = ChangeRule(
    "CON226",
    Verdict.COMPATIBLE,
    "spelling of a path taken",
    "`{name}` serves, or redirects, {before}.",
    "They got a redirect or 404 before.",
)
