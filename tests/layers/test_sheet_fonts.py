import logging

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from matplotlib.font_manager import fontManager

from layers.font_subset import FontError
from layers.sheet_fonts import ABSENT, SHIPPED, STAND_INS, SheetFonts, unpack

RARE = "\U00030000"
"""A character that no font of a usual machine has."""


@pytest.fixture
def fonts(tmp_path_factory):
    return SheetFonts(tmp_path_factory.getbasetemp() / "fonts", stand_ins=())


@pytest.fixture
def stand_in(tmp_path):
    """An installed font that has the rare character."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "rare"])
    builder.setupCharacterMap({ord(RARE): "rare"})
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((500, 900))
    pen.lineTo((1000, 0))
    pen.closePath()
    glyph = pen.glyph()
    builder.setupGlyf({".notdef": glyph, "rare": glyph})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "rare": (1000, 0)})
    builder.setupHorizontalHeader(ascent=900, descent=-100)
    builder.setupNameTable({"familyName": "Rare Sans", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    path = tmp_path / "rare.ttf"
    builder.save(path)
    before = list(fontManager.ttflist)
    fontManager.addfont(path)
    yield "Rare Sans"
    fontManager.ttflist[:] = before


def test_a_shipped_font_is_unpacked_once(tmp_path):
    source = SHIPPED / "renxing-sans-400.woff2"
    first = unpack(source, tmp_path)
    stamp = first.stat().st_mtime_ns

    assert unpack(source, tmp_path) == first
    assert first.stat().st_mtime_ns == stamp
    assert [path.name for path in tmp_path.iterdir()] == [first.name]


def test_an_unpacked_font_holds_the_same_characters(tmp_path):
    source = SHIPPED / "renxing-serif-600.woff2"
    with TTFont(source) as packed, TTFont(unpack(source, tmp_path)) as plain:
        assert plain.flavor is None
        assert plain.getBestCmap().keys() == packed.getBestCmap().keys()
        assert "glyf" in plain


def test_a_font_that_is_missing_says_how_to_make_it(tmp_path):
    with pytest.raises(FontError, match=r"python -m layers\.fonts"):
        unpack(tmp_path / "none.woff2", tmp_path)


def test_texts_become_one_line_without_control_characters(fonts):
    assert fonts.clean(" 徐汇\n区\t x\u202e\u0007 ") == "徐汇 区 x"


def test_a_text_is_as_wide_as_its_characters(fonts):
    em = fonts.width_mm("汇", "sans", 10)

    assert em == pytest.approx(10 * 25.4 / 72)
    assert fonts.width_mm("徐汇", "sans", 10) == pytest.approx(2 * em)
    assert fonts.width_mm("ill", "sans", 10) < fonts.width_mm("mmm", "sans", 10)
    assert fonts.width_mm("汇", "sans", 20) == pytest.approx(2 * em)


def test_a_character_that_no_font_has_is_reported_not_hidden(fonts, caplog):
    with caplog.at_level(logging.WARNING):
        assert fonts.clean(f"徐{RARE}汇") == f"徐{ABSENT}汇"

    assert fonts.absent == {RARE}
    assert "U+30000" in caplog.text


def test_a_character_is_told_of_once(fonts, caplog):
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            fonts.clean(RARE)

    assert caplog.text.count("U+30000") == 1


def test_a_numeral_of_its_own_is_written_with_letters(fonts):
    """Ⅲ is in no shipped font; what it means is."""
    assert fonts.clean("鹏城云脑Ⅲ") == "鹏城云脑III"
    assert fonts.absent == set()


def test_quotation_marks_are_narrow_where_nothing_is_chinese(fonts):
    assert fonts.clean("“4+X” layout of Shanghai’s plan") == '"4+X" layout of Shanghai\'s plan'
    assert fonts.clean("“4+X”总体布局") == "“4+X”总体布局"


def test_a_font_of_the_machine_stands_in(tmp_path, stand_in):
    fonts = SheetFonts(tmp_path / "fonts", stand_ins=("No Such Font", stand_in))

    assert fonts.clean(f"徐{RARE}") == f"徐{RARE}"
    assert fonts.absent == set()
    assert stand_in in fonts.properties("name", 9).get_family()
    assert fonts.width_mm(RARE, "name", 10) == pytest.approx(10 * 25.4 / 72)
    assert not fonts.has_outlines_of_type2


def test_other_sheets_do_not_take_the_stand_in(tmp_path, stand_in):
    SheetFonts(tmp_path / "fonts", stand_ins=(stand_in,)).clean(RARE)

    assert stand_in not in SheetFonts(tmp_path / "fonts").properties("name", 9).get_family()


def test_the_signs_of_formulas_can_be_written_on_every_machine(tmp_path):
    # matplotlib's own font has them; it comes with the requirements.
    fonts = SheetFonts(tmp_path / "fonts", stand_ins=STAND_INS[-1:])

    # A raised sign that the shipped fonts lack is written on the line.
    assert fonts.clean("Σw² √Σx² D⁺/(D⁺ + D⁻)") == "Σw² √Σx² D+/(D+ + D−)"  # noqa: RUF001
    assert not fonts.absent
