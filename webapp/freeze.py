"""Write the whole public atlas into a folder that any web server can offer.

The files hold the same bytes that the server would send, but for addresses, which are relative.
Beside each file that is worth compressing lie its brotli and gzip forms, for servers that send
such files (nginx: ``gzip_static``, ``brotli_static``).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from html import escape
from pathlib import Path

from flask import Flask, url_for

from geo.catalogue import Catalogue
from geo.errors import AtlasError
from webapp.addresses import file_of
from webapp.prepared import PreparedResponse, prepare
from webapp.site import frozen_paths
from webapp.views import views

MANIFEST = "manifest.json"
KIND = "renxing-atlas-frozen-site"
_ENDINGS = {"br": ".br", "gzip": ".gz"}

Told = Callable[[str], None]


class FreezeError(AtlasError):
    """The folder cannot take a frozen site; nothing in it was changed."""


def freeze(app: Flask, folder: Path, *, told: Told = lambda text: None) -> dict[str, object]:
    """Write the site.

    Parameters
    ----------
    app : Flask
        Made with ``ATLAS_FROZEN``, so that its addresses are relative.
    folder : Path
        New or empty, or a site that was frozen before and not touched since: that one is
        replaced as a whole.
    told : callable, optional
        Hears how the work goes.

    Returns
    -------
    dict
        The manifest: ``files`` maps each name to ``{"sha256", "bytes"}``.

    Raises
    ------
    FreezeError
        If the folder holds anything else, or cannot be written.
    PrepareError
        If a page fails.
    """
    if not app.config.get("ATLAS_FROZEN"):
        msg = "only an application made with ATLAS_FROZEN has relative addresses"
        raise ValueError(msg)
    check_replaceable(folder)
    paths = frozen_paths(app)
    told(f"Making {len(paths)} files")
    found = prepare(app, paths)
    files = {file_of(path): answer for path, answer in found.responses.items()}
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            manifest = _write(app, made, files)
            _put_in_place(made, folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        msg = f"{folder} cannot be written ({error.strerror}); nothing there was changed"
        raise FreezeError(msg) from error
    return manifest


def check_replaceable(folder: Path) -> None:
    """Make sure that writing a site to ``folder`` loses nothing.

    Raises
    ------
    FreezeError
        Naming what is there.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not folder.is_dir():
        msg = f"{folder} is a file; name a folder that is new or empty"
        raise FreezeError(msg)
    known = read_manifest(folder)
    if known is None:
        msg = f"{folder} is not empty and holds no frozen site; name a folder that is new or empty"
        raise FreezeError(msg)
    here = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    if strange := sorted(here - {MANIFEST, *known}):
        msg = f"{folder} holds what no atlas wrote ({strange[0]}); move it away first"
        raise FreezeError(msg)


def read_manifest(folder: Path) -> dict[str, dict[str, object]] | None:
    """Return the files that a frozen site lists, or None where there is none."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        files: dict[str, dict[str, object]] = manifest["files"]
        return files if manifest["kind"] == KIND else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _write(app: Flask, folder: Path, files: Mapping[str, PreparedResponse]) -> dict[str, object]:
    written = {}
    for name, body in (*_starts(app), *_bodies(files)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        written[name] = {"sha256": hashlib.sha256(body).hexdigest(), "bytes": len(body)}
    catalogue: Catalogue = app.extensions["catalogue"]
    manifest: dict[str, object] = {
        "kind": KIND,
        "catalogue": catalogue.fingerprint,
        "files": dict(sorted(written.items())),
    }
    text = json.dumps(manifest, indent=1) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    return manifest


def _bodies(files: Mapping[str, PreparedResponse]) -> Iterator[tuple[str, bytes]]:
    for name, answer in files.items():
        for coding, body in answer.bodies.items():
            yield name + _ENDINGS.get(coding, ""), body


def _starts(app: Flask) -> Iterator[tuple[str, bytes]]:
    """Yield the page at the root of each language, which leads to the first map."""
    first = views(app.extensions["catalogue"])[0].id
    for lang, path in (("zh", "/"), ("en", "/en/")):
        with app.test_request_context(path):
            target = escape(url_for("pages.atlas", view_id=first, lang=lang))
            # Without it a browser asks for one at the root of the host, outside this folder.
            icon = escape(app.extensions["assets"].address("icon.svg"))
        yield (
            file_of(path),
            (
                f'<!doctype html><html lang="{"zh-CN" if lang == "zh" else "en"}">'
                '<meta charset="utf-8"><title>人形图 · Renxing Atlas</title>'
                f'<link rel="icon" href="{icon}" type="image/svg+xml">'
                f'<meta http-equiv="refresh" content="0; url={target}">'
                f'<p><a href="{target}">人形图 · Renxing Atlas</a></p></html>\n'
            ).encode(),
        )


def _put_in_place(made: Path, folder: Path) -> None:
    """Swap folders, so that at no moment a half-written site is offered for long."""
    made.chmod(0o755)
    if not folder.exists():
        made.rename(folder)
        return
    old = folder.with_name(f".{folder.name}-old-{os.getpid()}")
    folder.rename(old)
    made.rename(folder)
    shutil.rmtree(old)
