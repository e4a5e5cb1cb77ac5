"""The oracle: what a correct pipeline holds, told from the world; and that the wire shows what the oracle says."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from orders_pipeline.model.columns import Kind, columns_of
from orders_pipeline.model.status import FulfilledBy, OrderStatus
from orders_pipeline.model.tables import CHILDREN
from orders_pipeline.sandbox.channeladvisor import truth as rest
from orders_pipeline.sandbox.channelunity.subscriptions import SUBSCRIPTIONS, subscription_of
from orders_pipeline.sandbox.channelunity.truth import document_of, documents
from orders_pipeline.sandbox.world import NOW, World, a_line, an_order

KINDS = {
    Kind.MONEY: Decimal,
    Kind.QUANTITY: Decimal,
    Kind.TEXT: str,
    Kind.INSTANT: datetime,
    Kind.BOOLEAN: bool,
    Kind.INTEGER: int,
}
ORDER = {  # column -> element
    "hub_order_number": "OrderId",
    "order_id": "RemoteOrderId",
    "channel_marketplace": "ServiceSku",
    "currency": "Currency",
    "channel_order_status": "OrderStatus",
    "payment_transaction_id": "PayPalTransactionID",
    "marketplace_record_number": "EbayRecordNumber",
    "payment_method": "PaymentMethod",
    "channel_total_amount": "GrandTotal",
    "tax_amount": "OrderTax",
    "shipping_amount": "ShipPrice",
    "shipping_tax_amount": "ShipTax",
    "gift_wrap_amount": "GiftWrapPrice",
    "gift_wrap_tax_amount": "GiftWrapTax",
    "requested_class": "ShipService",
    "ship_to_country": "ShipCountry",
}
ITEM = {
    "sku": "SKU",
    "title": "Name",
    "quantity": "Qty",
    "unit_price_amount": "Price",
    "unit_tax_amount": "Tax",
}
SHIPPING = {
    "name": "ShipRecipientName",
    "email": "ShipEmail",
    "address_1": "ShipAddress1",
    "address_2": "ShipAddress2",
    "address_3": "ShipAddress3",
    "city": "ShipCity",
    "region": "ShipState",
    "postal_code": "ShipPostalcode",
    "country": "ShipCountry",
    "phone": "ShipPhoneNumber",
}


def truth_of(life):
    return document_of(World(orders=0).with_order(life).order(life.order.order_id, NOW + timedelta(days=60)), "us")


@pytest.fixture(scope="module")
def every(world_of_300):
    return {each.settings_link_id: documents(world_of_300, each.settings_link_id, NOW, "us") for each in SUBSCRIPTIONS}


@pytest.fixture(scope="module")
def pairs(every, caller):
    """(document, element) of every order."""
    return [
        (every[each.settings_link_id][order.findtext("RemoteOrderId").strip()], order)
        for each in SUBSCRIPTIONS
        for order in caller.orders(each.settings_link_id)
    ]


def assert_same(record, element, columns):
    for column, name in columns.items():
        found = getattr(record, column)
        written = (element.findtext(name) or "").strip() or None
        wanted = Decimal(written) if written is not None and isinstance(found, Decimal) else written
        assert found == wanted, (record.order_id, column)


def test_the_wire_shows_what_the_oracle_says(every, pairs):
    assert len(pairs) == sum(map(len, every.values())) > 280
    for document, element in pairs:
        order = document.order
        assert_same(order, element, ORDER)
        assert order.purchased_at == datetime.fromisoformat(element.findtext("PurchaseDate"))
        flags = element.findtext("OrderFlags") or None
        assert (order.tags or None) == (None if (flags or "").startswith("{") else flags)
        for item, shown in zip(document.order_items, element.iterfind("OrderItems/Item"), strict=True):
            assert_same(item, shown, ITEM)
        contacts = {contact.kind: contact for contact in document.order_contacts}
        if "shipping" in contacts:
            assert_same(contacts["shipping"], element, SHIPPING)
        else:
            assert not any(element.findtext(name) for name in SHIPPING.values())
        texts = {text.kind: text.text for text in document.order_texts}
        assert texts.get("gift_message") == (element.findtext("GiftMessage") or None)
        told = element.findtext("ShipDeliveryInstructions") or element.findtext("BuyerCheckoutMessage") or None
        assert texts.get("delivery_instructions") == told


def test_an_order_s_total_is_what_the_other_hub_says_too(world_of_300):
    """The money of one order is the same through two hubs, and so is its marketplace number."""
    compared = 0
    for state in world_of_300.at(NOW):
        other = rest.document_of(state, "rest").order
        if other.marketplace_order_id is None:
            continue
        ours = document_of(state, "cu").order
        assert (ours.marketplace_order_id, ours.currency, ours.total_amount) == (
            other.marketplace_order_id,
            other.currency,
            other.total_amount,
        )
        compared += 1
    assert compared > 280


def test_items_shipping_and_gift_wrap_make_the_total_where_the_marketplace_adds_nothing_else(world_of_300):
    """To half a cent a unit: prices with VAT put in, or of merged lines, are rounded."""
    compared = 0
    for state in world_of_300.at(NOW):
        order = state.order
        gift = order.gift or Decimal(0)
        tax = order.tax if order.goods_tax in ("exclusive", "exclusive_vat") else Decimal(0)
        goods = sum(((line.unit_price or Decimal(0)) * line.quantity for line in order.lines), Decimal(0))
        is_plain = goods + order.shipping + gift + tax == order.total
        if not is_plain or subscription_of(state) is None or sum(line.tax for line in order.lines) == 0 < tax:
            continue
        document = document_of(state, "cu")
        items = document.order_items
        shown = sum(((item.unit_price_amount or Decimal(0)) * item.quantity for item in items), Decimal(0))
        total = shown + document.order.shipping_amount + (document.order.gift_wrap_amount or Decimal(0))
        units = sum((item.quantity for item in items), Decimal(0))
        if items:
            assert abs(total - document.order.channel_total_amount) <= units * Decimal("0.005"), order.order_id
            compared += 1
    assert compared > 150


def test_keys_are_unique_and_every_value_has_its_column_s_type(every):
    for document in (document for of_link in every.values() for document in of_link.values()):
        rows = {"orders": (document.order,)} | {table.name: getattr(document, table.name) for table in CHILDREN}
        for table in CHILDREN:
            keys = Counter(tuple(getattr(row, column) for column in table.key) for row in rows[table.name])
            assert not keys or max(keys.values()) == 1, table.name
        for row in (row for of_table in rows.values() for row in of_table):
            for column in columns_of(type(row)):
                value = getattr(row, column.name)
                assert isinstance(value, KINDS[column.kind]) if value is not None else column.is_nullable, column.name
                if column.kind is Kind.MONEY and value is not None:
                    assert value == value.quantize(Decimal("0.0001"))


def test_an_order_column_by_column():
    at = datetime(2026, 9, 10, 12, 30, 15, 999_000, tzinfo=UTC)
    line = a_line("MUG", 3, "14.95", tax="3.59", shipping="9.95", shipping_tax="0.15")
    document = truth_of(an_order(9, lines=(line,), purchased_at=at))
    order, (item,) = document.order, document.order_items
    assert (order.channel, order.hub_channel_id, order.hub_order_number) == ("channelunity", "304701", "119")
    assert (order.marketplace, order.marketplace_country, order.is_tax_included) == ("amazon", "US", False)
    assert (order.total_amount, order.channel_total_amount, order.tax_amount) == (
        Decimal("58.54"), Decimal("54.80"), Decimal("3.74"),
    )  # fmt: skip
    assert (item.item_id, item.unit_tax_amount, item.tax_amount) == ("MUG", Decimal("1.20"), Decimal("3.60"))
    assert (order.order_status, order.fulfilled_by) == (OrderStatus.OPEN, FulfilledBy.SELLER)
    assert (order.purchased_at, order.updated_at) == (at.replace(microsecond=0), None)
    assert (order.unknown_words, order.derived) == (None, "total_amount")


def test_a_channel_and_a_status_that_nobody_knows_are_kept_raw_and_named():
    order = truth_of(an_order(1, "odd_shipping_word", market="wish")).order
    assert (order.marketplace, order.order_status) == (None, None)
    assert (order.channel_marketplace, order.channel_order_status) == ("CU_WISH_COM", "AwaitingCourier")
    assert order.unknown_words == "marketplace,order_status"


def test_an_item_without_sku_has_a_key():
    document = truth_of(an_order(1, lines=(a_line(None), a_line("MUG"), a_line(None))))
    assert [item.item_id for item in document.order_items] == ["#1", "MUG", "#3"]


def test_json_flags_are_fields_and_no_tags():
    document = truth_of(an_order(2, "gift", market="zalando_de"))
    assert document.order.tags is None
    assert [(field.number, field.name) for field in document.additional_fields] == [
        (1, "customer_number"),
        (2, "GiftWrapType"),
    ]


def test_an_order_of_no_channel_has_no_truth():
    with pytest.raises(ValueError, match="no place in this hub"):
        truth_of(an_order(1, market="direct_sale"))
