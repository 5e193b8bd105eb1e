"""Where in a study something is, in the words of its pages instead of a path in JSON."""

from __future__ import annotations

from collections.abc import Sequence

Pair = tuple[str, str]
"""Chinese and English."""

WHOLE: Pair = ("项目", "Study")

PLACES: dict[str, Pair] = {
    "accepted_gap": ("可接受的差距", "accepted gap"),
    "around": ("抽取范围", "where weights are drawn"),
    "at": ("目标值", "target value"),
    "at_least": ("至少", "at least"),
    "at_most": ("至多", "at most"),
    "belt": ("产业带", "belt"),
    "below": ("第一级以下的得分", "score below the first step"),
    "certain_from": ("确定偏好的起点", "certain from"),
    "city": ("城市", "city"),
    "column": ("列", "column"),
    "columns": ("列", "columns"),
    "compare": ("对照的权重", "set beside it"),
    "concentration": ("集中度", "concentration"),
    "count": ("个数", "number of sites"),
    "criteria": ("准则", "Criteria"),
    "demand": ("需求", "demand"),
    "direction": ("方向", "direction"),
    "draws": ("抽取次数", "weightings drawn"),
    "existing": ("已有载体", "existing places"),
    "features": ("地点", "places"),
    "field": ("领域", "field"),
    "fixed": ("固定为开放", "kept open"),
    "forbidden": ("不得开放", "not to be opened"),
    "format": ("格式", "format"),
    "function": ("价值函数", "value function"),
    "fund": ("专项资金", "Special fund"),
    "high": ("上端", "upper end"),
    "how": ("权重的得出方式", "how the weights are found"),
    "id": ("编号", "id"),
    "indifferent_to": ("无差异的上限", "indifferent up to"),
    "industries": ("产业", "industries"),
    "investment_cny": ("投资额", "investment"),
    "judgements": ("两两比较", "comparisons of pairs"),
    "kind": ("种类", "kind"),
    "kinds": ("载体种类", "kinds of places"),
    "lat": ("纬度", "latitude"),
    "layer": ("图层", "layer"),
    "layers": ("图层", "Layers"),
    "limit": ("限值", "limit"),
    "log": ("导入记录", "log of the import"),
    "lon": ("经度", "longitude"),
    "low": ("下端", "lower end"),
    "measure": ("量取", "measure"),
    "method": ("方法", "method"),
    "missing": ("缺失数据", "missing data"),
    "name": ("名称", "name"),
    "normalisation": ("归一化", "normalisation"),
    "numbers": ("权重数值", "numbers"),
    "objective": ("目标", "objective"),
    "of": ("对照的对象", "compared with"),
    "preference": ("偏好", "preference"),
    "radius_m": ("半径", "radius"),
    "ranking": ("排序", "Ranking"),
    "row": ("行号", "row"),
    "seed": ("种子", "seed"),
    "shape": ("形状", "shape"),
    "siting": ("选址", "Sites"),
    "spacing_m": ("最小间距", "least distance between sites"),
    "steps": ("分级", "steps"),
    "synthetic": ("是否合成", "synthetic or not"),
    "time_limit_s": ("时限", "time limit"),
    "title": ("标题", "title"),
    "tolerance": ("容差", "tolerance"),
    "top_n": ("前几名", "among the first"),
    "unit": ("单位", "unit"),
    "values": ("单元格", "cell"),
    "version": ("版本", "version"),
    "wkb": ("图形", "outline"),
    "weight": ("权重列", "column of weights"),
    "weighting": ("所用权重", "weighting in use"),
    "weightings": ("权重", "Weightings"),
    "weights": ("权重", "weights"),
}
"""Key of a study → what its pages call it."""

_OWN_KEYS = ("values", "numbers", "weights", "columns", "log")
"""What is in these is named by people, not by us."""

_SHOWN = 60


def place_text(path: Sequence[str | int], language: str) -> str:
    """Say where in a study something is.

    Parameters
    ----------
    path : sequence of str and int
        Keys and places that lead there.
    language : {"zh", "en"}

    Returns
    -------
    str

    Examples
    --------
    >>> place_text(("siting", "fixed", 0), "en")
    'Sites · kept open, item 1'
    >>> place_text(("layers", 0, "features", 4, "values", "rent"), "en")
    'Layers, item 1 · places, item 5 · cell “rent”'
    """
    is_zh = language == "zh"
    said: list[str] = []
    before: str | int = ""
    for part in path:
        if isinstance(part, int):
            number = f"第 {part + 1} 项" if is_zh else f"item {part + 1}"
            joint = " " if is_zh else ", "
            said[-1:] = [f"{said[-1]}{joint}{number}" if said else number]
        elif before in _OWN_KEYS or part not in PLACES:
            key = f"“{part[:_SHOWN]}”"
            said[-1:] = [f"{said[-1]}{'' if is_zh else ' '}{key}" if said else key]
        else:
            said.append(PLACES[part][0 if is_zh else 1])
        before = part
    return " · ".join(said) or WHOLE[0 if is_zh else 1]
