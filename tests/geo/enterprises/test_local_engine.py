"""The whole way from files to counts, without processes of its own; those: ``tests/faults``."""

import contextlib
import gzip

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geo.enterprises import chunk_counter, chunks, local_engine
from geo.enterprises.aggregates import read_aggregates
from geo.enterprises.chunks import suitable_bytes
from geo.enterprises.errors import EnterpriseError, EnterpriseStoppedError
from geo.enterprises.ledger import Ledger
from tests.geo.enterprises.counting_files import (
    HEADER,
    csv_text,
    rows_of,
    wish_of,
    written,
)

COUNT = 330
ROWS = rows_of(COUNT)


@pytest.fixture
def plain(counting, tmp_path):
    """What the rows add up to, written in the plainest way and read in one piece."""
    found = counting.run(wish_of(written(tmp_path, csv_text(ROWS), "plain.csv")))
    assert (found.tally.taken, found.tally.rejected) == (COUNT, 0)
    assert found.tally.by_district_only == len(range(0, COUNT, 11))
    assert int(found.district_sums.counts.sum()) == COUNT
    return found


def test_run_keeps_the_result_the_rejects_and_few_points(counting, plain):
    assert read_aggregates(counting.folder / "aggregates").equals(plain)
    assert counting.rejected() == []
    points = pq.read_table(counting.folder / "points.parquet").to_pylist()
    assert [point["name"] for point in points] == [row[0] for row in ROWS]
    assert points[0]["lon"] is None
    assert points[0]["district"] == "310104"
    assert (points[1]["lon"], points[1]["lat"], points[1]["year"]) == (121.401, 31.151, 1991)
    assert points[1]["weight"] == 15_000
    assert not (counting.folder / "checkpoint").exists()


@pytest.mark.parametrize("chunk_bytes", [400, 5000])
def test_run_does_not_depend_on_where_chunks_end(counting, plain, tmp_path, chunk_bytes):
    path = written(tmp_path, csv_text(ROWS))

    assert counting.run(wish_of(path), chunk_bytes=chunk_bytes).equals(plain)


@pytest.mark.parametrize(
    ("data", "options"),
    [
        (csv_text(ROWS).encode("utf-8-sig"), {"encoding": "utf-8-sig"}),
        (csv_text(ROWS).encode("utf-8-sig"), {}),
        (csv_text(ROWS).encode("gb18030"), {"encoding": "gb18030"}),
        (csv_text(ROWS, delimiter=";").encode(), {"delimiter": ";"}),
        (
            csv_text(ROWS, delimiter="|").encode("gb18030"),
            {"encoding": "gb18030", "delimiter": "|"},
        ),
        (csv_text(ROWS, end="\r\n").encode(), {}),
        (csv_text(ROWS, end="\r").encode(), {}),
        (csv_text(ROWS).rstrip("\n").encode(), {}),
        (csv_text(ROWS).replace("\n", "\n\n").encode(), {}),
    ],
    ids=["mark", "mark-unsaid", "gb18030", "semicolon", "bar", "crlf", "cr", "no-end", "blanks"],
)
def test_run_reads_texts_however_they_are_written(counting, plain, tmp_path, data, options):
    found = counting.run(wish_of(written(tmp_path, data), **options), chunk_bytes=7000)

    assert found.equals(plain)
    assert counting.rejected() == []


@pytest.mark.parametrize("chunk_bytes", [900, 10**7])
@pytest.mark.parametrize("packed", [False, True])
def test_run_reads_line_ends_within_quotation_marks(counting, plain, tmp_path, chunk_bytes, packed):
    rows = [
        [*row[:7], '他说"好"\n二行\n\n,三行' if n % 9 == 0 else row[7]]
        for n, row in enumerate(ROWS)
    ]
    data = csv_text(rows).encode()
    path = written(tmp_path, gzip.compress(data) if packed else data, "registry")

    assert counting.run(wish_of(path), chunk_bytes=chunk_bytes).equals(plain)


def test_run_reads_packed_texts_of_several_members(counting, plain, tmp_path):
    data = csv_text(ROWS).encode()
    packed = gzip.compress(data[:5000]) + gzip.compress(data[5000:]) + bytes(512)

    assert counting.run(wish_of(written(tmp_path, packed)), chunk_bytes=9000).equals(plain)


def test_run_reads_several_files_whose_columns_stand_elsewhere(counting, plain, tmp_path):
    half = COUNT // 2
    first = written(tmp_path, csv_text(ROWS[:half]), "a.csv")
    backwards = csv_text([row[::-1] for row in ROWS[half:]]).replace(
        ",".join(HEADER), ",".join(HEADER[::-1])
    )
    second = written(tmp_path, backwards, "b.csv")
    only_header = written(tmp_path, csv_text([]), "c.csv")

    assert counting.run(wish_of(first, only_header, second)).equals(plain)


def test_run_reads_parts_of_parquet(counting, plain, tmp_path):
    columns = {name: [row[place] or None for row in ROWS] for place, name in enumerate(HEADER)}
    table = pa.table(columns)
    for name, kind in (("经度", pa.float64()), ("纬度", pa.float32()), ("年份", pa.int64())):
        table = table.set_column(HEADER.index(name), name, table[name].cast(kind))
    parts = [tmp_path / "part-0.parquet", tmp_path / "part-1.parquet"]
    for number, part in enumerate(parts):
        pq.write_table(table.slice(number * 200, 200), part, row_group_size=100)

    found = counting.run(wish_of(*parts, form="parquet"))

    # Latitudes of 32 bits may put a point into the hexagon beside.
    assert found.tally == plain.tally
    assert found.coarse_sums.counts.sum() == plain.coarse_sums.counts.sum()


def test_run_reads_small_workbooks(counting, plain, tmp_path):
    book = openpyxl.Workbook()
    for row in [HEADER, *ROWS]:
        typed = [
            float(cell) if n in (1, 2, 6) and cell != HEADER[n] and cell else cell or None
            for n, cell in enumerate(row)
        ]
        book.active.append(typed)
    book.save(tmp_path / "registry.xlsx")

    found = counting.run(wish_of(tmp_path / "registry.xlsx", form="xlsx"))

    assert found.equals(plain)


def test_run_names_file_row_column_and_reason_of_each_reject(counting, plain, tmp_path):
    rows = [list(row) for row in ROWS]
    faults = {
        20: (1, "东经"),
        30: (1, "nan"),
        40: (5, "去年"),
        50: (6, "=1+1"),
        60: (1, "2.35"),
        70: (3, "某区"),
        77: (3, "某区"),
    }
    for number, (place, cell) in faults.items():
        rows[number][place] = cell
    rows[81] = [*rows[81], "多"]
    rows[82] = rows[82][:3]
    wanted = [
        ("22", "经度", "东经", "not-a-number"),
        ("32", "经度", "nan", "missing-coordinates"),
        ("42", "年份", "去年", "unread-year"),
        ("52", "人数", "'=1+1", "unread-weight"),
        ("62", "经度", "2.35", "outside-cities"),
        ("79", "区", "某区", "unknown-district"),
    ]
    for chunk_bytes in (1500, 10**7):
        found = counting.run(wish_of(written(tmp_path, csv_text(rows))), chunk_bytes=chunk_bytes)

        rejected = counting.rejected()
        assert rejected[:6] == wanted
        assert [(row[0], row[3]) for row in rejected[6:]] == [
            ("83", "wrong-number-of-cells"),
            ("84", "wrong-number-of-cells"),
        ]
        assert (found.tally.read, found.tally.rejected) == (COUNT, 6)
        assert (found.tally.unread_year, found.tally.unread_weight) == (1, 1)


@pytest.mark.parametrize("chunk_bytes", [1500, 10**7])
def test_run_leaves_out_only_the_line_of_an_unclosed_quotation_mark(
    counting, tmp_path, chunk_bytes
):
    lines = csv_text(ROWS).splitlines()
    lines[100] = '"' + lines[100]
    lines[200] = lines[200].replace(",备注", ',"备注')
    lines[300] = lines[300].replace("企业", '5" 企业')  # within a cell it is but a sign

    found = counting.run(wish_of(written(tmp_path, "\n".join(lines))), chunk_bytes=chunk_bytes)

    assert [(row[0], row[3]) for row in counting.rejected()] == [
        ("101", "wrong-number-of-cells"),
        ("201", "wrong-number-of-cells"),
    ]
    assert found.tally.taken == COUNT - 2


def test_run_leaves_out_rows_with_bytes_that_are_no_text(counting, tmp_path):
    lines = csv_text(ROWS).encode().split(b"\n")
    lines[100] = lines[100].replace("企业".encode(), b"\xff\xfe")  # the name is not counted by
    lines[155] = lines[155].replace("徐汇区".encode(), b"\xff\xfe")
    lines[133] = lines[133].replace("徐汇区".encode(), b"\0")

    counting.run(wish_of(written(tmp_path, b"\n".join(lines))), chunk_bytes=2000)

    found = [(row[0], row[1], row[3]) for row in counting.rejected()]
    assert [row for row in found if row[1] == "区"] == [
        ("134", "区", "bad-bytes"),
        ("156", "区", "bad-bytes"),
    ]


def test_run_stops_where_the_encoding_changes(counting, tmp_path):
    whole = csv_text(ROWS)
    half = whole.index("\n企业200,") + 1
    path = written(tmp_path, whole[:half].encode() + whole[half:].encode("gb18030"))

    with pytest.raises(EnterpriseError, match=r"registry\.csv is not utf-8 from row 202") as found:
        counting.run(wish_of(path))

    assert found.value.code == "wrong-encoding"
    assert found.value.values["row"] == 202

    # Unless that is known: then the rows go one by one, as far as what counts is not text.
    found = counting.run(wish_of(path, is_mixed=True))
    assert found.tally.read == COUNT
    left_out = {(row[1], row[3]) for row in counting.rejected()}
    assert left_out == {("名称", "bad-bytes")}
    assert [int(row[0]) for row in counting.rejected()] == list(range(202, COUNT + 2))


def test_run_refuses_what_is_no_table(counting, tmp_path):
    cases = {
        "empty": written(tmp_path, "", "empty.csv"),
        "no-column": written(tmp_path, "名称,经度\n", "short.csv"),
        "unreadable": tmp_path / "missing.csv",
        "long-line": written(tmp_path, csv_text([]) + "x" * 3_000_000, "line.csv"),
        "damaged-gz": written(tmp_path, gzip.compress(csv_text(ROWS).encode())[:-9], "cut.csv"),
    }
    for code, path in cases.items():
        with pytest.raises(EnterpriseError, match=path.name) as found:
            counting.run(wish_of(path), chunk_bytes=50_000)
        assert found.value.code == code


def test_run_tells_columns_of_one_name_from_columns_that_are_not_there(counting, tmp_path):
    table = pa.table([["121.4"], ["121.5"], ["31.2"]], names=["经度", "经度", "纬度"])
    pq.write_table(table, tmp_path / "r.parquet")
    columns = {"lon": "经度", "lat": "纬度"}
    said = r"r\.parquet has 2 columns '经度', and which one is meant cannot be told: give each"
    with pytest.raises(EnterpriseError, match=said) as found:
        counting.run(wish_of(tmp_path / "r.parquet", form="parquet", columns=columns))
    assert found.value.code == "double-column"
    assert found.value.values["count"] == 2


def test_run_with_a_header_only_counts_nothing(counting, tmp_path):
    found = counting.run(wish_of(written(tmp_path, csv_text([]))))

    assert found.tally.read == 0
    assert found.by_district.num_rows == 0


def test_run_goes_on_where_it_was_stopped(counting, plain, tmp_path):
    path = written(tmp_path, csv_text([*ROWS, ["x"] * 3]))
    found, steps = None, 0
    while found is None:
        asked = iter([False] * 5)
        with contextlib.suppress(EnterpriseStoppedError):
            found = counting.run(
                wish_of(path),
                chunk_bytes=900,
                stopped=lambda asked=asked: next(asked, True),
                checkpoint_seconds=0,
                workers=1,
            )
        steps += 1

    assert 2 < steps < 20
    assert found.district_sums.equals(plain.district_sums)
    assert found.cell_sums.equals(plain.cell_sums)
    assert len(counting.rejected()) == 1
    assert pq.read_table(counting.folder / "points.parquet").num_rows == COUNT


def test_run_refuses_to_go_on_with_another_file(counting, tmp_path):
    path = written(tmp_path, csv_text(ROWS))
    told = iter([False] * 9)
    with pytest.raises(EnterpriseStoppedError):
        counting.run(wish_of(path), chunk_bytes=1000, stopped=lambda: next(told, True))
    path.write_bytes(path.read_bytes() + b"x")

    with pytest.raises(EnterpriseError, match=r"registry\.csv was changed") as found:
        counting.run(wish_of(path))
    assert found.value.code == "changed"
    assert found.value.values["kept"] > 0

    assert counting.run(wish_of(path), resume=False).tally.taken == COUNT


def test_run_tells_how_far_it_is(counting, tmp_path):
    told = []

    counting.run(wish_of(written(tmp_path, csv_text(ROWS))), progress=told.append)

    assert told[-1].bytes_done == told[-1].bytes_total
    assert told[-1].rows_done == COUNT


@pytest.mark.parametrize(
    ("rows", "chunk"), [(1_000, 4), (1_000_000, 5), (3_000_000, 16), (10_000_000, 16)]
)
def test_chunks_are_such_that_one_sees_a_registry_grow(rows, chunk):
    total = rows * 115
    size = suitable_bytes(total)

    assert size // 2**20 == chunk
    assert total // size >= 20 or rows == 1_000


def test_run_cuts_files_as_suits_them_and_tells_what_is_saved(
    counting, plain, tmp_path, monkeypatch
):
    monkeypatch.setattr(chunks, "LEAST_BYTES", 500)
    monkeypatch.setattr(local_engine, "_TOLD_SECONDS", 0.0)
    told = []
    path = written(tmp_path, csv_text(ROWS))

    found = counting.run(wish_of(path), progress=told.append, checkpoint_seconds=0, workers=1)

    assert found.equals(plain)
    grown = sorted({step.rows_done for step in told})
    assert len(grown) >= 5  # of some twenty chunks four are under way, the last comes first
    assert any(step.seconds_left for step in told)
    assert {step.rows_saved for step in told} == set(grown)
    assert told[-1].rows_saved == COUNT
    assert all(step.rows_saved <= step.rows_done for step in told)


def test_run_saves_less_often_where_that_takes_long(counting, tmp_path, monkeypatch):
    now = iter(range(10**6))
    monkeypatch.setattr(local_engine.time, "monotonic", lambda: next(now) / 4)
    saved = []
    monkeypatch.setattr(Ledger, "save", lambda ledger: saved.append(ledger.rows_done))
    path = written(tmp_path, csv_text(ROWS))

    counting.run(wish_of(path), chunk_bytes=300, workers=1)

    # A quarter of a second passes with each question, and some fifty are asked.
    assert 1 <= len(saved) < 5


@pytest.mark.parametrize("is_counted_often", [True, False])
def test_run_does_not_depend_on_pieces_within_chunks(
    counting, plain, tmp_path, monkeypatch, is_counted_often
):
    monkeypatch.setattr(chunk_counter, "PIECE_BYTES", 500)
    if is_counted_often:
        monkeypatch.setattr(chunk_counter, "COUNTED_ROWS", 40)
    rows = [[*row[:7], 'a "b"\n\nc' * 60 if n % 50 == 9 else row[7]] for n, row in enumerate(ROWS)]
    rows[200][5] = "去年"
    path = written(tmp_path, csv_text(rows))

    for chunk_bytes in (3000, 10**7):
        found = counting.run(wish_of(path), chunk_bytes=chunk_bytes)

        assert (found.tally.taken, found.tally.unread_year) == (COUNT, 1)
        assert [row[0] for row in counting.rejected()] == ["202"]

    monkeypatch.setattr(chunk_counter, "PIECE_BYTES", 9000)
    lines = csv_text(ROWS)
    half = lines.index("\n企业200,") + 1
    path.write_bytes(lines[:half].encode() + lines[half:].encode("gb18030"))
    with pytest.raises(EnterpriseError, match="is not utf-8 from row 202"):
        counting.run(wish_of(path))


def test_run_numbers_the_rows_of_a_large_row_group(counting, tmp_path):
    count = 150_000
    lon = [121.4737] * count
    lon[70_000] = lon[140_000] = 0.0
    table = pa.table({"经度": lon, "纬度": [31.2304] * count})
    pq.write_table(table, tmp_path / "r.parquet", row_group_size=count)
    columns = {"lon": "经度", "lat": "纬度"}

    counting.run(wish_of(tmp_path / "r.parquet", form="parquet", columns=columns))

    assert [row[0] for row in counting.rejected()] == ["70001", "140001"]
