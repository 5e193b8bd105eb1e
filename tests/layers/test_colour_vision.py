"""Colour difference, simulated colour deficiency, and the floors that the ten hues keep."""

import csv
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from layers import colour_vision

DATA = Path(__file__).parents[2] / "geo" / "data"

# Pairs of table 1 in Sharma, Wu, Dalal 2005 (the formula's source).
SHARMA = [
    ((50.0000, 2.6772, -79.7751), (50.0000, 0.0000, -82.7485), 2.0425),
    ((50.0000, 3.1571, -77.2803), (50.0000, 0.0000, -82.7485), 2.8615),
    ((50.0000, -1.3802, -84.2814), (50.0000, 0.0000, -82.7485), 1.0000),
    ((50.0000, 0.0000, 0.0000), (50.0000, -1.0000, 2.0000), 2.3669),
    ((50.0000, 2.4900, -0.0010), (50.0000, -2.4900, 0.0009), 7.1792),
    ((50.0000, 2.5000, 0.0000), (50.0000, 0.0000, -2.5000), 4.3065),
    ((50.0000, 2.5000, 0.0000), (73.0000, 25.0000, -18.0000), 27.1492),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]

# What the ten hues achieve as drawn, rounded down. Ten categories cannot all lie far apart
# for a dichromat, so textures and marks tell the nearest pairs apart; those that share a
# district's stripes stay well apart in colour alone.
FLOORS = {"normal": 9.5, "protanopia": 5.6, "deuteranopia": 4.9, "tritanopia": 7.6}
FLOORS_IN_ONE_DISTRICT = {
    "normal": 17.5,
    "protanopia": 10.5,
    "deuteranopia": 10.5,
    "tritanopia": 8.6,
}


def _rows(table: str) -> list[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def colours() -> dict[str, str]:
    return {row["id"]: row["colour"] for row in _rows("industries")}


@pytest.fixture(scope="module")
def striped_together() -> set[frozenset[str]]:
    of_district = defaultdict(list)
    for row in _rows("specialisations"):
        of_district[row["district"]].append(row["industry"])
    return {frozenset(pair) for found in of_district.values() for pair in combinations(found, 2)}


@pytest.mark.parametrize(("one", "two", "expected"), SHARMA)
def test_difference_matches_the_published_pairs(one, two, expected) -> None:
    assert colour_vision.difference(one, two) == pytest.approx(expected, abs=5e-5)
    assert colour_vision.difference(two, one) == pytest.approx(expected, abs=5e-5)


def test_difference_broadcasts() -> None:
    lab = np.array([(50.0, 0.0, 0.0), (60.0, 0.0, 0.0)])
    lightness_weight = 1 + 0.015 * (55 - 50) ** 2 / (20 + (55 - 50) ** 2) ** 0.5
    expected = [0.0, 10 / lightness_weight]
    assert colour_vision.difference(lab, lab[0]).tolist() == pytest.approx(expected)


@pytest.mark.parametrize(
    ("rgb", "lab"),
    [((1, 1, 1), (100, 0, 0)), ((0, 0, 0), (0, 0, 0)), ((1, 0, 0), (53.24, 80.09, 67.20))],
)
def test_to_lab_of_known_colours(rgb, lab) -> None:
    assert colour_vision.to_lab(rgb) == pytest.approx(lab, abs=0.02)


def test_from_linear_undoes_to_linear() -> None:
    values = np.linspace(0, 1, 11)
    assert colour_vision.from_linear(colour_vision.to_linear(values)) == pytest.approx(values)


@pytest.mark.parametrize("vision", colour_vision.VISIONS)
def test_simulate_leaves_greys_grey(vision: str) -> None:
    assert colour_vision.simulate((0.5, 0.5, 0.5), vision) == pytest.approx([0.5] * 3, abs=1e-5)


def test_simulate_makes_red_and_green_alike_for_a_deuteranope() -> None:
    red, green = (0.75, 0.35, 0.25), (0.47, 0.50, 0.25)
    apart = {
        vision: float(
            colour_vision.difference(
                colour_vision.to_lab(colour_vision.simulate(red, vision)),
                colour_vision.to_lab(colour_vision.simulate(green, vision)),
            )
        )
        for vision in ("normal", "deuteranopia")
    }
    assert apart["deuteranopia"] < apart["normal"] / 3


def test_simulate_refuses_an_unknown_vision() -> None:
    with pytest.raises(ValueError, match="achromatopsia"):
        colour_vision.simulate((0, 0, 0), "achromatopsia")


@pytest.mark.parametrize("vision", colour_vision.VISIONS)
def test_separations_keep_their_floor(colours: dict[str, str], vision: str) -> None:
    found = colour_vision.separations(colours, vision)
    assert len(found) == 45
    assert min(found.values()) >= FLOORS[vision], sorted(found.items(), key=lambda kv: kv[1])[:3]


@pytest.mark.parametrize("vision", colour_vision.VISIONS)
def test_separations_of_industries_in_one_district(
    colours: dict[str, str], striped_together: set[frozenset[str]], vision: str
) -> None:
    found = colour_vision.separations(colours, vision)
    assert len(striped_together) == 9
    assert min(found[pair] for pair in striped_together) >= FLOORS_IN_ONE_DISTRICT[vision]
