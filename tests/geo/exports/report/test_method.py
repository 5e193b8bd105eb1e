import pytest

from geo.exports.report.blocks import Text
from geo.exports.report.method import (
    criteria_table,
    method_name,
    method_section,
    normalisation_name,
    weighting_words,
)
from tests.geo.exports.report.subjects import small_subject


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        ({"method": "weighted_sum"}, "weighted sum"),
        ({"method": "topsis"}, "García-Cascales"),
        ({"method": "promethee"}, "Preference: linear"),
        ({"method": "promethee", "preference": {"shape": "usual"}}, "Preference: usual"),
        ({"normalisation": "vector"}, "√Σx²"),
    ],
)
def test_each_method_has_formula_and_reference(catalogue, plan, told):
    subject = small_subject(catalogue, ranking={"weighting": "w", **plan})
    blocks = method_section(subject).blocks
    texts = [block.text for block in blocks if isinstance(block, Text)]

    assert any(block.style == "formula" for block in blocks if isinstance(block, Text))
    assert any("19" in text for text in texts)
    assert told in " ".join(texts)
    assert method_name(subject) in texts[0]
    assert normalisation_name(subject) in " ".join(texts)


def test_criteria_have_their_weights(small):
    assert [row[:2] for row in criteria_table(small).rows] == [("rent", 0.75), ("room", 0.25)]


def test_pairwise_weights_tell_their_consistency(catalogue):
    weighting = {
        "id": "w", "name": "pairs", "how": "pairwise", "judgements": [["rent", "room", 3.0]],
    }  # fmt: skip
    subject = small_subject(catalogue, weightings=[weighting])

    assert "consistency ratio 0.000" in weighting_words(subject)
    assert criteria_table(subject).rows[0][1] == pytest.approx(0.75)
