"""How candidates were ranked, with the formulas and where they come from."""

from __future__ import annotations

from collections.abc import Iterator

from geo.exports.report import criteria_words
from geo.exports.report.blocks import Block, Column, Section, Table, Text
from geo.exports.report.subject import Subject
from geo.exports.report.words import fixed, number
from geo.study import pairwise_of
from geo.weights import ACCEPTABLE_RATIO

_METHODS = {
    "weighted_sum": (
        ("加权求和", "weighted sum"),
        "s_i = Σ_j w_j v_ij",
        (
            "得分是各准则价值与权重之积的和，从 0 到 1（P. C. Fishburn, Oper. Res. 15, 1967, "
            "537–542）。",
            "The score adds up weight times value over the criteria, from 0 to 1 (P. C. Fishburn, "
            "Oper. Res. 15, 1967, 537–542).",
        ),
    ),
    "topsis": (
        ("TOPSIS 逼近理想解", "TOPSIS"),
        "s_i = D⁻_i / (D⁺_i + D⁻_i)",
        (
            "得分由到最好点与最差点的距离得出，从 0 到 1（C.-L. Hwang, K. Yoon, 1981）。"
            "采用价值函数时，"
            "两点固定为各准则的 1 与 0（García-Cascales, Lamata, 2012），得分不随其他候选地变化。",
            "The score comes from the distances to the best and the worst point, from 0 to 1 "
            "(C.-L. "
            "Hwang and K. Yoon, 1981). With value functions these points are fixed at 1 and 0 of "
            "every criterion (García-Cascales and Lamata, 2012), so no score depends on who else "
            "stands for choice.",
        ),
    ),
    "promethee": (
        ("PROMETHEE II 级别优先", "PROMETHEE II (outranking)"),
        "s_i = 1/(n−1) Σ_k Σ_j w_j [P(v_ij − v_kj) − P(v_kj − v_ij)]",
        (
            "得分是净流量，从 −1 到 1：两两比较中胜出的权重减去落后的权重（J.-P. Brans, Ph. "
            "Vincke, "
            "Manage. Sci. 31, 1985, 647–656）。",
            "The score is the net flow, from −1 to 1: the weight by which a candidate wins its "
            "comparisons, less that by which it loses them (J.-P. Brans and Ph. Vincke, Manage. "
            "Sci. 31, 1985, 647–656).",
        ),
    ),
}
_NORMALISATIONS = {
    "values": ("价值函数（0 最差，1 最好）", "value functions (0 worst, 1 best)", ""),
    "minmax": ("最小–最大", "min–max", "(x − min) / (max − min)"),
    "vector": ("向量", "vector", "x / √Σx²"),
    "sum": ("求和", "sum", "x / Σx"),
    "max": ("最大值", "maximum", "x / max"),
}


def method_name(subject: Subject) -> str:
    """Name the method."""
    return subject.words.say(*_METHODS[subject.ranking.method][0])


def normalisation_name(subject: Subject) -> str:
    """Name the normalisation, with its formula where it has one."""
    zh, en, formula = _NORMALISATIONS[subject.ranking.values.normalisation]
    return subject.words.say(zh, en) + (subject.words.bracket(formula) if formula else "")


def method_section(subject: Subject) -> Section:
    """Tell how candidates were ranked.

    Parameters
    ----------
    subject : Subject

    Returns
    -------
    Section
        Method, formula, normalisation, then the criteria with their weights.
    """
    title = subject.words.say("方法与准则", "Method and criteria")
    return Section("method", title, tuple(_blocks(subject)))


def _blocks(subject: Subject) -> Iterator[Block]:
    words, ranking = subject.words, subject.ranking
    _, formula, about = _METHODS[ranking.method]
    yield Text(words.label(words.say("排序方法", "Method"), method_name(subject)), "heading")
    yield Text(formula, "formula")
    yield Text(words.say(*about))
    yield Text(words.say("w_j 为权重（合计为 1），v_ij 为候选地 i 在准则 j 上的价值。",
                         "w_j are the weights (they add up to 1), v_ij the value of candidate i by "
                         "criterion j."), "symbols")  # fmt: skip
    if ranking.method == "promethee":
        yield Text(_preference(subject))
    yield Text(words.label(words.say("归一化", "Normalisation"), normalisation_name(subject)))
    yield Text(words.say(
        "距离为本市米制投影中的直线距离，不是路程。位置只知大概时，得分与名次给出区间。"
        "未知从不按 0 计。",
        "Distances are straight lines in the city's metric projection, not routes. Where "
        "positions are "
        "known roughly, score and rank are given as ranges. What is unknown never counts as 0.",
    ))  # fmt: skip
    yield criteria_table(subject)


def _preference(subject: Subject) -> str:
    words, preference = subject.words, subject.ranking.preference
    if preference.shape == "usual":
        return words.say(
            "偏好函数：通常型，P(d) = 1（d > 0）。", "Preference: usual, P(d) = 1 for d > 0."
        )
    q, p = number(preference.indifferent_to), number(preference.certain_from)
    return words.say(
        f"偏好函数：线性，P 从 d = {q} 处的 0 升至 d = {p} 处的 1。",
        f"Preference: linear, P rises from 0 at d = {q} to 1 at d = {p}.",
    )


def criteria_table(subject: Subject) -> Table:
    """List the criteria: weight, what is measured, values, limits, and the rule for unknowns.

    Parameters
    ----------
    subject : Subject

    Returns
    -------
    Table
    """
    words, weights = subject.words, subject.ranking.weights
    columns = (
        Column(words.say("准则", "Criterion"), width=2.4),
        Column(words.say("权重", "Weight"), "share", width=0.9),
        Column(words.say("量的是什么", "What is measured"), width=4.4),
        Column(words.say("方向", "Direction"), width=1.6),
        Column(words.say("价值", "Value"), width=3.2),
        Column(words.say("硬性限制", "Limit"), width=1.9),
        Column(words.say("未知时", "If unknown"), width=2.4),
    )
    rows = tuple(
        (
            subject.titled(row.id),
            float(weights[row.id]),
            criteria_words.measured(subject, row.measure),
            criteria_words.direction(subject, row),
            criteria_words.value_function(subject, row),
            criteria_words.limit(subject, row),
            criteria_words.missing(subject, row.missing),
        )
        for row in subject.study.criteria
    )
    title = words.say("准则与权重", "Criteria and weights")
    note = words.label(words.say("权重方案", "Weighting"), weighting_words(subject))
    return Table("criteria", title, columns, rows, note)


def weighting_words(subject: Subject) -> str:
    """Name the weighting and say how its numbers were found."""
    words, key = subject.words, subject.study.ranking.weighting
    name = subject.weighting_name(key)
    pairwise = None if key is None else pairwise_of(subject.study, key)
    if pairwise is None:
        return name
    ratio, most = fixed(pairwise.consistency_ratio, 3), f"{ACCEPTABLE_RATIO:g}"
    return words.clauses(
        [
            name,
            words.say(
                f"两两比较（AHP；Saaty, 1980），一致性比率 {ratio}，惯例不超过 {most}",
                f"compared in pairs (AHP; Saaty, 1980), consistency ratio {ratio}, customarily up "
                f"to {most}",
            ),
        ]
    )
