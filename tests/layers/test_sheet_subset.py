import inspect
import io

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from matplotlib.backends import _backend_pdf_ps
from matplotlib.font_manager import FontPath
from matplotlib.ft2font import FT2Font, LoadFlags

from layers.sheet_fonts import SHIPPED, unpack
from layers.sheet_subset import NEEDED, cut, quick_subsets, read_tables

GLYPHS = (".notdef", "base", "unused", "ring", "both", "turned", "blank")


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    path = unpack(SHIPPED / "renxing-serif-600.woff2", tmp_path_factory.getbasetemp() / "fonts")
    return FontPath(str(path), 0)


def square(at, side):
    pen = TTGlyphPen(None)
    pen.moveTo((at, 0))
    pen.lineTo((at, side))
    pen.lineTo((at + side, side))
    pen.closePath()
    return pen.glyph()


@pytest.fixture
def composed(tmp_path):
    """A font of which some glyphs are made of others."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(list(GLYPHS))
    builder.setupCharacterMap({ord("a"): "both"})
    simple = {".notdef": square(0, 500), "base": square(10, 301), "unused": square(7, 99)}
    simple |= {"ring": square(100, 55)}
    pen = TTGlyphPen(dict.fromkeys(simple))
    pen.addComponent("base", (1, 0, 0, 1, 0, 0))
    pen.addComponent("ring", (0.5, 0, 0, 0.5, 400, 700))
    both = pen.glyph()
    pen = TTGlyphPen(dict.fromkeys([*simple, "both"]))
    pen.addComponent("both", (0, 0.5, -0.5, 0, 0, 0))
    made = {**simple, "both": both, "turned": pen.glyph(), "blank": TTGlyphPen(None).glyph()}
    builder.setupGlyf({name: made[name] for name in GLYPHS})
    builder.setupHorizontalMetrics({name: (100 * n, n) for n, name in enumerate(GLYPHS)})
    builder.setupHorizontalHeader(ascent=900, descent=-100)
    builder.setupPost()
    builder.save(tmp_path / "composed.ttf")
    return FontPath(str(tmp_path / "composed.ttf"), 0)


def outline(font, index):
    glyphs = font.getGlyphSet()
    pen = DecomposingRecordingPen(glyphs)
    glyphs[font.getGlyphOrder()[index]].draw(pen)
    return pen.value


def opened(subset):
    data = io.BytesIO()
    subset.font.save(data, reorderTables=False)
    font = TTFont(data)
    font.setGlyphOrder([f"g{n}" for n in range(font["maxp"].numGlyphs)])
    return font


def same(path, wanted):
    """Whether the wanted glyphs are in a subset with their outlines and metrics."""
    subset = cut(read_tables(path), wanted)
    small, whole = opened(subset), TTFont(path)
    for old in wanted:
        new = subset.glyph_index_map[old]
        assert outline(small, new) == outline(whole, old)
        names = small.getGlyphOrder()[new], whole.getGlyphOrder()[old]
        assert small["hmtx"][names[0]] == whole["hmtx"][names[1]]
    return small


def test_glyphs_keep_their_outlines_and_widths(shipped):
    count = TTFont(shipped)["maxp"].numGlyphs
    small = same(shipped, range(3, count, 17))

    assert small["maxp"].numGlyphs == len(range(3, count, 17)) + 1
    assert set(small.keys()) - {"GlyphOrder"} == set(NEEDED)


def test_glyphs_that_are_made_of_others_bring_them(composed):
    small = same(composed, [GLYPHS.index("turned"), GLYPHS.index("blank")])

    assert small["maxp"].numGlyphs == 6  # without the unused one


def test_widths_that_all_last_glyphs_share_are_written_out(composed, tmp_path):
    font = TTFont(composed)
    font["hmtx"].metrics = {name: (700, n) for n, name in enumerate(GLYPHS)}
    font.save(tmp_path / "mono.ttf")

    same(FontPath(str(tmp_path / "mono.ttf"), 0), [1, 5, 6])


def test_the_font_is_whole_for_others(shipped):
    subset = cut(read_tables(shipped), [40])
    font = FT2Font(io.BytesIO(subset.data))
    glyph = font.load_glyph(subset.glyph_index_map[40], flags=LoadFlags.NO_SCALE)

    assert font.num_glyphs == 2
    assert glyph.horiAdvance == TTFont(shipped)["hmtx"].metrics[
        TTFont(shipped).getGlyphOrder()[40]
    ][0]  # fmt: skip
    assert sum_of(subset.data) == 0xB1B0AFBA


def sum_of(data):
    words = [int.from_bytes(data[at : at + 4], "big") for at in range(0, len(data), 4)]
    return sum(words) & 0xFFFFFFFF


def test_other_outlines_are_left_to_matplotlib(tmp_path, composed):
    font = TTFont(composed)
    del font["glyf"], font["loca"]
    font.save(tmp_path / "none.ttf")

    assert read_tables(FontPath(str(tmp_path / "none.ttf"), 0)) is None


def test_matplotlib_asks_for_subsets_as_expected(shipped):
    """It is no public function; this fails when another release has it otherwise."""
    usual = _backend_pdf_ps.get_glyphs_subset
    assert list(inspect.signature(usual).parameters) == ["fontfile", "glyphs"]
    with quick_subsets():
        assert _backend_pdf_ps.get_glyphs_subset is not usual
        with _backend_pdf_ps.get_glyphs_subset(shipped, {5, 9}) as quick:
            data = _backend_pdf_ps.font_as_file(quick.font).getvalue()
    assert _backend_pdf_ps.get_glyphs_subset is usual
    with usual(shipped, {5, 9}) as slow:
        assert slow.glyph_index_map[5] < slow.glyph_index_map[9]
    assert data == cut(read_tables(shipped), {5, 9}).data


def test_matplotlib_has_its_own_way_back_after_a_failure():
    usual = _backend_pdf_ps.get_glyphs_subset
    with pytest.raises(ZeroDivisionError), quick_subsets():
        raise ZeroDivisionError

    assert _backend_pdf_ps.get_glyphs_subset is usual
