"""SubmitOrderRefund: what is refunded when what is said, what the answer tells, and what the two hubs show later."""

import contextlib
from decimal import Decimal

import pytest

from orders_pipeline.sandbox.faults import Fault
from orders_pipeline.sandbox.server import running
from orders_pipeline.sandbox.world import US_PROFILE, World, a_line, an_order
from orders_pipeline.sandbox.world.order import Payment
from orders_pipeline_tests.sandbox.channeladvisor_soap.conftest import as_dict
from orders_pipeline_tests.sandbox.writes.conftest import money, the_seeds_order
from orders_pipeline_tests.sandbox.writes.soap import Desk

A_THIRD = {"Amount": "14.95", "ShippingAmount": "3.32", "ShippingTaxAmount": "0.05", "TaxAmount": "1.20"}
ONE = {"SKU": "KNIFE-8"} | A_THIRD | {"Quantity": 1}
EVERYTHING = {
    "SKU": "KNIFE-8", "Amount": "44.85", "ShippingAmount": "9.95", "ShippingTaxAmount": "0.15", "TaxAmount": "3.59",
    "Quantity": 3,
}  # fmt: skip


@pytest.fixture
def desk():
    with contextlib.ExitStack() as stack:

        def start(*lives, **options):
            world = World(orders=0)
            for life in lives or (the_seeds_order(shipped=True),):
                world.with_order(life)
            hub = stack.enter_context(running(world, **options))
            return Desk(hub, hub.soap_account_id(US_PROFILE), next(iter(world.lives)))

        yield start


def shipped(**fields):
    return the_seeds_order(shipped=True, **fields)


def refused(answer, code):
    status, told, message, data = answer
    assert (status, told, data) == ("Failure", code, None) and message
    return True


def test_a_refund_of_one_unit_is_queued_and_shown_by_both_hubs(desk):
    here = desk()
    (echo,) = here.refund_items(ONE | {"AdjustmentReason": "CouldNotShip", "SellerRefundID": "rma-1"})
    assert echo["RefundRequested"] == "true" and int(echo["RefundRequestID"]) > 0
    assert (echo["Amount"], echo["TaxAmount"], echo["SellerRefundID"]) == ("14.9500", "1.2000", "rma-1")
    (entry,) = here.history()
    assert (entry["RefundRequestID"], entry["RefundRequestStatus"]) == (
        echo["RefundRequestID"], "SubmittedNotProcessed",
    )  # fmt: skip
    (made,) = here.at_rest()["Items"][0]["Adjustments"]
    assert (made["Type"], made["SellerAdjustmentID"], made["Reason"], money(made)) == (
        "Refund", "rma-1", "CouldNotShip", ("14.95", "1.20", "3.32", "0.05"),
    )  # fmt: skip
    (effect,) = here.ledger.entries[0].effects
    assert (effect.kind, effect.total, effect.seller_id) == ("refund", Decimal("19.52"), "rma-1")
    assert (here.ledger.entries[0].dialect, here.ledger.entries[0].operation) == (
        "channeladvisor_soap", "SubmitOrderRefund",
    )  # fmt: skip


def test_a_queued_refund_goes_through_the_documented_statuses(desk):
    here, seen = desk(), []
    here.refund(ONE)
    for minutes in (0, 2, 3, 5):
        here.pass_minutes(minutes)
        seen.append(here.history()[0]["RefundRequestStatus"])
    assert seen == [
        "SubmittedNotProcessed", "ProcessedNotAcknowledged", "AcknowledgedPostProcessingNotComplete",
        "PostProcessingComplete",
    ]  # fmt: skip
    assert here.history()[0]["RefundPaymentInfo"]["PaymentTransactionID"].startswith("TX")


def test_the_answer_looks_as_in_the_vendor_s_own_sample(desk):
    here = desk(shipped(lines=(a_line("8-inch", 1, "20.00"), a_line("6-inch", 1, "10.00"))))
    zero = {"ShippingTaxAmount": "0", "TaxAmount": "0.00", "Quantity": 1}
    first = {"SKU": "8-inch", "Amount": "0.00", "ShippingAmount": "0.00"} | zero
    second = {"SKU": "6-inch", "Amount": "0.0", "ShippingAmount": "0.01"} | zero | {"AdjustmentReason": "CouldNotShip"}
    told = here.refund_items(first, second, OrderID=None, ClientOrderIdentifier=here.number)
    assert [list(item) for item in told] == [
        ["SKU", "Amount", "ShippingAmount", "ShippingTaxAmount", "TaxAmount", "Quantity", "RefundRequestID",
         "RefundRequested", "AdjustmentReason"],
    ] * 2  # fmt: skip
    assert (told[0]["Amount"], told[0]["RefundRequested"], told[0]["AdjustmentReason"]) == (
        "0.00", "true", "GeneralAdjustment",
    )  # fmt: skip
    assert (told[1]["Amount"], told[1]["ShippingAmount"], told[1]["AdjustmentReason"]) == (
        "0.0", "0.0100", "CouldNotShip",
    )  # fmt: skip
    assert here.ledger.entries[0].total == Decimal("0.01")


def test_an_order_level_answer_has_only_the_identifier_that_was_sent_and_two_codes(desk):
    here = desk()
    status, code, message, data = here.refund(Amount="10.99")
    assert (status, code) == ("Success", 0) and message.startswith("Approved: Success - CorrelationID: ")
    assert [(child.tag.partition("}")[2], child.text) for child in data] == [("OrderID", "1"), ("MessageCode", "0")]
    assert here.ledger.entries[0].total == Decimal("10.99")
    assert here.history() == []  # it has no line
    assert here.status()["OrderRefundStatus"] == "OrderLevel"
    *_, data = here.refund(OrderID=None, ClientOrderIdentifier=here.number, Amount="1.00")
    assert [child.text for child in data] == [here.number, "0"]


def test_the_order_s_amount_reason_and_seller_s_id_are_ignored_beside_items(desk):
    here = desk()
    here.refund_items(ONE, Amount="58.54", AdjustmentReason="NotEvenAReason", SellerRefundID="of-the-order")
    (effect,) = here.ledger.entries[0].effects
    assert (effect.total, effect.seller_id) == (Decimal("19.52"), None)


@pytest.mark.parametrize("market", ["amazon_us", "buy_com"])
@pytest.mark.parametrize("fields", [{"Amount": "5.00"}, {"Amount": "0"}, {}, {"Amount": "9999.00"}])
def test_amazon_and_buy_com_without_items_refund_everything_whatever_the_amount_says(desk, market, fields):
    here = desk(shipped(market=market))
    assert here.refund(**fields)[:2] == ("Success", 0)
    assert here.ledger.entries[0].total == Decimal("58.54")
    assert refused(here.refund(Amount="1.00"), 11)


@pytest.mark.parametrize(
    "items",
    [
        "<ord:RefundItems />",
        "<ord:refundItems><ord:RefundItem><ord:SKU>KNIFE-8</ord:SKU></ord:RefundItem></ord:refundItems>",
        "<ord:RefundItems><ord:refundItem><ord:SKU>KNIFE-8</ord:SKU></ord:refundItem></ord:RefundItems>",
        "<ord:RefundItems><web:RefundItem><ord:SKU>KNIFE-8</ord:SKU></web:RefundItem></ord:RefundItems>",
        "<ord:RefundItem><ord:SKU>KNIFE-8</ord:SKU></ord:RefundItem>",
    ],
)
def test_items_that_are_empty_misnamed_or_misplaced_are_none_and_so_amazon_refunds_everything(desk, items):
    here = desk(shipped(market="amazon_us"))
    inner = f"<ord:OrderID>1</ord:OrderID><ord:Amount>5.00</ord:Amount>{items}"
    assert here.told("SubmitOrderRefund", f"<web:request>{inner}</web:request>")[0] == "Success"
    assert here.ledger.entries[0].total == Decimal("58.54")


def test_an_amount_of_an_item_out_of_its_place_is_nothing(desk):
    here = desk()
    (echo,) = here.refund_items({"SKU": "KNIFE-8", "Quantity": 1, "Amount": "14.95"})
    assert echo["RefundRequested"] == "true" and "Amount" not in echo
    assert here.ledger.entries[0].total == 0


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"OrderID": None}, 12),
        ({"OrderID": 0}, 12),
        ({"OrderID": 4711}, 1),
        ({"OrderID": None, "ClientOrderIdentifier": "nobody's"}, 1),
        ({"AdjustmentReason": "Sorry"}, 12),
        ({"Amount": None}, 12),
        ({"Amount": "0"}, 12),
        ({"Amount": "-5"}, 12),
        ({"Amount": "5.005"}, 12),
        ({"Amount": "58.55"}, 11),
    ],
)
def test_a_refund_of_an_order_that_makes_no_sense_fails_as_a_whole(desk, fields, code):
    here = desk()
    assert refused(here.refund(**{"Amount": "5.00"} | fields), code)
    assert len(here.ledger) == 0


@pytest.mark.parametrize("text", ["1,234.56", "much", "", "1e2", "NaN"])
def test_an_amount_that_is_no_decimal_is_a_fault(desk, text):
    here = desk()
    inner = f"<web:request><ord:OrderID>1</ord:OrderID><ord:Amount>{text}</ord:Amount></web:request>"
    answer = here.caller.post("SubmitOrderRefund", here.caller.account() + inner)
    assert (answer.status_code, b"Fault" in answer.content, len(here.ledger)) == (500, True, 0)


@pytest.mark.parametrize(
    "bad",
    [
        {"SKU": "NOBODY", "Amount": "1.00", "Quantity": 1},
        {"SKU": "knife-8", "Amount": "1.00", "Quantity": 1},
        {"SKU": "KNIFE-8", "Amount": "1.00", "Quantity": 4},
        {"SKU": "KNIFE-8", "Amount": "1.00", "Quantity": -1},
        {"SKU": "KNIFE-8", "Amount": "1.005", "Quantity": 1},
        {"SKU": "KNIFE-8", "Amount": "-1.00", "Quantity": 1},
        {"SKU": "KNIFE-8"},
        {"SKU": "KNIFE-8", "Amount": "1.00", "Quantity": 1, "LineItemID": 4711},
        {"Amount": "1.00", "Quantity": 1},
    ],
)
def test_a_refused_item_stands_under_an_outer_success_and_its_neighbour_is_refunded(desk, bad):
    here = desk()
    first, second = here.refund_items(bad, {"SKU": "KNIFE-8", "Amount": "2.00", "Quantity": 1})
    assert (first["RefundRequested"], first["RefundRequestID"]) == ("false", "0")
    assert second["RefundRequested"] == "true"
    assert [effect.total for effect in here.ledger.entries[0].effects] == [2]
    *_, data = here.refund(bad)
    assert as_dict(data[-2]) == "11"  # the inner code, where no item was taken
    assert len(here.ledger) == 1


def test_items_above_what_is_left_fail_together_and_change_nothing(desk):
    here = desk()
    dear = ONE | {"Amount": "50.00"}
    assert refused(here.refund(ONE, dear), 11)
    assert (len(here.ledger), here.history()) == (0, [])
    here.hub.writes.by_hand(1, {"item": Decimal("40.00")}, line_id=here.lines[0], quantity=1)
    assert refused(here.refund(ONE), 11)
    assert [entry["Amount"] for entry in here.history()] == ["40.0000"]  # what a person gave, and nothing else


def test_three_units_in_turn_return_what_was_paid_and_a_fourth_is_refused(desk):
    here = desk()
    for amounts in ({}, {"TaxAmount": "1.19", "ShippingAmount": "3.31"}, {"TaxAmount": "1.20"}):
        assert here.refund_items(ONE | amounts)[0]["RefundRequested"] == "true"
    assert here.ledger.returned(1) == {
        "item": Decimal("44.85"), "tax": Decimal("3.59"), "shipping": Decimal("9.95"), "shipping_tax": Decimal("0.15"),
    }  # fmt: skip
    assert refused(here.refund(ONE), 11)


def test_the_same_request_twice_refunds_twice(desk):
    here = desk()
    for _ in range(2):
        here.refund(ONE | {"SellerRefundID": "rma-1"})
    assert sum(here.ledger.returned(1).values()) == Decimal("39.04")
    assert [entry["SellerRefundID"] for entry in here.history()] == ["rma-1", "rma-1"]


def test_of_two_lines_with_one_sku_the_line_id_tells_which_else_the_lowest_with_units_left(desk):
    here = desk(shipped(lines=(a_line("MUG", 1, "5.00"), a_line("MUG", 1, "7.00"))))
    one = {"SKU": "MUG", "Amount": "1.00", "Quantity": 1}
    here.refund_items(one | {"LineItemID": here.lines[1]}, one, one)
    assert [effect.line_id for effect in here.ledger.entries[0].effects] == [here.lines[1], here.lines[0]]


def test_yahoo_stores_take_no_refund_at_all(desk):
    here = desk(shipped(market="yahoo_stores"))
    assert refused(here.refund(Amount="5.00"), 11) and refused(here.refund(ONE), 11)


def test_an_unpaid_order_is_not_refunded(desk):
    here = desk(an_order(1, "payment_failed", market="ebay_us"))
    assert refused(here.refund(Amount="1.00"), 11)


def coupon(order_id=1):
    paid = Payment(method="PayPal", transaction_id="PP1", paypal_account="payer@example.com")
    return shipped(order_id=order_id, payment=paid, promotion_code="SAVE", promotion=Decimal("-1.00"))


def test_an_order_with_a_paypal_coupon_is_refunded_as_a_whole_or_not_at_all(desk):
    here = desk(coupon())
    assert refused(here.refund(Amount="5.00"), 11) and refused(here.refund(ONE), 11)
    assert here.refund(Amount="58.54")[0] == "Success"
    assert desk(coupon(), soap_paypal_coupons=False).refund(ONE)[0] == "Success"


@pytest.mark.parametrize(("market", "restocks"), [("ebay_us", "true"), ("amazon_us", "false"), ("buy_com", "false")])
def test_restocking_is_done_where_the_marketplace_supports_it(desk, market, restocks):
    here = desk(shipped(market=market))
    assert here.refund_items(ONE | {"RestockQuantity": "true"})[0]["RestockQuantity"] == restocks
    here.pass_minutes(10)
    assert here.history()[0]["RestockQuantity"] == restocks
    strict = desk(shipped(market=market), soap_restock="refuse")
    assert strict.refund(ONE | {"RestockQuantity": "true"})[0] == "Success"
    assert len(strict.ledger) == (restocks == "true")


@pytest.mark.parametrize("items", [(), (EVERYTHING | {"AdjustmentReason": "BuyerCancelled"},)])
def test_a_full_refund_of_an_unshipped_amazon_order_for_such_a_reason_cancels_it(desk, items):
    here = desk(the_seeds_order(market="amazon_us"))
    assert here.refund(*items, AdjustmentReason="BuyerCancelled")[0] == "Success"
    assert here.ship({"ShipmentType": "Full", "FullShipment": {"TrackingNumber": "T"}})[0][0] is False
    here.pass_minutes(10)
    assert [parcel[0] for parcel in here.parcels()] == ["canceled"]
    assert here.at_rest()["ShippingStatus"] == "Canceled"
    assert here.ledger.entries[0].effects[0].kind == "cancel"
    assert here.ledger.entries[0].total == Decimal("58.54")


@pytest.mark.parametrize(
    ("life", "reason", "options"),
    [
        (the_seeds_order(market="amazon_us"), "GeneralAdjustment", {}),
        (the_seeds_order(market="ebay_us"), "BuyerCancelled", {}),
        (the_seeds_order(market="amazon_us", shipped=True), "BuyerCancelled", {}),
        (the_seeds_order(market="amazon_us"), "BuyerCancelled", {"soap_cancels": False}),
    ],
)
def test_any_other_full_refund_leaves_the_units_as_they_are(desk, life, reason, options):
    here = desk(life, **options)
    before = here.parcels()
    assert here.refund(Amount="58.54", AdjustmentReason=reason)[0] == "Success"
    here.pass_minutes(10)
    assert here.parcels() == before
    assert here.ledger.entries[0].effects[0].kind == "refund"


def test_a_part_of_an_unshipped_amazon_order_is_refunded_and_not_canceled(desk):
    here = desk(the_seeds_order(market="amazon_us"))
    here.refund_items(ONE | {"AdjustmentReason": "BuyerCancelled"})
    here.pass_minutes(10)
    assert here.parcels()[0][0] == "open" and here.ledger.entries[0].total == Decimal("19.52")


def test_canceling_the_checkout_is_known_to_this_hub_alone(desk):
    here = desk(the_seeds_order())
    inner = (
        "<web:updateOrderSubmitList><web:OrderUpdateSubmit><web:OrderID>1</web:OrderID><web:FlagStyle>RedFlag"
        "</web:FlagStyle><web:TransactionNotes><web:Note>called</web:Note></web:TransactionNotes><web:OrderStatusUpdate>"
        "<web:CheckoutPaymentStatus>CheckoutCanceledPaymentFailed</web:CheckoutPaymentStatus></web:OrderStatusUpdate>"
        "</web:OrderUpdateSubmit><web:OrderUpdateSubmit><web:OrderID>9</web:OrderID></web:OrderUpdateSubmit>"
        "</web:updateOrderSubmitList>"
    )
    *_, data = here.told("UpdateOrderList", inner)
    first, unknown = ([part[0].text for part in entry] for entry in data)
    assert (first, unknown) == (["true"] * 5, ["false"] * 5)
    told = here.shown()
    assert (told["OrderStatus"]["CheckoutStatus"], told["OrderStatus"]["PaymentStatus"]) == ("Cancelled", "Failed")
    assert (told["FlagStyle"], told["TransactionNotes"]) == ("RedFlag", "called")
    assert {effect.kind for effect in here.ledger.entries[0].effects} == {"edit"}
    assert here.parcels()[0][0] == "open"


def test_a_refund_refused_late_ends_in_error_and_returned_nothing(desk):
    here = desk(faults=[Fault("write_refused_late", nth=(1,))])
    assert here.refund_items(ONE)[0]["RefundRequested"] == "true"
    here.pass_minutes(10)
    assert here.history()[0]["RefundRequestStatus"] == "Error"
    assert here.status()["OrderRefundStatus"] == "FailedAttemptsOnly"
    assert here.ledger.returned(1) == {}


def test_a_refund_at_the_other_hub_counts_here(desk):
    here = desk()
    from orders_pipeline_tests.sandbox.conftest import Caller

    assert Caller(here.hub).ask(f"OrderItems({here.lines[0]})/Adjust", "POST", json={"Quantity": 3}).status_code == 204
    assert [entry["Quantity"] for entry in here.history()] == ["3"]
    assert refused(here.refund(ONE), 11)


def test_an_armed_fault_refuses_one_item_under_success(desk):
    here = desk(faults=[Fault("soap_entry_refused", nth=(1,), path="#SubmitOrderRefund")])
    assert here.export([1]) == [("1", None, True)]
    *_, data = here.refund(ONE)
    assert (as_dict(data[-2]), len(here.history())) == ("11", 0)
    assert here.refund_items(ONE)[0]["RefundRequested"] == "true"
