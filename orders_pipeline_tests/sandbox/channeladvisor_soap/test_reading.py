"""Pages of orders and what stands in them: spec §5.2 to §5.4; histories: §8.3, §10."""

from decimal import Decimal

import pytest
from lxml import etree

from orders_pipeline.sandbox.channeladvisor_soap.order_markup import LEVELS
from orders_pipeline.sandbox.world import NOW, US_PROFILE, WORLD_PROFILE, a_line, an_order
from orders_pipeline_tests.sandbox.channeladvisor_soap.conftest import (
    ORD,
    SHP,
    WEB,
    XSI,
    Caller,
    as_dict,
    criteria_text,
    name_of,
)

BASE = (
    "NumberOfMatches", "OrderTimeGMT", "LastUpdateDate", "TotalOrderAmount", "OrderState", "DateCancelledGMT",
    "OrderID", "ClientOrderIdentifier", "SellerOrderID", "FlagStyle",
)  # fmt: skip
DETAILS = {
    "Low": ("OrderStatus",),
    "Medium": (
        "ResellerID", "BuyerEmailAddress", "EmailOptIn", "PaymentInfo", "ShippingInfo", "BillingInfo",
        "FlagDescription",
    ),
    "High": ("ShoppingCart",),
    "Complete": ("CustomValueList", "BuyerIpAddress", "TransactionNotes"),
}  # fmt: skip
ITEM = (
    "LineItemType UnitPrice LineItemID AllowNegativeQuantity Quantity ItemSaleSource SKU Title BuyerUserID "
    "BuyerFeedbackRating SalesSourceID VATRate TaxCost ShippingCost ShippingTaxCost GiftWrapCost GiftWrapTaxCost "
    "GiftMessage GiftWrapLevel ItemPromoList RecyclingFee FulfillmentType UnitWeight WarehouseLocation UserName "
    "DistributionCenterCode IsExternallyFulfilled ItemSaleSourceTransactionID"
)


def is_in_sequence(names, sequence):
    places = [list(sequence).index(name) for name in names]
    return places == sorted(set(places))


def of_profile(world, profile=US_PROFILE):
    return [state for state in world.at(NOW) if state.order.profile_id == profile]


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_holds_the_fields_of_those_below_in_their_sequence(caller, level):
    wanted = BASE + tuple(name for each in LEVELS[: LEVELS.index(level) + 1] for name in DETAILS[each])
    for item in caller.page(DetailLevel=level):
        prefix, _, kind = item.get(f"{{{XSI}}}type").partition(":")
        assert (item.nsmap[prefix], kind) == (ORD, f"OrderResponseDetail{level}")
        assert item.tag == f"{{{WEB}}}OrderResponseItem"
        assert {etree.QName(child).namespace for child in item} == {ORD}
        names = [name_of(child) for child in item]
        assert is_in_sequence(names, wanted)
        assert {"OrderID", "DateCancelledGMT", *DETAILS[level][:1]} - {"ResellerID", "CustomValueList"} <= set(names)


def test_without_a_level_the_lowest_is_given(caller):
    assert caller.page(PageSize=1)[0].get(f"{{{XSI}}}type") == "q1:OrderResponseDetailLow"


def test_prefixes_are_numbered_by_item(caller):
    assert [item.get(f"{{{XSI}}}type").split(":")[0] for item in caller.page(PageSize=3)] == ["q1", "q2", "q3"]


def test_lines_come_in_the_sequence_of_the_spec_and_name_their_type(caller):
    lines = [line for item in caller.page(DetailLevel="High") for line in item.iter(f"{{{ORD}}}OrderLineItemItem")]
    assert {line.get(f"{{{XSI}}}type").partition(":")[2] for line in lines} == {"OrderLineItemItemResponse"}
    assert all(is_in_sequence([name_of(child) for child in line], ITEM.split()) for line in lines)


def test_every_order_of_the_profile_is_there_once_and_counted(caller, world_of_300):
    items = caller.every(DetailLevel="Low", PageSize=70)
    ids = [int(item.findtext(f"{{{ORD}}}OrderID")) for item in items]
    assert ids == [state.order.order_id for state in of_profile(world_of_300)] == sorted(set(ids))
    assert {item.findtext(f"{{{ORD}}}NumberOfMatches") for item in items} == {str(len(ids))}


def test_accounts_of_one_currency_share_out_the_orders_of_a_profile(hub, world_of_300):
    shares = [Caller(hub, hub.soap_account_id(WORLD_PROFILE, c)).every() for c in ("GBP", "EUR", "JPY", "KWD")]
    ids = sorted(int(item.findtext(f"{{{ORD}}}OrderID")) for share in shares for item in share)
    assert ids == [state.order.order_id for state in of_profile(world_of_300, WORLD_PROFILE)]
    assert all(shares)


@pytest.mark.parametrize(
    ("level", "asked", "shown"),
    [
        ("Low", 500, 180),
        ("Medium", 500, 100),
        ("High", 51, 50),
        ("Complete", 50, 20),
        ("Complete", None, 20),
        ("Low", 7, 7),
    ],
)
def test_a_page_is_as_large_as_asked_up_to_the_most_of_its_level(caller, level, asked, shown):
    assert len(caller.page(DetailLevel=level, PageSize=asked)) == shown


def test_past_the_end_there_is_a_success_without_orders(caller):
    answer = caller.post("GetOrderList", caller.account() + criteria_text({"PageNumberFilter": 999}))
    assert b"<Status>Success</Status><MessageCode>0</MessageCode><ResultData /></GetOrderListResult>" in answer.content


def test_values_look_as_the_spec_says(serving):
    lines = (a_line("A", 3, "14.95", tax="3.59"), a_line(None, 1, "2"))
    life = an_order(12, "not_ready", lines=lines, ship_by_at=None)
    _, caller = serving(life, now=an_order(12, "not_ready").events[0].at)
    order = caller.orders(DetailLevel="Complete")[0]
    assert order["TotalOrderAmount"] == "50.4400"
    assert order["OrderTimeGMT"] == "2026-09-01T10:00:00"
    assert order["DateCancelledGMT"] is None
    assert order["OrderStatus"]["CheckoutStatus"] == "NotVisited"
    assert order["OrderStatus"]["PaymentStatus"] == "NotSubmitted"
    assert order["OrderStatus"]["PaymentDateGMT"] == order["OrderStatus"]["ShippingDateGMT"] == "1900-01-01T00:00:00"
    assert order["ShippingInfo"]["EstimatedShipDate"] is None
    first, second = order["ShoppingCart"]["LineItemSKUList"]
    assert (first["UnitPrice"], first["TaxCost"], first["Quantity"]) == ("14.9500", "3.5900", "3")
    assert second.get("SKU", "") == ""
    assert "Currency" not in str(order)


def test_a_date_that_is_not_set_may_be_of_year_one(serving):
    _, caller = serving(an_order(26))
    assert caller.orders()[0]["OrderStatus"]["ShippingDateGMT"] == "0001-01-01T00:00:00"


@pytest.mark.parametrize(("order_id", "is_there"), [(1, False), (3, True)])
def test_absent_texts_are_left_out_or_empty(serving, order_id, is_there):
    _, caller = serving(an_order(order_id, seller_order_id=None))
    assert caller.orders()[0].get("SellerOrderID", "left out") == ("" if is_there else "left out")


@pytest.mark.parametrize(("order_id", "state", "has_date"), [(2, "Cancelled", True), (3, "Active", False)])
def test_a_canceled_order_may_say_so_or_show_it_in_its_fulfillments_alone(serving, order_id, state, has_date):
    _, caller = serving(an_order(order_id, "whole_cancel"))
    order = caller.orders()[0]
    assert (order["OrderState"], order["DateCancelledGMT"] is not None) == (state, has_date)
    assert order["OrderStatus"]["ShippingStatus"] == "Unshipped"
    assert order["OrderStatus"]["OrderRefundStatus"] == "OrderLevel"
    (entry,) = map(as_dict, caller.history("GetOrderFulfillmentDetailList", [order_id]))
    assert {parcel["FulfillmentStatus"] for parcel in entry["FulfillmentList"]} == {"Canceled"}


def test_vat_has_lines_of_its_own_and_no_amount_stands_in_two(serving):
    lines = (
        a_line("A", 1, "12.00", tax="2.00", shipping="6.00", shipping_tax="1.00", gift_price="3.00", gift_tax="0.50"),
    )
    hub, _ = serving(an_order(1, "gift", currency="GBP", profile=WORLD_PROFILE, lines=lines))
    cart = Caller(hub, hub.soap_account_id(WORLD_PROFILE, "GBP")).orders(DetailLevel="High")[0]["ShoppingCart"]
    assert {line["LineItemType"]: line["UnitPrice"] for line in cart["LineItemInvoiceList"]} == {
        "SalesTax": "2.0000",
        "Shipping": "6.0000",
        "ShippingInsurance": "0.0000",
        "VATShipping": "1.0000",
        "GiftWrap": "3.0000",
        "VATGiftWrap": "0.5000",
    }
    assert cart["VATTaxCalculationOption"] == "VAT_INCLUSIVE"
    assert cart["LineItemSKUList"][0]["VATRate"] == "20.0000"


def test_sales_tax_is_one_line_and_discounts_stand_in_the_promotions(serving):
    life = an_order(1, "order_promotion", "extra_discount")
    order = serving(life)[1].orders(DetailLevel="High")[0]
    invoice = {line["LineItemType"]: line["UnitPrice"] for line in order["ShoppingCart"]["LineItemInvoiceList"]}
    assert Decimal(invoice["SalesTax"]) == life.order.tax
    promotion, extra = order["ShoppingCart"]["LineItemPromoList"]
    assert (promotion["LineItemType"], abs(Decimal(promotion["UnitPrice"]))) == ("Promotion", 5)
    assert promotion["PromoCode"]
    assert (extra["LineItemType"], extra["UnitPrice"]) == ("AdditionalCostOrDiscount", "-1.4900")


def test_the_charges_of_orders_with_tax_on_top_add_up_to_the_total(hub, world_of_300):
    states = {s.order.order_id: s.order for s in of_profile(world_of_300)}
    for item in Caller(hub).every(DetailLevel="High"):
        order = as_dict(item)
        cart = order["ShoppingCart"]
        total = sum(Decimal(line["UnitPrice"]) * int(line["Quantity"]) for line in cart["LineItemSKUList"])
        total += sum(Decimal(line["UnitPrice"]) for line in cart["LineItemInvoiceList"])
        for line in cart["LineItemPromoList"]:
            amount = Decimal(line["UnitPrice"])
            total += -abs(amount) if line["LineItemType"] == "Promotion" else amount
        for line in cart["LineItemSKUList"]:
            for promotion in line.get("ItemPromoList", ()) or ():
                total += Decimal(promotion["UnitPrice"]) + Decimal(promotion["ShippingPrice"])
        off = Decimal(order["TotalOrderAmount"]) - total
        assert off in map(Decimal, ("0", "-1.01", "-0.03", "0.01", "2.50")), states[int(order["OrderID"])]


def test_fulfillments_and_their_items_are_those_of_the_twin(hub, world_of_300):
    caller = Caller(hub)
    states = {state.order.order_id: state for state in of_profile(world_of_300)[:40]}
    entries = caller.history("GetOrderFulfillmentDetailList", [*states, 1])
    assert len(entries) == len(states)
    for entry in map(as_dict, entries):
        state = states[int(entry["OrderID"])]
        assert [int(each["FulfillmentID"]) for each in entry["FulfillmentList"]] == [p.parcel_id for p in state.parcels]
        assert [
            int(item["LineItemID"]) for each in entry["FulfillmentList"] for item in each.get("ItemList") or ()
        ] == [item.line.line_id for parcel in state.parcels for item in parcel.items]


def test_orders_are_found_by_the_number_in_the_web_ui_too(caller):
    number = caller.orders(PageSize=1)[0]["ClientOrderIdentifier"]
    assert len(caller.history("GetOrderFulfillmentDetailList", numbers=[number])) == 1
    assert caller.history("GetOrderFulfillmentDetailList", numbers=["nobody's"]) == []


def test_the_shipment_history_shows_what_has_left_in_its_own_namespace(serving):
    _, caller = serving(an_order(1, "partial_shipment", lines=(a_line("A", 2),)), an_order(2))
    one, two = caller.history("GetOrderShipmentHistoryList", [1, 2])
    assert one.tag == f"{{{WEB}}}OrderShipmentHistoryResponse"
    assert {etree.QName(child).namespace for child in one} == {SHP}
    assert len(one.findall(f".//{{{SHP}}}OrderShipmentResponse")) == 2
    assert two.findall(f".//{{{SHP}}}OrderShipmentResponse") == []
    assert two.findtext(f"{{{SHP}}}ShippingStatusUpdateDateGMT") == "1900-01-01T00:00:00"


def test_the_refund_history_shows_the_refunds_of_lines_with_the_ids_of_the_twin(serving):
    life = an_order(1, "full_component_refund", "error_refund")
    hub, caller = serving(life)
    history = caller.refunds(1)
    assert {etree.QName(child).namespace for child in history} == {ORD}
    told = {name_of(child): as_dict(child) for child in history}
    state = hub.world.order(1, NOW)
    assert told["RefundStatus"] == "LineItemLevel"
    assert [int(each["RefundRequestID"]) for each in told["LineItemRefunds"]] == [
        each.adjustment_id for each in state.adjustments
    ]
    failed, whole = told["LineItemRefunds"]
    assert (failed["RefundRequestStatus"], whole["RefundRequestStatus"]) == ("Error", "PostProcessingComplete")
    assert whole["RefundRequested"] == "true"
    assert Decimal(whole["Amount"]) == state.adjustments[1].item
    assert len(whole["Amount"].partition(".")[2]) == 4


def test_a_refund_of_the_whole_order_has_a_status_and_no_entry(serving):
    _, caller = serving(an_order(1, "order_refund"))
    assert caller.orders()[0]["OrderStatus"]["OrderRefundStatus"] == "OrderLevel"
    history = {name_of(child): as_dict(child) for child in caller.refunds(1)}
    assert history["LineItemRefunds"] in ("", [])


@pytest.mark.parametrize(
    ("traits", "status"),
    [
        ((), "NoRefunds"),
        (("item_refund",), "LineItemLevel"),
        (("order_refund", "part_refund"), "OrderAndLineItemLevel"),
        (("error_refund",), "FailedAttemptsOnly"),
        (("dispute",), "NoRefunds"),
    ],
)
def test_the_refund_status_tells_of_what_level_refunds_are(serving, traits, status):
    _, caller = serving(an_order(1, *traits, shipped=True))
    assert caller.orders()[0]["OrderStatus"]["OrderRefundStatus"] == status


@pytest.mark.parametrize("order_id", [1, 0])
def test_the_refund_history_of_an_unknown_order_fails_with_code_1(caller, order_id):
    told = caller.told("GetOrderRefundHistory", f"{caller.account()}<web:orderID>{order_id}</web:orderID>")
    assert (told["Status"], told["MessageCode"]) == ("Failure", "1")


def test_carriers_of_the_account_are_listed(caller):
    listed = as_dict(caller.result("GetShippingCarrierList", caller.account()).find(f"{{{WEB}}}ResultData"))
    assert {(row["CarrierCode"], row["ClassCode"]) for row in listed} == {
        ("UPS", "GROUND"),
        ("USPS", "PRIORITY"),
        ("FEDEX", "GROUND"),
    }


def test_letters_of_every_kind_come_through(serving):
    text = 'a <b> & "c" \r\n ünï 緑茶 \U0001f9e6 ]]>'
    _, caller = serving(an_order(1, lines=(a_line("X&<>", 1, "1.00", title=text),)))
    (line,) = caller.orders(DetailLevel="High")[0]["ShoppingCart"]["LineItemSKUList"]
    assert (line["SKU"], line["Title"]) == ("X&<>", text)
