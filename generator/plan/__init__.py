"""What is to be generated, with every name resolved: the result of stage 4.

An operation is a request to build from arguments; a unit is a program over operations that REST and
MCP share; an exposure says where a caller puts each input of a unit. Nothing here knows Python.
"""

from __future__ import annotations

from .bodies import (
    BodyPlan,
    FormFields,
    FormObject,
    FreeJson,
    JsonTemplate,
    JsonText,
    MultipartField,
    MultipartFields,
    NoBody,
    PlainText,
    RawBytes,
)
from .expressions import (
    ArrayOf,
    Atom,
    Expression,
    Fixed,
    FromCredential,
    FromEnvironment,
    FromName,
    Joined,
    ObjectOf,
    environment_in,
    names_in,
)
from .operations import (
    Api,
    Argument,
    AuthenticationPlan,
    Operation,
    Pair,
    PathSegment,
    description_of,
)
from .surfaces import (
    ExposedInput,
    InputPlace,
    McpSurface,
    RestSurface,
    Route,
    ToolPlan,
)
from .units import (
    Binary,
    CallOperation,
    Converted,
    Feed,
    Mapped,
    Output,
    PassThrough,
    Unit,
    UnitInput,
    UnitStep,
)
from .whole import (
    Omission,
    Plan,
)

__all__ = [
    "Api",
    "Argument",
    "ArrayOf",
    "Atom",
    "AuthenticationPlan",
    "Binary",
    "BodyPlan",
    "CallOperation",
    "Converted",
    "ExposedInput",
    "Expression",
    "Feed",
    "Fixed",
    "FormFields",
    "FormObject",
    "FreeJson",
    "FromCredential",
    "FromEnvironment",
    "FromName",
    "InputPlace",
    "Joined",
    "JsonTemplate",
    "JsonText",
    "Mapped",
    "McpSurface",
    "MultipartField",
    "MultipartFields",
    "NoBody",
    "ObjectOf",
    "Omission",
    "Operation",
    "Output",
    "Pair",
    "PassThrough",
    "PathSegment",
    "PlainText",
    "Plan",
    "RawBytes",
    "RestSurface",
    "Route",
    "ToolPlan",
    "Unit",
    "UnitInput",
    "UnitStep",
    "description_of",
    "environment_in",
    "names_in",
]
