"""`demo` and `dev` as a person starts them: the sandbox beside them always ends, and a person's settings stay."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from orders_pipeline.cli.credentials import SECRETS
from orders_pipeline.cli.output import cell
from orders_pipeline.flows.demo import MARKER, demo_world, is_foreign, sandbox_accounts
from orders_pipeline.flows.sandbox_process import SandboxBusy, sandbox_process
from orders_pipeline.sandbox.channeladvisor_soap.credentials import ACCOUNT_IDS
from orders_pipeline.sandbox.channelape.ids import BUSINESSES
from orders_pipeline.sandbox.channelunity.credentials import MERCHANT_NAME
from orders_pipeline.sandbox.world import US_PROFILE, WORLD_PROFILE
from orders_pipeline.settings import Home, load_settings, parse_settings
from orders_pipeline.settings.account import CHANNELS

SMALL = {"seed": 7, "orders": 40, "start": "2026-08-01T00:00:00+00:00", "end": "2026-09-30T00:00:00+00:00"}
COMMAND = [sys.executable, "-m", "orders_pipeline.cli"]


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def home(tmp_path):
    """A home whose sandbox holds a small world."""
    made = Home.at(tmp_path).make()
    (made.sandbox / "world.json").write_text(json.dumps(SMALL))
    return made


def started(home, *args):
    return subprocess.Popen(
        [*COMMAND, "--home", str(home.root), *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.long  # story/test_story shows the same of what is written back, defs/test_runs of the jobs
def test_a_second_demo_changes_nothing(home, call):
    first = call("demo", "--json").told
    shown = {name: rows["orders"] for name, rows in first["accounts"].items()}
    assert (shown["us-main"] + shown["eu-main"], min(shown.values()) > 10) == (45, True)
    assert first["tables"]["orders"] == sum(shown.values()) == first["linked"]["shown"] > first["linked"]["counted"]
    again = call("demo", "--json")
    assert again.code == 0, again.err
    assert again.told["changed"]["received"] == 0
    assert {name: rows["orders"] for name, rows in again.told["accounts"].items()} == shown
    assert again.told["linked"] == first["linked"]
    assert again.told["published"]["is_new"] is False, "the story is published; a trap that refuses again comes later"


def test_the_demo_never_touches_an_accounts_toml_of_a_person(call, tmp_path):
    (tmp_path / "accounts.toml").write_text("# mine\n")
    refused = call("demo")
    assert refused.code == 2
    assert "is your own" in refused.err
    assert [path.name for path in tmp_path.iterdir()] == ["accounts.toml"]
    assert (tmp_path / "accounts.toml").read_text() == "# mine\n"


def test_the_demos_own_accounts_toml_says_so_and_is_read_by_the_settings(home):
    with demo_world(home) as sandbox:
        assert home.accounts_file.read_text().startswith(MARKER + "\n")
        assert not is_foreign(home)
        accounts = load_settings(home.accounts_file).accounts
        assert {account.channel for account in accounts} == set(CHANNELS)
        assert all(account.base_url.startswith(sandbox.url) for account in accounts)
        named = [name for account in accounts for name in account.secrets.values()]
        assert set(named) == set(SECRETS), "the variables that demo, dev and sandbox serve fill"


def test_the_demos_accounts_are_those_that_the_sandbox_knows():
    by_name = {account.name: account for account in parse_settings(sandbox_accounts("http://127.0.0.1:1")).accounts}
    assert [by_name[name].scope for name in ("us-main", "eu-main")] == [str(US_PROFILE), str(WORLD_PROFILE)]
    assert by_name["us-soap"].scope == ACCOUNT_IDS[US_PROFILE, by_name["us-soap"].currency]
    assert (by_name["ape"].scope, by_name["cu"].merchant_name) == (BUSINESSES[US_PROFILE], MERCHANT_NAME)


def test_the_sandbox_ends_with_its_block_also_by_an_error(home):
    with pytest.raises(ZeroDivisionError), sandbox_process(home) as sandbox:
        assert is_alive(sandbox.pid)
        raise ZeroDivisionError
    assert not is_alive(sandbox.pid)


def test_a_home_has_one_sandbox_which_only_dev_lends(home):
    with sandbox_process(home), pytest.raises(SandboxBusy), sandbox_process(home):
        pass
    with sandbox_process(home, lend=True) as lent:
        with sandbox_process(home) as borrowed:
            assert borrowed == lent
        assert is_alive(lent.pid), "who borrows does not stop it"


@pytest.mark.long
def test_the_sandbox_of_a_killed_demo_is_ended_by_the_next(home):
    orphan = subprocess.Popen(
        [sys.executable, "-m", "orders_pipeline.sandbox", "--dir", str(home.sandbox)], stdout=subprocess.PIPE
    )
    orphan.stdout.readline()
    (home.sandbox / "process.pid").write_text(str(orphan.pid))
    with sandbox_process(home):
        assert orphan.wait(10) is not None
    orphan.stdout.close()


@pytest.mark.parametrize("how", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.long)])
def test_a_demo_that_is_stopped_stops_its_sandbox(home, how):
    demo = started(home, "demo")
    demo.stderr.readline()
    while "answers on" not in demo.stderr.readline():
        assert demo.poll() is None
    pid = int((home.sandbox / "process.pid").read_text())
    demo.send_signal(how)
    out, err = demo.communicate(timeout=60)
    assert (demo.returncode, out) == (130, "")
    assert err.splitlines()[-1].startswith("Stopped.")
    assert not is_alive(pid)


@pytest.mark.long
@pytest.mark.parametrize("words", ["approved by demo", "rma-7004 of order", "Dagster runs look_up_actions"])
def test_a_demo_that_is_killed_in_its_story_is_gone_on_with_by_the_next(home, words):
    demo = started(home, "demo")
    while words not in demo.stderr.readline():
        assert demo.poll() is None
    demo.kill()
    demo.communicate(timeout=60)
    out, err = started(home, "demo").communicate(timeout=240)
    assert "8 in all. The sandbox's ledger of what was really applied, and how often, agrees" in out, err
    assert "asked for before this demo" in out


def test_sandbox_serve_says_where_it_answers(home):
    serving = started(home, "sandbox", "serve")
    ready = json.loads(serving.stdout.readline())
    with urllib.request.urlopen(f"{ready['url']}/sandbox/clock") as answer:
        assert json.load(answer)["now"].startswith("2026-09-30T12:00")
    serving.send_signal(signal.SIGINT)
    serving.communicate(timeout=20)
    assert serving.returncode == 0


def of_home(home):
    """Every process that names the home in its command or its surroundings: the sandbox, Dagster and its servers."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            told = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
            if str(home.root).encode() in told and int(process.name) != os.getpid():
                found.add(int(process.name))
    return found


@pytest.mark.long
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_dev_serves_the_ui_over_the_home_and_leaves_no_process_behind(home, how):
    before = signal.signal(signal.SIGINT, signal.SIG_IGN if how is signal.SIGTERM else signal.default_int_handler)
    try:
        dev = started(home, "dev", "--port", "3917", "--json")  # with SIGTERM as a script starts it in the background
    finally:
        signal.signal(signal.SIGINT, before)
    told = json.loads(dev.stdout.readline())
    deadline = time.monotonic() + 90
    while True:
        try:
            with urllib.request.urlopen(f"{told['url']}/server_info") as answer:
                assert json.load(answer)["dagster_version"] == "1.13.27"
            break
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.5)
    assert len(of_home(home)) >= 7, "dev, two keepers, the sandbox, Dagster and its servers"
    dev.send_signal(how)
    dev.communicate(timeout=90)
    assert dev.returncode == (-signal.SIGKILL if how is signal.SIGKILL else 0)
    while of_home(home) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert of_home(home) == set()


def test_money_is_shown_with_its_decimals_and_units_without():
    from decimal import Decimal

    shown = [cell(Decimal(text)) for text in ("1234.5000", "53.5620", "-0.1000", "4.000", "1.500", "20.00")]
    assert shown == ["1,234.50", "53.562", "-0.10", "4", "1.5", "20.00"]
