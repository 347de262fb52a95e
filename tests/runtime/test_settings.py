"""Settings from the environment, options, records."""

from __future__ import annotations

import ast
import copy
import inspect
import itertools
import pickle
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from templates.runtime.authentication import Variable
from templates.runtime.environment import Environment
from templates.runtime.errors import MissingSettingError, SettingError
from templates.runtime.mcp.settings import McpSettings
from templates.runtime.options import ClientOptions, Network, RequestOptions, RetryPolicy
from templates.runtime.records import Record
from templates.runtime.rest.settings import RestSettings
from templates.runtime.server.settings import Adapter, AdapterSettings
from templates.runtime.settings import ApiSettings
from templates.runtime.skill.settings import SkillSettings
from templates.runtime.wire_request import Timeout, timeout_of

from .sample import SHOP, ShopClient


def test_an_api_from_the_environment() -> None:
    environ = {
        "SHOP_BASE_URI": "https://shop.example/api",
        "SHOP_TIMEOUT": "7.5",
        "SHOP_CONNECT_TIMEOUT": "0",
        "SHOP_READ_TIMEOUT": "3",
        "SHOP_RETRIES": "2",
        "SHOP_MAX_RESPONSE_BYTES": "1000",
        "SHOP_PROXY": "http://proxy:3128",
        "SHOP_CA_FILE": "/ca.pem",
        "SHOP_CLIENT_CERTIFICATE": "/me.pem",
        "SHOP_MAX_CONNECTIONS": "7",
    }
    read = ApiSettings.from_environment(SHOP, environ)
    assert read.base_uri == "https://shop.example/api"
    assert read.timeout == Timeout(None, 3.0, 7.5)
    assert (read.retries, read.max_response_bytes) == (2, 1000)
    assert read.network == Network(
        proxy="http://proxy:3128",
        ca_file="/ca.pem",
        client_certificate="/me.pem",
        max_connections=7,
    )
    assert ApiSettings.from_environment(SHOP, {}).timeout == Timeout()


@pytest.mark.parametrize("value", [timedelta(seconds=2), Decimal(2), "2", b"2", [2]])
def test_a_time_out_that_is_no_number(value: Any) -> None:
    for give in (
        lambda: Timeout(read=value),
        lambda: timeout_of(value, Timeout()),
        lambda: ShopClient(SHOP, timeout=value),
    ):
        with pytest.raises(SettingError, match=f"seconds, not {type(value).__name__}"):
            give()


@pytest.mark.parametrize("value", [b"secret", 7, ["secret"]])
def test_a_credential_that_is_neither_text_nor_a_function(value: Any) -> None:
    with pytest.raises(SettingError, match="token= of shop is text or a function, not") as caught:
        ShopClient(SHOP, credentials={"token": value})
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SHOP_TIMEOUT", "soon"),
        ("SHOP_TIMEOUT", "-1"),
        ("SHOP_TIMEOUT", "nan"),
        ("SHOP_TIMEOUT", "1e99"),
        ("SHOP_RETRIES", "-1"),
        ("SHOP_RETRIES", "1.5"),
        ("SHOP_MAX_RESPONSE_BYTES", "0"),
        ("SHOP_MAX_RESPONSE_BYTES", "lots"),
    ],
)
def test_settings_that_cannot_be_used_are_named(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name) as caught:
        ApiSettings.from_environment(SHOP, {name: value})
    assert value not in str(caught.value) or len(value) < 3


def test_variables_are_read_when_asked_for() -> None:
    environ: dict[str, str] = {}
    settings = ApiSettings.from_environment(SHOP, environ)
    with pytest.raises(MissingSettingError, match="REGION"):
        settings.variable("REGION")
    environ["REGION"] = "eu"
    assert settings.variable("REGION") == "eu"
    assert settings.text(("a-", Variable("REGION"), "-b"), "") == "a-eu-b"
    assert settings.replace(credentials={"REGION": "us"}).variable("REGION") == "us"


def test_typed_reading() -> None:
    values = Environment("X", {"X_A": "Yes", "X_B": "off", "X_C": "maybe", "X_D": " a ,, b"})
    assert (values.flag("A", False), values.flag("B", True), values.flag("Z", True)) == (
        True,
        False,
        True,
    )
    with pytest.raises(SettingError, match="X_C"):
        values.flag("C", True)
    assert values.names("D") == ("a", "b")
    assert values.names("Z", ("d",)) == ("d",)
    assert values.whole("Z", 5) == 5


def test_a_number_is_the_limit_of_the_whole_call() -> None:
    default = Timeout(10, 30, 60)
    assert timeout_of(None, default) is default
    assert timeout_of(5, default) == Timeout(5, 5, 5)
    assert timeout_of(20, default) == Timeout(10, 20, 20)
    assert timeout_of(Timeout(1, 2, 3), default) == Timeout(1, 2, 3)
    assert timeout_of(5, Timeout(None, None, None)) == Timeout(5, 5, 5)


class Point(Record):
    """A record with a default."""

    x: int
    y: int = 0


class Named(Record, kw_only=True, hidden=("secret",)):
    """A record with keywords only."""

    name: str
    secret: str = ""


def test_records() -> None:
    assert Point(1, 2) == Point(1, y=2) == Point(x=1, y=2)
    assert Point(1) != Point(1, 1)
    assert Point(1) != (1, 0)
    assert hash(Point(1)) == hash(Point(1, 0))
    assert repr(Point(1)) == "Point(x=1, y=0)"
    assert repr(Named(name="a", secret="b")) == "Named(name='a')"
    assert Point(1).replace(y=5) == Point(1, 5)
    assert copy.deepcopy(Point(1)) == Point(1)
    assert pickle.loads(pickle.dumps(Point(3, 4))) == Point(3, 4)
    assert pickle.loads(pickle.dumps(ClientOptions())) == ClientOptions()


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Point(),
        lambda: Point(1, 2, 3),
        lambda: Point(1, x=2),
        lambda: Point(1, z=2),
        lambda: Named("a"),
        lambda: Point(1).replace(z=1),
        lambda: RequestOptions(5),
    ],
)
def test_records_check_their_arguments(wrong: Any) -> None:
    with pytest.raises(TypeError):
        wrong()


def test_records_are_frozen() -> None:
    with pytest.raises(AttributeError):
        Point(1).x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del RetryPolicy().attempts


def test_a_setting_of_a_type_that_nothing_reads_is_an_error() -> None:
    """Types decide how a variable is read; none is taken for text."""

    class Odd(AdapterSettings, kw_only=True):
        limits: dict[str, int] | None = None

    with pytest.raises(TypeError, match="nothing reads a setting of the type"):
        Odd.from_environment(Adapter("x", "X"), {"X_LIMITS": "a=1"})


@pytest.mark.parametrize("kind", [RestSettings, McpSettings])
def test_every_setting_of_an_adapter_is_read(kind: type[AdapterSettings]) -> None:
    samples = {"int": "7", "Port": "7", "bool": "true", "float | None": "7"}
    samples |= {"tuple[str, ...]": "a,b", "str": "text", "TrailingSlash": "redirect"}
    for field, annotation in kind.fields.items():
        if field == "environ":
            continue
        text = samples.get(annotation) or re.findall(r"['\"](\w+)['\"]", annotation)[-1]
        read = kind.from_environment(Adapter("x", "X"), {f"X_{field.upper()}": text})
        assert field in read.__dict__, field


def test_adapters_have_one_base() -> None:
    """A setting of two kinds of adapters stands in the base; one that is said again has another default or meaning."""
    kinds: tuple[type, ...] = (RestSettings, McpSettings, SkillSettings)
    own = {kind: set(inspect.get_annotations(kind)) for kind in kinds}
    base = set(AdapterSettings.fields)
    for one, other in itertools.combinations(kinds, 2):
        assert own[one] & own[other] <= base
    said = {kind: _documented(kind) for kind in (AdapterSettings, *kinds)}
    for kind in kinds:
        for name in own[kind] & base:
            again = said[kind][name]
            assert again != said[AdapterSettings][name], f"{kind.__name__}.{name}"


def _documented(kind: type) -> dict[str, tuple[str, str]]:
    """The default and the documentation of each field, as they are written."""
    [tree] = ast.parse(inspect.getsource(kind)).body
    assert isinstance(tree, ast.ClassDef)
    found: dict[str, tuple[str, str]] = {}
    for field, text in itertools.pairwise([*tree.body, ast.Pass()]):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            default = ast.unparse(field.value) if field.value else ""
            found[field.target.id] = (
                default,
                ast.unparse(text) if isinstance(text, ast.Expr) else "",
            )
    return found
