"""What a child process gives up before it opens a stranger's file."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Iterable
from pathlib import Path

from geo.imports.landlock import lock_files
from geo.imports.limits import Limits

PROJECT = Path(__file__).resolve().parents[2]
DEAD_PORT = "127.0.0.1:9"
"""Where GDAL would look for a proxy: nothing listens at the discard port."""
_CLONE_NEWNET, _CLONE_NEWUSER = 0x40000000, 0x10000000
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_OPEN_FILES = 64


def environment(folder: Path, skipped: str) -> dict[str, str]:
    """Make the environment of a reading process: nothing of the parent's, so no secret either.

    Parameters
    ----------
    folder : Path
        Its own, for temporary files.
    skipped : str
        Names of the drivers that GDAL must not have, comma-separated.

    Returns
    -------
    dict
    """
    home = str(folder)
    return {
        "HOME": home,
        "TMPDIR": home,
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OGR_SKIP": skipped,
        "GDAL_HTTP_PROXY": DEAD_PORT,
        "GDAL_HTTPS_PROXY": DEAD_PORT,
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}",
        "GDAL_DISABLE_READDIR_ON_OPEN": "TRUE",
        "GDAL_NUM_THREADS": "1",
        "OGR_SQLITE_PRAGMA": "trusted_schema=OFF,cell_size_check=ON",
        "PROJ_NETWORK": "OFF",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }


def confine(limits: Limits, folder: Path, readable: Iterable[Path] = ()) -> tuple[str, ...]:
    """Give up time, memory, disk, network, files and the right to survive the parent.

    Parameters
    ----------
    limits : Limits
    folder : Path
        Its own, the only one that it may write to.
    readable : iterable of Path
        What else it must read.

    Returns
    -------
    tuple of str
        What the platform cut it off from: "network" (Linux gives a process an empty network
        namespace where the administrator has not forbidden that) and "files" (Landlock).
    """
    for kind, most in (
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, limits.written_bytes),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # The soft limit of CPU time sends SIGXCPU, which the parent tells from a crash.
        resource.setrlimit(kind, (most, most + 1 if kind == resource.RLIMIT_CPU else most))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # writing too much is an OSError then
    if not sys.platform.startswith("linux"):
        return ()
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    flags = _CLONE_NEWNET if os.geteuid() == 0 else _CLONE_NEWUSER | _CLONE_NEWNET
    cut_off = ["network"] if libc.unshare(flags) == 0 else []
    if lock_files([*_readable(), *readable], [folder]):
        cut_off.append("files")
    return tuple(cut_off)


def _readable() -> list[Path]:
    """List what an interpreter with its libraries must read: no settings, no data of others."""
    found = {Path(place) for place in (sys.prefix, sys.base_prefix) if place != "/"}
    found |= {Path(place) for place in sys.path if place and Path(place) != PROJECT}
    system = ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache", "/dev/urandom")
    return [PROJECT / "geo", *found, *map(Path, system)]
