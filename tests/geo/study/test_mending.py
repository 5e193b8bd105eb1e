"""What refers to things that are gone is taken out; what somebody must decide stays."""

from geo.study import find_problems, parse_study, without_strangers
from tests.geo.study.documents import of_numbers


def test_what_holds_together_stays_as_it_is(example):
    assert without_strangers(example) == example


def test_numbers_judgements_choices_and_sites_that_are_gone_are_dropped(catalogue):
    data = of_numbers(
        {"a": [1, 2], "b": [1, 2]},
        weightings=[
            {
                "id": "w",
                "name": "w",
                "numbers": {"a": 1, "gone": 2},
                "judgements": [["a", "b", 3], ["gone", "b", 3]],
            }
        ],
        ranking={"weighting": "gone", "compare": "w"},
        siting={
            "objective": "p_median",
            "count": 1,
            "fixed": ["n0", "gone"],
            "forbidden": ["gone"],
            "demand": {"kind": "districts", "weights": {"310115": 1}},
        },
    )

    found = without_strangers(parse_study(data))

    assert find_problems(found, catalogue) == ()
    assert found.weightings[0].numbers == {"a": 1}
    assert [pair[:2] for pair in found.weightings[0].judgements] == [("a", "b")]
    assert (found.ranking.weighting, found.ranking.compare) == (None, "w")
    assert (found.siting.fixed, found.siting.forbidden) == (("n0",), ())
