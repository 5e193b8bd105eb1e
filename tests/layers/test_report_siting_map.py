"""The map of chosen sites: numbers, lines, and the ground that each site serves."""

import dataclasses

import pytest

from layers.report_ground import make_ground
from layers.report_siting_map import draw_siting_map
from layers.sheet_canvas import Canvas, Rect
from layers.sheet_fonts import SheetFonts
from tests.geo.exports.report.subjects import example_subject

RECT = Rect(20, 40, 175, 220)


@pytest.fixture(scope="module")
def fonts(tmp_path_factory):
    return SheetFonts(tmp_path_factory.getbasetemp() / "fonts")


@pytest.fixture(scope="module")
def ground(catalogue):
    return make_ground(catalogue, "shanghai", "zh")


def test_chosen_sites_are_numbered_and_named(catalogue, fonts, ground):
    subject = example_subject(catalogue, "en")
    canvas = Canvas((210.0, 297.0), fonts)
    draw_siting_map(canvas, RECT, ground, subject, subject.siting)

    for number, key in enumerate(subject.siting.open, start=1):
        assert str(number) in canvas.texts
        assert fonts.clean(subject.name(key)) in canvas.texts
        assert f"→ {number}" in canvas.texts  # its ground, not told by colour alone


def test_demand_that_is_not_covered_is_dashed(catalogue, fonts, ground):
    subject = example_subject(catalogue, "en")
    far = subject.siting.assignment.assign(is_covered=False)
    siting = dataclasses.replace(subject.siting, assignment=far)
    canvas = Canvas((210.0, 297.0), fonts)
    dashes, path = [], canvas.path
    canvas.path = lambda line, **look: dashes.append(look.get("dash_px")) or path(line, **look)
    draw_siting_map(canvas, RECT, ground, subject, siting)

    assert dashes.count((3, 3)) == len(far)
