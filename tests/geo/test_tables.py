from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from geo.tables import QUOTE_LENGTH, TABLES, BeltMember, Row, Source, Specialisation, columns

PLAIN = {"district": "310101", "industry": "retail", "source": "doc.txt"}


@pytest.mark.parametrize("table", TABLES)
def test_columns_are_the_fields(table: str) -> None:
    assert sorted(columns(table)) == sorted(TABLES[table].model_fields)


@pytest.mark.parametrize("table", [name for name, row in TABLES.items() if issubclass(row, Row)])
def test_columns_evidence_last(table: str) -> None:
    assert columns(table)[-5:] == ["source", "quote", "status", "note", "note_en"]


def test_columns_own_first() -> None:
    assert columns("specialisations")[:2] == ["district", "industry"]
    assert columns("sources")[:3] == ["key", "kind", "edition"]


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


@pytest.mark.parametrize(("kind", "is_right"), [("policy", False), ("reference", True)])
def test_source_policy_needs_an_edition(kind: str, is_right: bool) -> None:
    names = dict.fromkeys(("title_zh", "title_en", "short_zh", "short_en", "language"), "x")
    cells: dict[str, Any] = {"key": "doc", "kind": kind, "edition": ""} | names
    if is_right:
        assert Source.model_validate(cells).edition is None
    else:
        with pytest.raises(ValidationError, match="year of its edition"):
            Source.model_validate(cells)


def test_blank_cells_become_none() -> None:
    cells = {"belt": "west", "order": "1", "district": "310113", "site": " ", "name_zh": "宝山"}
    more = {"name_en": "Baoshan", "lon": "121.4", "lat": "31.4", "basis": "map", "source": "doc"}
    row = BeltMember.model_validate(cells | more | {"status": "stated", "quote": "宝山"})
    assert row.site is None
    assert row.order == 1
