"""What is said about a study in both languages: problems, findings, obstacles.

Values come from the study and are data of strangers: never markup.
"""

from __future__ import annotations

from geo.criteria import Finding
from geo.study.document import Study
from geo.study.places import place_text
from geo.study.problems import StudyProblem

Pair = tuple[str, str]
"""Chinese and English."""

UNKNOWN: dict[str, Pair] = {
    "outside": ("在图集所有区之外", "lies in no district of the atlas"),
    "no_reference": ("本市及附近没有可供量取的对象", "nothing to measure to in or near its city"),
    "not_listed": ("文件未列该区专长", "the documents list no specialisation of the district"),
    "no_industry": ("未写拟入驻产业", "it names no intended industry"),
    "no_value": ("单元格为空", "its cell is empty"),
}
"""Why something is unknown (``geo.criteria_scene.Unknown``)."""

FINDINGS: dict[str, Pair] = {
    "below": ("{title}：{value}，低于下限 {bound}", "{title}: {value} is below the limit {bound}"),
    "above": ("{title}：{value}，高于上限 {bound}", "{title}: {value} is above the limit {bound}"),
    "perhaps_below": (
        "{title}：量得 {value}；点位误差之内，可能低于下限 {bound}",
        "{title}: measured {value}; as far as positions are known, perhaps below {bound}",
    ),
    "perhaps_above": (
        "{title}：量得 {value}；点位误差之内，可能高于上限 {bound}",
        "{title}: measured {value}; as far as positions are known, perhaps above {bound}",
    ),
    "unknown": ("{title}：未知（{reason}）", "{title}: unknown ({reason})"),
}

PROBLEMS: dict[str, Pair] = {
    "all_zero": ("全部为 0，至少要有一个大于 0", "all are 0; at least one must be above 0"),
    "either_or": ("industries 与 column 须写且只写一个", "write either industries or column"),
    "empty": ("不能为空", "must not be empty"),
    "missing": ("缺少此项", "is missing"),
    "newer_version": (
        "由更新版本的图集生成，本版本读不了",
        "was made by a newer version of the atlas, which this one cannot read",
    ),
    "not_a_study": ("不是人形图的项目文件", "is no study of the atlas"),
    "not_finite": ("不是有限的数", "is not a finite number"),
    "not_json": ("不是可读的 JSON", "is not JSON that can be read"),
    "not_one_of": ("不在可选值之内", "is not one of the values that are allowed"),
    "out_of_range": ("超出允许范围", "is out of range"),
    "pattern": ("写法不对", "is not written as it must be"),
    "too_far": (
        "离本市太远，无法在此量距：请设为不选，或移出项目",
        "lies too far from the city to be measured there; forbid it or take it out",
    ),
    "too_large": ("文件过大", "is too large"),
    "too_many": ("数量或长度超出上限", "is more than allowed"),
    "too_many_pairs": (
        "是候选地数与需求点数之积，超出求解器所能受理：请减少候选地或需求点",
        "is more than the solver takes: bring fewer candidates or points of demand",
    ),
    "too_much": ("在此没有意义，须为空", "has no meaning here and must be empty"),
    "twice": ("重复", "is there twice"),
    "unknown_industry": ("不是图集里的产业", "is no industry of the atlas"),
    "unknown_key": ("此处没有这一项", "is not known here"),
    "unknown_name": ("所指的对象不存在", "names nothing that there is"),
    "wrong_column": ("这一列的类型不合用", "is a column of the wrong type"),
    "wrong_function": ("价值函数与方向不合", "does not go with the direction"),
    "wrong_limit": ("下限高于上限", "leaves nothing between its bounds"),
    "wrong_log": ("不是图集写出的导入记录", "is no log of an import"),
    "wrong_shape": ("不是可以量算的图形", "is no shape that can be measured from"),
    "wrong_type": ("类型不对", "is of the wrong type"),
    "wrong_value": ("取值不对", "is not what it must be"),
}
"""Code of a ``StudyProblem`` → what is wrong."""


def say(pair: Pair, language: str) -> str:
    """Choose the text of a language, "zh" or "en"."""
    return pair[0] if language == "zh" else pair[1]


def unknown_text(reason: str, language: str) -> str:
    """Say why something is unknown.

    Examples
    --------
    >>> unknown_text("no_value", "en")
    'its cell is empty'
    """
    return say(UNKNOWN[reason], language)


def finding_text(finding: Finding, study: Study, language: str) -> str:
    """Say why a candidate is out of the ranking, or what is doubtful about it.

    Parameters
    ----------
    finding : Finding
        Of the study's evaluation.
    study : Study
    language : {"zh", "en"}

    Returns
    -------
    str
    """
    row = study.criterion(finding.criterion)
    is_measured = finding.kind != "unknown"
    perhaps = is_measured and not (finding.is_certain or finding.excludes)
    return say(FINDINGS[f"perhaps_{finding.kind}" if perhaps else finding.kind], language).format(
        title=row.title,
        value=_with_unit(finding.value, row.unit),
        bound=_with_unit(finding.bound, row.unit),
        reason=unknown_text(finding.reason, language) if finding.reason else "",
    )


def problem_text(problem: StudyProblem, language: str, *, is_file: bool = False) -> str:
    """Say what is wrong with a study: where, what was found, what is allowed.

    Parameters
    ----------
    problem : StudyProblem
    language : {"zh", "en"}
    is_file : bool
        For whoever has the study as a file: the path in its JSON is named, too.

    Returns
    -------
    str
        In Chinese what is allowed follows in English where it names keys and values.
    """
    where = place_text(problem.path, language)
    if language != "zh":
        at = f" ({problem.where})" if is_file else ""
        found = f' "{problem.shown}"' if problem.value is not None else ""
        return f"{where}{at}:{found} {problem.allowed or say(PROBLEMS[problem.code], 'en')}"
    at = f"（{problem.where}）" if is_file else ""
    found = f"“{problem.shown}”" if problem.value is not None else ""
    names = problem.allowed.partition("allowed: ")[2]
    more = f"；可用：{names}" if names else ""
    return f"{where}{at}：{found}{problem.zh or say(PROBLEMS[problem.code], 'zh')}{more}"


def _with_unit(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    # A number of four digits without a unit may be a year.
    digits = ",.5g" if unit else ".5g"
    number = f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:{digits}}"
    return f"{number} {unit}".strip()
