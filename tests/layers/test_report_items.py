import pytest

from geo.exports.report.blocks import Facts, Quote, Text
from layers.report_items import STYLES, Item, Maker, joined, paginate, space_above
from layers.sheet_canvas import Canvas
from layers.sheet_fonts import ABSENT, SheetFonts

PAGE = (210.0, 297.0)


@pytest.fixture(scope="module")
def fonts(tmp_path_factory):
    return SheetFonts(tmp_path_factory.getbasetemp() / "fonts")


@pytest.fixture
def maker(fonts):
    return Maker(fonts, 180.0)


def nothing(canvas, x, y):
    """Draw nothing."""


def item(height, **more):
    return Item(height, nothing, **more)


def heights(pages):
    return [[placed.item.height for placed in page] for page in pages]


def test_items_fill_pages_from_the_top():
    pages = paginate([item(40), item(50), item(20)], 100, 0)

    assert heights(pages) == [[40, 50], [20]]
    assert [placed.y for placed in pages[0]] == [100, 60]


def test_what_is_kept_goes_to_the_next_page_together():
    pages = paginate([item(60), item(20, is_kept=True), item(10, is_kept=True), item(30)], 100, 0)

    assert heights(pages) == [[60], [20, 10, 30]]


def test_what_is_kept_but_higher_than_a_page_is_parted():
    pages = paginate([item(60, is_kept=True), item(60)], 100, 0)

    assert heights(pages) == [[60], [60]]


def test_an_item_higher_than_a_page_stands_alone():
    assert heights(paginate([item(10), item(150), item(10)], 100, 0)) == [[10], [150], [10]]


def test_the_header_of_a_table_is_repeated():
    head = item(10, is_kept=True)
    rows = [item(40, head=head) for _ in range(3)]

    assert heights(paginate([head, *rows], 100, 0)) == [[10, 40, 40], [10, 40]]


def test_a_picture_makes_do_with_the_room_that_is_left():
    picture = item(80, fitted=item, least=40)

    assert heights(paginate([item(50), picture], 100, 0)) == [[50, 50]]
    assert heights(paginate([item(70), picture], 100, 0)) == [[70], [80]]


def test_a_picture_makes_room_for_what_is_not_worth_a_page():
    picture = item(80, fitted=item, least=40)

    assert heights(paginate([picture, item(20), item(10)], 100, 0)) == [[70, 20, 10]]
    assert heights(paginate([picture, item(20), item(30)], 100, 0)) == [[80, 20], [30]]
    assert heights(paginate([item(80), item(20), item(10)], 100, 0)) == [[80, 20], [10]]


def test_a_warning_stays_with_what_it_warns_of(maker):
    title = maker.text("Fund", STYLES["heading"])
    (box,) = maker.of_text(Text("caution", "caution"))
    room = sum(row.height for row in title) + box.height
    pages = paginate([item(100 - room - 1), *title, box, item(20)], 100, 0)

    assert len(pages[0]) == 1
    assert pages[1][0].item is title[0]


def test_there_is_always_a_page():
    assert paginate([], 100, 0) == [[]]


def test_room_above_moves_what_is_drawn():
    seen = []
    moved = space_above(Item(5, lambda canvas, x, y: seen.append(y)), 3)
    moved.draw(None, 0, 100)

    assert moved.height == 8
    assert seen == [97]


def test_no_line_of_a_paragraph_stands_alone(maker):
    items = maker.text("word " * 200, STYLES["text"])

    assert len(items) > 3
    assert [one.is_kept for one in items] == [True, *[False] * (len(items) - 3), True, False]


def test_indices_stand_below_the_line(maker, fonts):
    canvas = Canvas(PAGE, fonts)
    for one in maker.of_text(Text("s_ij = w", "formula")):
        one.draw(canvas, 10, 200)

    assert canvas.texts == ["s", "ij", "= w"]


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda maker: maker.of_text(Text("caution", "caution")), ["caution"]),
        (lambda maker: maker.of_quote(Quote("quoted", "document")), ["quoted", "document"]),
        (lambda maker: maker.of_facts(Facts((("name", "content"),))), ["name", "content"]),
    ],
)
def test_each_block_is_written(maker, fonts, make, told):
    canvas = Canvas(PAGE, fonts)
    for one in make(maker):
        assert one.height > 0
        one.draw(canvas, 10, 200)

    assert canvas.texts == told


def test_characters_that_no_font_has_are_remembered(tmp_path_factory):
    folder = tmp_path_factory.getbasetemp() / "fonts"
    maker = Maker(SheetFonts(folder, stand_ins=()), 180.0)
    (line,) = maker.text("上海\U0002cb73", STYLES["text"])

    assert line.absent == {"\U0002cb73"}
    assert maker.absent(ABSENT, "a b\n") == frozenset()


def test_what_a_quotation_backs_stays_with_it(maker):
    blocks = (Text("It fits."), Quote("one", "a"), Quote("two", "a"), Text("More."))

    def items_of(block):
        return maker.of_quote(block) if isinstance(block, Quote) else maker.of_text(block)

    items = list(joined(blocks, items_of))

    assert [item.is_kept for item in items] == [True, False, False, False]
