"""The oracle: what a correct pipeline holds of ChannelApe, told from the world."""

import itertools
from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from orders_pipeline.model.columns import Kind, columns_of
from orders_pipeline.model.status import DeliveryStatus, OrderStatus, RefundKind, RefundStatus
from orders_pipeline.model.tables import CHILDREN
from orders_pipeline.sandbox.channeladvisor import truth as rest_truth
from orders_pipeline.sandbox.channelape import truth_words
from orders_pipeline.sandbox.channelape.held import Transaction
from orders_pipeline.sandbox.channelape.holding import held
from orders_pipeline.sandbox.channelape.ids import BUSINESSES, channel_of, order_uuid
from orders_pipeline.sandbox.channelape.truth import document_of, documents
from orders_pipeline.sandbox.world import NOW, PROFILES, US_PROFILE, World, a_line, an_order
from orders_pipeline_tests.sandbox.channelape.conftest import US

NOON = datetime(2026, 9, 10, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=60)
PARENT_KEY = {"orders": "order_id", "order_items": "item_id", "fulfillments": "fulfillment_id", "refunds": "refund_id"}


def truth_of(life, instant=LATER):
    return document_of(World(orders=0).with_order(life).order(life.order.order_id, instant), "cape")


def test_documents_are_those_of_the_business_or_of_some_of_its_channels(world_of_900):
    found = documents(world_of_900, US, NOW, "cape")
    assert {document.order.hub_account_id for document in found.values()} == {US}
    assert sum(len(documents(world_of_900, business, NOW, "cape")) for business in BUSINESSES.values()) == len(
        world_of_900.at(NOW)
    )
    amazon = channel_of(US_PROFILE, "amazon_us")
    of_channel = documents(world_of_900, US, NOW, "cape", [amazon])
    assert {document.order.hub_channel_id for document in of_channel.values()} == {amazon}
    assert of_channel.items() <= found.items()


def test_an_order_has_the_marketplace_number_that_the_rest_dialect_shows(world_of_900):
    ours = {key: d.order for b in BUSINESSES.values() for key, d in documents(world_of_900, b, NOW, "cape").items()}
    theirs = [d.order for p in PROFILES for d in rest_truth.documents(world_of_900, p, NOW, "us").values()]
    for order in theirs:
        twin = ours[order_uuid(int(order.order_id))]
        assert order.marketplace_order_id in (None, twin.marketplace_order_id)
        assert (twin.currency, twin.channel_total_amount) in (
            (order.currency, order.total_amount),
            (order.currency, None),
        )
    assert len({order.marketplace_order_id for order in ours.values()}) == len(ours) == len(theirs)


def test_an_order_column_by_column():
    life = an_order(
        9, lines=(a_line("MUG", 3, "14.95", tax="3.59", shipping="9.95", shipping_tax="0.15"),), purchased_at=NOON
    )
    document = truth_of(life)
    order, item = document.order, document.order_items[0]
    assert (order.order_id, order.hub_account_id, order.channel) == (order_uuid(9), US, "channelape")
    assert (order.marketplace, order.payment_status, order.shipping_status) == (None, None, None)
    assert (order.total_amount, order.subtotal_amount, order.tax_amount) == (
        Decimal("58.54"), Decimal("44.85"), Decimal("3.74"),
    )  # fmt: skip
    assert (order.purchased_at, order.imported_at) == (NOON, NOON + timedelta(minutes=5))
    assert (item.quantity, item.unit_price_amount, item.tax_amount) == (3, Decimal("14.95"), Decimal("3.59"))
    assert order.unknown_words is None


def test_instants_have_milliseconds():
    order = truth_of(an_order(1, updated_at=NOON + timedelta(microseconds=123_987))).order
    assert order.updated_at == NOON + timedelta(milliseconds=123)


@pytest.mark.parametrize(
    ("traits", "status"),
    [
        ((), {OrderStatus.OPEN, OrderStatus.IN_PROGRESS}),
        (("not_ready",), {OrderStatus.PENDING, OrderStatus.OPEN, OrderStatus.IN_PROGRESS}),
        (("held_for_long", "on_hold"), {OrderStatus.HELD}),
        (("whole_cancel",), {OrderStatus.CANCELED}),
        (("payment_failed",), {OrderStatus.PENDING, OrderStatus.CANCELED}),
        (("third_party",), {OrderStatus.CLOSED}),
        (("item_refund",), {OrderStatus.CLOSED}),
        (("odd_shipping_word",), {None}),
    ],
)
def test_the_status_says_what_is_to_be_done(traits, status):
    assert {truth_of(an_order(order_id, *traits)).order.order_status for order_id in range(1, 40)} == status


def test_an_unknown_word_is_kept_raw_and_named():
    order = truth_of(an_order(1, "odd_shipping_word")).order
    assert (order.channel_order_status, order.unknown_words) == ("AwaitingCourier", "order_status")


def test_open_means_shipped_only_with_a_tracking_number(every):
    found = {
        (each.channel_delivery_status, each.tracking_number is not None): (each.delivery_status, each.is_shipped)
        for _, document in every
        for each in document.fulfillments
    }
    assert found[("OPEN", True)] == (DeliveryStatus.SHIPPED, True)
    assert found[("OPEN", False)] == (DeliveryStatus.UNSHIPPED, False)
    assert found[("SUCCESS", False)] == (DeliveryStatus.SHIPPED, True)
    assert found[("PENDING", True)] == found[("PENDING", False)] == (DeliveryStatus.REQUESTED, False)
    assert found[("BACKORDER", False)] == found[("BACKORDERED", False)] == (DeliveryStatus.BACKORDERED, False)
    assert found[("OutForDelivery", True)] == (None, None)


def test_fulfillments_disappear_from_one_read_to_the_next(world_of_900):
    gone = 0
    for life in world_of_900.lives.values():
        states = [world_of_900.order(life.order.order_id, event.at) for event in life.events]
        shown = [{each.id for each in held(state).fulfillments if each.id} for state in states]
        gone += any(before - after for before, after in itertools.pairwise(shown))
    assert gone > 5


def test_no_fulfillment_is_of_nothing_and_none_packs_more_than_was_bought(every):
    for order, document in every:
        bought = {item.item_id: item.quantity for item in document.order_items}
        packed = Counter()
        for item in document.fulfillment_items:
            assert item.quantity > 0
            packed[item.item_id] += item.quantity
        assert all(units <= bought[line] for line, units in packed.items() if line), order.order_id


def transaction(status, amount="10.00"):
    return Transaction(id="T1", amount=Decimal(amount), status=status)


@pytest.mark.parametrize(
    ("words", "status", "counted"),
    [
        (["SUCCESS"], RefundStatus.COMPLETED, 1),
        (["PENDING"], RefundStatus.PENDING, 1),
        (["SUCCESS", "SUCCESS"], RefundStatus.COMPLETED, 2),
        (["SUCCESS", "PENDING"], RefundStatus.PENDING, 2),
        (["FAILURE", "SUCCESS"], RefundStatus.COMPLETED, 1),
        (["FAILURE"], RefundStatus.FAILED, 1),
        (["ERROR"], RefundStatus.FAILED, 1),
        (["AwaitingBank"], None, 1),
        ([], RefundStatus.RECORDED, 0),
    ],
)
def test_what_failed_is_not_counted_beside_what_did_not(words, status, counted):
    transactions = [transaction(word) for word in words]
    assert truth_words.refund_status(transactions) == status
    assert len(truth_words.counted(transactions)) == counted


def test_a_refund_returns_to_the_cent_what_the_world_says_or_tells_no_amount(world_of_900):
    checked = Counter()
    for state in world_of_900.at(LATER):
        given = [each for each in state.adjustments if each.kind != "dispute"]
        for told, refund in zip(given, document_of(state, "cape").refunds, strict=True):
            parts = (
                told.item,
                told.tax,
                told.shipping,
                told.shipping_tax,
                told.gift,
                told.gift_tax,
                told.recycling_fee,
            )
            if refund.total_amount is not None:
                assert refund.total_amount == sum(part for part in parts if part), state.order.order_id
            assert refund.derived == (None if refund.total_amount is None else "total_amount")
            checked[refund.total_amount is None, refund.status, refund.kind] += 1
    assert checked[False, RefundStatus.COMPLETED, RefundKind.REFUND] > 50
    assert checked[False, RefundStatus.RECORDED, RefundKind.REFUND] > 3
    assert checked[True, RefundStatus.RECORDED, RefundKind.CANCELLATION] > 50


def test_keys_are_unique_and_children_have_their_parents(every):
    for _, document in every:
        rows = {"orders": (document.order,)} | {table.name: getattr(document, table.name) for table in CHILDREN}
        for table in CHILDREN:
            keys = Counter(tuple(getattr(row, column) for column in table.key) for row in rows[table.name])
            assert not keys or max(keys.values()) == 1, table.name
            parents = {getattr(row, PARENT_KEY[table.parent]) for row in rows[table.parent]}
            assert {getattr(row, PARENT_KEY[table.parent]) for row in rows[table.name]} <= parents


def test_every_value_has_its_column_s_type(every):
    some = every[::4]
    kinds = {
        Kind.MONEY: Decimal, Kind.QUANTITY: Decimal, Kind.TEXT: str, Kind.INSTANT: datetime, Kind.BOOLEAN: bool,
        Kind.INTEGER: int,
    }  # fmt: skip
    for _, document in some:
        for row in [document.order, *(row for table in CHILDREN for row in getattr(document, table.name))]:
            for column in columns_of(type(row)):
                value = getattr(row, column.name)
                assert isinstance(value, kinds[column.kind]) if value is not None else column.is_nullable, column.name
                if column.kind is Kind.MONEY and value is not None:
                    assert value == value.quantize(Decimal("0.0001"))
