"""The worked example, read and computed once."""

import pytest

from geo.study import Study, StudyResults, read_example, results_of


@pytest.fixture(scope="session")
def example(catalogue) -> Study:
    """The worked example of Shanghai."""
    return read_example("shanghai", catalogue)


@pytest.fixture(scope="session")
def results(example, catalogue) -> StudyResults:
    """What follows from the example."""
    return results_of(example, catalogue)
