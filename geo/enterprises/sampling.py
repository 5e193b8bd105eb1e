"""Take samples of strangers' files in a process of its own: ``python -m geo.enterprises.sampling``.

As for other imports (``geo.imports.sandbox``), that process opens the file, then gives up network,
memory, time and all other files, and answers with JSON.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from geo.enterprises.headers import Header, read_header
from geo.enterprises.samples import Sample, form_of, take_sample
from geo.errors import ImportRefusedError
from geo.imports.confinement import PROJECT, confine, environment
from geo.imports.limits import Limits
from geo.imports.messages import message, refusal, refuse
from geo.imports.sniffing import HEAD_BYTES

LOG = logging.getLogger(__name__)
_ANSWER_BYTES = 64 * 1024 * 1024


def sample_file(
    path: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    limits: Limits | None = None,
) -> Sample:
    """Look at a file in a process of its own.

    Parameters
    ----------
    path : Path
    encoding, delimiter, sheet : str, optional
        Found out if not given; of texts, of workbooks.
    limits : Limits, optional

    Returns
    -------
    Sample

    Raises
    ------
    ImportRefusedError
        If it cannot be read, saying why.
    """
    limits = limits or Limits()
    with path.open("rb") as file:
        form = form_of(file.read(HEAD_BYTES))
    with tempfile.TemporaryDirectory(prefix="atlas-sample-") as name:
        folder = Path(name)
        copy = folder / "input"
        if form == "xlsx":  # its reader wants a path, and it is small
            if path.stat().st_size > limits.file_bytes:
                refuse("too_large", bytes=path.stat().st_size, allowed=limits.file_bytes)
            shutil.copyfile(path, copy)
        job = {
            "path": str(path.absolute()),
            "copy": str(copy),
            "encoding": encoding,
            "delimiter": delimiter,
            "sheet": sheet,
            "limits": limits.to_json(),
        }
        return _answer(_run(job, folder, limits))


def headers_of_files(
    paths: Sequence[Path],
    *,
    encoding: str,
    delimiter: str,
    sheet: str | None = None,
    limits: Limits | None = None,
) -> list[Header]:
    """Read the columns of files in a process of its own.

    Parameters
    ----------
    paths : sequence of Path, shape (n,)
    encoding, delimiter : str
        Of text.
    sheet : str, optional
        That workbooks must have.
    limits : Limits, optional

    Returns
    -------
    list of Header, shape (n,)

    Raises
    ------
    ImportRefusedError
        If they cannot be read at all. What is wrong with single files, their headers say.
    """
    limits = limits or Limits()
    with tempfile.TemporaryDirectory(prefix="atlas-sample-") as name:
        job = {
            "headers": [str(path.absolute()) for path in paths],
            "folder": name,
            "encoding": encoding,
            "delimiter": delimiter,
            "sheet": sheet,
            "limits": limits.to_json(),
        }
        found = _run(job, Path(name), limits)
    return [Header.from_json(row) for row in _checked(found)["headers"]]


def _run(job: dict[str, Any], folder: Path, limits: Limits) -> dict[str, Any]:
    try:
        done = subprocess.run(
            [sys.executable, "-s", "-m", "geo.enterprises.sampling"],
            cwd=PROJECT,
            env=environment(folder, ""),
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=limits.wall_seconds,
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        refuse("out_of_time", seconds=limits.wall_seconds)
    try:
        if len(done.stdout) > _ANSWER_BYTES:
            refuse("answer_too_large", allowed=_ANSWER_BYTES)
        found: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        LOG.warning(
            "the reader of a sample ended with %s: %s", done.returncode, done.stderr[-2000:]
        )
        refuse("reader_crashed", how=f"exit code {done.returncode}")
    return found


def _answer(found: dict[str, Any]) -> Sample:
    return Sample.from_json(_checked(found)["sample"])


def _checked(found: dict[str, Any]) -> dict[str, Any]:
    if "refused" in found:
        raise refusal(found["refused"]["code"], **found["refused"]["values"])
    return found


def main() -> int:
    """Do the job on the standard input; return the exit code."""
    # Libraries in C may print; only we write into the answer.
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:
        os.dup2(2, 1)
        job = json.loads(sys.stdin.read())
        try:
            answer = _read_headers(job) if "headers" in job else _take(job)
        except ImportRefusedError as error:
            answer = {"refused": {"code": error.code, "values": error.values}}
        except MemoryError:
            mebibytes = job["limits"]["memory_bytes"] // 1024**2
            answer = {"refused": message("out_of_memory", mebibytes=mebibytes).to_json()}
        json.dump(answer, out, ensure_ascii=True, allow_nan=False)
    return 0


def _take(job: dict[str, Any]) -> dict[str, Any]:
    with Path(job["path"]).open("rb") as file:
        copy = Path(job["copy"])
        confine(Limits(**job["limits"]), copy.parent)
        asked = {name: job[name] for name in ("encoding", "delimiter", "sheet")}
        sample = take_sample(file, copy, **asked)
    return {"sample": sample.to_json()}


def _read_headers(job: dict[str, Any]) -> dict[str, Any]:
    paths = [Path(path) for path in job["headers"]]
    there = [path for path in paths if path.is_file()]
    confine(Limits(**job["limits"]), Path(job["folder"]), there)
    asked = (job["encoding"], job["delimiter"], job["sheet"])
    found = [read_header(path, *asked) for path in paths]
    return {"headers": [header.to_json() for header in found]}


if __name__ == "__main__":
    raise SystemExit(main())
