"""The report of a study: its sections in order."""

from __future__ import annotations

from collections.abc import Iterator

from geo.exports.report.blocks import Picture, Report, Section
from geo.exports.report.evidence import evidence_section
from geo.exports.report.fund import fund_section
from geo.exports.report.method import method_section
from geo.exports.report.ranking import exclusions_section, ranking_section
from geo.exports.report.sensitivity import sensitivity_section
from geo.exports.report.siting import siting_section
from geo.exports.report.sources import sources_section
from geo.exports.report.subject import Subject
from geo.exports.report.summary import summary_section
from geo.exports.texts import clean_text


def report_of(subject: Subject) -> Report:
    """Write the report of a study.

    Parameters
    ----------
    subject : Subject
        The study with its results.

    Returns
    -------
    Report
        Summary, map, ranking, method, exclusions, sensitivity, evidence, chosen sites (if they
        were asked for), support (if an investment is planned), sources. What could not be
        computed is left out, and the summary says why.
    """
    words, study = subject.words, subject.study
    city = words.name(subject.catalogue.city(study.city))
    count = len(study.candidates)
    subtitle = words.say(f"{city} · {count} 处候选地", f"{city} · {count} candidates")
    title = clean_text(study.title)
    return Report(title, subtitle, words.language, tuple(_sections(subject)))


def _sections(subject: Subject) -> Iterator[Section]:
    words, results = subject.words, subject.results
    yield summary_section(subject)
    if results.ranking is not None:
        title = words.say("候选地分布", "Where the candidates lie")
        yield Section("map", title, (Picture("ranking", title),))
        yield ranking_section(subject)
        yield method_section(subject)
    if results.evaluation is not None:
        yield exclusions_section(subject)
    if results.ranking is not None:
        yield sensitivity_section(subject)
    if results.situations:
        yield evidence_section(subject)
    if subject.siting is not None or subject.no_siting:
        yield siting_section(subject)
    if subject.study.fund is not None:
        yield fund_section(subject)
    yield sources_section(subject)
