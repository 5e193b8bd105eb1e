"""Workbooks with several sheets: which one is looked at, and which one is counted."""

import pytest

from geo.enterprises.errors import EnterpriseError
from geo.enterprises.headers import Difference, Header, differences
from geo.enterprises.sampling import headers_of_files, sample_file
from geo.enterprises.sheets import filled_sheets, read_table, sheet_names
from geo.errors import ImportRefusedError
from geo.imports.limits import Limits
from tests.geo.enterprises.counting_files import (
    HEADER,
    rows_of,
    wish_of,
    workbook,
)

LIMITS = Limits()


@pytest.fixture
def book(tmp_path):
    """Return a workbook as offices send them: a cover, two years, a sheet that nobody filled."""
    rows = [list(HEADER), *rows_of(9)]
    sheets = {"说明": [["企业名录"]], "2023": rows[:5], "2024": rows, "Sheet4": []}
    return workbook(tmp_path / "名录.xlsx", **sheets)


def test_sheets_with_cells_are_told_and_a_cover_without_rows_is_passed_by(book, tmp_path):
    assert sheet_names(book, LIMITS) == ["说明", "2023", "2024", "Sheet4"]
    assert filled_sheets(book, LIMITS) == ["说明", "2023", "2024"]
    assert read_table(book, None, LIMITS).layer == "2023"
    assert len(read_table(book, "2024", LIMITS).rows) == 9
    only_covers = workbook(tmp_path / "c.xlsx", a=[["x"]], b=[["y"]])
    for path, sheet in ((only_covers, None), (book, "说明")):
        with pytest.raises(ImportRefusedError) as caught:
            read_table(path, sheet, LIMITS)
        assert caught.value.code == "no_rows"
    (tmp_path / "d.xlsx").write_bytes(b"PK\x03\x04")
    with pytest.raises(ImportRefusedError):
        sheet_names(tmp_path / "d.xlsx", LIMITS)


def test_a_cover_that_reads_as_a_table_stays_the_first_sheet(tmp_path):
    cover = [["项目", "说明"], ["来源", "某局"]]
    path = workbook(tmp_path / "a.xlsx", 说明=cover, 名录=[HEADER, *rows_of(2)])
    assert read_table(path, None, LIMITS).layer == "说明"


def test_a_sample_names_its_sheet_and_the_others(book):
    found = sample_file(book)
    assert (found.sheet, found.sheets) == ("2023", ["说明", "2023", "2024"])
    found = sample_file(book, sheet="2024")
    assert (found.sheet, found.row_count) == ("2024", 9)
    with pytest.raises(ImportRefusedError, match="“2025” is not there; allowed: 说明, 2023, 2024"):
        sample_file(book, sheet="2025")


@pytest.mark.parametrize(("sheet", "count"), [(None, 4), ("2023", 4), ("2024", 9)])
def test_the_sheet_that_was_chosen_is_counted(counting, book, sheet, count):
    assert counting.run(wish_of(book, form="xlsx", sheet=sheet)).tally.read == count


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(counting, book):
    wish = wish_of(book, form="xlsx", sheet="2025")
    with pytest.raises(EnterpriseError, match=r"名录\.xlsx has no sheet '2025'.*: 说明, 2023") as e:
        counting.run(wish)
    assert e.value.code == "no-sheet"
    assert e.value.values["sheets"] == "说明, 2023, 2024, Sheet4"


def test_parts_without_the_sheet_are_told(book, tmp_path):
    other = workbook(tmp_path / "2.xlsx", 名录=[HEADER], 附表=[])
    damaged = tmp_path / "3.xlsx"
    damaged.write_bytes(b"PK\x03\x04")
    paths = [book, other, damaged]
    headers = headers_of_files(paths, encoding="utf-8", delimiter=",", sheet="2024")
    assert headers[:2] == [Header("xlsx"), Header("xlsx", ("名录", "附表"), "no-sheet")]
    found = differences("123", headers)
    assert found[0] == Difference("2", "no-sheet", (), ("名录", "附表"))
    assert found[1].problem == headers[2].problem == "bad_zip"
    # As long as no sheet is named, each workbook has one that is the first.
    assert not differences("12", headers_of_files(paths[:2], encoding="utf-8", delimiter=","))
