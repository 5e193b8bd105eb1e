import subprocess

import pytest

from layers.sheet_book import draw_book, plan
from layers.sheet_fonts import SheetFonts
from tests.layers.ordering import make_order


@pytest.fixture(scope="module")
def fonts(tmp_path_factory):
    return tmp_path_factory.getbasetemp() / "fonts"


@pytest.fixture(scope="module")
def book(catalogue, fonts, tmp_path_factory):
    """The atlas of Shenzhen, and what was told while it was made."""
    path = tmp_path_factory.mktemp("book") / "atlas.pdf"
    told = []
    order = make_order(catalogue, ("shenzhen",), title="人形图 · 深圳")
    total = draw_book(
        catalogue, order, SheetFonts(fonts), path, lambda done, of: told.append((done, of))
    )
    return path, total, told


def text_of(path, page=None):
    pages = ["-f", str(page), "-l", str(page)] if page else []
    done = subprocess.run(["pdftotext", *pages, path, "-"], capture_output=True, check=True)
    return done.stdout.decode()


def test_there_is_a_cover_and_a_page_for_each_district(catalogue, book):
    path, total, _ = book
    info = subprocess.run(["pdfinfo", path], capture_output=True, check=True).stdout.decode()

    assert total >= 1 + len(catalogue.districts_of("shenzhen"))
    assert f"Pages:           {total}" in info
    assert "841.89 x 595.276 pts (A4)" in info


def test_it_is_told_how_far_the_book_is(book):
    _, total, told = book

    assert told == [(page, total) for page in range(total + 1)]


def test_the_cover_is_the_whole_map(book):
    text = text_of(book[0], 1)

    assert "深圳" in text
    assert "南山" in text
    assert "图例" in text


def test_a_page_has_facts_quotes_and_sources(catalogue, book):
    path, total, _ = book
    page = next(text_of(path, n) for n in range(2, total + 1) if "南山区" in text_of(path, n))

    for word in ("深圳市 · 440305", "文件未给本区列出专长。", "前海深港现代服务业合作区", "原文",
                 "来源", "EPSG:4547", f"共 {total} 页"):  # fmt: skip
        assert word in page, word


def test_fonts_are_embedded(book):
    done = subprocess.run(["pdffonts", book[0]], capture_output=True, check=True, text=True)
    rows = [line.split() for line in done.stdout.splitlines()[2:]]

    assert rows
    assert all(row[-5:-2] == ["yes"] * 3 for row in rows)


def test_a_district_with_much_to_tell_has_more_pages(catalogue, fonts):
    pages = plan(catalogue, make_order(catalogue), SheetFonts(fonts))
    huangpu = [page for page in pages if page.adcode == "310101"]

    assert [page.has_maps for page in huangpu][:2] == [True, False]
    assert {page.adcode for page in pages} == {
        row.adcode for row in catalogue.districts_of("shanghai")
    }


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_every_text_stands_on_its_page(catalogue, fonts, paper, language):
    order = make_order(catalogue, paper=paper, language=language)
    for page in plan(catalogue, order, SheetFonts(fonts)):
        for _, x, y in page.placed:
            assert 0 < x < order.size_mm[0] - page.width
            assert 18 < y < order.size_mm[1]


def test_what_progress_raises_ends_the_work(catalogue, fonts, tmp_path):
    class StopError(Exception):
        pass

    def stop(done, total):
        if done == 1:
            raise StopError

    with pytest.raises(StopError):
        draw_book(
            catalogue,
            make_order(catalogue, ("shenzhen",)),
            SheetFonts(fonts),
            tmp_path / "atlas.pdf",
            stop,
        )
