"""ChannelApe's one way to write, the order as a whole: shipments, cancellations and refunds as parts of it."""

import contextlib
from decimal import Decimal

import pytest

from orders_pipeline.sandbox.channelape.truth import document_of
from orders_pipeline.sandbox.faults import OF_WRITES, Fault
from orders_pipeline.sandbox.home import open_home
from orders_pipeline.sandbox.server import running
from orders_pipeline.sandbox.world import World, a_line
from orders_pipeline_tests.sandbox.channelape.conftest import IN_A_HURRY
from orders_pipeline_tests.sandbox.writes.cape import READ_ONLY, Desk
from orders_pipeline_tests.sandbox.writes.conftest import the_seeds_order


@pytest.fixture
def desk():
    with contextlib.ExitStack() as stack:

        def start(*lives, **options):
            world = World(orders=0)
            for life in lives or (the_seeds_order(),):
                world.with_order(life)
            hub = stack.enter_context(running(world, **IN_A_HURRY | options))
            return Desk(hub, next(iter(world.lives)))

        yield start


def ids(order, name="fulfillments"):
    return [(each.get("id"), each["status"]) for each in order[name]]


def test_an_appended_fulfillment_ships_its_units_at_once_in_every_hub(desk):
    here = desk()
    order = here.add_fulfillments(here.parcel(2, shippingMethod="GROUND", shippedAt="2026-09-30T11:00:00.000Z"))
    made = order["fulfillments"][-1]
    assert (made["id"], made["status"], made["trackingNumber"]) == ("S-1", "OPEN", "T1")
    assert order["status"] == "IN_PROGRESS"
    assert order["updatedAt"] == "2026-09-30T12:00:00.000Z"
    assert here.units() == {"shipped": 2, "open": 1}
    assert here.at_rest()["ShippingStatus"] == "PartiallyShipped"
    (effect,) = here.ledger.entries[0].effects
    assert (effect.kind, effect.tracking_number, effect.seller_id) == ("ship", "T1", "S-1")
    assert (here.ledger.entries[0].dialect, here.ledger.entries[0].operation) == ("channelape", "patch_order")


def test_the_channel_sets_success_after_a_while_and_closes_the_order(desk):
    here = desk()
    assert here.add_fulfillments(here.parcel(3))["status"] == "IN_PROGRESS"
    here.pass_minutes(5)
    order = here.order()
    assert (order["status"], ids(order)[-1]) == ("CLOSED", ("S-1", "SUCCESS"))


def test_a_channel_that_pushes_nothing_leaves_it_to_another_program(desk):
    here = desk(channelape_pushes=False)
    here.add_fulfillments(here.parcel(3))
    here.pass_minutes(60)
    order = here.order()
    assert (order["status"], ids(order)[-1]) == ("IN_PROGRESS", ("S-1", "OPEN"))
    order = here.patch(fulfillments=[order["fulfillments"][-1] | {"status": "SUCCESS"}], status="CLOSED")
    assert (order["status"], ids(order)) == ("CLOSED", [("S-1", "SUCCESS")])
    assert here.units() == {"shipped": 3}


def test_a_list_without_the_entry_of_another_forgets_that_shipment(desk):
    here = desk()
    stale = here.order()["fulfillments"]
    here.add_fulfillments(here.parcel(1, id="S-1"))
    order = here.patch(fulfillments=[*stale, here.parcel(1, id="S-2", trackingNumber="T2")])
    assert ids(order)[len(stale) :] == [("S-2", "OPEN")]
    assert here.units() == {"shipped": 1, "open": 2}
    assert here.effects() == ["ship", "remove", "ship"]
    removed = here.ledger.entries[1].effects[0]
    assert (removed.seller_id, removed.tracking_number) == ("S-1", "T1")
    assert {each["TrackingNumber"] for each in here.at_rest()["Fulfillments"]} == {None, "T2"}


def test_the_same_list_twice_ships_once_and_sets_the_update_time(desk):
    here = desk()
    order = here.add_fulfillments(here.parcel(1))
    here.pass_minutes(1)
    again = here.patch(fulfillments=order["fulfillments"])
    assert again["updatedAt"] == "2026-09-30T12:01:00.000Z"
    assert here.units() == {"shipped": 1, "open": 2}
    assert here.effects() == ["ship", "edit"]


def test_a_second_entry_for_units_that_have_left_is_written_down_and_is_in_the_ledger(desk):
    here = desk()
    here.add_fulfillments(here.parcel(3))
    order = here.add_fulfillments(here.parcel(3, id="S-2"))
    assert [each["id"] for each in order["fulfillments"][-2:]] == ["S-1", "S-2"]
    assert (here.units(), here.effects()) == ({"shipped": 3}, ["ship", "ship"])
    strict = desk(channelape_strict=True)
    strict.add_fulfillments(strict.parcel(3))
    fulfillments = strict.order()["fulfillments"]
    place = len(fulfillments)
    refused = strict.refused(fulfillments=[*fulfillments, strict.parcel(1, id="S-2")])
    assert refused == [(226, f"Attribute: fulfillments[{place}].lineItems is invalid.")]
    assert strict.effects() == ["ship"]


def test_tracking_and_carrier_of_an_entry_are_corrected_and_pushed_again(desk):
    here = desk()
    here.add_fulfillments(here.parcel(3))
    here.pass_minutes(5)
    *others, mine = here.order()["fulfillments"]
    order = here.patch(fulfillments=[*others, mine | {"status": "OPEN", "trackingNumber": "T9"}])
    assert (order["fulfillments"][-1]["trackingNumber"], order["fulfillments"][-1]["status"]) == ("T9", "OPEN")
    assert here.state().parcels[0].tracking_number == "T9"
    here.pass_minutes(5)
    assert here.order()["fulfillments"][-1]["status"] == "SUCCESS"
    assert here.effects() == ["ship", "correct"]


@pytest.mark.parametrize("order_id", range(1, 13))
def test_a_request_that_waits_becomes_the_shipment_when_it_gets_its_tracking(desk, order_id):
    here = desk(the_seeds_order(order_id))
    waiting = here.order()["fulfillments"]
    told = {"status": "OPEN", "trackingNumber": "T1", "shippingCompany": "UPS"}
    if not waiting:
        pending = here.parcel(3, status="PENDING", trackingNumber=None)
        waiting = here.patch(fulfillments=[pending])["fulfillments"]
        assert here.units() == {"open": 3}
    order = here.patch(fulfillments=[waiting[0] | told])
    assert [(each["status"], each["trackingNumber"].strip()) for each in order["fulfillments"]] == [("OPEN", "T1")]
    assert here.units() == {"shipped": 3}


@pytest.mark.parametrize("fields", [{"status": "PENDING"}, {"status": "CANCELED"}, {"trackingNumber": None}])
def test_a_shipment_that_is_taken_back_leaves_its_units_to_be_shipped(desk, fields):
    here = desk(channelape_pushes=False)
    *others, mine = here.add_fulfillments(here.parcel(3))["fulfillments"]
    order = here.patch(fulfillments=[*others, mine | fields])
    assert order["fulfillments"][-1]["status"] == fields.get("status", "OPEN")
    assert here.units() == {"open": 3}
    assert here.effects() == ["ship", "remove"]


def test_a_line_may_be_named_by_its_sku(desk):
    here = desk(the_seeds_order(lines=(a_line("MUG", 1, "1.00"), a_line("MUG", 2, "2.00"))))
    here.add_fulfillments(here.parcel(lineItems=[{"sku": "MUG", "quantity": 2}]))
    first, second = (line.line_id for line in here.state().order.lines)
    assert here.ledger.entries[0].effects[0].units == {first: 1, second: 1}


def test_what_another_hub_does_to_a_written_parcel_shows_through(desk):
    here = desk()
    here.add_fulfillments(here.parcel(2))
    from orders_pipeline_tests.sandbox.conftest import Caller

    rest = Caller(here.hub)
    parcel_id = next(parcel.parcel_id for parcel in here.state().parcels if parcel.state == "shipped")
    body = {"TrackingNumber": "R1", "DeliveryStatus": "Complete"}
    assert rest.ask(f"Fulfillments({parcel_id})", "PATCH", json=body).status_code == 204
    assert rest.ask("Orders(1)/Ship", "POST", json={"Value": {"TrackingNumber": "R2"}}).status_code == 204
    assert [each["trackingNumber"] for each in here.order()["fulfillments"] if each["status"] == "OPEN"] == ["R1", "R2"]


def test_a_refund_is_written_down_and_no_money_moves(desk):
    here = desk(the_seeds_order(shipped=True))
    told = here.returned(
        adjustments=[{"id": "A1", "amount": "-3.32", "taxAmount": "-0.05", "reason": "Shipping refund"}],
        transactions=[{"id": "TX1", "amount": "19.52", "status": "SUCCESS"}],
    )
    order = here.add_refunds(told)
    (made,) = order["refunds"]
    assert (made["supplierRefundId"], made.get("channelRefundId")) == ("rma-1", None)
    (effect,) = here.ledger.entries[0].effects
    assert (effect.kind, effect.is_told, effect.seller_id, effect.total) == ("refund", False, "rma-1", Decimal("19.52"))
    assert effect.amounts == {"item": Decimal("16.15"), "shipping": Decimal("3.32"), "shipping_tax": Decimal("0.05")}
    assert here.ledger.entries[0].total == 0 and here.ledger.returned(1) == {}
    (mirror,) = here.at_rest()["Items"][0]["Adjustments"]
    assert (mirror["SellerAdjustmentID"], mirror["RequestStatus"]) == ("rma-1", "InformationOnly")


@pytest.mark.parametrize(
    ("pushes", "status", "is_numbered"),
    [
        ("in_progress", "IN_PROGRESS", True),
        ("in_progress", "CLOSED", False),
        ("always", "CLOSED", True),
        ("never", "IN_PROGRESS", False),
    ],
)
def test_the_channel_numbers_a_refund_later_on_orders_in_progress(desk, pushes, status, is_numbered):
    here = desk(the_seeds_order(shipped=True), channelape_pushes_refunds=pushes)
    here.patch(status=status)
    here.add_refunds(here.returned())
    assert here.order()["refunds"][-1].get("channelRefundId") is None
    here.pass_minutes(5)
    assert bool(here.order()["refunds"][-1].get("channelRefundId")) is is_numbered


def test_a_stale_list_of_refunds_loses_the_refund_of_another(desk):
    here = desk(the_seeds_order(shipped=True))
    here.add_refunds(here.returned())
    here.patch(refunds=[here.returned(supplierRefundId="rma-2")])
    assert [each["supplierRefundId"] for each in here.order()["refunds"]] == ["rma-2"]
    assert here.effects() == ["refund", "remove", "refund"]


def test_the_same_list_of_refunds_twice_records_once(desk):
    here = desk(the_seeds_order(shipped=True), channelape_pushes_refunds="always")
    order = here.add_refunds(here.returned())
    here.pass_minutes(5)
    order = here.patch(refunds=order["refunds"])  # as it was before the channel had numbered it
    assert order["refunds"][0]["channelRefundId"]
    assert here.effects() == ["refund", "edit"]


def test_a_person_s_refund_in_the_hub_is_shown_and_stays_when_the_list_is_written_back(desk):
    here = desk(the_seeds_order(shipped=True))
    here.add_refunds(here.returned())
    here.hub.writes.by_hand(1, {"item": Decimal("5.00")}, quantity=1, line_id=here.state().order.lines[0].line_id)
    assert len(here.order()["refunds"]) == 2
    here.add_refunds(here.returned(supplierRefundId="rma-2"))
    assert len(here.order()["refunds"]) == 3
    assert here.effects() == ["refund", "refund", "refund"]
    here.patch(refunds=[])
    assert here.order().get("refunds", []) == []
    assert here.ledger.returned(1) == {"item": Decimal("5.00")}  # what was given back is given back
    assert len(here.at_rest()["Items"][0]["Adjustments"]) == 3


def test_lines_are_canceled_by_a_refund_that_says_so(desk):
    here = desk()
    here.patch(status="IN_PROGRESS")
    order = here.add_refunds(here.returned(2, "CANCEL"))
    assert order["refunds"][-1]["lineItems"][0]["restockType"] == "CANCEL"
    assert here.ledger.entries[-1].effects[0].kind == "cancel" and here.ledger.returned(1) == {}
    here.pass_minutes(10)
    assert here.units() == {"canceled": 2, "open": 1}
    assert len(here.order()["refunds"]) == 1
    assert here.order()["refunds"][0]["channelRefundId"]


def test_an_order_is_canceled_by_its_status(desk):
    here = desk()
    order = here.patch(status="CANCELED", canceledAt="2026-09-30T12:00:00.000Z", canceledReason="Out of stock")
    assert (order["status"], order["canceledAt"], order["canceledReason"]) == (
        "CANCELED", "2026-09-30T12:00:00.000Z", "Out of stock",
    )  # fmt: skip
    assert here.patch(status="CANCELED")["status"] == "CANCELED"
    here.pass_minutes(10)
    order = here.order()
    assert (order["status"], order["canceledReason"], order.get("refunds", [])) == ("CANCELED", "Out of stock", [])
    assert here.units() == {"canceled": 3}
    assert here.at_rest()["ShippingStatus"] == "Canceled"
    assert (here.effects(), here.ledger.returned(1)) == (["cancel", "edit"], {})


def test_canceling_what_has_partly_left_cancels_the_rest(desk):
    here = desk()
    here.add_fulfillments(here.parcel(1))
    here.patch(status="CANCELED")
    here.pass_minutes(10)
    assert (here.order()["status"], here.units()) == ("CANCELED", {"shipped": 1, "canceled": 2})


def test_canceling_what_has_left_changes_the_word_and_nothing_else(desk):
    here = desk(the_seeds_order(shipped=True))
    assert here.patch(status="CANCELED")["status"] == "CANCELED"
    assert (here.units(), here.effects()) == ({"shipped": 3}, ["cancel"])
    strict = desk(the_seeds_order(shipped=True), channelape_strict=True)
    assert strict.refused(status="CANCELED") == [(226, "Attribute: status is invalid.")]


def test_a_cancellation_that_the_channel_refuses_is_set_back(desk):
    here = desk(faults=[Fault("write_refused_late", nth=(1,))])
    before = here.order()["status"]
    assert here.patch(status="CANCELED")["status"] == "CANCELED"
    here.pass_minutes(10)
    assert (here.order()["status"], here.units()) == (before, {"open": 3})
    assert here.ledger.entries[0].effects[0].fails_at is not None


def test_a_shipment_that_the_channel_refuses_stays_open(desk):
    here = desk(faults=[Fault("write_refused_late", nth=(1,))])
    here.add_fulfillments(here.parcel(3))
    here.pass_minutes(60)
    assert (ids(here.order())[-1], here.order()["status"]) == (("S-1", "OPEN"), "IN_PROGRESS")


@pytest.mark.parametrize("status", ["PENDING", "OPEN", "HOLD", "IN_PROGRESS", "CLOSED"])
def test_any_status_is_taken_and_stays_until_the_order_moves_on(desk, status):
    here = desk()
    assert here.patch(status=status)["status"] == status
    here.pass_minutes(60)
    assert here.order()["status"] == status
    assert here.caller.ids(status=status) == [here.order()["id"]]
    here.add_fulfillments(here.parcel(3))
    here.pass_minutes(5)
    assert here.order()["status"] == "CLOSED"


def test_members_are_replaced_as_given_and_null_clears(desk):
    here = desk()
    before = here.order()
    order = here.patch(customer={"name": " Ann Lee "}, totalPrice="12.34", purchaseOrderNumber="PO-1", totalTax=5)
    assert order["customer"]["name"].strip() == "Ann Lee"
    assert "shippingAddress" not in order["customer"]  # shallow
    assert Decimal(order["totalPrice"]) == Decimal("12.34") and Decimal(order["totalTax"]) == 5
    assert {name: order[name] for name in READ_ONLY if name != "updatedAt"} == {
        name: before[name] for name in READ_ONLY if name != "updatedAt"
    }
    order = here.patch(customer=None, totalPrice=None, additionalFields=None, purchaseOrderNumber=None)
    assert [order.get(name) for name in ("customer", "totalPrice", "purchaseOrderNumber")] == [None] * 3
    assert order.get("additionalFields", []) == []
    assert here.effects() == ["edit", "edit"]


def test_additional_fields_keep_their_order_their_blanks_and_their_repeats(desk):
    here = desk()
    fields = [{"name": "n", "value": " a "}, {"name": "n", "value": "null"}, {"name": "m", "value": ""}]
    assert here.patch(additionalFields=fields)["additionalFields"] == fields


def test_what_cannot_be_changed_is_ignored(desk):
    here = desk()
    before = here.order()
    told = {"id": "x", "channelId": "y", "channelOrderId": " ", "createdAt": "never", "updatedAt": 1, "nonsense": {}}
    after = here.patch(**told, businessId="z", errors=[{"code": 1}], actionId="a", channelSync=True)
    assert after | {"updatedAt": None} == before | {"updatedAt": None}


def test_put_takes_the_whole_order_and_clears_what_is_left_out(desk):
    here = desk()
    order = here.order()
    order["fulfillments"] = [here.parcel(3)]
    status, told = here.send("PUT", order)
    assert (status, ids(told)) == (202, [("S-1", "OPEN")])
    names = ("status", "alphabeticCurrencyCode", "purchasedAt", "lineItems")
    status, told = here.send("PUT", {name: told[name] for name in names})
    assert (status, told["fulfillments"], told.get("customer"), told.get("totalPrice")) == (202, [], None, None)
    assert here.units() == {"open": 3}
    assert here.effects() == ["ship", "remove"]


def test_put_without_what_is_needed_is_refused_with_all_that_lacks(desk):
    here = desk()
    assert here.refused("PUT") == [
        (213, "Attribute: status is required."),
        (213, "Attribute: alphabeticCurrencyCode is required."),
        (213, "Attribute: purchasedAt is required."),
        (213, "Attribute: lineItems is required."),
    ]


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ({"status": "CANCELLED"}, [(226, "status")]),
        ({"status": "open"}, [(226, "status")]),
        ({"status": None}, [(213, "status")]),
        ({"totalPrice": "1,234.56"}, [(226, "totalPrice")]),
        ({"totalPrice": "NaN"}, [(226, "totalPrice")]),
        ({"totalPrice": True}, [(226, "totalPrice")]),
        ({"canceledAt": "yesterday", "totalTax": "x"}, [(226, "canceledAt"), (226, "totalTax")]),
        ({"canceledAt": "2026-09-30T12:00:00.000"}, [(226, "canceledAt")]),
        ({"alphabeticCurrencyCode": "usd"}, [(226, "alphabeticCurrencyCode")]),
        ({"lineItems": []}, [(213, "lineItems")]),
        ({"lineItems": [{"sku": "A"}]}, [(213, "lineItems[0].id"), (213, "lineItems[0].quantity")]),
        ({"fulfillments": {}}, [(226, "fulfillments")]),
        ({"fulfillments": ["x"]}, [(226, "fulfillments[0]")]),
        ({"fulfillments": [{"id": "S"}]}, [(213, "fulfillments[0].lineItems"), (213, "fulfillments[0].status")]),
        (
            {"fulfillments": [{"status": "SHIPPED", "lineItems": [{"id": "1", "quantity": 0}]}]},
            [(226, "fulfillments[0].lineItems[0].quantity"), (226, "fulfillments[0].status")],
        ),
        (
            {"fulfillments": [{"status": "OPEN", "lineItems": [{"quantity": "2"}]}]},
            [(213, "fulfillments[0].lineItems[0].id"), (226, "fulfillments[0].lineItems[0].quantity")],
        ),
        (
            {"refunds": [{"transactions": [{"id": "T", "status": "DONE"}], "adjustments": [{"amount": "much"}]}]},
            [
                (213, "refunds[0].transactions[0].amount"),
                (226, "refunds[0].transactions[0].status"),
                (226, "refunds[0].adjustments[0].amount"),
            ],
        ),
        ({"additionalFields": [{"name": "n", "value": 1}]}, [(226, "additionalFields[0].value")]),
        ({"customer": "Ann Lee"}, [(226, "customer")]),
    ],
)
def test_everything_that_is_wrong_is_told_together_and_nothing_is_written(desk, members, told):
    here = desk()
    before = here.order()
    words = {213: "required", 226: "invalid"}
    assert here.refused(**members) == [(code, f"Attribute: {name} is {words[code]}.") for code, name in told]
    assert (here.order(), len(here.ledger)) == (before, 0)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"totalPrice":1e999999999999}', b"\xff", b"[" * 5000])
def test_a_body_that_is_no_object_is_refused(desk, body):
    status, told = desk().send("PATCH", body)
    assert status == 400 and told["errors"]


def test_an_unknown_order_or_one_of_another_business_is_not_found(desk):
    here = desk()
    path = "orders/6f0c2c0e-6a0e-4d1b-9a51-0d8f1f0b7c11"
    assert here.send("PATCH", {"status": "OPEN"}, path)[0] == 404
    from orders_pipeline.sandbox.channelape.credentials import WORLD_TOKEN

    here.caller.session.headers["X-Channel-Ape-Authorization-Token"] = WORLD_TOKEN
    assert here.send("PATCH", {"status": "CANCELED"})[0] == 404
    assert len(here.ledger) == 0


def test_a_number_that_the_business_has_already_is_refused_beside_all_else_that_is_wrong(desk):
    here = desk()
    order = here.order()
    status, told = here.send("POST", order, "orders")
    assert (status, [error["code"] for error in told["errors"]]) == (400, [168])
    status, told = here.send("POST", order | {"status": "NEW"}, "orders")
    assert [error["code"] for error in told["errors"]] == [226, 168]
    status, told = here.send("POST", {"channelOrderId": " "}, "orders")
    assert (status, [error["code"] for error in told["errors"]]) == (400, [213] * 5 + [167])
    assert here.send("POST", order | {"channelOrderId": "new"}, "orders")[0] == 405  # the world makes its orders itself


def test_an_activity_is_a_note_and_writes_nothing(desk):
    here = desk()
    told = {"operation": "UPDATE", "result": "WARNING", "orderId": here.order()["id"], "messages": [{"title": "t"}]}
    status, made = here.send("POST", told, "orders/activities")
    assert (status, made["result"], made["orderId"]) == (202, "WARNING", told["orderId"])
    status, refused = here.send("POST", {"operation": "UPDATE", "result": "WARN"}, "orders/activities")
    assert (status, [error["code"] for error in refused["errors"]]) == (400, [226, 213, 167])
    assert len(here.ledger) == 0


@pytest.mark.parametrize("name", sorted(OF_WRITES))
def test_faults_of_writes_strike_here_too_and_leave_reading_alone(desk, name):
    options = {"seconds": 0.0, "world_seconds": 0.0}
    here = desk(faults=[Fault(name, probability=1.0, options=options)])
    fulfillments = here.order()["fulfillments"]
    assert here.hub.faults.struck == []
    with contextlib.suppress(OSError, ValueError):
        here.send("PATCH", {"fulfillments": [*fulfillments, here.parcel(1)]})
    here.order()
    assert here.hub.faults.struck == [(name, 1)]
    is_before = name.endswith("_before") or name == "write_redirect"
    if name != "write_html":
        expected = 0 if is_before else 2 if name == "write_twice" else 1
        assert len(here.ledger) == expected
        assert here.effects() == ["ship", "edit"][:expected]  # a copy of the same list changes nothing more


def test_what_was_written_outlives_a_restart(tmp_path):
    open_home(tmp_path, seed=3, orders=120)
    with running(tmp_path, **IN_A_HURRY) as hub:
        unshipped = [
            s for s in hub.world.at(hub.clock.now) if s.shipping == "unshipped" and s.order.profile_id == 12345678
        ]
        for state in unshipped[:5]:
            here = Desk(hub, state.order.order_id)
            here.add_fulfillments(here.parcel(1))
            here.add_refunds(here.returned())
            here.patch(customer={"name": "Ann Lee"}, additionalFields=[{"name": "a", "value": "b"}], status="HOLD")
            here.pass_minutes(3)
        here.patch(status="CANCELED")
        entries = list(hub.ledger)
        held = [document_of(state, "cape") for state in hub.world.at(hub.clock.now)]
    with running(tmp_path, **IN_A_HURRY) as hub:
        assert list(hub.ledger) == entries
        assert [document_of(state, "cape") for state in hub.world.at(hub.clock.now)] == held


def test_writing_back_what_was_read_changes_nothing_of_any_order(desk):
    here = desk(*World(seed=7, orders=240).lives.values())
    for state in here.hub.world.at(here.hub.clock.now):
        each = Desk(here.hub, state.order.order_id)
        before = each.order()
        status, after = each.send("PUT", before)
        assert status == 202, (before, after)
        assert after | {"updatedAt": None} == before | {"updatedAt": None}
    assert set(here.effects()) == {"edit"}
