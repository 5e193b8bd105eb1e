"""A planner's project as one document: read, checked, evaluated, ranked, sited, explained."""

from geo.study.checks import find_problems
from geo.study.choosing import choose_for_study, demand_of
from geo.study.document import FORMAT, VERSION, Study, empty_study
from geo.study.example import example_cities, read_example
from geo.study.frames import candidates_of, reference_layers
from geo.study.measuring import criteria_of, evaluate_study
from geo.study.mending import without_strangers
from geo.study.obstacles import Obstacle, obstacle_text
from geo.study.problems import StudyProblem
from geo.study.reading import parse_study, read_study
from geo.study.results import StudyResults, results_of
from geo.study.scoring import (
    Sensitivity,
    pairwise_of,
    rank_study,
    sensitivity_of,
    weights_of_weighting,
)
from geo.study.situations import Situation, situations
from geo.study.words import finding_text, problem_text, unknown_text
from geo.study.workbench import workbench_payload

__all__ = [
    "FORMAT",
    "Obstacle",
    "Sensitivity",
    "Situation",
    "Study",
    "StudyProblem",
    "StudyResults",
    "VERSION",
    "candidates_of",
    "choose_for_study",
    "criteria_of",
    "demand_of",
    "empty_study",
    "example_cities",
    "evaluate_study",
    "find_problems",
    "finding_text",
    "obstacle_text",
    "pairwise_of",
    "parse_study",
    "problem_text",
    "rank_study",
    "read_example",
    "read_study",
    "reference_layers",
    "results_of",
    "sensitivity_of",
    "situations",
    "unknown_text",
    "weights_of_weighting",
    "without_strangers",
    "workbench_payload",
]
