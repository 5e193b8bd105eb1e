import socket
from contextlib import closing

import pytest

from tests.webapp.serving import free_port
from webapp.listening import SettingError, Settings, claim_address, read_settings


def test_read_settings_defaults():
    settings = read_settings({"HOST": "", "PORT": " "})
    assert (settings.host, settings.port, settings.threads) == ("127.0.0.1", 8000, 4)
    assert 1 <= settings.workers <= 4


def test_read_settings_from_the_environment():
    environ = {"HOST": "::", "PORT": "81", "WORKERS": "3", "THREADS": "7"}
    assert read_settings(environ) == Settings("::", 81, 3, 7, has_worker=True)


@pytest.mark.parametrize("name", ["ATLAS_WORKER", "ATLAS_PLANNER"])
def test_the_worker_can_be_left_to_others_and_goes_with_the_planner(name):
    assert not read_settings({name: " Off "}).has_worker
    with pytest.raises(SettingError, match=f"{name}='no' is neither on nor off"):
        read_settings({name: "no"})


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "eighty"), ("PORT", "65536"), ("PORT", "-1"), ("WORKERS", "0"), ("THREADS", "٣")],
)
def test_read_settings_names_what_is_wrong(name, value):
    with pytest.raises(SettingError, match=f"{name}='{value}' is not a whole number from 1 to"):
        read_settings({name: value})


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("::", "http://[::1]:80"),
        ("maps.example", "http://maps.example:80"),
    ],
)
def test_settings_url_can_be_opened(host, url):
    assert Settings(host, 80, 1, 1).url == url


def test_claim_address_of_a_name():
    assert claim_address("localhost", free_port()) in ("127.0.0.1", "::1")


def test_claim_address_that_is_taken():
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingError, match=f"127.0.0.1:{port}.*choose another: PORT="):
            claim_address("127.0.0.1", port)


def test_claim_address_of_a_host_that_does_not_exist():
    with pytest.raises(SettingError, match="host.invalid"):
        claim_address("host.invalid", 8000)
