import numpy as np
import pytest

from layers.enterprise_scales import (
    CELL_RAMP,
    CELL_SHARES,
    QUOTIENTS,
    RAMP,
    ValueClass,
    rising_classes,
)
from layers.palette import contrast, luminance


def places(classes, values):
    """The class of each value, as the browser finds it: the last whose bound it reaches."""
    return [max(i for i, row in enumerate(classes) if value >= row.start) for value in values]


def test_as_many_values_in_each_class_and_all_in_one():
    values = np.arange(1, 101)
    classes = rising_classes(values, whole=True)

    assert [row.bounds(whole=True) for row in classes] == [
        "1–20",
        "21–40",
        "41–59",
        "60–79",
        "≥ 80",
    ]
    assert np.bincount(places(classes, values)).tolist() == [20, 20, 19, 20, 21]


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ([], []),
        ([0, 0, np.nan, -3], []),
        ([7], ["≥ 7"]),
        ([1, 1, 1, 1, 9], ["1–2", "≥ 3"]),
        ([0, 4, 4, 5], ["4", "≥ 5"]),
    ],
)
def test_few_values_make_few_classes(values, written):
    classes = rising_classes(np.array(values, dtype=float), whole=True)

    assert [row.bounds(whole=True) for row in classes] == written


@pytest.mark.parametrize("shares", [(0.0, 0.2, 0.4, 0.6, 0.8), CELL_SHARES])
def test_rounding_loses_no_value(shares):
    values = np.random.default_rng(3).lognormal(0, 3, 500)
    classes = rising_classes(values, shares, whole=False)

    assert classes[0].start <= values.min()
    assert max(places(classes, values)) == len(classes) - 1
    assert [row.start for row in classes] == sorted({row.start for row in classes})


@pytest.mark.parametrize("ramp", [RAMP, CELL_RAMP])
def test_classes_differ_in_grey(ramp):
    grey = [luminance(colour) for colour in ramp]

    assert all(a > 1.25 * b for a, b in zip(grey, grey[1:], strict=False))


@pytest.mark.parametrize("colour", [*RAMP, *CELL_RAMP])
def test_numbers_can_be_read_on_their_class(colour):
    assert contrast(ValueClass(0, None, colour).ink, colour) >= 4.5


def test_quotients_are_symmetric_about_one():
    starts = [row.start for row in QUOTIENTS[1:]]

    assert starts == pytest.approx([1 / start for start in reversed(starts)])
    assert all(row.sign and row.name_zh and row.name_en for row in QUOTIENTS)
