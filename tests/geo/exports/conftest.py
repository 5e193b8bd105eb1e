"""A dataset and a format at a time, and catalogues with texts that spreadsheets stumble over."""

import dataclasses

import pytest

from geo.exports.datasets import DATASETS
from geo.exports.formats import FORMATS

HOSTILE = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\ttab",
    "\r\nnewline",
    "'=quoted",
    "＝1+1",
    '"quotes", commas; 分号；',
    "第一行\n第二行",
    "000123",
    "1e5",
    "TRUE",
    "NaN",
    "NULL",
    "nul\x00l",
    "bell\x07",
    "_x000D_",
    " blanks ",
    "https://example.com/",
    "<b>&amp;</b>",
    "{{ 7*191 }}",
    "𠮷野家😀",
    "\ufeffbom",
)


@pytest.fixture(params=DATASETS)
def dataset(request):
    return DATASETS[request.param]


@pytest.fixture(params=FORMATS)
def file_format(request):
    return FORMATS[request.param]


@pytest.fixture(scope="session")
def with_names(catalogue):
    """Make a catalogue whose sites carry these texts, one each."""

    def make(texts):
        base = catalogue.sites[0]
        sites = tuple(
            base.model_copy(
                update={"id": f"s-{number}", "name_zh": text, "note": text, "focus_zh": text}
            )
            for number, text in enumerate(texts)
        )
        return dataclasses.replace(catalogue, sites=sites)

    return make
