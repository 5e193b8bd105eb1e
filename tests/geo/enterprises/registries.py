"""Small registries of the real catalogue's districts and industries, made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from geo.catalogue import Catalogue
from geo.enterprises.aggregates import Aggregates
from tests.geo.enterprises.counted import Row, aggregates_of

Numbers = Mapping[tuple[str, str], int]


def registry_of(
    catalogue: Catalogue,
    numbers: Numbers,
    *,
    year: int = 0,
    weight: float = 1,
    has_weight: bool = True,
    city: str = "shanghai",
) -> Aggregates:
    """Count so many enterprises of (adcode, industry), all without coordinates."""
    districts, industries = _codes(catalogue, city)
    rows = [
        Row(districts.index(adcode), industries.index(industry), year, None, weight)
        for (adcode, industry), number in numbers.items()
        for _ in range(number)
    ]
    return replace(
        aggregates_of(rows, has_weight=has_weight),
        districts=tuple(districts),
        industries=tuple(industries[:-1]),
    )


def placed(
    catalogue: Catalogue, places: Sequence[tuple[float, float]], *, city: str = "shanghai"
) -> Aggregates:
    """Count one enterprise of the first district and industry at each longitude and latitude."""
    districts, industries = _codes(catalogue, city)
    rows = [Row(0, 0, 2020, place, 2.5) for place in places]
    return replace(
        aggregates_of(rows), districts=tuple(districts), industries=tuple(industries[:-1])
    )


def _codes(catalogue: Catalogue, city: str) -> tuple[list[str], list[str]]:
    adcodes = sorted(row.adcode for row in catalogue.districts_of(city))
    return adcodes, [*(row.id for row in catalogue.industries), ""]
