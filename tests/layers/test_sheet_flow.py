import pytest

from layers.sheet_canvas import Canvas, Rect
from layers.sheet_flow import Block, Setter, flow, split_columns
from layers.sheet_fonts import SheetFonts


@pytest.fixture
def canvas(tmp_path_factory):
    fonts = SheetFonts(tmp_path_factory.getbasetemp() / "fonts", stand_ins=())
    return Canvas((297, 210), fonts)


def test_columns_share_the_width():
    left, right = split_columns(Rect(10, 20, 106, 100), 2, 6)

    assert (left.x, left.width, right.x, right.right) == (10, 50, 66, 116)


def test_blocks_fill_one_column_after_the_other(canvas):
    setter = Setter(canvas.fonts, 50, 1.0)
    blocks = [Block("small", f"行 {n}") for n in range(12)]
    height = setter.height(blocks[0])
    columns = split_columns(Rect(10, 20, 106, 5.5 * height), 2, 6)
    placed, left = flow(setter, blocks, columns)

    assert [x for _, x, _ in placed] == [10] * 5 + [66] * 5
    assert left == blocks[10:]


def test_a_heading_never_ends_a_column(canvas):
    setter = Setter(canvas.fonts, 50, 1.0)
    blocks = [Block("text", "甲"), Block("heading", "载体"), Block("text", "乙")]
    room = setter.height(blocks[0]) + setter.height(blocks[1]) + 1
    placed, left = flow(setter, blocks, split_columns(Rect(10, 20, 106, room), 2, 6))

    assert [(block.text, x) for block, x, _ in placed] == [("甲", 10), ("载体", 66), ("乙", 66)]
    assert left == []


def test_a_name_stays_with_its_quotation(canvas):
    setter = Setter(canvas.fonts, 50, 1.0)
    blocks = [Block("small", "甲"), Block("text", "外滩"), Block("quote", "外滩滨江AI+客流预警")]
    room = setter.height(blocks[0]) + setter.height(blocks[1]) + 2
    placed, _ = flow(setter, blocks, split_columns(Rect(10, 20, 106, room + 8), 2, 6))

    assert placed[1][1] == placed[2][1]


def test_what_is_higher_than_a_column_stands_there_nevertheless(canvas):
    setter = Setter(canvas.fonts, 50, 1.0)
    block = Block("text", "很长" * 400)
    placed, left = flow(setter, [block], [Rect(10, 20, 50, 10)])

    assert (len(placed), left) == (1, [])


@pytest.mark.parametrize("kind", ["heading", "entry", "text", "small", "quote"])
def test_a_block_is_as_high_as_it_says(canvas, kind):
    setter = Setter(canvas.fonts, 50, 1.0)
    block = Block(
        kind, "推进浦东张江、徐汇滨江、闵行马桥、临港新片区等四大优势产业集聚区", "《文件》 · 原文"
    )
    bottom = setter.draw(canvas, block, 20, 150)
    lines = [artist for artist in canvas.drawn if hasattr(artist, "text")]

    assert bottom == pytest.approx(150 - setter.height(block))
    assert all(bottom < line.y < 150 for line in lines)
    assert "".join(canvas.texts).replace(" ", "") == (block.text + block.note).replace(" ", "")


def test_what_is_editorial_has_a_dashed_edge(canvas):
    setter = Setter(canvas.fonts, 50, 1.0)
    for is_editorial in (False, True):
        setter.draw(canvas, Block("quote", "位置", is_editorial=is_editorial), 20, 150)
    edges = [shape for shape in canvas.drawn if getattr(shape, "stroke", None)]

    assert [bool(edge.dash_pt) for edge in edges] == [False, True]
