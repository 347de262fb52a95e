"""What changed in the clients and in the types of their results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .annotations import says_nothing, takes
from .change import Change, Place, Surface
from .document import Client, Method, Parameter, ResultType
from .pairs import pairs
from .rule import ChangeRule
from .rules import client as rules


def client_changes(before: Mapping[str, Client], after: Mapping[str, Client]) -> Iterator[Change]:
    """Of all clients, by the namespace of their API."""
    for namespace, old, new in pairs(before, after):
        place = Place(Surface.CLIENT, namespace)
        if old is None:
            yield place.change(rules.CLIENT_ADDED, namespace)
        elif new is None:
            yield place.change(rules.CLIENT_REMOVED, namespace)
        else:
            yield from _client(old, new, place)


def type_changes(
    before: Mapping[str, ResultType], after: Mapping[str, ResultType]
) -> Iterator[Change]:
    """Of the types that results have."""
    for name, old, new in pairs(before, after):
        place = Place(Surface.CLIENT, "", name)
        if old is None:
            yield place.change(rules.TYPE_ADDED, name)
        elif new is None:
            yield place.change(rules.TYPE_REMOVED, name)
        elif _is_other(old, new):
            sides = (f"`{each.stands_for or 'an object'}`" for each in (old, new))
            yield place.change(rules.TYPE_CHANGED, name, *sides)
        elif old.required is None or new.required is None:
            yield from _keys(old.keys, new.keys, place)
        else:
            yield from _body_keys(old, new, place)


def _is_other(old: ResultType, new: ResultType) -> bool:
    return old.stands_for != new.stands_for or (old.required is None) != (new.required is None)


def _keys(before: Mapping[str, str], after: Mapping[str, str], place: Place) -> Iterator[Change]:
    """Of what callers read."""
    for key, old, new in pairs(before, after):
        if old is None:
            yield place.change(rules.KEY_ADDED, key)
        elif new is None:
            yield place.change(rules.KEY_REMOVED, key)
        elif old != new:
            rule = _of_result(old, new, rules.KEY_TOLD, rules.KEY_NARROWED, rules.KEY_CHANGED)
            yield place.change(rule, key, f"`{old}`", f"`{new}`")


def _of_result(
    old: str, new: str, told: ChangeRule, narrowed: ChangeRule, changed: ChangeRule
) -> ChangeRule:
    """Whoever reads one of many types reads one of fewer; of a type that is new to them they know nothing."""
    if says_nothing(old):
        return told
    return narrowed if takes(old, new) else changed


def _body_keys(old: ResultType, new: ResultType, place: Place) -> Iterator[Change]:
    """Of what callers give."""
    were, are = old.required or (), new.required or ()
    for key, was, is_ in pairs(old.keys, new.keys):
        if is_ is None:
            yield place.change(rules.BODY_KEY_REMOVED, key)
        elif was is None:
            added = rules.REQUIRED_BODY_KEY_ADDED if key in are else rules.BODY_KEY_ADDED
            yield place.change(added, key)
        else:
            if (key in were) != (key in are):
                rule = rules.BODY_KEY_REQUIRED if key in are else rules.BODY_KEY_OPTIONAL
                yield place.change(rule, key)
            if was != is_:
                rule = rules.BODY_KEY_WIDENED if takes(is_, was) else rules.BODY_KEY_NARROWED
                yield place.change(rule, key, f"`{was}`", f"`{is_}`")


def _client(old: Client, new: Client, place: Place) -> Iterator[Change]:
    if old.classes != new.classes:
        sides = (_listed(old.classes), _listed(new.classes))
        yield place.change(rules.CLASSES_RENAMED, place.namespace, *sides)
    if old.base_uri != new.base_uri:
        uris = (each.base_uri or "what the environment says" for each in (old, new))
        yield place.change(rules.BASE_URI_CHANGED, place.namespace, *uris)
    if (old.authentication, old.credentials) != (new.authentication, new.credentials):
        yield place.change(rules.CREDENTIALS_CHANGED, place.namespace, _calls(old), _calls(new))
    for name, was, is_ in pairs(old.methods, new.methods):
        inner = place.within(name)
        if was is None:
            yield inner.change(rules.METHOD_ADDED, name)
        elif is_ is None:
            yield inner.change(rules.METHOD_REMOVED, name)
        else:
            yield from _method(was, is_, inner)


def _calls(client: Client) -> str:
    if not client.credentials:
        return client.authentication
    return f"{client.authentication} ({', '.join(client.credentials)})"


def _method(old: Method, new: Method, place: Place) -> Iterator[Change]:
    if old.request != new.request:
        sides = (f"`{old.request}`", f"`{new.request}`")
        yield place.change(rules.REQUEST_CHANGED, place.subject, *sides)
    yield from _order(old, new, place)
    for name, was, is_ in pairs(_parameters(old), _parameters(new)):
        if was is None and is_ is not None:
            required = rules.REQUIRED_PARAMETER_ADDED if is_.required else rules.PARAMETER_ADDED
            yield place.change(required, name)
        elif is_ is None:
            yield place.change(rules.PARAMETER_REMOVED, name)
        elif was is not None:
            yield from _parameter(was, is_, place)
    if old.returns != new.returns:
        sides = (f"`{old.returns}`", f"`{new.returns}`")
        known = (rules.RESULT_TOLD, rules.RESULT_NARROWED, rules.RESULT_CHANGED)
        yield place.change(_of_result(old.returns, new.returns, *known), place.subject, *sides)


def _parameters(method: Method) -> Mapping[str, Parameter]:
    return {**{each.name: each for each in method.positional}, **method.keywords}


def _order(old: Method, new: Method, place: Place) -> Iterator[Change]:
    """Positions matter for those that both have; one that is gone or new is said of by itself."""
    were = [each.name for each in old.positional if each.name in _parameters(new)]
    are = [each.name for each in new.positional if each.name in _parameters(old)]
    if were != are[: len(were)]:
        yield place.change(rules.PARAMETER_MOVED, place.subject, _listed(were), _listed(are))


def _parameter(old: Parameter, new: Parameter, place: Place) -> Iterator[Change]:
    if old.required != new.required:
        rule = rules.PARAMETER_REQUIRED if new.required else rules.PARAMETER_OPTIONAL
        yield place.change(rule, old.name)
    if old.type != new.type:
        is_wider = takes(new.type, old.type)
        rule = rules.PARAMETER_WIDENED if is_wider else rules.PARAMETER_NARROWED
        yield place.change(rule, old.name, f"`{old.type}`", f"`{new.type}`")


def _listed(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"`{each}`" for each in names) or "none"
