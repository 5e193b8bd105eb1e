from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from geo import cells


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (cells.SlugList, "a; b-2 ;", ("a", "b-2")),
        (cells.SlugList, "a；b", ("a", "b")),
        (cells.SlugList, "", ()),
        (cells.Date, "2023-05-31", "2023-05-31"),
        (cells.Date, "2023/5/31", "2023-05-31"),
        (cells.Date, "2018", "2018"),
        (cells.Date, "", ""),
        (cells.Url, "", ""),
        (cells.Longitude, "121.47", 121.47),
        (cells.Year, "2025", 2025),
    ],
)
def test_cell_accepts(kind: Any, text: str, value: object) -> None:
    assert TypeAdapter(kind).validate_python(text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (cells.Slug, "West"),
        (cells.Slug, "west_belt"),
        (cells.Slug, "-west"),
        (cells.SlugList, "a; B"),
        (cells.Adcode, "31010"),
        (cells.Adcode, "３１０１０１"),
        (cells.Colour, "#B23A2E"),
        (cells.Date, "31.5.2023"),
        (cells.Url, "javascript:alert(1)"),
        (cells.Longitude, "181"),
        (cells.Longitude, "nan"),
        (cells.Latitude, "-90.1"),
        (cells.Positive, "0"),
        (cells.Positive, "inf"),
        (cells.Year, "25"),
    ],
)
def test_cell_refuses(kind: Any, text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(text)


def test_patterns_cover_every_pattern_of_the_cells() -> None:
    kinds = (cells.Slug, cells.Adcode, cells.Colour, cells.Date, cells.Url)
    used = {TypeAdapter(kind).json_schema()["pattern"] for kind in kinds}
    assert used == set(cells.PATTERNS)
