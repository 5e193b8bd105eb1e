"""Numbers as people type them, and words about those that are none."""

import pytest
from werkzeug.datastructures import MultiDict

from webapp.planner.form_fields import Fields, read_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", 12.0),
        ("12,000", 12000.0),
        ("1,234,567.5", 1234567.5),
        ("−3.5", -3.5),
        ("+.5", 0.5),
        ("１２．５", 12.5),
        ("1 200", 1200.0),
        ("2e3", 2000.0),
    ],
)
def test_numbers_are_read(text, expected):
    assert read_number(text) == expected


@pytest.mark.parametrize(
    "text", ["1,5", "12,00", "1_000", "nan", "inf", "1e999", "abc", "", "5 m", "0x10", "--3"]
)
def test_what_could_mean_two_things_or_nothing_is_no_number(text):
    assert read_number(text) is None


@pytest.fixture
def fields(app):
    with app.test_request_context("/en/planner"):
        yield lambda **typed: Fields(MultiDict(typed))


def test_texts_are_one_line_and_not_too_long(fields):
    form = fields(title="  A \n title ", long="x" * 11, nul="a\x00b")

    assert form.text("title", most=20, needed=True) == "A title"
    form.text("long", most=10)
    form.text("none", most=10, needed=True)
    form.text("nul", most=10)
    assert form.errors == {
        "long": "This has 11 characters; allowed are 10.",
        "none": "This must not be empty.",
        "nul": "This holds a character that is no text.",
    }


def test_numbers_that_cannot_be_are_told(fields):
    form = fields(radius="0", low="a<b", empty="", share="1.5")

    assert form.number("empty") is None
    form.number("radius", positive=True)
    form.number("low")
    form.share("share")
    form.number("gone", needed=True)
    assert form.errors == {
        "radius": "“0” is not above 0.",
        "low": "“a<b” is no number; allowed is a number such as 1200 or 3.5.",
        "share": "A value lies between 0 (worst) and 1 (best).",
        "gone": "A number is needed here.",
    }


def test_choices_are_told_with_their_names(fields):
    form = Fields(MultiDict([("kind", "x"), ("kinds", "park"), ("kinds", "park"), ("more", "y")]))

    assert form.choices("kinds", ["park", "cluster"]) == ["park"]
    form.choice("kind", {"park": "Park", "cluster": "Core cluster"})
    form.choices("more", ["park"])
    form.choices("none", ["park"])
    assert form.errors == {
        "kind": "Choose from: Park, Core cluster.",
        "more": "Choose from: park.",
        "none": "Choose from: park.",
    }
