"""``flask accounts``: passwords come from a prompt or standard input, never as arguments."""

import re

import pytest

from webapp.accounts_cli import accounts
from webapp.store.passwords import is_password
from webapp.store.people import find_account

PASSWORD = "correct horse battery"


@pytest.fixture
def run(make_app, tmp_path):
    """Run a command; answers its result and the account ``li`` afterwards."""
    app = make_app(ATLAS_STATE=tmp_path, DATABASE_URL="")
    runner = app.test_cli_runner()

    def run(*words, typed=f"{PASSWORD}\n"):
        result = runner.invoke(args=["accounts", *words], input=typed)
        with app.extensions["store"].session() as session:
            user = find_account(session, "li")
        app.extensions["store"].close()
        return result, user

    return run


def test_add_list_reset_disable(run):
    assert "no account" in run("list")[0].output
    result, user = run("add", "Li", "--admin")
    assert (result.exit_code, result.output) == (0, "li: made.\n")
    assert user.is_admin
    assert not user.must_change_password
    assert is_password(PASSWORD, user.password_hash)
    assert run("add", "wang")[0].exit_code == 0
    assert re.fullmatch(
        r"li\tadministrator\t20\d\d-\d\d-\d\d\nwang\tplanner\t20\d\d-\d\d-\d\d\n",
        run("list")[0].output,
    )
    assert run("disable", "wang")[0].output == "wang: disabled.\n"
    assert "wang\tplanner, disabled" in run("list")[0].output

    _, changed = run("reset", "li", typed="another long word\r\n")
    assert is_password("another long word", changed.password_hash)
    assert changed.session_key != user.session_key


def test_a_password_for_one_use_is_printed_and_must_be_changed(run):
    result, user = run("add", "li", "--admin", "--one-time", typed="")
    password = re.search(r"one use: (\S+)", result.output)[1]

    assert is_password(password, user.password_hash)
    assert user.must_change_password
    result, user = run("reset", "li", "--one-time", typed="")
    assert is_password(re.search(r"one use: (\S+)", result.output)[1], user.password_hash)


@pytest.mark.parametrize(
    ("words", "typed", "told"),
    [
        (("add", "li"), PASSWORD, "must be an administrator's"),
        (("add", "li", "--admin"), "short", "at least 10 characters"),
        (("add", "a b", "--admin"), PASSWORD, "none of them a blank"),
        (("reset", "li"), PASSWORD, "no account of that name"),
        (("disable", "li"), "", "no account of that name"),
    ],
)
def test_what_cannot_be_is_one_sentence(run, words, typed, told):
    result, user = run(*words, typed=typed)

    assert result.exit_code == 1
    assert told in result.output
    assert "Traceback" not in result.output
    assert user is None


def test_the_last_administrator_stays(run):
    run("add", "li", "--admin")
    result, user = run("disable", "li")

    assert "last administrator" in result.output
    assert user.is_active


def test_a_terminal_is_asked_twice_and_shows_nothing(run, monkeypatch):
    asked = []

    def prompt(text, **options):
        asked.append(options)
        return PASSWORD

    monkeypatch.setattr("webapp.accounts_cli.click.prompt", prompt)
    monkeypatch.setattr("webapp.accounts_cli._is_terminal", lambda: True)
    assert is_password(PASSWORD, run("add", "li", "--admin")[1].password_hash)
    assert asked == [{"hide_input": True, "confirmation_prompt": True}]


def test_no_command_takes_a_password_as_an_argument():
    names = {name for command in accounts.commands.values() for name in map(str, command.params)}

    assert not [name for name in names if "password" in name]


def test_without_a_planner_or_its_database_it_says_so(make_app, tmp_path):
    off = make_app(ATLAS_PLANNER="off").test_cli_runner()
    assert "ATLAS_PLANNER is off" in off.invoke(args=["accounts", "list"]).output
    broken = make_app(ATLAS_CATALOGUE=tmp_path).test_cli_runner()
    assert broken.invoke(args=["accounts", "list"]).exit_code == 1
    url = "postgresql://u:secret@127.0.0.1:9/atlas"
    away = make_app(ATLAS_STATE=tmp_path, DATABASE_URL=url).test_cli_runner()
    result = away.invoke(args=["accounts", "list"])
    assert "cannot be opened" in result.output
    assert "secret" not in result.output
