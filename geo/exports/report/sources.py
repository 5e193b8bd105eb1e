"""Where everything comes from: documents, boundaries, and the files that were imported."""

from __future__ import annotations

from collections.abc import Iterator

from geo.exports.report.blocks import Block, Column, Facts, Section, Table, Text
from geo.exports.report.subject import Subject
from geo.exports.report.words import Words
from geo.exports.texts import clean_text
from geo.imports.import_log import ImportLog
from geo.policies import Source
from geo.study.layers import StudyLayer
from geo.study.logs import read_log

_KINDS = {
    "candidates": ("候选地", "candidates"),
    "reference": ("参照图层", "reference layer"),
}


def sources_section(subject: Subject) -> Section:
    """Tell what the report rests on.

    Parameters
    ----------
    subject : Subject

    Returns
    -------
    Section
        Fingerprints and datum, documents, layers with their import logs, rows that were refused.
    """
    title = subject.words.say("资料来源与导入记录", "Sources and import log")
    return Section("sources", title, tuple(_blocks(subject)))


def _blocks(subject: Subject) -> Iterator[Block]:
    words = subject.words
    yield Facts(tuple(provenance(subject)))
    yield documents_table(subject)
    if subject.study.layers:
        yield layers_table(subject)
    refused = problems_table(subject)
    if refused.rows:
        yield refused
    yield Text(words.say(
        "本报告由项目文件（JSON）与目录推算得出：以同一目录读入同一项目文件，得到相同的结果。",
        "This report follows from the project file (JSON) and the catalogue alone: the same "
        "file read "
        "with the same catalogue gives the same results.",
    ), "small")  # fmt: skip


def provenance(subject: Subject) -> Iterator[tuple[str, str]]:
    """Yield fingerprints and datum, each with its name."""
    words, catalogue = subject.words, subject.catalogue
    yield words.say("项目指纹", "Project fingerprint"), subject.fingerprint
    yield words.say("目录指纹", "Catalogue fingerprint"), catalogue.fingerprint
    editions = words.list(map(str, catalogue.editions))
    yield words.say("文件版本", "Editions of the documents"), editions
    city = catalogue.city(subject.study.city)
    yield (
        words.say("坐标系", "Datum"),
        words.say(
            f"WGS-84；距离在 EPSG:{city.metric_epsg} 中量取",
            f"WGS-84; distances are taken in EPSG:{city.metric_epsg}",
        ),
    )
    origin = catalogue.boundaries.registry.origin
    yield (
        words.say("边界", "Boundaries"),
        f"{origin.package} {origin.version} · {origin.licence} · {origin.provider}",
    )


def documents_table(subject: Subject) -> Table:
    """List the documents of the catalogue that speak of the study's city.

    Parameters
    ----------
    subject : Subject

    Returns
    -------
    Table
        By title and issuer, as the documents state them; never by a key of our own.
    """
    words, catalogue, city = subject.words, subject.catalogue, subject.study.city
    districts = {row.adcode for row in catalogue.districts_of(city)}
    used = {row.source for row in catalogue.specialisations if row.district in districts}
    used |= {row.source for row in catalogue.sites_of(city)}
    used |= {row.basis for row in catalogue.sites_of(city)}
    used |= {row.source for row in catalogue.belts if row.city == city}
    used |= {row.source for row in catalogue.districts_of(city)}
    if subject.study.fund is not None:
        used |= {row.source for row in catalogue.fund_rules if row.city == city}
    columns = (
        Column(words.say("名称", "Title"), width=4.6),
        Column(words.say("发布者", "Issuer"), width=2.6),
        Column(words.say("文号与日期", "Number and date"), width=1.9),
        Column(words.say("版本", "Edition"), "text", width=0.8),
        Column(words.say("网址", "Address"), width=4.3),
        Column(words.say("许可", "Licence"), width=1.6),
    )
    rows = tuple(
        (
            words.say(row.title_zh, row.title_en),
            words.say(row.issuer_zh, row.issuer_en) or _unstated(subject, row),
            words.list(part for part in (row.document_number, row.date) if part),
            str(row.edition or ""),
            row.url,
            row.licence,
        )
        for row in catalogue.sources
        if row.key in used
    )
    title = words.say("所据文件与资料", "Documents and references")
    return Table("documents", title, columns, rows)


def _unstated(subject: Subject, source: Source) -> str:
    """Say that a document does not name who issued it; other references need not."""
    told = subject.words.say("文件未写明", "not stated in the document")
    return told if source.kind == "policy" else ""


def layers_table(subject: Subject) -> Table:
    """List the study's layers: their files, how they were read, how many rows were taken.

    Parameters
    ----------
    subject : Subject

    Returns
    -------
    Table
    """
    words = subject.words
    columns = (
        Column(words.say("图层", "Layer"), width=2.8),
        Column(words.say("用途", "Use"), width=1.5),
        Column(words.say("对象", "Features"), "integer", width=1.2),
        Column(words.say("文件", "File"), width=2.4),
        Column("SHA-256", width=2.8),
        Column(words.say("编码", "Encoding"), width=1.4),
        Column(words.say("坐标系", "Datum"), width=2.0),
        Column(words.say("读入", "Read"), "integer", width=0.9),
        Column(words.say("采用", "Taken"), "integer", width=0.9),
        Column(words.say("拒绝", "Refused"), "integer", width=1.2),
    )
    rows = tuple(_layer(subject, layer) for layer in subject.study.layers)
    title = words.say("导入记录", "Import log")
    return Table("imports", title, columns, rows)


def _layer(subject: Subject, layer: StudyLayer) -> tuple[str | int | None, ...]:
    words = subject.words
    name = clean_text(layer.name)
    if layer.synthetic:
        name += words.bracket(words.say("合成", "synthetic"))
    kind = words.say(*_KINDS[layer.kind])
    count = len(layer.features)
    log = read_log(layer)
    if log is None:
        by_hand = words.say("未经文件导入", "no file")
        return name, kind, count, by_hand, None, None, "WGS-84", None, None, None
    datum = words.say(f"{log.datum}（{subject.tell(log.datum_reason)}）",
                      f"{log.datum} ({subject.tell(log.datum_reason)})")  # fmt: skip
    return (
        name, kind, count, clean_text(log.file_name), log.sha256, _encoding(words, log), datum,
        log.read, log.taken, log.refused,
    )  # fmt: skip


def _encoding(words: Words, log: ImportLog) -> str:
    """Name the encoding, or the kind of file where there is none, and who stated it."""
    who = {
        "file": words.say("文件的 .cpg 写明", "stated by its .cpg"),
        "stated": words.say("由导入的人指定", "chosen by the person who imported it"),
    }
    basis = who.get(log.encoding_basis or "")
    return (log.encoding or log.kind) + (words.bracket(basis) if basis else "")


def problems_table(subject: Subject) -> Table:
    """List what was wrong with rows of the imported files.

    Parameters
    ----------
    subject : Subject

    Returns
    -------
    Table
    """
    words = subject.words
    columns = (
        Column(words.say("图层", "Layer"), width=2.0),
        Column(words.say("行", "Row"), "integer", width=0.8),
        Column(words.say("列", "Column"), width=1.4),
        Column(words.say("内容", "Value"), width=2.4),
        Column(words.say("问题", "Problem"), width=4.6),
        Column(words.say("采用", "Taken"), width=0.8),
    )
    yes, no = words.say("是", "yes"), words.say("否", "no")
    rows = tuple(
        (
            clean_text(layer.name),
            found.row,
            clean_text(found.column or ""),
            clean_text(found.value or ""),
            subject.tell(found.message),
            no if found.is_refused else yes,
        )
        for layer in subject.study.layers
        for found in getattr(read_log(layer), "problems", ())
    )
    title = words.say("导入时有问题的行", "Rows with problems")
    return Table("problems", title, columns, rows)
