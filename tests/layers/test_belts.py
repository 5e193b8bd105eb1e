import dataclasses
import math

import pytest

from geo.tables import StrokePoint
from layers import belts
from layers.belts import STROKE_SEGMENTS, stroke_line


def point(order, lon, lat):
    return StrokePoint(
        source="map", status="editorial", note="drawn", id="line", structure="s", kind="stroke",
        order=order, lon=lon, lat=lat,
    )  # fmt: skip


def by_id(catalogue):
    return {spec.id: spec for spec in belts.specs(catalogue)}


def test_the_west_belt_has_its_seven_districts_from_north_to_south(catalogue):
    west = by_id(catalogue)["belt-west"]
    named = {row.id: row.district for row in catalogue.sites}

    adcodes = [named.get(member, member) for _, member in west.members]
    names = [catalogue.district(adcode).short_zh for adcode in adcodes]
    assert names == ["宝山", "杨浦", "普陀", "长宁", "徐汇", "闵行", "松江"]


def test_the_east_belt_has_its_two_ends(catalogue):
    assert by_id(catalogue)["belt-east"].members == (
        ("shanghai", "sh-zhangjiang"),
        ("shanghai", "sh-lingang"),
    )


def test_an_open_list_is_said_to_be_open(catalogue):
    west, east = by_id(catalogue)["belt-west"], by_id(catalogue)["belt-east"]

    assert "等" in west.note_zh
    assert "等" in west.note_en
    assert "等" not in east.note_zh + east.note_en


def test_every_belt_says_that_its_line_is_ours(catalogue):
    for name in ("belt-west", "belt-east"):
        assert "线形为示意" in by_id(catalogue)[name].note_zh
        assert "drawn line is ours" in by_id(catalogue)[name].note_en


def test_the_link_says_that_no_document_states_it(catalogue):
    link = by_id(catalogue)["link-renxing-link"]

    assert (link.group, link.kind, link.symbol) == ("structure", "link", "link")
    assert link.title_zh == "示意连接（文件未写）"
    assert link.members == (("shanghai", "renxing-link"),)


def test_a_link_without_a_label_gets_the_same_words(catalogue):
    bare = tuple(
        row.model_copy(update={"label_zh": "", "label_en": ""}) for row in catalogue.strokes
    )
    link = by_id(dataclasses.replace(catalogue, strokes=bare))["link-renxing-link"]

    assert link.title_zh == "示意连接（文件未写）"
    assert "not in the document" in link.title_en


def test_without_belts_and_links_there_is_no_layer(catalogue):
    empty = dataclasses.replace(catalogue, belts=(), belt_members=(), strokes=())

    assert belts.specs(empty) == []


def test_stroke_line_of_three_points_is_a_quadratic_curve():
    line = stroke_line([point(1, 0, 0), point(2, 1, 2), point(3, 2, 0)])

    assert len(line) == STROKE_SEGMENTS + 1
    assert line[0] == (0, 0)
    assert line[-1] == (0, 2)
    # At its middle a quadratic curve lies half way from the chord to the control point.
    assert line[STROKE_SEGMENTS // 2] == (1, 1)


def test_stroke_line_takes_the_points_in_their_order():
    points = [point(1, 0, 0), point(2, 1, 2), point(3, 2, 0)]

    assert stroke_line(reversed(points)) == stroke_line(points)


def test_stroke_line_gives_latitude_first():
    assert stroke_line([point(1, 121.5, 31.2), point(2, 121.9, 30.9)]) == [
        (31.2, 121.5),
        (30.9, 121.9),
    ]


@pytest.mark.parametrize("count", [0, 1, 2, 4, 5])
def test_stroke_line_of_any_other_number_is_a_polyline(count):
    points = [point(order, order, order * order) for order in range(1, count + 1)]

    assert stroke_line(points) == [(row.lat, row.lon) for row in points]


def test_stroke_line_is_rounded_to_a_metre():
    line = stroke_line([point(1, 0, 0), point(2, 1 / 3, 2 / 3), point(3, 1, 1)])

    assert all(round(value, 5) == value for position in line for value in position)


def test_the_drawn_curves_are_smooth_to_the_eye(catalogue):
    """No piece of a curve is longer than 3 km, and none bends by more than 6 degrees."""
    for belt in catalogue.belts:
        line = stroke_line(
            row for row in catalogue.strokes if row.belt == belt.id and row.kind == "stroke"
        )
        steps = [
            ((b[1] - a[1]) * math.cos(math.radians(31)), b[0] - a[0])
            for a, b in zip(line, line[1:], strict=False)
        ]
        headings = [math.degrees(math.atan2(dy, dx)) for dx, dy in steps]
        bends = [abs(b - a) for a, b in zip(headings, headings[1:], strict=False)]
        assert max(math.hypot(*step) * 111.2 for step in steps) < 3
        assert max(min(bend, 360 - bend) for bend in bends) < 6
