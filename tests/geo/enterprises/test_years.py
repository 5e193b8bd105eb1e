import numpy as np
import pytest

from geo.enterprises.years import of_years, years_said

FOUND = np.array([0, 2017, 2018, 2020, 2021, 2022])


@pytest.mark.parametrize(
    ("years", "taken"),
    [
        (2018, [2018]),
        (0, [0]),
        ((2018, 2021), [2018, 2020, 2021]),
        ((2019, 2019), []),
        ((2017, 2022), [2017, 2018, 2020, 2021, 2022]),
    ],
)
def test_both_ends_of_a_range_count_and_a_missing_year_is_in_none(years, taken):
    assert FOUND[of_years(FOUND, years)].tolist() == taken


@pytest.mark.parametrize("years", [(2021, 2018), (0, 2020)])
def test_a_range_that_ends_before_it_begins_is_refused(years):
    with pytest.raises(ValueError, match=f"years {years[0]} to {years[1]}"):
        of_years(FOUND, years)


def test_years_are_written_in_both_languages():
    assert years_said(2018) == ("2018 年", "2018")
    assert years_said((2018, 2021)) == ("2018—2021 年", "2018–2021")
    assert years_said(0) == ("年份未填", "year not given")
