"""A planner's project as one document: read, checked, evaluated, ranked, sited, explained."""

from geo.study.checks import find_problems
from geo.study.document import FORMAT, VERSION, Study, empty_study
from geo.study.frames import candidates_of, reference_layers
from geo.study.measuring import criteria_of, evaluate_study
from geo.study.problems import StudyProblem
from geo.study.reading import parse_study, read_study
from geo.study.scoring import (
    Sensitivity,
    pairwise_of,
    rank_study,
    sensitivity_of,
    weights_of_weighting,
)

__all__ = [
    "FORMAT",
    "VERSION",
    "Sensitivity",
    "Study",
    "StudyProblem",
    "candidates_of",
    "criteria_of",
    "empty_study",
    "evaluate_study",
    "find_problems",
    "pairwise_of",
    "parse_study",
    "rank_study",
    "read_study",
    "reference_layers",
    "sensitivity_of",
    "weights_of_weighting",
]
