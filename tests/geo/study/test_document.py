"""The document itself: frozen, with its candidates by id."""

import pytest
from pydantic import ValidationError

from geo.study import FORMAT, VERSION, Study, empty_study, parse_study, read_study
from tests.geo.study.documents import of_numbers


def test_an_empty_study_is_a_study(catalogue):
    study = empty_study("shanghai", "x")

    assert read_study(study.to_json(), catalogue) == study
    assert (study.format, study.version) == (FORMAT, VERSION)
    assert study.candidates == {}


def test_a_study_cannot_be_changed():
    study = empty_study("shanghai", "x")

    with pytest.raises(ValidationError):
        study.title = "y"


def test_what_is_left_out_has_a_default():
    study = Study(title="x", city="shanghai")

    assert study.ranking.method == "weighted_sum"
    assert (study.ranking.draws, study.ranking.seed, study.ranking.top_n) == (1000, 1, 3)
    assert study.siting is study.fund is None


def test_candidates_are_found_by_id_and_know_whether_they_are_made_up(example):
    assert list(example.candidates)[:2] == ["synthetic-01", "synthetic-02"]
    assert example.synthetic_ids == set(example.candidates)
    assert [layer.id for layer in example.candidate_layers] == ["synthetic"]
    assert [layer.id for layer in example.reference_layers] == ["parks", "institutions"]


def test_criteria_and_weightings_are_found_by_id(example):
    assert example.criterion("rent").unit == "元/(m²·d)"
    assert example.weighting("pairs").how == "pairwise"
    with pytest.raises(KeyError):
        example.criterion("nothing")


def test_a_feature_without_a_name_is_called_by_its_id():
    study = parse_study(of_numbers({"a": [1]}))

    assert study.candidates["n0"].label == "n0"
