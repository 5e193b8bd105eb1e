"""Criteria in words: what is measured, how it is valued, what is not acceptable."""

from __future__ import annotations

from geo.exports.report.subject import Subject
from geo.exports.report.words import number
from geo.study.criteria import (
    CountWithin,
    DistanceToBelt,
    DistanceToClusters,
    DistanceToIndustry,
    DistanceToLayer,
    DistanceToSites,
    Intended,
    PolicyFit,
    StepsFunction,
    StudyCriterion,
    StudyMeasure,
    TargetFunction,
)

_SITE_KINDS = {
    "cluster": ("集聚区", "clusters"),
    "park": ("园区", "parks"),
    "new_city": ("新城", "new cities"),
    "area": ("片区", "areas"),
    "scenario_site": ("场景载体", "scenario sites"),
    "institution": ("机构", "institutions"),
}


def measured(subject: Subject, measure: StudyMeasure) -> str:
    """Say what a criterion measures.

    Parameters
    ----------
    subject : Subject
    measure : one of the measures of ``geo.study.criteria``

    Returns
    -------
    str
    """
    words = subject.words
    match measure:
        case PolicyFit():
            whose = {
                "district": ("所在区", "its district"),
                "nearest_cluster": ("最近集聚区所在的区", "the district of the nearest cluster"),
            }[measure.of]
            return words.say(
                f"拟入驻产业中，文件为{whose[0]}列出的比例；{_industries(subject, measure)}",
                f"share of the intended industries that the documents list for {whose[1]}; "
                f"{_industries(subject, measure)}",
            )
        case DistanceToClusters():
            return words.say(
                "到最近核心集聚区的直线距离", "straight line to the nearest core cluster"
            )
        case DistanceToSites():
            kinds = words.list(words.say(*_SITE_KINDS[kind]) for kind in measure.kinds)
            return words.say(
                f"到最近载体的直线距离：{kinds}", f"straight line to the nearest of: {kinds}"
            )
        case DistanceToIndustry():
            kinds = words.list(words.say(*_SITE_KINDS[kind]) for kind in measure.kinds)
            return words.say(
                f"到所在区列有同一产业的最近载体（{kinds}）的直线距离；"
                f"{_industries(subject, measure)}",
                f"straight line to the nearest of {kinds} in a district with the same industry; "
                f"{_industries(subject, measure)}",
            )
        case DistanceToBelt():
            belt = words.name(subject.catalogue.belt(measure.belt))
            return words.say(f"到{belt}成员区的直线距离", f"straight line to the members of {belt}")
        case DistanceToLayer():
            layer = subject.layer_name(measure.layer)
            return words.say(
                f"到“{layer}”最近对象的直线距离", f"straight line to the nearest of “{layer}”"
            )
        case CountWithin():
            layer, radius = subject.layer_name(measure.layer), number(measure.radius_m)
            return words.say(
                f"{radius} 米内“{layer}”的个数", f"number of “{layer}” within {radius} m"
            )
    return words.say(f"表中的列“{measure.name}”", f"column “{measure.name}” of the table")


def _industries(subject: Subject, measure: Intended) -> str:
    words = subject.words
    if measure.column is not None:
        return words.say(f"产业见列“{measure.column}”", f"industries in column “{measure.column}”")
    names = (words.name(subject.catalogue.industry(name)) for name in measure.industries or ())
    return words.label(words.say("产业", "industries"), words.list(names))


def direction(subject: Subject, criterion: StudyCriterion) -> str:
    """Say which way is better."""
    return {
        "more": subject.words.say("越大越好", "more is better"),
        "less": subject.words.say("越小越好", "less is better"),
        "target": subject.words.say("越接近目标越好", "the nearer to the target the better"),
    }[criterion.direction]


def value_function(subject: Subject, criterion: StudyCriterion) -> str:
    """Say how measurements become values from 0 to 1."""
    words, function, unit = subject.words, criterion.function, criterion.unit
    if subject.study.ranking.normalisation != "values":
        return words.say("按所选归一化", "by the normalisation chosen")
    if isinstance(function, TargetFunction):
        at, off = number(function.at), number(function.tolerance)
        return words.say(
            f"{at} {unit} 处为 1，偏离 {off} {unit} 及以上为 0",
            f"1 at {at} {unit}, 0 from {off} {unit} away on",
        )
    if isinstance(function, StepsFunction):
        steps = (f"≥ {number(at)}: {number(value)}" for at, value in function.steps)
        below = words.say("以下", "below")
        return words.clauses([f"{below}: {number(function.below)}", *steps])
    bounds = subject.bounds(criterion.id)
    if bounds is None:
        return words.say("无可用量值", "nothing was measured")
    worst, best = bounds if criterion.direction == "more" else bounds[::-1]
    observed = function.low is None or function.high is None
    why = (
        words.bracket(words.say("界限取自候选地", "bounds from the candidates")) if observed else ""
    )
    if bounds[0] == bounds[1]:
        return words.say("各候选地相同，均为 1", "all alike: 1") + why
    return words.say(
        f"{number(worst)} 为 0，{number(best)} 为 1，其间线性{why}",
        f"0 at {number(worst)}, 1 at {number(best)}, straight between{why}",
    )


def limit(subject: Subject, criterion: StudyCriterion) -> str:
    """Say what is not acceptable; empty where nothing is."""
    if criterion.limit is None:
        return ""
    words, unit = subject.words, criterion.unit
    least, most = criterion.limit.at_least, criterion.limit.at_most
    return words.clauses(
        [
            ""
            if least is None
            else words.say(f"不小于 {number(least)} {unit}", f"at least {number(least)} {unit}"),
            ""
            if most is None
            else words.say(f"不大于 {number(most)} {unit}", f"at most {number(most)} {unit}"),
        ]
    ).strip()


def missing(subject: Subject, rule: str) -> str:
    """Say what is done where a criterion knows nothing of a candidate."""
    return {
        "exclude": subject.words.say("不参加排序，列明原因", "not ranked, listed with the reason"),
        "interval": subject.words.say(
            "按最差值排序，并给出得分与名次的区间",
            "ranked at the worst value; score and rank as ranges",
        ),
        "pessimistic": subject.words.say("按最差值计", "counts as the worst value"),
    }[rule]
