"""What a special fund's stated rules would allow: an aid with its sentences, not advice."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from geo.exports.report.blocks import Block, Column, Quote, Section, Table, Text
from geo.exports.report.subject import Subject
from geo.exports.report.words import number
from geo.fund_estimate import FundEstimate
from geo.tables import FundRule


def fund_section(subject: Subject) -> Section:
    """Estimate the support for the study's planned investment.

    Parameters
    ----------
    subject : Subject
        Whose study plans an investment.

    Returns
    -------
    Section
    """
    title = subject.words.say("专项资金估算", "Estimate of support by special funds")
    return Section("fund", title, tuple(_blocks(subject)))


def _blocks(subject: Subject) -> Iterator[Block]:
    words = subject.words
    estimates = subject.results.fund
    yield Text(
        words.say(
            "仅供参考，不构成建议：按文件所写上限推算，是否符合条件、能否获批由主管部门决定。",
            "An aid, not advice: it applies the ceilings that the documents state. Whether the "
            "conditions are met, and whether anything is granted, is for the authority to decide.",
        ),
        "caution",
    )
    if not estimates:
        yield Text(
            words.say(
                "文件未写本市专项的规则。", "The documents state no rule of a fund of this city."
            )
        )
    for estimate in estimates:
        yield from _fund(subject, estimate)


def _fund(subject: Subject, row: FundEstimate) -> Iterator[Block]:
    words = subject.words
    documents = words.list(words.document(source) for source in row.sources)
    name = words.say(row.fund_zh, row.fund_en)
    yield Text(name + words.bracket(documents), "heading")
    planned = cny(subject, row.investment_cny)
    if row.support_cny is None:
        yield Text(
            words.say(
                f"计划投资 {planned}；文件未写上限。", f"Planned: {planned}; no ceiling is stated."
            )
        )
    else:
        most = cny(subject, row.support_cny)
        yield Text(
            words.say(
                f"计划投资 {planned}，按所写上限最多 {most}。",
                f"Planned investment {planned}; by the ceilings stated at most {most}.",
            ),
            "lead",
        )
    yield amounts_table(subject, row)
    for rule in dict.fromkeys((*row.decisive, *(amount.rule for amount in row.instalments))):
        source = subject.catalogue.source(rule.source)
        yield Quote(rule.quote, words.document(source), rule.status != "stated")
    if row.others:
        conditions = words.clauses(_condition(subject, rule) for rule in row.others)
        yield Text(
            words.label(words.say("文件另写有", "The documents also state"), conditions), "small"
        )


def _condition(subject: Subject, rule: FundRule) -> str:
    """Name a condition, and the most that it allows."""
    words, name = subject.words, subject.words.name(rule)
    if rule.value is None:
        return name
    most = number(rule.value)
    unit = {"years": words.say(" 年", " years"), "projects": words.say(" 个", "")}
    allowed = f"{most}{unit.get(rule.unit or '', '')}"
    return name + words.bracket(words.say(f"至多 {allowed}", f"at most {allowed}"))


def amounts_table(subject: Subject, row: FundEstimate) -> Table:
    """List ceilings and instalments, each with its rule and document.

    Parameters
    ----------
    subject : Subject
    row : FundEstimate

    Returns
    -------
    Table
    """
    words = subject.words
    amounts = (*row.ceilings, *row.instalments)
    is_whole = all(amount.cny == amount.cny.to_integral_value() for amount in amounts)
    columns = (
        Column(words.say("规则", "Rule"), width=5.0),
        Column(words.say("金额（元）", "Amount (yuan)"), "number", 0 if is_whole else 2, width=1.8),
        Column(words.say("文件", "Document"), width=3.2),
    )
    rows = tuple(
        (
            words.name(amount.rule),
            amount.cny,
            words.document(subject.catalogue.source(amount.rule.source)),
        )
        for amount in amounts
    )
    title = words.say("上限与拨付", "Ceilings and payments")
    return Table("fund", title, columns, rows)


def cny(subject: Subject, amount: Decimal) -> str:
    """Write an amount of money as the documents do: 万元, or millions of yuan."""
    if subject.words.is_zh:
        return f"{(amount / 10_000).normalize():,f} 万元"
    return f"{(amount / 1_000_000).normalize():,f} million yuan"
