import os
import time

from webapp.worker_signs import ALIVE, ALIVE_SECONDS, is_alive, show


def test_a_worker_is_there_while_it_shows_itself(tmp_path):
    assert not is_alive(tmp_path)
    show(tmp_path)
    assert is_alive(tmp_path)
    long_ago = time.time() - ALIVE_SECONDS - 1
    os.utime(tmp_path / ALIVE, (long_ago, long_ago))
    assert not is_alive(tmp_path)
