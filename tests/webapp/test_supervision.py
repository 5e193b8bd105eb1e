import os
import signal
import sys
import time

import pytest

from webapp.supervision import Supervisor

SLEEP = (sys.executable, "-c", "import time; time.sleep(60)")


def wait_for(found):
    for _ in range(500):
        if value := found():
            return value
        time.sleep(0.02)
    pytest.fail("it did not happen within 10 s")


@pytest.fixture
def supervisor():
    made = Supervisor(SLEEP, soon_seconds=0.05)
    made.start()
    yield made
    made.stop()


def test_a_killed_process_is_started_again_and_stays_stopped_in_the_end(supervisor):
    first = wait_for(lambda: supervisor.pid)
    os.kill(first, signal.SIGKILL)
    second = wait_for(lambda: supervisor.pid not in (0, first) and supervisor.pid)
    assert os.getsid(second) == second

    supervisor.stop()
    assert supervisor.pid == 0
    with pytest.raises(ProcessLookupError):
        os.kill(second, 0)


def test_a_process_that_ends_at_once_is_not_started_in_a_tight_loop(tmp_path):
    path = tmp_path / "starts"
    program = f"open({str(path)!r}, 'a').write('x')"
    made = Supervisor((sys.executable, "-c", program), soon_seconds=60)
    made.start()
    wait_for(path.exists)
    time.sleep(0.2)
    made.stop()

    assert path.read_text() == "x"
