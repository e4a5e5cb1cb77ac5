"""Three bad orders of a page of a hundred: 97 load, three are told with their reasons, and load after the fix.

The fix of the code is that limits are what they are: the windows were loaded while they were narrower.
"""

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from msgspec.structs import replace

from orders_pipeline.channels import values
from orders_pipeline.flows.load import load_pending
from orders_pipeline.flows.publish import publish_snapshot
from orders_pipeline.flows.quarantine.details import details
from orders_pipeline.flows.quarantine.listing import plain_path, quarantine
from orders_pipeline.flows.quarantine.replay import replay_rejects
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.landing.manifest import Purpose, decode, encode
from orders_pipeline.model.reasons import EXPLAINED, Reason, explained
from orders_pipeline.model.tables import CANONICAL, TABLES
from orders_pipeline.sandbox.faults import spoiled
from orders_pipeline.sandbox.world import World
from orders_pipeline.sandbox.world.catalogue import START
from orders_pipeline.settings import Home, load_settings
from orders_pipeline.warehouse.errors import BadChoice, WarehouseBusy
from orders_pipeline.warehouse.outcome import Outcome
from orders_pipeline.warehouse.query import reading
from orders_pipeline.warehouse.rejects import Choice
from orders_pipeline.warehouse.writer import DATABASE, writer_lock
from orders_pipeline_tests.pipeline import US, a_pipeline, rows_of

# How an order is spoiled -> why yesterday's code refused it.
MENDED = {
    "amount_four_decimals": "amount_too_fine",
    "created_in_2150": "date_out_of_range",
    "quantity_broken": "quantity_out_of_range",
}
# -> why it is refused today as it was yesterday.
UNMENDED = {
    "currency_small": "bad_currency",
    "amount_null": "missing_field",
    "no_id": "missing_field",
    "twice_different": "conflicting_versions",
}
FURTHER_WAYS = {
    "amount_four_decimals": lambda order: [order | {"TotalPrice": Decimal("44.8512")}],
    "created_in_2150": lambda order: [order | {"CreatedDateUtc": "2150-01-01T00:00:00Z"}],
}
YESTERDAY = {"_AMOUNT": Decimal("0.01"), "_QUANTITY": Decimal(1), "LATEST": datetime(2100, 1, 1, tzinfo=UTC)}


def a_home(folder, ways):
    """Loaded by yesterday's code from a hub whose first page shows a hundred orders, the first of them spoiled."""
    world = World(seed=9, orders=170, end=START + timedelta(days=20))
    with a_pipeline(folder, world, profiles=US, page_size=100) as pipeline, pytest.MonkeyPatch.context() as patch:
        for limit, value in YESTERDAY.items():
            patch.setattr(values, limit, value)
        for how, spoil in FURTHER_WAYS.items():
            patch.setitem(spoiled.SPOILED, how, spoil)
        ids = [state.order.order_id for state in world.at(world.end) if state.order.profile_id == US["us"]]
        orders = dict(zip(ways, ids, strict=False))
        for how, order_id in orders.items():
            pipeline.hub.faults.spoil(order_id, how)
        pipeline.run()
    return SimpleNamespace(home=pipeline.home, orders={how: str(order_id) for how, order_id in orders.items()})


@pytest.fixture(scope="module")
def mended_once(tmp_path_factory):
    return a_home(tmp_path_factory.mktemp("mended"), MENDED)


@pytest.fixture(scope="module")
def unmended(tmp_path_factory):
    return a_home(tmp_path_factory.mktemp("unmended"), UNMENDED)


@pytest.fixture
def mended(mended_once, tmp_path):
    shutil.copytree(mended_once.home.root, tmp_path / "home", symlinks=True)
    return SimpleNamespace(home=Home.at(tmp_path / "home"), orders=mended_once.orders)


def held(home, *left_out):
    """Every row of the writer's own file, internal tables too."""
    internal = ("internal.newest_sightings", "internal.dirty_months")
    with reading(home.warehouse / DATABASE) as connection:
        return {
            name: [
                {column: value for column, value in row.items() if column not in left_out}
                for row in rows_of(connection, f"SELECT * FROM {name} ORDER BY ALL")
            ]
            for name in (*(table.name for table in TABLES), *internal)
        }


def landing_of(home):
    landing = AccountLanding(home.landing, "us")
    return landing, landing.manifest(Purpose.LIVE, landing.covered(Purpose.LIVE)[0])


def test_97_load_and_three_are_told_with_their_reasons(mended):
    found = quarantine(mended.home, Choice())
    assert {one.order_id: one.reason for one in found.rejects} == {
        mended.orders[how]: reason for how, reason in MENDED.items()
    }
    assert {(one.reason, one.rejects, one.orders) for one in found.reasons} == {(why, 1, 1) for why in MENDED.values()}
    assert {(one.page_number, one.orders_on_page) for one in found.rejects} == {(1, 100)}
    tables = held(mended.home)
    assert sum(row["page_number"] == 1 for row in tables["orders"]) == 97
    load = tables["loads"][0]
    assert (load["quarantined"], load["received"]) == (3, sum(load[str(outcome)] for outcome in Outcome))


def test_after_the_fix_a_replay_loads_them_as_if_they_had_never_been_bad(mended, tmp_path):
    before = held(mended.home)
    replayed = replay_rejects(mended.home, Choice())
    assert (replayed.chosen, replayed.report.counts[Outcome.INSERTED], replayed.unread) == (3, 3, ())
    publish_snapshot(mended.home)
    assert quarantine(mended.home, Choice()).rejects == ()
    assert len(quarantine(mended.home, Choice(is_open=False)).rejects) == 3

    by_todays_code = Home.at(tmp_path / "never bad").make()
    shutil.copytree(mended.home.landing, by_todays_code.landing, dirs_exist_ok=True)
    load_pending(by_todays_code, load_settings(mended.home.accounts_file))
    after, never_bad = held(mended.home, "load_id"), held(by_todays_code, "load_id")
    for table in (*CANONICAL, TABLES[len(CANONICAL)]):
        assert after[table.name] == never_bad[table.name], table.name
    untouched = held(mended.home)
    assert (untouched["loads"], untouched["pages"]) == (before["loads"], before["pages"])


def test_a_second_replay_changes_nothing(mended):
    replay_rejects(mended.home, Choice())
    publish_snapshot(mended.home)
    before = held(mended.home)
    again = replay_rejects(mended.home, Choice())
    assert (again.chosen, again.report.rows_written) == (0, {})
    assert again.sentence == "No open reject is meant: no row changed."
    assert held(mended.home) == before
    assert not publish_snapshot(mended.home).is_new


@pytest.mark.parametrize(("field", "name"), [("account", "uk"), ("reason", "bad_luck")])
def test_a_name_that_nobody_has_is_refused(mended, field, name):
    with pytest.raises(BadChoice, match=name):
        replay_rejects(mended.home, Choice(**{field: name}))
    with pytest.raises(BadChoice, match=name):
        quarantine(mended.home, Choice(**{field: name}))


def test_a_writer_at_work_is_not_disturbed_and_the_list_is_read_beside_it(mended):
    with writer_lock(mended.home.warehouse):
        assert len(quarantine(mended.home, Choice()).rejects) == 3
        with pytest.raises(WarehouseBusy):
            replay_rejects(mended.home, Choice())


def test_what_the_hub_has_not_mended_stays_as_it_is(unmended):
    found = quarantine(unmended.home, Choice())
    assert sorted(one.reason for one in found.rejects) == sorted(UNMENDED.values())
    assert [one.order_id for one in found.rejects].count(None) == 1
    before = held(unmended.home)
    replayed = replay_rejects(unmended.home, Choice())
    assert replayed.report.still_bad == {"bad_currency": 1, "missing_field": 2, "conflicting_versions": 1}
    assert (replayed.report.healed, held(unmended.home)) == (0, before)


def test_an_order_without_a_readable_id_is_shown_by_its_number(unmended):
    (nameless,) = [one for one in quarantine(unmended.home, Choice()).rejects if one.order_id is None]
    told = details(unmended.home, nameless.number)
    assert told.reject == nameless
    assert (told.held, told.others) == (None, ())
    assert told.snippet.lines[-1].endswith("ID is not there")
    with pytest.raises(BadChoice, match="no reject has the number"):
        details(unmended.home, "00000000")


def test_the_details_lead_to_the_page_in_the_landing(mended):
    told = details(mended.home, "us", mended.orders["quantity_broken"])
    assert (mended.home.root / told.file).exists()
    assert told.reject.sha256 in told.file.name
    assert [line.split(": ")[1] for line in told.snippet.lines if line.startswith("→")] == ["1.5"]
    assert (told.gone, told.has_later) == (None, False)
    with pytest.raises(BadChoice, match="was never set aside"):
        details(mended.home, "us", "1")


def test_a_damaged_body_leaves_its_rejects_open_and_is_said(mended):
    landing, manifest = landing_of(mended.home)
    landing.bodies.path(manifest.pages[0].sha256).write_bytes(b"no zstd")
    before = held(mended.home)
    replayed = replay_rejects(mended.home, Choice())
    assert [(one.page_number, one.rejects) for one in replayed.unread] == [(1, 3)]
    assert "cannot be read" in replayed.unread[0].sentence
    assert held(mended.home) == before
    told = details(mended.home, "us", mended.orders["quantity_broken"])
    assert (told.snippet, "cannot be read" in told.gone) == (None, True)


def test_a_window_that_was_purged_or_read_anew_is_said_to_be(mended):
    landing, manifest = landing_of(mended.home)
    file = landing.folder / f"{manifest.window_id}.json"
    document = json.loads(encode(manifest))
    document["pages"][0]["sha256"] = document["pages"][-1]["sha256"]
    file.write_bytes(encode(decode(json.dumps(document).encode())))
    assert "was read anew" in replay_rejects(mended.home, Choice()).unread[0].why
    file.unlink()
    (unread,) = replay_rejects(mended.home, Choice()).unread
    assert (unread.rejects, "not in the landing any more" in unread.why) == (3, True)
    assert "not in the landing any more" in details(mended.home, "us", mended.orders["quantity_broken"]).gone


@pytest.mark.parametrize("step", [pytest.param("insert", marks=pytest.mark.long), "commit"])
def test_a_replay_that_is_killed_is_made_good_by_the_next(mended, step):
    before = held(mended.home)
    command = [sys.executable, "-m", "orders_pipeline_tests.flows.dying_replay", str(mended.home.root), step]
    assert subprocess.run(command).returncode == 9
    assert held(mended.home) == before
    assert replay_rejects(mended.home, Choice()).report.healed == 3


def test_whether_the_warehouse_holds_the_order_and_from_when_is_said(mended):
    replay_rejects(mended.home, Choice())
    publish_snapshot(mended.home)
    told = details(mended.home, "us", mended.orders["quantity_broken"])
    assert (told.is_held, told.has_later, told.reject.healed_load_id) == (True, False, told.held.load_id)
    seen_later = replace(told.held, window_id="live/later", requested_at=told.held.requested_at + timedelta(hours=1))
    later = replace(told, held=seen_later)
    assert (later.is_held, later.has_later) == (False, True)


def test_every_reason_is_explained_and_an_unknown_one_does_no_harm():
    assert set(EXPLAINED) == set(Reason)
    assert all(one.sentence.endswith(".") and one.next_step.endswith(".") for one in EXPLAINED.values())
    assert "knows no reason" in explained("of_tomorrow").sentence


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("$", "$"),
        ("$.Items[0].UnitPrice", "$.Items[0].UnitPrice"),
        ("$.Adjustments[0].(sum)", "$.Adjustments[0].(sum)"),
        ("$.Fulfillments(9)/Items", "$.Fulfillments(9)/Items"),
        ("$.Fulfillments(Jane Doe)/Items", "‹path, 30 characters›"),
    ],
)
def test_a_path_tells_no_text_of_a_document(path, shown):
    assert plain_path(path) == shown
