import json

import pytest
from werkzeug.datastructures import MultiDict

from geo.imports.choices import Choices
from geo.imports.request import ReadRequest
from webapp.errors import WrongValueError
from webapp.planner.import_wish import Wish, first_wish, next_wish

BEFORE = Wish("reference", "站", request=ReadRequest(encoding="big5"), choices=Choices("GCJ-02"))


@pytest.fixture(autouse=True)
def _page(app):
    with app.test_request_context("/en/planner"):
        yield


def form(*pairs, **fields):
    return MultiDict([*pairs, *fields.items()])


def test_a_file_names_its_layer():
    assert first_wish(form(), "候选.2024.csv") == Wish("candidates", "候选.2024")
    assert first_wish(form(kind="reference", title=" 站 "), "a.csv") == Wish("reference", "站")
    assert first_wish(form(), ".csv").title == ".csv"
    assert len(first_wish(form(title="x" * 999), "a").title) == 200


def test_everything_can_be_chosen():
    found = next_wish(
        form(
            *(("type", "number|a|b"), ("type", ""), ("type", "text|c")),
            *(("keep", "outside"), ("keep", "duplicate"), ("keep", "nonsense")),
            rows="1",
            title="新",
            kind="candidates",
            name_column="名",
            encoding="gb18030",
            delimiter="tab",
            layer="表二",
            header_row="3",
            repair="on",
            datum="BD-09",
            x="经",
            y="纬",
            order="y_first",
            **{"comma:c:d": "decimal", "comma:e": ""},
        ),
        BEFORE,
    )
    assert found == Wish(
        "candidates",
        "新",
        "名",
        ReadRequest("gb18030", "\t", "表二", 3, repair=True),
        Choices(
            "BD-09",
            "经",
            "纬",
            {"a|b": "number", "c": "text"},
            frozenset(("outside", "duplicate")),
            "y_first",
            {"c:d": "decimal"},
        ),
    )
    assert Wish.from_json(json.loads(json.dumps(found.to_json()))) == found


def test_a_form_that_asks_how_to_read_leaves_the_rest():
    assert next_wish(form(encoding="utf-8"), BEFORE) == Wish(
        "reference", "站", request=ReadRequest(encoding="utf-8"), choices=Choices("GCJ-02")
    )


def test_nothing_chosen_is_nothing_stated():
    found = next_wish(form(rows="1", datum="", x="", header_row="", encoding=""), BEFORE)
    assert found == Wish("reference", "站")


@pytest.mark.parametrize(
    "fields",
    [
        {"encoding": "utf-7"},
        {"delimiter": ","},
        {"header_row": "-1"},
        {"header_row": "x"},
        {"header_row": "9" * 8},
        {"kind": "other"},
        {"rows": "1", "datum": "NAD27"},
        {"rows": "1", "order": "first"},
        {"rows": "1", "comma:a": "both"},
        {"rows": "1", "type": "colour|a"},
    ],
)
def test_what_is_not_possible_is_named(fields):
    value = next(iter(reversed(fields.values()))).partition("|")[0]
    with pytest.raises(WrongValueError, match=f"“{value}” is not possible; allowed: "):
        next_wish(form(**fields), BEFORE)


def test_a_layer_needs_a_name():
    with pytest.raises(WrongValueError, match="needs a name"):
        next_wish(form(title=" "), BEFORE)


def test_choices_about_columns_that_are_gone_are_dropped():
    wish = Wish(
        "candidates",
        "a",
        "c",
        choices=Choices("GCJ-02", "x", "y", {"x": "text", "q": "text"}, commas={"y": "decimal"}),
    )
    assert wish.for_columns(("x", "y", "q", "c")) == wish
    assert wish.for_columns(("x", "q")) == Wish(
        "candidates", "a", None, choices=Choices("GCJ-02", types={"x": "text", "q": "text"})
    )
    assert Wish("candidates", "a", "").for_columns(("b",)).name_column == ""
