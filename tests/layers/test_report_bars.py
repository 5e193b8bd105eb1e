import re
from pathlib import Path

import pytest

from geo.exports.report.blocks import Bar, Bars, Part
from layers import palette
from layers.report_bars import KINDS, bar_items, kind_colour
from layers.report_items import Maker
from layers.sheet_canvas import Canvas
from layers.sheet_fonts import SheetFonts


@pytest.fixture(scope="module")
def fonts(tmp_path_factory):
    return SheetFonts(tmp_path_factory.getbasetemp() / "fonts")


def drawn(fonts, bars):
    canvas = Canvas((210.0, 297.0), fonts)
    shapes = []
    path = canvas.path
    canvas.path = lambda outline, **look: shapes.append((outline, look)) or path(outline, **look)
    items = bar_items(Maker(fonts, 100.0), bars)
    for item in items:
        item.draw(canvas, 0, 200)
    return items, canvas.texts, shapes


def width(outline):
    xs = outline.vertices[:, 0]
    return xs.max() - xs.min()


def test_pieces_are_as_long_as_their_share_and_carry_their_number(fonts):
    bars = Bars("Title", ("rent", "room"), (Bar("a", "0.75", (Part(0.5, 0), Part(0.25, 1))),))
    items, texts, shapes = drawn(fonts, bars)
    track, *pieces = [width(outline) for outline, _ in shapes[2:]]  # two squares of the key first

    assert pieces == pytest.approx([0.5 * track - 0.2, 0.25 * track - 0.2])
    assert texts == ["Title", "1 rent", "2 room", "a", "1", "2", "0.75"]
    assert not items[-1].is_kept


def test_pieces_never_leave_the_track(fonts):
    bars = Bars("", ("a",), (Bar("a", "", (Part(0.9, 0), Part(0.5, 0), Part(-0.2, 0))),))
    _, _, shapes = drawn(fonts, bars)
    track, *pieces = [outline for outline, _ in shapes]

    assert len(pieces) == 2
    assert max(p.vertices[:, 0].max() for p in pieces) <= track.vertices[:, 0].max()


def test_bars_stay_together(fonts):
    bars = Bars("", ("a",), tuple(Bar(str(k), "", ()) for k in range(4)))
    items, _, _ = drawn(fonts, bars)

    assert [item.is_kept for item in items] == [True, True, True, False]


def test_fills_stand_out_from_the_track_and_begin_anew():
    assert kind_colour(len(KINDS)) == KINDS[0]
    assert all(palette.contrast(colour, palette.PANEL) > 1.9 for colour in KINDS)


def test_a_criterion_has_one_colour_on_paper_and_on_every_page():
    styles = (Path(__file__).parents[2] / "static" / "css").glob("planner*.css")

    on_pages = [
        hue for sheet in styles for hue in re.findall(r"--hue-\d+: (#\w+);", sheet.read_text())
    ]

    assert on_pages == list(KINDS)
