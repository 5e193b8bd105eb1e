"""The ranking as tables: places, scores, values, what was measured, and who is left out."""

from __future__ import annotations

import numpy as np

from geo.exports.report.blocks import Bar, Bars, Block, Cell, Column, Part, Section, Table, Text
from geo.exports.report.frames import numbers_of, rows_of
from geo.exports.report.subject import Subject
from geo.exports.report.words import fixed
from geo.exports.texts import clean_text
from geo.study import finding_text, unknown_text

_MOST_BARS = 15


def ranking_section(subject: Subject) -> Section:
    """Show the ranking.

    Parameters
    ----------
    subject : Subject

    Returns
    -------
    Section
        The first scores as bars, then the table of all.
    """
    words = subject.words
    title = words.say("候选地排序", "Ranking of the candidates")
    return Section("ranking", title, (score_bars(subject), ranked_table(subject)))


def score_bars(subject: Subject, *, most: int = _MOST_BARS) -> Bars:
    """Draw the first scores; with a weighted sum, what each criterion adds.

    Parameters
    ----------
    subject : Subject
    most : int
        So many.

    Returns
    -------
    Bars
        Negative net flows of PROMETHEE have no bar: the scale begins at its least score.
    """
    words, ranking = subject.words, subject.ranking
    table = ranking.table.head(most)
    title = words.say("得分", "Scores")
    if len(ranking.table) > most:
        title += words.bracket(words.say(f"前 {len(table)} 名", f"first {len(table)}"))
    if ranking.method == "weighted_sum":
        kinds = tuple(subject.criterion(name).title for name in ranking.weights.index)
        added = ranking.contributions.loc[table.index].to_numpy()
        parts = [tuple(Part(float(x), kind) for kind, x in enumerate(row)) for row in added]
        note = words.say("各段为各准则对得分的贡献。", "The pieces are what each criterion adds.")
    else:
        low = -1.0 if ranking.method == "promethee" else 0.0
        lengths = (table["score"] - low) / (1.0 - low)
        kinds, parts = (title,), [(Part(float(x), 0),) for x in lengths]
        note = words.say("条形从 −1 起。", "Bars begin at −1.") if low else ""
    bars = tuple(
        Bar(f"{row.rank}. {subject.name(row.Index)}", fixed(row.score), piece)
        for row, piece in zip(rows_of(table), parts, strict=True)
    )
    return Bars(title, kinds, bars, note)


def ranked_table(subject: Subject, *, has_ids: bool = False) -> Table:
    """List the candidates by rank.

    Parameters
    ----------
    subject : Subject
    has_ids : bool
        Whether their ids have a column of their own.

    Returns
    -------
    Table
        Rank, candidate, district, score with its range, range of ranks, and how often a
        candidate is first and among the first n under random weights.
    """
    words, luck = subject.words, subject.luck
    columns = [
        Column(words.say("名次", "Rank"), "integer", width=0.7),
        Column(words.say("候选地", "Candidate"), width=4.0),
        Column(words.say("区", "District"), width=1.8),
        Column(words.say("得分", "Score"), "number", 3, width=1.0),
        Column(words.say("得分下限", "Lowest"), "number", 3, width=1.1),
        Column(words.say("得分上限", "Highest"), "number", 3, width=1.1),
        Column(words.say("最好名次", "Best rank"), "integer", width=1.0),
        Column(words.say("最差名次", "Worst rank"), "integer", width=1.0),
    ]
    if luck is not None:
        top = words.say(f"前 {luck.top_n} 比例", f"Top {luck.top_n} in")
        columns.append(Column(words.say("居首比例", "First in"), "share", width=1.1))
        columns.append(Column(top, "share", width=1.1))
    if has_ids:
        columns.append(Column(words.say("编号", "Id")))
    shares = None if luck is None else luck.table[["first", "top"]]
    rows = tuple(
        (
            int(row.rank),
            subject.name(row.Index),
            subject.district(row.Index),
            float(row.score),
            float(row.score_low),
            float(row.score_high),
            int(row.rank_best),
            int(row.rank_worst),
            *(() if shares is None else numbers_of(shares, row.Index)),
            *((str(row.Index),) if has_ids else ()),
        )
        for row in rows_of(subject.ranking.table)
    )
    note = words.say(
        "得分与名次的上下限来自位置精度和未知值；比例为随机权重下的结果。",
        "Lowest and highest come from rough positions and unknown values; the shares from random "
        "weights.",
    )
    title = words.say("排序表", "Ranked table")
    return Table("ranking", title, tuple(columns), rows, note)


def values_table(subject: Subject) -> Table:
    """List for every ranked candidate its values, 0 to 1 or normalised, and their ranges.

    Parameters
    ----------
    subject : Subject

    Returns
    -------
    Table
        By criterion three columns: value, lowest, highest.
    """
    words, values = subject.words, subject.ranking.values
    columns = [*_keys(subject)]
    for name in values.criteria:
        title = subject.criterion(name).title
        columns.append(Column(title, "number", 6))
        columns.append(Column(f"{title} · {words.say('下限', 'lowest')}", "number", 6))
        columns.append(Column(f"{title} · {words.say('上限', 'highest')}", "number", 6))
    stacked = np.stack([values.values, values.low, values.high], axis=2)
    places = {key: place for place, key in enumerate(values.index)}
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (str(key), subject.name(key), *map(float, stacked[places[key]].ravel()))
        for key in subject.ranking.table.index
    )
    note = words.say(
        "未知按该准则的最差值计，上限给出可能的最好值。",
        "Unknown counts as the worst value of its criterion; highest is the best that it may be.",
    )
    return Table("values", words.say("价值", "Values"), tuple(columns), rows, note)


def contributions_table(subject: Subject) -> Table:
    """List what each criterion adds to each score (TOPSIS: to the distance from the best point).

    Parameters
    ----------
    subject : Subject

    Returns
    -------
    Table
    """
    words, ranking = subject.words, subject.ranking
    names = list(ranking.contributions.columns)
    columns = (*_keys(subject), *(Column(subject.criterion(n).title, "number", 6) for n in names))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (str(key), subject.name(key), *numbers_of(ranking.contributions, key))
        for key in ranking.table.index
    )
    note = words.say("各项之和等于得分。", "The parts add up to the score.")
    if ranking.method == "topsis":
        note = words.say(
            "各项之和等于到最好点距离的平方：说明在哪里失分。",
            "The parts add up to the squared distance from the best point: where a candidate "
            "loses.",
        )
    return Table("contributions", words.say("贡献", "Contributions"), columns, rows, note)


def measured_table(subject: Subject) -> Table:
    """List what was measured of every candidate, the excluded ones included.

    Parameters
    ----------
    subject : Subject

    Returns
    -------
    Table
        By criterion two columns: the measurement and, where it is unknown, why.
    """
    words, evaluation = subject.words, subject.evaluation
    columns = [*_keys(subject), Column(words.say("参加排序", "Ranked"))]
    for row in evaluation.criteria:
        columns.append(Column(subject.titled(row.id), "number"))
        columns.append(Column(f"{subject.titled(row.id)} · {words.say('未知原因', 'why unknown')}"))
    yes, no = words.say("是", "yes"), words.say("否", "no")
    found = [evaluation.measured[row.id] for row in evaluation.criteria]
    rows = []
    for place, (key, is_out) in enumerate(zip(evaluation.index, evaluation.excluded, strict=True)):
        cells: list[Cell] = [str(key), subject.name(key), no if is_out else yes]
        for one in found:
            value = float(one.values[place])
            cells.append(None if np.isnan(value) else value)
            cells.append(_why(subject, one.unknown[place]))
        rows.append(tuple(cells))
    title = words.say("量得的原值", "Measurements")
    return Table("measurements", title, tuple(columns), tuple(rows))


def _why(subject: Subject, reason: str | None) -> str | None:
    return None if reason is None else unknown_text(reason, subject.words.language)


def _keys(subject: Subject) -> tuple[Column, Column]:
    words = subject.words
    return Column(words.say("编号", "Id")), Column(words.say("候选地", "Candidate"))


def exclusions_section(subject: Subject) -> Section:
    """List who is not ranked and why, and what must be said of those who are.

    Parameters
    ----------
    subject : Subject

    Returns
    -------
    Section
    """
    words = subject.words
    out, warned = (findings_table(subject, excluding=flag) for flag in (True, False))
    blocks: list[Block] = [out] if out.rows else [
        Text(words.say("没有候选地被排除。", "No candidate was excluded."))
    ]  # fmt: skip
    if warned.rows:
        blocks.append(warned)
    title = words.say("排除的候选地与原因", "Candidates left out, and why")
    return Section("exclusions", title, tuple(blocks))


def findings_table(subject: Subject, *, excluding: bool) -> Table:
    """List the findings that exclude candidates, or those that only warn.

    Parameters
    ----------
    subject : Subject
    excluding : bool

    Returns
    -------
    Table
        Candidate and reason; a candidate may be named more than once.
    """
    words = subject.words
    columns = (
        Column(words.say("候选地", "Candidate"), width=2.4),
        Column(words.say("原因", "Reason"), width=5.6),
    )
    rows = tuple(
        (
            subject.name(found.candidate),
            clean_text(finding_text(found, subject.study, words.language)),
        )
        for found in subject.evaluation.findings
        if found.excludes == excluding
    )
    if excluding:
        return Table("exclusions", words.say("不参加排序", "Not ranked"), columns, rows)
    return Table(
        "warnings", words.say("参加排序，但须说明", "Ranked, with a remark"), columns, rows
    )
