"""The elements of an order as a reader meets them: texts in and out of CDATA, absent things, odd forms, gotchas."""

import json
import re
from decimal import Decimal

import pytest
from lxml import etree

from orders_pipeline.sandbox.channelunity.document import tree_of
from orders_pipeline.sandbox.channelunity.kept import kept
from orders_pipeline.sandbox.channelunity.render import order_bytes
from orders_pipeline.sandbox.channelunity.subscriptions import SUBSCRIPTIONS
from orders_pipeline.sandbox.world import NOW, AddressEdited, World, a_line, an_order
from orders_pipeline.sandbox.world.order import Contact
from orders_pipeline_tests.sandbox.channelunity.conftest import payload


def shown(life, instant=NOW):
    """The order's element, as read back."""
    state = World(orders=0).with_order(life).order(life.order.order_id, instant)
    return etree.fromstring(order_bytes(tree_of(kept(state), life.order.order_id), life.order.order_id))


@pytest.fixture(scope="module")
def every(caller):
    return [order for each in SUBSCRIPTIONS for order in caller.orders(each.settings_link_id)]


@pytest.fixture(scope="module")
def raw(caller):
    return "".join(
        caller.post(caller.message("GetOrders", payload(each.settings_link_id))).text for each in SUBSCRIPTIONS
    )


def test_one_element_comes_in_cdata_and_without(raw):
    assert re.search(r"<ShipCity><!\[CDATA\[", raw)
    assert re.search(r"<ShipCity>\w", raw)
    assert re.search(r"<GrandTotal><!\[CDATA\[\d", raw)
    assert re.search(r"<GrandTotal>\d", raw)


def test_absent_things_come_empty_short_and_not_at_all(raw, every):
    assert "<ShipAddress3></ShipAddress3>" in raw
    assert "<ShipAddress3/>" in raw
    assert {order.find("ShipAddress3") is None for order in every} == {True, False}


def test_an_order_number_may_stand_in_whitespace(every):
    padded = [order for order in every if (text := order.findtext("RemoteOrderId")) != text.strip()]
    assert 0 < len(padded) < len(every) // 5


def test_purchase_dates_carry_an_offset(every):
    dates = {order.findtext("PurchaseDate") for order in every}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", date) for date in dates)
    assert {date[-6:] for date in dates} == {"+00:00", "+01:00", "-07:00"}


def test_instructions_come_under_either_name():
    found = set()
    for order_id in range(1, 60):
        order = shown(an_order(order_id))
        found |= {name for name in ("ShipDeliveryInstructions", "BuyerCheckoutMessage") if order.find(name) is not None}
    assert found == {"ShipDeliveryInstructions", "BuyerCheckoutMessage"}


def test_money_has_two_places_and_quantities_three(every):
    for order in every:
        places = 3 if order.findtext("Currency") == "KWD" else 2
        for name in ("ShipPrice", "GrandTotal", "OrderTax"):
            assert -Decimal(order.findtext(name)).as_tuple().exponent == places
        for quantity in order.iterfind("OrderItems/Item/Qty"):
            assert re.fullmatch(r"\d+\.000", quantity.text)


def test_american_tax_is_per_unit_and_the_total_is_without_it():
    order = shown(an_order(1, lines=(a_line("MUG", 3, "14.95", tax="3.59", shipping="9.95", shipping_tax="0.15"),)))
    item = order.find("OrderItems/Item")
    assert [item.findtext(name) for name in ("Qty", "Price", "Tax")] == ["3.000", "14.95", "1.20"]
    assert [order.findtext(name) for name in ("ShipPrice", "ShipTax", "GrandTotal", "OrderTax")] == [
        "9.95", "0.15", "54.80", "3.74",
    ]  # fmt: skip


@pytest.mark.parametrize("market", ["amazon_uk", "amazon_de", "zalando_de"])
def test_european_vat_is_inside_the_prices(market):
    line = a_line("MUG", 2, "12.00", tax="4.00", shipping="3.00", shipping_tax="0.50")
    order = shown(an_order(1, market=market, lines=(line,)))
    assert order.findtext("OrderItems/Item/Price") == "12.00"
    assert [order.findtext(name) for name in ("ShipPrice", "ShipTax", "GrandTotal", "OrderTax")] == [
        "3.00", "0.00", "27.00", "0.00",
    ]  # fmt: skip


def test_vat_that_the_marketplace_gives_apart_is_put_into_the_prices():
    order = shown(an_order(1, market="otto", lines=(a_line("MUG", 3, "10.00", tax="5.71"),)))
    assert order.findtext("OrderItems/Item/Price") == "11.90"
    assert (order.findtext("GrandTotal"), order.findtext("OrderTax")) == ("35.71", "0.00")


def test_the_tax_of_vat_orders_is_zero_or_empty(every):
    found = {order.findtext("OrderItems/Item/Tax") for order in every if order.findtext("Currency") == "GBP"}
    assert {text or None for text in found} == {"0.00", None}


def test_lines_with_one_sku_are_one_item():
    lines = (a_line("MUG", 1, "10.00", tax="0.80"), a_line("TEA"), a_line("MUG", 2, "13.00", tax="2.10"))
    order = shown(an_order(1, lines=lines))
    items = [[child.text for child in item if child.tag != "Name"] for item in order.iterfind("OrderItems/Item")]
    assert items == [["MUG", "3.000", "12.00", "0.97"], ["TEA", "1.000", "10.00", "0.00"]]


def test_a_bundle_s_sku_names_its_parts():
    assert shown(an_order(17, "bundle")).findtext("OrderItems/Item/SKU").endswith("^PART-BLADE^PART-HANDLE^PART-CASE")


def test_flags_are_joined_or_json(every):
    flags = {text for order in every if (text := order.findtext("OrderFlags"))}
    assert "AMAZON_FBA" in flags
    assert any("," in text and not text.startswith("{") for text in flags)
    assert {tuple(json.loads(text)) for text in flags if text.startswith("{")} == {("customer_number",)}


@pytest.mark.parametrize(("order_id", "has_address", "items"), [(3, True, True), (4, False, True), (5, False, False)])
def test_a_cancelled_order_may_lack_address_and_items(order_id, has_address, items):
    order = shown(an_order(order_id, "whole_cancel"), NOW)
    assert order.findtext("OrderStatus") == "Cancelled"
    assert (bool(order.findtext("ShipAddress1")), order.find("OrderItems/Item") is not None) == (has_address, items)
    assert order.findtext("GrandTotal") and order.findtext("PurchaseDate") and order.findtext("Currency")


@pytest.mark.parametrize(
    ("traits", "status"),
    [
        ((), "Processing"),
        (("on_hold", "held_for_long"), "OnHold"),
        (("payment_failed",), "OnHold"),
        (("third_party",), "Complete"),
        (("pending_shipment",), "Processing"),
        (("partial_shipment",), "Complete"),
        (("odd_shipping_word",), "AwaitingCourier"),
        (("odd_checkout_word",), "AwaitingReview"),
        (("odd_payment_word",), "PartiallyAuthorized"),
    ],
)
def test_the_status_follows_the_order_s_state(traits, status):
    assert shown(an_order(1000, *traits)).findtext("OrderStatus") == status


def test_a_partly_shipped_order_is_processing():
    life = an_order(1, "partial_shipment", lines=(a_line("MUG", 4),))
    moves = [event.at for event in life.events if type(event.change).__name__ == "ParcelsMoved"]
    assert shown(life, moves[0]).findtext("OrderStatus") == "Processing"
    assert shown(life, moves[-1]).findtext("OrderStatus") == "Complete"


def test_a_full_refund_after_shipping_is_cancelled_with_everything_there(world_of_300):
    lives = [an_order(order_id, "order_refund") for order_id in range(1, 40)]
    found = [shown(life) for life in lives]
    cancelled = [order for order in found if order.findtext("OrderStatus") == "Cancelled"]
    assert 0 < len(cancelled) < len(found)
    assert all(order.findtext("ShipAddress1") and order.find("OrderItems/Item") is not None for order in cancelled)


@pytest.mark.parametrize(
    ("market", "lines"),
    [
        ("amazon_de", ["c/o Neighbour", "Musterweg 1a", "2nd floor"]),
        ("ebay_uk", ["Musterweg 1a", "2nd floor", "c/o Neighbour"]),
    ],
)
def test_a_company_stands_first_on_amazon_germany_and_last_elsewhere(market, lines):
    person = Contact(
        first_name="Ann", company="c/o Neighbour", address_1="Musterweg 1a", address_2="2nd floor", country="DE"
    )
    life = an_order(1, market=market)
    world = World(orders=0).with_order(life).append(1, AddressEdited(person), NOW)
    order = shown(world.lives[1])
    assert [order.findtext(f"ShipAddress{number}") for number in (1, 2, 3)] == lines
    assert order.findtext("ShipRecipientName") == "Ann"


def test_amazon_s_mail_addresses_get_the_hub_s_domain(every):
    def domains(start):
        of_start = [order for order in every if order.findtext("ServiceSku").startswith(start)]
        return {mail.partition("@")[2] for order in of_start if (mail := order.findtext("BuyerEmail"))}

    assert domains("CU_AMZ") == {"channelunity.example"}
    assert domains("CU_EBAY") == {"example.com", "example.org"}


def test_ebay_alone_tells_its_record_number(every):
    with_number = {order.findtext("ServiceSku")[:7] for order in every if order.findtext("EbayRecordNumber")}
    assert with_number == {"CU_EBAY"}


def test_text_with_marks_and_the_end_of_cdata_comes_through():
    name = 'a]]>b & <c> "d" \U0001f381'
    for order_id in range(1, 5):
        order = shown(an_order(order_id, lines=(a_line("MUG", title=name),)))
        assert order.findtext("OrderItems/Item/Name") == name
