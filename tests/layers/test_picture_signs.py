"""Signs on a picture: where strokes, links and places lie, and how they are told apart."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from geo.catalogue import Catalogue
from geo.errors import UnknownIdError
from layers.picture_shapes import Shapes, city_shapes
from layers.picture_signs import AREA_FROM_M, draw_areas, draw_belts, draw_links, sign_boxes


@pytest.fixture(scope="module")
def shapes(catalogue: Catalogue) -> Shapes:
    return city_shapes(catalogue, "shanghai")


@pytest.fixture
def root() -> ET.Element:
    return ET.Element("svg")


def test_a_belt_is_a_stroke_in_its_casing_with_numbered_anchors(
    root: ET.Element, catalogue: Catalogue, shapes: Shapes
) -> None:
    draw_belts(root, catalogue, shapes, ["east"], 2)
    casing, stroke = root.findall("path")
    assert (casing.get("class"), stroke.get("class")) == ("casing", "stroke")
    assert casing.get("d") == stroke.get("d")
    assert float(casing.get("stroke-width", "")) > float(stroke.get("stroke-width", ""))
    assert stroke.get("stroke") == catalogue.belt("east").colour
    assert stroke.get("d", "").count("L") == 32
    members = [row for row in catalogue.belt_members if row.belt == "east"]
    spots = [(float(c.get("cx", "")), float(c.get("cy", ""))) for c in root.findall("circle")]
    assert spots == [shapes.place(row.lon, row.lat) for row in members]
    assert [text.text for text in root.findall("text")] == ["1", "2"]


def test_anchors_lie_over_every_stroke(
    root: ET.Element, catalogue: Catalogue, shapes: Shapes
) -> None:
    draw_belts(root, catalogue, shapes, ["west", "east"], 2)
    tags = [child.tag for child in root]
    assert tags.index("circle") == 4
    assert "path" not in tags[4:]


def test_a_link_is_dotted(root: ET.Element, catalogue: Catalogue, shapes: Shapes) -> None:
    draw_links(root, catalogue, shapes, ["renxing-link"], 2)
    (line,) = root.findall("path")
    assert line.get("stroke-dasharray") == "0 12"
    ends = sorted(
        (row for row in catalogue.strokes if row.id == "renxing-link"), key=lambda row: row.order
    )
    expected = "L".join("{:g} {:g}".format(*shapes.place(row.lon, row.lat)) for row in ends)
    assert line.get("d") == f"M{expected}"


def test_a_rough_position_is_a_dashed_circle_of_that_size(
    root: ET.Element, catalogue: Catalogue, shapes: Shapes
) -> None:
    rough = catalogue.site("sh-zhangjiang")
    exact = catalogue.site("sh-changyang-campus")
    assert exact.precision_m < AREA_FROM_M <= rough.precision_m
    draw_areas(root, catalogue, shapes, [rough.id, exact.id], 2)
    area, mark = root.findall("circle")
    assert area.get("class") == "area"
    assert area.get("stroke-dasharray")
    assert float(area.get("r", "")) == pytest.approx(shapes.length(rough.precision_m, rough.lat))
    assert mark.get("class") is None
    assert mark.get("r") == "10"


def test_what_does_not_exist_is_named(
    root: ET.Element, catalogue: Catalogue, shapes: Shapes
) -> None:
    with pytest.raises(UnknownIdError, match="atlantis"):
        draw_belts(root, catalogue, shapes, ["atlantis"], 1)
    with pytest.raises(UnknownIdError, match="atlantis"):
        draw_areas(root, catalogue, shapes, ["atlantis"], 1)


def test_names_must_keep_clear_of_numbers_and_marks_only(
    catalogue: Catalogue, shapes: Shapes
) -> None:
    boxes = sign_boxes(
        catalogue,
        shapes,
        2,
        belts=["east"],
        areas=["sh-zhangjiang", "sh-changyang-campus"],
        circles=["sh-xuhui-riverside"],
    )
    assert len(boxes) == 4  # two numbers, one mark, the mark amid a circle
    member = next(row for row in catalogue.belt_members if row.belt == "east")
    x, y = shapes.place(member.lon, member.lat)
    assert boxes[0] == (x - 15, y - 15, x + 15, y + 15)
    site = catalogue.site("sh-changyang-campus")
    x, y = shapes.place(site.lon, site.lat)
    assert boxes[2] == (x - 10, y - 10, x + 10, y + 10)
