"""The process that draws sheets: ``python -m webapp.sheet_worker`` (started by the server).

matplotlib keeps state that threads must not share, and a sheet takes longer than an answer
should; so sheets are drawn here, one after another. Orders come as JSON, a line each, on the
standard input, and a line of JSON answers each; ``--book FOLDER`` writes one atlas instead and
ends. It ends, too, when its parent does (the input closes) or when it has been idle for long.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import select
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from geo.catalogue import Catalogue, read_catalogue
from geo.errors import AtlasError
from layers.sheet import draw_sheet
from layers.sheet_book import draw_book
from layers.sheet_card import draw_card
from layers.sheet_fonts import SheetFonts
from layers.sheet_order import CARD, SheetOrder, read_order
from webapp.job_folder import JobFolder
from webapp.sheet_jobs import BOOK, book_order

IDLE_SECONDS = 300.0
_BOOK_CPU_SECONDS = 900


class CancelledError(Exception):
    """Somebody asked for the book to be given up."""


class Drawer:
    """Draws for one catalogue, which it reads once.

    Parameters
    ----------
    root : Path
        The catalogue's folder.
    fonts : Path
        Where unpacked fonts are kept.

    Raises
    ------
    AtlasError
        If the catalogue or the fonts cannot be read.
    """

    def __init__(self, root: Path, fonts: Path):
        self.catalogue: Catalogue = read_catalogue(root)
        self._fonts = fonts

    def check(self, fingerprint: str) -> None:
        """Refuse to draw from other tables than the server shows.

        Raises
        ------
        RuntimeError
            If they were altered since the server was started.
        """
        if self.catalogue.fingerprint != fingerprint:
            msg = "the catalogue on disk is not the one that is served; restart the server"
            raise RuntimeError(msg)

    def sheet(self, order: SheetOrder) -> bytes:
        """Draw a sheet, or the picture beside a link."""
        draw = draw_card if order.paper == CARD else draw_sheet
        return draw(self.catalogue, order, SheetFonts(self._fonts)).save(order)

    def book(self, order: SheetOrder, folder: JobFolder) -> None:
        """Write an atlas into the folder of its job, telling there how far it is.

        Raises
        ------
        CancelledError
            If the job was cancelled meanwhile.
        """

        def progress(done: int, total: int) -> None:
            if folder.is_cancelled():
                raise CancelledError
            folder.write("running", done=done, total=total, pid=os.getpid())

        part = folder.path.with_suffix(".part")
        total = draw_book(self.catalogue, order, SheetFonts(self._fonts), part, progress)
        part.replace(folder.path)
        folder.write("done", done=total, total=total)


def write_whole(path: Path, data: bytes) -> None:
    """Put a file in its place at once, so that nobody reads half of it."""
    part = path.with_name(f"{path.name}.{os.getpid()}")
    part.write_bytes(data)
    part.replace(path)


def serve(drawer: Drawer) -> None:
    """Answer orders until the input closes or nothing has come for long."""
    while True:
        ready, _, _ = select.select([sys.stdin], [], [], IDLE_SECONDS)
        line = sys.stdin.readline() if ready else ""
        if not line:
            return
        request: dict[str, Any] = json.loads(line)
        print(json.dumps(_answer(drawer, request)), flush=True)


def _answer(drawer: Drawer, request: dict[str, Any]) -> dict[str, str]:
    try:
        drawer.check(request["fingerprint"])
        order = read_order(request["order"])
        write_whole(Path(request["target"]), drawer.sheet(order))
    except (AtlasError, RuntimeError, ValueError, OSError) as error:
        return {"error": f"{type(error).__name__}: {error}"}
    return {}


def write_book(folder: JobFolder, root: Path, fonts: Path) -> int:
    """Write the atlas of a job; return the exit code."""
    resource.setrlimit(resource.RLIMIT_CPU, (_BOOK_CPU_SECONDS, _BOOK_CPU_SECONDS))
    started = time.monotonic()
    try:
        order, fingerprint = book_order(folder)
        drawer = Drawer(root, fonts)
        drawer.check(fingerprint)
        drawer.book(order, folder)
    except CancelledError:
        folder.write("cancelled")
        return 0
    except (AtlasError, RuntimeError, ValueError, OSError) as error:
        folder.write("failed")
        print(f"atlas book: {error}", file=sys.stderr)
        return 1
    finally:
        folder.path.with_suffix(".part").unlink(missing_ok=True)
    print(f"atlas book: {time.monotonic() - started:.1f} s", file=sys.stderr)
    return 0


def main(arguments: Sequence[str]) -> int:
    """Run ``ROOT FONTS`` or ``--book FOLDER ROOT FONTS``; return the exit code."""
    # Stand-in fonts come in one weight: no reason to tell every time.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    if arguments[0] == "--book":
        folder, root, fonts = map(Path, arguments[1:])
        return write_book(JobFolder(folder, BOOK), root, fonts)
    root, fonts = map(Path, arguments)
    serve(Drawer(root, fonts))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
