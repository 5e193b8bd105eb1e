"""Enterprises against policy: where documents and a registry agree about a district."""

from __future__ import annotations

from collections.abc import Iterator

from geo.enterprises.policy_agreement import (
    AGREEMENTS,
    MINIMUM,
    Agreement,
    AgreementCell,
    AgreementRow,
    policy_matrix,
)
from layers.base import LayerSpec
from layers.enterprise_quotients import NO_QUOTIENT
from layers.enterprise_rows import Line, district_block, number, row
from layers.enterprise_scales import Json, ValueClass
from layers.enterprise_view import UNMAPPED, EnterpriseView

_LOOKS: dict[str, tuple[str, str, str, str, str]] = {
    "agree": ("#7dab8e", "grid", "●", "文件与企业一致", "documents and enterprises agree"),
    "partly": ("#b9d3c2", "thin", "◐", "部分一致", "they agree in part"),
    "stated_only": ("#b5cfe0", "rows", "◇", "仅文件列出", "only the documents name it"),
    "concentrated_only": ("#e7b678", "lines", "▲", "仅企业集中", "only enterprises concentrate"),
    "neither": ("#f5f1e6", "none", "·", "两者皆无", "neither"),
    "unlisted": ("#f6f4ef", "not-listed", "?", "文件未列此区", "district not listed"),
    "no_data": (
        "#efede6",
        "dots",
        "–",
        "名录中没有可比的企业",
        "nothing in the registry to compare",
    ),
}
"""Kind → colour, texture, sign and name."""

CLASSES = {
    kind: ValueClass(float(place), None, *look) for place, (kind, look) in enumerate(_LOOKS.items())
}
"""How each kind of agreement looks; ``partly`` is of districts over all industries only."""
_PLACES = {kind: place for place, kind in enumerate(CLASSES)}
_TOLD: tuple[Agreement, ...] = ("agree", "stated_only", "concentrated_only")


_WHAT = (
    f"文件列为专长，且区位商不低于 1、企业不少于 {MINIMUM} 家，为一致；"
    "不一致并不说明哪一方有误。文件未列的区无从对照，不等于没有。",
    f"They agree where a document states the specialisation and the registry has a location "
    f"quotient of 1 or more and at least {MINIMUM} enterprises. Where they differ, neither is "
    "proven wrong. A district that no document lists cannot be compared: unknown, not “no”.",
)
_OF_ALL = (
    "未选产业时，各区写出一致、仅文件、仅企业的产业数。",
    "With no industry chosen, each district shows how many industries agree, are only stated, "
    "only concentrated.",
)
_OF_NONE = (
    "未归类的企业没有区位商，也无文件可以对照：请选择一个产业。",
    "Enterprises that are not mapped have no quotient, and no document to be compared with: "
    "choose an industry.",
)


def specs(view: EnterpriseView) -> list[LayerSpec]:
    """Describe the layer of agreement with policy."""
    is_unmapped = view.industry == UNMAPPED
    first, second = (_OF_NONE, _WHAT) if is_unmapped else (_WHAT, _OF_ALL)
    return [
        view.layer(
            id="enterprise-policy",
            kind="enterprise-districts",
            title_zh="企业与文件对照",
            title_en="Enterprises against policy",
            symbol="classes",
            counts_only=True,
            blocks={"policy": view.block("policy", lambda: policy_block(view))},
            note_zh=f"{first[0]}{second[0]}",
            note_en=f"{first[1]} {second[1]}",
        )
    ]


def policy_block(view: EnterpriseView) -> Json:
    """Describe the agreement of the chosen industry, or of all."""
    rows = {}
    for city in view.cities:
        found = policy_matrix(view.aggregates, view.catalogue, city, year=view.year)
        for one in found.rows:
            rows[one.district.adcode] = _row(view, one)
    return district_block(view, list(CLASSES.values()), rows, whole=True, has_bounds=False)


def _row(view: EnterpriseView, one: AgreementRow) -> Json:
    if view.industry is None:
        return _all(one)
    if view.industry == UNMAPPED:
        return _without([NO_QUOTIENT])
    cell = one.cells[view.industry]
    look = CLASSES[cell.agreement]
    return row(
        None,
        [(look.name_zh, look.name_en), *_measured(cell)],
        figure=(look.sign, look.sign),
        place=_PLACES[cell.agreement],
    )


def _measured(cell: AgreementCell) -> Iterator[Line]:
    found = cell.quotient
    if found.quotient is not None:
        value = f"{number(found.quotient)}{'*' if found.is_small else ''}"
        yield (
            f"区位商 {value}，{found.count:,} 家企业",
            f"location quotient {value}, {found.count:,} enterprises",
        )


def _all(one: AgreementRow) -> Json:
    counts: dict[Agreement, int] = dict.fromkeys(AGREEMENTS, 0)
    for cell in one.cells.values():
        counts[cell.agreement] += 1
    kind = overall(one, counts)
    look = CLASSES[kind]
    if kind in ("unlisted", "no_data"):
        return _without([(look.name_zh, look.name_en)], kind)
    shown = [one for one in _TOLD if counts[one]]
    figure = " ".join(f"{CLASSES[kind].sign}{counts[kind]}" for kind in shown)
    lines = [
        (
            f"{CLASSES[kind].name_zh}：{counts[kind]} 个产业",
            f"{CLASSES[kind].name_en}: {counts[kind]}",
        )
        for kind in shown
    ]
    return row(None, lines, figure=(figure, figure), place=_PLACES[kind])


def _without(lines: list[Line], kind: str = "no_data") -> Json:
    """Describe a district of which nothing can be compared."""
    sign = CLASSES[kind].sign
    return row(None, lines, figure=(sign, sign), place=_PLACES[kind])


def overall(one: AgreementRow, counts: dict[Agreement, int]) -> str:
    """Put a district over all industries into a class.

    What is stated decides: all of it concentrated, some of it, none of it.
    """
    if not one.is_listed:
        return "unlisted"
    if not counts["agree"] + counts["stated_only"] + counts["concentrated_only"]:
        return "no_data" if counts["no_data"] else "neither"
    if counts["agree"]:
        return "partly" if counts["stated_only"] else "agree"
    return "stated_only" if counts["stated_only"] else "concentrated_only"
