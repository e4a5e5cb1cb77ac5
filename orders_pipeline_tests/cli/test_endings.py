"""Exit codes and plain errors: no traceback unless it is asked for."""

import errno
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from orders_pipeline.cli import publish
from orders_pipeline.flows import load as load_flow


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


@pytest.fixture
def published(call, pipeline):
    pipeline.run()
    return pipeline.home


SPOILED = [lambda whole: b"no database", lambda whole: whole[: len(whole) // 2], lambda whole: b""]


@pytest.mark.parametrize("spoil", SPOILED, ids=["something else", "cut", "empty"])
@pytest.mark.parametrize(
    ("of_readers", "args"), [(False, ["load"]), (False, ["publish"]), (True, ["ask", "marketplace_mix"])]
)
def test_a_file_that_is_no_database_is_told_with_what_to_do(call, published, of_readers, args, spoil):
    file = (published.published.resolve() if of_readers else published.warehouse) / "orders.duckdb"
    whole = file.read_bytes()
    file.unlink()
    file.write_bytes(spoil(whole))
    ended = call(*args, "--json")
    assert ended.code == 1
    assert "is no DuckDB database, or not whole" in ended.err
    assert "a bug" not in ended.err
    remedy = next(line for line in ended.err.splitlines() if " mv " in line).partition(": mv ")[2].split(" && ")
    moved, away = remedy[0].split()
    Path(moved).rename(away)
    assert [call(*step.split()[1:]).code for step in remedy[1:]] == [0, 0]
    assert call(*args).code == 0


@pytest.mark.parametrize(
    "failure",
    [
        OSError(errno.ENOSPC, "No space left on device", "/home/data/landing/x"),
        duckdb.IOException('Could not write file "/home/data/warehouse/orders.duckdb": No space left on device'),
        duckdb.TransactionException("Failed to commit: Could not write file: No space left on device"),
    ],
)
def test_a_full_disk_is_told_with_what_to_do(call, published, monkeypatch, failure):
    def full(*args, **options):
        raise failure

    monkeypatch.setattr(load_flow, "load", full)
    ended = call("load")
    assert (ended.code, "The disk is full" in ended.err, "Free space" in ended.err) == (1, True, True)
    assert "a bug" not in ended.err


def test_a_load_that_meets_a_full_disk_changes_nothing_and_goes_on_after(call, pipeline):
    """In a process of its own, whose files may not grow beyond what the landing takes."""
    pipeline.read("us")
    limited = "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    limited += "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)); "
    limited += "from orders_pipeline.cli import app; app(['load'])"
    ended = subprocess.run([sys.executable, "-c", limited], capture_output=True, text=True)
    assert (ended.returncode, "The disk is full" in ended.stderr, "bug" in ended.stderr) == (1, True, False)
    assert call("load").code == 0
    assert call("publish").code == 0
    assert pipeline.query("SELECT count(*) AS n FROM orders")[0]["n"] > 0


def test_debug_shows_where_it_happened(call, broken):
    assert "break_down" in call("--debug", "publish").err


def test_ctrl_c_ends_as_shells_count_it(call, monkeypatch):
    def interrupted(*args, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(publish, "publish_snapshot", interrupted)
    ended = call("publish")
    assert (ended.code, ended.err.splitlines()[-1].startswith("Stopped.")) == (130, True)
