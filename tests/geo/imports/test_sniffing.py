"""Files are what their first bytes say."""

import pytest

from geo.errors import ImportRefusedError
from geo.imports.sniffing import ending_note, kind_of

VRT = b'<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/etc/passwd</SrcDataSource>'


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"a,b\n1,2", "csv"),
        (b"\xef\xbb\xbf{}", "geojson"),
        (b"  \n[1]", "geojson"),
        ("{}".encode("utf-16"), "geojson"),
        (b"SQLite format 3\x00", "gpkg"),
        (b"PK\x03\x04", "zip"),
        (b"PK\x05\x06", "zip"),
        (b"<5,b\n", "csv"),
        ("名称\n<OGRVRT".encode(), "csv"),
    ],
)
def test_kind_of(head, kind):
    assert kind_of(head) == kind


@pytest.mark.parametrize(
    ("head", "code", "found"),
    [
        (b"", "empty_file", None),
        (VRT, "virtual_file", "VRT"),
        (b"\xef\xbb\xbf \n" + VRT, "virtual_file", "VRT"),
        (VRT.decode().encode("utf-16"), "virtual_file", "VRT"),
        (b"<!-- x -->" + VRT, "virtual_file", "VRT"),
        (b'<VRTDataset rasterXSize="1">', "virtual_file", "VRT"),
        (b'{"type": "gdal_streamed_alg", "command_line": "x"}', "virtual_file", "GDALG"),
        (b"<OGRWFSDataSource><URL>http://x</URL>", "virtual_file", "web service"),
        (b"<?xml version='1.0'?><kml>", "unknown_kind", "XML"),
        (b"<html>", "unknown_kind", "XML"),
        (b"%PDF-1.7", "unknown_kind", "PDF"),
        (b"Rar!\x1a", "unknown_kind", "RAR"),
        (b"\x1f\x8b\x08", "unknown_kind", "gzip"),
        (b"\x00\x00\x27\x0a", "unknown_kind", "Shapefile"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel", None),
    ],
)
def test_kind_of_refuses(head, code, found):
    with pytest.raises(ImportRefusedError) as caught:
        kind_of(head)

    assert caught.value.code == code
    assert found is None or found in caught.value.values["found"]


def test_ending_note():
    assert ending_note("a.CSV", "csv") is None
    assert ending_note("no ending", "csv") is None
    assert str(ending_note("a.csv", "gpkg")) == "the name ends in .csv, but the file is gpkg"
