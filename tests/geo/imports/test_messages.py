"""Every sentence is used, and every code has its sentence."""

import ast
import re
from pathlib import Path

import pytest

import geo.imports
from geo.errors import AtlasError, ImportRefusedError
from geo.imports.messages import WORDS, Message, cut, message, refusal, refuse
from geo.imports.words import NOTES, PROBLEMS, REFUSALS, SUGGESTIONS

FOLDER = Path(geo.imports.__path__[0])
TREES = [
    ast.parse(path.read_text(encoding="utf-8"))
    for path in (*FOLDER.glob("*.py"), FOLDER.parent / "enterprises" / "samples.py")
    if path.name != "words.py"
]
CALLS = [
    node
    for tree in TREES
    for node in ast.walk(tree)
    if isinstance(node, ast.Call)
    and ast.unparse(node.func) in ("message", "refusal", "refuse", "self._refuse")
]
STRINGS = {
    node.value
    for tree in TREES
    for node in ast.walk(tree)
    if isinstance(node, ast.Constant) and isinstance(node.value, str)
}


def code_of(call):
    given = [word.value for word in call.keywords if word.arg == "code"] + call.args
    return next((a.value for a in given if isinstance(a, ast.Constant) and a.value in WORDS), None)


def test_every_code_is_there_once():
    assert len(WORDS) == sum(map(len, (REFUSALS, PROBLEMS, SUGGESTIONS, NOTES)))


def test_every_sentence_is_used():
    assert WORDS.keys() <= STRINGS


def test_every_call_gives_the_values_of_its_sentence():
    checked = [call for call in CALLS if code_of(call) is not None]

    assert len(checked) > 100
    for call in checked:
        given = {word.arg for word in call.keywords} - {"code", "file", "advice"}
        if None not in given:  # not **values
            wanted = set(re.findall(r"\{(\w+)\}", WORDS[code_of(call)]))
            assert given >= wanted, ast.unparse(call)


def test_every_literal_code_has_a_sentence():
    literal = {
        call.args[0].value
        for call in CALLS
        if call.args
        and isinstance(call.args[0], ast.Constant)
        and ast.unparse(call.func) != "self._refuse"
    }

    assert literal <= WORDS.keys()


def test_message_says_what_it_means():
    assert str(message("too_many", cells=12345, columns=2)) == "has 12,345 cells, the header 2"
    assert str(message("outside", lon=121.5, lat=31.0, cities=["a", "b"])) == (
        "lies at 121.5, 31 (WGS-84), outside all cities: a, b"
    )


def test_values_are_cut_and_printable():
    said = str(message("not_a_place", value="{x}\x00\u202e" + "y" * 1000))

    assert said.startswith("“{x}\ufffd\ufffdyyy")
    assert len(said) < 150


def test_json_both_ways():
    said = message("outside", lon=1.5, lat=2.0, cities=["甲"])

    assert Message.from_json(said.to_json()) == said


def test_refusal_names_the_file():
    error = refusal("too_many_rows", file="地块.csv", allowed=100_000)

    assert isinstance(error, AtlasError)
    assert (error.code, error.values) == (
        "too_many_rows",
        {"file": "地块.csv", "allowed": 100_000},
    )
    assert str(error) == (
        "地块.csv: there are more than 100,000 rows; bring the file in parts. "
        "Nothing of it was stored."
    )


def test_refuse_raises():
    with pytest.raises(ImportRefusedError, match="the file is empty"):
        refuse("empty_file")


def test_cut():
    assert cut("abc", 3) == "abc"
    assert cut("abcd", 3) == "abc…"
