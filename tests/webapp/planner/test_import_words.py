"""Whatever an import can say is said in both languages, with the same values."""

import ast
import re
from pathlib import Path

import pytest

import geo.imports
from geo.errors import ImportRefusedError
from geo.imports.messages import Message, message
from webapp.planner.import_words import VALUES_ZH, refusal_text, say, say_zh

LIBRARY = Path(geo.imports.__file__).parent
SPOKEN = {"axis", "what", "found", "detail"}


def own_words():
    """Collect the texts that the library itself puts into values."""
    for path in LIBRARY.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.keyword)
                and node.arg in SPOKEN
                and isinstance(node.value, ast.Constant)
            ):
                yield node.value.value
            is_pair = isinstance(node, ast.Tuple) and len(node.elts) == 2
            if is_pair and path.name == "sniffing.py" and isinstance(node.elts[1], ast.Constant):
                yield node.elts[1].value


def test_the_library_s_own_words_are_said_in_chinese():
    found = {text for text in own_words() if isinstance(text, str) and re.match("[a-z]", text)}
    assert len(found) > 15
    assert found - VALUES_ZH.keys() == set()


def test_say_follows_the_page(app, catalogue):
    told = message("outside", lon=1.5, lat=2.5, cities=["Shanghai", "Shenzhen"])
    with app.test_request_context("/en/planner"):
        assert say(told, catalogue) == str(told)
    with app.test_request_context("/planner"):
        assert say(told, catalogue) == "位于 1.5, 2.5（WGS-84），不在任何一个城市内：上海市、深圳市"


def test_values_of_the_file_stay_as_they_are():
    told = message("not_a_number", axis="longitude", value="<b>text</b>")
    assert say_zh(told) == "经度“<b>text</b>”不是数"
    assert say_zh(message("wrong_type", value="column", type="integer")) == "“column”无法读作整数"
    assert (
        say_zh(message("too_large", bytes=123456, allowed=[]))
        == "文件有 123,456 字节，最多允许 无 字节。"
    )


@pytest.mark.parametrize(
    ("path", "named", "told"),
    [
        ("/planner", "a.csv：文件是空的。", "文件是空的。"),
        ("/en/planner", "a.csv: the file is empty.", "The file is empty."),
    ],
)
def test_a_refusal_names_the_file(app, path, named, told):
    with app.test_request_context(path):
        assert refusal_text(ImportRefusedError("empty_file", "", {"file": "a.csv"})) == named
        assert refusal_text(ImportRefusedError("empty_file", "", {})) == told


def test_a_sentence_without_its_values_is_an_error():
    with pytest.raises(KeyError):
        say_zh(Message("outside", {}))
