"""Whatever an import can say has a Chinese sentence with the same values."""

import re
from string import Formatter

import pytest

from geo.imports.messages import WORDS
from webapp.planner.import_zh import ZH


def places(text):
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


def test_every_code_has_both_languages():
    assert ZH.keys() == WORDS.keys()


@pytest.mark.parametrize("code", WORDS)
def test_both_languages_tell_the_same_values(code):
    assert places(ZH[code]) == places(WORDS[code])
    assert re.search("[\u4e00-\u9fff]", ZH[code])
