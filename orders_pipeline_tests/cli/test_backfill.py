"""`backfill`: what it says, what it refuses, and how it ends."""

import json

import pytest

from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.landing.manifest import Purpose
from orders_pipeline_tests.flows.test_backfill import OneDayFails

AUGUST = ("us", "--from", "2026-08-05", "--to", "2026-08-07")


def test_days_are_read_once_and_the_next_command_is_named(call, pipeline):
    done = call("backfill", *AUGUST)
    assert done.code == 0
    assert "us: 3 windows with " in done.out
    assert "nothing is missing from 2026-08-05 to 2026-08-07, 3 days of America/New_York, both included." in done.out
    assert "To load them: orders-pipeline load" in done.out
    assert "to read: 3 days with " in done.err
    assert "us: 3 of 3 days, " in done.err
    assert "all is certified already, nothing was read" in call("backfill", *AUGUST).out


def test_an_estimate_reads_nothing_and_the_run_keeps_to_it(call, pipeline):
    told = call("backfill", *AUGUST, "--estimate")
    assert told.code == 0
    assert told.out.startswith("us: from 2026-08-05 to 2026-08-07, 3 days of America/New_York, both included\n")
    assert "Nothing was read." in told.out
    assert AccountLanding(pipeline.home.landing, "us").covered(Purpose.BACKFILL) == []
    expected = call("backfill", *AUGUST, "--estimate", "--json").told["expected"]
    done = call("backfill", *AUGUST, "--json").told
    assert (done["orders"], done["windows"], done["days_missing"]) == (expected["orders"], expected["days"], [])
    assert (done["from"], done["to"], done["read_from"]) == ("2026-08-05", "2026-08-07", "2026-08-05T04:00:00Z")


def test_a_last_day_in_the_future_is_cut_and_said(call, pipeline):
    done = call("backfill", "us", "--from", "2026-09-29", "--to", "2026-12-31")
    assert done.code == 0
    assert "2026-12-31 is not over at the hub: cut to what is settled, 2026-09-30 11:58 UTC" in done.err
    assert (
        "from 2026-09-29 to 2026-09-30, 2 days of America/New_York, both included up to 2026-09-30 11:58 UTC"
        in done.out
    )


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("us", "--from", "2026-08-07", "--to", "2026-08-05"), "The first day, 2026-08-07, is after the last"),
        (
            ("us", "--from", "2026-13-01", "--to", "2026-08-05"),
            "--from '2026-13-01' is no date. Write it as 2026-05-01",
        ),
        (("us", "--from", "2026-10-01", "--to", "2026-10-05"), "2026-10-01 lies in the future of account us"),
        (("us", "--from", "2026-08-05"), "Missing option '--to'"),
        (("uk", "--from", "2026-08-05", "--to", "2026-08-07"), "has no account 'uk'"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(call, pipeline, args, words):
    ended = call("backfill", *args, "--json")
    assert (ended.code, ended.told["error"]["exit_code"]) == (2, 2)
    assert words in ended.err
    assert "Traceback" not in ended.err


def test_a_second_backfill_is_told_which_process_is_at_it(call, pipeline):
    with AccountLanding(pipeline.home.landing, "us").reading(Purpose.BACKFILL):
        busy = call("backfill", *AUGUST)
        assert call("extract", "us").code == 0, "live readings go on"
    assert busy.code == 3
    assert "account us is being backfilled by process" in busy.err


def test_a_day_that_fails_ends_with_1_and_the_command_that_goes_on(call, pipeline):
    log = pipeline.hub.sandbox.log
    log.app = OneDayFails(log.app, "2026-08-06T04:00:00Z")
    ended = call("backfill", *AUGUST, "--json")
    assert ended.code == 1
    assert "account us: 1 of 3 days missing: 2026-08-06. What is certified is not read again." in ended.err
    assert "To go on: orders-pipeline backfill us --from 2026-08-05 --to 2026-08-07" in ended.err
    assert ended.told["days_missing"] == ["2026-08-06"]
    assert ended.told["failures"][0]["window"] == "20260806T040000Z_20260807T040000Z"
    assert pipeline.environ["CA_SECRET"] not in ended.err + json.dumps(ended.told)
