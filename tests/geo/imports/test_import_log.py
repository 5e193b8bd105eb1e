import json

import pytest

from geo.imports.choices import Choices
from geo.imports.import_log import ImportLog
from geo.imports.request import ReadRequest
from geo.imports.taking import take_rows
from tests.geo.imports.conftest import CSV, csv_of


@pytest.fixture
def log(read, catalogue):
    request = ReadRequest(encoding="gb18030", header_row=1)
    found = read(csv_of("名称,经度,纬度", "甲,121.5,31.2", "乙,,", encoding="gbk"), **vars(request))
    return take_rows(found, Choices(datum="GCJ-02"), catalogue, request=request).log


def test_it_says_how_it_was_done(log):
    assert (log.kind, log.encoding, log.encoding_basis, log.delimiter) == (
        *("csv", "gb18030"),
        *("stated", ","),
    )
    assert log.request == ReadRequest(encoding="gb18030", header_row=1)
    assert (log.datum, log.choices.datum) == ("GCJ-02", "GCJ-02")
    assert log.coordinates == {"kind": "degrees", "x": "经度", "y": "纬度"}
    assert log.columns == {"名称": "text", "经度": "number", "纬度": "number"}
    assert (log.read, log.taken, log.refused, log.refused_rows) == (2, 1, 1, (3,))
    assert len(log.sha256) == 64


def test_json_both_ways(log):
    assert ImportLog.from_json(json.loads(json.dumps(log.to_json(), allow_nan=False))) == log


def test_another_version_is_not_read(log):
    with pytest.raises(ValueError, match="version 99; allowed is 1"):
        ImportLog.from_json({**log.to_json(), "version": 99})


def test_the_same_file_and_choices_give_the_same_log(read, catalogue):
    logs = [take_rows(read(CSV), Choices(datum="WGS-84"), catalogue).log for _ in range(2)]

    assert logs[0] == logs[1]


def test_request_json_both_ways():
    request = ReadRequest("gb18030", ";", "层", 3, True)

    assert ReadRequest.from_json(request.to_json()) == request
