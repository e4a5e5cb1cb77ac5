"""`quarantine list`, `show` and `replay`: what they say, how they end, and that no word about a person is said."""

import shutil
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from orders_pipeline.channels import values
from orders_pipeline.cli.quarantine_told import in_words
from orders_pipeline.flows.doctor.tables import open_rejects
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.sandbox.world import World
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.query import reading
from orders_pipeline.warehouse.writer import writer_lock
from orders_pipeline_tests.flows.proving import refusing
from orders_pipeline_tests.pipeline import US, a_pipeline

WAYS = ("currency_small", "item_amount_seven_decimals", "no_id", "amount_word")
NARROW = datetime(2026, 8, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A published home with four orders of `us` that are spoiled, and several that yesterday's code found too late."""
    home = tmp_path_factory.mktemp("home")
    with a_pipeline(home, World(orders=20), profiles=US) as pipeline, pytest.MonkeyPatch.context() as yesterday:
        yesterday.setattr(values, "LATEST", NARROW)
        world = pipeline.hub.world
        theirs = [one.order for one in world.at(world.end) if one.order.profile_id == US["us"]]
        early = [order.order_id for order in theirs if order.purchased_at < NARROW]
        for how, order_id in zip(WAYS, early, strict=False):
            pipeline.hub.faults.spoil(order_id, how)
        pipeline.run()
        people = pipeline.truth()["order_contacts"]
    return SimpleNamespace(
        folder=home,
        orders=dict(zip(WAYS, map(str, early), strict=False)),
        late=len(theirs) - len(early),
        people={
            value
            for person in people
            for field, value in person.items()
            if field not in ("account", "order_id", "kind") and isinstance(value, str) and len(value) > 5
        },
    )


@pytest.fixture
def spoiled(made, tmp_path, call):
    """A copy of it as the home of the command line."""
    shutil.copytree(made.folder, tmp_path, symlinks=True, dirs_exist_ok=True)
    return SimpleNamespace(
        home=Home.at(tmp_path), **{name: getattr(made, name) for name in ("orders", "late", "people")}
    )


def test_the_list_tells_reasons_in_sentences_and_what_to_do(call, spoiled):
    told = call("quarantine", "list")
    assert told.code == 0
    assert f"{len(WAYS) + spoiled.late} open rejects" in told.out
    assert "1 order  bad_currency\n" in told.out
    assert "bad_currency\n  The currency is not three capital letters" in told.out
    assert "Correct the order at the hub" in told.out
    rows = [line.split() for line in told.out.splitlines() if " us " in line]
    assert {row[2] for row in rows} >= {"-", *(spoiled.orders[how] for how in WAYS if how != "no_id")}


def test_the_list_can_be_narrowed_and_is_whole_as_json(call, spoiled):
    (one,) = call("quarantine", "list", "--reason", "bad_currency", "--json").told["rejects"]
    assert (one["account"], one["order_id"], one["path"]) == ("us", spoiled.orders["currency_small"], "$.Currency")
    assert {"number", "sentence", "next_step", "window_id", "page_number", "position", "age_seconds"} <= set(one)
    assert len(call("quarantine", "list", "--account", "us", "--json").told["rejects"]) == len(WAYS) + spoiled.late
    assert "Nothing is in quarantine" in call("quarantine", "list", "--reason", "duplicate_key").out


def test_in_a_pipe_each_reject_is_one_line_however_narrow_the_terminal_was(call, spoiled, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    told = call("quarantine", "list", "--all")
    rows = [line for line in told.out.splitlines() if " us " in line]
    assert len(rows) == len(WAYS) + spoiled.late
    assert all(row.split()[-1] in ("open", "healed") and " live 20" in row for row in rows)


def test_one_order_is_shown_with_its_page_and_what_stood_there(call, spoiled):
    told = call("quarantine", "show", "us", spoiled.orders["item_amount_seven_decimals"])
    assert told.code == 0
    assert "amount_too_fine at $.Items[0].UnitPrice" in told.out
    assert "UnitPrice: 14.9512345" in told.out
    assert "sha256" in told.out
    assert "The warehouse holds no version of this order." in told.out
    inspected = next(line for line in told.out.splitlines() if "orders-pipeline inspect" in line).split()[1:]
    assert '"table":"rejects"' in call(*inspected).out


def test_an_order_without_an_id_is_shown_by_the_number_of_the_list(call, spoiled):
    rejects = call("quarantine", "list", "--json").told["rejects"]
    number = next(one["number"] for one in rejects if one["order_id"] is None)
    assert "its id cannot be read" in call("quarantine", "show", number).out
    assert call("quarantine", "show", number, "--json").told["reason"] == "missing_field"


def test_nothing_about_a_person_is_said(call, spoiled):
    said = call("quarantine", "list").out
    for one in call("quarantine", "list", "--json").told["rejects"]:
        said += call("quarantine", "show", one["number"]).out
    said += call("quarantine", "show", one["number"], "--json").out
    said += call("quarantine", "replay").out
    assert spoiled.people
    assert [value for value in spoiled.people if value in said] == []


def test_a_replay_after_the_fix_loads_publishes_and_the_second_changes_nothing(call, spoiled):
    bad, first = len(WAYS) + spoiled.late, call("quarantine", "replay", "us")
    assert first.code == 0
    assert f"{bad} of {bad} open rejects read again: {spoiled.late} inserted" in first.out
    assert "1 still bad_currency: The currency is not three capital letters" in first.out
    assert "Snapshot 2 with" in first.out
    second = call("quarantine", "replay", "--json")
    assert (second.code, second.told["chosen"], second.told["healed"]) == (0, len(WAYS), 0)
    assert second.told["published"]["is_new"] is False
    healed = [one["healed_load_id"] for one in call("quarantine", "list", "--all", "--json").told["rejects"]]
    assert sum(load_id is not None and load_id.endswith("-replay") for load_id in healed) == spoiled.late


def test_a_page_that_is_gone_ends_with_1_and_in_plain_words(call, spoiled):
    for manifest in (AccountLanding(spoiled.home.landing, "us").folder / "live").glob("*.json"):
        manifest.unlink()
    told = call("quarantine", "replay")
    assert told.code == 1
    assert "not in the landing any more" in told.err
    assert "read anew from the hub" in told.err
    shown = call("quarantine", "show", "us", spoiled.orders["currency_small"])
    assert (shown.code, "What stood there cannot be shown" in shown.out) == (0, True)


@pytest.fixture
def repaired(call, pipeline):
    """One order that the hub shows as it should be since it was quarantined, and one that stays bad."""
    states = pipeline.hub.world.at(pipeline.hub.clock.now)
    us = [state.order.order_id for state in states if state.order.profile_id == US["us"]]
    for order_id in us[:2]:
        pipeline.hub.faults.spoil(order_id, "currency_small")
    pipeline.run()
    pipeline.hub.faults.disarm()
    pipeline.hub.faults.spoil(us[1], "currency_small")
    return SimpleNamespace(good=str(us[0]), bad=str(us[1]))


def test_what_was_repaired_at_the_hub_loads_by_asking_it_and_each_order_is_told(call, repaired):
    assert "0 rejects healed" in call("quarantine", "replay").out
    told = call("quarantine", "replay", "us", "--from-hub")
    assert told.code == 0
    assert "2 orders of 2 open rejects asked for anew: 1 healed, 1 still bad, 0 stale" in told.out
    assert f"order {repaired.good} (account us): healed" in told.out
    assert f"order {repaired.bad} (account us): still bad_currency at $.Currency" in told.out
    assert "Snapshot 2 with" in told.out
    again = call("quarantine", "replay", "us", repaired.good, "--from-hub")
    assert (again.code, "nothing was asked for, and no row changed" in again.out) == (0, True)


def test_every_order_that_was_asked_for_stands_in_the_json_and_one_that_cannot_be_had_ends_with_1(
    call, repaired, pipeline
):
    with refusing(pipeline, repaired.bad):
        told = call("quarantine", "replay", "--from-hub", "--json")
    assert (told.code, told.told["healed"], told.told["not_had"]) == (1, 1, 1)
    assert f"order {repaired.bad} (account us): " in told.told["orders"][1]["why"]
    assert {one["order_id"]: one["became"] for one in told.told["orders"]} == {
        repaired.good: "healed",
        repaired.bad: "not_had",
    }
    assert told.told["published"]["is_new"]


def nameless(call):
    rejects = call("quarantine", "list", "--json").told["rejects"]
    return next(one["number"] for one in rejects if one["order_id"] is None)


def test_a_reject_without_an_id_is_dismissed_by_its_number_and_counts_as_open_no_more(call, spoiled):
    number, before = nameless(call), len(call("quarantine", "list", "--json").told["rejects"])
    told = call("quarantine", "dismiss", number, "--why", "a test order of the hub", "--by", "Kim")
    assert (told.code, "is dismissed by Kim" in told.out, "Snapshot 2 with" in told.out) == (0, True, True)
    assert number not in {one["number"] for one in call("quarantine", "list", "--json").told["rejects"]}
    every = {one["number"]: one for one in call("quarantine", "list", "--all", "--json").told["rejects"]}
    one = every[number]
    assert (one["state"], one["dismissed_by"], one["dismissed_why"]) == ("dismissed", "Kim", "a test order of the hub")
    assert one["dismissed_at"]
    assert "Dismissed by Kim at 20" in call("quarantine", "show", number).out
    again = call("quarantine", "replay", "--json").told
    assert again["chosen"] == before - 1
    assert number in {one["number"] for one in call("quarantine", "list", "--all", "--json").told["rejects"]}


def test_a_dismissal_is_kept_in_the_landing_and_known_to_a_warehouse_that_is_built_anew(call, spoiled, made):
    number = nameless(call)
    call("quarantine", "dismiss", number, "--why", "a test order of the hub")
    (spoiled.home.warehouse / "orders.duckdb").unlink()
    assert call("load").code == 0
    assert call("publish").code == 0
    every = {one["number"]: one["state"] for one in call("quarantine", "list", "--all", "--json").told["rejects"]}
    assert every[number] == "dismissed"
    assert call("publish", "--json").told["is_new"] is False


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["0000", "--why", "x"], "no reject has the number"),
        (["NUMBER", "--why", "  "], "say why"),
        (["NUMBER"], "--why"),
        (["NUMBER", "--why", "x", "--by", ""], "say who"),
    ],
)
def test_a_dismissal_needs_a_reject_a_reason_and_a_name(call, spoiled, args, words):
    told = call("quarantine", "dismiss", *[nameless(call) if arg == "NUMBER" else arg for arg in args])
    assert (told.code, words in told.err) == (2, True)


def test_a_reject_is_dismissed_once_and_a_healed_one_never(call, spoiled):
    number = nameless(call)
    assert call("quarantine", "dismiss", number, "--why", "x").code == 0
    twice = call("quarantine", "dismiss", number, "--why", "y")
    assert (twice.code, "was dismissed at" in twice.err) == (2, True)
    call("quarantine", "replay")
    every = call("quarantine", "list", "--all", "--json").told["rejects"]
    healed = next(one["number"] for one in every if one["state"] == "healed")
    refused = call("quarantine", "dismiss", healed, "--why", "x")
    assert (refused.code, "is healed by load" in refused.err) == (2, True)


def test_checks_and_views_do_not_count_what_is_dismissed(call, spoiled):
    before = sum(one.orders for one in open_rejects(spoiled.home))
    call("quarantine", "dismiss", nameless(call), "--why", "x")
    assert sum(one.orders for one in open_rejects(spoiled.home)) == before - 1
    with reading(spoiled.home.published / "orders.duckdb") as connection:
        said = connection.execute("SELECT open_rejects FROM freshness").fetchall()
        listed = connection.execute("SELECT count(*) FROM open_rejects").fetchall()
        kept = connection.execute("SELECT count(*) FROM rejects").fetchall()
    assert said == listed == [(kept[0][0] - 1,)]


def test_a_replay_waits_for_nobody(call, spoiled):
    with writer_lock(spoiled.home.warehouse):
        busy = call("quarantine", "replay", "--json")
        assert call("quarantine", "list").code == 0
    assert (busy.code, busy.told["error"]["kind"]) == (3, "WarehouseBusy")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["list", "--account", "uk"], "no account is called 'uk'"),
        (["list", "--reason", "bad_luck"], "bad_luck"),
        (["show", "us", "1"], "was never set aside"),
        (["show", "0000"], "no reject has the number"),
        (["replay", "uk"], "no account is called 'uk'"),
        (["replay", "us", "1"], "order 1 (account us) was never set aside"),
        (["replay", "us", "1", "--from-hub"], "order 1 (account us) was never set aside"),
    ],
)
def test_a_name_that_there_is_not_is_wrong_usage(call, spoiled, args, words):
    wrong = call("quarantine", *args)
    assert (wrong.code, words in wrong.err) == (2, True)


@pytest.mark.parametrize("command", ["list", "replay"])
def test_before_anything_is_loaded_it_is_said_what_to_do(call, command):
    told = call("quarantine", command)
    assert (told.code, "Load and publish first" in told.err) == (1, True)


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 min"), (119, "119 min"), (120, "2 h"), (2879, "47 h"), (2880, "2 d")]
)
def test_an_age_is_told_in_one_unit(minutes, words):
    assert in_words(timedelta(minutes=minutes)) == words
