"""What must be chosen, what may, and what cannot."""

import pytest

from geo.errors import ImportRefusedError
from geo.imports.choices import Choices, choose_coordinates, decide
from tests.geo.imports.conftest import CSV, csv_of


def refused(found, **choices):
    with pytest.raises(ImportRefusedError) as caught:
        decide(found, Choices(**choices))
    return caught.value


def test_the_datum_must_be_chosen(preview):
    error = refused(preview(CSV, "地块.csv"))

    assert error.code == "datum_needed"
    assert str(error).startswith("地块.csv: the file does not say for certain")
    assert error.values["allowed"][:4] == ["WGS-84", "GCJ-02", "BD-09", "CGCS2000"]


def test_a_claim_that_is_not_sure_must_be_confirmed(preview):
    data = b'{"type": "Feature", "geometry": {"type": "Point", "coordinates": [121.5, 31.2]}}'
    found = preview(data)

    assert found.claim.datum == "WGS-84"
    assert refused(found).code == "datum_needed"
    assert decide(found, Choices(datum="WGS-84")).is_datum_chosen


def test_a_claim_that_is_sure_counts(preview):
    decided = decide(preview(csv_of("lon,lat,datum", "121.5,31.2,GCJ-02")), Choices())

    assert (decided.datum, decided.is_datum_chosen) == ("GCJ-02", False)
    assert decided.coordinates.x == "lon"


def test_columns_must_be_chosen_when_it_is_unclear(preview):
    found = preview(csv_of("a,b,c", "121.5,31.2,121.6"))
    error = refused(found, datum="WGS-84")

    assert (error.code, error.values["columns"]) == ("coordinates_needed", ["a", "b", "c"])
    decided = decide(found, Choices(datum="WGS-84", x="c", y="b"))
    assert (decided.coordinates.kind, decided.coordinates.x) == ("degrees", "c")
    assert choose_coordinates(found, Choices(x="a")).kind == "pair"


@pytest.mark.parametrize(
    ("choices", "what"),
    [
        ({"datum": "mars"}, "datum"),
        ({"datum": "EPSG:4549"}, "datum for degrees"),
        ({"datum": "WGS-84", "x": "nope"}, "column"),
        ({"datum": "WGS-84", "types": {"nope": "text"}}, "column"),
        ({"datum": "WGS-84", "types": {"名称": "colour"}}, "type"),
        ({"datum": "WGS-84", "keep": frozenset({"wrong_type"})}, "kind of row"),
    ],
)
def test_choices_that_are_impossible(preview, choices, what):
    error = refused(preview(CSV), **choices)

    assert (error.code, error.values["what"]) == ("unknown_choice", what)
    assert error.values["allowed"]


def test_metres_are_no_degrees(preview):
    found = preview(csv_of("x,y", "40547000,3456000"))

    assert refused(found, datum="WGS-84").values["what"] == "datum for metres"
    assert decide(found, Choices(datum="EPSG:4549")).coordinates.kind == "metres"
    assert decide(found, Choices(datum="EPSG:32651")).datum == "EPSG:32651"


def test_types_may_be_other_than_found(preview):
    decided = decide(preview(CSV), Choices(datum="WGS-84", types={"面积": "text"}))

    assert [column.type for column in decided.columns] == ["text", "number", "number", "text"]


def test_a_column_of_pairs_has_one_order(preview):
    found = preview(csv_of("a,b", '甲,"31.2,121.5"', '乙,"121.5,31.2"', '丙,"31.2,121.6"'))

    assert choose_coordinates(found, Choices()).order == "y_first"
    assert choose_coordinates(found, Choices(order="x_first")).order == "x_first"
    assert choose_coordinates(found, Choices(x="b", order="x_first")).order == "x_first"
    assert refused(found, datum="WGS-84", order="z_first").values["what"] == "order"


def test_json_both_ways():
    choices = Choices(
        "GCJ-02", "x", "y", {"a": "text"}, frozenset({"outside"}), "y_first", {"a": "decimal"}
    )

    assert Choices.from_json(choices.to_json()) == choices
    # Logs of earlier imports are kept word for word.
    assert Choices().to_json().keys() == {"datum", "x", "y", "types", "keep"}
