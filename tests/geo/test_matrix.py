"""The matrix counts what the table of specialisations gives, and leaves the missing missing."""

import dataclasses

import pytest

from geo.catalogue import Catalogue
from geo.matrix import Matrix, district_matrix


@pytest.fixture(scope="module")
def matrix(catalogue: Catalogue) -> Matrix:
    return district_matrix(catalogue)


def row_of(matrix: Matrix, adcode: str):
    return next(row for row in matrix.rows if row.district.adcode == adcode)


def test_every_district_has_its_row_under_its_city(matrix: Matrix, catalogue: Catalogue) -> None:
    assert [city for city, _ in matrix.cities] == list(catalogue.cities)
    for city, rows in matrix.cities:
        assert tuple(row.district for row in rows) == catalogue.districts_of(city.id)


def test_every_specialisation_stands_in_its_cell(matrix: Matrix, catalogue: Catalogue) -> None:
    found = {
        (row.district.adcode, industry): rows
        for row in matrix.rows
        for industry, rows in row.cells.items()
    }
    assert found == {(row.district, row.industry): (row,) for row in catalogue.specialisations}


def test_counts_agree_from_both_sides(matrix: Matrix) -> None:
    assert sum(matrix.counts.values()) == sum(len(row.cells) for row in matrix.rows) == 30
    assert matrix.counts["hardware"] == 1
    assert list(matrix.counts) == [row.id for row in matrix.industries]


def test_what_no_document_lists_is_not_zero_but_unlisted(matrix: Matrix) -> None:
    assert matrix.listed == 15
    assert not row_of(matrix, "310118").is_listed  # 青浦
    assert row_of(matrix, "310113").is_listed  # 宝山


def test_belts_and_clusters_of_a_district(matrix: Matrix) -> None:
    pudong = row_of(matrix, "310115")
    assert [row.id for row in pudong.belts] == ["east"]  # once, though two members lie in it
    assert [row.id for row in pudong.clusters] == ["sh-zhangjiang", "sh-lingang"]
    assert [row.id for row in row_of(matrix, "310104").belts] == ["west"]
    assert row_of(matrix, "310118").belts == ()


def test_two_documents_may_say_the_same(catalogue: Catalogue) -> None:
    first = catalogue.specialisations[0]
    again = first.model_copy(update={"source": catalogue.sources[1].key})
    twice = dataclasses.replace(catalogue, specialisations=(*catalogue.specialisations, again))
    matrix = district_matrix(twice)
    assert row_of(matrix, first.district).cells[first.industry] == (first, again)
    assert matrix.counts[first.industry] == 1


def test_an_empty_catalogue_gives_empty_cells(catalogue: Catalogue) -> None:
    empty = dataclasses.replace(
        catalogue, specialisations=(), belts=(), belt_members=(), sites=(), industries=()
    )
    matrix = district_matrix(empty)
    assert matrix.listed == 0
    assert matrix.counts == {}
    assert len(matrix.rows) == len(catalogue.districts)
