"""The types of results and bodies in models of pydantic, and where `typing_extensions` is not installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.golden.cases import Case, cases
from tests.support.packages import complete

TYPED: Final = [case for case in cases() if (case.folder / "expected" / "types.py").is_file()]

IN_MODELS: Final = """\
import inspect
import pydantic
from made import types

classes = [each for each in vars(types).values() if inspect.isclass(each) and hasattr(each, "__total__")]
assert classes
for each in classes:
    model = pydantic.create_model("Model", result=(each, ...))
    schema = pydantic.TypeAdapter(each).json_schema()
    noted = {name: str(note) for name, note in each.__annotations__.items()}
    optional = {name for name, note in noted.items() if not each.__total__ or "NotRequired[" in note}
    assert set(schema.get("required", ())) == noted.keys() - optional
    if optional == noted.keys():
        assert model.model_validate({"result": {}}).result == {}
    assert model.model_json_schema()["properties"]
"""

ALONE: Final = """\
import sys
sys.modules["typing_extensions"] = None  # What a missing library looks like.
from made import types
assert types
"""


@pytest.mark.parametrize("case", TYPED, ids=lambda case: case.name)
@pytest.mark.parametrize("program", [IN_MODELS, ALONE], ids=["pydantic", "alone"])
def test_types_of_results(case: Case, program: str, tmp_path: Path) -> None:
    complete(case, tmp_path / "made")
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
