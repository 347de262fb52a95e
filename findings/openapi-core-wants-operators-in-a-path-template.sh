#!/usr/bin/env bash
# OpenAPI 3.1.1, "Style Values" and "Path Templating": a path parameter of style `matrix` or `label` stands in the
# path as `{color}`, the style alone says what its text looks like (`/;color=3`). openapi-core 0.23.1 (PyPI) looks such
# a parameter up as `{;color}`, `{;color*}`, `{.color}` or `{.color*}`, operators of RFC 6570 that OpenAPI's templates
# do not have. With the plain `{color}` it answers each valid request with MissingRequiredParameter; with `{;color}`
# its own check of the document (openapi-spec-validator) refuses it, so that the two styles can not be had at all.
# Exploded objects in a query (`form`, the default: `?R=1&G=2`) are never found either, and `spaceDelimited` is split
# at the three characters "%20", which a framework has decoded long before.
#
# Seen on 2026-11-28: MissingRequiredParameter for matrix, label and the exploded object, for valid requests;
#   UnresolvableParameterError for `{;color}`; ParameterValidationError for `?c=1%202`, while `?c=1|2` of pipeDelimited
#   is [1, 2].
#
# Ends with 0 while that is so. Needs python3.11 and a package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check \
  openapi-core==0.23.1 openapi-spec-validator==0.8.5
environment/bin/python - <<'END_OF_PYTHON'
from urllib.parse import parse_qsl, urlsplit

from openapi_core import OpenAPI
from openapi_core.testing import MockRequest
from openapi_spec_validator.validation.exceptions import UnresolvableParameterError
from werkzeug.datastructures import ImmutableMultiDict

INTEGER = {"type": "integer"}
INTEGERS = {"type": "array", "items": INTEGER}
COLOR = {"type": "object", "properties": {"R": INTEGER, "G": INTEGER}}
MISSING = "MissingRequiredParameter"


def said(template: str, target: str, parameter: dict) -> object:
    """The value of the only parameter, or the name of the error."""
    operation = {
        "parameters": [{"required": True, **parameter}],
        "responses": {"204": {"description": "done"}},
    }
    document = {"openapi": "3.1.1", "info": {"title": "A", "version": "1"}, "paths": {template: {"get": operation}}}
    url = urlsplit(target)
    request = MockRequest("http://a.example", "get", url.path, args=ImmutableMultiDict(parse_qsl(url.query)))
    try:
        api = OpenAPI.from_dict(document)
    except UnresolvableParameterError as error:
        return type(error).__name__
    result = api.unmarshal_request(request)
    if result.errors:
        return type(result.errors[0]).__name__
    return {**result.parameters.path, **result.parameters.query}[parameter["name"]]


def path(style: str, schema: dict, explode: bool) -> dict:
    return {"name": "color", "in": "path", "style": style, "explode": explode, "schema": schema}


def query(style: str, schema: dict, explode: bool) -> dict:
    return {"name": "c", "in": "query", "style": style, "explode": explode, "schema": schema}


CASES = (
    ("/x/{color}", "/x/;color=3", path("matrix", INTEGER, False), MISSING),
    ("/x/{;color}", "/x/;color=3", path("matrix", INTEGER, False), "UnresolvableParameterError"),
    ("/x/{color}", "/x/;color=1;color=2", path("matrix", INTEGERS, True), MISSING),
    ("/x/{color}", "/x/.1.2", path("label", INTEGERS, True), MISSING),
    ("/x/{color}", "/x/R=1,G=2", path("simple", COLOR, True), {"R": 1, "G": 2}),
    ("/x", "/x?R=1&G=2", query("form", COLOR, True), MISSING),
    ("/x", "/x?c=1%202", query("spaceDelimited", INTEGERS, False), "ParameterValidationError"),
    ("/x", "/x?c=1%7C2", query("pipeDelimited", INTEGERS, False), [1, 2]),
)
for template, target, parameter, seen in CASES:
    value = said(template, target, parameter)
    print(f"{template} of {target}, {parameter['style']}: {value}")
    if value != seen:
        raise SystemExit("changed")
END_OF_PYTHON
