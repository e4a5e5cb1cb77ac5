"""`extract`, `load` and `publish`: what they say, and how they end."""

import pytest

from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.warehouse.writer import writer_lock


def test_the_three_steps_one_after_the_other(call, pipeline):
    read = call("extract", "--json")
    assert (read.code, [one["account"] for one in read.told["accounts"]]) == (0, ["us", "eu"])
    assert sum(one["orders"] for one in read.told["accounts"]) >= 12
    assert all(one["failures"] == [] for one in read.told["accounts"])
    loaded = call("load", "--json")
    assert (loaded.code, loaded.told["inserted"]) == (0, 12)
    assert loaded.told["received"] == sum(
        loaded.told[name] for name in ("inserted", "updated", "unchanged", "stale", "duplicates", "quarantined")
    )
    published = call("publish", "--json")
    assert (published.code, published.told["is_new"], published.told["rows"]["orders"]) == (0, True, 12)
    assert "No window waited: no row changed." in call("load").out
    assert "Nothing changed since snapshot 1" in call("publish").out
    assert "0 windows with 0 orders certified" in call("extract").out


def test_progress_goes_to_stderr_in_plain_lines_where_there_is_no_terminal(call, pipeline):
    read = call("extract", "us")
    assert "us: window 1 of" in read.err
    assert "window 1 of" not in read.out
    assert "\x1b" not in read.err + read.out


def test_an_account_that_fails_stops_no_other(call, pipeline, monkeypatch):
    us, eu = pipeline.home.accounts_file.read_text().split("[accounts.eu]")
    pipeline.home.accounts_file.write_text(us.replace("CA_SECRET", "WRONG_SECRET") + "[accounts.eu]" + eu)
    monkeypatch.setenv("WRONG_SECRET", "not-the-shared-secret")
    read = call("extract", "--json")
    assert read.code == 1
    us, eu = read.told["accounts"]
    assert us["failures"][0]["kind"] == "Unauthorized"
    assert (eu["failures"], eu["orders"] > 0) == ([], True)
    assert "account us: " in read.err
    assert "Traceback" not in read.err
    assert "not-the-shared-secret" not in read.err + read.out


def test_a_secret_that_is_not_set_is_a_matter_of_settings(call, pipeline, monkeypatch):
    monkeypatch.delenv("CA_SECRET")
    read = call("extract", "us")
    assert read.code == 2
    assert "CA_SECRET, which is not set" in read.err


def test_an_account_that_is_being_read_is_busy(call, pipeline):
    with AccountLanding(pipeline.home.landing, "us").reading():
        assert call("extract", "us").code == 3
        both = call("extract", "--json")
    assert both.code == 3, "all that failed is busy: waiting mends it"
    assert both.told["accounts"][1]["failures"] == []


@pytest.mark.parametrize("step", ["load", "publish"])
def test_a_warehouse_that_another_process_holds_is_busy(call, pipeline, step):
    with writer_lock(pipeline.home.warehouse):
        busy = call(step, "--json")
    assert busy.code == 3
    assert busy.told["error"]["kind"] == "WarehouseBusy"
    assert busy.told["error"]["exit_code"] == 3


def test_the_name_of_a_section_stands_for_all_its_accounts(call, pipeline):
    text = pipeline.home.accounts_file.read_text().replace("[12345678]", "[12345678, 34567890]")
    pipeline.home.accounts_file.write_text(text)
    read = call("extract", "us", "--json")
    assert [one["account"] for one in read.told["accounts"]] == ["us/12345678", "us/34567890"]


def test_an_account_that_there_is_not_is_named(call, pipeline):
    wrong = call("extract", "uk")
    assert wrong.code == 2
    assert "has no account 'uk'" in wrong.err


def test_a_damaged_landing_is_told_in_plain_words_and_the_rest_is_loaded(call, pipeline):
    assert call("extract").code == 0
    next((pipeline.home.landing / "us" / "bodies").rglob("*.zst")).write_bytes(b"not zstd")
    loaded = call("load", "--json")
    assert (loaded.code, loaded.told["error"]["kind"]) == (1, "WindowsDamaged")
    assert "all others are loaded" in loaded.err
    assert call("publish").code == 0
