"""Shipments in the REST dialect as its document says, and what every later read shows of them."""

from datetime import timedelta

import pytest

from orders_pipeline.sandbox.world import NOW, a_line, an_order
from orders_pipeline.sandbox.writes.units import counts
from orders_pipeline_tests.sandbox.writes.conftest import the_seeds_order

UPS = {"ShippingCarrier": "UPS", "ShippingClass": "GROUND", "TrackingNumber": "1Z1"}


def items(desk, *quantities):
    return [{"OrderItemID": line, "Quantity": n} for line, n in zip(desk.lines, quantities, strict=True) if n]


def test_a_shipment_without_items_sends_everything_and_answers_nothing(desk):
    here = desk()
    answer = here.ship(**UPS, ShippedDateUtc="2026-09-03T15:00:00.1234567Z", SellerFulfillmentID="77")
    assert (answer.status_code, answer.content) == (204, b"")
    (parcel,), order = here.parcels(), here.order()
    assert (order["ShippingStatus"], order["ShippingDateUtc"]) == ("Shipped", "2026-09-30T12:00:00Z")
    assert (parcel["DeliveryStatus"], parcel["TrackingNumber"], parcel["SellerFulfillmentID"]) == (
        "Complete", "1Z1", "77",
    )  # fmt: skip
    assert parcel["ShippedDateUtc"].startswith("2026-09-03T15:00:00.12345")


def test_a_part_goes_into_a_fulfillment_of_its_own_and_the_rest_stays(desk):
    here = desk()
    assert here.ship(**UPS, Items=items(here, 2)).status_code == 204
    first, second = here.parcels()
    assert [p["DeliveryStatus"] for p in (first, second)] == ["NoChange", "Complete"]
    assert [p["Items"][0]["Quantity"] for p in (first, second)] == [1, 2]
    assert here.order()["ShippingStatus"] == "PartiallyShipped"
    assert here.ship(TrackingNumber="1Z2", Items=items(here, 1)).status_code == 204
    assert here.order()["ShippingStatus"] == "Shipped"
    assert [p["TrackingNumber"] for p in here.parcels()] == ["1Z2", "1Z1"]


def test_a_shipment_repeated_ships_more_units_until_there_are_none(desk):
    here = desk()
    answers = [here.ship(**UPS, Items=items(here, 1)).status_code for _ in range(4)]
    assert answers == [204, 204, 204, 400]
    assert len(here.ledger) == 3
    refusal = here.ship(**UPS)
    assert refusal.json()["error"]["message"] == "Sufficient unshipped quantity does not exist."


def test_what_is_not_there_in_full_ships_not_at_all(desk):
    here = desk()
    assert here.ship(**UPS, Items=items(here, 4)).status_code == 400
    assert (here.order()["ShippingStatus"], len(here.ledger)) == ("Unshipped", 0)


@pytest.mark.parametrize(
    "pair",
    [
        {"ShippingCarrier": "UPS", "ShippingClass": "GND"},
        {"ShippingCarrier": "UPS"},
        {"ShippingClass": "GROUND"},
        {"ShippingCarrier": "DHL", "ShippingClass": "Paket"},  # of the other account
    ],
)
def test_carrier_and_class_are_a_pair_that_the_account_must_have(desk, pair):
    here = desk()
    answer = here.ship(**pair)
    assert (answer.status_code, answer.json()) == (
        400, {"error": {"code": "", "message": "Carrier and Class is invalid."}},
    )  # fmt: skip
    assert here.order()["ShippingStatus"] == "Unshipped"


def test_a_sku_on_two_lines_fills_the_first_line_first(desk):
    here = desk(an_order(1, lines=(a_line("MUG", 1), a_line("MUG", 2))))
    assert here.ship(Items=[{"Sku": "MUG", "Quantity": 2}]).status_code == 204
    assert here.ledger.entries[0].effects[0].units == {here.lines[0]: 1, here.lines[1]: 1}


@pytest.mark.parametrize(
    "value",
    [
        {"Items": []},
        {"Items": [{"Quantity": 1}]},
        {"Items": [{"Sku": "NOBODY", "Quantity": 1}]},
        {"Items": [{"Sku": "KNIFE-8", "Quantity": 0}]},
        {"Items": [{"Sku": "KNIFE-8", "Quantity": -1}]},
        {"Items": [{"Sku": "KNIFE-8", "Quantity": 1.5}]},
        {"Items": [{"Sku": "KNIFE-8"}]},
        {"Carrier": "UPS"},
        {"ShippedDateUtc": "03.09.2026"},
        {"ShippedDateUtc": "2026-02-30T10:00:00Z"},
        {"DeliveryStatus": "Gone"},
        {"DeliveryStatus": "NoChange"},
    ],
)
def test_a_shipment_that_makes_no_sense_is_refused(desk, value):
    here = desk()
    assert here.ship(**value).status_code == 400
    assert len(here.ledger) == 0


def test_parameters_stand_under_value_and_nowhere_else(desk):
    here = desk()
    assert here.write("Orders(1)/Ship", UPS).status_code == 400
    assert here.write("Orders(1)/Ship", {}).status_code == 400
    assert here.write("Orders(1)/Ship").status_code == 400
    assert here.write("Orders(99)/Ship", {"Value": {}}).status_code == 404


def test_what_the_marketplace_ships_nobody_else_does(desk):
    here = desk(an_order(1, "external", market="amazon_us"))
    assert "externally managed" in here.ship(**UPS).json()["error"]["message"]
    parcel = here.parcels()[0]["ID"]
    assert here.write(f"Fulfillments({parcel})", {"TrackingNumber": "X"}, "PATCH").status_code == 400
    assert len(here.ledger) == 0


def test_of_a_mixed_order_the_own_part_alone_ships(desk):
    here = desk(an_order(1, "mixed", market="amazon_us"))
    foreign = next(line.line_id for line in here.hub.world.lives[1].order.lines if line.is_external)
    assert here.ship(Items=[{"OrderItemID": foreign, "Quantity": 1}]).status_code == 400
    assert here.ship(**UPS).status_code == 204
    assert here.order()["ShippingStatus"] == "PartiallyShipped"
    assert foreign not in here.ledger.entries[0].effects[0].units


def test_an_order_that_others_fulfill_is_written_down_and_the_marketplace_not_told(desk):
    here = desk(an_order(1, "third_party"))
    assert here.ship(**UPS).status_code == 204
    assert here.order()["ShippingStatus"] == "ThirdPartyManaged"
    assert here.ledger.entries[0].effects[0].is_told is False


def test_the_marketplace_hears_of_a_shipment_by_and_by(desk):
    here = desk()
    here.ship(**UPS)
    seen = []
    for minutes in (0, 2, 3):
        here.pass_minutes(minutes)
        order = here.order()
        seen.append((order["Fulfillments"][0]["Items"][0]["MarketplaceShippingStatus"], order["UpdatedDateUtc"]))
    assert seen == [
        ("Pending", "2026-09-30T12:00:00Z"),
        ("InProgress", "2026-09-30T12:02:00Z"),
        ("Complete", "2026-09-30T12:05:00Z"),
    ]


def test_the_marketplace_can_be_left_out(desk):
    here = desk()
    here.ship(**UPS, PreventMarketplaceCommunication=True)
    assert here.parcels()[0]["Items"][0]["MarketplaceShippingStatus"] == "CompletedWithoutNotification"


def test_a_correction_made_before_the_marketplace_has_heard_is_not_undone_by_its_hearing(desk):
    here = desk()
    here.ship(**UPS)
    here.write(
        f"Fulfillments({here.parcels()[0]['ID']})", {"TrackingNumber": "1Z-NEW", "DeliveryStatus": "NoChange"}, "PUT"
    )
    here.pass_minutes(10)
    (parcel,) = here.parcels()
    assert (parcel["TrackingNumber"], parcel["DeliveryStatus"]) == ("1Z-NEW", "Complete")
    assert parcel["Items"][0]["MarketplaceShippingStatus"] == "Complete"


def test_a_fulfillment_changed_with_no_change_is_not_shipped(desk):
    here = desk()
    parcel = here.parcels()[0]["ID"]
    body = {"DeliveryStatus": "NoChange", "ShippingCarrier": "FedEx", "ShippingClass": "2Day"}
    assert here.write(f"Fulfillments({parcel})", body, "PATCH").status_code == 204
    assert here.order()["ShippingStatus"] == "Unshipped"
    assert here.parcels()[0]["ShippingCarrier"] == "FedEx"


@pytest.mark.parametrize(("setting", "status"), [("order", "Shipped"), ("fulfillment", "PartiallyShipped")])
def test_a_fulfillment_changed_without_delivery_status_ships_the_order(desk, setting, status):
    here = desk(channeladvisor_patch_ships=setting)
    second = here.write("Fulfillments", {"OrderID": 1, "ProfileID": 12345678}).json()["ID"]
    item = here.parcels()[0]["Items"][0]["ID"]
    here.write(f"FulfillmentItems({item})/Move", {"DestinationFulfillmentID": str(second), "Quantity": 1})
    assert (
        here.write(
            f"Fulfillments({second})", {"ShippingCarrier": "UPS", "ShippingClass": "GROUND"}, "PATCH"
        ).status_code
        == 204
    )
    assert here.order()["ShippingStatus"] == status
    assert next(p for p in here.parcels() if p["ID"] == second)["ShippedDateUtc"] == "2026-09-30T12:00:00Z"


def test_a_new_fulfillment_is_empty_and_comes_back_whole(desk):
    here = desk()
    answer = here.write("Fulfillments", {"OrderID": 1, "ProfileID": 12345678})
    made = answer.json()
    assert (answer.status_code, made["Type"], made["DeliveryStatus"], made["DistributionCenterID"]) == (
        201, "Ship", "NoChange", 0,
    )  # fmt: skip
    assert here.caller.get(f"Fulfillments({made['ID']})/Items")["value"] == []
    assert here.order()["ShippingStatus"] == "Unshipped"
    assert here.ship(**UPS).status_code == 204
    assert here.order()["ShippingStatus"] == "Shipped"  # an empty one keeps nothing back


def test_items_cannot_come_with_a_new_fulfillment_nor_another_account(desk):
    here = desk()
    body = {"OrderID": 1, "ProfileID": 12345678}
    assert here.write("Fulfillments", body | {"Items": []}).status_code == 400
    assert here.write("Fulfillments", body | {"ProfileID": 23456789}).status_code == 404
    assert here.write("Fulfillments", {"OrderID": 1}).status_code == 400


def test_a_whole_fulfillment_moves_into_another(desk):
    here = desk(an_order(1, lines=2))
    new = here.write("Fulfillments", {"OrderID": 1, "ProfileID": 12345678}).json()["ID"]
    old = next(p["ID"] for p in here.parcels() if p["ID"] != new)
    assert here.write(f"Fulfillments({old})/Move", {"DestinationFulfillmentID": new}).status_code == 204
    assert {p["ID"]: len(p["Items"]) for p in here.parcels()} == {old: 0, new: 2}
    here.ship(**UPS)
    item = next(p for p in here.parcels() if p["ID"] == new)["Items"][0]["ID"]
    assert here.write(f"FulfillmentItems({item})/Move", {"DestinationFulfillmentID": old}).status_code == 400
    assert here.write(f"FulfillmentItems({item + 999})/Move", {"DestinationFulfillmentID": old}).status_code == 404


def test_an_order_that_was_on_its_way_by_the_world_s_plan_ships_once(desk):
    life = an_order(1, "partial_shipment", lines=(a_line("MUG", 4),), purchased_at=NOW - timedelta(minutes=10))
    assert life.events[-1].at > NOW  # the plan ships it later
    here = desk(life)
    assert here.ship(**UPS).status_code == 204
    here.pass_minutes(60 * 24 * 30)
    state = here.hub.world.order(1, here.hub.clock.now)
    assert counts(state)[here.lines[0]].sent == 4
    assert {parcel["TrackingNumber"] for parcel in here.parcels()} == {"1Z1"}


def test_a_cancellation_that_the_world_had_begun_still_takes_its_units(desk):
    whole = an_order(1, "part_cancel", lines=(a_line("MUG", 3),), shipped=True)
    begun = next(event.at for event in whole.events if "Adjustment" in type(event.change).__name__)
    here = desk(whole, now=begun)
    assert here.ship(**UPS, Items=items(here, 3)).status_code == 400
    assert here.ship(**UPS).status_code == 204
    here.pass_minutes(60 * 24 * 30)
    count = counts(here.hub.world.order(1, here.hub.clock.now))[here.lines[0]]
    assert (count.sent, count.canceled, count.unsent) == (2, 1, 0)


def test_a_token_that_may_only_read_writes_nothing(desk):
    here = desk(the_seeds_order())
    here.caller.refresh_token = f"{here.hub.refresh_token}-readonly"
    here.caller.fresh_token()
    assert here.ship(**UPS).status_code == 401
    assert here.adjust().status_code == 401
    assert len(here.ledger) == 0


def test_a_body_that_is_no_json_is_refused(desk):
    here = desk()
    head = {"Content-Type": "application/json"}
    assert here.write("Orders(1)/Adjust", data=b'{"Reason"', headers=head).status_code == 400
    assert here.write("Orders(1)/Adjust", data=b"[]", headers=head).status_code == 400
    assert here.write("Orders(1)/Adjust", data=b"Reason=1").status_code == 415
    assert len(here.ledger) == 0


def test_notes_number_and_address_of_an_order_can_be_changed_and_its_lines_not(desk):
    here = desk()
    body = {"SellerOrderID": "SO-9", "PrivateNotes": "ring twice", "ShippingCity": "Erie", "FlagID": 1}
    assert here.write("Orders(1)", body, "PATCH").status_code == 204
    assert {name: here.order()[name] for name in body} == body
    assert here.write("Orders(1)", {"Items": []}, "PATCH").status_code == 400
    assert here.write("Orders(1)", {"SellerOrderID": "x" * 26}, "PATCH").status_code == 400
    assert [effect.kind for effect in here.ledger.entries[0].effects] == ["edit"] * 4
