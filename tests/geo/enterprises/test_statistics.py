import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.catalogue import DEFAULT_ROOT, Catalogue, read_catalogue
from geo.enterprises.cross_table import CrossTable, cross_table
from geo.enterprises.errors import EnterpriseError
from geo.enterprises.statistics import district_figures, location_quotients
from tests.geo.enterprises.registries import Numbers, registry_of

# By hand: district 310101 has 30 mapped of the city's 120, retail 40 of 120.
#            retail  security  unmapped
# 310101       20       10        30
# 310104       20       70         0
NUMBERS = {
    ("310101", "retail"): 20,
    ("310101", "security"): 10,
    ("310101", ""): 30,
    ("310104", "retail"): 20,
    ("310104", "security"): 70,
}
REAL = read_catalogue(DEFAULT_ROOT)


def table_of(numbers: Numbers, **given: float) -> CrossTable:
    return cross_table(registry_of(REAL, numbers, **given), REAL, "shanghai")  # type: ignore[arg-type]


def test_district_figures_by_hand(catalogue: Catalogue) -> None:
    first, second, *rest = district_figures(table_of(NUMBERS), catalogue)

    assert (first.adcode, first.count, first.value, first.land_area_km2) == (
        "310101",
        60,
        60,
        20.46,
    )
    assert first.per_km2 == pytest.approx(60 / 20.46, rel=1e-12)
    assert first.share == pytest.approx(0.4, rel=1e-12)
    assert (second.count, second.share) == (90, pytest.approx(0.6))
    assert len(rest) == 14
    assert {(row.count, row.per_km2, row.share) for row in rest} == {(0, 0.0, 0.0)}


def test_district_figures_of_an_industry_and_by_weight(catalogue: Catalogue) -> None:
    table = table_of(NUMBERS, weight=2.5)

    retail = district_figures(table, catalogue, industry="retail", measure="weight")
    assert [(row.count, row.value, row.share) for row in retail[:2]] == [(20, 50, 0.5)] * 2
    unmapped = district_figures(table, catalogue, industry="")
    assert [row.count for row in unmapped[:2]] == [30, 0]


def test_density_is_unknown_without_a_land_area(catalogue: Catalogue) -> None:
    class Without:
        def district(self, adcode: str) -> object:
            return catalogue.district(adcode).model_copy(update={"land_area_km2": None})

    figure = district_figures(table_of(NUMBERS), Without())[0]  # type: ignore[arg-type]
    assert (figure.land_area_km2, figure.per_km2, figure.count) == (None, None, 60)


def test_shares_of_nothing_are_unknown(catalogue: Catalogue) -> None:
    assert {row.share for row in district_figures(table_of({}), catalogue)} == {None}


def test_location_quotients_by_hand() -> None:
    found = location_quotients(table_of(NUMBERS))

    assert (found.city, found.base, found.measure, found.total) == (
        "shanghai",
        "mapped",
        "count",
        120,
    )
    first = found.of("310101", "retail")
    assert first.share == pytest.approx(20 / 30)
    assert first.base_share == pytest.approx(40 / 120)
    assert first.quotient == pytest.approx(2)
    assert first.expected == pytest.approx(10)
    assert (first.count, first.is_small) == (20, False)
    assert found.of("310104", "security").quotient == pytest.approx((70 / 90) / (80 / 120))
    with pytest.raises(KeyError):
        found.of("310101", "")


def test_location_quotients_among_all_enterprises() -> None:
    found = location_quotients(table_of(NUMBERS), base="all")

    assert found.total == 150
    assert found.of("310101", "retail").quotient == pytest.approx((20 / 60) / (40 / 150))
    assert found.of("310101", "retail").expected == pytest.approx(60 * 40 / 150)


def test_location_quotients_by_weight_still_judge_numbers_by_enterprises() -> None:
    found = location_quotients(table_of(NUMBERS, weight=100), measure="weight")

    assert found.of("310101", "retail").quotient == pytest.approx(2)
    assert found.of("310101", "retail").expected == pytest.approx(10)


def test_small_numbers_are_flagged() -> None:
    """Expected are 4.9 and 5 of 100: the smaller is flagged, whatever is found."""
    numbers = {("310101", "retail"): 9, ("310101", "security"): 41}
    numbers |= {("310104", "retail"): 1, ("310104", "security"): 49}
    five = location_quotients(table_of(numbers))
    assert five.of("310101", "retail").expected == pytest.approx(5)
    assert not five.of("310101", "retail").is_small

    less = location_quotients(table_of(numbers | {("310104", "security"): 51}))
    assert less.of("310101", "retail").expected == pytest.approx(500 / 102)
    assert less.of("310101", "retail").is_small


def test_quotients_of_nothing_are_unknown() -> None:
    found = location_quotients(table_of({("310101", "retail"): 9, ("310104", ""): 9}))

    nobody = found.of("310104", "retail")  # no mapped enterprise in the district
    assert (nobody.count, nobody.share, nobody.quotient, nobody.is_small) == (0, None, None, True)
    nowhere = found.of("310101", "security")  # none in the whole city
    assert (nowhere.share, nowhere.base_share, nowhere.quotient) == (0.0, 0.0, None)
    assert {row.quotient for row in location_quotients(table_of({})).rows} == {None}


def test_bases_that_there_are() -> None:
    with pytest.raises(EnterpriseError, match='no base "nation"; allowed: all, mapped'):
        location_quotients(table_of(NUMBERS), base="nation")  # type: ignore[arg-type]


PLACES = st.sampled_from(
    [
        ("310101", "retail"),
        ("310101", "security"),
        ("310104", "retail"),
        ("310104", "security"),
        ("310115", "chip-design"),
        ("310115", ""),
    ]
)


@settings(max_examples=25)  # pandas takes its time
@given(st.dictionaries(PLACES, st.integers(1, 30)))
def test_quotients_agree_with_pandas(numbers: dict[tuple[str, str], int]) -> None:
    found = location_quotients(table_of(numbers))
    rows = [place for place, number in numbers.items() if place[1] for _ in range(number)]
    if not rows:
        assert {row.quotient for row in found.rows} == {None}
        return
    frame = pd.DataFrame(rows, columns=["district", "industry"])
    by_district = pd.crosstab(frame.district, frame.industry, normalize="index")
    quotients = by_district / frame.industry.value_counts(normalize=True)
    for row in found.rows:
        known = row.adcode in quotients.index and row.industry in quotients.columns
        if known:
            assert math.isclose(
                row.quotient or 0, quotients.loc[row.adcode, row.industry], rel_tol=1e-12
            )
        else:
            assert not row.quotient


@given(st.dictionaries(PLACES, st.integers(1, 30), min_size=1))
def test_quotients_weighed_by_their_districts_average_one(
    numbers: dict[tuple[str, str], int],
) -> None:
    """Σ over districts of (district's share of the city) × quotient = 1 for every industry."""
    found = location_quotients(table_of(numbers))
    for industry in {row.industry for row in found.rows if row.base_share}:
        rows = [row for row in found.rows if row.industry == industry and row.quotient is not None]
        expected = sum(row.expected or 0 for row in rows)
        assert sum(row.quotient * (row.expected or 0) for row in rows) == pytest.approx(expected)  # type: ignore[operator]
        assert expected == pytest.approx(sum(row.count for row in rows))
