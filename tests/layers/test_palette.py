"""Colours of the page: legible text, textures of even strength, arithmetic of mixing."""

import pytest

from layers import palette

GROUNDS = [palette.PAPER, palette.PANEL, palette.WATER, palette.CAUTION_GROUND, "#ffffff"]
TEXTS = [palette.INK, palette.SOFT, palette.WEST, palette.EAST, palette.CAUTION]


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_text_holds_4_5_to_1_on_every_ground(text: str, ground: str) -> None:
    assert palette.contrast(text, ground) >= 4.5


@pytest.mark.parametrize("ground", [palette.PAPER, palette.PANEL, palette.WATER])
def test_border_holds_3_to_1(ground: str) -> None:
    assert palette.contrast(palette.BORDER, ground) >= 3


def test_every_token_is_a_colour() -> None:
    assert all(palette.is_colour(colour) for colour in palette.TOKENS.values())


@pytest.mark.parametrize(
    "value", ["#3B6FB6", "#3b6fb", "3b6fb6", "#3b6fb6 ", "#3b6fb6\n", "red", "", "#3b6fg6"]
)
def test_is_colour_refuses_other_spellings(value: str) -> None:
    assert not palette.is_colour(value)
    with pytest.raises(ValueError, match="#rrggbb"):
        palette.to_rgb(value)


def test_to_hex_undoes_to_rgb() -> None:
    assert palette.to_hex(palette.to_rgb("#00807f")) == "#00807f"


@pytest.mark.parametrize(
    ("opacity", "expected"), [(0, "#ffffff"), (1, "#000000"), (0.5, "#808080"), (0.2, "#cccccc")]
)
def test_mix_black_over_white(opacity: float, expected: str) -> None:
    assert palette.mix("#000000", "#ffffff", opacity) == expected


@pytest.mark.parametrize("opacity", [-0.1, 1.1, float("nan")])
def test_mix_refuses_an_opacity_out_of_range(opacity: float) -> None:
    with pytest.raises(ValueError, match="opacity"):
        palette.mix("#000000", "#ffffff", opacity)


def test_contrast_of_black_and_white_is_21_either_way() -> None:
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert palette.contrast("#ffffff", "#000000") == pytest.approx(21)


def test_contrast_of_a_known_grey() -> None:
    # #767676 is the lightest grey that WCAG's own guidance names as passing on white.
    assert palette.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colour", ["#111111", "#4080c8", "#7bcdf8", "#b59d13", "#ffffff"])
def test_texture_tone_stands_out_alike_on_dark_and_light_colours(colour: str) -> None:
    ground = palette.fill(colour)
    drawn = palette.mix(palette.texture_tone(colour), ground, palette.TEXTURE_OPACITY)
    assert palette.luminance(drawn) < palette.luminance(ground)
    assert palette.contrast(drawn, ground) == pytest.approx(palette.TEXTURE_CONTRAST, abs=0.04)


def test_css_variables_hold_every_token() -> None:
    lines = palette.css_variables().splitlines()
    assert f"--ink: {palette.INK};" in lines
    assert len(lines) == len(palette.TOKENS)
