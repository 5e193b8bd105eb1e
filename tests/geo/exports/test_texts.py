import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.exports.texts import clean_text, guard_formula, parts, unguard_formula

ANY = st.text(st.characters() | st.sampled_from("='+-@\t\r\n\x00 ＝"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("012", "012"),
        ("  两端空格 ", "  两端空格 "),
        ("a\x00b", "a\ufffdb"),
        ("\x1f\x0b\x0c", "\ufffd\ufffd\ufffd"),
        ("a\ud800b\uffff", "a\ufffdb\ufffd"),
        ("a\r\nb\rc\nd\te", "a\nb\nc\nd\te"),
    ],
)
def test_clean_text_replaces_only_what_no_format_can_hold(text, expected):
    assert clean_text(text) == expected


@given(ANY)
def test_clean_text_is_done_once_and_can_be_encoded(text):
    cleaned = clean_text(text)

    assert clean_text(cleaned) == cleaned
    assert "\x00" not in cleaned
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned


@pytest.mark.parametrize(
    "text",
    [
        *(
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\n=1",
            "\r=1",
            "\n",
            " =1",
            "'=1",
            "''@",
            "＝1+1",
        ),
        '=HYPERLINK("http://example.com")',
        "＋1",
        "－1",
        "＠x",
    ],
)
def test_guard_formula_puts_an_apostrophe_before_what_would_be_calculated(text):
    assert guard_formula(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "310101", "012", "a=1", "'引文'", "“4+X”", "—", "·-"])
def test_guard_formula_leaves_other_texts(text):
    assert guard_formula(text) == text


@given(ANY)
def test_unguard_formula_takes_away_what_was_put_there(text):
    assert unguard_formula(guard_formula(text)) == text


@given(st.lists(ANY, min_size=1))
def test_a_guarded_cell_never_begins_as_a_formula(texts):
    out = io.StringIO()
    csv.writer(out).writerow([guard_formula(clean_text(text)) for text in texts])
    (row,) = csv.reader(io.StringIO(out.getvalue(), newline=""))

    assert [
        cell for cell in row if cell.lstrip(" ")[:1] and cell.lstrip(" ")[0] in "=+-@＝\t"
    ] == []


def test_parts_splits_a_cell_of_several_values():
    assert parts("a; b") == ["a", "b"]
    assert parts("") == []
