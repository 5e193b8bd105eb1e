"""Problems are shown short and printable, with the path as JSON tools write it."""

import pytest

from geo.study.problems import StudyProblem, path_text
from geo.study.words import PROBLEMS, problem_text


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), "$"),
        (("title",), "title"),
        (("layers", 0, "features", 12, "lon"), "layers[0].features[12].lon"),
        (("values", "a b"), 'values["a b"]'),
    ],
)
def test_a_path_is_written_as_json_tools_do(path, text):
    assert path_text(path) == text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        ("x" * 100, "x" * 60 + "…"),
        ("a\x1b\u202eb", "a\ufffd\ufffdb"),
        ({"a": 1, "b": 2}, "{a, b}"),
        ([1, 2, 3], "[3 entries]"),
        (True, "true"),
        (1.5, "1.5"),
    ],
)
def test_a_value_is_shown_short_and_printable(value, shown):
    assert StudyProblem("wrong_value", (), value, "").shown == shown


def test_a_problem_says_where_what_and_what_is_allowed():
    problem = StudyProblem("unknown_name", ("criteria", 0, "id"), "rnt", "allowed: rent")

    assert str(problem) == 'criteria[0].id: "rnt" allowed: rent'
    assert problem_text(problem, "en") == 'Criteria, item 1 · id: "rnt" allowed: rent'
    assert problem_text(problem, "zh") == "准则 第 1 项 · 编号：“rnt”所指的对象不存在；可用：rent"
    zh, en = (problem_text(problem, language, is_file=True) for language in ("zh", "en"))
    assert zh.startswith("准则 第 1 项 · 编号（criteria[0].id）：“rnt”")
    assert en.startswith('Criteria, item 1 · id (criteria[0].id): "rnt"')


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_every_problem_has_words_in_both_languages(code):
    zh, en = PROBLEMS[code]

    assert zh.isascii() is False
    assert en.isascii()
    problem = StudyProblem(code, ("count",), None, "")
    assert problem_text(problem, "zh") == f"个数：{zh}"
    assert problem_text(problem, "en") == f"number of sites: {en}"
