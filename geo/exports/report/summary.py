"""The first page: what was asked, what came out, how sure it is, what it must not be taken for."""

from __future__ import annotations

from collections.abc import Iterator

from geo.exports.report import method
from geo.exports.report.blocks import Block, Facts, Section, Text
from geo.exports.report.frames import number_at, rows_of
from geo.exports.report.fund import cny
from geo.exports.report.ranking import score_bars
from geo.exports.report.sensitivity import flip_words
from geo.exports.report.siting import found as siting_words
from geo.exports.report.subject import Subject
from geo.exports.report.words import fixed, percent
from geo.study import obstacle_text

_NAMED, _DRAWN = 3, 5
"""So many of the first candidates are named in a sentence, and drawn as bars."""


def summary_section(subject: Subject) -> Section:
    """Sum the report up.

    Parameters
    ----------
    subject : Subject

    Returns
    -------
    Section
        Warnings first, then the outcome in sentences, then the facts.
    """
    title = subject.words.say("摘要", "Summary")
    return Section("summary", title, tuple(_blocks(subject)))


def _blocks(subject: Subject) -> Iterator[Block]:
    made_up = synthetic_words(subject)
    if made_up:
        yield Text(made_up, "caution")
    for obstacle in subject.results.obstacles:
        yield Text(obstacle_text(obstacle, subject.words.language), "caution")
    if subject.results.ranking is not None:
        yield Text(first_words(subject), "lead")
        yield Text(flip_words(subject))
    if subject.siting is not None:
        yield Text(siting_words(subject, subject.siting))
    yield Facts(tuple(facts(subject)))
    if subject.results.ranking is not None:
        yield score_bars(subject, most=_DRAWN)


def synthetic_words(subject: Subject) -> str:
    """Warn of made-up layers; empty where there are none."""
    words = subject.words
    names = [layer.name for layer in subject.study.layers if layer.synthetic]
    if not names:
        return ""
    listed = words.list(names)
    return words.say(
        f"下列图层是合成的练习数据，不是真实地块：{listed}。",
        f"These layers are synthetic, made for practice, and no real sites: {listed}.",
    )


def first_words(subject: Subject) -> str:
    """Say who comes first, with which score, and how often under other weights."""
    words, luck, table = subject.words, subject.luck, subject.ranking.table
    named = words.list(
        f"{int(row.rank)}. {subject.name(row.Index)}{words.bracket(fixed(row.score))}"
        for row in rows_of(table.head(_NAMED))
    )
    text = words.say(f"排序结果：{named}", f"Ranking: {named}")
    if luck is not None:
        share = percent(number_at(luck.table, table.index[0], "first"))
        first = subject.name(table.index[0])
        text += words.say(
            f"。在 {luck.draws:,} 组随机权重中，“{first}”有 {share} 居首",
            f". Under {luck.draws:,} random weightings {first} is first in {share}",
        )
    return text + words.say("。", ".")


def facts(subject: Subject) -> Iterator[tuple[str, str]]:
    """Yield the figures of the summary, each with its name."""
    words, study, ranking = subject.words, subject.study, subject.results.ranking
    yield words.say("城市", "City"), words.name(subject.catalogue.city(study.city))
    yield words.say("候选地", "Candidates"), _candidates(subject)
    if ranking is not None:
        weights = ranking.weights.items()
        yield (
            words.say("准则与权重", "Criteria and weights"),
            words.list(
                f"{subject.criterion(str(name)).title} {percent(float(weight))}"
                for name, weight in weights
            ),
        )
        how = [method.method_name(subject), method.normalisation_name(subject)]
        yield words.say("方法", "Method"), words.clauses(how)
    if study.fund is not None:
        yield words.say("专项支持上限", "Support at most"), _support(subject)


def _candidates(subject: Subject) -> str:
    words, everyone = subject.words, len(subject.study.candidates)
    if subject.results.ranking is None:
        return words.say(f"{everyone} 处", f"{everyone}")
    ranked = len(subject.ranking.table)
    return words.say(
        f"{everyone} 处，其中 {ranked} 处参加排序，{everyone - ranked} 处排除",
        f"{everyone}, of which {ranked} are ranked and {everyone - ranked} left out",
    )


def _support(subject: Subject) -> str:
    words = subject.words
    amounts = words.clauses(
        words.label(words.say(row.fund_zh, row.fund_en), cny(subject, row.support_cny))
        for row in subject.results.fund
        if row.support_cny is not None
    )
    aid = words.bracket(words.say("估算，不构成建议", "an aid, not advice"))
    return amounts + aid if amounts else words.say("文件未写", "not stated")
