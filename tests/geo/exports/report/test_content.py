"""The whole report, and what is in it whatever the study is like."""

import pytest

from geo.exports.report.blocks import Bars, Facts, Quote, Table, Text
from geo.exports.report.candidates import candidates_table
from geo.exports.report.content import report_of
from geo.exports.report.subject import Subject
from geo.exports.report.words import Words
from geo.study import read_study, results_of
from tests.geo.exports.report.subjects import HOSTILE, small_subject
from tests.geo.study.documents import candidates, document

WHOLE = ["summary", "map", "ranking", "method", "exclusions", "sensitivity", "evidence", "siting",
         "fund", "sources"]  # fmt: skip


def texts_of(block):
    match block:
        case Text():
            yield block.text
        case Quote():
            yield from (block.text, block.source)
        case Facts():
            yield from (text for row in block.rows for text in row)
        case Table():
            yield from (block.title, block.note, *(column.title for column in block.columns))
            yield from (cell for row in block.rows for cell in row if isinstance(cell, str))
        case Bars():
            yield from (block.title, block.note, *block.kinds, *(bar.label for bar in block.bars))


def text_of(report):
    blocks = [block for section in report.sections for block in section.blocks]
    return "\n".join(text for block in blocks for text in texts_of(block))


def test_the_example_has_every_section(zh, en):
    for subject in (zh, en):
        assert [section.id for section in report_of(subject).sections] == WHOLE


def test_everything_that_was_asked_for_is_told(zh):
    told = text_of(report_of(zh))

    for part in (
        "加权求和", "随机种子 1", "居首", "浦东新区 智能芯片设计 智能制造", "原文", "求解器已证明",
        "仅供参考，不构成建议", "2018年政策解读", zh.catalogue.fingerprint, zh.fingerprint, "合成",
        "一致性比率" if zh.study.weighting("policy").how == "pairwise" else "两套权重并列",
    ):  # fmt: skip
        assert part in told, part


def test_the_same_study_gives_the_same_report(catalogue, en):
    again = read_study(en.study.to_json(), catalogue)
    other = Subject(catalogue, again, results_of(again, catalogue), en.siting, Words("en"))

    assert report_of(other) == report_of(en)


def test_both_languages_have_the_same_tables(zh, en):
    def shape(subject):
        return [
            (block.id, len(block.columns), len(block.rows))
            for section in report_of(subject).sections
            for block in section.blocks
            if isinstance(block, Table)
        ]

    assert shape(zh) == shape(en)


@pytest.mark.parametrize(
    ("parts", "told", "sections"),
    [
        ({}, "no candidate yet", ["summary", "sources"]),
        ({"layers": [candidates({"rent": [1.0]})]}, "no criterion yet",
         ["summary", "evidence", "sources"]),
    ],
)  # fmt: skip
def test_an_unfinished_study_says_what_it_lacks(catalogue, parts, told, sections):
    study = read_study(document(**parts), catalogue)
    report = report_of(Subject(catalogue, study, results_of(study, catalogue), None, Words("en")))

    assert told in text_of(report)
    assert [section.id for section in report.sections] == sections


def test_if_all_are_excluded_the_reasons_stay(catalogue):
    numbers = {"rent": [1.0, None]}
    limit = {"at_least": 5.0}
    criterion = {
        "id": "rent", "title": "rent", "measure": {"kind": "column", "name": "rent"},
        "direction": "more", "limit": limit,
    }  # fmt: skip
    subject = small_subject(
        catalogue, layers=[candidates(numbers)], criteria=[criterion],
        weightings=[{"id": "w", "name": "w", "numbers": {"rent": 1.0}}],
    )  # fmt: skip
    report = report_of(subject)

    assert "no candidate keeps every limit" in text_of(report)
    assert "is below the limit 5" in text_of(report)


def test_no_text_of_a_person_is_altered(catalogue):
    layer = candidates({"rent": [1.0, 2.0], "room": [2.0, 1.0]})
    layer["features"][0]["name"] = HOSTILE
    report = report_of(small_subject(catalogue, layers=[layer], title=HOSTILE))

    assert report.title == HOSTILE
    assert HOSTILE in text_of(report)


def test_candidates_keep_the_columns_of_their_files(small, en):
    table = candidates_table(small)

    assert [column.title for column in table.columns][-2:] == ["rent", "room"]
    assert table.rows[0][-2:] == (10.0, 0.0)
    assert table.rows[3][-2:] == (None, 5.0)
    assert len(candidates_table(en).rows) == len(en.study.candidates)
