import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.siting_order import Order
from geo.siting_outcome import Outcome
from geo.siting_result import Siting
from geo.study.siting_record import siting_from_json, siting_to_json


@pytest.fixture
def siting():
    assignment = pd.DataFrame(
        {
            "site": ["a", "a", "b"],
            "metres": [0.1 + 0.2, 1e4, 7.0],
            "weight": [1.0, 0.0, 2.5],
            "is_covered": [True, False, True],
        },
        index=["310101", "310104", "310105"],
    )
    sites = pd.DataFrame(
        {
            "points": [1, 1, 0],
            "weight": [1.0, 2.5, 0.0],
            "mean_m": [0.3, 7.0, np.nan],
            "farthest_m": [0.3, 7.0, np.nan],
            "is_fixed": [False, True, False],
        },
        index=["a", "b", "c"],
    )
    return Siting(
        order=Order("max_coverage", 3, 5000.0, ("b",), ("d", "e"), 10.0),
        open=("a", "b", "c"),
        new=("a", "c"),
        assignment=assignment,
        sites=sites,
        objective=3.5,
        mean_m=1.23,
        farthest_m=1e4,
        covered_share=1.0,
        outcome=Outcome("feasible", 3.6, 0.01, 2.0),
    )


def test_what_was_chosen_comes_back_to_the_last_digit(siting):
    found = siting_from_json(json.loads(json.dumps(siting_to_json(siting), allow_nan=False)))
    for name in ("assignment", "sites"):
        pd.testing.assert_frame_equal(getattr(found, name), getattr(siting, name))
    empty = pd.DataFrame()
    assert replace(found, assignment=empty, sites=empty) == replace(
        siting, assignment=empty, sites=empty
    )


def test_reading_it_needs_no_solver():
    code = (
        "import sys, geo.study.siting_record;"
        "sys.exit(any(name in sys.modules for name in ('spopt', 'pulp', 'highspy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
