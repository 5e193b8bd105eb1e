"""The second lock: under an atlas, rendered text is never compiled as a template again.

Folium draws an element by rendering a macro and handing the text to ``branca.element.Element``,
whose constructor compiles it as a Jinja template once more. A property value
``{{ 7*191 }}`` thus comes back as ``1337``, and worse is within its reach. Escaping does not
help, and syntax that is only half Jinja (``{% boom``) raises in the constructor, before any
container of ours could refuse the element. So the constructor itself has to know.

Every re-compilation in folium 0.20.0 and branca 0.8.2 goes through that one constructor
(``MacroElement``, ``Div``, ``Class`` includes, ``Popup``, ``GeoJsonDetail``, ``Vega``, …;
plugins inherit theirs). This module wraps it once. The wrapper does what the original did
unless the calling context is inside :func:`literally`, which only an ``AtlasMap`` enters while
it renders. The flag is a :class:`~contextvars.ContextVar`: other figures, other threads and
other tasks that render at the same moment see the original behaviour.

What somebody writes as ``Element("…")`` outside of rendering remains a template: that is the
contract of that class. Names and values from a catalogue never get this far (the first lock).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

from branca.element import Element, Figure
from folium.features import GeoJsonStyleMapper

_figure: ContextVar[Figure | None] = ContextVar("atlas_figure", default=None)

_PATTERN_REFERENCE = re.compile(r'"\{\{\'([a-z_]+_[0-9a-f]{32})\'\}\}"')


class Literal(Element):
    """An element that renders as exactly the text it was given.

    Parameters
    ----------
    text : str
        Markup, style or script; not a template.
    """

    def __init__(self, text: str):
        super().__init__()
        self.text = text

    def render(self, **kwargs: Any) -> str:
        """Return the text."""
        return self.text


@contextmanager
def literally(figure: Figure) -> Iterator[None]:
    """Keep what is rendered into ``figure`` from being compiled again, in this context."""
    token = _figure.set(figure)
    try:
        yield
    finally:
        _figure.reset(token)


def _install() -> None:
    """Wrap the two places once per process; see the module's docstring."""
    compile_text = Element.__init__
    write_style = GeoJsonStyleMapper._to_key

    @wraps(compile_text)
    def init(self: Element, template: str | None = None, template_name: str | None = None) -> None:
        if template is None or type(self) is not Element or _figure.get() is None:
            compile_text(self, template, template_name)
        else:
            compile_text(self)
            self.__class__ = Literal
            self.__dict__["text"] = str(template)

    @wraps(write_style)
    def to_key(style: dict[str, Any]) -> str:
        figure = _figure.get()
        return write_style(style) if figure is None else _style_literal(style, figure)

    Element.__init__ = init  # type: ignore[method-assign]
    GeoJsonStyleMapper._to_key = staticmethod(to_key)  # type: ignore[method-assign, assignment]


def _style_literal(style: dict[str, Any], figure: Figure) -> str:
    """Write a style as the JavaScript object that folium means, without a template.

    Folium writes a pattern as ``"{{'stripe_pattern_…'}}"`` and relies on the second
    compilation to leave its bare name, which is a JavaScript variable. Here the name is
    written at once, provided that such an element was rendered into the figure; every other
    text stays the JSON string that it is. (Folium strips quotes next to any ``{{`` or ``}}``,
    with which a value could break out of its string.)
    """

    def name(match: re.Match[str]) -> str:
        return match[1] if match[1] in figure.script._children else match[0]

    text = json.dumps(style, sort_keys=True).replace("<", "\\u003c")
    return _PATTERN_REFERENCE.sub(name, text)


_install()
