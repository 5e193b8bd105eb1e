from geo.exports.report.summary import facts, first_words, summary_section, synthetic_words
from tests.geo.exports.report.subjects import small_subject
from tests.geo.study.documents import candidates


def test_made_up_layers_are_warned_of_first(en):
    assert summary_section(en).blocks[0].style == "caution"
    assert "synthetic" in summary_section(en).blocks[0].text


def test_real_layers_are_not_warned_of(catalogue):
    layer = {**candidates({"rent": [1.0], "room": [1.0]}), "synthetic": False}

    assert synthetic_words(small_subject(catalogue, layers=[layer])) == ""


def test_the_first_are_named_with_their_scores(small):
    assert first_words(small).startswith("Ranking: 1. a (0.750), 2. b (0.550), 3. c (0.000). Under")


def test_the_facts_count_who_is_left_out(small, en):
    assert dict(facts(small))["Candidates"] == "4, of which 3 are ranked and 1 left out"
    assert "not advice" in dict(facts(en))["Support at most"]
