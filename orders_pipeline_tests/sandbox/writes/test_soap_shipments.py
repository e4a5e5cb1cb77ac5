"""Shipments and export marks of the SOAP dialect, and the faults around its writes."""

import contextlib
from decimal import Decimal

import pytest
from lxml import etree

from orders_pipeline.sandbox.faults import OF_WRITES, Fault
from orders_pipeline.sandbox.server import running
from orders_pipeline.sandbox.world import US_PROFILE, World, a_line, an_order
from orders_pipeline_tests.sandbox.writes.conftest import the_seeds_order
from orders_pipeline_tests.sandbox.writes.soap import Desk, elements

BY = {"CarrierCode": "FEDEX", "ClassCode": "GROUND", "TrackingNumber": "F1"}
FULL = {"ShipmentType": "Full", "FullShipment": {"DateShippedGMT": "2026-09-29T08:00:00"} | BY}
TEXT = (
    "An unexpected error occurred involving Order {}.  Please make sure sufficient unshipped quantity exists on the"
    " order and that the Carrier and Class Codes are valid."
)


def part(*lines, **fields):
    told = [{"SKU": sku, "Quantity": quantity} for sku, quantity in lines]
    return {"ShipmentType": "Partial", "PartialShipment": {"LineItemList": told} | BY | fields}


@pytest.fixture
def desk():
    with contextlib.ExitStack() as stack:

        def start(*lives, **options):
            world = World(orders=0)
            for life in lives or (the_seeds_order(),):
                world.with_order(life)
            hub = stack.enter_context(running(world, **options))
            return Desk(hub, hub.soap_account_id(US_PROFILE), next(iter(world.lives)))

        yield start


def test_a_full_shipment_ships_everything_and_once(desk):
    here = desk()
    assert here.ship(FULL) == [(True, None)]
    assert here.status()["ShippingStatus"] == "Shipped"
    assert here.parcels() == [("shipped", "FEDEX", "F1", {here.lines[0]: 3})]
    assert str(here.state().parcels[0].shipped_at) == "2026-09-29 08:00:00+00:00"
    assert here.at_rest()["ShippingStatus"] == "Shipped"
    assert here.ship(FULL) == [(False, TEXT.format(1))]
    assert [effect.kind for entry in here.ledger for effect in entry.effects] == ["ship"]


def test_parts_ship_until_the_order_is_shipped(desk):
    here = desk()
    assert here.ship(part(("KNIFE-8", 2), SellerFulfillmentID="SHIP-1")) == [(True, None)]
    assert here.status()["ShippingStatus"] == "PartiallyShipped"
    (history,) = here.caller.history("GetOrderShipmentHistoryList", [1])
    assert "SHIP-1" in etree.tostring(history).decode()
    assert here.ship(part(("KNIFE-8", 2))) == [(False, TEXT.format(1))]
    assert here.ship(part(("KNIFE-8", 1))) == [(True, None)]
    assert here.status()["ShippingStatus"] == "Shipped"


def test_one_sku_on_two_lines_fills_the_lowest_line_first(desk):
    here = desk(the_seeds_order(lines=(a_line("MUG", 2, "1.00"), a_line("MUG", 3, "2.00"))))
    first, second = here.lines
    assert here.ship(part(("MUG", 3))) == [(True, None)]
    assert here.ledger.entries[0].effects[0].units == {first: 2, second: 1}
    assert here.ship(part(("MUG", 3))) == [(False, TEXT.format(1))]


def test_each_entry_is_answered_by_its_position_and_one_failure_stops_no_other(desk):
    here = desk(the_seeds_order(1), the_seeds_order(2), the_seeds_order(3))
    wrong = FULL | {"FullShipment": BY | {"ClassCode": "GND"}}
    told = here.ship(wrong, FULL | {"OrderID": 2}, FULL | {"OrderID": 4711}, FULL | {"OrderID": 3})
    assert told == [(False, TEXT.format(1)), (True, None), (False, TEXT.format(4711)), (True, None)]
    assert [entry.order_id for entry in here.ledger] == [2, 3]
    assert len({entry.request for entry in here.ledger}) == 1


@pytest.mark.parametrize(
    ("fields", "is_fine"),
    [
        ({"CarrierCode": "UPS", "ClassCode": "GROUND"}, True),
        ({"CarrierCode": "USPS", "ClassCode": "PRIORITY"}, True),
        ({"CarrierCode": "UPS", "ClassCode": "GND"}, False),
        ({"CarrierCode": "ups", "ClassCode": "GROUND"}, False),
        ({"CarrierCode": "UPS"}, False),
        ({"ClassCode": "GROUND"}, False),
        ({}, True),
    ],
)
def test_carrier_and_class_go_together_and_must_be_on_the_account_s_list(desk, fields, is_fine):
    here = desk()
    assert here.ship({"ShipmentType": "Full", "FullShipment": fields | {"TrackingNumber": "T"}})[0][0] is is_fine


@pytest.mark.parametrize(
    "bad",
    [
        part(("NOBODY", 1)),
        part(("KNIFE-8", 0)),
        part(("KNIFE-8", -1)),
        part(("KNIFE-8", 4)),
        part(("KNIFE-8", 2), ("KNIFE-8", 2)),
        part(),
        {"ShipmentType": "Partial"},
        {"ShipmentType": "Full"},
        {"ShipmentType": "full"} | {"FullShipment": BY},
        {"ShipmentType": "Full", "PartialShipment": BY},
        {"FullShipment": BY},
        {"OrderId": 1, "OrderID": None} | FULL,
        part(("KNIFE-8", 1), FulfillmentStatus="Canceled"),
        part(("KNIFE-8", 1), FulfillmentType="Balloon"),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused_and_changes_nothing(desk, bad):
    here = desk()
    ((is_done, message),) = here.ship(bad)
    assert not is_done and message
    assert len(here.ledger) == 0


def test_names_of_version_6_are_dropped_silently_and_their_fields_are_empty(desk):
    here = desk()
    old = {"dateShippedGMT": "2026-09-29T08:00:00", "carrierCode": "UPS", "classCode": "GND", "trackingNumber": "T"}
    assert here.ship({"ShipmentType": "Full", "FullShipment": old}) == [(True, None)]
    (parcel,) = here.state().parcels
    assert (parcel.state, parcel.tracking_number) == ("shipped", None)


def test_an_order_can_be_named_by_its_number(desk):
    here = desk()
    by_number = {"OrderID": None, "ClientOrderIdentifier": here.number} | FULL
    assert here.ship(by_number) == [(True, None)]
    assert here.ship(by_number) == [(False, TEXT.format(here.number))]


def test_what_the_marketplace_ships_is_not_shipped_here(desk):
    here = desk(an_order(1, "external", market="amazon_us"))
    assert here.ship(FULL) == [(False, TEXT.format(1))]


def test_a_fulfillment_s_tracking_can_be_corrected(desk):
    here = desk()
    here.ship(FULL)
    parcel_id = here.state().parcels[0].parcel_id
    inner = elements("web", {"orderID": 1, "fulfillmentUpdateList": {"FulfillmentUpdateSubmit": [
        {"FulfillmentID": parcel_id, "TrackingNumber": "F2"}, {"FulfillmentID": 9, "TrackingNumber": "F3"},
        {"FulfillmentID": parcel_id, "CarrierCode": "UPS", "ClassCode": "GND"},
    ]}})  # fmt: skip
    *_, data = here.told("UpdateOrderFulfillments", inner)
    assert [(entry[0].text, entry[1].text) for entry in data] == [
        (str(parcel_id), "true"), ("9", "false"), (str(parcel_id), "false"),
    ]  # fmt: skip
    assert here.parcels() == [("shipped", "FEDEX", "F2", {here.lines[0]: 3})]
    assert [effect.kind for entry in here.ledger for effect in entry.effects] == ["ship", "correct"]


def test_export_marks_answer_per_identifier_and_hide_orders_from_who_shares_the_key(desk):
    here = desk(the_seeds_order(1), the_seeds_order(2))
    number = here.hub.world.lives[2].order.site_order_id
    told = here.export([1, 4711], [number, "nobody's"])
    assert told == [("1", None, True), ("4711", None, False), (None, number, True), (None, "nobody's", False)]
    assert here.caller.ids(ExportState="NotExported") == []
    assert here.export([1]) == [("1", None, True)]  # once more is fine
    assert here.export([1], marked="false") == [("1", None, True)]
    assert here.caller.ids(ExportState="NotExported") == [1]
    assert [entry.effects[0].kind for entry in here.ledger] == ["mark", "mark", "unmark"]
    assert here.hub.sandbox.channeladvisor.exports.is_marked(here.hub.soap_developer_key, 2)


def test_a_mark_that_does_not_say_which_way_takes_it_away(desk):
    here = desk()
    here.export([1])
    assert here.export([1], marked=None) == [("1", None, True)]
    assert here.caller.ids(ExportState="Exported") == []


def test_no_list_at_all_is_an_empty_success(desk):
    assert desk().export([]) == []


def test_numbers_of_the_seller_are_set_by_position(desk):
    here = desk(the_seeds_order(1), the_seeds_order(2))
    inner = elements("web", {"orderIDList": {"int": [1, 9]}, "sellerOrderIDList": {"string": ["A", "B"]}})
    *_, data = here.told("SetSellerOrderID", inner)
    assert ([each.text for each in data], here.shown()["SellerOrderID"]) == (["1"], "A")
    inner = elements("web", {"orderIDList": {"int": [1]}, "sellerOrderIDList": {"string": ["A", "B"]}})
    assert here.told("SetSellerOrderID", inner)[:2] == ("Failure", 12)


@pytest.mark.parametrize("name", sorted(OF_WRITES))
def test_faults_of_writes_strike_here_too_and_leave_reading_alone(desk, name):
    options = {"seconds": 0.0, "world_seconds": 0.0}
    here = desk(faults=[Fault(name, probability=1.0, options=options)])
    here.status()
    assert here.hub.faults.struck == []
    inner = elements("web", {"shipmentList": {"OrderID": 1} | FULL})
    with contextlib.suppress(OSError):
        here.caller.post(
            "SubmitOrderShipmentList", here.caller.account() + inner, service="Shipping", allow_redirects=False
        )
    here.status()
    assert here.hub.faults.struck == [(name, 1)]
    is_unsent = {"write_reset_before", "write_timeout_before", "write_redirect"}
    is_before = name.endswith("_before") or name in is_unsent
    if name != "write_html":
        assert len(here.ledger) == (0 if is_before else 1)


@pytest.mark.parametrize("kind", ["text/xml", "application/soap+xml"])
def test_a_write_is_known_as_one_by_its_action_in_both_versions(desk, kind):
    here = desk(faults=[Fault("write_5xx_before", nth=(1,), path="#SetOrdersExportStatus")])
    inner = here.caller.account() + elements("web", {"orderIDList": {"int": [1]}, "markAsExported": "true"})
    statuses = [here.caller.post("SetOrdersExportStatus", inner, kind=kind).status_code for _ in range(2)]
    assert (statuses[0] >= 500, statuses[1], len(here.ledger)) == (True, 200, 1)


def test_a_write_with_a_wrong_key_is_a_fault_in_http_200_and_changes_nothing(desk):
    here = desk()
    here.caller.password = "not it"
    inner = here.caller.account() + elements("web", {"shipmentList": {"OrderID": 1} | FULL})
    answer = here.caller.post("SubmitOrderShipmentList", inner, service="Shipping")
    assert (answer.status_code, b"Authentication failed" in answer.content, len(here.ledger)) == (200, True, 0)


def test_an_order_of_another_account_is_not_there(desk):
    here = desk()
    here.caller.account_id = here.hub.soap_account_id(US_PROFILE, "CAD")
    assert here.ship(FULL) == [(False, TEXT.format(1))]
    assert here.export([1]) == [("1", None, False)]


def test_an_armed_fault_refuses_one_shipment_of_several(desk):
    here = desk(the_seeds_order(1), the_seeds_order(2), faults=[Fault("soap_entry_refused", nth=(1,))])
    told = here.ship(FULL, FULL | {"OrderID": 2})
    assert sorted(done for done, _ in told) == [False, True]
    assert len(here.ledger) == 1


def test_the_costs_of_a_shipment_are_kept(desk):
    here = desk()
    here.ship({"ShipmentType": "Full", "FullShipment": BY | {"ShipmentCost": "7.25"}})
    assert here.state().parcels[0].shipping_cost == Decimal("7.25")
