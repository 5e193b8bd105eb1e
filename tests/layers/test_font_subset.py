"""Cutting and joining fonts, on three-glyph fonts made here."""

import io

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from layers import font_subset
from layers.font_subset import FontError, Slice

BORN = 3_600_000_000
"""A date of 2018, in seconds since 1904."""


def _font(characters: str, *, notice: str = "(c) 2020 Somebody.") -> bytes:
    """Make a font whose glyphs are squares, the n-th as wide as n × 100 units."""
    names = [".notdef", *(f"u{ord(char):x}" for char in characters)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(char): f"u{ord(char):x}" for char in characters})
    glyphs, widths = {}, {}
    for number, name in enumerate(names, 1):
        pen = TTGlyphPen(None)
        pen.moveTo((0, 0))
        for point in ((0, 500), (100 * number, 500), (100 * number, 0)):
            pen.lineTo(point)
        pen.closePath()
        glyphs[name], widths[name] = pen.glyph(), (100 * number, 0)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(widths)
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"copyright": notice, "familyName": "Source", "styleName": "Bold"})
    builder.setupOS2(usWeightClass=700)
    builder.setupPost()
    builder.updateHead(created=BORN, modified=BORN + 60)
    file = io.BytesIO()
    builder.save(file)
    return file.getvalue()


def _slice(characters: str, **options: str) -> Slice:
    data = _font(characters, **options)
    return Slice(characters, frozenset(map(ord, characters)), lambda: data)


def _build(slices, characters, family="Renxing Serif", weight=600):
    return font_subset.build_font(slices, characters, family=family, weight=weight)


def test_build_font_joins_slices_and_leaves_out_the_rest() -> None:
    built = _build([_slice("人形图"), _slice("上海↗"), _slice("龘")], "人图↗")
    assert built.held == set("人图↗") == font_subset.coverage(built.data)
    assert built.absent == frozenset()


def test_build_font_keeps_the_glyphs_apart() -> None:
    """Each character keeps its own drawing although both slices number their glyphs alike."""
    font = TTFont(io.BytesIO(_build([_slice("人形"), _slice("上海")], "形海").data))
    assert [font["hmtx"][font.getBestCmap()[ord(char)]][0] for char in "形海"] == [300, 300]
    assert len(font.getGlyphOrder()) >= 3


def test_build_font_takes_a_character_from_the_first_slice_that_has_it() -> None:
    font = TTFont(io.BytesIO(_build([_slice("人形"), _slice("形上")], "形上").data))
    assert font["hmtx"][font.getBestCmap()[ord("形")]][0] == 300


def test_build_font_reports_what_the_typeface_lacks() -> None:
    assert _build([_slice("人形")], "人Ⅲ").absent == {"Ⅲ"}


def test_build_font_skips_slices_that_cannot_help() -> None:
    def fail() -> bytes:
        pytest.fail("opened a slice that holds nothing needed")

    _build([_slice("人"), Slice("rest", frozenset({0x9F98}), fail)], "人Ⅲ")


def test_build_font_gives_the_same_bytes_again() -> None:
    slices = [_slice("人形图"), _slice("上海")]
    assert _build(slices, "人海").data == _build(slices, "海人").data


def test_build_font_keeps_the_date_of_the_typeface() -> None:
    """The joiner would stamp today's, and a rebuild would differ."""
    head = TTFont(io.BytesIO(_build([_slice("人"), _slice("上")], "人上").data))["head"]
    assert head.created == head.modified == BORN


def test_build_font_names_and_weighs_the_result() -> None:
    font = TTFont(io.BytesIO(_build([_slice("人"), _slice("上")], "人上").data))
    assert font.flavor == "woff2"
    assert font["OS/2"].usWeightClass == 600
    assert font["name"].getDebugName(16) == "Renxing Serif"
    assert font["name"].getDebugName(0) == "(c) 2020 Somebody."
    assert "Open Font License" in font["name"].getDebugName(13)
    assert not any("Source" in str(record) for record in font["name"].names)


def test_build_font_refuses_a_reserved_name() -> None:
    piece = _slice("人", notice="(c) Somebody, with Reserved Font Name 'Source'.")
    assert _build([piece], "人").held == {"人"}
    with pytest.raises(FontError, match="Source Atlas"):
        _build([piece], "人", family="Source Atlas")


def test_build_font_without_any_character() -> None:
    with pytest.raises(FontError, match="Renxing Serif"):
        _build([_slice("人")], "海")


def test_coverage_of_bytes_that_are_no_font() -> None:
    with pytest.raises(FontError, match="not a font"):
        font_subset.coverage(b"<html>not found</html>")


@pytest.mark.parametrize(
    ("notice", "names"),
    [
        ("(c) 2017 Adobe.", []),
        ("(c) 'Adobe', with Reserved Font Name 'Source'.", ["Source"]),
        ("(c), with Reserved Font Names ‘One’ and “Two Three”.", ["One", "Two Three"]),
    ],
)
def test_reserved_names(notice: str, names: list[str]) -> None:
    assert font_subset.reserved_names(notice) == names
