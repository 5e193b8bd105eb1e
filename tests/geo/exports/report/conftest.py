import pytest

from tests.geo.exports.report.subjects import example_subject, small_subject


@pytest.fixture(scope="session")
def zh(catalogue):
    """The worked example in Chinese."""
    return example_subject(catalogue)


@pytest.fixture(scope="session")
def en(catalogue):
    """The worked example in English."""
    return example_subject(catalogue, "en")


@pytest.fixture(scope="session")
def small(catalogue):
    """Three candidates with made-up numbers, in English."""
    return small_subject(catalogue)
