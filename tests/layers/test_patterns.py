"""Textures: seamless, distinct, small, and composed into bands."""

import csv
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from layers import patterns
from layers.palette import texture_tone

DATA = Path(__file__).parents[2] / "geo" / "data"
TWO = [("#4080c8", "solid"), ("#e89f6a", "vertical")]


def _ends(d: str) -> list[tuple[str, float, float]]:
    """List the straight strokes and starts of a path that lie on the tile's border."""
    found = re.findall(r"([MHV])\s*(-?[\d.]+)(?:\s+(-?[\d.]+))?", d)
    points, x, y = [], 0.0, 0.0
    for command, first, second in found:
        if command == "M":
            x, y = float(first), float(second)
        elif command == "H":
            x = float(first)
        else:
            y = float(first)
        points.append((command, x, y))
    return points


def test_pattern_spec_has_ten_textures_and_the_hatch() -> None:
    assert len(patterns.pattern_spec()) == 11
    assert patterns.NOT_LISTED in patterns.pattern_spec()


def test_pattern_spec_differs_by_motif() -> None:
    motifs = [spec["d"] for spec in patterns.pattern_spec().values()]
    assert len(set(motifs)) == len(motifs)


def test_pattern_spec_is_small_json() -> None:
    assert len(json.dumps(patterns.pattern_spec(), separators=(",", ":"))) < 1300


def test_pattern_spec_is_a_copy() -> None:
    patterns.pattern_spec()["dots"]["d"] = "spoiled"
    assert patterns.pattern_spec()["dots"]["d"] != "spoiled"


@pytest.mark.parametrize("slug", sorted(patterns.pattern_spec()))
def test_pattern_spec_paints_either_line_or_area(slug: str) -> None:
    spec = patterns.pattern_spec()[slug]
    assert (spec["stroke"] is not None) + spec["fill"] == (1 if spec["d"] else 0)


@pytest.mark.parametrize("slug", sorted(patterns.pattern_spec()))
def test_pattern_spec_continues_across_the_tile(slug: str) -> None:
    """A line that leaves the tile at one side enters at the opposite one."""
    spec = patterns.pattern_spec()[slug]
    size = spec["size"]
    on_border = {(x, y) for _, x, y in _ends(spec["d"]) if x in (0, size) or y in (0, size)}
    for x, y in on_border:
        opposite = (size - x, y) if x in (0, size) else (x, size - y)
        assert opposite in on_border or re.search(rf"\s{opposite[0]:g} {opposite[1]:g}$", spec["d"])


def test_industries_use_each_texture_once() -> None:
    with (DATA / "industries.csv").open(encoding="utf-8-sig", newline="") as file:
        used = [row["pattern"] for row in csv.DictReader(file)]
    assert len(set(used)) == len(used) == 10
    assert set(used) <= set(patterns.pattern_spec()) - {patterns.NOT_LISTED}


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_stripe_tile_gives_every_industry_a_band(count: int) -> None:
    bands = [(f"#{i}04080", "dots") for i in range(count)]
    tile = patterns.stripe_tile(bands)
    assert (tile["width"], tile["height"]) == (patterns.BAND * count, patterns.BAND)
    assert [band["x"] for band in tile["bands"]] == [patterns.BAND * i for i in range(count)]
    assert [band["colour"] for band in tile["bands"]] == [colour for colour, _ in bands]
    json.dumps(tile, allow_nan=False)


def test_stripe_tile_darkens_the_tone() -> None:
    assert [band["tone"] for band in patterns.stripe_tile(TWO)["bands"]] == [
        texture_tone(colour) for colour, _ in TWO
    ]


@pytest.mark.parametrize(
    ("bands", "message"),
    [
        ([], "at least one"),
        ([("red", "dots")], "'red'"),
        ([("#4080c8", "plaid")], "'plaid'.*dots"),
        ([("#4080c8", "dots"), ('#4080c8"/>', "dots")], "#rrggbb"),
    ],
)
def test_stripe_tile_names_what_is_wrong(bands, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        patterns.stripe_tile(bands)


def test_tile_svg_is_one_pattern_of_bands() -> None:
    root = ET.fromstring(patterns.tile_svg("both", TWO))
    assert (root.tag, root.get("id"), root.get("width")) == ("pattern", "both", "20")
    assert [node.tag for node in root] == ["rect", "rect", "path"]
    assert root[2].get("transform") == "translate(10)"
    assert root[2].get("stroke") == texture_tone("#e89f6a")


def test_tile_svg_can_be_scaled_and_lie_on_ground_of_its_own() -> None:
    root = ET.fromstring(patterns.tile_svg("both", TWO, scale=2, has_ground=True))
    assert root.get("patternTransform") == "rotate(45) scale(2)"
    assert (root[0].get("class"), root[0].get("width")) == ("ground", "20")


def test_hatch_svg_runs_against_the_bands() -> None:
    root = ET.fromstring(patterns.hatch_svg("none"))
    assert root.get("patternTransform") == "rotate(-45)"
    assert [node.get("class") for node in root] == ["ground", "hatch"]


def test_motif_svg_of_a_filled_motif_has_no_stroke() -> None:
    node = ET.fromstring(patterns.motif_svg("dots", "#333333"))
    assert (node.get("fill"), node.get("stroke")) == ("#333333", None)


def test_motif_svg_of_solid_is_empty() -> None:
    assert patterns.motif_svg("solid", "#333333") == ""
