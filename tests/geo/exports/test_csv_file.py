import csv
import io

import pandas as pd
import pytest

from geo.exports.csv_file import read, write
from geo.exports.datasets import DATASETS
from geo.exports.table import ExportError, export_table
from tests.geo.exports.conftest import HOSTILE

SITES = DATASETS["sites"]


def rows_of(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_excel_sees_utf8(catalogue):
    assert write(export_table(catalogue, SITES)).startswith(b"\xef\xbb\xbfid,name_zh")


def test_pandas_and_the_standard_library_read_the_same(catalogue, dataset):
    data = write(export_table(catalogue, dataset))
    frame = pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False)

    header, *rows = rows_of(data)
    assert list(frame.columns) == header == [column.name for column in dataset.columns]
    assert frame.to_numpy().tolist() == rows
    assert len(rows) == len(getattr(catalogue, dataset.id))


def test_no_text_becomes_a_formula(with_names):
    header, *rows = rows_of(write(export_table(with_names(HOSTILE), SITES)))
    texts = {column.name for column in SITES.columns if column.kind == "text"}
    cells = [cell for row in rows for name, cell in zip(header, row, strict=True) if name in texts]

    assert [cell for cell in cells if cell[:1] in [*"=+-@\t\r\n＝"]] == []
    assert "'=1+1" in cells


def test_numbers_stay_numbers_negative_ones_too(catalogue):
    table = export_table(catalogue, SITES)
    table.frame.loc[0, "lon"] = -71.0625
    header, first, *_ = rows_of(write(table))

    assert first[header.index("lon")] == "-71.0625"
    assert first[header.index("mentions")] == "4"


def test_booleans_are_written_as_the_catalogue_writes_them(catalogue):
    header, *rows = rows_of(write(export_table(catalogue, DATASETS["belts"])))

    assert [row[header.index("is_open")] for row in rows] == ["true", "false"]


def test_read_takes_a_file_that_excel_saved_as_gbk(catalogue):
    data = write(export_table(catalogue, DATASETS["districts"]))
    saved = data.decode("utf-8-sig").replace("−", "-").encode("gb18030")

    assert read(saved).frame.equals(read(data).frame)


@pytest.mark.parametrize(
    ("data", "match"),
    [(b"\xff\xfe\x00", "not a CSV"), (b'a,b\r\n"1', "not a CSV"), (b"a,b\r\n1\r\n", "row 2 has 1")],
)
def test_read_refuses_what_is_no_table(data, match):
    with pytest.raises(ExportError, match=match):
        read(data)
