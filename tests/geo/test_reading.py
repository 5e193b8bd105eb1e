from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.reading import decode, read_lines, table_bytes, table_of
from geo.tables import TABLES


def problems_in(folder: Path) -> list[str]:
    return [str(problem) for problem in read_lines(table_bytes(folder))[1]]


def records_in(folder: Path) -> dict[str, list[object]]:
    return {table: [line.record for line in rows] for table, rows in read(folder).items()}


def read(folder: Path):  # type: ignore[no-untyped-def]
    lines, problems = read_lines(table_bytes(folder))
    assert problems == []
    return lines


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")


def with_cells_added(text: str) -> str:
    """Add what Excel leaves: two blank columns, three blank rows."""
    rows = [[*row, "", " "] for row in csv.reader(io.StringIO(text, newline=""))]
    out = io.StringIO()
    csv.writer(out).writerows([*rows, [""] * len(rows[0]), [], [" "]])
    return out.getvalue()


@pytest.mark.parametrize(
    "save",
    [
        lambda text: text.encode("utf-8"),
        lambda text: text.encode("gb18030"),
        lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"),
        lambda text: text.replace("\n", "\r").encode("utf-8"),
        lambda text: (text + "\n\n,,,\n").encode("utf-8"),
        lambda text: with_cells_added(text).encode("utf-8-sig"),
        lambda text: with_cells_added(text).encode("gb18030"),
        lambda text: text.replace(",true,", ",TRUE,").replace(",false,", ",FALSE,").encode(),
        lambda text: text.replace("2023-05-31", "2023/5/31").encode(),
    ],
    ids=[
        "utf8",
        "gb18030",
        "crlf",
        "cr",
        "trailing",
        "excel",
        "excel-gb18030",
        "excel-booleans",
        "excel-dates",
    ],
)
def test_read_lines_forgives(folder: Path, save: Callable[[str], bytes]) -> None:
    before = records_in(folder)
    for table in TABLES:
        path = folder / f"{table}.csv"
        path.write_bytes(save(text_of(path)))
    assert records_in(folder) == before


def test_read_lines_numbers_rows_as_a_spreadsheet(folder: Path) -> None:
    path = folder / "industries.csv"
    header, first, *rest = text_of(path).splitlines()
    path.write_text("\n".join([header, "", first, ",,,", *rest]), encoding="utf-8")
    assert [line.number for line in read(folder)["industries"]] == [3, *range(5, 14)]


def test_read_lines_counts_a_cell_of_two_lines_as_one_row(folder: Path) -> None:
    path = folder / "cities.csv"
    path.write_text(text_of(path).replace("Shanghai", '"Shang\nhai"', 1), encoding="utf-8")
    lines = read(folder)["cities"]
    assert [line.number for line in lines] == [2, 3]
    assert lines[0].record.name_en == "Shang\nhai"


def test_read_lines_takes_columns_in_any_order(folder: Path) -> None:
    before = records_in(folder)
    path = folder / "sites.csv"
    rows = list(csv.reader(io.StringIO(text_of(path), newline="")))
    out = io.StringIO()
    csv.writer(out).writerows([row[::-1] for row in rows])
    path.write_text(out.getvalue(), encoding="utf-8")
    assert records_in(folder) == before


def replaced(old: str, new: str) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        assert old.encode() in data
        return data.replace(old.encode(), new.encode(), 1)

    return change


@pytest.mark.parametrize(
    ("file", "change", "said"),
    [
        ("sites.csv", lambda _: b"", "sites.csv — the file is empty; its first row must name"),
        ("sites.csv", lambda _: b"\n\n,,\n", "sites.csv — the file is empty"),
        (
            "cities.csv",
            lambda data: data.decode("utf-8-sig").encode("utf-16"),
            "cities.csv — saved as UTF-16",
        ),
        (
            "cities.csv",
            lambda data: data.replace("上海".encode(), b"\xff\xff", 1),
            "cities.csv, row 2 — a character is neither UTF-8 nor GB18030",
        ),
        (
            "units.csv",
            replaced("市科协", "市\0协"),
            "units.csv, row 6 — holds a NUL byte",
        ),
        (
            "belts.csv",
            replaced("西带", '"西带'),
            "belts.csv, row 2 — the row cannot be split into cells",
        ),
        (
            "fund_rules.csv",
            lambda data: data + b'last,"never closed',
            "fund_rules.csv, row 19 — the row cannot be split into cells",
        ),
        (
            "measures.csv",
            replaced("sz-measure-02,shenzhen", "sz-measure-02,shen,zhen"),
            "measures.csv, row 3 — the row has 16 cells, the header 15; look for a stray comma",
        ),
        (
            "measures.csv",
            replaced("sz-measure-02,shenzhen", "sz-measure-02"),
            "measures.csv, row 3 — the row has 14 cells, the header 15",
        ),
        (
            "targets.csv",
            replaced("comparator", "hedge"),
            "targets.csv, row 1, column hedge — no such column; allowed: city, comp",
        ),
        (
            "targets.csv",
            replaced("comparator", "hedge"),
            "targets.csv, row 1, column comparator — this column is missing",
        ),
        (
            "targets.csv",
            replaced("topic_en", "topic_zh"),
            "targets.csv, row 1, column topic_zh — this column stands twice",
        ),
        (
            "targets.csv",
            replaced("topic_en", ""),
            "targets.csv, row 1, column 5 — this column has no name",
        ),
    ],
)
def test_read_lines_broken_file(
    folder: Path, file: str, change: Callable[[bytes], bytes], said: str
) -> None:
    path = folder / file
    path.write_bytes(change(path.read_bytes()))
    assert any(said in problem for problem in problems_in(folder)), problems_in(folder)


def test_read_lines_missing_file(folder: Path) -> None:
    (folder / "belts.csv").unlink()
    assert problems_in(folder) == ["belts.csv — the file is missing"]


@pytest.mark.parametrize(
    ("file", "row", "column", "value", "rule"),
    [
        ("sites.csv", 9, "lon", "121,5", "must be a valid number"),
        ("sites.csv", 9, "lat", "131.2", "must be less than or equal to 90"),
        ("sites.csv", 9, "precision_m", "-5", "must be greater than 0"),
        ("sites.csv", 9, "precision_m", "nan", "must be a finite number"),
        ("sites.csv", 9, "kind", "campus", "allowed: 'cluster', 'park', 'new_city', 'area'"),
        ("sites.csv", 9, "id", "Changyang", "allowed: a slug of lower-case letters"),
        ("sites.csv", 9, "name_zh", "", "must not be empty"),
        ("districts.csv", 3, "adcode", "31010", "allowed: a division code of six digits"),
        ("industries.csv", 2, "colour", "red", "allowed: a colour such as #b23a2e"),
        ("industries.csv", 2, "mark_zh", "芯片", "at most 1 characters, but has 2"),
        ("belts.csv", 2, "is_open", "maybe", "allowed: true or false"),
        ("targets.csv", 4, "comparator", "<", "allowed: '=', '>=', '>' or '~'"),
        ("targets.csv", 4, "year", "soon", "must be a valid integer"),
        ("specialisations.csv", 5, "quote", "", "a stated row needs a quote from its source"),
        ("specialisations.csv", 5, "quote", "长" * 41, "at most 40 characters, but has 41"),
        ("specialisations.csv", 5, "status", "assumed", "allowed: 'stated' or 'editorial'"),
        ("strokes.csv", 2, "note", "", "an editorial row must say here what was added and why"),
        ("sources.csv", 2, "edition", "", "a policy document needs the year of its edition"),
        ("sources.csv", 2, "date", "May 2018", "allowed: a date such as 2023, 2023-05"),
        ("scenarios.csv", 2, "units", "sz-a; B!", "allowed: a slug of lower-case letters"),
    ],
)
def test_read_lines_wrong_cell(
    folder: Path, edit: Callable[..., None], file: str, row: int, column: str, value: str, rule: str
) -> None:
    edit(file, row, column, value)
    (problem,) = read_lines(table_bytes(folder))[1]
    assert (problem.file, problem.row, problem.column) == (file, row, column)
    assert problem.value == ("B!" if column == "units" else value)
    assert rule in problem.message
    assert "Input" not in problem.message


def test_read_lines_keeps_the_good_rows(folder: Path, edit: Callable[..., None]) -> None:
    edit("sites.csv", 9, "lon", "east")
    lines, problems = read_lines(table_bytes(folder))
    assert len(problems) == 1
    assert (
        len(lines["sites"]) == len(list(csv.reader(io.StringIO(text_of(folder / "sites.csv"))))) - 2
    )


def test_decode_does_not_turn_damaged_utf8_into_mojibake() -> None:
    damaged = "人形分布，多点联动".encode()[:-1]
    assert damaged.decode("gb18030", errors="ignore")
    with pytest.raises(UnicodeDecodeError):
        decode(damaged)


def test_table_of() -> None:
    assert table_of("belt_members.csv") == "belt_members"


def test_read_lines_cell_without_a_column(folder: Path) -> None:
    path = folder / "cities.csv"
    header, first, second = text_of(path).splitlines()
    path.write_text("\n".join([header + ",", first + ",", second + ",?"]), encoding="utf-8")
    assert problems_in(folder) == [
        'cities.csv, row 3 — "?" stands to the right of the last named column'
    ]
