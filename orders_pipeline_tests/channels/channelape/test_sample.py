"""Golden pairs: saved documents and the rows that they become."""

import json
from decimal import Decimal as D
from pathlib import Path

import pytest

from orders_pipeline.channels.base import ORDERS, Body, Scope
from orders_pipeline.channels.channelape.pages import sightings
from orders_pipeline.flows.inspect import rows_of

SAMPLES = Path(__file__).parents[3] / "data" / "samples" / "channelape"
# The example of channelape.md §4.2, with the values that matter here; made up.
SPEC_EXAMPLE = {
    "id": "6f0c2c0e-6a0e-4d1b-9a51-0d8f1f0b7c11",
    "businessId": "4d688534-0000-4111-940c-322ba9aec108",
    "status": "IN_PROGRESS",
    "alphabeticCurrencyCode": "USD",
    "purchasedAt": "2024-03-29T19:06:26.000Z",
    "totalPrice": "31.93",
    "lineItems": [{"id": "646495567878", "sku": "SHIRT-1", "quantity": 2, "price": "12.99", "taxes": []}],
    "fulfillments": [
        {"id": "F-1", "status": "OPEN", "trackingNumber": "1Z1", "lineItems": [{"id": "646495567878", "quantity": 1}]}
    ],
}


def rows(name):
    found = {}
    for row in rows_of("channelape", SAMPLES / name, "sample"):
        found.setdefault(row.table, []).append(row.row)
    return found


def given(record):
    """The values that are there, keys left out."""
    told = {name: getattr(record, name) for name in record.__struct_fields__}
    return {name: value for name, value in told.items() if value is not None and name not in ("account", "order_id")}


def read(order, **scope):
    (found,) = sightings(Scope(account="us", **scope), Body(kind=ORDERS, content=json.dumps(order).encode()), ())
    return found.document


@pytest.fixture(scope="module")
def orders():
    return rows("orders.json")


@pytest.fixture(scope="module")
def refunds():
    return rows("refunds.json")


def test_an_order_says_what_the_hub_says_and_leaves_absent_what_it_leaves_out(orders):
    first, second = map(given, orders["orders"])
    assert (first["order_status"], first["channel_order_status"]) == ("in_progress", "IN_PROGRESS")
    assert (first["hub_account_id"][:8], first["hub_channel_id"][:8]) == ("4d688534", "0d134d16")
    assert (first["marketplace_order_id"], first["purchase_order_number"]) == ("500980073001", "PO-501")
    amounts = ("total_amount", "channel_total_amount", "subtotal_amount", "tax_amount")
    assert [first[name] for name in amounts] == [D("49.93"), D("49.93"), D("41.98"), D("2.00")]
    assert (first["shipping_amount"], first["shipping_tax_amount"]) == (D("5.95"), D("0.15"))
    assert (first["ship_to_country"], first["weight_grams"]) == ("US", 920)
    assert first["imported_at"].isoformat() == "2026-03-29T19:08:59.750000+00:00"
    assert set(second) == {
        *("channel", "hub_account_id", "hub_channel_id", "marketplace_order_id", "order_status"),
        *("channel_order_status", "purchased_at", "updated_at", "currency", "total_amount", "channel_total_amount"),
    }
    assert (second["total_amount"], second["currency"]) == (D("80.5"), "EUR"), "a number of JSON, not a text"


def test_taxes_of_a_line_are_summed_and_the_sum_is_flagged(orders):
    shirt, mug, lamp = orders["order_items"]
    assert (shirt.tax_amount, shirt.derived) == (D("1.50"), "tax_amount")
    assert (mug.tax_amount, mug.derived) == (D("0.35"), None)
    assert (lamp.tax_amount, lamp.derived) == (None, None)
    assert (shirt.quantity, shirt.unit_price_amount, shirt.shipping_method) == (2, D("12.99"), "Standard")
    assert (mug.upc, mug.vendor, mug.weight_grams) == ("012345678905", "Clay & Co", 180)


def test_open_with_a_tracking_number_is_shipped_and_without_one_it_is_not(orders):
    parcel, plan = orders["fulfillments"]
    assert (parcel.is_shipped, parcel.delivery_status, parcel.channel_delivery_status) == (True, "shipped", "OPEN")
    assert (plan.is_shipped, plan.delivery_status, plan.channel_delivery_status) == (False, "unshipped", "OPEN")
    assert parcel.tracking_url == "https://track.example/1 https://track.example/2"
    assert (parcel.distribution_center, parcel.carrier, parcel.service_class) == ("309", "UPS", "GROUND")
    assert [item.quantity for item in orders["fulfillment_items"]] == [1, 1], "the second one is a text on the wire"


def test_additional_fields_keep_their_order_and_their_repeated_names(orders):
    of_order = [(one.number, one.name, one.value) for one in orders["additional_fields"] if one.owner == "order"]
    assert of_order == [(1, "name", "#1001"), (2, "number", "1"), (3, "number", "1001"), (4, "cancelled_at", "null")]
    others = [(one.owner, one.name) for one in orders["additional_fields"] if one.owner != "order"]
    assert others == [("item", "fulfillable_quantity"), ("customer", "tags")]


def test_buyer_and_address_are_contacts(orders):
    buyer, shipping = map(given, orders["order_contacts"])
    assert buyer == {"kind": "buyer", "name": "Quentin Sample", "email": "quentin@example.com", "phone": "555-0100"}
    assert (shipping["region"], shipping["region_name"]) == ("PA", "Pennsylvania")
    assert (shipping["country"], shipping["country_name"]) == ("US", "United States")


def test_refunds_with_and_without_transactions_and_with_negative_adjustments(refunds):
    returned, canceled, goodwill, again = map(given, refunds["refunds"])
    assert returned == {
        "refund_id": "rma-77",
        "kind": "refund",
        "level": "item",
        "status": "completed",
        "channel_status": "FAILURE,SUCCESS",
        "channel_reason": "Shipping refund",
        "seller_refund_id": "rma-77",
        "marketplace_refund_id": "CR-9",
        "transaction_id": "T-1,T-2",
        "currency": "USD",
        "total_amount": D("25.98"),
        "shipping_amount": D("12.99"),
        "shipping_tax_amount": D("0.00"),
        "derived": "total_amount",
    }
    assert (canceled["kind"], canceled["status"], canceled.get("total_amount")) == ("cancellation", "recorded", None)
    assert (goodwill["level"], goodwill["total_amount"], goodwill["derived"]) == ("order", D("1.62"), "total_amount")
    assert again["refund_id"] == canceled["refund_id"].replace("#1", "#2"), "the channel's id is filled in later"
    assert [(one.item_id, one.quantity, one.channel_restock_type) for one in refunds["refund_items"]] == [
        ("L-1", 1, "NO_RESTOCK"),
        ("L-2", 1, "CANCEL"),
        ("L-2", 1, "CANCEL"),
    ]
    (comment,) = refunds["order_texts"]
    assert (comment.kind, comment.about_id, comment.text) == ("refund_comment", "rma-77", "declined")


def test_the_example_of_the_protocol_s_description_is_read():
    document = read(SPEC_EXAMPLE)
    assert document.order.total_amount == D("31.93")
    assert [item.sku for item in document.order_items] == ["SHIRT-1"]
    assert [parcel.is_shipped for parcel in document.fulfillments] == [True]


@pytest.mark.parametrize("absent", [{}, dict.fromkeys(("fulfillments", "refunds", "additionalFields", "customer"))])
def test_lists_that_are_absent_or_null_are_empty(absent):
    order = {name: value for name, value in SPEC_EXAMPLE.items() if name != "fulfillments"}
    document = read(order | absent, is_whole=True)
    assert (document.fulfillments, document.refunds, document.additional_fields, document.order_contacts) == ((),) * 4


@pytest.mark.parametrize(
    ("word", "tracking", "status", "is_shipped"),
    [
        ("NEW", None, "unshipped", False),
        ("PENDING", "1Z", "requested", False),
        ("OPEN", None, "unshipped", False),
        ("OPEN", "  ", "unshipped", False),
        ("OPEN", "1Z", "shipped", True),
        ("SUCCESS", None, "shipped", True),
        ("CANCELED", "1Z", "canceled", False),
        ("CANCELLED", None, "canceled", False),
        ("BACKORDER", None, "backordered", False),
        ("BACKORDERED", None, "backordered", False),
        ("TELEPORTED", "1Z", None, None),
    ],
)
def test_a_parcel_has_left_where_it_is_pushed_or_open_with_tracking(word, tracking, status, is_shipped):
    parcel = {"id": "F", "status": word, "trackingNumber": tracking, "lineItems": []}
    (found,) = read({**SPEC_EXAMPLE, "fulfillments": [parcel]}).fulfillments
    assert (found.delivery_status, found.is_shipped, found.channel_delivery_status) == (status, is_shipped, word)
    assert found.unknown_words == (None if status else "delivery_status,is_shipped")


@pytest.mark.parametrize(
    ("word", "status"),
    [
        *(("PENDING", "pending"), ("OPEN", "open"), ("HOLD", "held"), ("IN_PROGRESS", "in_progress")),
        *(("CLOSED", "closed"), ("CANCELED", "canceled"), ("CANCELLED", "canceled"), ("LOST", None)),
    ],
)
def test_the_state_of_an_order_is_its_word_and_an_unknown_one_is_flagged(word, status):
    order = read({**SPEC_EXAMPLE, "status": f" {word} "}).order
    assert (order.order_status, order.channel_order_status) == (status, word)
    assert order.unknown_words == (None if status else "order_status")


@pytest.mark.parametrize(
    ("words", "amounts", "status", "total"),
    [
        (["SUCCESS"], ["5"], "completed", D(5)),
        (["PENDING", "SUCCESS"], ["2", "3"], "pending", D(5)),
        (["FAILURE", "ERROR"], ["5", "5"], "failed", D(10)),
        (["ERROR", "SUCCESS"], ["5", "4"], "completed", D(4)),
        (["MAYBE"], ["5"], None, D(5)),
        (["SUCCESS"], [None], "completed", None),
    ],
)
def test_what_transactions_tell_of_a_refund(words, amounts, status, total):
    transactions = [{"status": word, "amount": amount} for word, amount in zip(words, amounts, strict=True)]
    (refund,) = read({**SPEC_EXAMPLE, "refunds": [{"transactions": transactions}]}).refunds
    assert (refund.status, refund.total_amount) == (status, total)
    assert refund.unknown_words == (None if status else "status")
    assert refund.channel_status == ",".join(dict.fromkeys(words))


@pytest.mark.parametrize(
    ("restocks", "kind"),
    [
        (["CANCEL", "CANCEL"], "cancellation"),
        (["CANCEL", "NO_RESTOCK"], "refund"),
        ([None], "refund"),
        (["SHRED"], None),
    ],
)
def test_a_refund_is_a_cancellation_where_all_its_lines_say_so(restocks, kind):
    lines = [{"id": "L-1", "quantity": 1, "restockType": restock} for restock in restocks]
    document = read({**SPEC_EXAMPLE, "refunds": [{"supplierRefundId": "r", "lineItems": lines}]})
    assert document.refunds[0].kind == kind
    assert document.refunds[0].unknown_words == (None if kind else "kind")
    assert [item.refund_item_id for item in document.refund_items] == ["L-1", "L-1#2"][: len(lines)]


def test_a_key_from_the_content_stays_while_the_rest_is_filled_in():
    refund = {"lineItems": [{"id": "L-1", "quantity": 1, "restockType": "CANCEL"}]}
    parcel = {"status": "NEW", "lineItems": [{"id": "L-1", "quantity": "1"}]}
    later = {"channelRefundId": "9", "transactions": [{"id": "T", "amount": 5, "status": "SUCCESS"}]}
    shipped = {"status": "OPEN", "trackingNumber": "1Z", "shippedAt": "2024-03-29T19:06:26.000Z", "trackingUrls": ["u"]}
    early = read({**SPEC_EXAMPLE, "refunds": [refund], "fulfillments": [parcel]})
    late = read(
        {
            **SPEC_EXAMPLE,
            "refunds": [{**refund, **later}],
            "fulfillments": [{**parcel, **shipped, "lineItems": [{"id": "L-1", "quantity": 1.0}]}],
        }
    )
    assert early.refunds[0].refund_id == late.refunds[0].refund_id
    assert early.fulfillments[0].fulfillment_id == late.fulfillments[0].fulfillment_id


def test_ids_that_repeat_within_an_order_are_told_apart():
    parcel = {"id": "F", "status": "OPEN", "lineItems": []}
    document = read({**SPEC_EXAMPLE, "fulfillments": [parcel, parcel], "refunds": [{"supplierRefundId": "r"}] * 2})
    assert [one.fulfillment_id for one in document.fulfillments] == ["F", "F#2"]
    assert [one.refund_id for one in document.refunds] == ["r", "r#2"]


def test_numbers_are_read_from_texts_and_from_json_numbers_alike():
    as_text = {**SPEC_EXAMPLE, "totalPrice": "31.93", "totalGrams": "740"}
    as_number = {**SPEC_EXAMPLE, "totalPrice": 31.93, "totalGrams": 740}
    as_number["lineItems"] = [{**SPEC_EXAMPLE["lineItems"][0], "quantity": "2", "price": 12.99}]
    assert read(as_text) == read(as_number)


def test_a_gift_card_s_code_goes_nowhere():
    line = {**SPEC_EXAMPLE["lineItems"][0], "giftCardCode": "ZANZIBAR", "giftCardId": "ZANZIBAR"}
    assert "ZANZIBAR" not in str(read({**SPEC_EXAMPLE, "lineItems": [line]}))
