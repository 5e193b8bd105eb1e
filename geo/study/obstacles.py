"""What keeps a study from being ranked, and where a planner can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geo.study.problems import StudyProblem
from geo.study.words import Pair, problem_text, say

OBSTACLES: dict[str, Pair] = {
    "broken": ("项目里有互相对不上的内容", "something in the study does not hold together"),
    "no_candidates": ("还没有候选地", "there is no candidate yet"),
    "no_criteria": ("还没有准则", "there is no criterion yet"),
    "all_excluded": (
        "没有一个候选地满足全部限值与缺失数据规则",
        "no candidate keeps every limit and rule on missing data",
    ),
    "weights": ("所选权重尚未填完", "the weighting in use is not finished"),
    "compare": ("用来对照的权重尚未填完", "the weighting to compare with is not finished"),
    "normalisation": (
        "所选归一化与某条准则不合，请改用价值函数或最小—最大法",
        "the normalisation does not suit a criterion; use value functions or min–max",
    ),
    "too_many": (
        "候选地过多，不作随机权重下的名次统计",
        "there are too many candidates to count ranks under random weights",
    ),
}
"""Code → what keeps a study from being ranked."""


@dataclass(frozen=True)
class Obstacle:
    """One thing in the way.

    Attributes
    ----------
    code : str
        A key of ``OBSTACLES``.
    part : {"data", "criteria", "weightings", "ranking"}
        The step where it can be mended.
    text : str
        Details in English.
    problems : tuple of StudyProblem
        Of "broken".
    """

    code: str
    part: Literal["data", "criteria", "weightings", "ranking"]
    text: str
    problems: tuple[StudyProblem, ...] = ()


def obstacle_text(obstacle: Obstacle, language: str) -> str:
    """Say what is in the way.

    Parameters
    ----------
    obstacle : Obstacle
    language : {"zh", "en"}

    Returns
    -------
    str
    """
    told = say(OBSTACLES[obstacle.code], language)
    details = [problem_text(row, language) for row in obstacle.problems]
    return "\n".join([told, *details])
