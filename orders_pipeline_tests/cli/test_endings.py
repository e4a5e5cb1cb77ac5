"""Exit codes and plain errors: no traceback unless it is asked for."""

import pytest

from orders_pipeline.cli import publish


def test_the_version(call):
    assert call("--version").out.startswith("orders-pipeline 0.")


@pytest.mark.parametrize("step", ["extract", "load"])
def test_without_settings_a_command_says_what_to_write(call, step):
    ended = call(step, "--json")
    assert ended.code == 2
    assert "accounts.toml: 1 mistake" in ended.err
    assert "orders-pipeline demo" in ended.err
    assert ended.told["error"]["kind"] == "BadSettings"


def test_the_home_can_be_named(call, tmp_path):
    assert str(tmp_path / "elsewhere" / "accounts.toml") in call("--home", tmp_path / "elsewhere", "load").err


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["lode"], "No such command 'lode'"),
        (["load", "--nope"], "No such option"),
        (["inspect"], "Missing argument"),
        (["inspect", "amazon", "page.json"], "this version cannot read amazon"),
        (["dev", "--port", "many"], "valid integer"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_is_wrong(call, args, words):
    ended = call(*args, "--json")
    assert ended.code == 2
    assert words in ended.err
    assert ended.told["error"]["exit_code"] == 2


@pytest.fixture
def broken(monkeypatch):
    def break_down(*args, **options):
        raise ZeroDivisionError("the buyer's street")

    monkeypatch.setattr(publish, "publish_snapshot", break_down)


def test_what_nobody_foresaw_is_called_a_bug_and_shows_no_values(call, broken):
    ended = call("publish", "--json")
    assert ended.code == 1
    assert ended.told["error"]["kind"] == "ZeroDivisionError"
    assert "--debug" in ended.err
    assert "street" not in ended.err + ended.out
    assert "Traceback" not in ended.err


def test_debug_shows_where_it_happened(call, broken):
    assert "break_down" in call("--debug", "publish").err


def test_ctrl_c_ends_as_shells_count_it(call, monkeypatch):
    def interrupted(*args, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(publish, "publish_snapshot", interrupted)
    ended = call("publish")
    assert (ended.code, ended.err.splitlines()[-1].startswith("Stopped.")) == (130, True)
