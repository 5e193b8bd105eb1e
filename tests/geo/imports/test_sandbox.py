"""What goes wrong in the child, goes wrong there only."""

import logging
import os
import socket
import subprocess
import sys
import threading
import time

import pytest

from geo.errors import ImportRefusedError
from geo.imports import sandbox
from geo.imports.child import CHUNK_ROWS, answer, check_drivers
from geo.imports.confinement import environment
from geo.imports.limits import Limits
from geo.imports.request import ReadRequest
from geo.imports.sandbox import PROJECT, read_in_child, skipped_drivers
from geo.imports.source import uploaded
from tests.geo.imports.conftest import CSV, csv_of

HANG = "import time; time.sleep(60)"


def read(data=CSV, *, all_rows=True, **options):
    return read_in_child(uploaded("地块.csv", data), ReadRequest(), all_rows=all_rows, **options)


@pytest.fixture
def child_that(monkeypatch):
    """Start the child with another program."""
    started = []
    popen = subprocess.Popen

    def start(*args, **options):
        started.append(popen(*args, **options))
        return started[-1]

    def child_that(program):
        monkeypatch.setattr(sandbox, "CHILD", ("-c", program))
        monkeypatch.setattr(sandbox.subprocess, "Popen", start)
        return started

    return child_that


def refused(**options):
    with pytest.raises(ImportRefusedError, match="^地块.csv: ") as caught:
        read(**options)
    return caught.value


def code_of(**options):
    return refused(**options).code


def test_the_answer_comes_with_progress():
    said = []
    found = read(progress=said.append)

    assert found.table["row_count"] == 2
    assert found.rows[0] == [2, ["徐汇西岸智塔", "121.4737", "31.2304", "0"], None]
    assert [part["progress"] for part in said] == ["started", "reading", "describing", "received"]


def test_a_preview_has_the_first_rows_only():
    data = csv_of("a,b", *(f"{n},{n}" for n in range(50)))

    assert len(read(data, all_rows=False).rows) == 20
    assert read(data, all_rows=False).table["row_count"] == 50


def test_many_rows_come_in_parts():
    count = 2 * CHUNK_ROWS + 1
    found = read(csv_of("a,b", *(f"{n},{n}" for n in range(count))))

    assert [row[0] for row in found.rows] == list(range(2, count + 2))


def test_a_child_that_hangs_is_killed(child_that):
    started = child_that(HANG)
    before = time.monotonic()

    assert code_of(limits=Limits(wall_seconds=0.5)) == "out_of_time"
    assert time.monotonic() - before < 5
    assert started[0].poll() is not None


def test_a_child_is_killed_when_the_import_is_cancelled(child_that):
    started = child_that(HANG)
    asked = []

    def is_cancelled():
        asked.append(True)
        return len(asked) > 1

    assert code_of(is_cancelled=is_cancelled) == "cancelled"
    assert started[0].poll() is not None


@pytest.mark.parametrize(
    ("program", "code", "how"),
    [
        ("import os; os.abort()", "reader_crashed", "SIGABRT"),
        ("import os; os.kill(os.getpid(), 11)", "reader_crashed", "SIGSEGV"),
        ("raise SystemExit(3)", "reader_crashed", "exit code 3"),
        ("raise ValueError('no')", "reader_crashed", "exit code 1"),
        ("raise MemoryError", "out_of_memory", None),
        ("import os; os.kill(os.getpid(), 24)", "out_of_time", None),
        ("print('no json')", "reader_crashed", None),
        ("print('[1]')", "reader_crashed", None),
        ("print('{\"done\": true}')", "reader_crashed", None),
        ("import os; os.close(0); os.write(1, b'x')", "reader_crashed", None),
    ],
)
def test_a_child_that_breaks_down(child_that, caplog, program, code, how):
    child_that(program)
    with caplog.at_level(logging.WARNING):
        error = refused()

    assert error.code == code
    assert "the reader of an import ended" in caplog.text
    assert how is None or f"({how})" in str(error)


def test_an_answer_without_end_is_cut_off(child_that):
    started = child_that("import sys\nwhile True: sys.stdout.write('x' * 65536)")

    assert code_of(limits=Limits(answer_bytes=10**6)) == "answer_too_large"
    assert started[0].poll() is not None


def test_too_little_memory():
    """64 MiB hold an interpreter, but no file of 30 MiB twice."""
    data = b"a,b\n" + b"x" * 500_000 + b"\n" + b"1,2\n" * 7_500_000

    assert code_of(data=data, limits=Limits(memory_bytes=64 * 2**20)) == "out_of_memory"


def test_too_little_time():
    data = csv_of(",".join("abcdefghij"), *(["1.5,2.5,3.5,4.5,5.5,6.5,7.5,8.5,9.5,1e3"] * 99_000))

    assert code_of(data=data, limits=Limits(cpu_seconds=1)) == "out_of_time"


def confined(program, folder, **limits):
    """Run a program after it gave everything up."""
    code = (
        "from pathlib import Path\nfrom geo.imports.confinement import confine\n"
        f"from geo.imports.limits import Limits\nfolder = Path({str(folder)!r})\n"
        f"print(confine(Limits(**{limits!r}), folder), flush=True)\n{program}"
    )
    return subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, timeout=30
    )


def test_there_are_no_other_files(tmp_path):
    folder = tmp_path / "own"
    folder.mkdir()
    other = tmp_path / "other"
    other.write_text("secret", encoding="utf-8")
    found = confined(
        "(folder / 'a').write_text('x'); (folder / 'a').rename(folder / 'b'); import numpy\n"
        f"for path in ('/etc/passwd', {str(other)!r}, 'README.md', '/proc/self/environ'):\n"
        "    try: print(open(path).read())\n"
        "    except PermissionError as error: print('no', path)\n"
        f"open({str(other)!r}, 'a')",
        folder,
    )
    if "files" not in found.stdout.splitlines()[0]:
        pytest.skip("this platform has no Landlock")

    assert [line.split()[0] for line in found.stdout.splitlines()[1:]] == ["no"] * 4
    assert "PermissionError" in found.stderr
    assert [path.name for path in folder.iterdir()] == ["b"]


def test_there_is_no_network(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        found = confined(
            f"import socket; socket.create_connection(('127.0.0.1', {port}), 2)", tmp_path
        )
    if "network" not in found.stdout:
        pytest.skip("this platform gives a process no network of its own")

    assert "Network is unreachable" in found.stderr or "Cannot assign" in found.stderr


def test_files_cannot_be_written_without_end(tmp_path):
    program = "[open(folder / 'big', 'ab', 0).write(bytes(10**6)) for _ in range(2)]"
    found = confined(program, tmp_path, written_bytes=1000)

    assert "File too large" in found.stderr
    assert (tmp_path / "big").stat().st_size == 1000


def test_the_child_has_nothing_of_the_environment(monkeypatch, child_that, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    child_that(f"import os; open({str(tmp_path / 'seen')!r}, 'w').write(repr(dict(os.environ)))")
    code_of()
    seen = (tmp_path / "seen").read_text()

    assert "secret" not in seen
    assert "'GDAL_HTTP_PROXY': '127.0.0.1:9'" in seen


def test_only_the_drivers_that_are_needed_are_left(tmp_path):
    program = "import pyogrio; print(sorted(pyogrio.list_drivers()))"
    found = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(tmp_path, skipped_drivers()),
        capture_output=True,
        text=True,
        check=True,
    )

    assert found.stdout.strip() == "['ESRI Shapefile', 'GPKG']"


def test_drivers_that_were_not_left_out_stop_the_child():
    with pytest.raises(RuntimeError, match="GDAL kept drivers .*: OGR_VRT"):
        check_drivers("OGR_VRT,Nothing")
    check_drivers("")


def test_answer_without_a_process(tmp_path):
    """What the child sends is JSON, refusals included."""
    path = tmp_path / "input"
    path.write_bytes(CSV)
    sent = []
    job = {
        "path": str(path),
        "name": "a.xlsx",
        "request": ReadRequest().to_json(),
        "limits": Limits().to_json(),
        "all_rows": True,
    }
    answer(job, sent.append)

    assert sent[-1] == {"done": True}
    table = next(part["table"] for part in sent if "table" in part)
    assert [note["code"] for note in table["notes"]] == ["ending_differs"]


def test_imports_side_by_side():
    """Threads of a server import at the same time; the folders are their own."""
    found, errors = {}, []

    def work(number):
        try:
            found[number] = read(csv_of("a,b", f"{number},x")).rows[0][1][0]
        except ImportRefusedError as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert found == {number: str(number) for number in range(6)}


def test_what_a_killed_server_left_is_removed(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    other = tmp_path / "other"
    for folder in (tmp_path / "atlas-import-old", tmp_path / "atlas-import-new", other):
        folder.mkdir()
        (folder / "input").write_bytes(b"x")
    (tmp_path / "atlas-import-link").symlink_to(other)
    for name in ("atlas-import-old", "atlas-import-link", "other"):
        os.utime(tmp_path / name, (0, 0), follow_symlinks=False)
    read()

    assert sorted(os.listdir(tmp_path)) == ["atlas-import-link", "atlas-import-new", "other"]
    assert (other / "input").exists()


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    read()
    with pytest.raises(ImportRefusedError):
        read(b"a,b\n")

    assert os.listdir(tmp_path) == []
