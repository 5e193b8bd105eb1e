"""Zip archives: looked through before anything is unpacked, unpacked under our own names."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from geo.imports.limits import Limits
from geo.imports.messages import refusal, refuse

_ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tar", ".tgz", ".bz2", ".xz", ".kmz")
# What zip programs of macOS and Windows add.
_CLUTTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_BLOCK = 1024 * 1024
_IS_UTF8 = 0x800


def open_archive(path: Path) -> zipfile.ZipFile:
    """Open a zip archive.

    Raises
    ------
    ImportRefusedError
        If it is damaged.
    """
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise refusal(code="bad_zip") from error


def kind_inside(archive: zipfile.ZipFile) -> str:
    """Tell whether an archive is a workbook ("xlsx") or holds a Shapefile ("shapefile").

    Raises
    ------
    ImportRefusedError
        If it is neither.
    """
    names = archive.namelist()
    if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
        return "xlsx"
    if any(name.lower().endswith(".shp") for name in names):
        return "shapefile"
    if "mimetype" in names or "[Content_Types].xml" in names:
        refuse("unknown_kind", found="an office document, but no XLSX workbook")
    raise refusal(code="zip_without_shapefile", members=names[:10])


def check_members(archive: zipfile.ZipFile, limits: Limits, *, members: int) -> None:
    """Refuse archives that are made to do harm.

    Parameters
    ----------
    archive : ZipFile
    limits : Limits
    members : int
        How many members are allowed.

    Raises
    ------
    ImportRefusedError
        If there are too many members, they unpack to too much, or one is encrypted, a link,
        an archive, there twice or outside of the archive.
    """
    infos = archive.infolist()
    if len(infos) > members:
        refuse("too_many_members", members=len(infos), allowed=members)
    total = sum(info.file_size for info in infos)
    if total > limits.unpacked_bytes:
        refuse("unpacks_too_large", bytes=total, allowed=limits.unpacked_bytes)
    seen = set()
    for info in infos:
        _check_member(info, limits)
        if info.filename in seen:
            refuse("member_twice", member=info.filename)
        seen.add(info.filename)


def _check_member(info: zipfile.ZipInfo, limits: Limits) -> None:
    name = info.filename
    path = PurePosixPath(name.replace("\\", "/"))
    # zipfile cuts names at a NUL byte; what was there stands in orig_filename.
    if path.is_absolute() or ".." in path.parts or ":" in name or "\x00" in info.orig_filename:
        refuse("member_path", member=name)
    if stat.S_ISLNK(info.external_attr >> 16):
        refuse("member_link", member=name)
    if info.flag_bits & 0x1:
        refuse("member_encrypted", member=name)
    if path.suffix.lower() in _ARCHIVES:
        refuse("member_nested", member=name)
    ratio = info.file_size // max(1, info.compress_size)
    if info.file_size > limits.ratio_counts_from_bytes and ratio > limits.ratio:
        refuse("zip_bomb", member=name, ratio=ratio, allowed=limits.ratio)


def useful_members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """List the files of an archive without folders and what operating systems add."""
    return [
        info
        for info in archive.infolist()
        if not info.is_dir()
        and not info.filename.startswith(_CLUTTER)
        and PurePosixPath(info.filename).name not in _CLUTTER
    ]


def shown_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name as its maker wrote it: Chinese Windows writes GBK, undeclared."""
    if info.flag_bits & _IS_UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, limits: Limits) -> None:
    """Unpack one member to a place of our choice, whatever its head says about its size.

    Raises
    ------
    ImportRefusedError
        If it is damaged or larger than allowed.
    """
    written = 0
    try:
        with archive.open(info) as source, target.open("wb") as out:
            while block := source.read(_BLOCK):
                written += len(block)
                if written > limits.unpacked_bytes:
                    refuse("unpacks_too_large", bytes=written, allowed=limits.unpacked_bytes)
                out.write(block)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        refuse("bad_zip")


def endings(infos: Iterable[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Map lower-case endings to members."""
    return {PurePosixPath(info.filename).suffix.lower(): info for info in infos}
