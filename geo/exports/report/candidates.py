"""The candidates as they were brought in, with all their columns."""

from __future__ import annotations

from geo.exports.report.blocks import Cell, Column, Table
from geo.exports.report.subject import Subject
from geo.exports.texts import clean_text


def candidates_table(subject: Subject) -> Table:
    """List the candidates with position, layer, district and the columns of their files.

    Parameters
    ----------
    subject : Subject

    Returns
    -------
    Table
        Columns of one name are one column, whichever layers have it.
    """
    words, layers = subject.words, subject.study.candidate_layers
    kinds = {name: kind for layer in layers for name, kind in layer.columns.items()}
    mixed = {
        name for layer in layers for name, kind in layer.columns.items() if kinds[name] != kind
    }
    columns = (
        Column(words.say("编号", "Id")),
        Column(words.say("候选地", "Candidate")),
        Column(words.say("图层", "Layer")),
        Column(words.say("合成", "Synthetic")),
        Column(words.say("文件中的行", "Row in its file"), "integer"),
        Column(words.say("经度（WGS-84）", "Longitude (WGS-84)"), "number", 7),
        Column(words.say("纬度（WGS-84）", "Latitude (WGS-84)"), "number", 7),
        Column(words.say("区", "District")),
        *(
            Column(clean_text(name), "text" if name in mixed else kind)
            for name, kind in kinds.items()
        ),
    )
    yes, no = words.say("是", "yes"), words.say("否", "no")
    rows = tuple(
        (
            row.id,
            clean_text(row.name) or None,
            clean_text(layer.name),
            yes if layer.synthetic else no,
            row.row,
            row.lon,
            row.lat,
            subject.district(row.id) or None,
            *(_cell(row.values.get(name), is_text=name in mixed) for name in kinds),
        )
        for layer in layers
        for row in layer.features
    )
    return Table("candidates", words.say("候选地", "Candidates"), columns, rows)


def _cell(value: float | int | str | None, *, is_text: bool) -> Cell:
    if value is None:
        return None
    return clean_text(str(value)) if is_text or isinstance(value, str) else value
