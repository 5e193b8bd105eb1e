"""The service is built once per catalogue."""

from dataclasses import replace

from flask import Flask

from webapp.ogc import service


def test_service_of_is_built_once(small_app):
    assert service.service_of(small_app) is service.service_of(small_app)


def test_service_of_follows_another_catalogue(small_catalogue):
    app = Flask("webapp")
    app.extensions["catalogue"] = small_catalogue
    first = service.service_of(app)
    other = replace(small_catalogue, scenarios=())
    vars(other)["boundaries"] = small_catalogue.boundaries
    app.extensions["catalogue"] = other
    second = service.service_of(app)
    assert first is not second
    assert second.collections["scenarios"].ids == ()


def test_text_puts_the_address_in(small_app):
    text = service.service_of(small_app).text("conformance", 'https://a"b/ogc/')
    assert b'"href":"https://a\\"b/ogc/conformance"' in text
    assert b"urn:x-atlas" not in text
