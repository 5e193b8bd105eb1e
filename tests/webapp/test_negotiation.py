import pytest

from webapp.negotiation import acceptable_codings, is_unchanged

ETAGS = frozenset({'"abc"', '"abc-br"', '"abc-gzip"'})


@pytest.mark.parametrize(
    ("header", "order"),
    [
        (None, ("identity",)),
        ("", ("identity",)),
        ("gzip, deflate, br, zstd", ("br", "gzip", "identity")),
        ("br;q=0.5, gzip", ("gzip", "br", "identity")),
        ("br;q=0, gzip;q=0.1", ("gzip", "identity")),
        ("BR", ("br", "identity")),
        ("x-gzip", ("gzip", "identity")),
        ("*", ("br", "gzip", "identity")),
        ("*;q=0", ("identity",)),
        ("br;q=0, *", ("gzip", "identity")),
        ("identity, br;q=0.9", ("identity", "br")),
        ("identity;q=0.5, gzip;q=0.1, br;q=0.6", ("br", "identity", "gzip")),
        ("identity;q=0", ("identity",)),
        ("gzip;q=1.000, br;q=0.001", ("gzip", "br", "identity")),
        (";;,,=;q=", ("identity",)),
    ],
)
def test_acceptable_codings(header, order):
    assert acceptable_codings(header) == order


@pytest.mark.parametrize("weight", ["abc", "-1", "7"])
def test_acceptable_codings_with_an_invalid_weight_never_loses_identity(weight):
    assert "identity" in acceptable_codings(f"br;q={weight}, gzip;q={weight}")


@pytest.mark.parametrize(
    ("header", "unchanged"),
    [
        (None, False),
        ("", False),
        ('"abc"', True),
        ('"abc-br"', True),
        ('W/"abc-gzip"', True),
        ('"old", "abc"', True),
        ("*", True),
        ('"abcd"', False),
        ("abc-", False),
        ('W/"old", "older"', False),
    ],
)
def test_is_unchanged(header, unchanged):
    assert is_unchanged(header, ETAGS) is unchanged
