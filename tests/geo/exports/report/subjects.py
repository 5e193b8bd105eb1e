"""Studies to report on: the worked example, and small ones with made-up numbers."""

from __future__ import annotations

from functools import cache
from typing import Any

from geo.catalogue import Catalogue
from geo.exports.report.subject import Subject
from geo.exports.report.words import Words
from geo.study import choose_for_study, read_example, read_study, results_of
from tests.geo.study.documents import candidates, of_numbers

HOSTILE = '=HYPERLINK("http://x")|{{ 7*191 }}|<b>𬭳'
"""A name that spreadsheets, templates and fonts each would like to make something of."""


@cache
def _computed(catalogue: Catalogue) -> tuple[Any, ...]:
    study = read_example("shanghai", catalogue)
    return study, results_of(study, catalogue), choose_for_study(study, catalogue)


def example_subject(catalogue: Catalogue, language: str = "zh") -> Subject:
    """Return the worked example with all its results."""
    return Subject(catalogue, *_computed(catalogue), Words(language))


def small_subject(catalogue: Catalogue, language: str = "en", **parts: Any) -> Subject:
    """Return a study of three candidates a, b, c with numbers from 0 to 10.

    a leads by rent (weight ¾), b by room (¼), c by nothing; d has no rent and is left out.
    """
    numbers = {"rent": [10.0, 4.0, 0.0, None], "room": [0.0, 10.0, 0.0, 5.0]}
    made = of_numbers(
        numbers,
        {"rent": 3.0, "room": 1.0},
        **{"layers": [candidates(numbers, list("abcd"))], **parts},
    )
    study = read_study(made, catalogue)
    return Subject(catalogue, study, results_of(study, catalogue), None, Words(language))
