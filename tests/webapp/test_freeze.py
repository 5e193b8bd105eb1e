"""The frozen site: complete, self-contained, replaceable, and never written over other work."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import posixpath
import re
from pathlib import Path

import brotli
import pytest
from flask.testing import FlaskCliRunner

from tests.webapp.conftest import MakeApp
from tests.webapp.test_site import Links
from webapp import freeze as module
from webapp.addresses import file_of
from webapp.freeze import KIND, MANIFEST, FreezeError, check_replaceable, freeze, read_manifest
from webapp.site import frozen_paths


@pytest.fixture(scope="module")
def site(frozen_site: Path) -> Path:
    return frozen_site


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_every_public_path_has_its_file(site: Path, make_app: MakeApp) -> None:
    wanted = {file_of(path) for path in frozen_paths(make_app(ATLAS_FROZEN=True))}
    assert wanted | {"index.html", "en/index.html", MANIFEST} <= files(site)


def test_the_manifest_lists_every_file_with_its_hash(site: Path) -> None:
    manifest = json.loads((site / MANIFEST).read_text())
    assert manifest["kind"] == KIND
    assert set(manifest["files"]) == files(site) - {MANIFEST}
    for name, entry in manifest["files"].items():
        body = (site / name).read_bytes()
        assert entry == {"sha256": hashlib.sha256(body).hexdigest(), "bytes": len(body)}


def test_packed_files_hold_the_same_bytes(site: Path) -> None:
    page = (site / "atlas" / "shanghai.html").read_bytes()
    assert gzip.decompress((site / "atlas" / "shanghai.html.gz").read_bytes()) == page
    assert brotli.decompress((site / "atlas" / "shanghai.html.br").read_bytes()) == page


def test_every_link_leads_to_a_file_and_none_out(site: Path) -> None:
    known = files(site)
    count = 0
    for name in sorted(known):
        if not name.endswith(".html"):
            continue
        for tag, link in Links((site / name).read_text()).found:
            if not link or link.startswith(("#", "data:", "?")):
                continue
            assert not re.match(r"[a-z]+:|/", link), (name, tag, link)
            path = re.split("[?#]", link)[0]
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
            assert target in known, (name, tag, link)
            count += 1
    assert count > 200


def test_every_page_names_its_icon(site: Path) -> None:
    """Or a browser asks for one at the root of the host, outside the folder of the site."""
    for path in site.rglob("*.html"):
        if path.parent.name == "one-file":  # to be opened from a disk, where there is none to ask
            continue
        assert '<link rel="icon" href="' in path.read_text(), path


def test_pages_carry_their_policy(site: Path) -> None:
    page = (site / "sources.html").read_text()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    assert "script-src &#39;self&#39;" in policy
    assert "frame-ancestors" not in policy  # a <meta> may not say it


def test_the_same_catalogue_freezes_to_the_same_bytes(
    site: Path, make_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(ATLAS_FROZEN=True)
    paths = frozen_paths(app)
    # Of the many pages of one kind (/en/district/…) every fifth: they differ in their row alone.
    some = [path for at, path in enumerate(paths) if path.count("/") < 3 or at % 5 == 0]
    assert len(some) > 100
    monkeypatch.setattr(module, "frozen_paths", lambda app: some)
    freeze(app, tmp_path / "again")
    again, whole = read_manifest(tmp_path / "again"), read_manifest(site)
    assert again
    assert whole
    assert again == {name: whole[name] for name in again}


@pytest.fixture
def few_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Freeze two pages only, where it does not matter which."""
    monkeypatch.setattr(module, "frozen_paths", lambda app: ["/sources", "/en/sources"])


@pytest.mark.usefixtures("few_pages")
def test_a_frozen_site_is_replaced_as_a_whole(make_app: MakeApp, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "old.html").write_text("old")
    entry = {"kind": KIND, "files": {"old.html": {}}}
    (folder / MANIFEST).write_text(json.dumps(entry))
    freeze(make_app(ATLAS_FROZEN=True), folder)
    assert "old.html" not in files(folder)
    assert "index.html" in files(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_other_work_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("x")
    with pytest.raises(FreezeError, match="no frozen site"):
        check_replaceable(tmp_path)
    with pytest.raises(FreezeError, match="is a file"):
        check_replaceable(tmp_path / "thesis.docx")
    (tmp_path / MANIFEST).write_text(json.dumps({"kind": KIND, "files": {}}))
    with pytest.raises(FreezeError, match=r"thesis\.docx"):
        check_replaceable(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", '{"kind": "other", "files": {}}', '{"files": {}}'])
def test_another_manifest_is_none_of_ours(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text)
    assert read_manifest(tmp_path) is None


@pytest.mark.usefixtures("few_pages")
def test_a_failure_leaves_the_old_site(
    make_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / MANIFEST).write_text(json.dumps({"kind": KIND, "files": {}}))

    def full(*args: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(module, "_write", full)
    with pytest.raises(FreezeError, match="No space left"):
        freeze(make_app(ATLAS_FROZEN=True), folder)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert files(folder) == {MANIFEST}


def test_an_application_with_absolute_addresses_is_refused(
    make_app: MakeApp, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match="relative addresses"):
        freeze(make_app(), tmp_path / "site")


@pytest.mark.usefixtures("few_pages")
def test_the_command_says_what_it_wrote(make_app: MakeApp, tmp_path: Path) -> None:
    runner: FlaskCliRunner = make_app().test_cli_runner()
    result = runner.invoke(args=["freeze", str(tmp_path / "site")])
    assert result.exit_code == 0, result.output
    count = len(read_manifest(tmp_path / "site") or {})
    assert f"{count} files" in result.output
    again = runner.invoke(args=["freeze", str(tmp_path)])
    assert again.exit_code == 1
    assert "is not empty" in again.output
