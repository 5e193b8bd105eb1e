"""The report as a PDF: read back by poppler."""

import datetime
import subprocess

import pytest

from layers.report import MOST_ROWS, Imprint, draw_report
from layers.sheet_fonts import SheetFonts
from tests.geo.exports.report.subjects import HOSTILE, example_subject, small_subject
from tests.geo.study.documents import candidates
from tests.layers.ordering import SKETCH


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.getbasetemp() / "fonts"


def imprint(language="zh", **more):
    return Imprint(datetime.date(2026, 11, 21), SKETCH[language], **more)


def text_of(path):
    return subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, check=True
    ).stdout.decode()


@pytest.fixture(scope="module", params=["zh", "en"])
def report(request, catalogue, folder, tmp_path_factory):
    """The report of the example in one language, and what was told while it was made."""
    path = tmp_path_factory.mktemp("report") / "report.pdf"
    subject, told = example_subject(catalogue, request.param), []
    pages = draw_report(
        subject,
        imprint(request.param),
        SheetFonts(folder),
        path,
        lambda done, of: told.append((done, of)),
    )
    return subject, path, pages, told


def test_it_is_told_how_far_the_report_is(report):
    _, path, pages, told = report
    info = subprocess.run(["pdfinfo", path], capture_output=True, check=True).stdout.decode()

    assert told == [(page, pages) for page in range(pages + 1)]
    assert f"Pages:           {pages}" in info
    assert "595.276 x 841.89 pts (A4)" in info


def test_its_text_can_be_found(report):
    subject, path, pages, _ = report
    found = text_of(path)
    language = subject.words.language
    page = {"zh": f"第 {pages} 页，共 {pages} 页", "en": f"Page {pages} of {pages}"}[language]

    for part in (SKETCH[language], page, "2026-11-21", "EPSG:32651", subject.fingerprint,
                 subject.catalogue.fingerprint, "0.850"):  # fmt: skip
        assert part in found, part


def test_fonts_are_embedded(report):
    done = subprocess.run(["pdffonts", report[1]], capture_output=True, check=True, text=True)
    rows = [line.split() for line in done.stdout.splitlines()[2:]]

    assert rows
    assert all(row[-5:-2] == ["yes"] * 3 for row in rows)


def test_the_same_study_gives_the_same_bytes(catalogue, folder, tmp_path):
    for name in ("one", "two"):
        draw_report(small_subject(catalogue), imprint("en"), SheetFonts(folder), tmp_path / name)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_what_progress_raises_ends_the_work(catalogue, folder, tmp_path):
    class StopError(Exception):
        pass

    def stop(done, total):
        if done == 1:
            raise StopError

    with pytest.raises(StopError):
        draw_report(
            small_subject(catalogue), imprint("en"), SheetFonts(folder), tmp_path / "x.pdf", stop
        )


def test_a_character_that_no_font_has_is_confessed_where_it_stands(catalogue, folder, tmp_path):
    layer = candidates({"rent": [1.0, 2.0], "room": [2.0, 1.0]})
    layer["features"][0]["name"] = HOSTILE
    fonts = SheetFonts(folder, stand_ins=())
    path = tmp_path / "report.pdf"
    draw_report(small_subject(catalogue, layers=[layer]), imprint("en"), fonts, path)

    assert "□ stands for characters that no font here has: U+2CB73" in text_of(path)


def test_long_tables_are_continued_and_cut(catalogue, folder, tmp_path):
    count = MOST_ROWS["ranking"] + 7
    numbers = {"rent": [float(k) for k in range(count)], "room": [1.0] * count}
    layer = candidates(numbers, [f"plot{k}" for k in range(count)])
    path = tmp_path / "report.pdf"
    draw_report(small_subject(catalogue, layers=[layer]), imprint("en"), SheetFonts(folder), path)
    found = text_of(path)

    assert "7 more rows are in the workbook" in found
    assert found.count("First in") > 1


def test_an_unfinished_study_says_what_it_lacks_and_in_which_zone_its_day_is(
    catalogue, folder, tmp_path
):
    subject = small_subject(catalogue, criteria=[], weightings=[], ranking={})
    path = tmp_path / "report.pdf"

    told = imprint("en", zone="UTC+08:00")
    assert draw_report(subject, told, SheetFonts(folder), path) >= 1
    assert "there is no criterion yet" in text_of(path)
    assert "2026-11-21 (UTC+08:00)" in text_of(path)
