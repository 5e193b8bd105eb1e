import pytest

from layers.sheet_fonts import SheetFonts
from layers.sheet_text import ELLIPSIS, wrap

MM = 25.4 / 72


@pytest.fixture(scope="module")
def fonts(tmp_path_factory):
    return SheetFonts(tmp_path_factory.getbasetemp() / "fonts", stand_ins=())


def broken(fonts, text, ems, **options):
    return wrap(fonts, text, "sans", 10, ems * 10 * MM + 0.01, **options)


def test_a_short_text_is_one_line(fonts):
    assert broken(fonts, "徐汇区", 5) == ["徐汇区"]
    assert broken(fonts, "", 5) == []


def test_chinese_breaks_between_characters(fonts):
    assert broken(fonts, "智能芯片设计", 4) == ["智能芯片", "设计"]


def test_no_line_begins_with_closing_punctuation(fonts):
    assert broken(fonts, "智能芯片，设计", 4) == ["智能芯", "片，设计"]
    assert broken(fonts, "黄浦（一带）区", 5) == ["黄浦（一", "带）区"]


def test_no_line_ends_with_opening_punctuation(fonts):
    assert broken(fonts, "黄浦区《意见》", 4) == ["黄浦区", "《意见》"]


def test_other_scripts_break_between_words(fonts):
    assert broken(fonts, "Xuhui Riverside West Bund", 6) == ["Xuhui", "Riverside", "West Bund"]


def test_a_word_that_is_too_long_is_cut(fonts):
    lines = broken(fonts, "W" * 30, 5)

    assert "".join(lines) == "W" * 30
    assert all(fonts.width_mm(line, "sans", 10) <= 5 * 10 * MM + 0.01 for line in lines)


def test_the_rest_is_left_out_visibly(fonts):
    lines = broken(fonts, "智能芯片设计智能安防智能医疗", 4, most=2)

    assert len(lines) == 2
    assert lines[-1].endswith(ELLIPSIS)
    assert fonts.width_mm(lines[-1], "sans", 10) <= 4 * 10 * MM + 0.01


def test_one_character_fits_everywhere(fonts):
    assert broken(fonts, "徐汇", 0.1) == ["徐", "汇"]
