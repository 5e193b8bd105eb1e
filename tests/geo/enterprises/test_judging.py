from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from geo.catalogue import Catalogue
from geo.enterprises.district_words import DistrictNames
from geo.enterprises.judging import (
    REASONS,
    Judgement,
    check_weights,
    check_years,
    codes_of_texts,
    place_rows,
)
from geo.enterprises.placer import Placer
from geo.enterprises.raster_index import DistrictRaster
from geo.enterprises.rejects import REASONS as ALL_REASONS

HUANGPU = (121.4737, 31.2304)


@pytest.fixture(scope="session")
def placer(raster: DistrictRaster, catalogue: Catalogue) -> Placer:
    return Placer(raster, DistrictNames(catalogue, ["shanghai", "shenzhen"]))


def judged(placer: Placer, table: pa.Table) -> tuple[list[str | None], list[tuple[Any, ...]]]:
    judgement = Judgement(table.num_rows)
    places = place_rows(table, placer, judgement)
    names = [placer.districts[code] if code >= 0 else None for code in places.districts]
    return names, list(judgement.rejects().each(table))


@pytest.mark.parametrize(
    ("lon", "lat", "column", "reason"),
    [
        (None, 31.2, "lon", "missing-coordinates"),
        (121.5, None, "lat", "missing-coordinates"),
        (None, None, "lon", "missing-coordinates"),
        (float("nan"), 31.2, "lon", "missing-coordinates"),
        (121.5, float("inf"), "lat", "not-finite"),
        (31.2304, 121.4737, "lon", "swapped"),
        (22.55, 114.06, "lon", "swapped"),
        (1214737.0, 31.2304, "lon", "out-of-range"),
        (31.2304, 1214737.0, "lat", "out-of-range"),
        (121.4737, -91.0, "lat", "out-of-range"),
        (118.0, 27.0, "lon", "outside-cities"),
        (0.0, 0.0, "lon", "outside-cities"),
    ],
)
def test_coordinates_that_lie_nowhere_are_told_apart(
    placer: Placer, lon: float | None, lat: float | None, column: str, reason: str
) -> None:
    types = pa.schema([("lon", pa.float64()), ("lat", pa.float64())])
    table = pa.table({"lon": [HUANGPU[0], lon], "lat": [HUANGPU[1], lat]}, schema=types)
    districts, rejects = judged(placer, table)
    assert districts == ["310101", None]
    value = pytest.approx({"lon": lon, "lat": lat}[column], nan_ok=True)
    assert rejects == [(1, column, value, reason)]


def test_rows_without_coordinates_count_in_the_district_that_they_name(placer: Placer) -> None:
    table = pa.table(
        {
            "lon": pa.array([HUANGPU[0], float("nan"), *[None] * 4, 0.0], pa.float64()),
            "lat": pa.array([HUANGPU[1], float("nan"), *[None] * 4, 0.0], pa.float64()),
            "district": ["浦东新区", "浦东新区", None, "某区", "某区", "  ", "浦东新区"],
            "address": [None, None, "上海市徐汇区漕溪北路1号", "上海市徐汇区", "某路", None, None],
        }
    )
    districts, rejects = judged(placer, table)
    assert districts == ["310101", "310115", "310104", "310104", None, None, None]
    assert rejects == [
        (4, "district", "某区", "unknown-district"),
        (5, "lon", None, "missing-coordinates"),
        (6, "lon", 0.0, "outside-cities"),
    ]


def test_without_columns_of_coordinates_the_district_is_all(placer: Placer) -> None:
    texts = ["上海市徐汇区漕溪北路1号", "北京市海淀区", None, "徐汇区与静安区交界", "浦东大道", "-"]
    districts, rejects = judged(placer, pa.table({"address": texts}))
    assert districts == ["310104", *[None] * 5]
    assert rejects == [
        (1, "address", "北京市海淀区", "unknown-district"),
        (2, "address", None, "nothing-given"),
        (3, "address", "徐汇区与静安区交界", "several-districts"),
        (4, "address", "浦东大道", "no-district-named"),
        (5, "address", "-", "nothing-given"),
    ]


@pytest.mark.parametrize(
    ("weight", "steps", "is_read"),
    [
        (2.5, 25_000, True),
        (0.1, 1_000, True),
        (0.00004, 0, True),
        (None, 0, True),
        (float("nan"), 0, True),
        (1e11, 10**15, True),
        (-1.0, 0, False),
        (1.1e11, 0, False),
        (float("inf"), 0, False),
    ],
)
def test_weights_are_whole_steps(weight: float | None, steps: int, is_read: bool) -> None:
    table = pa.table({"weight": pa.array([1.0, weight], pa.float64())})
    judgement = Judgement(2)
    assert check_weights(table, judgement).tolist() == [10_000, steps]
    found = {name: rows.tolist() for name, rows in judgement.unread().items()}
    assert found == ({} if is_read else {"weight": [1]})
    assert len(judgement.rejects()) == 0


@pytest.mark.parametrize(
    ("year", "is_read"),
    [(1800, True), (2100, True), (None, True), (0, True), (1799, False), (2101, False)],
)
def test_years_lie_within_what_is_counted(year: int | None, is_read: bool) -> None:
    table = pa.table({"year": pa.array([2019, year], pa.int16())})
    judgement = Judgement(2)
    found = check_years(table, judgement).tolist()
    assert found == [2019, (year or 0) if is_read else 0]
    unread = {name: rows.tolist() for name, rows in judgement.unread().items()}
    assert unread == ({} if is_read else {"year": [1]})
    judgement.reject(np.array([1]), "swapped", "lon")  # what is left out has no notes
    assert judgement.unread() == {}


def test_the_first_reason_stands() -> None:
    judgement = Judgement(3)
    judgement.reject(np.array([0, 2]), "swapped", "lon")
    judgement.reject(np.array([True, True, False]), "out-of-range", "year")
    table = pa.table({"lon": [1.0, 2.0, 3.0], "year": [7, 8, 9]})
    rejects = judgement.rejects()
    assert list(rejects.each(table)) == [
        (0, "lon", 1.0, "swapped"),
        (1, "year", 8, "out-of-range"),
        (2, "lon", 3.0, "swapped"),
    ]
    assert (len(rejects), rejects.count("swapped"), rejects.count("not-finite")) == (3, 2, 0)


@pytest.mark.parametrize("encode", [False, True])
def test_texts_are_asked_for_once(encode: bool) -> None:
    asked = []

    def coder(texts: pa.Array) -> np.ndarray:
        asked.extend(texts.to_pylist())
        return np.arange(len(texts))

    column = pa.chunked_array([["a", "b"], ["a", None, " ", "N/A"]], pa.string())
    codes, is_given = codes_of_texts(column.dictionary_encode() if encode else column, coder)
    assert sorted(asked) == [" ", "N/A", "a", "b"]
    assert codes.tolist() == [0, 1, 0, -1, -1, -1]
    assert is_given.tolist() == [True, True, True, False, False, False]


def test_no_texts_have_no_codes() -> None:
    for column in (pa.chunked_array([], pa.string()), pa.chunked_array([[]], pa.string())):
        codes, is_given = codes_of_texts(column, lambda texts: np.zeros(len(texts)))
        assert (len(codes), len(is_given)) == (0, 0)


def test_every_reason_can_be_listed() -> None:
    assert set(REASONS[1:]) < set(ALL_REASONS)
