"""The production server without the work before its start: pages are made when they are asked for.

Rendering and compressing some 300 pages takes 5 to 15 s of a processor, which is worth it for the
atlas that all tests share, and not for one of which a module opens a few pages.
"""

from __future__ import annotations

import sys

from flask import Flask

from webapp import server


def _none(app: Flask) -> list[str]:
    """Prepare nothing: whatever is asked for goes to the application."""
    return []


if __name__ == "__main__":
    server.public_paths = _none  # type: ignore[attr-defined]
    sys.exit(server.main())
