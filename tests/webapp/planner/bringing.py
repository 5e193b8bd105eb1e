"""Bring data to a project as a form does, and wait until it was read."""

from __future__ import annotations

import io
import os
import re
import time
from typing import Any

from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.webapp.planner.conftest import PlannerClient
from webapp.store.engine import Store
from webapp.store.layer_reading import features_of, layers_of
from webapp.store.models import Project

SECONDS = 60


def bring(
    client: PlannerClient, project: str, data: bytes, name: str = "a.csv", **more: str
) -> str:
    """Send a file; return the address of its preview."""
    answer = sent(client, project, data, name, **more)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def sent(client: PlannerClient, project: str, data: bytes, name: str, **more: str) -> Any:
    """Send a file; return the answer."""
    file = FileStorage(io.BytesIO(data), filename=name)
    fields: dict[str, Any] = {"how": "file", "file": file, **more}
    # Flask's client would leave large bodies in files that nobody closes.
    boundary, body = encode_multipart(fields)
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(f"/en/planner/{project}/data/import", data=body, content_type=kind)


def bring_text(client: PlannerClient, project: str, how: str, text: str) -> str:
    """Send pasted rows or typed coordinates; return the address of the preview."""
    fields = {"how": how, "text": text}
    answer = client.post(f"/en/planner/{project}/data/import", data=fields)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def looked_at(client: PlannerClient, address: str) -> Any:
    """Open a preview as often as it takes until the file was read."""
    until = time.monotonic() + SECONDS
    while True:
        answer = client.get(address)
        if "data-state=" not in answer.text:
            return answer
        assert time.monotonic() < until


def chosen(client: PlannerClient, address: str, **fields: Any) -> Any:
    """Choose something about a file; return the preview anew."""
    answer = client.post(address, data={"rows": "1", **fields})
    assert answer.status_code == 303, answer.text
    return looked_at(client, address)


def taken(client: PlannerClient, address: str, **fields: Any) -> Any:
    """Look at a file with choices and take its good rows."""
    chosen(client, address, **fields)
    answer = client.post(f"{address}/take", data={"rows": "1", **fields})
    assert answer.status_code == 303, answer.text
    return answer


def text_of(answer: Any) -> str:
    """Return the text of a page without its markup."""
    main = answer.text.partition("<main")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main))


def waiting(app: Flask) -> list[str]:
    """Return the names of the files that wait."""
    folder = app.config["ATLAS_STATE"] / "uploads"
    return sorted(os.listdir(folder)) if folder.exists() else []


def layers_in(store: Store, project: str) -> dict[str, tuple[str, list[str]]]:
    """Read the layers of a project from the database: name → kind and names of its places."""
    with store.session() as session:
        found = layers_of(session, session.get_one(Project, project))
        return {
            layer.name: (layer.kind, [row.name for row in features_of(session, layer)])
            for layer in found
        }
