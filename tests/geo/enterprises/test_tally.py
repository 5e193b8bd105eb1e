from geo.enterprises.tally import TALLY_FIELDS, Tally, total


def test_tallies_add_up() -> None:
    first, second = Tally(read=3, taken=2, rejected=1), Tally(read=1, taken=1, unmapped=1)
    assert total([first, second]) == Tally(read=4, taken=3, rejected=1, unmapped=1)
    assert total([]) == Tally()
    assert tuple(first.to_json()) == TALLY_FIELDS


def test_what_counts_to_no_industry_has_a_text_or_none() -> None:
    tally = Tally(taken=9, unmapped=3, no_industry=2)
    assert tally.not_mapped == 5
    assert Tally.from_json({**tally.to_json(), "seconds": 1}) == tally
    assert Tally.from_json({}) == Tally()
