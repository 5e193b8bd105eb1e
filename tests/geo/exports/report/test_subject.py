import pytest

from geo.exports.report.subject import Subject
from geo.exports.report.words import Words
from geo.study import read_study, results_of
from tests.geo.exports.report.subjects import small_subject
from tests.geo.study.documents import candidates, document


def test_names_that_several_share_are_told_apart_by_id(catalogue):
    layer = candidates({"rent": [1.0, 2.0, 3.0], "room": [1.0, 1.0, 1.0]})
    for feature, name in zip(layer["features"], ("north", "north", "south"), strict=True):
        feature["name"] = name
    subject = small_subject(catalogue, layers=[layer])

    assert [subject.name(f"n{k}") for k in range(3)] == ["north [n0]", "north [n1]", "south"]


def test_the_fingerprint_is_that_of_the_study(catalogue, small):
    assert len(small.fingerprint) == 64
    assert small_subject(catalogue, "zh").fingerprint == small.fingerprint
    assert small_subject(catalogue, title="other").fingerprint != small.fingerprint


def test_what_was_not_computed_is_not_there_in_silence(catalogue):
    study = read_study(document(), catalogue)
    subject = Subject(catalogue, study, results_of(study, catalogue), None, Words("en"))

    with pytest.raises(LookupError, match="no candidate"):
        _ = subject.ranking
    with pytest.raises(LookupError, match="no candidate"):
        _ = subject.evaluation
    assert subject.luck is None


def test_equal_weights_have_a_name(small):
    assert small.weighting_name(None) == "equal weights"
    assert small.weighting_name("w") == "w"


def test_a_place_outside_has_no_district(catalogue):
    layer = candidates({"rent": [1.0], "room": [1.0]}, spots=[(100.0, 20.0)])

    assert small_subject(catalogue, layers=[layer]).district("n0") == ""
