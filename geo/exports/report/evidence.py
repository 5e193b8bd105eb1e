"""Where candidates lie and what the documents say about it, with the sentences quoted."""

from __future__ import annotations

from collections.abc import Iterator

from geo.criteria_policy import Fit
from geo.exports.report.blocks import Block, Column, Quote, Section, Table, Text
from geo.exports.report.frames import number_at
from geo.exports.report.subject import Subject
from geo.exports.report.words import metres
from geo.exports.texts import clean_text
from geo.proximity import Distance
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
    """Write how far a place is, and how far off that may be."""
    words = subject.words
    name = words.name(found.site)
    if found.is_only_a_bound:
        most = metres(found.at_most_m)
        return name + words.bracket(words.say(f"至多 {most}", f"at most {most}"))
    return name + words.bracket(f"{metres(found.metres)} ± {metres(found.off_m)}")


def fit_words(subject: Subject, row: Situation) -> str:
    """Say how well a candidate's industries fit what the documents list for its district."""
    words = subject.words
    title = words.say("产业契合", "Policy fit")
    if row.fit.unknown is not None:
        reason = unknown_text(row.fit.unknown, words.language)
        return words.label(title, words.say(f"未知，{reason}。", f"unknown; {reason}."))
    intended = words.list(words.name(industry) for industry in row.industries)
    matching = {spec.industry for spec in row.fit.rows if isinstance(spec, Specialisation)}
    held = words.list(words.name(one) for one in row.industries if one.id in matching)
    if row.fit.value > 0:
        text = words.say(
            f"拟入驻{intended}，其中{held}为文件所列。",
            f"meant for {intended}; of these the documents list {held} for the district.",
        )
    else:
        stated = words.list(
            words.name(subject.catalogue.industry(spec.industry)) for spec in row.stated
        )
        text = words.say(
            f"拟入驻{intended}，文件均未列；文件为该区所列的是{stated}。",
            f"meant for {intended}, none of which the documents list for the district; they list "
            f"{stated}.",
        )
    return words.label(title, text)


def quotes(subject: Subject, row: Situation) -> list[Quote]:
    """Quote what a candidate's fit and belts rest on, each sentence once."""
    rows: list[Row] = [*_rows(row.fit), *(place.belt for place in row.belts)]
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
        Column(words.say("附近载体", "Places near by")),
    )
    rows = tuple(_situation(subject, row) for row in subject.situations.values())
    return Table("situations", words.say("区位", "Situation"), columns, rows)


def _situation(subject: Subject, row: Situation) -> tuple[str | float | None, ...]:
    words = subject.words
    fit, cluster = row.fit, row.cluster
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
