"""Security schemes, and which of them an operation is called with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from .model import ApiKey, Basic, Bearer, Security
from .reading import Document, mappings

OPEN: Final = ""
"""No scheme: what is called without a credential."""
_METHODS: Final = ("get", "put", "post", "delete", "patch")


class Schemes:
    """The schemes of a document.

    An operation takes one of several alternatives. Where the document's usual scheme is among them that is
    used, so that one credential does as much as it can; else the first that the language has.
    """

    def __init__(
        self, document: Document, remark: Callable[[str, str], None], *, is_2: bool
    ) -> None:
        self._document = document
        self._remark = remark
        self._pointer = "/securityDefinitions" if is_2 else "/components/securitySchemes"
        self.known: dict[str, Security] = dict(self._read(is_2=is_2))
        self._said: set[tuple[str, str]] = set()
        required = list(self._asked())
        self._says_nothing = not any(name for each in required for name in each)
        self._usual = self._most_usual(required)

    def _read(self, *, is_2: bool) -> Iterator[tuple[str, Security]]:
        data = self._document.data
        holder = data if is_2 else data.get("components")
        key = self._pointer.rpartition("/")[2]
        schemes = holder.get(key) if isinstance(holder, dict) else None
        for name, raw in schemes.items() if isinstance(schemes, dict) else ():
            scheme, _ = self._document.resolve(raw)
            found = _scheme(scheme if isinstance(scheme, dict) else {})
            if found is None:
                said = f"the scheme `{name}` is none of the language: nothing is sent for it"
                self._remark(f"{self._pointer}/{name}", said)
            else:
                yield str(name), found

    def _asked(self) -> Iterator[list[str]]:
        """The schemes that the document and each operation ask for, one or another of them."""
        data = self._document.data
        yield _alternatives(data)
        paths = data.get("paths")
        for item in paths.values() if isinstance(paths, dict) else ():
            for method in _METHODS:
                operation = item.get(method) if isinstance(item, dict) else None
                if isinstance(operation, dict) and "security" in operation:
                    yield _alternatives(operation)

    def _most_usual(self, required: list[list[str]]) -> str:
        """That of the whole document, else the one that most operations take, else the first."""
        own = next((name for name in required[0] if name in self.known), None)
        if own is not None:
            return own
        counted = Counter(name for each in required for name in dict.fromkeys(each))
        named = sorted(self.known, key=lambda name: -counted[name])
        return named[0] if named else OPEN

    def of_operation(self, raw: dict[str, Any], pointer: str) -> str:
        """The name of the scheme that an operation is called with; `OPEN` where it asks for none."""
        if self._says_nothing:
            return self._usual
        required = _alternatives(raw if "security" in raw else self._document.data)
        if not required or required[0] == OPEN:
            return OPEN
        usual = self._usual if self._usual in required else None
        found = usual or next((name for name in required if name in self.known), None)
        if found is None:
            said = f"`{required[0]}` is asked for, which is none of the language: it is called without a credential"
            self._remark(pointer, said)
            return OPEN
        self._remark_beside(raw, found, pointer)
        return found

    def _remark_beside(self, raw: dict[str, Any], sent: str, pointer: str) -> None:
        """One credential goes with a call; what an operation asks for beside it is said."""
        owner, where = (raw, pointer) if "security" in raw else (self._document.data, "/security")
        [wanted] = [each for each in mappings(owner.get("security")) if sent in each][:1]
        beside = ", ".join(f"`{name}`" for name in wanted if name != sent)
        if beside and (where, beside) not in self._said:
            self._said.add((where, beside))
            said = (
                f"{beside} is asked for beside `{sent}`, and is not sent: add it as an input parameter with a `value` "
                "from `binds`"
            )
            self._remark(where, said)

    def fills(self, name: str, parameter: Mapping[str, Any]) -> bool:
        """Whether a parameter is the credential itself, written down once more: nobody is asked for it."""
        scheme = self.known.get(name)
        if not isinstance(scheme, ApiKey) or parameter.get("in") != scheme.place:
            return False
        called = str(parameter.get("name"))
        if scheme.place == "header":
            return called.lower() == scheme.key.lower()
        return called == scheme.key

    def remark_unused(self, used: Iterable[str]) -> None:
        """What is known and goes with no operation: whoever has only that credential has to change the capability."""
        left = self.known.keys() - set(used)
        for name in self.known:
            if name in left:
                said = (
                    f"no operation is called with the scheme `{name}`: `{self._usual}` does for all that take it; "
                    "to use it, write it as `authentication` of the API"
                )
                self._remark(f"{self._pointer}/{name}", said)


def _alternatives(owner: Mapping[str, Any]) -> list[str]:
    """The first scheme of each alternative, `OPEN` for one that asks for none."""
    return [str(next(iter(each), OPEN)) for each in mappings(owner.get("security"))]


def _scheme(scheme: dict[str, Any]) -> Security | None:
    kind, http = scheme.get("type"), str(scheme.get("scheme")).lower()
    if kind == "basic" or (kind == "http" and http == "basic"):
        return Basic()
    if kind == "http" and http == "digest":
        return Basic(digest=True)
    if kind in ("oauth2", "openIdConnect") or (kind == "http" and http == "bearer"):
        return Bearer()
    if kind == "apiKey" and scheme.get("in") in ("header", "query"):
        return ApiKey(str(scheme.get("name")), str(scheme["in"]))
    return None
