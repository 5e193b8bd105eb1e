"""Watch a browser: whatever a page should not do becomes a complaint that fails the test."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response

# A violation of the policy is also written to the console, but only its event says of what.
_REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) => console.error(
  `policy violated: ${event.effectiveDirective} ${event.blockedURI}`));
"""

# Advice to leaflet.heat about speed, which it cannot take without a change to its code.
_HARMLESS = "Canvas2D: Multiple readback operations"


def report_violations(context: BrowserContext) -> None:
    """Let the pages of a context say in the console what the policy forbade them."""
    context.add_init_script(_REPORT_VIOLATIONS)


class Watch:
    """What the pages of a test asked for and complained about.

    Parameters
    ----------
    origins : iterable of str
        Where pages may load from; anything else is a complaint.
    """

    def __init__(self, origins: Iterable[str]) -> None:
        self.origins = set(origins)
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.expected: list[str] = []
        self.tolerated: list[str] = []
        self.is_failed = False
        self._listeners: dict[str, Callable[[Any], None]] = {
            "request": self._request,
            "requestfailed": self._failed,
            "response": self._response,
            "console": self._console,
            "weberror": lambda error: self.complaints.append(f"error: {error.error}"),
            "dialog": lambda dialog: self.complaints.append(f"dialog: {dialog.message}"),
        }

    def follow(self, context: BrowserContext) -> None:
        """Listen to every page of a context."""
        for event, listener in self._listeners.items():
            context.on(event, listener)  # type: ignore[call-overload]

    def leave(self, context: BrowserContext) -> None:
        """Listen no more."""
        for event, listener in self._listeners.items():
            context.remove_listener(event, listener)

    def expect(self, *patterns: str) -> None:
        """Say which complaints must come; others still fail the test, and so do missing ones."""
        self.expected += patterns

    def tolerate(self, *patterns: str) -> None:
        """Say which complaints may come."""
        self.tolerated += patterns

    def verify(self) -> None:
        """Fail if there was a complaint that was not expected, or an expected one did not come."""
        unexpected = [
            text
            for text in self.complaints
            if not any(re.search(pattern, text) for pattern in [*self.expected, *self.tolerated])
        ]
        assert not unexpected, "The pages complained:\n" + "\n".join(unexpected)
        missing = [
            pattern
            for pattern in self.expected
            if not any(re.search(pattern, text) for text in self.complaints)
        ]
        assert not missing, "No page complained of:\n" + "\n".join(missing)

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        self.requests.append(request.url)
        if parts.scheme in ("data", "blob"):
            return
        if f"{parts.scheme}://{parts.netloc}" not in self.origins:
            self.complaints.append(f"asked elsewhere: {request.url}")

    def _failed(self, request: Request) -> None:
        # Leaving a page aborts what it was still loading; that is no failure.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed: {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"answered {response.status}: {response.url}")

    def _console(self, line: ConsoleMessage) -> None:
        if line.type in ("error", "warning") and not line.text.startswith(_HARMLESS):
            self.complaints.append(f"console: {line.text}")
