"""The oracle: what a correct pipeline holds of this dialect; and that the wire shows what the oracle says."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from orders_pipeline.model.status import FulfilledBy, OrderStatus, PaymentStatus, RefundStatus, ShippingStatus
from orders_pipeline.sandbox.channeladvisor import truth as rest
from orders_pipeline.sandbox.channeladvisor_soap.credentials import ACCOUNT_IDS, ACCOUNTS
from orders_pipeline.sandbox.channeladvisor_soap.truth import document_of, documents, in_other_currency
from orders_pipeline.sandbox.world import NOW, PROFILES, US_PROFILE, WORLD_PROFILE, World, an_order
from orders_pipeline_tests.sandbox.channeladvisor_soap.conftest import Caller, as_dict, name_of

LATER = NOW + timedelta(days=60)
UNSET = {"1900-01-01T00:00:00", "0001-01-01T00:00:00"}


def truth_of(life, instant=LATER):
    return document_of(World(orders=0).with_order(life).order(life.order.order_id, instant), "an-account", "us", "USD")


def text(value):
    return value or None


def date(value):
    return None if value in (None, *UNSET) else datetime.fromisoformat(value).replace(tzinfo=UTC)


def amount(value):
    return None if value is None else Decimal(value)


ORDER = {  # column -> path in an order of complete detail, what reads it
    "order_id": ("OrderID", text),
    "hub_order_number": ("ClientOrderIdentifier", text),
    "seller_order_id": ("SellerOrderID", text),
    "flag": ("FlagStyle", text),
    "purchased_at": ("OrderTimeGMT", date),
    "updated_at": ("LastUpdateDate", date),
    "canceled_at": ("DateCancelledGMT", date),
    "total_amount": ("TotalOrderAmount", amount),
    "channel_order_status": ("OrderStatus/CheckoutStatus", text),
    "order_status_at": ("OrderStatus/CheckoutDateGMT", date),
    "channel_payment_status": ("OrderStatus/PaymentStatus", text),
    "payment_status_at": ("OrderStatus/PaymentDateGMT", date),
    "channel_shipping_status": ("OrderStatus/ShippingStatus", text),
    "shipping_status_at": ("OrderStatus/ShippingDateGMT", date),
    "reseller_id": ("ResellerID", text),
    "payment_method": ("PaymentInfo/PaymentType", text),
    "payment_transaction_id": ("PaymentInfo/PaymentTransactionID", text),
    "payment_merchant_reference": ("PaymentInfo/MerchantReferenceNumber", text),
    "ship_to_country": ("ShippingInfo/CountryCode", text),
    "estimated_ship_at": ("ShippingInfo/EstimatedShipDate", date),
    "deliver_by_at": ("ShippingInfo/DeliveryDate", date),
    "checkout_source": ("ShoppingCart/CheckoutSource", text),
    "channel_tax_type": ("ShoppingCart/VATTaxCalculationOption", text),
}
ITEM = {
    "item_id": ("LineItemID", text),
    "sku": ("SKU", text),
    "title": ("Title", text),
    "quantity": ("Quantity", amount),
    "marketplace_item_id": ("SalesSourceID", text),
    "marketplace_listing_id": ("ItemSaleSourceTransactionID", text),
    "channel_marketplace": ("ItemSaleSource", text),
    "warehouse_location": ("WarehouseLocation", text),
    "distribution_center": ("DistributionCenterCode", text),
    "channel_fulfillment_type": ("FulfillmentType", text),
    "unit_price_amount": ("UnitPrice", amount),
    "tax_amount": ("TaxCost", amount),
    "tax_rate_percent": ("VATRate", amount),
    "shipping_amount": ("ShippingCost", amount),
    "shipping_tax_amount": ("ShippingTaxCost", amount),
    "gift_wrap_amount": ("GiftWrapCost", amount),
    "gift_wrap_tax_amount": ("GiftWrapTaxCost", amount),
    "recycling_fee_amount": ("RecyclingFee", amount),
}
PARCEL = {
    "fulfillment_id": ("FulfillmentID", text),
    "channel_delivery_status": ("FulfillmentStatus", text),
    "channel_type": ("FulfillmentType", text),
    "carrier": ("CarrierCode", text),
    "service_class": ("ClassCode", text),
    "tracking_number": ("TrackingNumber", text),
    "distribution_center": ("DistributionCenterCode", text),
    "seller_fulfillment_id": ("SellerFulfillmentID", text),
    "shipping_cost_amount": ("Cost", amount),
    "created_at": ("CreatedDateGMT", date),
    "updated_at": ("UpdatedDateGMT", date),
    "shipped_at": ("ShippedDateGMT", date),
}
REFUND = {
    "channel_status": ("RefundRequestStatus", text),
    "channel_reason": ("AdjustmentReason", text),
    "channel_restock_status": ("RestockStatus", text),
    "seller_refund_id": ("SellerRefundID", text),
    "transaction_id": ("RefundPaymentInfo/PaymentTransactionID", text),
    "created_at": ("RefundCreateDateGMT", date),
    "item_amount": ("Amount", amount),
    "tax_amount": ("TaxAmount", amount),
    "shipping_amount": ("ShippingAmount", amount),
    "shipping_tax_amount": ("ShippingTaxAmount", amount),
    "gift_wrap_amount": ("GiftWrapAmount", amount),
    "gift_wrap_tax_amount": ("GiftWrapTaxAmount", amount),
    "recycling_fee_amount": ("RecyclingFee", amount),
}
CHARGES = {
    "Shipping": "shipping_amount",
    "ShippingInsurance": "insurance_amount",
    "VATShipping": "shipping_tax_amount",
    "GiftWrap": "gift_wrap_amount",
    "VATGiftWrap": "gift_wrap_tax_amount",
    "RecyclingFee": "recycling_fee_amount",
    "AdditionalCostOrDiscount": "additional_amount",
}


def shown(document, table):
    found = {}
    for column, (path, read) in table.items():
        value = document
        for step in path.split("/"):
            value = value.get(step) if isinstance(value, dict) else None
        found[column] = read(value)
    return found


def told(record, table):
    return {column: getattr(record, column) for column in table}


@pytest.fixture(scope="module", params=[US_PROFILE, WORLD_PROFILE])
def both(request, hub, world_of_300):
    """A caller of the whole profile, and the truth."""
    account_id = hub.soap_account_id(request.param)
    return Caller(hub, account_id), documents(world_of_300, account_id, NOW, "us")


def test_the_wire_shows_orders_and_lines_as_the_truth_tells_them(both):
    caller, truth = both
    orders = {order["OrderID"]: order for order in map(as_dict, caller.every(DetailLevel="Complete"))}
    assert list(orders) == list(truth)
    for order_id, document in truth.items():
        order, cart = orders[order_id], orders[order_id]["ShoppingCart"]
        assert shown(order, ORDER) == told(document.order, ORDER)
        assert [shown(line, ITEM) for line in cart["LineItemSKUList"]] == [told(i, ITEM) for i in document.order_items]
        charges = cart["LineItemInvoiceList"] + cart["LineItemPromoList"]
        given = {each["LineItemType"]: Decimal(each["UnitPrice"]) for each in charges}
        assert {CHARGES[kind]: value for kind, value in given.items() if kind in CHARGES} == {
            column: value for column, value in told(document.order, CHARGES.values()).items() if value is not None
        }
        taxes = [value for kind, value in given.items() if kind in ("SalesTax", "VATShipping", "VATGiftWrap")]
        assert sum(taxes) == document.order.tax_amount
        assert abs(given.get("Promotion", Decimal(-1))) == (document.order.discount_amount or 1)
        fields = order.get("CustomValueList") or []
        assert [(f["ID"], f.get("Value") or None) for f in fields] == [
            (field.name, field.value) for field in document.additional_fields
        ]


def test_the_wire_shows_fulfillments_and_refunds_as_the_truth_tells_them(both):
    caller, truth = both
    entries = {e["OrderID"]: e for e in map(as_dict, caller.history("GetOrderFulfillmentDetailList", map(int, truth)))}
    assert set(entries) == set(truth)
    refunds = 0
    for order_id, document in truth.items():
        parcels = entries[order_id]["FulfillmentList"]
        assert [shown(p, PARCEL) for p in parcels] == [told(f, PARCEL) for f in document.fulfillments]
        assert [item["FulfillmentItemID"] for p in parcels for item in p.get("ItemList") or ()] == [
            item.fulfillment_item_id for item in document.fulfillment_items
        ]
        history = {name_of(child): as_dict(child) for child in caller.refunds(int(order_id))}
        given = history["LineItemRefunds"] or []
        assert [shown(each, REFUND) for each in given] == [told(refund, REFUND) for refund in document.refunds]
        assert [f"item-{each['RefundRequestID']}" for each in given] == [r.refund_id for r in document.refunds]
        refunds += len(given)
    assert refunds > 20


def test_one_order_has_the_same_ids_as_in_the_twin_dialect(world_of_300):
    for profile in PROFILES:
        twins = rest.documents(world_of_300, profile, NOW, "rest")
        for order_id, document in documents(world_of_300, ACCOUNT_IDS[profile, None], NOW, "soap").items():
            twin = twins.pop(order_id)
            assert [i.item_id for i in document.order_items] == [i.item_id for i in twin.order_items]
            assert {r.refund_id for r in document.refunds} == {r.refund_id for r in twin.refunds if r.level == "item"}
            assert [f.fulfillment_id for f in document.fulfillments] == [f.fulfillment_id for f in twin.fulfillments]
            assert document.order.marketplace_order_id in (None, twin.order.marketplace_order_id)
            assert document.order.total_amount == twin.order.total_amount
            assert document.order.tax_amount == twin.order.tax_amount
            is_canceled = twin.order.order_status == OrderStatus.CANCELED
            assert document.order.order_status == OrderStatus.CANCELED or not is_canceled
        assert not twins


def test_amounts_are_taken_to_be_in_the_currency_that_is_configured(world_of_300):
    account_id = ACCOUNT_IDS[WORLD_PROFILE, None]
    found = documents(world_of_300, account_id, NOW, "world", "EUR")
    assert {d.order.currency for d in found.values()} == {"EUR"}
    assert {item.currency for d in found.values() for item in (*d.order_items, *d.fulfillments, *d.refunds)} == {"EUR"}
    wrong = set(in_other_currency(world_of_300, account_id, NOW, "EUR"))
    assert 0 < len(wrong) < len(found)


@pytest.mark.parametrize("account", [row for row in ACCOUNTS if row[4]], ids=lambda row: row[4])
def test_an_account_of_one_currency_is_right_throughout(world_of_300, account):
    account_id, *_, currency, usual = account
    assert currency == usual
    assert in_other_currency(world_of_300, account_id, NOW) == []
    assert {d.order.currency for d in documents(world_of_300, account_id, NOW, "x").values()} == {currency}


def test_an_order_column_by_column():
    order = truth_of(an_order(9, "self_numbered")).order
    assert (order.order_id, order.hub_account_id, order.channel) == ("9", "an-account", "channeladvisor_soap")
    assert (order.hub_order_number, order.marketplace_order_id) == ("9", None)
    assert (order.marketplace, order.marketplace_country, order.channel_marketplace) == ("amazon", "US", "AMAZON_US")
    assert (order.order_status, order.payment_status) == (OrderStatus.OPEN, PaymentStatus.CLEARED)
    assert (order.is_tax_included, order.imported_at, order.fulfilled_by) == (None, None, FulfilledBy.SELLER)
    assert order.unknown_words is None


@pytest.mark.parametrize("order_id", [2, 3])
def test_a_canceled_order_is_canceled_whether_it_says_so_or_not(order_id):
    order = truth_of(an_order(order_id, "whole_cancel")).order
    assert (order.order_status, order.shipping_status) == (OrderStatus.CANCELED, ShippingStatus.UNSHIPPED)
    assert (order.canceled_at is None) is (order_id == 3)


def test_a_site_whose_token_no_list_names_is_kept_raw_and_flagged():
    order = truth_of(an_order(1, market="wish")).order
    assert (order.marketplace, order.channel_marketplace, order.unknown_words) == (None, "WISH", "marketplace")


def test_a_refund_of_a_line_has_amounts_and_no_kind():
    document = truth_of(an_order(1, "part_refund"))
    (refund,), (item,) = document.refunds, document.refund_items
    assert (refund.kind, refund.status, refund.level) == (None, RefundStatus.COMPLETED, "item")
    assert refund.gift_wrap_amount == 0
    parts = (refund.item_amount, refund.tax_amount, refund.shipping_amount, refund.shipping_tax_amount)
    assert refund.total_amount == item.total_amount == sum(parts)
    assert refund.refund_id == f"item-{item.refund_item_id}"
