import io
import itertools
import subprocess

import numpy as np
import pytest
from PIL import Image

from geo.catalogue import read_catalogue
from layers import palette
from layers.boxes import is_free
from layers.registry import layer_specs
from layers.sheet import draw_header, draw_sheet
from layers.sheet_canvas import Canvas
from layers.sheet_fonts import SheetFonts
from layers.sheet_scene import make_scene
from tests.browser.hostile import write_hostile_catalogue
from tests.layers.ordering import SKETCH, make_order


@pytest.fixture(scope="module")
def fonts(tmp_path_factory):
    return tmp_path_factory.getbasetemp() / "fonts"


@pytest.fixture
def draw(catalogue, fonts):
    """Draw a sheet of the real catalogue; gives the sheet and its order."""

    def draw(cities=("shanghai",), **options):
        order = make_order(catalogue, cities, **options)
        return draw_sheet(catalogue, order, SheetFonts(fonts)), order

    return draw


def run(tool, data, tmp_path, *options):
    path = tmp_path / "sheet.pdf"
    path.write_bytes(data)
    output = ["-"] if tool == "pdftotext" else []
    return subprocess.run(
        [tool, *options, path, *output], capture_output=True, check=True
    ).stdout.decode()


def colours(data):
    """Every colour of a picture with its share."""
    with Image.open(io.BytesIO(data)) as image:
        found = np.asarray(image.convert("RGB")).reshape(-1, 3)
    values, counts = np.unique(found, axis=0, return_counts=True)
    return {palette.to_hex(v / 255): n / len(found) for v, n in zip(values, counts, strict=True)}


def everything(catalogue):
    return tuple(spec.id for spec in layer_specs(catalogue))


@pytest.mark.parametrize(
    ("paper", "size"), [("a4", "841.89 x 595.276"), ("a3", "1190.55 x 841.89")]
)
def test_the_page_has_the_size_of_its_paper(draw, tmp_path, paper, size):
    sheet, order = draw(paper=paper)
    info = run("pdfinfo", sheet.save(order), tmp_path)

    assert f"{size} pts" in info
    assert "Pages:           1" in info


@pytest.mark.parametrize(("paper", "dpi"), [("a4", 150), ("a4", 300), ("a3", 200)])
def test_a_picture_has_the_size_of_its_paper(draw, paper, dpi):
    sheet, order = draw(("shenzhen",), paper=paper, dpi=dpi, format="png")
    with Image.open(io.BytesIO(sheet.save(order))) as image:
        width, height = order.size_mm
        assert image.size == pytest.approx((width / 25.4 * dpi, height / 25.4 * dpi), abs=1)
        assert image.info["dpi"] == pytest.approx((dpi, dpi), abs=0.1)


def box_of(canvas, line):
    """Measure where a line of text stands: left, bottom, right, top in mm."""
    size = line.font.get_size_in_points()
    face = "name" if "Serif" in line.font.get_family()[0] else "sans"
    width, em = canvas.fonts.width_mm(line.text, face, size), size * 25.4 / 72
    return line.x, line.y - 0.2 * em, line.x + width, line.y + 0.8 * em


LONG = "Renxing Atlas · Administrative Committee of a Development Zone with a Name of Two Lines"


@pytest.mark.parametrize("paper", ["a4", "a3"])
@pytest.mark.parametrize(
    ("title", "subtitle"),
    [
        ("人形图 · 上海", "全部文件"),
        ("Renxing Atlas · Shanghai and Shenzhen", "Selected: " + "district " * 12),
        (LONG, "All documents"),
        (LONG * 4, "All documents · " * 20),
        ("长" * 120, "全部文件" * 60),
    ],
)  # fmt: skip
def test_the_texts_above_a_map_keep_apart_whatever_their_length(fonts, paper, title, subtitle):
    canvas = Canvas({"a4": (297, 210), "a3": (420, 297)}[paper], SheetFonts(fonts))
    draw_header(canvas, title, subtitle)
    lines = [line for line in canvas.drawn if hasattr(line, "text")]
    boxes = [box_of(canvas, line) for line in lines]

    for one, other in itertools.combinations(boxes, 2):
        assert is_free(one, [other])
    margin = 10 * canvas.factor
    for left, bottom, right, top in boxes:
        assert margin - 0.1 <= left < right <= canvas.width - margin + 0.1
        assert canvas.height - 22 * canvas.factor < bottom < top < canvas.height - margin / 2
    assert canvas.texts[0][:2] == title[:2]


def test_texts_are_texts(draw, tmp_path):
    sheet, order = draw()
    text = run("pdftotext", sheet.save(order), tmp_path)

    for word in ("上海", "徐汇", "浦东", "智能医疗", "文件未列", "西带", "临港新片区",
                 "WGS-84", "EPSG:32651", "2026-11-21", SKETCH["zh"],
                 "《新一代人工智能相关政策解读》"):  # fmt: skip
        assert word in text, word


def test_english_sheets_speak_english(draw, tmp_path):
    sheet, order = draw(language="en")
    text = run("pdftotext", sheet.save(order), tmp_path)

    for word in ("Shanghai", "Xuhui", "Intelligent healthcare", "Not listed", SKETCH["en"]):
        assert word in text, word
    assert "徐汇" not in text


def test_fonts_are_embedded(draw, tmp_path):
    sheet, order = draw()
    rows = [line.split() for line in run("pdffonts", sheet.save(order), tmp_path).splitlines()[2:]]

    assert rows
    assert all("Renxing" in row[0] and row[-5:-2] == ["yes"] * 3 for row in rows)
    assert len(sheet.save(order)) < 600_000


def test_the_colours_are_those_of_the_screen(catalogue, draw):
    sheet, order = draw(format="png", dpi=300)
    found = colours(sheet.save(order))

    for industry in catalogue.industries:
        assert found.get(palette.fill(industry.colour), 0) > 2e-4, industry.id
    assert found[palette.WATER] > 0.1
    assert found[palette.PAPER] > 0.1


def test_belts_are_drawn_over_the_districts(draw):
    on, order = draw(format="png", dpi=150)
    off, _ = draw(format="png", dpi=150, off=("belt-west", "belt-east"))
    stroke = {name for name in colours(on.save(order)) if _near(name, "#b94c41")}

    assert stroke
    assert not stroke & {n for n, part in colours(off.save(order)).items() if part > 1e-3}


def _near(one, two):
    pairs = zip(palette.to_rgb(one), palette.to_rgb(two), strict=True)
    return all(abs(a - b) < 0.02 for a, b in pairs)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("paper", ["a4", "a3"])
@pytest.mark.parametrize("city", ["shanghai", "shenzhen"])
def test_names_do_not_collide(catalogue, draw, city, paper, language):
    sheet, _ = draw((city,), paper=paper, language=language, on=everything(catalogue))
    (frame,) = sheet.frames

    assert len(sheet.labels) > 8
    for a, b in itertools.combinations([label.box for label in sheet.labels], 2):
        assert not (a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3])
    for x0, y0, x1, y1 in (label.box for label in sheet.labels):
        assert frame.holds(x0, y0)
        assert frame.holds(x1, y1)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_district_is_named(catalogue, draw, language):
    for city in ("shanghai", "shenzhen"):
        sheet, _ = draw((city,), language=language)
        named = {label.area for label in sheet.labels if label.area}

        assert named == {row.adcode for row in catalogue.districts_of(city)}


def test_nothing_is_written_outside_the_page(catalogue, draw):
    for language, paper in itertools.product(("zh", "en"), ("a4", "a3")):
        sheet, order = draw(
            ("shanghai", "shenzhen"), language=language, paper=paper, on=everything(catalogue)
        )
        width, height = order.size_mm
        lines = [line for line in sheet.canvas.drawn if hasattr(line, "text")]
        for line in lines:
            size = line.font.get_size()
            face = "name" if "Serif" in line.font.get_family()[0] else "sans"
            right = line.x + sheet.canvas.fonts.width_mm(line.text, face, size)
            assert line.x > 5, line.text
            assert right < width - 5 or line.rotation, line.text
            assert 5 < line.y < height - 5, line.text


def test_both_cities_are_two_maps_at_one_scale(draw):
    sheet, _ = draw(("shanghai", "shenzhen"), paper="a3")
    shanghai, shenzhen = sheet.frames

    assert (shanghai.epsg, shenzhen.epsg) == (32651, 4547)
    assert shanghai.denominator == shenzhen.denominator
    assert shanghai.rect.right < shenzhen.rect.x
    assert {"上海市", "深圳市"} <= set(sheet.canvas.texts)


def test_a_viewpoint_is_honoured(draw):
    whole, _ = draw()
    near, _ = draw(centres=((31.18, 121.44, 12.0),))
    (frame,) = near.frames
    rect = frame.rect
    middle = frame.degrees([(rect.x + rect.width / 2, rect.y + rect.height / 2)])[0]

    assert middle == pytest.approx((121.44, 31.18), abs=1e-6)
    assert frame.denominator < whole.frames[0].denominator / 3
    assert "崇明" not in near.canvas.texts


def test_each_map_has_its_own_viewpoint(draw):
    sheet, _ = draw(("shanghai", "shenzhen"), centres=((31.2, 121.4, 11.0), None))

    assert sheet.frames[0].denominator < sheet.frames[1].denominator


def test_the_selected_district_is_outlined(draw):
    plain, _ = draw()
    sheet, _ = draw(selection=("district", "310104"))
    heavy = [
        shape
        for shape in sheet.canvas.drawn
        if getattr(shape, "stroke", None) == palette.INK and shape.width_pt > 1.5
    ]

    assert len(heavy) == 1
    assert len(sheet.canvas.drawn) == len(plain.canvas.drawn) + 1


def test_opacity_reaches_the_fills(catalogue, draw):
    sheet, order = draw(format="png", dpi=150, opacity={"industries": 0.4})
    colour = catalogue.industry("chip-design").colour
    found = colours(sheet.save(order))

    assert found[palette.mix(palette.fill(colour), palette.WATER, 0.4)] > 0.02


@pytest.mark.parametrize("paper", ["a4", "a3"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sign_of_a_rough_place_stands_within_its_area_or_nowhere(
    draw, catalogue, monkeypatch, paper, language
):
    """Beside its circle a sign would say that the place is there."""
    signs = []
    monkeypatch.setattr("layers.sheet_names.draw_sign", lambda _, *sign: signs.append(sign))
    sheet, order = draw(paper=paper, language=language, on=("parks", "new-cities"))
    (frame,) = sheet.frames
    areas = [
        (site.symbol, *frame.to_mm([site.at])[0], site.row.precision_m * frame.mm_per_m)
        for site in make_scene(catalogue, order, "shanghai").sites
        if site.row.precision_m >= 1000
    ]

    assert signs
    for symbol, x, y, _ in signs:
        assert any(
            kind == symbol and np.hypot(x - east, y - north) <= radius
            for kind, east, north, radius in areas
        )


def test_a_review_number_takes_the_place_of_the_note(draw):
    sheet, _ = draw(review="沪S(2024)1号", is_reviewed=True)

    assert "沪S(2024)1号" in sheet.canvas.texts
    assert SKETCH["zh"] not in sheet.canvas.texts


def test_missing_characters_are_confessed_on_the_sheet(catalogue, fonts):
    order = make_order(catalogue, title="人形图 · 上\U00030000海")
    sheet = draw_sheet(catalogue, order, SheetFonts(fonts, stand_ins=()))

    assert any("U+30000" in text for text in sheet.canvas.texts)
    assert "上□海" in sheet.canvas.texts


def test_hostile_names_are_drawn_literally(tmp_path, fonts):
    hostile = read_catalogue(write_hostile_catalogue(tmp_path))
    order = make_order(hostile, ("shanghai",), on=everything(hostile))
    sheet = draw_sheet(hostile, order, SheetFonts(fonts))
    text = run("pdftotext", sheet.save(order), tmp_path, "-raw")

    assert "1337" not in text
    for word in ("{{ 7*191 }}", "<img src=x", "${window.fired=3}"):
        assert word.replace(" ", "") in text.replace(" ", "").replace("\n", ""), word


def test_the_same_order_gives_the_same_bytes(draw):
    first, order = draw(("shenzhen",))
    second, _ = draw(("shenzhen",))

    assert first.save(order) == second.save(order)
