"""Orders live in time: a state is the fold of what happened until then."""

from datetime import UTC, datetime, timedelta

from orders_pipeline.sandbox.clock import WorldClock
from orders_pipeline.sandbox.home import open_home
from orders_pipeline.sandbox.world import NOW, AddressEdited, PaymentMoved, World, an_order
from orders_pipeline.sandbox.world.catalogue import contact

NOON = datetime(2026, 9, 10, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def only(life):
    return World(orders=0).with_order(life)


def test_nobody_sees_an_order_before_the_hub_imported_it():
    world = only(an_order(1, purchased_at=NOON, imported_at=NOON + timedelta(hours=5)))
    assert world.at(NOON + timedelta(hours=5) - SECOND) == ()
    assert len(world.at(NOON + timedelta(hours=5))) == 1


def test_the_state_at_an_instant_knows_all_events_until_then_and_none_after(world_of_300):
    for life in world_of_300.lives.values():
        for event in life.events:
            after = world_of_300.order(life.order.order_id, event.at)
            assert after.updated_at == event.at
            before = world_of_300.order(life.order.order_id, event.at - timedelta(microseconds=1))
            assert before is None or before.updated_at < event.at


def test_an_address_edit_changes_the_address_and_the_stamp():
    elsewhere = contact("US", 99)
    world = only(an_order(1, updated_at=NOON)).append(1, AddressEdited(elsewhere), NOON + SECOND)
    assert world.order(1, NOON).ship_to != elsewhere
    assert (world.order(1, NOON + SECOND).ship_to, world.order(1, NOON + SECOND).updated_at) == (
        elsewhere,
        NOON + SECOND,
    )


def test_a_payment_that_fails_stamps_the_payment_only():
    world = only(an_order(1)).append(1, PaymentMoved("failed"), NOON)
    state = world.order(1, NOON)
    assert (state.payment, state.payment_at) == ("failed", NOON)
    assert state.checkout_at < NOON


def test_two_orders_can_share_a_stamp_to_the_microsecond():
    at = NOON + timedelta(microseconds=123457)
    world = only(an_order(1, updated_at=at)).with_order(an_order(2, updated_at=at))
    assert {state.updated_at for state in world.at(NOON + SECOND)} == {at}


def test_a_late_commit_appears_later_under_its_old_stamp():
    world = only(an_order(1, imported_at=NOON, updated_at=NOON)).late_commit(1, by=timedelta(minutes=3))
    assert world.at(NOON + timedelta(minutes=2)) == ()
    assert world.at(NOON + timedelta(minutes=3))[0].updated_at == NOON


def test_an_edit_that_commits_late_shows_the_old_version_until_then():
    world = only(an_order(1, updated_at=NOON, visible_at=NOON + 5 * SECOND))
    assert world.order(1, NOON + 4 * SECOND).updated_at < NOON
    assert world.order(1, NOON + 5 * SECOND).updated_at == NOON


def test_an_unchanged_order_stays_the_same_object(world_of_300):
    one, other = world_of_300.at(NOON), world_of_300.at(NOON + SECOND)
    assert sum(a is b for a, b in zip(one, other, strict=True)) >= len(one) - 1
    assert world_of_300.at(NOON) == one


def test_partial_shipment_passes_through_partially_shipped():
    world = only(an_order(1, "partial_shipment", "part_cancel", purchased_at=NOON))
    seen = [world.order(1, event.at).shipping for event in world.lives[1].events]
    assert seen[0] == "unshipped"
    assert "partial" in seen
    assert seen[-1] == "shipped"


def test_the_units_in_living_and_canceled_parcels_are_those_ordered(world_of_300):
    for state in world_of_300.at(NOON):
        for line in state.order.lines:
            packed = sum(item.quantity for p in state.parcels for item in p.items if item.line.line_id == line.line_id)
            assert packed == line.quantity, state.order.order_id


def test_a_second_start_continues_the_same_world_at_the_same_time(tmp_path):
    world, clock = open_home(tmp_path, seed=5, orders=20)
    clock.advance(timedelta(hours=3))
    again, clock_again = open_home(tmp_path, seed=6, orders=99)
    assert again.lives == world.lives
    assert clock_again.now == NOW + timedelta(hours=3)


def test_a_clock_refuses_an_instant_without_a_zone():
    clock = WorldClock()
    try:
        clock.set(datetime(2026, 1, 1))  # noqa: DTZ001
    except ValueError:
        assert clock.now == NOW
    else:
        raise AssertionError("taken")
