"""Sensitivity in sentences, and the words of the scripts."""

import re

import pytest

from geo.exports.report.words import percent
from geo.study import Sensitivity, read_example, results_of
from webapp.assets import STATIC
from webapp.planner.ranking_asked import asked_study, ranked_anew
from webapp.planner.ranking_words import bar_notes, page_words, sensitivity_told


@pytest.fixture(autouse=True)
def speaking(planner_app):
    with planner_app.test_request_context("/en/planner"):
        yield


@pytest.fixture(scope="module")
def study(catalogue):
    return read_example("shanghai", catalogue)


@pytest.fixture(scope="module")
def results(study, catalogue):
    return results_of(study, catalogue)


def told(study, results):
    return sensitivity_told(study, results.ranking, results.sensitivity)


def test_the_smallest_change_is_a_sentence_with_names_and_weights(study, results):
    found = told(study, results)
    flip = results.sensitivity.smallest_flip

    assert study.candidates[flip.rival].label in found["smallest"]
    assert study.candidates[results.ranking.first[0]].label in found["smallest"]
    assert percent(flip.moved) in found["smallest"]
    assert "→" in found["smallest"]


def test_rows_come_in_the_order_of_the_ranking_with_their_shares(study, results):
    rows = told(study, results)["rows"]
    table = results.sensitivity.acceptability.table

    assert [row["id"] for row in rows] == list(table.index[: len(rows)])
    assert [row["first"] for row in rows] == table["first"].head(len(rows)).tolist()
    assert all(0 <= row["first"] <= row["top"] <= 1 for row in rows)


def test_every_criterion_has_a_sentence_of_its_own(study, results):
    single = told(study, results)["single"]

    assert [row["criterion"] for row in single] == [row.id for row in study.criteria]
    assert all(row["text"] for row in single)


def test_topsis_says_that_it_has_no_exact_answer(study, results):
    found = told(study, ranked_anew(asked_study(study, {"method": "topsis"}), results))

    assert "TOPSIS" in found["smallest"]
    assert found["smallest"].endswith("The shares below answer the same question.")
    assert found["single"] == []


def test_how_weights_were_drawn_is_said(study, results):
    asked = {"around": "weights", "draws": "50", "seed": "9", "concentration": "20"}
    around = ranked_anew(asked_study(study, asked), results)

    found = sensitivity_told(asked_study(study, asked), around.ranking, around.sensitivity)

    assert "50" in found["settings"]
    assert "seed 9" in found["settings"]
    assert "concentration 20" in found["settings"]


def test_a_first_rank_that_nothing_turns_is_said(study, results):
    ranking = results.ranking
    nothing = Sensitivity(None, None, dict.fromkeys(ranking.weights.index))

    found = sensitivity_told(study, ranking, nothing)

    assert "No weights at all" in found["smallest"]
    assert found["rows"] == []
    assert {row["text"] for row in found["single"]} == {"turns nothing"}


def test_a_shared_first_rank_and_a_single_candidate_are_said(study, results):
    ranking = results.ranking
    nothing = Sensitivity(None, None, {})
    shared = ranking.table.assign(rank=1)
    alone = ranking.table.head(1)

    said = [
        sensitivity_told(study, replaced(ranking, table), nothing)["smallest"]
        for table in (shared, alone)
    ]

    assert said[0].startswith("The first rank is shared by ")
    assert said[1] == "Only one candidate is ranked."


def replaced(ranking, table):
    return type(ranking)(**{**vars(ranking), "table": table})


def test_every_word_that_the_scripts_ask_for_is_there():
    scripts = STATIC / "js" / "planner"
    asked = set()
    for name in ("ranking", "saving", "weights", "pairs", "table", "sensitivity"):
        text = (scripts / f"{name}.js").read_text(encoding="utf-8")
        asked |= set(re.findall(r'\bt\("(\w+)"', text))

    assert len(asked) > 20
    assert asked <= set(page_words())


def test_each_method_has_a_note_on_its_bars():
    assert set(bar_notes()) == {"weighted_sum", "topsis", "promethee"}
