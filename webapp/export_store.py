"""Export files as bytes: made once for a catalogue, then kept on disk."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from pathlib import Path

import pyogrio
import xlsxwriter

import geo.datum
import geo.exports
from geo.catalogue import Catalogue
from geo.datum import Datum
from geo.exports.datasets import Dataset
from geo.exports.formats import Format
from geo.exports.table import export_table
from webapp.pruning import prune

LOG = logging.getLogger(__name__)

KEPT_LIMIT = 64 * 1024 * 1024  # bytes on disk before the oldest files go
_DIGEST_SIZE = 32


def _recipe() -> bytes:
    """Digest what the bytes depend on beside the catalogue: our code and the two libraries."""
    folder = Path(geo.exports.__file__).parent
    digest = hashlib.sha256(f"{pyogrio.__gdal_version__} {xlsxwriter.__version__}".encode())
    for path in (*sorted(folder.glob("*.py")), Path(geo.datum.__file__)):
        digest.update(path.read_bytes())
    return digest.digest()


class ExportStore:
    """The export files of one catalogue.

    A folder that cannot be written costs time, never an answer.

    Parameters
    ----------
    catalogue : Catalogue
    folder : Path
        Where to keep the files; made if missing, mode 0700.
    """

    def __init__(self, catalogue: Catalogue, folder: Path):
        self._catalogue = catalogue
        self._folder = folder
        self._recipe = _recipe() + catalogue.fingerprint.encode()

    def file(
        self, dataset: Dataset, file_format: Format, datum: Datum, city: str | None = None
    ) -> bytes:
        """Return a file, from the folder if it is there and whole.

        Parameters
        ----------
        dataset : Dataset
        file_format : Format
        datum : {"WGS-84", "GCJ-02", "CGCS2000"}
        city : str, optional
            Id of the one city that is wanted.

        Returns
        -------
        bytes
            The same in every process over the same catalogue.

        Raises
        ------
        UnknownIdError
            If there is no such city.
        ExportError
            If the format cannot hold the table.
        """
        parts = f"{dataset.id}\0{file_format.id}\0{datum}\0{city or ''}"
        name = f"{hashlib.sha256(self._recipe + parts.encode()).hexdigest()}.{file_format.id}"
        body = self._read(name)
        if body is None:
            table = export_table(self._catalogue, dataset, datum=datum, city=city)
            body = file_format.write(table)
            self._write(name, body)
        return body

    def _read(self, name: str) -> bytes | None:
        try:
            kept = (self._folder / name).read_bytes()
        except OSError:
            return None
        digest, body = kept[:_DIGEST_SIZE], kept[_DIGEST_SIZE:]
        return body if hashlib.sha256(body).digest() == digest else None

    def _write(self, name: str, body: bytes) -> None:
        partial = None
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, partial = tempfile.mkstemp(dir=self._folder, suffix=".partial")
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(body).digest() + body)
            os.replace(partial, self._folder / name)
            prune(self._folder, size=KEPT_LIMIT)
        except OSError as error:
            if partial is not None:
                Path(partial).unlink(missing_ok=True)
            LOG.warning("An export is not kept on disk (%s); it is made anew each time", error)
