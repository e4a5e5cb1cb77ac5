"""Cancellations and refunds in the REST dialect: who decides which, how much goes back, and what comes of it later."""

from decimal import Decimal

import pytest

from orders_pipeline.sandbox.world import a_line, an_order
from orders_pipeline_tests.sandbox.writes.conftest import KNIVES, money, the_seeds_order

A_THIRD = ("14.95", "1.20", "3.32", "0.05")
EVERYTHING = ("44.85", "3.59", "9.95", "0.15")


def shipped(**fields):
    return the_seeds_order(shipped=True, **fields)


def partly(desk, market="ebay_us", **settings):
    """Five ordered, three shipped."""
    here = desk(an_order(1, lines=(a_line("MUG", 5, "10.00", tax="5.00"),), market=market), **settings)
    assert here.ship(Items=[{"OrderItemID": here.lines[0], "Quantity": 3}]).status_code == 204
    return here


def kinds(here):
    return [(a["Type"], a["Quantity"], f"{a['ItemAdjustment']:.2f}") for a in here.adjustments()]


def test_one_of_three_shipped_units_returns_its_share_of_everything(desk):
    here = desk(shipped())
    answer = here.adjust(0, Quantity=1, Reason="CustomerReturnedItem", SellerAdjustmentID="SampleAdjustmentID-12345")
    assert (answer.status_code, answer.content) == (204, b"")
    (made,) = here.adjustments()
    assert (made["Type"], money(made), made["Reason"], made["SellerAdjustmentID"]) == (
        "Refund", A_THIRD, "CustomerReturnedItem", "SampleAdjustmentID-12345",
    )  # fmt: skip
    assert (made["CreatedSource"], made["RequestStatus"], made["IsRestock"]) == ("Api", "SubmittedNotProcessed", False)
    assert here.ledger.entries[0].total == Decimal("19.52")


@pytest.mark.parametrize(("caps", "last"), [(True, ("14.95", "1.19", "3.31", "0.05")), (False, A_THIRD)])
def test_the_last_of_three_single_refunds_is_cut_to_what_is_left_or_is_a_cent_too_much(desk, caps, last):
    here = desk(shipped(), channeladvisor_caps=caps)
    for number in range(3):
        assert here.adjust(0, Quantity=1, SellerAdjustmentID=f"rma-{number}").status_code == 204
    assert [money(each) for each in here.adjustments()] == [A_THIRD, A_THIRD, last]
    if caps:
        assert here.adjust(0, Quantity=1).status_code == 400
        assert here.ledger.returned(1) == {
            "item": Decimal("44.85"), "tax": Decimal("3.59"), "shipping": Decimal("9.95"),
            "shipping_tax": Decimal("0.15"),
        }  # fmt: skip


def test_given_amounts_are_honoured_and_what_is_not_given_is_nothing(desk):
    here = desk(shipped())
    here.adjust(0, Quantity=1, ItemAdjustment=5, ShippingAdjustment=1.25)
    assert money(here.adjustments()[0]) == ("5.00", "0.00", "1.25", "0.00")


def test_what_is_not_given_can_be_computed(desk):
    here = desk(shipped())
    here.adjust(0, Quantity=1, ItemAdjustment=5, ForceCalculateOmittedAmounts=True)
    assert money(here.adjustments()[0]) == ("5.00", "1.20", "3.32", "0.05")


def test_before_shipment_it_is_a_cancellation_and_the_order_is_canceled_when_it_is_done(desk):
    here = desk()
    assert here.adjust(0).status_code == 204
    (made,) = here.adjustments()
    assert (made["Type"], made["Quantity"], money(made)) == ("Cancellation", 3, EVERYTHING)
    assert here.order()["ShippingStatus"] == "Unshipped"
    assert here.ship().status_code == 400  # held for the cancellation
    here.pass_minutes(10)
    order = here.order()
    assert (order["ShippingStatus"], order["Fulfillments"][0]["DeliveryStatus"]) == ("Canceled", "Canceled")
    assert (order["TotalPrice"], order["Items"][0]["TaxPrice"]) == (Decimal("58.54"), Decimal("3.59"))


def test_keeping_a_fee_before_shipment_returns_everything_whatever_the_marketplace(desk):
    for market in ("ebay_us", "wish", "amazon_us", "walmart_us"):
        here = desk(the_seeds_order(market=market))
        here.adjust(0, ItemAdjustment=39.85, TaxAdjustment=3.59, ShippingAdjustment=9.95)
        assert money(here.adjustments()[0]) == EVERYTHING, market


@pytest.mark.parametrize(
    ("market", "returned"),
    [
        ("ebay_us", ("44.85", "3.59", "0.00", "0.00")),
        ("wish", ("44.85", "3.59", "0.00", "0.00")),
        ("amazon_us", EVERYTHING),
        ("walmart_us", EVERYTHING),
        ("direct_sale", EVERYTHING),
        ("target_plus", EVERYTHING),
    ],
)
def test_keeping_the_shipping_before_shipment_works_at_ebay_and_wish_alone(desk, market, returned):
    here = desk(the_seeds_order(market=market))
    here.adjust(0, ItemAdjustment=44.85, TaxAdjustment=3.59, RefundOnly=True)
    (made,) = here.adjustments()
    assert (made["Type"], money(made)) == ("Cancellation", returned)


def test_one_unit_canceled_at_ebay_without_its_shipping_returns_exactly_what_is_given(desk):
    here = desk()
    here.adjust(0, Quantity=1, ItemAdjustment=14.95, TaxAdjustment=1.20, RefundOnly=True)
    assert here.ledger.entries[0].total == Decimal("16.15")
    here.pass_minutes(10)
    assert here.ship().status_code == 204
    assert here.ledger.entries[-1].effects[0].units == {here.lines[0]: 2}


def test_on_a_partly_shipped_line_a_unit_that_is_not_shipped_is_canceled(desk):
    here = partly(desk)
    here.adjust(0, Quantity=1)
    assert kinds(here) == [("Cancellation", 1, "10.00")]
    here.pass_minutes(10)
    assert here.ship(Items=[{"OrderItemID": here.lines[0], "Quantity": 2}]).status_code == 400
    assert here.ship(Items=[{"OrderItemID": here.lines[0], "Quantity": 1}]).status_code == 204


def test_on_a_partly_shipped_line_refund_only_refunds_a_shipped_unit(desk):
    here = partly(desk)
    here.adjust(0, Quantity=1, RefundOnly=True)
    assert kinds(here) == [("Refund", 1, "10.00")]
    assert here.adjust(0, Quantity=4, RefundOnly=True).status_code == 400
    assert here.ship().status_code == 204


def test_more_than_the_unshipped_units_cancels_those_and_refunds_the_rest(desk):
    here = partly(desk)
    here.adjust(0, Quantity=4, SellerAdjustmentID="one")
    assert kinds(here) == [("Cancellation", 2, "20.00"), ("Refund", 2, "20.00")]
    (entry,) = [entry for entry in here.ledger if entry.operation == "adjust_item"]
    assert [effect.kind for effect in entry.effects] == ["cancel", "refund"]
    assert entry.seller_ids == ("one", "one")


@pytest.mark.parametrize("body", [None, {}, {"PreventSiteProcessing": True}])
def test_an_empty_adjustment_of_an_order_cancels_all_of_it(desk, body):
    here = desk(the_seeds_order(lines=(KNIVES, a_line("MUG", 2, "4.50", tax="0.75"))))
    assert here.write("Orders(1)/Adjust", body).status_code == 204
    (made,) = here.adjustments(None)
    (effect,) = here.ledger.entries[0].effects
    assert (made["Type"], effect.total) == ("Cancellation", here.order()["TotalPrice"])
    here.pass_minutes(10)
    assert here.order()["ShippingStatus"] == "Canceled"


def test_the_marketplace_can_be_left_out_and_then_no_money_moves(desk):
    here = desk(shipped())
    here.adjust(0, Quantity=1, PreventSiteProcessing=True)
    assert here.adjustments()[0]["RequestStatus"] == "PostProcessingComplete"
    assert (here.ledger.entries[0].effects[0].is_told, here.ledger.entries[0].total) == (False, 0)


def test_a_shipped_order_is_refunded_whole_or_by_a_sum(desk):
    here = desk(shipped())
    here.adjust(AdjustmentAmount=50, Reason="BuyerCancelled")
    here.adjust()
    first, rest = here.adjustments(None)
    assert money(first) == ("44.85", "3.59", "1.56", "0.00")
    assert money(rest) == ("0.00", "0.00", "8.39", "0.15")
    assert here.adjust().status_code == 400
    assert sum(here.ledger.returned(1).values()) == here.order()["TotalPrice"]


def test_a_sum_on_an_amazon_order_refunds_all_of_it(desk):
    here = desk(shipped(market="amazon_us"))
    here.adjust(AdjustmentAmount=1)
    assert here.ledger.entries[0].total == Decimal("58.54")


def test_an_order_partly_shipped_is_canceled_where_it_is_not_and_refunded_where_it_is(desk):
    here = partly(desk)
    here.adjust()
    assert [(a["Type"], a["ItemAdjustment"]) for a in here.adjustments(None)] == [("Cancellation", 20), ("Refund", 30)]
    assert here.ledger.entries[-1].total == here.order()["TotalPrice"]


def test_an_order_partly_shipped_keeps_its_unshipped_units_with_refund_only(desk):
    here = partly(desk)
    here.adjust(RefundOnly=True)
    assert [(a["Type"], a["ItemAdjustment"]) for a in here.adjustments(None)] == [("Refund", 30)]
    assert here.ship().status_code == 204


@pytest.mark.parametrize(
    ("market", "is_shipped", "line", "body"),
    [
        ("amazon_us", False, 0, {"Quantity": 1}),
        ("wish", False, 0, {"Quantity": 1}),
        ("newegg_us", False, 0, {}),
        ("walmart_us", True, None, {}),
        ("wish", True, 0, {}),
        ("newegg_us", True, 0, {"Quantity": 3}),
        ("newegg_us", True, None, {"AdjustmentAmount": 1}),
    ],
)
def test_what_the_marketplace_does_not_take_is_refused_at_once(desk, market, is_shipped, line, body):
    here = desk(the_seeds_order(market=market, shipped=is_shipped))
    answer = here.adjust(line, **body)
    assert answer.status_code == 400
    assert "does not support" in answer.json()["error"]["message"]
    assert len(here.ledger) == 0


def test_what_the_marketplace_does_not_take_may_fail_later_instead(desk):
    here = desk(the_seeds_order(market="amazon_us"), channeladvisor_matrix="error")
    assert here.adjust(0, Quantity=1).status_code == 204
    here.pass_minutes(10)
    assert here.adjustments()[0]["RequestStatus"] == "Error"
    (effect,) = here.ledger.entries[0].effects
    assert (str(effect.fails_at), here.ledger.entries[0].total) == ("2026-09-30 12:10:00+00:00", 0)
    assert here.ship().status_code == 204  # its unit is free again


def test_a_request_goes_through_its_steps_in_world_time_and_each_moves_the_update_time(desk):
    here = desk(shipped())
    here.adjust(0, Quantity=1, Restock=True)
    seen = []
    for minutes in (0, 2, 3, 5):
        here.pass_minutes(minutes)
        order = here.order()
        made = order["Items"][0]["Adjustments"][0]
        seen.append((made["RequestStatus"], made["SiteRefundDateUtc"], order["UpdatedDateUtc"][11:16]))
    assert seen == [
        ("SubmittedNotProcessed", None, "12:00"),
        ("ProcessedNotAcknowledged", None, "12:02"),
        ("AcknowledgedPostProcessingNotComplete", None, "12:05"),
        ("PostProcessingComplete", "2026-09-30T12:10:00Z", "12:10"),
    ]
    assert here.adjustments()[0]["RestockStatus"] == "PostProcessingComplete"


def test_the_steps_can_be_had_at_once(desk):
    here = desk(shipped(), writes_steps=(("processed", 0.0), ("done", 0.0)))
    here.adjust(0, Quantity=1)
    assert here.adjustments()[0]["RequestStatus"] == "PostProcessingComplete"


def test_the_seller_s_id_is_kept_and_not_unique(desk):
    here = desk(shipped())
    assert [here.adjust(0, Quantity=1, SellerAdjustmentID="same").status_code for _ in range(2)] == [204, 204]
    assert [a["SellerAdjustmentID"] for a in here.adjustments()] == ["same", "same"]


@pytest.mark.parametrize(
    "body",
    [
        {"Quantity": 0},
        {"Quantity": -1},
        {"Quantity": 4},
        {"Quantity": "1"},
        {"ItemAdjustment": -1},
        {"ItemAdjustment": 1.005},
        {"ItemAdjustment": "5.00"},
        {"ItemAdjustment": 0},
        {"ItemAdjustment": 60},
        {"Reason": "Whim"},
        {"Comment": "no such parameter"},
        {"restock": True},
        {"Restock": "true"},
    ],
)
def test_an_adjustment_that_makes_no_sense_is_refused(desk, body):
    here = desk(shipped())
    assert here.adjust(0, **body).status_code == 400
    assert (here.adjustments(), len(here.ledger)) == ([], 0)


@pytest.mark.parametrize("place", [0, None])
def test_not_even_ebay_gives_back_more_than_was_paid_before_shipment(desk, place):
    here = desk()
    amounts = {"ItemAdjustment": 58.55} if place == 0 else {"AdjustmentAmount": 58.55}
    assert here.adjust(place, RefundOnly=True, **amounts).status_code == 400
    assert here.adjust(place, RefundOnly=True, **dict.fromkeys(amounts, 50)).status_code == 204
    assert here.ledger.entries[0].total == 50


def test_more_than_was_paid_is_applied_only_by_a_hub_that_does_not_look(desk):
    here = desk(shipped(), channeladvisor_over_refund="apply")
    assert here.adjust(0, ItemAdjustment=100).status_code == 204
    assert here.ledger.entries[0].total == 100


def test_a_reason_may_be_its_number(desk):
    here = desk(shipped())
    here.adjust(0, Quantity=1, Reason="102")
    here.adjust(0, Quantity=1, Reason=106)
    assert [a["Reason"] for a in here.adjustments()] == ["CustomerReturnedItem", "CustomerExchange"]


@pytest.mark.parametrize(("prorates", "tax"), [(True, "4.15"), (False, "0.00")])
def test_tax_that_the_order_alone_has_is_shared_by_the_lines_value_or_not_at_all(desk, prorates, tax):
    line = a_line("MUG", 2, "50.00")
    here = desk(an_order(1, "order_level_tax", lines=(line,), shipped=True), channeladvisor_prorates=prorates)
    assert here.hub.world.lives[1].order.tax == Decimal("8.30")
    here.adjust(0, Quantity=1)
    assert money(here.adjustments()[0])[:2] == ("50.00", tax)


def test_amounts_keep_to_the_currency_s_minor_unit(desk):
    yen = an_order(1, lines=(a_line("MUG", 3, "1000", tax="91"),), currency="JPY", profile=23456789, shipped=True)
    here = desk(yen)
    here.adjust(0, Quantity=1)
    assert money(here.adjustments()[0])[:2] == ("1000.00", "30.00")
    assert here.adjust(0, Quantity=1, ItemAdjustment=0.5).status_code == 400


def test_refunds_of_orders_and_of_lines_together_never_give_back_more_than_was_paid(desk):
    here = desk(shipped())
    here.adjust(AdjustmentAmount=55)
    here.adjust(0, Quantity=3)
    assert here.ledger.entries[-1].total == Decimal("3.54")
    assert here.adjust(0, ItemAdjustment=0.01).status_code == 400


def test_an_unknown_line_or_order_is_not_found(desk):
    here = desk()
    assert here.write("OrderItems(5)/Adjust", {}).status_code == 404
    assert here.write("Orders(5)/Adjust", {}).status_code == 404
    assert here.caller.ask("Orders(1)/Adjust").status_code == 404  # GET: no such collection


def test_sites_tell_what_the_matrix_holds(desk):
    here = desk()
    found = {site["ID"]: site for site in here.caller.get("Sites")["value"]}
    assert len(found) > 15
    amazon, walmart = found[640], found[996]
    assert amazon["CancellationConfiguration"] == {
        "SupportsOrderCancellations": True,
        "SupportsOrderItemCancellations": True,
        "SupportsOrderItemRMACancellations": False,
    }
    assert walmart["RefundConfiguration"]["SupportsOrderRefunds"] is False
    assert {"Code": 100, "Description": "General adjustment"} in amazon["AdjustmentReasons"]
    assert here.caller.get("Sites(640)")["SiteName"] == amazon["SiteName"]
    assert here.caller.ask("Sites(4)").status_code == 404
