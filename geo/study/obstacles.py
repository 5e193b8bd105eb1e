"""What keeps a study from being ranked, and where a planner can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geo.criteria import Evaluation
from geo.ranking_values import unsuited
from geo.study.document import Study
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
        "所选归一化与准则不合",
        "the normalisation does not suit what was measured",
    ),
    "too_many": (
        "候选地过多，不作随机权重下的名次统计",
        "there are too many candidates to count ranks under random weights",
    ),
}
"""Code → what keeps a study from being ranked."""

UNSUITED: dict[str, Pair] = {
    "steps": (
        "“{title}”的价值函数是分级的；请在该准则改用直线或目标值函数，或改用{other}",
        "“{title}”: its value function has steps; choose a straight line or a target there, or "
        "{other}",
    ),
    "unknown": (
        "“{title}”没有任何已知值；请在数据中补充，或改用{other}",
        "“{title}”: none of its values is known; bring some, or choose {other}",
    ),
    "interval": (
        "“{title}”的未知值以区间表示；请在该准则另选缺失数据规则，或改用{other}",
        "“{title}”: unknown values are shown as a range; choose another rule for missing data "
        "there, or {other}",
    ),
    "scale": (
        "“{title}”的数值为 {least:g} 至 {most:g}，该公式要求大于 0；请改用{other}",
        "“{title}”: the formula needs numbers above 0, and here are {least:g} to {most:g}; choose "
        "{other}",
    ),
}
"""Reason of a ``geo.ranking_values.Unsuited`` → what it is and what to do."""


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
    details : tuple of (str, str)
        What more there is to say, in Chinese and in English: of "normalisation", which criterion
        it does not suit and why.
    """

    code: str
    part: Literal["data", "criteria", "weightings", "ranking"]
    text: str
    problems: tuple[StudyProblem, ...] = ()
    details: tuple[Pair, ...] = ()


def normalisation_obstacle(study: Study, evaluation: Evaluation, error: Exception) -> Obstacle:
    """Say which criteria the normalisation of a study's plan does not suit, and what would.

    Parameters
    ----------
    study : Study
    evaluation : Evaluation
    error : Exception
        That kept the study from being ranked.

    Returns
    -------
    Obstacle
    """
    wanted = study.ranking.normalisation
    other = ("价值函数", "value functions")
    if wanted != "minmax" and not unsuited(evaluation, "minmax"):
        other = ("价值函数或最小—最大法", "value functions or min–max")
    details: list[Pair] = []
    for row in unsuited(evaluation, wanted):
        title = study.criterion(row.criterion).title
        zh, en = (
            text.format(title=title, other=each, least=row.least, most=row.most)
            for text, each in zip(UNSUITED[row.reason], other, strict=True)
        )
        details.append((zh, en))
    return Obstacle("normalisation", "ranking", str(error), details=tuple(details))


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
    more = [say(row, language) for row in obstacle.details]
    return "\n".join([told, *details, *more])
