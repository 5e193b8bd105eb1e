"""Files that are made to do harm: each is refused, and the process that was asked lives on.

Every case is a real file that goes the whole way. What the parent process may lose on the way
is measured: time, memory, processes, files, and what it tells of other files or to the network.
"""

import contextlib
import gc
import io
import os
import resource
import socket
import struct
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest

from geo.errors import ImportRefusedError
from geo.imports.confinement import PROJECT
from geo.imports.preview import preview_source, read_rows
from geo.imports.source import uploaded
from tests.geo.imports.conftest import (
    CSV,
    feature,
    frame,
    geojson,
    gpkg,
    point,
    shapefile_parts,
    xlsx,
    zipped,
)

SECONDS = 15
PARENT_MIB = 64
SECRET = "dies-ist-geheim"
MIB = 1024 * 1024

VRT = (
    "<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource relativeToVRT='0'>{target}"
    "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
)
GDALG = '{{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read {target}"}}'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><kml>&c;</kml>'
)
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def nested_collection(depth):
    start, end = '{"type":"GeometryCollection","geometries":[', "]}"
    return f'{{"type":"Feature","geometry":{start * depth}{end * depth}}}'.encode()


def zip_of_size(size):
    """Make an archive whose head promises a size that it has not."""
    data = bytearray(zipped({"a.shp": b"x" * 100}))
    place = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, place + 24, size)
    return bytes(data)


def real_bomb():
    """260 MiB of nothing: 0.26 MB."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("a.dbf", "w") as member,
    ):
        for _ in range(260):
            member.write(bytes(MIB))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("a.shp", b"")
    return out.getvalue()


def workbook(sheet, **parts):
    """Put another sheet into a real workbook."""
    source = zipfile.ZipFile(io.BytesIO(xlsx(["a"])))
    members = {name: source.read(name) for name in source.namelist()}
    members["xl/worksheets/sheet1.xml"] = (SHEET + sheet + "</sheetData></worksheet>").encode()
    return zipped({**members, **parts})


def many_cells():
    return workbook("<row>" + "<c><v>1</v></c>" * 50 + "</row>" + "<row><c/></row>" * 3_000_000)


def far_cell():
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c>'
    return workbook(cells + "</row>")


FILES = {
    # name of the case: (file name, content, codes)
    "an archive that unpacks to 260 MiB": ("a.zip", real_bomb, "unpacks_too_large zip_bomb"),
    "an archive that promises 4 GB": ("a.zip", lambda: zip_of_size(2**32 - 2), "unpacks_too_large"),
    "an archive of 5,000 members": (
        "a.zip",
        lambda: zipped({"a.shp": b""} | {f"{n}.dbf": b"" for n in range(5000)}),
        "too_many_members",
    ),
    "an archive that points outside": ("a.zip", lambda: zipped({"../a.shp": b""}), "member_path"),
    "an archive within an archive": (
        "a.zip",
        lambda: zipped({"a.shp": b"", "b.zip": zipped({"c": b""})}),
        "member_nested",
    ),
    "half an archive": ("a.zip", lambda: zipped({"a.shp": bytes(999)})[:99], "bad_zip"),
    "a workbook of millions of rows": ("a.xlsx", many_cells, "zip_bomb"),
    "a workbook with a cell at its end": (
        "a.xlsx",
        far_cell,
        "too_many_columns out_of_memory reader_crashed",
    ),
    "an old workbook": (
        "a.xls",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(9),
        "old_excel",
    ),
    "a feature collection with a link": (
        "a.geojson",
        lambda: geojson(
            feature(point(121, 31)),
            crs={"type": "link", "properties": {"href": "{url}", "type": "proj4"}},
        ),
        "crs_link",
    ),
    "objects in objects": ("a.geojson", lambda: b'{"a":' * 100_000, "too_deep"),
    "lists in lists": ("a.geojson", lambda: b"[" * 1_000_000, "too_deep"),
    "collections in collections": ("a.geojson", lambda: nested_collection(50_000), "too_deep"),
    "an outline of 1.1 million vertices": (
        "a.geojson",
        lambda: geojson(
            feature({"type": "MultiPoint", "coordinates": [[121.5, 31.2]] * 1_100_000})
        ),
        "too_many_vertices",
    ),
    "half a feature collection": ("a.geojson", lambda: geojson(feature(None))[:-9], "not_json"),
    "entities in entities": ("a.kml", LAUGHS.encode, "unknown_kind"),
    "a million columns": ("a.csv", lambda: b"a," * 500_000 + b"\n1\n", "too_many_columns"),
    "a line of 2 MiB": ("a.csv", lambda: b"a,b\n" + b"x" * 2 * MIB, "long_line"),
    "a cell of 2 MiB": ("a.csv", lambda: b'a,b\n"' + b"x\n" * MIB + b'",1\n', "long_cell"),
    "a quotation mark that is not closed": ("a.csv", lambda: b'a,b\n1,"2\n3,4\n', "unclosed_quote"),
    "a NUL byte": ("a.csv", lambda: b"a,b\n1,2\x003\n", "nul_byte"),
    "a million rows": ("a.csv", lambda: b"a,b\n" + b"1,2\n" * 10**6, "too_many_rows"),
    "random bytes": ("a.csv", lambda: bytes(range(1, 256)) * 40, "undecodable encoding_unclear"),
    "a database that is none": (
        "a.gpkg",
        lambda: b"SQLite format 3\x00" + bytes(9999),
        "not_geopackage",
    ),
    "nothing": ("a.csv", lambda: b"", "empty_file"),
    "65 MiB": ("a.csv", lambda: bytes(65 * MIB), "too_large"),
}
POINTERS = {
    "a virtual file": ("a.vrt", lambda text: text.encode()),
    "a virtual file that is called GeoJSON": ("a.geojson", lambda text: text.encode()),
    "a virtual file that is called CSV": ("a.csv", lambda text: b"\xef\xbb\xbf" + text.encode()),
    "a virtual file in UTF-16": ("a.csv", lambda text: text.encode("utf-16")),
    "a virtual file in an archive": ("a.zip", lambda text: zipped({"a.vrt": text})),
    "a virtual file that is called a Shapefile": ("a.zip", lambda text: zipped({"a.shp": text})),
}


@pytest.fixture
def parent(tmp_path, monkeypatch):
    """Measure what a block costs this process; files of imports go to a folder of the test."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    gc.collect()
    before, started = resident_mib(), time.monotonic()
    yield
    assert time.monotonic() - started < SECONDS
    assert resident_mib() - before < PARENT_MIB
    assert os.listdir(folder) == []
    assert children() == set()


def resident_mib():
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / MIB


def children():
    """List processes of imports that this process started and that still run."""
    found = set()
    for task in Path("/proc/self/task").iterdir():
        for number in (task / "children").read_text(encoding="ascii").split():
            try:
                command = Path(f"/proc/{number}/cmdline").read_bytes()
            except FileNotFoundError:
                continue
            if b"geo.imports.child" in command:
                found.add(number)
    return found


@pytest.fixture
def listening():
    """A server that nobody may ask; the list is of those who did."""
    asked = []
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.1)
    is_over = threading.Event()

    def serve():
        while not is_over.is_set():
            try:
                connection, _ = server.accept()
            except TimeoutError:
                continue
            asked.append(connection.recv(100))
            connection.close()

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}/x", asked
    is_over.set()
    thread.join()
    server.close()
    assert asked == []


def refused(name, data):
    with pytest.raises(ImportRefusedError) as caught:
        read_rows(uploaded(name, data))
    error = caught.value
    assert str(error).startswith(f"{name}: ")
    assert str(error).endswith("Nothing of it was stored.")
    assert len(str(error)) < 600
    return error


@pytest.mark.parametrize("case", FILES)
def test_the_file_is_refused(case, request, listening):
    name, make, codes = FILES[case]
    data = make().replace(b"{url}", listening[0].encode()) if "link" in case else make()
    request.getfixturevalue("parent")

    assert refused(name, data).code in codes.split()


@pytest.mark.parametrize("case", POINTERS)
@pytest.mark.parametrize(("text", "target"), [(VRT, "file"), (GDALG, "url")])
def test_a_file_that_points_at_others_is_refused(parent, listening, tmp_path, case, text, target):
    secret = tmp_path / "secret.csv"
    secret.write_text(f"a,b\n{SECRET},1\n", encoding="utf-8")
    name, make = POINTERS[case]
    place = f"/vsicurl/{listening[0]}" if target == "url" else str(secret)
    error = refused(name, make(text.format(target=place)))

    assert error.code in ("virtual_file", "zip_without_shapefile", "shapefile_part_missing")
    assert SECRET not in str(error)


def test_a_shapefile_whose_parts_point_at_others(parent, listening, tmp_path):
    parts = shapefile_parts(tmp_path, frame())
    for ending in (".shp", ".shx", ".dbf"):
        text = VRT.format(target=f"/vsicurl/{listening[0]}").encode().ljust(200)
        error = refused(
            "a.zip", zipped({f"a{end}": d for end, d in {**parts, ending: text}.items()})
        )

        assert error.code in ("bad_layer", "bad_dbf", "too_many_rows", "too_many_columns")


def test_a_damaged_geopackage(tmp_path, request):
    data = bytearray(gpkg(tmp_path, frame()).read_bytes())
    data[4096 * 2 : 4096 * 8] = b"\xff" * (4096 * 6)
    request.getfixturevalue("parent")

    assert refused("a.gpkg", bytes(data)).code == "damaged_database"


def test_the_reader_does_not_outlive_a_server_that_is_killed(tmp_path):
    """Started as the server does it; a reader that hangs would otherwise stay for ever."""
    hang = (
        "import os, pathlib, time\nfrom geo.imports.confinement import confine\n"
        "from geo.imports.limits import Limits\n"
        f"confine(Limits(), pathlib.Path({str(tmp_path)!r}))\n"
        f"pathlib.Path({str(tmp_path / 'pid')!r}).write_text(str(os.getpid()))\ntime.sleep(60)"
    )
    server = (
        "from geo.imports import sandbox\nfrom geo.imports.request import ReadRequest\n"
        f"from geo.imports.source import uploaded\nsandbox.CHILD = ('-c', {hang!r})\n"
        "sandbox.read_in_child(uploaded('a.csv', b'a'), ReadRequest(), all_rows=True)"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    process = subprocess.Popen([sys.executable, "-c", server], cwd=PROJECT, env=environment)
    pid = tmp_path / "pid"
    wait_until(lambda: pid.exists() and pid.read_text(encoding="ascii"))
    reader = Path("/proc") / pid.read_text(encoding="ascii")
    assert reader.exists()
    process.kill()
    process.wait()

    wait_until(lambda: not reader.exists() or "Z (zombie)" in (reader / "status").read_text())


def wait_until(is_so):
    deadline = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_who_was_refused_may_come_again(parent):
    for data in (b"", CSV[:10], CSV):
        try:
            found = preview_source(uploaded("a.csv", data))
        except ImportRefusedError:
            continue

    assert found.row_count == 2


def test_a_workbook_with_entities(parent, tmp_path):
    """What an entity stands for is never fetched."""
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    strings = (
        '<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM "file://{secret}">]>'
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><t>a&x;</t></si></sst>"
    )
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>'
    data = workbook(rows, **{"xl/sharedStrings.xml": strings})
    seen = ""
    with contextlib.suppress(ImportRefusedError):
        seen = "".join(preview_source(uploaded("a.xlsx", data)).names)

    assert SECRET not in seen
