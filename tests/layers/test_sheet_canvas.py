import io
import subprocess

import numpy as np
import pytest
from matplotlib.transforms import Affine2D
from PIL import Image

from layers import palette
from layers.sheet_canvas import Canvas, Rect, circle, polyline, rectangle, rounded
from layers.sheet_fonts import SheetFonts

HOSTILE = "$x_1$ \\frac{1}{2} {{ 7*191 }} ^a_b %d &amp; <b>"


@pytest.fixture
def canvas(tmp_path_factory):
    fonts = SheetFonts(tmp_path_factory.getbasetemp() / "fonts", stand_ins=())
    return Canvas((297, 210), fonts)


def picture(canvas, dpi=150):
    with Image.open(io.BytesIO(canvas.save("png", dpi, title="x"))) as image:
        return image.convert("RGB")


def colour_at(image, canvas, x, y):
    scale = image.width / canvas.width
    return palette.to_hex(v / 255 for v in image.getpixel((x * scale, image.height - y * scale)))


def text_of(data, tmp_path, *options):
    path = tmp_path / "page.pdf"
    path.write_bytes(data)
    done = subprocess.run(["pdftotext", *options, path, "-"], capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.parametrize("dpi", [150, 300])
def test_a_picture_has_the_size_of_its_paper(canvas, dpi):
    image = picture(canvas, dpi)

    assert image.size == pytest.approx((297 / 25.4 * dpi, 210 / 25.4 * dpi), abs=1)


def test_lengths_are_millimetres_from_the_lower_left(canvas):
    canvas.path(rectangle(Rect(10, 20, 30, 40)), fill="#112233")
    image = picture(canvas)

    assert colour_at(image, canvas, 11, 21) == "#112233"
    assert colour_at(image, canvas, 39, 59) == "#112233"
    assert colour_at(image, canvas, 9, 21) == palette.PAPER
    assert colour_at(image, canvas, 11, 61) == palette.PAPER


def test_what_comes_later_lies_on_top(canvas):
    canvas.path(rectangle(Rect(10, 10, 10, 10)), fill="#ff0000")
    canvas.path(rectangle(Rect(10, 10, 10, 10)), fill="#0000ff")

    assert colour_at(picture(canvas), canvas, 15, 15) == "#0000ff"


def test_a_path_is_cut_at_its_clip(canvas):
    box = rectangle(Rect(10, 10, 40, 40))
    canvas.path(box, fill="#ff0000", clip=circle(30, 30, 5))
    image = picture(canvas)

    assert colour_at(image, canvas, 30, 30) == "#ff0000"
    assert colour_at(image, canvas, 12, 12) == palette.PAPER


def test_opacity_mixes_as_the_palette_does(canvas):
    canvas.path(rectangle(Rect(10, 10, 10, 10)), fill="#4080c8", alpha=0.5)

    found = palette.to_rgb(colour_at(picture(canvas), canvas, 15, 15))
    assert found == pytest.approx(palette.to_rgb(palette.fill("#4080c8")), abs=1.5 / 255)


def test_dashes_leave_gaps(canvas):
    canvas.path(polyline([(10, 10), (60, 10)]), stroke="#000000", width_px=4, dash_px=(20, 20))
    image = picture(canvas)
    px = canvas.px

    assert colour_at(image, canvas, 10 + 10 * px, 10) == "#000000"
    assert colour_at(image, canvas, 10 + 30 * px, 10) == palette.PAPER


def test_round_corners_are_round(canvas):
    canvas.path(rounded(Rect(10, 10, 20, 20), 8), fill="#000000")
    image = picture(canvas)

    assert colour_at(image, canvas, 11, 11) == palette.PAPER
    assert colour_at(image, canvas, 20, 20) == "#000000"
    assert colour_at(image, canvas, 10.5, 20) == "#000000"


def test_signs_grow_with_the_paper(canvas):
    large = Canvas((420, 297), canvas.fonts)

    assert large.px == pytest.approx(1.2 * canvas.px)


@pytest.mark.parametrize("halo", [0, 2])
def test_a_hostile_text_is_written_literally(canvas, tmp_path, halo):
    canvas.text(20, 100, HOSTILE, size=10, halo_px=halo)

    assert text_of(canvas.save("pdf", 300, title="x"), tmp_path).strip() == HOSTILE


def test_the_rim_of_a_text_has_no_mathematics(canvas):
    """The rim is as long as the text: a $ that starts mathematics would shorten it."""
    canvas.text(20, 100, "$x$", size=40, halo_px=0.1, colour=palette.PAPER)
    rim = next(shape for shape in canvas.drawn if getattr(shape, "stroke", None))
    box = rim.path.get_extents(Affine2D(rim.matrix))

    assert box.width == pytest.approx(canvas.fonts.width_mm("$x$", "sans", 40), rel=0.1)


def test_a_text_ends_or_has_its_middle_where_it_is_told(canvas):
    for align in ("left", "center", "right"):
        canvas.text(100, 50, "徐汇", align=align)
    width = canvas.fonts.width_mm("徐汇", "sans", 8)
    lines = [artist for artist in canvas.drawn if hasattr(artist, "text")]

    assert [line.x for line in lines] == pytest.approx([100, 100 - width / 2, 100 - width])


def test_a_turned_text_runs_upwards(canvas):
    canvas.text(100, 50, "MMMM", size=30, align="center", rotation=90)
    dark = np.argwhere(np.asarray(picture(canvas).convert("L")) < 100)

    assert np.ptp(dark[:, 0]) > 3 * np.ptp(dark[:, 1])
    middle = canvas.height - np.mean(dark[:, 0]) / 150 * 25.4
    assert middle == pytest.approx(50, abs=1)


def test_fonts_are_embedded_and_cut_down(canvas, tmp_path):
    canvas.text(20, 100, "徐汇 Xuhui", face="name")
    canvas.text(20, 90, "徐汇 Xuhui")
    path = tmp_path / "page.pdf"
    path.write_bytes(canvas.save("pdf", 300, title="x"))
    done = subprocess.run(["pdffonts", path], capture_output=True, check=True, text=True)
    rows = [line.split() for line in done.stdout.splitlines()[2:]]

    assert {row[0].partition("+")[2] for row in rows} == {"RenxingSerif-W600", "RenxingSans-W400"}
    assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows)  # embedded, subset, unicode
    assert len(path.read_bytes()) < 40_000


def test_the_same_page_gives_the_same_bytes(canvas):
    canvas.text(20, 100, "徐汇")

    assert canvas.save("pdf", 300, title="x") == canvas.save("pdf", 300, title="x")


def test_the_file_says_what_it_is(canvas, tmp_path):
    path = tmp_path / "page.pdf"
    path.write_bytes(canvas.save("pdf", 300, title="人形图 · 上海"))
    done = subprocess.run(["pdfinfo", path], capture_output=True, check=True)

    assert "人形图 · 上海" in done.stdout.decode()
    assert "Pages:           1" in done.stdout.decode()
