"""What may change in the clients (CON1..): classes, methods, parameters, results, bodies."""

from __future__ import annotations

from typing import Final

from ..rule import ChangeRule, Verdict

CLIENT_REMOVED: Final = ChangeRule(
    "CON101",
    Verdict.BREAKING,
    "client removed",
    "The client of `{name}` is gone.",
    "Code that imports its classes does not import any more.",
)
CLIENT_ADDED: Final = ChangeRule(
    "CON102",
    Verdict.COMPATIBLE,
    "client added",
    "There is a client of `{name}`.",
    "Nobody can have used it before.",
)
CLASSES_RENAMED: Final = ChangeRule(
    "CON103",
    Verdict.BREAKING,
    "client classes renamed",
    "The classes of `{name}` were {before} and are {after}.",
    "Code that imports the old names does not import any more.",
)
METHOD_REMOVED: Final = ChangeRule(
    "CON104",
    Verdict.BREAKING,
    "method removed",
    "The method `{name}` is gone.",
    "Code that calls it fails with `AttributeError`. A method that was renamed is one removed and one "
    "added.",
)
METHOD_ADDED: Final = ChangeRule(
    "CON105",
    Verdict.COMPATIBLE,
    "method added",
    "There is a method `{name}`.",
    "Nobody can have called it before.",
)
REQUEST_CHANGED: Final = ChangeRule(
    "CON106",
    Verdict.RISKY,
    "method sends another request",
    "`{name}` sent {before} and sends {after}.",
    "The same call reaches another place of the API. Where the API itself has moved that is what is "
    "wanted; else it is another operation under an old name.",
)
PARAMETER_REMOVED: Final = ChangeRule(
    "CON107",
    Verdict.BREAKING,
    "parameter removed",
    "The parameter `{name}` is gone.",
    "Code that gives it fails with `TypeError`.",
)
PARAMETER_ADDED: Final = ChangeRule(
    "CON108",
    Verdict.COMPATIBLE,
    "optional parameter added",
    "There is an optional parameter `{name}`.",
    "Calls that leave it out send what they sent before.",
)
REQUIRED_PARAMETER_ADDED: Final = ChangeRule(
    "CON109",
    Verdict.BREAKING,
    "required parameter added",
    "There is a required parameter `{name}`.",
    "Every call of before lacks it and fails with `TypeError`.",
)
PARAMETER_REQUIRED: Final = ChangeRule(
    "CON110",
    Verdict.BREAKING,
    "parameter became required",
    "The parameter `{name}` is required now.",
    "Calls that leave it out fail with `TypeError`.",
)
PARAMETER_OPTIONAL: Final = ChangeRule(
    "CON111",
    Verdict.COMPATIBLE,
    "parameter became optional",
    "The parameter `{name}` may be left out now.",
    "Calls that give it go on as before.",
)
PARAMETER_NARROWED: Final = ChangeRule(
    "CON112",
    Verdict.BREAKING,
    "parameter takes less",
    "The parameter `{name}` took {before} and takes {after}.",
    "A type checker refuses code that gives what is taken no more, and the API may too.",
)
PARAMETER_WIDENED: Final = ChangeRule(
    "CON113",
    Verdict.COMPATIBLE,
    "parameter takes more",
    "The parameter `{name}` took {before} and takes {after}.",
    "Whatever was given before is still taken.",
)
PARAMETER_MOVED: Final = ChangeRule(
    "CON114",
    Verdict.BREAKING,
    "positional parameters in another order",
    "The positional parameters were {before} and are {after}.",
    "A call that gives them by position puts values into other places, or fails.",
)
RESULT_CHANGED: Final = ChangeRule(
    "CON115",
    Verdict.BREAKING,
    "result has another type",
    "`{name}` gave {before} and gives {after}.",
    "Code that reads the result does not type-check any more, and what is answered may have another "
    "shape.",
)
RESULT_TOLD: Final = ChangeRule(
    "CON116",
    Verdict.RISKY,
    "result is typed now",
    "`{name}` gives {after}; before, nothing was said of its result.",
    "What is answered is the same; a type checker now sees code that reads something else.",
)
KEY_REMOVED: Final = ChangeRule(
    "CON117",
    Verdict.BREAKING,
    "key of a result removed",
    "The key `{name}` is gone.",
    "Code that reads the key does not type-check, and the spec no longer promises it.",
)
KEY_ADDED: Final = ChangeRule(
    "CON118",
    Verdict.COMPATIBLE,
    "key of a result added",
    "There is a key `{name}`.",
    "Code that does not know it need not.",
)
KEY_CHANGED: Final = ChangeRule(
    "CON119",
    Verdict.BREAKING,
    "key of a result has another type",
    "The key `{name}` was {before} and is {after}.",
    "Code that reads it does not type-check any more, or gets something else.",
)
BASE_URI_CHANGED: Final = ChangeRule(
    "CON120",
    Verdict.RISKY,
    "base URI changed",
    "Requests went to {before} and go to {after}.",
    "The credential goes to another place, unless the environment says where. A reviewer has to know "
    "the new one.",
)
CREDENTIALS_CHANGED: Final = ChangeRule(
    "CON121",
    Verdict.BREAKING,
    "authentication of an API changed",
    "The API `{name}` was called with {before} and is called with {after}.",
    "The constructor takes other arguments, and whoever runs it sets other variables.",
)
TYPE_REMOVED: Final = ChangeRule(
    "CON122",
    Verdict.BREAKING,
    "type removed",
    "The type `{name}` is gone.",
    "Code that imports it from `types` does not import any more.",
)
TYPE_ADDED: Final = ChangeRule(
    "CON123",
    Verdict.COMPATIBLE,
    "type added",
    "There is a type `{name}`.",
    "Nobody can have used it before.",
)
TYPE_CHANGED: Final = ChangeRule(
    "CON124",
    Verdict.BREAKING,
    "type stands for something else",
    "The type `{name}` was {before} and is {after}.",
    "Code that uses it does not type-check any more.",
)
KEY_NARROWED: Final = ChangeRule(
    "CON125",
    Verdict.COMPATIBLE,
    "key of a result is of fewer types",
    "The key `{name}` was {before} and is {after}.",
    "Code that reads what it was reads what it is.",
)
KEY_TOLD: Final = ChangeRule(
    "CON126",
    Verdict.RISKY,
    "key of a result is typed now",
    "The key `{name}` is {after}; before, nothing was said of it.",
    "What is answered is the same; a type checker now sees code that reads something else.",
)
RESULT_NARROWED: Final = ChangeRule(
    "CON127",
    Verdict.COMPATIBLE,
    "result is of fewer types",
    "`{name}` gave {before} and gives {after}.",
    "Code that reads what it gave reads what it gives.",
)
BODY_KEY_REMOVED: Final = ChangeRule(
    "CON128",
    Verdict.BREAKING,
    "key of a body removed",
    "The key `{name}` is gone.",
    "Code that gives it does not type-check, and the API may refuse it or leave it aside.",
)
BODY_KEY_ADDED: Final = ChangeRule(
    "CON129",
    Verdict.COMPATIBLE,
    "optional key of a body added",
    "There is an optional key `{name}`.",
    "Bodies without it mean what they meant before.",
)
REQUIRED_BODY_KEY_ADDED: Final = ChangeRule(
    "CON130",
    Verdict.BREAKING,
    "required key of a body added",
    "There is a required key `{name}`.",
    "Code that makes the body without it does not type-check, and the API refuses it.",
)
BODY_KEY_REQUIRED: Final = ChangeRule(
    "CON131",
    Verdict.BREAKING,
    "key of a body became required",
    "The key `{name}` is required now.",
    "Code that makes the body without it does not type-check, and the API refuses it.",
)
BODY_KEY_OPTIONAL: Final = ChangeRule(
    "CON132",
    Verdict.COMPATIBLE,
    "key of a body became optional",
    "The key `{name}` may be left out now.",
    "Code that gives it goes on as before.",
)
BODY_KEY_NARROWED: Final = ChangeRule(
    "CON133",
    Verdict.BREAKING,
    "key of a body takes less",
    "The key `{name}` took {before} and takes {after}.",
    "A type checker refuses code that gives what is taken no more, and the API may too.",
)
BODY_KEY_WIDENED: Final = ChangeRule(
    "CON134",
    Verdict.COMPATIBLE,
    "key of a body takes more",
    "The key `{name}` took {before} and takes {after}.",
    "Whatever was given before is still taken.",
)
