"""The consumed side: operations, their paths and parameters, authentication (4.6 to 4.8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from .bodies import FREE_METHODS, Body, read_body, with_unmentioned
from .holes import Hole, Leaf, Names, Text, body_leaf, holes_of, parse, parse_data, parse_path
from .shape import mappings, name_of, named, text_of
from .things import Credential, Operation, Parameter

FRAMING = frozenset(
    (
        "connection",
        "content-length",
        "host",
        "keep-alive",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    )
)


def operations_of(block: dict[str, Any], names: Names) -> Iterator[Operation]:
    namespace = text_of(block.get("namespace"))
    if namespace is None or block.get("type", "http") != "http":
        return
    credentials, unsupported = _authentication(block, names)
    shared = named(block.get("inputParameters"))
    for resource in named(block.get("resources")):
        for item in named(resource.get("operations")):
            written = joined(text_of(resource.get("path")) or "", text_of(item.get("path")) or "")
            raw = [
                *shared,
                *named(resource.get("inputParameters")),
                *named(item.get("inputParameters")),
            ]
            yield _operation(namespace, item, written, raw, (credentials, unsupported), names)


def joined(resource: str, operation: str) -> str:
    """Resource path and operation path, unless the operation's begins with the resource's (4.6)."""
    if operation:
        stem = resource.rstrip("/")
        if operation in (resource, stem) or operation.startswith(stem + "/"):
            whole = operation
        else:
            whole = stem + "/" + operation.lstrip("/")
    else:
        whole = resource
    return whole


def split_query(path: str) -> tuple[str, list[tuple[str, str | None]]]:
    """A written path without its fragment, and the pairs of its query."""
    path, _, query = re.split(r"(?<!\{)#", path, maxsplit=1)[0].partition("?")
    in_section = re.match(r"(\{\{[#^!][^}]*\}\})+/", path)
    if path and not path.startswith(("/", "${//}")) and not in_section:
        path = "/" + path
    pairs: list[tuple[str, str | None]] = []
    for piece in query.split("&") if query else []:
        if piece:
            name, equals, value = piece.partition("=")
            pairs.append((name, value if equals else None))
    return path, pairs


def _operation(
    namespace: str,
    item: dict[str, Any],
    written: str,
    raw: list[dict[str, Any]],
    authentication: tuple[tuple[Credential, ...], str | None],
    names: Names,
) -> Operation:
    credentials, unsupported = authentication
    method = str(item.get("method") or "GET").upper()
    path, pairs = split_query(written)
    variables = _variables(path, names)
    parameters = _parameters(raw, variables, method, names, credentials)
    if names.published:
        path = _respelled(path, parameters, variables, names)
        variables = _variables(path, names)
    placeless = [p for p in parameters if p.place == "path" and p.name not in variables]
    for parameter in placeless:
        path = path.rstrip("/") + "/{" + parameter.name + "}"
    body = read_body(item.get("body"), method, parameters, names)
    unsent: set[str] = set()
    if names.published and _is_written(item.get("body")):
        fields = [p for p in parameters if p.place == "body"]
        mentioned = _mentioned(path, pairs, parameters, names)
        body, unsent = with_unmentioned(body, fields, mentioned)
    return Operation(
        namespace=namespace,
        name=name_of(item) or "",
        method=method,
        path=parse_path(path, names),
        query=tuple((n, None if v is None else parse_path(v, names)) for n, v in pairs),
        parameters=parameters,
        body=_without_credentials(body, credentials),
        format=text_of(item.get("outputRawFormat")) or (None if names.published else "json"),
        media_type=text_of(item.get("outputMediaType")),
        largest=text_of(item.get("maxBinarySize")),
        credentials=credentials,
        unsupported=unsupported,
        names=names,
        silent=frozenset(
            name
            for entry in raw
            if (name := text_of(entry.get("name")))
            and (
                _filled_by_authentication(name, str(entry.get("in")), credentials)
                or frames(name, str(entry.get("in")))
            )
        )
        | unsent,
        other_names={
            name: spelled
            for name in _variables(path, names)
            if (spelled := _first_spelling(name, written))
        },
    )


def _variables(path: str, names: Names) -> set[str]:
    return {hole.name for hole in holes_of(Leaf(parse_path(path, names)))}


def _is_written(body: Any) -> bool:
    """A template stands there; without one the parameters are the body."""
    return bool(body.get("data")) if isinstance(body, dict) else bool(body)


def _mentioned(
    path: str,
    pairs: list[tuple[str, str | None]],
    parameters: tuple[Parameter, ...],
    names: Names,
) -> set[str]:
    """Names in the path, in its query and in the values of parameters that are not in the body."""
    found = _variables(path, names)
    for _, value in pairs:
        found |= _variables(value or "", names)
    for parameter in parameters:
        if parameter.place != "body" and parameter.value is not None:
            found |= {hole.name for hole in holes_of(parameter.value)}
    return found


def alike(one: str, other: str) -> bool:
    """The same letters and digits."""
    return _letters(one) == _letters(other) != ""


def _letters(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())


def _respelled(
    path: str, parameters: tuple[Parameter, ...], variables: set[str], names: Names
) -> str:
    """`{labelID}` beside a path parameter `labelId`, nothing else being left to fill it."""
    known = {parameter.name for parameter in parameters}
    free = [
        part.name
        for part in holes_of(Leaf(parse_path(path, names)))
        if part.name not in known
        and not (part.kind != "input" and part.name.isupper())
        and part.name not in names.bind_variables
    ]
    homeless = [p.name for p in parameters if p.place == "path" and p.name not in variables]
    for name in homeless:
        same = [variable for variable in free if alike(variable, name)]
        rivals = [other for other in homeless if alike(other, name)]
        if len(same) == 1 and len(rivals) == 1:
            pattern = r"\{+\s*" + re.escape(same[0]) + r"\s*\}+"
            path = re.sub(pattern, lambda _: "{" + name + "}", path)  # noqa: B023
    return path


def _first_spelling(name: str, written: str) -> str | None:
    """How the file itself spells a variable of the path, where that is another way."""
    found = [text.strip() for text in re.findall(r"\{+([^{}]+)\}+", written)]
    if name in found:
        return None
    return next((text for text in found if alike(text, name)), None)


def _without_credentials(body: Body | None, credentials: tuple[Credential, ...]) -> Body | None:
    """A JSON object less the fields that an API key in the body fills."""
    if body is None or body.kind != "json" or not isinstance(body.template, dict):
        return body
    filled = {credential.name for credential in credentials if credential.place == "body"}
    return replace(body, template={k: v for k, v in body.template.items() if k not in filled})


def _parameters(
    raw: list[dict[str, Any]],
    variables: set[str],
    method: str,
    names: Names,
    credentials: tuple[Credential, ...],
) -> tuple[Parameter, ...]:
    found: dict[tuple[str, str], Parameter] = {}
    for item in raw:
        name = text_of(item.get("name"))
        if name is None:
            continue
        place = text_of(item.get("in")) or _guessed_place(name, variables, method, names)
        if _filled_by_authentication(name, place, credentials) or frames(name, place):
            continue
        value = next((item[key] for key in ("value", "template", "const") if key in item), None)
        required = item["required"] if isinstance(item.get("required"), bool) else None
        if place == "header" and name.lower() == "authorization" and not credentials:
            required = False
        found[(place, name)] = Parameter(
            name,
            place,
            text_of(item.get("type")),
            required,
            None if value is None else parse_data(value, body_leaf(names)),
            _style(item) if place == "query" else None,
        )
    return tuple(found.values())


def _style(item: dict[str, Any]) -> str | None:
    """`style` with `explode`, by OpenAPI 3.1, "Style Values": each alone is `form`, with pairs of their own for all values.

    The delimited styles have no exploded form of theirs. Without either it is the language's own.
    """
    style, is_exploded = text_of(item.get("style")), item.get("explode")
    if style in ("spaceDelimited", "pipeDelimited"):
        return style if is_exploded is not True else "form"
    if (style is None and is_exploded is not False) or style == "deepObject":
        return None
    return "commas" if style != "json" and is_exploded is False else style


def _guessed_place(name: str, variables: set[str], method: str, names: Names) -> str:
    if name in variables:
        return "path"
    if names.published and method not in FREE_METHODS:
        return "query"
    return "body"


def frames(name: str, place: str) -> bool:
    """A header that says where a message ends or goes: no caller sets it (docs/language.md, "Choices")."""
    return place == "header" and name.lower() in FRAMING


def _filled_by_authentication(name: str, place: str, credentials: tuple[Credential, ...]) -> bool:
    for credential in credentials:
        if credential.place == place == "header" and credential.name.lower() == name.lower():
            return True
        if credential.place == place and credential.name == name:
            return True
    return False


def _authentication(
    block: dict[str, Any], names: Names
) -> tuple[tuple[Credential, ...], str | None]:
    raw = block.get("authentication") or block.get("auth")
    if not isinstance(raw, dict):
        return (), None
    kind = str(raw.get("type", "")).lower()

    def text(own: str, *keys: str) -> Text:
        """The value of the first key; where there is none, a variable of the API's own."""
        found = next((raw[key] for key in keys if raw.get(key) is not None), None)
        return (Hole(own, "any"),) if found is None else parse(str(found), names)

    if kind == "bearer":
        token = Credential("header", "Authorization", text("token", "token", "value"), "bearer")
        return (token,), None
    if kind == "basic":
        pair = (text("username", "username"), text("password", "password"))
        return (Credential("header", "Authorization", pair[0], "basic", pair[1]),), None
    if kind in ("apikey", "header", "query"):
        return tuple(_api_keys(raw, kind, names)), None
    return (), kind or "none"


def _api_keys(raw: dict[str, Any], kind: str, names: Names) -> Iterator[Credential]:
    place = str(raw.get("placement") or raw.get("in") or ("query" if kind == "query" else "header"))
    several = raw.get("headers") or raw.get("parameters")
    if isinstance(several, dict):
        several = [{"name": key, "value": value} for key, value in several.items()]
    if isinstance(several, list):
        for item in mappings(several):
            name = text_of(item.get("name")) or text_of(item.get("key")) or ""
            yield Credential(place, name, parse(str(item.get("value") or ""), names))
        return
    header, key = raw.get("header"), raw.get("key")
    name = str(header or raw.get("name") or key or "")
    value = raw.get("value", raw.get("token", key if header or raw.get("name") else None))
    yield Credential(
        place, name, (Hole("api_key", "any"),) if value is None else parse(str(value), names)
    )
