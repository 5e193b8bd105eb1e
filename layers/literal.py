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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

from branca.element import Element, MacroElement
from folium.features import GeoJsonStyleMapper

_is_literal: ContextVar[bool] = ContextVar("atlas_is_literal", default=False)


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
def literally() -> Iterator[None]:
    """Keep what is rendered in this context from being compiled again."""
    token = _is_literal.set(True)
    try:
        yield
    finally:
        _is_literal.reset(token)


def _install() -> None:
    """Wrap the two places, once per process; see the module's docstring."""
    compile_text = Element.__init__
    map_styles = GeoJsonStyleMapper._create_mapping

    @wraps(compile_text)
    def init(self: Element, template: str | None = None, template_name: str | None = None) -> None:
        if template is None or type(self) is not Element or not _is_literal.get():
            compile_text(self, template, template_name)
        else:
            compile_text(self)
            self.__class__ = Literal
            self.__dict__["text"] = str(template)

    @wraps(map_styles)
    def create_mapping(
        self: GeoJsonStyleMapper, func: Callable[[Any], dict[str, Any]], switch: str
    ) -> Any:
        if _is_literal.get():
            return _literal_mapping(self, func)
        return map_styles(self, func, switch)

    Element.__init__ = init  # type: ignore[method-assign]
    GeoJsonStyleMapper._create_mapping = create_mapping  # type: ignore[method-assign]


def _literal_mapping(
    mapper: GeoJsonStyleMapper, style_of: Callable[[Any], dict[str, Any]]
) -> dict[str, list[Any]]:
    """Map each style, as JavaScript, to the features that have it.

    Folium writes a fill pattern as ``"{{'stripe_pattern_…'}}"`` and relies on the second
    compilation to leave its bare name, a JavaScript variable. Here the name is written at once.
    (To allow for that, Folium also strips the quotes next to any other ``{{`` and ``}}``, with
    which a value could break out of its string.)
    """
    mapping: dict[str, list[Any]] = {}
    drawn: set[str] = set()
    for feature in mapper.data["features"]:
        style = style_of(feature)
        for value in style.values():
            if isinstance(value, MacroElement) and value.get_name() not in drawn:
                drawn.add(value.get_name())
                value._parent = value._parent or mapper.geojson_obj
                value.render()  # type: ignore[no-untyped-call]
        mapping.setdefault(_style_text(style), []).append(mapper.get_feature_id(feature))
    mapper._set_default_key(mapping)  # type: ignore[arg-type]
    return mapping


def _style_text(style: dict[str, Any]) -> str:
    """Write a style as a JavaScript object: elements by name, all else as JSON."""
    parts = [
        f"{json.dumps(key)}: "
        + (value.get_name() if isinstance(value, MacroElement) else json.dumps(value))
        for key, value in sorted(style.items())
    ]
    return "{" + ", ".join(parts).replace("<", "\\u003c") + "}"


_install()
