"""Where candidates lie and what the documents say about it, with the sentences quoted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geo.criteria_policy import Fit
from geo.exports.report.blocks import Block, Column, Quote, Section, Table, Text
from geo.exports.report.frames import number_at
from geo.exports.report.subject import Subject
from geo.exports.texts import clean_text
from geo.proximity import Distance, distance_figures
from geo.rows import Row
from geo.study import unknown_text
from geo.study.situations import Situation
from geo.tables import Specialisation

_EXPLAINED = 8
"""So many candidates are explained on paper; the workbook has all."""


def evidence_section(subject: Subject) -> Section:
    """Tell where the first candidates lie, and quote what their policy fit rests on.

    Parameters
    ----------
    subject : Subject

    Returns
    -------
    Section
        By rank; without a ranking, in the order of the study.
    """
    title = subject.words.say("依据：文件怎么说", "Evidence: what the documents say")
    return Section("evidence", title, tuple(_blocks(subject)))


def _blocks(subject: Subject) -> Iterator[Block]:
    words, everyone = subject.words, subject.situations
    ranking = subject.results.ranking
    keys = list(everyone) if ranking is None else [str(key) for key in ranking.table.index]
    quoted: set[Quote] = set()
    for key in keys[:_EXPLAINED]:
        row = everyone[key]
        rank = "" if ranking is None else f"{number_at(ranking.table, key, 'rank'):.0f}. "
        yield Text(rank + subject.name(key), "heading")
        yield Text(where(subject, row))
        yield Text(fit_words(subject, row))
        if told := cluster_fit_words(subject, row):
            yield Text(told)
        found = [quote for quote in quotes(subject, row) if quote not in quoted]
        quoted.update(found)
        yield from found
    if len(keys) > _EXPLAINED:
        left = len(keys) - _EXPLAINED
        yield Text(words.say(
            f"另有 {left} 处候选地的区位与原文见工作簿。已引过的原文不再重复。",
            f"Places and quotations of {left} more candidates are in the workbook. What was quoted "
            "once is not repeated.",
        ), "small")  # fmt: skip


def where(subject: Subject, row: Situation) -> str:
    """Say where a candidate lies: district, belts, clusters, nearest places.

    Parameters
    ----------
    subject : Subject
    row : Situation

    Returns
    -------
    str
    """
    words = subject.words
    if row.district is None:
        return unknown_text("outside", words.language) + words.say("。", ".")
    belts = words.list(words.name(place.belt) for place in row.belts)
    inside = words.list(words.name(site) for site in row.clusters)
    near = words.list(distance(subject, found) for found in row.nearest)
    cluster = "" if row.cluster is None else distance(subject, row.cluster)
    parts = [
        words.name(row.district),
        words.say(f"属{belts}成员区", f"member district of {belts}") if belts else "",
        words.say(f"位于{inside}的范围误差内", f"as far as is known within {inside}")
        if inside
        else "",
        words.label(words.say("最近核心集聚区", "nearest core cluster"), cluster)
        if cluster
        else "",
        words.label(words.say("附近载体", "places near by"), near) if near else "",
    ]
    return words.clauses(parts) + words.say("。", ".")


def distance(subject: Subject, found: Distance) -> str:
    """Write how far a place is, and how far off that may be, in the figures of the pages."""
    words = subject.words
    length, error = distance_figures(found)
    if error:
        told = words.say(f"约 {length} ± {error}", f"about {length} ± {error}")
    else:
        told = words.say(f"不超过 {length}", f"at most {length}")
    return words.name(found.site) + words.bracket(told)


def fit_words(subject: Subject, row: Situation) -> str:
    """Say how well a candidate's industries fit what the documents list for its district."""
    words = subject.words
    title = words.say("产业契合", "Policy fit")
    of = words.say("该区", "the district")
    return words.label(title, _fit_told(subject, row, row.fit, row.stated, of))


def cluster_fit_words(subject: Subject, row: Situation) -> str:
    """Say the same of the district of the nearest core cluster; empty where there is none."""
    words = subject.words
    if row.cluster is None or not row.industries:
        return ""
    site = row.cluster.site
    title = words.say(
        f"与最近核心集聚区“{words.name(site)}”所在区的产业契合",
        f"Policy fit with the district of the nearest core cluster, {words.name(site)}",
    )
    if row.district is not None and site.district == row.district.adcode:
        return words.label(title, words.say("同一区，同上。", "the same district, so the same."))
    stated = subject.catalogue.specialisations_of(site.district)
    of = words.name(subject.catalogue.district(site.district))
    return words.label(title, _fit_told(subject, row, row.cluster_fit, stated, of))


def _fit_told(
    subject: Subject, row: Situation, fit: Fit, stated: Sequence[Specialisation], of: str
) -> str:
    words = subject.words
    if fit.unknown is not None:
        reason = unknown_text(fit.unknown, words.language)
        return words.say(f"未知，{reason}。", f"unknown; {reason}.")
    intended = words.list(words.name(industry) for industry in row.industries)
    matching = {spec.industry for spec in fit.rows if isinstance(spec, Specialisation)}
    held = words.list(words.name(one) for one in row.industries if one.id in matching)
    if fit.value > 0:
        return words.say(
            f"拟入驻{intended}；文件为{of}列有其中的{held}。",
            f"meant for {intended}; of these the documents list {held} for {of}.",
        )
    named = words.list(words.name(subject.catalogue.industry(spec.industry)) for spec in stated)
    return words.say(
        f"拟入驻{intended}，文件均未列；文件为{of}所列的是{named}。",
        f"meant for {intended}, none of which the documents list for {of}; they list {named}.",
    )


def quotes(subject: Subject, row: Situation) -> list[Quote]:
    """Quote what a candidate's fits and belts rest on, each sentence once."""
    of_cluster = _rows(row.cluster_fit) if row.cluster is not None else ()
    rows: list[Row] = [*_rows(row.fit), *of_cluster, *(place.belt for place in row.belts)]
    return list(dict.fromkeys(quote(subject, one) for one in rows if one.quote))


def quote(subject: Subject, row: Row) -> Quote:
    """Quote what a row of the catalogue rests on."""
    words = subject.words
    is_stated = row.status == "stated"
    status = words.say("原文", "stated") if is_stated else words.say("编者所加", "editorial")
    document = words.document(subject.catalogue.source(row.source))
    return Quote(row.quote, f"{document} · {status}", not is_stated)


def _rows(fit: Fit) -> tuple[Row, ...]:
    return fit.rows


def situations_table(subject: Subject) -> Table:
    """List where every candidate lies, and its fit.

    Parameters
    ----------
    subject : Subject

    Returns
    -------
    Table
    """
    words = subject.words
    columns = (
        Column(words.say("编号", "Id")),
        Column(words.say("候选地", "Candidate")),
        Column(words.say("区", "District")),
        Column(words.say("产业带", "Belts")),
        Column(words.say("拟入驻产业", "Intended industries")),
        Column(words.say("文件所列专长", "Stated specialisations")),
        Column(words.say("产业契合", "Policy fit"), "share"),
        Column(words.say("未知原因", "Why unknown")),
        Column(words.say("最近核心集聚区", "Nearest core cluster")),
        Column(words.say("直线距离（米）", "Straight line (m)"), "number", 0),
        Column(words.say("误差（米）", "Off by up to (m)"), "number", 0),
        Column(words.say("与其所在区的产业契合", "Policy fit with its district"), "share"),
        Column(words.say("其未知原因", "Why that is unknown")),
        Column(words.say("附近载体", "Places near by")),
    )
    rows = tuple(_situation(subject, row) for row in subject.situations.values())
    return Table("situations", words.say("区位", "Situation"), columns, rows)


def _situation(subject: Subject, row: Situation) -> tuple[str | float | None, ...]:
    words = subject.words
    fit, cluster, near = row.fit, row.cluster, row.cluster_fit
    stated = words.list(words.name(subject.catalogue.industry(one.industry)) for one in row.stated)
    if row.district is not None and not row.stated:
        stated = words.say("文件未列", "not listed in the documents")
    return (
        row.candidate,
        subject.name(row.candidate),
        subject.district(row.candidate) or None,
        words.list(words.name(place.belt) for place in row.belts) or None,
        words.list(words.name(one) for one in row.industries) or None,
        stated or None,
        None if fit.unknown else fit.value,
        unknown_text(fit.unknown, words.language) if fit.unknown else None,
        None if cluster is None else words.name(cluster.site),
        None if cluster is None else cluster.metres,
        None if cluster is None else cluster.off_m,
        None if cluster is None or near.unknown else near.value,
        unknown_text(near.unknown, words.language)
        if cluster is not None and near.unknown
        else None,
        words.list(distance(subject, found) for found in row.nearest) or None,
    )


def quotes_table(subject: Subject) -> Table:
    """List for every candidate the sentences that its fit and its belts rest on.

    Parameters
    ----------
    subject : Subject

    Returns
    -------
    Table
    """
    words = subject.words
    columns = (
        Column(words.say("编号", "Id")),
        Column(words.say("候选地", "Candidate")),
        Column(words.say("原文", "Quotation")),
        Column(words.say("文件与性质", "Document and status")),
    )
    rows = tuple(
        (row.candidate, subject.name(row.candidate), clean_text(found.text), found.source)
        for row in subject.situations.values()
        for found in quotes(subject, row)
    )
    return Table("quotes", words.say("原文", "Quotations"), columns, rows)
