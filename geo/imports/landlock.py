"""Linux' Landlock: a process gives up all files but those it names, without being root.

https://docs.kernel.org/userspace-api/landlock.html; the C library has no functions for it, so
the system calls are made by number (the same on every architecture that Python runs on).
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION_FLAG, _PATH_BENEATH = 1, 1
_READ = 0b1100
"""Rights to read files (bit 2) and to list folders (bit 3)."""
_ALL_OF_FIRST_VERSION = (1 << 13) - 1
_EXECUTE, _TRUNCATE = 1, 1 << 14
_FILE_RIGHTS = 0b111 | _TRUNCATE
"""Rights that files can have; the others are for folders."""


def lock_files(readable: Iterable[Path], writable: Iterable[Path]) -> bool:
    """Keep this process, and what it starts, from all other files.

    Parameters
    ----------
    readable : iterable of Path
        Files and folders that may be read, with all that lies in them.
    writable : iterable of Path
        Folders in which everything is allowed but to execute.

    Returns
    -------
    bool
        Whether it was done: the kernel must be Linux 5.13 or later, with Landlock enabled.
    """
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION_FLAG)
    if version < 1:
        return False
    handled = _ALL_OF_FIRST_VERSION | (_TRUNCATE if version >= 3 else 0)
    attributes = struct.pack("=Q", handled)
    ruleset = libc.syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0)
    if ruleset < 0:
        return False
    try:
        rules = [(path, _READ) for path in readable]
        rules += [(path, handled & ~_EXECUTE) for path in writable]
        for path, rights in rules:
            _allow(libc, ruleset, path, rights)
        return bool(libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path, rights: int) -> None:
    """Add a rule; what is not there needs none."""
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        rights = rights if path.is_dir() else rights & _FILE_RIGHTS
        rule = struct.pack("=Qi", rights, place)
        libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, rule, 0)
    finally:
        os.close(place)
