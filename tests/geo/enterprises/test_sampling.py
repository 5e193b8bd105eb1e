import sys

import pytest
from openpyxl import Workbook

from geo.enterprises import sampling
from geo.enterprises.sampling import sample_file
from geo.errors import ImportRefusedError
from geo.imports.limits import Limits


def test_a_file_is_looked_at_in_a_process_of_its_own(tmp_path):
    path = tmp_path / "名录.csv"
    path.write_bytes("名称,区\n甲,徐汇区\n".encode("gbk"))
    found = sample_file(path)
    assert (found.names, found.rows, found.encoding) == (
        ["名称", "区"],
        [["甲", "徐汇区"]],
        "gb18030",
    )
    assert "pandas" not in sampling.__dict__


def test_a_workbook_is_read_by_the_reader_of_workbooks(tmp_path):
    book = Workbook()
    book.active.append(["名称", "成立年份"])
    book.active.append(["甲", 2015])
    book.save(tmp_path / "a.xlsx")
    found = sample_file(tmp_path / "a.xlsx")
    assert (found.form, found.rows) == ("xlsx", [["甲", "2015"]])

    with pytest.raises(ImportRefusedError) as caught:
        sample_file(tmp_path / "a.xlsx", limits=Limits(file_bytes=100))
    assert caught.value.code == "too_large"


def test_refusals_come_back_by_name(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("only,a,header\n")
    with pytest.raises(ImportRefusedError) as caught:
        sample_file(path)
    assert caught.value.code == "no_rows"


@pytest.mark.parametrize(
    ("program", "code"),
    [("raise SystemExit(3)", "reader_crashed"), ("import time; time.sleep(9)", "out_of_time")],
)
def test_a_reader_that_breaks_down_is_told(tmp_path, monkeypatch, program, code):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")
    start = sampling.subprocess.run

    def run(command, **options):
        return start([sys.executable, "-c", program], **options)

    monkeypatch.setattr(sampling.subprocess, "run", run)
    with pytest.raises(ImportRefusedError) as caught:
        sample_file(path, limits=Limits(wall_seconds=1.0))
    assert caught.value.code == code
