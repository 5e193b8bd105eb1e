import pytest
from flask import Request
from werkzeug.test import EnvironBuilder

from webapp.planner.own_machine import is_from_here, is_loopback, is_own_url


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.7", False),
        ("::ffff:192.168.1.7", False),
        ("fe80::1%eth0", False),
        ("localhost", False),
        ("", False),
    ],
)
def test_is_loopback(address, expected):
    assert is_loopback(address) is expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://localhost:8000", True),
        ("http://LOCALHOST.", True),
        ("//127.0.0.1:80", True),
        ("http://[::1]:8000", True),
        ("http://localhost@evil.example", False),
        ("http://localhost.evil.example", False),
        ("http://127.0.0.1.evil.example", False),
        ("http://[::1", False),
        ("null", False),
        ("", False),
    ],
)
def test_is_own_url(url, expected):
    assert is_own_url(url) is expected


def request(host="localhost:8000", peer="127.0.0.1", **headers):
    builder = EnvironBuilder(
        headers={"Host": host, **headers}, environ_overrides={"REMOTE_ADDR": peer}
    )
    return Request(builder.get_environ())


def test_is_from_here():
    assert is_from_here(request(), "")
    assert is_from_here(request(Origin="http://127.0.0.1:8000"), "http://localhost:8000")
    assert not is_from_here(request(), "https://atlas.example")
    assert not is_from_here(request(peer=""), "")
    assert not is_from_here(request(Via="1.1 proxy"), "")
