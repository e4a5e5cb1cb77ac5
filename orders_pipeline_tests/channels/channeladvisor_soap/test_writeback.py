"""What goes to the SOAP API for each action, letter by letter: names and places are those of version 7."""

import re
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
from msgspec.structs import replace

from orders_pipeline.channels.channeladvisor_soap.writeback import REASONS
from orders_pipeline.model.marketplaces import Marketplace as M
from orders_pipeline.model.plans import MoneyFrom, Refusal, mark
from orders_pipeline.model.status import RefundReason
from orders_pipeline_tests.actions.orders import a_line
from orders_pipeline_tests.actions.planning import (
    ACCOUNT_ID,
    UPS,
    a_plan,
    a_soap_order,
    amounts,
    asked,
    cancel,
    correct,
    of,
    refund,
    ship,
    two_lines,
    with_left,
)
from orders_pipeline_tests.actions.planning import mark as acknowledge

ENVELOPE = f"""<?xml version='1.0' encoding='utf-8'?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:web="http://api.channeladvisor.com/webservices/"
 xmlns:ord="http://api.channeladvisor.com/datacontracts/orders"><soapenv:Header><web:APICredentials>
<web:DeveloperKey>{mark("developer_key")}</web:DeveloperKey><web:Password>{mark("password")}</web:Password>
</web:APICredentials></soapenv:Header><soapenv:Body>%s</soapenv:Body></soapenv:Envelope>"""
LEFT = """<web:DateShippedGMT>2026-09-29T17:05:09</web:DateShippedGMT><web:CarrierCode>UPS</web:CarrierCode>
<web:ClassCode>GROUND</web:ClassCode><web:TrackingNumber>1Z999</web:TrackingNumber>
<web:SellerFulfillmentID>ship-1</web:SellerFulfillmentID>"""
UNIT = """<ord:RefundItem><ord:SKU>SKU-7</ord:SKU><ord:Amount>14.95</ord:Amount>
<ord:ShippingAmount>3.32</ord:ShippingAmount><ord:ShippingTaxAmount>0.05</ord:ShippingTaxAmount>
<ord:TaxAmount>1.20</ord:TaxAmount><ord:GiftWrapAmount>0.00</ord:GiftWrapAmount>
<ord:GiftWrapTaxAmount>0.00</ord:GiftWrapTaxAmount><ord:RecyclingFee>0.00</ord:RecyclingFee>
<ord:Quantity>1</ord:Quantity><ord:RestockQuantity>true</ord:RestockQuantity>
<ord:AdjustmentReason>CustomerReturnedItem</ord:AdjustmentReason><ord:SellerRefundID>rma-1</ord:SellerRefundID>
<ord:LineItemID>7</ord:LineItemID></ord:RefundItem>"""
UNSHIPPED, SHIPPED = a_soap_order(*two_lines(), shipped=False), a_soap_order(*two_lines())


def in_one_line(text):
    """Line ends between and within tags are for the reader of this file."""
    head, _, rest = text.partition("?>\n")
    return f"{head}?>\n" + rest.replace("\n", "")


def shipment(kind, lines=""):
    return f"""<web:SubmitOrderShipmentList><web:accountID>{ACCOUNT_ID}</web:accountID><web:shipmentList>
<web:OrderID>1</web:OrderID><web:ShipmentType>{kind}</web:ShipmentType><web:{kind}Shipment>{lines}{LEFT}
</web:{kind}Shipment></web:shipmentList></web:SubmitOrderShipmentList>"""


def of_sku(sku, quantity):
    return f"<web:LineItemList><web:SKU>{sku}</web:SKU><web:Quantity>{quantity}</web:Quantity></web:LineItemList>"


def refunded(inner):
    return f"""<web:SubmitOrderRefund><web:accountID>{ACCOUNT_ID}</web:accountID><web:request>
<ord:OrderID>1</ord:OrderID>{inner}</web:request></web:SubmitOrderRefund>"""


def marked(truth):
    return f"""<web:SetOrdersExportStatus><web:accountID>{ACCOUNT_ID}</web:accountID>
<web:orderIDList><web:int>1</web:int></web:orderIDList><web:markAsExported>{truth}</web:markAsExported>
</web:SetOrdersExportStatus>"""


A_RETURN = refund(of("7", "1.0"), reason=RefundReason.CUSTOMER_RETURNED_ITEM, restock=True)
SHIPPING_ONLY = """<ord:Amount>9.95</ord:Amount><ord:AdjustmentReason>GeneralAdjustment</ord:AdjustmentReason>
<ord:SellerRefundID>rma-1</ord:SellerRefundID>"""
GOLDEN = {
    "every line of an order": (UNSHIPPED, ship(), shipment("Partial", of_sku("SKU-7", 3) + of_sku("SKU-8", 1))),
    "a part of a line": (UNSHIPPED, ship(of("7", "2.00")), shipment("Partial", of_sku("SKU-7", 2))),
    "what is left": (
        with_left(UNSHIPPED, line7=1),
        ship(),
        shipment("Partial", of_sku("SKU-7", 2) + of_sku("SKU-8", 1)),
    ),
    "a whole order whose lines share a SKU": (
        a_soap_order(*two_lines(sku="SKU-7"), shipped=False),
        ship(),
        shipment("Full"),
    ),
    "a SKU with signs of XML": (
        a_soap_order(a_line(sku="A&B <1>"), shipped=False),
        ship(),
        shipment("Partial", of_sku("A&amp;B &lt;1&gt;", 3)),
    ),
    "one unit that came back": (SHIPPED, A_RETURN, refunded(f"<ord:RefundItems>{UNIT}</ord:RefundItems>")),
    "shipping alone": (SHIPPED, refund(amounts=amounts(shipping="9.95")), refunded(SHIPPING_ONLY)),
    "a mark": (SHIPPED, acknowledge(), marked("true")),
    "a mark taken away": (SHIPPED, acknowledge(exported=False), marked("false")),
}


@pytest.mark.parametrize(("document", "intent", "body"), GOLDEN.values(), ids=list(GOLDEN))
def test_an_action_is_told_in_exactly_these_letters(document, intent, body):
    (step,) = a_plan(document, intent).steps
    assert step.request.body == in_one_line(ENVELOPE % body)
    service = "ShippingService" if intent.kind == "ship" else "OrderService"
    operation = re.search("<web:([A-Za-z]+)>", body)[1]
    assert (step.request.method, step.request.path) == ("POST", f"/ChannelAdvisorAPI/v7/{service}.asmx")
    assert step.request.headers["SOAPAction"] == f'"http://api.channeladvisor.com/webservices/{operation}"'
    assert step.request.headers["Content-Type"] == "text/xml; charset=UTF-8"


def elements(request, name):
    return re.findall(f"<ord:{name}>([^<]*)<", request.body)


def test_a_whole_order_is_refunded_by_one_request_that_names_every_line():
    (step,) = a_plan(SHIPPED, refund()).steps
    assert elements(step.request, "LineItemID") == ["7", "8"]
    assert set(elements(step.request, "SellerRefundID")) == {"rma-1"} == {step.draft.echo}
    assert elements(step.request, "Quantity") == ["3", "1"]
    assert step.draft.item_ids == (), "it is about the order as a whole: a line that comes in ends the approval"


def test_lines_of_a_part_are_refunded_one_request_each_with_an_id_of_its_own():
    plan = a_plan(SHIPPED, refund(of("7", 1), of("8")))
    assert [step.draft.echo for step in plan.steps] == ["rma-1-7", "rma-1-8"]
    assert [elements(step.request, "SellerRefundID") for step in plan.steps] == [["rma-1-7"], ["rma-1-8"]]
    assert (plan.amount, plan.money_from) == (Decimal("24.52"), MoneyFrom.THIS_CALL)


def test_amazon_is_canceled_by_a_refund_of_every_line_with_its_reason():
    document = a_soap_order(*two_lines(), marketplace=M.AMAZON, shipped=False)
    (step,) = a_plan(document, cancel()).steps
    assert elements(step.request, "AdjustmentReason") == ["BuyerCancelled", "BuyerCancelled"]
    assert elements(step.request, "Amount") == ["44.85", "5.00"]


@pytest.mark.parametrize(
    "intent",
    [refund(), refund(of("7", 1)), refund(of("7", 1), of("8")), refund(of("7", 1, item="1.00"))],
)
@pytest.mark.parametrize("marketplace", [M.AMAZON, M.RAKUTEN, M.EBAY, M.NEWEGG, M.WALMART, M.DIRECT, None])
def test_a_refund_of_lines_never_goes_without_items(marketplace, intent):
    document = a_soap_order(*two_lines(), marketplace=marketplace, site="ATLANTIS" if marketplace is None else None)
    for step in a_plan(document, intent).steps:
        assert elements(step.request, "LineItemID")
        for name in ("Amount", "TaxAmount", "ShippingAmount", "ShippingTaxAmount", "GiftWrapAmount", "RecyclingFee"):
            assert len(elements(step.request, name)) == len(elements(step.request, "LineItemID")), "written out"


def test_an_instant_of_another_zone_is_told_in_utc_and_by_24_hours():
    at = datetime(2026, 9, 29, 23, 30, tzinfo=timezone(timedelta(hours=-4)))
    (step,) = a_plan(UNSHIPPED, ship(shipped_at=at.astimezone(timezone(timedelta(hours=9))))).steps
    assert "<web:DateShippedGMT>2026-09-30T03:30:00<" in step.request.body


def test_a_shipment_without_tracking_says_nothing_of_it():
    (step,) = a_plan(UNSHIPPED, ship(**dict.fromkeys(UPS))).steps
    assert not re.search("Carrier|Class|Tracking|DateShipped", step.request.body)


def test_amazon_is_told_a_number_and_always_the_same_one():
    document = a_soap_order(*two_lines(), marketplace=M.AMAZON, shipped=False)
    echoes = {a_plan(document, ship(key=key)).steps[0].draft.echo for key in ("ship-1", "ship-1", "ship-2")}
    assert len(echoes) == 2 and all(echo.isdigit() and len(echo) == 18 for echo in echoes)
    assert a_plan(document, ship(key="4711")).steps[0].draft.echo == "4711"


@pytest.mark.parametrize("text", [mark("password"), mark("developer_key")])
def test_a_secret_cannot_be_fetched_out_by_a_text_that_looks_like_its_place(text):
    by_intent = asked(UNSHIPPED, ship(tracking_number=text))
    assert isinstance(by_intent, Refusal) and by_intent.trap == "ODD-TEXT"
    by_order = asked(a_soap_order(a_line(sku=text), shipped=False), ship())
    assert isinstance(by_order, Refusal) and "place of a secret" in by_order.sentence


def test_a_text_that_xml_cannot_hold_is_refused_in_words():
    document = replace(UNSHIPPED, order_items=(replace(a_line(), sku="bell \x07"),))
    assert "sign that XML cannot hold" in asked(document, ship()).sentence


def test_an_order_that_does_not_say_whose_it_is_is_not_written_to():
    assert asked(a_soap_order(hub_account_id=None), acknowledge()).sentence == "the order does not say whose it is"


def test_every_reason_of_ours_has_a_word_of_theirs():
    assert set(REASONS) == set(RefundReason)


def test_a_correction_tells_the_fulfillment_whole_with_what_is_new_and_its_state_as_it_was_read():
    (parcel,) = SHIPPED.fulfillments
    was = replace(
        parcel, channel_type="Ship", channel_delivery_status="Complete", seller_fulfillment_id="ship-1",
        shipping_cost_amount=Decimal("4.1000"),
    )  # fmt: skip
    plan = a_plan(replace(SHIPPED, fulfillments=(was,)), correct(shipped_at=None, tracking_number="1Z777"))
    told = re.search("<soapenv:Body>(.*)</soapenv:Body>", plan.steps[0].draft.request.body)[1]
    shipped = f"<web:ShippedDateGMT>{was.shipped_at:%Y-%m-%dT%H:%M:%S}</web:ShippedDateGMT>" if was.shipped_at else ""
    assert told == (
        f"<web:UpdateOrderFulfillments><web:accountID>{ACCOUNT_ID}</web:accountID><web:orderID>1</web:orderID>"
        "<web:fulfillmentUpdateList><web:FulfillmentUpdateSubmit><web:FulfillmentID>f1</web:FulfillmentID>"
        "<web:FulfillmentType>Ship</web:FulfillmentType><web:FulfillmentStatus>Complete</web:FulfillmentStatus>"
        "<web:CarrierCode>UPS</web:CarrierCode><web:ClassCode>GROUND</web:ClassCode>"
        "<web:TrackingNumber>1Z777</web:TrackingNumber><web:Cost>4.1000</web:Cost>"
        f"{shipped}<web:SellerFulfillmentID>ship-1</web:SellerFulfillmentID>"
        "</web:FulfillmentUpdateSubmit></web:fulfillmentUpdateList></web:UpdateOrderFulfillments>"
    )
    assert plan.money_from is MoneyFrom.NOBODY and plan.amount == 0
