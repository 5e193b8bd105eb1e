import json

import pytest

from layers.sheet_order import PAPERS, read_order
from tests.layers.ordering import make_order


def test_an_order_survives_the_way_to_another_process(catalogue):
    order = make_order(
        catalogue,
        ("shanghai", "shenzhen"),
        selection=("district", "310104"),
        opacity={"industries": 0.4},
        centres=((31.2, 121.4, 10.5), None),
        edition=2018,
    )

    assert read_order(order.to_json()) == order


def test_the_same_order_gives_the_same_text(catalogue):
    assert make_order(catalogue).to_json() == make_order(catalogue).to_json()
    assert make_order(catalogue).to_json() != make_order(catalogue, paper="a3").to_json()


def test_a_page_of_the_book_shows_its_city_whole(catalogue):
    order = make_order(catalogue, ("shanghai", "shenzhen"), centres=((31.2, 121.4, 10), None))

    assert order.of_city("shenzhen").cities == ("shenzhen",)
    assert order.of_city("shenzhen").centres == ()


def test_the_papers_are_landscape():
    assert PAPERS == {"a4": (297, 210), "a3": (420, 297)}


@pytest.mark.parametrize("text", ["", "[]", json.dumps({"cities": []})])
def test_something_else_is_no_order(text):
    with pytest.raises(ValueError, match="order|JSON|value"):
        read_order(text)
