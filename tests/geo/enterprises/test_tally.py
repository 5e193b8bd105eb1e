from geo.enterprises.tally import TALLY_FIELDS, Tally, total


def test_tallies_add_up() -> None:
    first, second = Tally(read=3, taken=2, rejected=1), Tally(read=1, taken=1, unmapped=1)
    assert total([first, second]) == Tally(read=4, taken=3, rejected=1, unmapped=1)
    assert total([]) == Tally()
    assert tuple(first.to_json()) == TALLY_FIELDS
