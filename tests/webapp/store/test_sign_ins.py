from datetime import timedelta

from sqlalchemy import func, select

from webapp.store.models import FailedSignIn
from webapp.store.sign_ins import (
    MOST_HERE,
    MOST_OF_ADDRESS,
    MOST_OF_NAME,
    WINDOW,
    count_attempt,
    forget_attempts,
)

HERE, ELSEWHERE, SECRET = "10.0.0.1", "10.0.0.2", "x" * 32


def attempts(session, times, name="li", address=HERE):
    return [count_attempt(session, name, address, SECRET) for _ in range(times)]


def rows(session):
    return session.scalar(select(func.count(FailedSignIn.id)))


def test_a_name_is_closed_at_an_address_after_some_failures(session):
    assert attempts(session, MOST_HERE + 2) == [True] * MOST_HERE + [False] * 2
    assert attempts(session, 1, name=" LI ") == [False]
    assert attempts(session, 1, name="wang") == [True]
    assert attempts(session, 1, address=ELSEWHERE) == [True]
    assert rows(session) == MOST_HERE + 2


def test_a_name_is_closed_everywhere_after_many(session):
    found = [count_attempt(session, "li", f"10.1.0.{n}", SECRET) for n in range(MOST_OF_NAME + 1)]

    assert found == [True] * MOST_OF_NAME + [False]
    assert attempts(session, 1, name="wang") == [True]


def test_an_address_is_closed_after_many_names(session):
    found = [count_attempt(session, f"n{n}", HERE, SECRET) for n in range(MOST_OF_ADDRESS + 1)]

    assert found == [True] * MOST_OF_ADDRESS + [False]
    assert attempts(session, 1, address=ELSEWHERE) == [True]


def test_attempts_are_forgotten_after_a_while(session):
    attempts(session, MOST_HERE)
    for row in session.scalars(select(FailedSignIn)):
        row.at -= WINDOW + timedelta(seconds=1)
    session.flush()

    assert attempts(session, 1) == [True]
    assert rows(session) == 1


def test_a_success_forgets_the_failures_at_its_address(session):
    attempts(session, MOST_HERE)
    attempts(session, 2, address=ELSEWHERE)
    forget_attempts(session, "LI", HERE, SECRET)
    assert rows(session) == 2
    forget_attempts(session, "li", None, SECRET)
    assert rows(session) == 0


def test_what_was_typed_for_a_name_cannot_be_read(session):
    attempts(session, 1, name="my password by mistake")
    row = session.scalars(select(FailedSignIn)).one()
    count_attempt(session, "my password by mistake", HERE, "another secret of some length")
    other = session.scalars(select(FailedSignIn).where(FailedSignIn.id != row.id)).one()

    assert "mistake" not in row.name_hash
    assert row.name_hash != other.name_hash


def test_names_of_any_letters_can_be_counted(session):
    assert attempts(session, 1, name="\ud800\x00上") == [True]
    assert attempts(session, 1, name="x" * 100_000, address="fe80::1%" + "e" * 100) == [True]
