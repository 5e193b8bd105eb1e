"""Send what a reading process needs; arrays that lie in files are mapped there, not copied."""

from __future__ import annotations

import io
import pickle
from pathlib import Path
from typing import Any

import numpy as np

_LARGE = 1024 * 1024


def to_bytes(value: object) -> tuple[bytes, tuple[Path, ...]]:
    """Pickle a value.

    Parameters
    ----------
    value : object

    Returns
    -------
    data : bytes
        For ``from_bytes``, in a process that may read the files.
    files : tuple of Path
        In which arrays of it lie.
    """
    out = io.BytesIO()
    pickler = _Pickler(out)
    pickler.dump(value)
    return out.getvalue(), tuple(sorted(pickler.files))


def from_bytes(data: bytes | memoryview) -> Any:
    """Read what ``to_bytes`` made; only of our own processes, since a pickle may do anything."""
    return _Unpickler(io.BytesIO(data)).load()


class _Pickler(pickle.Pickler):
    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file, protocol=pickle.HIGHEST_PROTOCOL)
        self.files: set[Path] = set()

    def persistent_id(self, obj: Any) -> Any:
        """Name an array by the file that holds it."""
        if not isinstance(obj, np.ndarray) or obj.nbytes < _LARGE:
            return None
        mapped = obj if isinstance(obj, np.memmap) else obj.base
        if not isinstance(mapped, np.memmap) or mapped.filename is None:
            return None
        if mapped.shape != obj.shape or not obj.flags.c_contiguous:
            return None
        self.files.add(Path(mapped.filename))
        return str(mapped.filename), obj.dtype, mapped.offset, obj.shape


class _Unpickler(pickle.Unpickler):
    def persistent_load(self, pid: Any) -> Any:
        """Map an array's file."""
        file, dtype, offset, shape = pid
        # A plain array over the same memory: subclasses cost time at every indexing.
        return np.asarray(np.memmap(file, dtype, "r", offset, shape))
