import pytest

from layers.sheet_canvas import Canvas, Rect
from layers.sheet_fonts import SheetFonts
from layers.sheet_legend import Item, draw_column, legend_items, source_items
from layers.sheet_scene import make_scene
from tests.layers.ordering import make_order


@pytest.fixture
def canvas(tmp_path_factory):
    fonts = SheetFonts(tmp_path_factory.getbasetemp() / "fonts", stand_ins=())
    return Canvas((297, 210), fonts)


def items(catalogue, *cities, **options):
    order = make_order(catalogue, cities or ("shanghai",), **options)
    scenes = [make_scene(catalogue, order, city) for city in order.cities]
    return legend_items(catalogue, order, scenes), source_items(catalogue, order, scenes)


def texts(found):
    return [item.text for item in found]


def test_the_legend_lists_what_is_on(catalogue):
    legend, _ = items(catalogue)

    assert texts(legend)[:3] == ["图例", "产业专长", "智能芯片设计"]
    assert {"文件未列", "西带", "东带", "示意连接（文件未写）"} <= set(texts(legend))
    assert "特色园区" not in texts(legend)
    assert legend[-1].symbol == "precision"


def test_what_the_edition_does_not_state_is_left_out(catalogue):
    legend, _ = items(catalogue, edition=2021)

    assert "西带" not in texts(legend)
    assert "智能安防" not in texts(legend)
    assert "文件未列" in texts(legend)


def test_an_industry_has_its_fill_and_mark(catalogue):
    legend, _ = items(catalogue, language="en")
    entry = next(item for item in legend if item.text == "Intelligent security")

    assert (entry.mark, entry.industry.id) == ("Se", "security")


def test_what_was_added_says_so(catalogue):
    legend, _ = items(catalogue)
    belt = next(item for item in legend if item.text == "西带")

    assert "线形为示意" in belt.note
    assert belt.colour == "#b23a2e"


def test_with_all_off_there_is_no_legend(catalogue):
    order = make_order(catalogue)
    legend, sources = items(catalogue, off=order.layers)

    assert legend == []
    assert [item.kind for item in sources] == ["source"]  # where the outlines are from


def test_two_cities_share_one_legend(catalogue):
    legend, _ = items(catalogue, "shanghai", "shenzhen")

    assert len(texts(legend)) == len(set(texts(legend)))
    assert any("方案未列名单" in text for text in texts(legend))


def test_the_documents_are_named_by_their_titles(catalogue):
    _, sources = items(catalogue)

    assert sources[0].text == "来源"
    assert "《新一代人工智能相关政策解读》（2018）" in texts(sources)
    assert sources[-1].text.startswith("边界与位置：行政边界数据")
    assert "OpenStreetMap" in sources[-1].text


def test_sources_in_english(catalogue):
    _, sources = items(catalogue, language="en")

    assert "Briefing on policies for new-generation AI (2018)" in texts(sources)


@pytest.mark.parametrize("count", [3, 25, 60])
def test_a_column_keeps_to_its_room(canvas, count):
    rect = Rect(200, 20, 58, 160)
    upper = [Item("图例", kind="heading")] + [
        Item(f"一个很长很长的图层名称，写不进一行的那种 {n}", symbol="park", note="说明文字")
        for n in range(count)
    ]
    draw_column(
        canvas, rect, upper, [Item("来源", kind="heading"), Item("《文件》", kind="source")]
    )
    lines = [artist for artist in canvas.drawn if hasattr(artist, "text")]

    right = max(line.x + canvas.fonts.width_mm(line.text, "sans", 7.2) for line in lines)
    assert right < rect.right + 4
    assert min(line.y for line in lines) > rect.y - 0.1 or count == 60
    assert max(line.y for line in lines) < rect.top


def test_a_column_writes_everything(catalogue, canvas):
    legend, sources = items(catalogue, on=("parks", "new-cities", "scenario-sites", "mentions"))
    draw_column(canvas, Rect(200, 20, 58, 160), legend, sources)
    written = "".join(canvas.texts).replace(" ", "")

    for item in [*legend, *sources]:
        assert item.text.replace(" ", "") in written
