from __future__ import annotations

import pytest

from geo.tables import TABLES, Row, columns


@pytest.mark.parametrize("table", TABLES)
def test_columns_are_the_fields(table: str) -> None:
    assert sorted(columns(table)) == sorted(TABLES[table].model_fields)


@pytest.mark.parametrize("table", [name for name, row in TABLES.items() if issubclass(row, Row)])
def test_columns_evidence_last(table: str) -> None:
    assert columns(table)[-5:] == ["source", "quote", "status", "note", "note_en"]


def test_columns_own_first() -> None:
    assert columns("specialisations")[:2] == ["district", "industry"]
    assert columns("sources")[:3] == ["key", "kind", "edition"]
