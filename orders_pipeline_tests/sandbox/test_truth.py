"""The oracle: what a correct pipeline holds, told from the world; and that the wire shows what the oracle says."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import get_type_hints

import pytest

from orders_pipeline.model import records
from orders_pipeline.model.columns import Kind, Means, columns_of
from orders_pipeline.model.status import OrderStatus, PaymentStatus, RefundStatus
from orders_pipeline.model.tables import CHILDREN
from orders_pipeline.sandbox.channeladvisor.entities import BUNDLE_COMPONENT, FULFILLMENT, FULFILLMENT_ITEM, ITEM, ORDER
from orders_pipeline.sandbox.channeladvisor.rows import Row
from orders_pipeline.sandbox.channeladvisor.truth import document_of, documents
from orders_pipeline.sandbox.channeladvisor.values import date_text
from orders_pipeline.sandbox.world import NOW, US_PROFILE, WORLD_PROFILE, World, a_line, an_order

NOON = datetime(2026, 9, 10, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=60)


def truth_of(life, instant=LATER):
    return document_of(World(orders=0).with_order(life).order(life.order.order_id, instant), "us")


@pytest.fixture(scope="module")
def every(world_of_300):
    return {state.order.order_id: (state, document_of(state, "us")) for state in world_of_300.at(NOW)}


def test_documents_are_those_of_the_profile_at_that_instant(world_of_300):
    now, early = (documents(world_of_300, US_PROFILE, instant, "us") for instant in (NOW, NOW - timedelta(days=50)))
    assert len(early) < len(now) < 300
    assert {document.order.hub_account_id for document in now.values()} == {str(US_PROFILE)}
    assert len(now) + len(documents(world_of_300, WORLD_PROFILE, NOW, "us")) == len(world_of_300.at(NOW))


def test_an_order_column_by_column():
    life = an_order(
        9,
        "self_numbered",
        lines=(a_line("MUG", 3, "14.95", tax="3.59", shipping="9.95", shipping_tax="0.15"),),
        purchased_at=NOON,
    )
    order = truth_of(life).order
    assert (order.order_id, order.hub_account_id, order.channel) == ("9", "12345678", "channeladvisor")
    assert order.marketplace_order_id == order.secondary_marketplace_order_id == life.order.secondary_site_order_id
    assert (order.marketplace, order.marketplace_country, order.channel_marketplace_id) == ("amazon", "US", "640")
    assert (order.total_amount, order.tax_amount, order.shipping_amount) == (
        Decimal("58.54"),
        Decimal("3.74"),
        Decimal("9.95"),
    )
    assert (order.order_status, order.payment_status, order.is_tax_included) == (
        OrderStatus.OPEN,
        PaymentStatus.CLEARED,
        False,
    )
    assert (order.purchased_at, order.imported_at) == (NOON, NOON + timedelta(minutes=5))
    assert order.unknown_words is None


@pytest.mark.parametrize(("micros", "written", "kept"), [(123485, ".1234852Z", 123485), (123459, ".1234598Z", 123460)])
def test_an_instant_with_a_seventh_digit_is_rounded_to_microseconds(micros, written, kept):
    at = NOON + timedelta(microseconds=micros)
    state = World(orders=0).with_order(an_order(1, updated_at=at)).order(1, LATER)
    assert date_text(state.updated_at).endswith(written)
    assert document_of(state, "us").order.updated_at == NOON + timedelta(microseconds=kept)


def test_an_unknown_word_is_kept_raw_and_named():
    order = truth_of(an_order(1, "odd_shipping_word")).order
    assert (order.shipping_status, order.order_status, order.channel_shipping_status) == (None, None, "AwaitingCourier")
    assert order.unknown_words == "order_status,shipping_status"


def test_discounts_are_positive_whatever_the_sign_on_the_wire():
    documents = [truth_of(an_order(order_id, "order_promotion", "item_promotion")) for order_id in (1, 2)]
    assert {document.order.discount_amount for document in documents} == {Decimal("5.00")}
    assert all(document.order_items[0].discount_amount > 0 for document in documents)


def test_refunds_of_both_levels_have_prefixed_ids_and_a_sum():
    document = truth_of(an_order(1, "full_component_refund", "order_refund"))
    assert sorted(refund.refund_id.partition("-")[0] for refund in document.refunds) == ["item", "order"]
    assert [item.refund_id for item in document.refund_items] == [
        r.refund_id for r in document.refunds if r.level == "item"
    ]
    refund = next(refund for refund in document.refunds if refund.level == "item")
    parts = [refund.item_amount, refund.tax_amount, refund.shipping_amount, refund.shipping_tax_amount]
    parts += [refund.gift_wrap_amount, refund.gift_wrap_tax_amount, refund.recycling_fee_amount]
    assert (refund.status, refund.total_amount, refund.derived) == (RefundStatus.COMPLETED, sum(parts), "total_amount")


def test_keys_are_unique_and_children_have_their_parents(every):
    for _, document in every.values():
        rows = {"orders": (document.order,)} | {table.name: getattr(document, table.name) for table in CHILDREN}
        for table in CHILDREN:
            keys = Counter(tuple(getattr(row, column) for column in table.key) for row in rows[table.name])
            assert not keys or max(keys.values()) == 1, table.name
            parents = {(row.order_id, getattr(row, PARENT_KEY[table.parent])) for row in rows[table.parent]}
            assert {(row.order_id, getattr(row, PARENT_KEY[table.parent])) for row in rows[table.name]} <= parents


PARENT_KEY = {"orders": "order_id", "order_items": "item_id", "fulfillments": "fulfillment_id", "refunds": "refund_id"}


def test_every_value_has_its_column_s_type(every):
    kinds = {
        Kind.MONEY: Decimal,
        Kind.QUANTITY: Decimal,
        Kind.TEXT: str,
        Kind.INSTANT: datetime,
        Kind.BOOLEAN: bool,
        Kind.INTEGER: int,
    }
    for _, document in every.values():
        for row in [document.order, *(row for table in CHILDREN for row in getattr(document, table.name))]:
            for column in columns_of(type(row)):
                value = getattr(row, column.name)
                assert isinstance(value, kinds[column.kind]) if value is not None else column.is_nullable, column.name
                if column.kind is Kind.MONEY and value is not None:
                    assert value == value.quantize(Decimal("0.0001")) and abs(value) < 10**14


# Columns whose meaning says more than the property that they come from
MORE_THAN_THEIR_SOURCE = {
    "discount_amount",
    "shipping_discount_amount",
    "promotion_codes",
    "has_personal_data",
    "fulfilled_by",
    "delivery_status",
    "distribution_center",
    "is_tax_included",
    "is_shipping_tax_included",
    "is_gift_wrap_tax_included",
    "marketplace_order_id",
}
PAIRS = [
    (records.Order, ORDER, lambda document: [document.order], lambda row: [row]),
    (records.OrderItem, ITEM, lambda document: document.order_items, lambda row: children(row, "Items")),
    (
        records.Fulfillment,
        FULFILLMENT,
        lambda document: document.fulfillments,
        lambda row: children(row, "Fulfillments"),
    ),
    (
        records.FulfillmentItem,
        FULFILLMENT_ITEM,
        lambda document: document.fulfillment_items,
        lambda row: [item for parcel in children(row, "Fulfillments") for item in children(parcel, "Items")],
    ),
    (
        records.BundleComponent,
        BUNDLE_COMPONENT,
        lambda document: document.bundle_components,
        lambda row: [part for item in children(row, "Items") for part in children(item, "BundleComponents")],
    ),
]


def children(row, name):
    return row.children(row.entity.collection_named[name.lower()])


def plain_columns(record, entity):
    """(column, property) where the column's source names one property of the entity, and its type is not ours."""
    for name, hint in get_type_hints(record, include_extras=True).items():
        source = next(means.source for means in hint.__metadata__ if isinstance(means, Means))
        found = re.match(r"REST(?:, SOAP|, CU)* (?:\w+\.)?(\w+)( ·|$)", source)
        is_ours = any(
            isinstance(part, type) and issubclass(part, StrEnum) for part in getattr(hint.__origin__, "__args__", ())
        )
        if found and not is_ours and name not in MORE_THAN_THEIR_SOURCE and found[1].lower() in entity.property_named:
            yield name, entity.property_named[found[1].lower()].name


def as_column(value, written):
    """The written value in the column's terms."""
    if written is None or isinstance(value, bool):
        return written
    if isinstance(value, datetime):
        whole, _, fraction = written.rstrip("Z").partition(".")
        rounded = Decimal(f"0.{fraction or 0}").quantize(Decimal("0.000001"), ROUND_HALF_UP)
        return datetime.fromisoformat(f"{whole}+00:00") + timedelta(microseconds=int(rounded * 1_000_000))
    return Decimal(written) if isinstance(value, Decimal) else str(written)


@pytest.mark.parametrize(("record", "entity", "told", "shown"), PAIRS, ids=[pair[0].__name__ for pair in PAIRS])
def test_the_wire_shows_what_the_oracle_says(every, record, entity, told, shown):
    pairs = list(plain_columns(record, entity))
    assert len(pairs) >= 7
    for state, document in every.values():
        rows = [row.json() for row in shown(Row(ORDER, state, state.order))]
        for value, written in zip(told(document), rows, strict=True):
            for column, name in pairs:
                found = getattr(value, column)
                assert found == as_column(found, written[name]), (document.order.order_id, column)
