"""QR codes as SVG."""

from __future__ import annotations

import base64
import io

import segno
from flask_babel import gettext as _

from webapp.errors import WrongValueError

_QUIET_MODULES = 4  # blank border, as ISO/IEC 18004 wants it
_ROBUST_LETTERS = 600  # up to here a code may lose 15 % of itself (level M), longer ones 7 % (L)


def qr_svg(address: str) -> bytes:
    """Draw a text as a QR code.

    Parameters
    ----------
    address : str

    Returns
    -------
    bytes
        One ``<svg>`` with a white ground, 4 units per module.

    Raises
    ------
    WrongValueError
        If it does not fit into the largest code (2,953 bytes).
    """
    level = "m" if len(address) <= _ROBUST_LETTERS else "l"
    try:
        code = segno.make_qr(address, error=level, encoding="utf-8")
    except segno.DataOverflowError as error:
        raise WrongValueError(_("This address is too long for a QR code.")) from error
    out = io.BytesIO()
    code.save(
        out, kind="svg", scale=4, border=_QUIET_MODULES, dark="#22262b", light="#fff",
        xmldecl=False, svgclass=None, lineclass=None, nl=False,
    )  # fmt: skip
    return out.getvalue()


def qr_data_url(address: str) -> str:
    """Draw a QR code that stands in the page itself: a secret is in no address of a picture."""
    return f"data:image/svg+xml;base64,{base64.b64encode(qr_svg(address)).decode('ascii')}"
