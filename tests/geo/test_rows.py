from __future__ import annotations

import pytest
from pydantic import ValidationError

from geo.policies import Specialisation
from geo.rows import QUOTE_LENGTH

PLAIN = {"district": "310101", "industry": "retail", "source": "doc.txt"}


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"status": "stated"}, "quote"),
        ({"status": "stated", "quote": "  ", "note": "why"}, "quote"),
        ({"status": "editorial", "quote": "words"}, "note"),
    ],
)
def test_row_evidence_incomplete(cells: dict[str, str], column: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Specialisation.model_validate(PLAIN | cells)
    (detail,) = caught.value.errors()
    assert detail["ctx"]["column"] == column


@pytest.mark.parametrize(
    "cells", [{"status": "stated", "quote": "words"}, {"status": "editorial", "note": "why"}]
)
def test_row_evidence_complete(cells: dict[str, str]) -> None:
    assert Specialisation.model_validate(PLAIN | cells).status == cells["status"]


@pytest.mark.parametrize(("length", "fits"), [(QUOTE_LENGTH, True), (QUOTE_LENGTH + 1, False)])
def test_row_quote_length(length: int, fits: bool) -> None:
    cells = PLAIN | {"status": "stated", "quote": "字" * length}
    if fits:
        assert len(Specialisation.model_validate(cells).quote) == length
    else:
        with pytest.raises(ValidationError, match="at most 40 characters"):
            Specialisation.model_validate(cells)


def test_row_is_frozen() -> None:
    row = Specialisation.model_validate(PLAIN | {"status": "stated", "quote": "words"})
    with pytest.raises(ValidationError, match="frozen"):
        row.industry = "security"  # type: ignore[misc]
