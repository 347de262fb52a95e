"""What Quay's package carries: nothing that neither its specification nor a documented setting needs."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest

from generator.diagnostics import Findings
from generator.options import Options
from generator.pipeline import build, understand
from generator.runtime.copies import needed
from tests.cost_features import FEATURES, feature_of
from tests.count import PAGE, account, by_age, quay, table

_RUNTIME: Final = "_runtime/"
_PUBLIC: Final = ("__init__.py", "transports.py")
"""What their files import, users import."""
_CALLED_FROM_OUTSIDE: Final = frozenset(
    (
        # uvicorn's `Server` has the method, and its own `with` statement calls it.
        "capture_signals",
        # uvicorn's protocol calls it for a request that asks for another protocol.
        "_unsupported_upgrade_warning",
    )
)
_OF_ANOTHER_KIND: Final[Mapping[tuple[str, ...], frozenset[str]]] = {
    (): frozenset(
        (
            # How callers of a server show credentials stands with how an API is shown them: a kind of
            # authentication has one home.
            *("authentication.py: is_shown", "authentication.py: shown_in"),
            "credentials/bearer.py: is_shown",
            # The declarations of an API are the same for all; adapters read two more.
            *("settings.py: parallel", "options.py: keeps_time", "calls/preparing.py: forwards"),
        )
    ),
    ("rest",): frozenset(
        (
            # A time limit of a request's body; answers that are read to their end.
            *("server/inflight.py: end_after", "wire/buffered.py: buffered"),
            "wire/buffered.py: Unmapped",
        )
    ),
    ("mcp",): frozenset(),
}
"""Methods and functions of a few lines that stand beside what they belong to."""


@pytest.fixture(scope="module", name="files")
def _files() -> Mapping[str, bytes]:
    return quay(("rest", "mcp"))


def _runtime(files: Mapping[str, bytes]) -> dict[str, ast.Module]:
    return {
        path.removeprefix(_RUNTIME): ast.parse(content)
        for path, content in files.items()
        if path.startswith(_RUNTIME) and path.endswith(".py")
    }


def test_every_module_is_reached(files: Mapping[str, bytes]) -> None:
    own = {path: text for path, text in files.items() if not path.startswith(_RUNTIME)}
    assert needed(own) == _runtime(files).keys()


def test_every_module_is_there_for_one_thing(files: Mapping[str, bytes]) -> None:
    for path in _runtime(files):
        if not path.endswith("__init__.py"):
            assert sum(each.has(path) for each in FEATURES) == 1, path
    here = set(_runtime(files))
    for feature in FEATURES:
        assert any(feature_of(path) is feature for path in here), feature.name


def test_the_page_says_what_it_is_spent_on() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for feature in FEATURES:
        assert f"| {feature.name} | {feature.need} |" in page


def test_the_account_adds_up() -> None:
    """What there was at first, what grew and what is new are all there is, and the page says so."""
    said = account()
    page = PAGE.read_text(encoding="utf-8")
    for line in said.splitlines()[2:6]:
        name, *counts = (cell.strip() for cell in line.strip("|").split("|"))
        assert f"| {name} |" in page
        assert len(counts) == 4
    rows = [
        [int(cell.replace(",", "")) for cell in line.strip("| ").split("|")[1:]]
        for line in said.splitlines()[2:6]
    ]
    assert [sum(column) for column in zip(*rows[:3], strict=True)] == rows[3]


def test_every_file_was_there_or_came_since() -> None:
    counts = [line.strip("| ").split(" | ") for line in table().splitlines()[2:]]
    ages = [line.strip("| ").split(" | ") for line in by_age().splitlines()[2:]]
    for (name, every, *_), (same, *parts) in zip(counts, ages, strict=True):
        assert name == same
        assert int(every) == sum(map(int, parts))


def _uses(tree: ast.Module) -> Iterator[str]:
    """The names that a module uses; those in texts too, for annotations are texts at times."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(name) | ast.Attribute(_, name):
                yield name
            case ast.Constant(str(text)):
                yield from text.replace("[", " ").replace("]", " ").replace('"', " ").split()
            case _:
                pass


def _definitions(body: list[ast.stmt]) -> Iterator[str]:
    """Functions, classes, methods and constants.

    Not members of enumerations, which are found by their values, and of protocols, which ask for more than
    one package needs.
    """
    for node in body:
        match node:
            case ast.ClassDef(name, bases):
                yield name
                if not {ast.unparse(base) for base in bases} & {"enum.Enum", "Protocol"}:
                    yield from _definitions(node.body)
            case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) if not name.startswith("__"):
                yield name
            case ast.Assign([ast.Name(name)]) | ast.AnnAssign(ast.Name(name)):
                yield name
            case _:
                pass


def _unused(files: Mapping[str, bytes]) -> Iterator[str]:
    """What the runtime defines and nothing in the package mentions again."""
    trees = {path: ast.parse(text) for path, text in files.items() if path.endswith(".py")}
    uses = Counter(name for tree in trees.values() for name in _uses(tree))
    imported = {
        alias.name
        for path in _PUBLIC
        for node in ast.walk(trees[path])
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    for path, tree in _runtime(files).items():
        constants = Counter(
            target.id
            for node in ast.walk(tree)
            if isinstance(node, (ast.Assign, ast.AnnAssign))
            for target in ([node.target] if isinstance(node, ast.AnnAssign) else node.targets)
            if isinstance(target, ast.Name)
        )
        for name in _definitions(tree.body):
            if uses[name] <= constants[name] and name not in imported | _CALLED_FROM_OUTSIDE:
                yield f"{path}: {name}"


def test_every_definition_is_used(files: Mapping[str, bytes]) -> None:
    assert not set(_unused(files))


@pytest.mark.parametrize("kinds", [(), ("rest",), ("mcp",)], ids=["client", "rest", "mcp"])
def test_a_package_with_less_has_hardly_a_definition_more(kinds: tuple[str, ...]) -> None:
    """What one adapter needs alone is in a module of its own, which the others do not have."""
    assert set(_unused(quay(kinds))) <= _OF_ANOTHER_KIND[kinds]


def test_a_package_gets_a_construct_with_the_spec_that_has_it(tmp_path: Path) -> None:
    """Form bodies, an API key, a number in a query: each brings its own module, and no other."""
    spec = tmp_path / "shop-capability.yaml"
    spec.write_text(
        """\
naftiko: 1.0.0-alpha2
info: {label: Shop, description: A shop}
capability:
  consumes:
    - type: http
      namespace: shop
      baseUri: https://shop.example
      authentication: {type: apikey, key: X-Key, value: "{{KEY}}", placement: header}
      resources:
        - name: things
          path: /things
          operations:
            - name: add
              method: POST
              inputParameters: [{name: many, in: query, type: number}]
              body: {type: formUrlEncoded, data: {name: "{{name}}"}}
  exposes:
    - type: rest
      namespace: shop-rest
      port: 8080
      resources:
        - name: things
          path: /things
          operations:
            - {name: add, method: POST, call: shop.add, with: {many: rest.many, name: rest.name}}
""",
        encoding="utf-8",
    )
    understood = understand(spec, None, Findings())
    assert understood is not None
    made = set(_runtime(build(understood, Options("shop"))))
    assert {"wire/form_bodies.py", "credentials/api_keys.py", "rest/numbers.py"} <= made
    quays = set(_runtime(quay(("rest",))))
    assert made - quays == {
        "credentials/api_keys.py",
        "wire/cookie_header.py",
        "wire/form_bodies.py",
        "wire/added_fields.py",
        "rest/numbers.py",
        "rest/fields_in.py",
        "rest/objects.py",
        "rest/checks.py",
    }
