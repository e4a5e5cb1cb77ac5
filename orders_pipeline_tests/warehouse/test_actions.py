"""Actions and their events in the warehouse: written anew by key or as a whole, joined to what the hubs show."""

import pytest
from msgspec.structs import replace

from orders_pipeline.model.action_states import State
from orders_pipeline.model.actions import ActionKind
from orders_pipeline.model.records import Fulfillment
from orders_pipeline.model.status import DeliveryStatus, RefundStatus
from orders_pipeline.warehouse.actions import newest_event, write_actions
from orders_pipeline_tests.warehouse.acting import an_action, an_event
from orders_pipeline_tests.warehouse.making import D, a_window, an_order, at, refunded


@pytest.fixture
def write(warehouse):
    def written(*actions, events=(), keys=(), is_whole=False):
        return write_actions(warehouse.writer, actions, events, keys=keys, is_whole=is_whole)

    return written


def under(document, seller_id, **more):
    (refund,) = document.refunds
    return replace(document, refunds=(replace(refund, seller_refund_id=seller_id, **more),))


def test_an_action_that_is_told_anew_takes_the_old_one_s_place_and_no_other_s(warehouse, write):
    write(an_action(state=State.PLANNED), an_action("rma-2"), events=[an_event(1), an_event(2, "rma-2")])
    write(an_action(state=State.SETTLED), events=[an_event(3)], keys=[("us-main", "rma-1")])
    assert warehouse.rows("SELECT action_key, state FROM actions ORDER BY action_key") == [
        {"action_key": "rma-1", "state": "settled"},
        {"action_key": "rma-2", "state": "settled"},
    ]
    assert newest_event(warehouse.writer.connection) == (3, at(3))


def test_a_journal_that_was_restored_is_told_as_a_whole(warehouse, write):
    write(an_action("lost"), an_action(), events=[an_event(1), an_event(2)])
    write(an_action(), events=[an_event(1)], keys=[("us-main", "rma-1")], is_whole=True)
    assert [row["action_key"] for row in warehouse.table("actions")] == ["rma-1"]
    assert len(warehouse.table("action_events")) == 1


def test_actions_are_published_as_parquet_by_month_and_only_what_changed_is_written(warehouse, write):
    write(an_action(), events=[an_event(1)])
    first = warehouse.publish()
    assert {file.path.split("/")[1] for file in first.manifest.files if "/action" in file.path} == {
        "actions",
        "action_events",
    }
    assert not warehouse.publish().is_new
    write(an_action(), events=[an_event(2)], keys=[("us-main", "rma-1")])
    again = warehouse.publish()
    assert (again.is_new, again.partitions_written) == (True, 2)


def test_a_refund_of_ours_is_found_by_our_id_and_another_one_is_not_asked_for(warehouse, write):
    ours, theirs = refunded(an_order("1"), "3.00"), refunded(an_order("2"), "5.00")
    warehouse.load(a_window([under(ours, "rma-1"), theirs]))
    write(an_action())
    (effect,) = warehouse.rows("SELECT asked_amount, shown_amount, shown_status, is_shown FROM action_effects")
    assert effect == {
        "asked_amount": D("3.0000"),
        "shown_amount": D("3.0000"),
        "shown_status": "completed",
        "is_shown": True,
    }
    assert [row["order_id"] for row in warehouse.table("refunds_not_asked_for")] == ["2"]


def test_a_refund_that_the_marketplace_refused_has_no_effect(warehouse, write):
    warehouse.load(a_window([under(refunded(an_order("1"), "3.00", RefundStatus.FAILED), "rma-1")]))
    write(an_action(state=State.FAILED))
    (effect,) = warehouse.rows("SELECT shown_amount, shown_status, is_shown FROM action_effects")
    assert effect == {"shown_amount": None, "shown_status": "failed", "is_shown": False}


def test_a_parcel_is_found_by_its_tracking_number(warehouse, write):
    order = an_order("1")
    parcel = Fulfillment(
        account="us-main",
        order_id="1",
        fulfillment_id="f1",
        delivery_status=DeliveryStatus.SHIPPED,
        tracking_number="1Z9",
    )
    warehouse.load(a_window([replace(order, fulfillments=(parcel,))]))
    write(an_action("p-1", amount=None, kind=ActionKind.SHIP, tracking_number="1Z9", seller_id=None))
    (effect,) = warehouse.rows("SELECT asked_amount, shown_status, is_shown FROM action_effects")
    assert effect == {"asked_amount": None, "shown_status": "shipped", "is_shown": True}


def test_an_account_that_never_asked_for_anything_is_not_judged(warehouse):
    warehouse.load(a_window([refunded(an_order("1"), "3.00")]))
    assert warehouse.table("refunds_not_asked_for") == []
