"""Names that no header and no cookie can have are found where they stand (RFC 9110, 5.6.2; RFC 6265, 4.1.1)."""

from __future__ import annotations

import pytest

from .builder import spec
from .reading import read

_CODE = "CAP568"


@pytest.mark.parametrize(
    "text",
    [
        "{type: apikey, key: '{{KEY}}', value: v, placement: header}",
        "{type: apikey, key: '{{KEY}}', value: v, placement: query}",
        "{type: apikey, key: '{{KEY}}', value: v, placement: body}",
        "{type: apikey, key: X Key, value: v, placement: header}",
        "{type: apikey, key: 'ключ', value: v, placement: cookie}",
        "{type: apikey, headers: {X Key: v}}",
        "{type: apikey, headers: [{key: 'X:Key', value: v}]}",
    ],
)
def test_of_api_keys(text: str) -> None:
    tail = "binds:\n  - {namespace: env, keys: {KEY: SHOP_KEY}}\n"
    assert _CODE in read(spec(api=f"authentication: {text}", tail=tail)).codes


@pytest.mark.parametrize("place", ["header", "cookie"])
@pytest.mark.parametrize("name", ["X A", "{{q}}", "é", "a;b", "line\\nbreak"])
def test_of_parameters(name: str, place: str) -> None:
    parameter = f'inputParameters: [{{name: "{name}", in: {place}, value: v}}]'
    assert read(spec(operation=f"method: GET\n{parameter}")).codes.count(_CODE) == 1
    # What stands for a whole API is one mistake.
    assert read(spec(api=parameter)).codes.count(_CODE) == 1


@pytest.mark.parametrize("place", ["header", "cookie"])
def test_names_that_can_be_sent(place: str) -> None:
    parameter = f'inputParameters: [{{name: "X-a.b_c~!#$%&\'*+^`|9", in: {place}, value: v}}]'
    assert _CODE not in read(spec(operation=f"method: GET\n{parameter}")).codes


def test_a_query_has_any_name() -> None:
    parameter = "inputParameters: [{name: 'filter[a b]', in: query, value: v}]"
    found = read(
        spec(
            operation=f"method: GET\n{parameter}",
            api="authentication: {type: apikey, key: 'a b', value: v, placement: query}",
        )
    )
    assert _CODE not in found.codes
