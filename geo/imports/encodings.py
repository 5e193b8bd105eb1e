"""Text out of bytes: by its mark, by what can only be, or by a guess that says so."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from geo.imports.limits import Limits
from geo.imports.messages import Message, message, refusal, refuse

ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be", "windows-1252")
"""What a person may name; of these UTF-8 and GB18030 are found without being named."""
COMMON_SHARE = 0.9
"""Share of common characters from which text that is not UTF-8 is believed to be GB18030."""

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


@dataclass(frozen=True)
class Decoded:
    """A text, the encoding it was read in, and what that rests on.

    ``basis`` is "bom" (the file's mark says so), "ascii" (every encoding agrees), "valid"
    (UTF-8, which other text practically never is by chance), "guessed" or "stated".
    """

    text: str
    encoding: str
    basis: str
    notes: tuple[Message, ...] = ()


def decode(data: bytes, *, stated: str | None = None) -> Decoded:
    """Decode a text file.

    Almost any bytes are *some* text in GB18030, so that it decodes says little: a text is
    believed to be GB18030 only if its characters are mostly those of everyday Chinese (the
    first level of GB 2312, 3,755 characters, and its signs).

    Parameters
    ----------
    data : bytes
    stated : str, optional
        One of ``ENCODINGS``, if somebody named it.

    Returns
    -------
    Decoded
        Without byte-order mark.

    Raises
    ------
    ImportRefusedError
        If the bytes are not text in the encoding, or in none that can be told.
    """
    if stated is not None and stated not in ENCODINGS:
        refuse("unknown_choice", what="encoding", value=stated, allowed=list(ENCODINGS))
    for mark, name in _MARKS:
        if data.startswith(mark):
            return Decoded(_strict(data[len(mark) :], name), name, "bom")
    if stated is not None:
        return Decoded(_strict(data, stated), stated, "stated")
    if data.isascii():
        return Decoded(data.decode("ascii"), "utf-8", "ascii")
    try:
        return Decoded(data.decode("utf-8"), "utf-8", "valid")
    except UnicodeDecodeError as error:
        return _guess(data, error)


def common_share(text: str) -> float:
    """Return the share of common Chinese characters among those that are not ASCII, 0 to 1.

    Examples
    --------
    >>> common_share("人工智能，AI")
    1.0
    """
    counts = Counter(sign for sign in text if ord(sign) > 127)
    total = sum(counts.values())
    return sum(n for sign, n in counts.items() if _is_common(sign)) / total if total else 1.0


def _is_common(sign: str) -> bool:
    try:
        # Python's gb2312 has the dot of names and the dash (A1A4, A1AA) as other characters.
        lead, trail = sign.encode("gbk")
    except ValueError:  # no such character
        return False
    # Rows 1 to 9: signs, letters, digits; rows 16 to 55: the first level.
    return trail >= 0xA1 and (0xA1 <= lead <= 0xA9 or 0xB0 <= lead <= 0xD7)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(data, error, [encoding]) from error


def _guess(data: bytes, in_utf8: UnicodeDecodeError) -> Decoded:
    if b"\x00" in data:
        refuse("nul_byte", line=data.count(b"\n", 0, data.index(b"\x00")) + 1)
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        later = max((in_utf8, error), key=lambda found: found.start)
        raise _undecodable(data, later, ["UTF-8", "GB18030"]) from error
    share = common_share(text)
    percent = int(share * 100)
    if share < COMMON_SHARE:
        refuse("encoding_unclear", share=percent, allowed=list(ENCODINGS))
    return Decoded(text, "gb18030", "guessed", (message("encoding_guessed", share=percent),))


def _undecodable(data: bytes, error: UnicodeDecodeError, encodings: list[str]) -> Exception:
    line = data.count(b"\n", 0, error.start) + 1
    return refusal("undecodable", encodings=encodings, byte=f"0x{data[error.start]:02x}", line=line)


def check_lines(text: str, limits: Limits) -> None:
    """Refuse text with NUL bytes or an endless line.

    Raises
    ------
    ImportRefusedError
        With code "nul_byte" or "long_line".
    """
    place = text.find("\x00")
    if place >= 0:
        refuse("nul_byte", line=text.count("\n", 0, place) + 1)
    # Old Macs end lines by a carriage return alone.
    lines = text.replace("\r", "\n").split("\n") if "\n" not in text else text.split("\n")
    for number, line in enumerate(lines, start=1):
        if len(line) > limits.line_chars:
            refuse("long_line", line=number, chars=len(line), allowed=limits.line_chars)
