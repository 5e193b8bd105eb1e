import pytest

from geo.enterprises.rejects import REASONS
from geo.enterprises.word_table import PROBLEMS, WordProblem
from webapp.planner.enterprise_says import (
    REASON_WORDS,
    WORD_PROBLEMS,
    is_of_files,
    problem_said,
    word_problem_said,
)


@pytest.fixture(autouse=True)
def _in_english(app):
    with app.test_request_context("/en/planner"):
        yield


def test_everything_that_can_be_wrong_has_words():
    assert set(REASON_WORDS) == set(REASONS)
    assert set(WORD_PROBLEMS) == set(PROBLEMS)


def test_a_problem_is_said_or_told_as_it_came():
    said = problem_said({"code": "no-column", "file": "甲.csv", "column": "x%s"})
    assert "甲.csv" in said
    assert "x%s" in said
    twice = {"code": "double-column", "file": "r.parquet", "column": "经度", "count": 2}
    assert problem_said(twice).startswith("The file r.parquet has 2 columns “经度”, and")
    lost = {"code": "no-sheet", "file": "r.xlsx", "sheet": "2025", "sheets": "2023, 2024"}
    assert "has no sheet “2025”; it has: 2023, 2024." in problem_said(lost)
    assert is_of_files(twice)
    assert is_of_files(lost)
    assert problem_said({"code": "no-column", "text": "in English"}) == "in English"
    assert problem_said({"code": "another", "text": "in English"}) == "in English"
    assert problem_said({}) != ""


def test_a_problem_of_words_names_its_row():
    said = word_problem_said(WordProblem(7, "too-short", "一", "2"))
    assert "7" in said
    assert "一" in said
    assert word_problem_said(WordProblem(None, "not-a-table", "x"))
