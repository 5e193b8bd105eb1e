from __future__ import annotations

import pytest

from geo.problems import Problem, allowed


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("a.csv", None, None, None, "is missing"), "a.csv — is missing"),
        (Problem("a.csv", 3, None, None, "is ragged"), "a.csv, row 3 — is ragged"),
        (
            Problem("sites.csv", 12, "district", "310199", "no such district"),
            'sites.csv, row 12, column district: "310199" — no such district',
        ),
        (Problem("a.csv", 2, "quote", "", "is empty"), 'a.csv, row 2, column quote: "" — is empty'),
    ],
)
def test_problem_text(problem: Problem, text: str) -> None:
    assert str(problem) == text


def test_problem_shortens_a_long_value() -> None:
    text = str(Problem("a.csv", 2, "note", "x" * 500, "too long"))
    assert text == f'a.csv, row 2, column note: "{"x" * 60}…" — too long'


def test_allowed_few() -> None:
    assert allowed("z", ["b", "a"]) == "allowed: a, b"


def test_allowed_none() -> None:
    assert allowed("z", []) == "there is none to choose from"


def test_allowed_many_names_the_closest() -> None:
    choices = [f"site-{number}" for number in range(99)] + ["sh-lingang"]
    assert allowed("sh-lingan", choices).startswith("closest of the 100 allowed: sh-lingang")


def test_allowed_many_none_close() -> None:
    choices = [f"site-{number:02d}" for number in range(99)]
    assert allowed("？", choices) == (
        "closest of the 99 allowed: site-00, site-01, site-02, site-03, site-04"
    )
