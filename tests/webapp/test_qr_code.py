import base64

import pytest

from webapp.errors import WrongValueError
from webapp.qr_code import qr_data_url, qr_svg


def test_what_fits_no_code_is_refused(app):
    with app.test_request_context("/en/"), pytest.raises(WrongValueError, match="too long"):
        qr_svg("http://localhost/" + "x" * 3000)


def test_a_code_in_the_page_is_the_same_drawing():
    head, _, body = qr_data_url("http://localhost/").partition(",")

    assert head == "data:image/svg+xml;base64"
    assert base64.b64decode(body) == qr_svg("http://localhost/")
