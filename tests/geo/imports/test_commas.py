"""What commas do is said by a person, and is written down."""

import pytest

from geo.errors import ImportRefusedError
from geo.imports.choices import Choices
from geo.imports.commas import with_commas
from geo.imports.taking import take_rows
from tests.geo.imports.conftest import codes, csv_of

RENTS = csv_of("经度,纬度,租金", '121.47,31.23,"15,000"', "121.5,31.2,12000", "121.5,31.21,面议")


@pytest.mark.parametrize(("how", "value"), [("thousands", 15000), ("decimal", 15)])
def test_a_column_is_read_as_it_was_said(read, catalogue, how, value):
    choices = Choices(datum="WGS-84", types={"租金": "number"}, commas={"租金": how})
    taken = take_rows(read(RENTS), choices, catalogue)

    assert taken.frame["租金"].tolist() == [value, 12000]
    assert taken.log.refused_rows == (4,)
    assert f"comma_{how}_chosen" in codes(taken.log.notes)
    assert "comma_unsure" not in codes(taken.log.notes)
    assert taken.log.to_json()["choices"]["commas"] == {"租金": how}


def test_nothing_said_is_text(read, catalogue):
    found = read(RENTS)

    assert with_commas(found, {}) is found
    taken = take_rows(found, Choices(datum="WGS-84"), catalogue)
    assert taken.frame["租金"].tolist() == ["15,000", "12000", "面议"]
    assert codes(taken.log.notes) == ["comma_unsure"]


def test_saying_it_twice_changes_nothing(read):
    once = with_commas(read(RENTS), {"租金": "decimal"})

    assert with_commas(once, {"租金": "decimal"}) == once
    other = with_commas(once, {"租金": "thousands"})
    assert codes(other.notes).count("comma_thousands_chosen") == 1
    assert "comma_decimal_chosen" not in codes(other.notes)


def test_coordinates_are_proposed_anew(read):
    found = read(csv_of("lon;lat", "121,473;31,230", "121,480;31,210"))
    assert found.coordinates.reason.code == "names_only"

    said = with_commas(found, {"lon": "decimal", "lat": "decimal"})
    assert (said.coordinates.kind, said.coordinates.reason.code) == ("degrees", "by_names")


@pytest.mark.parametrize(
    ("commas", "what"), [({"x": "decimal"}, "column"), ({"租金": "?"}, "meaning of the comma")]
)
def test_what_is_not_possible_is_refused(read, commas, what):
    with pytest.raises(ImportRefusedError) as caught:
        with_commas(read(RENTS), commas)
    assert (caught.value.code, caught.value.values["what"]) == ("unknown_choice", what)
