"""What is known of the files of a set before they are counted: a sample, the columns of all parts.

Both are looked for in a process of its own and kept beside the files.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from geo.enterprises.headers import Difference, Header, differences
from geo.enterprises.samples import Sample
from geo.enterprises.sampling import headers_of_files, sample_file
from geo.errors import ImportRefusedError
from webapp.errors import NotThereError
from webapp.planner.enterprise_uploads import INBOX, Upload
from webapp.planner.enterprise_wish import Choices, first_choices
from webapp.planner.enterprises import files_of
from webapp.rendering import catalogue_in_use
from webapp.store.models import EnterpriseSet, Project

MOST_HEADERS = 1000
"""Parts whose columns are looked at."""


def root_of(row: EnterpriseSet) -> Path:
    """Return the folder that the files of a set lie in."""
    if row.wish.get("source") == INBOX:
        return Path(current_app.config["ATLAS_STATE"]) / INBOX
    return files_of(row).upload


def settle_upload(row: EnterpriseSet) -> None:
    """Note that all files of an upload are there; raises ``ImportRefusedError``."""
    upload = Upload(files_of(row).upload)
    upload.settle()
    row.wish = {"source": "upload", "files": [part.name for part in upload.parts()]}


def sample_of(row: EnterpriseSet, choices: Choices | None = None) -> Sample:
    """Return a sample of the first file of a set, as it was chosen to be read.

    Raises
    ------
    ImportRefusedError
        If it cannot be read; as long as nothing was chosen, that is noted for the other pages.
    """
    if not row.wish.get("files"):
        raise NotThereError(_("The files of these enterprises have not arrived yet."))
    encoding = choices.encoding if choices else row.wish.get("encoding")
    sheet = choices.sheet if choices else None
    wanted = [row.wish["files"][0], encoding, choices and choices.delimiter, sheet]
    note = files_of(row).folder / "sample.json"
    try:
        kept = json.loads(note.read_bytes())
        sample = Sample.from_json(kept["sample"])
        known = ([None] * 3, [sample.encoding, sample.delimiter, sample.sheet or None])
        is_old = sample.form == "xlsx" and not sample.sheet  # before sheets were told
        if not is_old and (kept["wanted"] == wanted or wanted[1:] in known):
            return sample
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        pass
    path = root_of(row) / row.wish["files"][0]
    if not path.is_file():
        raise NotThereError(_("The file %(file)s is no longer there.", file=path.name))
    is_text = choices is None or choices.form == "csv"
    try:
        sample = sample_file(
            path,
            encoding=encoding if is_text else None,
            delimiter=choices.delimiter if choices and is_text else None,
            sheet=sheet,
        )
    except ImportRefusedError as error:
        if choices is None:
            files_of(row).keep_refusal(error)
        raise
    files_of(row).forget_refusal()
    _keep(note, {"wanted": wanted, "sample": sample.to_json()})
    return sample


def other_parts(row: EnterpriseSet, sample: Sample, sheet: str | None = None) -> list[Difference]:
    """Name the parts of a set whose columns are not those of the first one, or that lack a sheet.

    Raises
    ------
    ImportRefusedError
        If they cannot be read at all.
    """
    files: Sequence[str] = row.wish["files"][:MOST_HEADERS]
    if len(files) < 2:
        return []
    wanted = [list(files), sample.encoding, sample.delimiter, sheet]
    note = files_of(row).folder / "headers.json"
    try:
        kept = json.loads(note.read_bytes())
        if kept["wanted"] == wanted:
            return differences(files, [Header.from_json(one) for one in kept["headers"]])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        pass
    headers = headers_of_files(
        [root_of(row) / name for name in files],
        encoding=sample.encoding or "utf-8",
        delimiter=sample.delimiter or ",",
        sheet=sheet,
    )
    _keep(note, {"wanted": wanted, "headers": [header.to_json() for header in headers]})
    return differences(files, headers)


def choices_of(row: EnterpriseSet, project: Project) -> Choices:
    """Return what was chosen about a set, or what is proposed."""
    if row.wish.get("choices"):
        return Choices.from_json(row.wish["choices"])
    catalogue = catalogue_in_use()
    cities = [city.id for city in catalogue.cities]
    city = project.city if project.city in cities else cities[0]
    return replace(first_choices(sample_of(row), city), is_mixed="encoding" in row.wish)


def _keep(note: Path, found: dict[str, Any]) -> None:
    note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = note.with_suffix(".part")
    part.write_text(json.dumps(found), encoding="utf-8")
    part.replace(note)
