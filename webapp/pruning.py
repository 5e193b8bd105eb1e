"""Keep a folder of files that can be made again within bounds."""

from __future__ import annotations

from pathlib import Path


def prune(folder: Path, *, size: int, files: int | None = None) -> None:
    """Remove the files that were used longest ago, until the rest is few and small enough.

    Parameters
    ----------
    folder : Path
    size : int
        Most bytes to keep.
    files : int, optional
        Most files to keep.

    Raises
    ------
    OSError
        If the folder cannot be read, or a file in it cannot be removed.
    """
    entries = []
    for path in folder.iterdir():
        try:
            state = path.stat()
        except FileNotFoundError:  # another worker prunes, too
            continue
        entries.append((state.st_mtime, state.st_size, path))
    kept = total = 0
    for _, length, path in sorted(entries, reverse=True):
        kept, total = kept + 1, total + length
        if total > size or (files is not None and kept > files):
            path.unlink(missing_ok=True)
