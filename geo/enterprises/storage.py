"""Files of a registry wherever fsspec finds them: for machines of a cluster.

A path is one of this machine, or of a file system that all machines share; an address such as
``s3://bucket/registry/`` names a storage. How it is reached (endpoint, credentials) is fsspec's
own configuration on each machine: ``FSSPEC_S3_ENDPOINT_URL`` and the like in the environment, or
``~/.config/fsspec/``. So no secret is part of a command or of a task.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

import fsspec

from geo.enterprises.checkpoint import FileState, file_state
from geo.enterprises.errors import EnterpriseError
from geo.enterprises.opening import open_local, unreadable
from geo.enterprises.wish import is_address

_HEAD_BYTES = 1024 * 1024
_GZIP = 31  # zlib: with the head and checksum of gzip
_KNOWN_BY = ("ETag", "LastModified", "modificationTime", "mtime", "last_modified", "md5Hash")
"""What storages call that by which a changed file is known."""


def open_stored(path: str) -> BinaryIO:
    """Open a file for reading bytes; what it returns can be sought in.

    Raises
    ------
    EnterpriseError
        If it is not there or cannot be read.
    """
    if not is_address(path):
        return open_local(path)
    with _found(path) as (system, own):
        return cast(BinaryIO, system.open(own, "rb"))


def stored_state(path: str) -> FileState:
    """Look at a file, to know it again.

    Raises
    ------
    EnterpriseError
        If it is not there or cannot be read.
    """
    if not is_address(path):
        return file_state(path)
    with _found(path) as (system, own):
        system.invalidate_cache()
        about = system.info(own)
    known_by = [f"{name}={about[name]}" for name in _KNOWN_BY if about.get(name)]
    return FileState(path, int(about["size"]), 0, " ".join(known_by))


def stored_parts(address: str, endings: Sequence[str]) -> list[str]:
    """Return the address of a file, or of the parts in a folder in the order of their names.

    Parameters
    ----------
    address : str
    endings : sequence of str
        Of the names of parts.

    Raises
    ------
    EnterpriseError
        If there is nothing, or no part.
    """
    with _found(address) as (system, own):
        if not system.isdir(own):
            return [address]
        names = sorted(name.rpartition("/")[2] for name in system.ls(own, detail=False))
    parts = [name for name in names if name.lower().endswith(tuple(endings))]
    if not parts:
        msg = f"{address} holds no part; allowed are files ending in {', '.join(endings)}"
        raise EnterpriseError(msg, "no-part", {"file": address})
    return [f"{address.rstrip('/')}/{name}" for name in parts]


def copy_head(address: str, folder: Path) -> Path:
    """Copy whole lines from the beginning of a text into a folder, unpacked, to look at them.

    Parameters
    ----------
    address : str
    folder : Path

    Returns
    -------
    Path

    Raises
    ------
    EnterpriseError
        If the file cannot be read.
    """
    with open_stored(address) as file:
        data = file.read(_HEAD_BYTES)
    if data.startswith(b"\x1f\x8b"):
        try:
            data = zlib.decompressobj(_GZIP).decompress(data, _HEAD_BYTES)
        except zlib.error as error:
            raise unreadable(address, OSError(str(error))) from error
    copy = folder / "head.csv"
    copy.write_bytes(data[: data.rfind(b"\n") + 1] or data)
    return copy


@contextmanager
def _found(address: str) -> Iterator[tuple[Any, str]]:
    """Find the file system of an address, and the path in it; tell what goes wrong there."""
    try:
        yield fsspec.core.url_to_fs(address)
    except OSError as error:
        raise unreadable(address, error) from error
    except Exception as error:
        # No such storage, nothing that reads it, or what its own library raises where it cannot be
        # reached: those are of no class that is known here.
        raise unreadable(address, OSError(str(error))) from error
