"""A file that somebody brings, or text that they paste: its name is a label and nothing else."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from geo.imports.limits import Limits
from geo.imports.messages import refuse

PASTED = "pasted rows"
_LONGEST_NAME = 120
_BLOCK = 1024 * 1024
_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


@dataclass(frozen=True)
class Source:
    """What is to be read.

    Attributes
    ----------
    name : str
        As its owner knows it, without folders and what cannot be shown; never a path to open.
    content : bytes or Path
        The bytes, or where we put them.
    size : int
        Bytes.
    sha256 : str
    """

    name: str
    content: bytes | Path
    size: int
    sha256: str

    def write_to(self, path: Path) -> None:
        """Copy the content to a place of our own."""
        if isinstance(self.content, bytes):
            path.write_bytes(self.content)
        else:
            with self.content.open("rb") as source, path.open("wb") as out:
                while block := source.read(_BLOCK):
                    out.write(block)


def uploaded(name: str, content: bytes | Path, limits: Limits | None = None) -> Source:
    """Take a file.

    Parameters
    ----------
    name : str
        As the browser sent it.
    content : bytes or Path
    limits : Limits, optional

    Returns
    -------
    Source

    Raises
    ------
    ImportRefusedError
        If it is empty or too large.
    """
    limits = limits or Limits()
    label = clean_name(name)
    size = len(content) if isinstance(content, bytes) else content.stat().st_size
    if size == 0:
        refuse("empty_file", file=label)
    if size > limits.file_bytes:
        refuse("too_large", file=label, bytes=size, allowed=limits.file_bytes)
    return Source(label, content, size, _sha256(content))


def pasted(text: str, limits: Limits | None = None) -> Source:
    """Take rows that were copied from a spreadsheet (tabs) or a text file (commas).

    Parameters
    ----------
    text : str
    limits : Limits, optional

    Returns
    -------
    Source

    Raises
    ------
    ImportRefusedError
        If it is empty or too long.
    """
    limits = limits or Limits()
    if not text.strip():
        refuse("empty_file", file=PASTED)
    if len(text) > limits.pasted_chars:
        refuse("too_large", file=PASTED, bytes=len(text), allowed=limits.pasted_chars)
    # The mark says UTF-8, so that nobody guesses; lone surrogates have no UTF-8.
    content = ("\ufeff" + text.lstrip("\ufeff")).encode("utf-8", "replace")
    return Source(PASTED, content, len(content), _sha256(content))


def clean_name(name: str) -> str:
    r"""Make a label of a file's name.

    Examples
    --------
    >>> clean_name("../../etc/passwd"), clean_name("C:\\data\\a.csv"), clean_name("..")
    ('passwd', 'a.csv', 'file')
    """
    last = PurePosixPath(_UNPRINTABLE.sub("", name).replace("\\", "/")).name.strip(" .")
    return last[-_LONGEST_NAME:] or "file"


def _sha256(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
