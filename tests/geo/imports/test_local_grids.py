"""Metres that lie nowhere are explained instead of asked about without end."""

import pytest

from geo.imports.choices import Choices, choose_coordinates
from geo.imports.effects import effects_of
from geo.imports.local_grids import unplaced_note
from tests.geo.imports.conftest import csv_of


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (("X,Y", "-2100,3500", "-1500,4200"), "local_grid"),
        (("X,Y", "210,-350", "220,-360"), "local_grid"),
        (("X,Y", "547000,4416000"), "zone_nowhere"),
        (("X,Y", "39547000,4416000"), None),
        (("X,Y", "4416000,547000"), "zone_nowhere"),
        (("X,Y", "351900,3456000"), None),
        (("lon,lat", "116.4,39.9"), None),
        (("lon,lat", "39.9,116.4"), None),
        (("lon,lat", "x,y"), None),
        (("坐标", '"121.47,31.23"'), None),
    ],
)
def test_unplaced_note(read, catalogue, lines, code):
    found = read(csv_of(*lines))
    coordinates = choose_coordinates(found, Choices())
    note = unplaced_note(found, coordinates, effects_of(found, catalogue))

    assert (note and note.code) == code


def test_easting_and_northing_that_are_exchanged_are_told_row_by_row(read, catalogue):
    found = read(csv_of("X,Y", "3456000,351900"))
    choices = Choices(x="X", y="Y")
    coordinates = choose_coordinates(found, choices)

    assert unplaced_note(found, coordinates, effects_of(found, catalogue, choices)) is None


def test_the_numbers_are_named_as_the_file_has_them(read, catalogue):
    found = read(csv_of("X,Y", "-2100.50,3500"))
    note = unplaced_note(found, found.coordinates, effects_of(found, catalogue))

    assert "(such as -2100.50, 3500)" in str(note)
    assert "not supported: have them converted" in str(note)
    assert unplaced_note(found, None, ()) is None
