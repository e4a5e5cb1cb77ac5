"""`prove` and `reread`: what they say, where they say it, and how they end."""

from datetime import timedelta

import pytest

from orders_pipeline_tests.flows.proving import committed_late, purge, refusing


@pytest.fixture
def missed(call, pipeline):
    """Everything is read, loaded and published but one order that the windows cannot see."""
    pipeline.run()
    return committed_late(pipeline, 1_001, pipeline.hub.clock.now - timedelta(days=1), by=timedelta(hours=1))


def test_an_order_that_was_missing_is_told_loudly_and_is_no_failure(call, missed):
    told = call("prove")
    assert told.code == 0
    assert "us: MISSING ORDERS FOUND: 1. The windows had passed them; they are fetched now: 1001. To load" in told.err
    assert "us: by day of purchase, 37 proven:" in told.out
    assert "1 fetched now" in told.out
    assert "To load them: orders-pipeline load" in told.err
    assert call("load", "--json").told["inserted"] == 1
    again = call("prove", "us")
    assert (again.code, "MISSING" in again.err, "fetched" in again.out) == (0, False, False)


def test_every_proof_stands_in_the_json(call, missed):
    us, eu = call("prove", "--json").told["accounts"]
    assert (us["account"], us["missing"], us["fetched"], us["failures"]) == ("us", [missed], [missed], [])
    (found,) = [proof for proof in us["proofs"] if proof["missing_count"]]
    assert (found["kind"], found["method"], found["is_complete"]) == ("created_day", "keyset", True)
    assert (eu["missing"], len(eu["proofs"])) == ([], 37)


def test_an_order_that_stays_missing_is_a_failure(call, missed, pipeline):
    with refusing(pipeline, missed):
        told = call("prove", "us", "--json")
    assert (told.code, told.told["accounts"][0]["missing"]) == (1, [missed])
    assert "1 orders of the hub are missing here and could not be had" in told.err
    assert "the next run tries again" in told.err


@pytest.mark.long
def test_an_account_that_cannot_be_asked_stops_no_other(call, pipeline, monkeypatch):
    us, eu = pipeline.home.accounts_file.read_text().split("[accounts.eu]")
    pipeline.home.accounts_file.write_text(us.replace("CA_SECRET", "WRONG_SECRET") + "[accounts.eu]" + eu)
    monkeypatch.setenv("WRONG_SECRET", "not-the-shared-secret")
    told = call("prove", "--json")
    us, eu = told.told["accounts"]
    assert (told.code, us["proofs"], len(eu["proofs"])) == (1, [], 37)
    assert "not-the-shared-secret" not in told.err + told.out


def test_one_day_is_proven_by_its_ids_and_orders_that_the_hub_lost_are_told(call, pipeline):
    pipeline.run()
    held = max(
        pipeline.query("SELECT order_id, purchased_at::DATE::VARCHAR AS day FROM orders WHERE account = 'us'"),
        key=lambda row: row["day"],
    )
    purge(pipeline, held["order_id"])
    report = call("prove", "us", "--json").told["accounts"][0]
    assert report["gone"] == [held["order_id"]]
    alone = call("prove", "us", "--day", "2026-09-01")
    assert (alone.code, "us: by day of purchase, 1 proven:" in alone.out) == (0, True)


@pytest.mark.parametrize(("day", "said"), [("2026-07-31", "read from 2026-08-01 on"), ("soon", "does not match")])
def test_a_day_that_cannot_be_proven_is_a_matter_of_usage(call, pipeline, day, said):
    told = call("prove", "us", "--day", day)
    assert told.code == 2
    assert said in told.err


def test_orders_are_read_again_by_id(call, pipeline):
    known = str(min(order.order.order_id for order in pipeline.hub.world.at(pipeline.hub.clock.now)))
    profile = pipeline.hub.world.lives[int(known)].order.profile_id
    account = next(name for name, its in pipeline.profiles.items() if its == profile)
    told = call("reread", account, known)
    assert (told.code, f"{account}: orders read by id: 1." in told.out) == (0, True)
    assert call("load", "--json").told["inserted"] == 1
    lacking = call("reread", account, known, "9999", "x", "--json")
    assert (lacking.code, lacking.told["read"]["found"], lacking.told["read"]["absent"]) == (1, [known], ["9999"])
    assert f"order 9999 (account {account}): the hub has no such order" in lacking.err
    assert "order x: ChannelAdvisor's order ids are whole numbers" in lacking.err
