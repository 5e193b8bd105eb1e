"""How far the ranking rests on its weights: random weights, smallest flips, two weightings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from geo.exports.report.blocks import Bar, Bars, Block, Column, Part, Section, Table, Text
from geo.exports.report.frames import numbers_of, rows_of
from geo.exports.report.subject import Subject
from geo.exports.report.words import percent
from geo.ranking import Ranking, rank_moves
from geo.sensitivity import Acceptability
from geo.sensitivity_flips import LEVEL, Flip

_MOST_BARS = 12


def sensitivity_section(subject: Subject) -> Section:
    """Tell how sure the first ranks are.

    Parameters
    ----------
    subject : Subject

    Returns
    -------
    Section
    """
    title = subject.words.say("敏感性：结果有多稳", "Sensitivity: how sure this is")
    return Section("sensitivity", title, tuple(_blocks(subject)))


def _blocks(subject: Subject) -> Iterator[Block]:
    words = subject.words
    yield Text(draws_words(subject))
    if subject.luck is not None:
        yield share_bars(subject, subject.luck)
    yield Text(words.say("首位何时易主", "When the first rank turns"), "heading")
    yield Text(flip_words(subject))
    flips = flips_table(subject)
    if flips.rows:
        yield flips
    compared = subject.results.compared
    if compared is not None:
        yield comparison_table(subject, compared)


def draws_words(subject: Subject) -> str:
    """Say how weights were drawn: number, seed, around what."""
    words, luck = subject.words, subject.luck
    if luck is None:
        return words.say(
            "候选地过多，未作随机权重分析。", "Too many candidates: no random weights were drawn."
        )
    if luck.concentration is None:
        return words.say(
            f"从一切可能的权重中均匀抽取 {luck.draws:,} 组（随机种子 {luck.seed}），"
            "各候选地居首和进入前列的比例如下（SMAA-2；Lahdelma, Salminen, 2001）。",
            f"{luck.draws:,} weightings were drawn evenly from all possible ones (seed "
            f"{luck.seed}); "
            "the bars show how often each candidate is first or among the first (SMAA-2; Lahdelma "
            "and Salminen, 2001).",
        )
    return words.say(
        f"围绕所给权重抽取 {luck.draws:,} 组（随机种子 {luck.seed}，集中度 "
        f"{luck.concentration:g}），"
        "各候选地居首和进入前列的比例如下（SMAA-2；Lahdelma, Salminen, 2001）。",
        f"{luck.draws:,} weightings were drawn around the given one (seed {luck.seed}, "
        "concentration "
        f"{luck.concentration:g}); the bars show how often each candidate is first or among the "
        "first (SMAA-2; Lahdelma and Salminen, 2001).",
    )


def share_bars(subject: Subject, luck: Acceptability) -> Bars:
    """Draw how often candidates are first, and among the first n without being first.

    Parameters
    ----------
    subject : Subject
    luck : Acceptability

    Returns
    -------
    Bars
        The most frequent first, those that never come so far left out.
    """
    words = subject.words
    table = luck.table[luck.table["top"] > 0]
    table = table.sort_values(["first", "top"], ascending=False, kind="stable")
    first = words.say("居首", "first")
    kinds = (first, words.say(f"前 {luck.top_n}（不居首）", f"top {luck.top_n}, not first"))
    bars = tuple(
        Bar(
            subject.name(row.Index),
            f"{percent(row.first, in_column=True)} / {percent(row.top, in_column=True)}",
            (Part(float(row.first), 0), Part(float(row.top - row.first), 1)),
        )
        for row in rows_of(table.head(_MOST_BARS))
    )
    title = words.say(
        f"居首 / 前 {luck.top_n} 的比例", f"Share of being first / in the top {luck.top_n}"
    )
    left = len(table) - len(bars)
    note = words.say(
        f"另有 {left} 处候选地也曾进入前列，见工作簿。",
        f"{left} more reach the top; see the workbook.",
    )
    return Bars(title, kinds, bars, note if left else "")


def flip_words(subject: Subject) -> str:
    """Say how much weight must move for another candidate to come first."""
    words, ranking = subject.words, subject.ranking
    sensitivity = subject.results.sensitivity
    flip = None if sensitivity is None else sensitivity.smallest_flip
    first = words.list(subject.name(key) for key in ranking.first)
    if len(ranking.first) > 1:
        return words.say(f"首位由 {first} 并列。", f"The first rank is shared by {first}.")
    if not ranking.parts.is_additive:
        return words.say(
            "TOPSIS 的得分不是权重的线性函数，没有精确的最小改变量；请看随机权重的结果。",
            "Scores of TOPSIS are not linear in the weights, so there is no exact smallest change; "
            "see the random weights.",
        )
    if len(ranking.table) < 2:
        return words.say("只有一处候选地参加排序。", "Only one candidate is ranked.")
    if flip is None:
        return words.say(
            f"无论怎样改变权重，首位都是“{first}”。",
            f"No weighting takes the first rank from {first}.",
        )
    return words.say(
        f"至少把合计 {percent(flip.moved)} 的权重在准则之间移动，"
        f"“{subject.name(flip.rival)}”才追平“{first}”："
        f"{_changes(subject, flip)}。",
        f"At least {percent(flip.moved)} of all weight must move between criteria for "
        f"{subject.name(flip.rival)} to draw level with {first}: {_changes(subject, flip)}.",
    )


def _changes(subject: Subject, flip: Flip) -> str:
    """Name the criteria whose weight changes, from what to what."""
    words, weights = subject.words, subject.ranking.weights
    changed = [name for name in weights.index if abs(flip.weights[name] - weights[name]) > LEVEL]
    return words.clauses(
        f"{subject.criterion(name).title} {percent(weights[name])} → {percent(flip.weights[name])}"
        for name in changed
    )


def flips_table(subject: Subject) -> Table:
    """List for each criterion the weight at which the first rank turns.

    Parameters
    ----------
    subject : Subject

    Returns
    -------
    Table
        Empty where the method knows none.
    """
    words, ranking = subject.words, subject.ranking
    columns = (
        Column(words.say("只改这一准则的权重", "Changing one weight alone"), width=3.2),
        Column(words.say("现为", "Now"), "share"),
        Column(words.say("易主于", "Turns at"), "share"),
        Column(words.say("届时居首", "Then first"), width=3.2),
    )
    sensitivity = subject.results.sensitivity
    flips = {} if sensitivity is None else sensitivity.single_flips
    is_told = ranking.parts.is_additive and len(ranking.table) > 1
    never = words.say("不易主", "never")
    rows = tuple(
        (subject.titled(name), float(ranking.weights[name]), None, never)
        if flip is None
        else (
            subject.titled(name),
            float(ranking.weights[name]),
            float(flip.weights[name]),
            subject.name(flip.rival),
        )
        for name, flip in flips.items()
        if is_told
    )
    title = words.say("各准则的临界权重", "Critical weights")
    note = words.say("其余权重保持比例。", "The other weights keep their proportions.")
    return Table("flips", title, columns, rows, note)


def acceptability_table(subject: Subject, luck: Acceptability) -> Table:
    """List for every ranked candidate how often it is first and in front, and its mean rank.

    Parameters
    ----------
    subject : Subject
    luck : Acceptability

    Returns
    -------
    Table
        With the mean weighting that makes it first, criterion by criterion.
    """
    words = subject.words
    central = luck.central_weights
    columns = (
        Column(words.say("编号", "Id")),
        Column(words.say("候选地", "Candidate")),
        Column(words.say("居首比例", "First in"), "share"),
        Column(words.say(f"前 {luck.top_n} 比例", f"Top {luck.top_n} in"), "share"),
        Column(words.say("平均名次", "Mean rank"), "number", 2),
        *(
            Column(f"{words.say('居首时的平均权重', 'mean weight when first')} · "
                   f"{subject.criterion(name).title}", "share")
            for name in central.columns
        ),
    )  # fmt: skip
    rows = tuple(
        (
            str(row.Index),
            subject.name(row.Index),
            float(row.first),
            float(row.top),
            float(row.mean_rank),
            *(None if np.isnan(x) else x for x in numbers_of(central, row.Index)),
        )
        for row in rows_of(luck.table)
    )
    title = words.say("随机权重", "Random weights")
    return Table("sensitivity", title, columns, rows, draws_words(subject))


def comparison_table(subject: Subject, compared: Ranking) -> Table:
    """Set the ranks of two weightings side by side.

    Parameters
    ----------
    subject : Subject
    compared : Ranking
        By the other weighting.

    Returns
    -------
    Table
        ``move``: how many ranks up or down.
    """
    words, ranking = subject.words, subject.study.ranking
    one, other = (subject.weighting_name(key) for key in (ranking.weighting, ranking.compare))
    columns = (
        Column(words.say("候选地", "Candidate"), width=3.4),
        Column(words.say(f"名次：{one}", f"Rank: {one}"), "integer", width=1.6),
        Column(words.say(f"名次：{other}", f"Rank: {other}"), "integer", width=1.6),
        Column(words.say("升降", "Move"), width=1.0),
    )
    moves = rank_moves(subject.ranking, compared)
    rows = tuple(
        (
            subject.name(row.Index),
            None if pd.isna(row.rank_one) else int(row.rank_one),
            None if pd.isna(row.rank_other) else int(row.rank_other),
            _move(row.move),
        )
        for row in rows_of(moves)
    )
    title = words.say("两套权重并列", "Two weightings side by side")
    return Table("comparison", title, columns, rows, _two_weightings(subject, compared, one, other))


def _move(move: Any) -> str:
    if pd.isna(move):
        return ""
    return f"↑ {move}" if move > 0 else f"↓ {-move}" if move < 0 else "="


def _two_weightings(subject: Subject, compared: Ranking, one: str, other: str) -> str:
    """Write both weightings, criterion by criterion."""
    words = subject.words
    left, right = subject.ranking.weights, compared.weights
    parts = (
        f"{subject.criterion(name).title} {percent(left[name])} / {percent(right[name])}"
        for name in left.index
    )
    return words.label(f"{one} / {other}", words.clauses(parts))
