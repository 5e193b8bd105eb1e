import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import ImportRefusedError
from geo.imports.choices import Choices
from geo.imports.taking import take_rows
from geo.imports.typed import COLUMN, preview_typed
from tests.geo.imports.conftest import told

TYPED = "121.4737,31.2304\n\n31.2N 121.5E\n上海\n（东经121.48，北纬31.21）"


def test_lines_are_rows(catalogue):
    found = preview_typed(TYPED)
    taken = take_rows(found, Choices(datum="WGS-84"), catalogue)

    assert (found.kind, found.claim.datum, found.row_count) == ("typed", None, 4)
    assert list(taken.frame.index) == [1, 3, 5]
    assert list(taken.frame[COLUMN])[1] == "31.2N 121.5E"
    assert taken.frame.geometry.x.tolist() == [121.4737, 121.5, 121.48]
    assert told(taken.log.problems) == [(4, "not_a_place")]


def test_lines_in_the_other_order_are_taken_and_told(catalogue):
    text = "121.4737,31.2304\n31.11,121.39\n31.2N 121.5E"
    log = take_rows(preview_typed(text), Choices(datum="WGS-84"), catalogue).log

    assert (log.taken, log.told) == (3, 1)
    assert told(log.problems) == [(2, "read_lat_first")]
    assert [note.code for note in log.conversions] == ["turned_lines", "not_shifted"]
    assert "order" not in log.coordinates


def test_the_datum_is_asked(catalogue):
    with pytest.raises(ImportRefusedError) as caught:
        take_rows(preview_typed(TYPED), Choices(), catalogue)
    assert caught.value.code == "datum_needed"


def test_metres(catalogue):
    taken = take_rows(preview_typed("40640000 3456000"), Choices(datum="EPSG:4549"), catalogue)

    assert len(taken.frame) == 1


def test_a_single_line_that_is_none_is_refused():
    with pytest.raises(ImportRefusedError, match="“上海” is no pair of coordinates"):
        preview_typed("上海")
    with pytest.raises(ImportRefusedError, match="empty"):
        preview_typed(" ")


@settings(max_examples=50)
@given(st.text(max_size=100))
def test_any_text_is_taken_or_refused(catalogue, text):
    try:
        taken = take_rows(preview_typed(text), Choices(datum="WGS-84"), catalogue)
    except ImportRefusedError:
        return
    assert taken.log.taken + taken.log.refused == taken.log.read
