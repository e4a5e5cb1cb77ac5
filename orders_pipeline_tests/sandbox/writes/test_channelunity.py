"""ChannelUnity's two writes: what each is answered with, and what the hub, and the other hub beside it, show of it."""

import contextlib
from decimal import Decimal

import pytest
from lxml import etree

from orders_pipeline.sandbox.channelunity.subscriptions import OF_MARKET
from orders_pipeline.sandbox.faults import Fault
from orders_pipeline.sandbox.server import running
from orders_pipeline.sandbox.world import World, a_line, an_order
from orders_pipeline_tests.sandbox.channelunity.conftest import PARSER, Caller
from orders_pipeline_tests.sandbox.writes.conftest import the_seeds_order

EBAY = OF_MARKET["ebay_us"].settings_link_id
TRIO = {"CarrierName": "Royal Mail", "ShipmentMethod": "First Class", "TrackingNumber": "GB1"}


class Desk:
    """One order in a ChannelUnity account, looked at by itself and in the shared world."""

    def __init__(self, hub, order_id=1):
        self.hub, self.caller, self.order_id, self.ledger = hub, Caller(hub), order_id, hub.ledger
        self.number = hub.world.lives[order_id].order.site_order_id
        self.link = OF_MARKET[hub.world.lives[order_id].order.marketplace].settings_link_id

    def say(self, request_type, inner, **fields):
        told = {"SubscriptionID": self.link, "OrderID": self.number} | fields
        body = "".join(f"<{name}>{value}</{name}>" for name, value in told.items() if value is not None)
        return self.caller.ask(request_type, body + inner).findtext("Status")

    def complete(self):
        """The message that ships the order."""
        told = {"SubscriptionID": self.link, "OrderID": self.number, "OrderStatus": "Complete"}
        return self.caller.message("OrderStatusUpdate", "".join(f"<{k}>{v}</{k}>" for k, v in told.items()))

    def update(self, status, **fields):
        return self.say("OrderStatusUpdate", "", OrderStatus=status, **fields)

    def act(self, *items, **fields):
        inner = "".join(
            "<PartialActionItem>" + "".join(f"<{k}>{v}</{k}>" for k, v in item.items()) + "</PartialActionItem>"
            for item in items
        )
        return self.say("DoPartialAction", inner, PartialActionDate="2026-09-30 11:00:00", **fields)

    def status(self):
        orders = self.caller.orders(self.link)
        return next(o.findtext("OrderStatus") for o in orders if o.findtext("RemoteOrderId").strip() == self.number)

    def state(self):
        return self.hub.world.order(self.order_id, self.hub.clock.now)

    def parcels(self):
        return [(p.state, p.carrier, p.tracking_number, sum(i.quantity for i in p.items)) for p in self.state().parcels]


def ship(sku="KNIFE-8", quantity=1, **fields):
    return {"Action": "Ship", "SKU": sku, "QtyAffected": quantity} | fields


def refund(amount, sku="KNIFE-8", quantity=1):
    return {"Action": "Refund", "Amount": amount, "SKU": sku, "QtyAffected": quantity}


@pytest.fixture
def desk():
    with contextlib.ExitStack() as stack:

        def start(*lives, **options):
            world = World(orders=0)
            for life in lives or (the_seeds_order(),):
                world.with_order(life)
            return Desk(stack.enter_context(running(world, **options)), next(iter(world.lives)))

        yield start


def test_complete_ships_the_order_with_its_tracking(desk):
    here = desk()
    assert here.status() == "Processing"
    assert here.update("Complete", ShipmentDate="2026-09-29T16:11:33+02:00", **TRIO) == "OK"
    assert here.status() == "Complete"
    assert here.parcels() == [("shipped", "Royal Mail", "GB1", 3)]
    assert str(here.state().parcels[0].shipped_at) == "2026-09-29 14:11:33+00:00"


@pytest.mark.parametrize("lacking", sorted(TRIO))
@pytest.mark.parametrize("as_empty", [True, False])
def test_tracking_is_passed_on_only_with_carrier_method_and_number_together(desk, lacking, as_empty):
    here = desk()
    told = {name: value for name, value in TRIO.items() if name != lacking} | ({lacking: ""} if as_empty else {})
    assert here.update("Complete", **told) == "OK"
    assert (here.status(), here.state().parcels[0].tracking_number) == ("Complete", None)


def test_a_second_complete_brings_or_changes_the_tracking(desk):
    here = desk()
    here.update("Complete")
    here.hub.clock.advance(here.hub.clock.now - here.hub.world.start)
    for number in ("GB1", "GB2"):
        assert here.update("Complete", **TRIO | {"TrackingNumber": number}) == "OK"
        assert here.parcels() == [("shipped", "Royal Mail", number, 3)]
    assert here.state().updated_at == here.hub.clock.now
    assert here.update("Complete") == "OK"  # nothing to change
    assert [entry.effects[0].kind for entry in here.ledger] == ["ship", "correct", "correct"]


def test_cancelled_returns_everything_and_once(desk):
    here = desk()
    assert here.update("Cancelled") == "OK"
    assert here.status() == "Cancelled"
    assert sum(here.ledger.returned(1).values()) == Decimal("58.54")
    assert here.update("Cancelled") == "OK"
    assert len(here.ledger) == 1
    assert here.update("Complete") == "Error - order is cancelled"


def test_cancelled_after_shipment_is_a_full_refund(desk):
    here = desk(the_seeds_order(shipped=True))
    assert here.act(refund("10.00")) == "OK"
    assert here.update("Cancelled") == "OK"
    assert (here.status(), [entry.total for entry in here.ledger]) == ("Cancelled", [10, Decimal("48.54")])


def test_cancelled_on_an_order_half_shipped_cancels_one_half_and_refunds_the_other(desk):
    here = desk()
    here.act(ship(quantity=2))
    assert here.update("Cancelled") == "OK"
    assert here.status() == "Cancelled"
    assert sorted(state for state, *_ in here.parcels()) == ["canceled", "shipped"]
    assert here.ledger.entries[-1].total == Decimal("58.54")


@pytest.mark.parametrize("status", ["Processing", "OnHold"])
def test_other_statuses_of_the_vendor_s_modules_are_taken_and_change_nothing(desk, status):
    here = desk()
    assert here.update(status) == "OK"
    assert (here.status(), len(here.ledger)) == ("Processing", 0)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"OrderStatus": "Canceled"}, "Error - invalid order status"),
        ({"OrderStatus": "complete"}, "Error - invalid order status"),
        ({"OrderStatus": None}, "Error - invalid order status"),
        ({"OrderID": "203-0000000-0000000"}, "Error - order not found"),
        ({"OrderID": None}, "Error - order not found"),
        ({"SubscriptionID": 999}, "Error - subscription not found"),
        ({"SubscriptionID": OF_MARKET["amazon_us"].settings_link_id}, "Error - order not found"),
        ({"ShipmentDate": "2026-13-01T00:00:00+00:00"}, "Error - invalid date"),
    ],
)
def test_an_update_that_makes_no_sense_is_refused_in_words(desk, fields, text):
    here = desk()
    assert here.say("OrderStatusUpdate", "", **{"OrderStatus": "Complete"} | fields) == text
    assert len(here.ledger) == 0


def test_what_amazon_ships_the_merchant_does_not(desk):
    here = desk(an_order(1, "external", market="amazon_us"))
    assert here.update("Complete").startswith("Error - order has nothing")
    assert here.status() == "Processing"


def test_parts_ship_until_the_order_is_complete(desk):
    here = desk()
    assert here.act(ship(quantity="1.0000", ShipCarrier="DHL", ShipTracking="YU1")) == "OK"
    assert here.status() == "Processing"
    assert here.act(ship(quantity=1, ShipTracking="YU2"), ship(quantity=1, ShipTracking="YU3")) == "OK"
    assert here.status() == "Complete"
    assert {parcel[2] for parcel in here.parcels()} == {"YU1", "YU2", "YU3"}


def test_one_message_may_ship_and_refund_and_has_one_answer(desk):
    here = desk(the_seeds_order(lines=(a_line("AI022", 2, "5.00"), a_line("AI082", 1, "1.92"))))
    assert here.act(ship("AI022"), refund("1.92", "AI082"), ShippingRefund="0.00") == "OK"
    (entry,) = here.ledger
    assert sorted(effect.kind for effect in entry.effects) == ["refund", "ship"]
    assert (entry.total, here.status()) == (Decimal("1.92"), "Processing")
    assert (entry.dialect, entry.operation, entry.path) == (
        "channelunity", "DoPartialAction", "/channelunity/event.php",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("bad", "text"),
    [
        (ship("NOBODY"), "Error - SKU not found on order"),
        (ship("knife-8"), "Error - SKU not found on order"),
        (ship(quantity=3), "Error - QtyAffected exceeds the remaining quantity"),
        (ship(quantity=0), "Error - invalid QtyAffected"),
        (ship(quantity="-1"), "Error - invalid QtyAffected"),
        (ship(quantity="1.5"), "Error - invalid QtyAffected"),
        (ship() | {"Action": "Cancel"}, "Error - invalid partial action"),
        (refund("5.00", quantity=4), "Error - QtyAffected exceeds the remaining quantity"),
        (refund("0.00"), "Error - invalid refund amount"),
        (refund("-1.00"), "Error - invalid refund amount"),
        (refund("1.005"), "Error - invalid refund amount"),
        (refund("NaN"), "Error - invalid refund amount"),
        (refund("1,00"), "Error - invalid refund amount"),
        (refund(""), "Error - invalid refund amount"),
        (refund("58.55"), "Error - refund exceeds the amount paid"),
    ],
)
def test_one_bad_item_keeps_the_whole_message_from_happening(desk, bad, text):
    here = desk()
    assert here.act(ship(ShipTracking="T"), bad) == text
    assert (len(here.ledger), here.parcels()[0][0]) == (0, "open")


def test_refunds_together_never_exceed_what_was_paid_nor_their_units(desk):
    here = desk(the_seeds_order(shipped=True))
    assert here.act(refund("30.00"), refund("28.55")) == "Error - refund exceeds the amount paid"
    assert here.act(refund("30.00", quantity=2)) == "OK"
    assert here.act(refund("1.00", quantity=2)) == "Error - QtyAffected exceeds the remaining quantity"
    assert here.act(refund("28.55")) == "Error - refund exceeds the amount paid"
    assert here.status() == "Complete"
    assert here.act(refund("28.54")) == "OK"
    assert here.status() == "Cancelled"  # two refunds below the total may add up to a full one


def test_the_same_refund_sent_twice_is_paid_twice(desk):
    here = desk(the_seeds_order(shipped=True))
    assert [here.act(refund("19.52")) for _ in range(2)] == ["OK", "OK"]
    assert sum(here.ledger.returned(1).values()) == Decimal("39.04")


def test_thousands_separators_are_refused_or_read_by_a_setting(desk):
    dear = the_seeds_order(lines=(a_line("TV", 1, "2000.00"),), shipped=True)
    assert desk(dear).act(refund("1,234.56", "TV")) == "Error - invalid refund amount"
    here = desk(dear, channelunity_thousands=True)
    assert here.act(refund("1,234.56", "TV")) == "OK"
    assert here.ledger.entries[0].total == Decimal("1234.56")


def test_shipping_alone_may_go_back(desk):
    here = desk(the_seeds_order(shipped=True))
    assert here.act(ShippingRefund="9.95") == "OK"
    assert here.ledger.returned(1) == {"shipping": Decimal("9.95")}
    assert here.act() == "Error - invalid partial action"
    assert here.act(ShippingRefund="48.60") == "Error - refund exceeds the amount paid"


@pytest.mark.parametrize(
    ("date", "answer"),
    [
        ("2026-09-30 11:00:00", "OK"),
        ("2026-09-30T11:00:00+00:00", "OK"),
        ("", "OK"),
        ("30/09/2026", "Error - invalid date"),
    ],
)
def test_the_date_of_a_partial_action_has_two_forms(desk, date, answer):
    here = desk()
    inner = "<PartialActionItem><Action>Ship</Action><SKU>KNIFE-8</SKU><QtyAffected>1</QtyAffected></PartialActionItem>"
    assert here.say("DoPartialAction", inner, PartialActionDate=date, OrderStatus="Complete") == answer


def test_a_bundle_is_named_by_its_composite_sku(desk):
    here = desk(an_order(1, "bundle", market="ebay_us"))
    item = here.caller.orders(here.link)[0].find("OrderItems/Item")
    assert "^" in item.findtext("SKU")
    assert here.act(ship(item.findtext("SKU"))) == "OK"
    assert here.act(ship(item.findtext("SKU").partition("^")[0])) == "Error - SKU not found on order"


def test_one_sku_on_two_lines_is_one_item(desk):
    here = desk(the_seeds_order(lines=(a_line("MUG", 1), a_line("MUG", 2)), shipped=True))
    assert here.act(refund("10.00", "MUG", 3)) == "OK"
    assert [str(effect.total) for effect in here.ledger.entries[0].effects] == ["3.33", "6.67"]


def test_what_is_written_here_moves_the_update_time(desk):
    here = desk()
    before = here.state().updated_at
    here.act(refund("1.00"))
    assert here.state().updated_at == here.hub.clock.now > before
    assert here.caller.numbers(here.link, UpdateDateFrom="2026-09-30 12:00:00") == [here.number]


@pytest.mark.parametrize("form", ["once", "twice", "multipart"])
def test_a_write_is_known_as_one_in_every_encoding_of_the_form(desk, form):
    from urllib.parse import quote_plus

    here = desk(faults=[Fault("write_5xx_before", nth=(1,), path="#OrderStatusUpdate")])
    message = here.complete()
    sent = {
        "once": {"data": {"message": message}},
        "twice": {"data": {"message": quote_plus(message)}},
        "multipart": {"files": {"message": (None, quote_plus(message))}},
    }[form]
    statuses = [here.caller.session.post(here.caller.url, timeout=5, **sent).status_code for _ in range(2)]
    assert (statuses[0] >= 500, statuses[1], len(here.ledger)) == (True, 200, 1)


@pytest.mark.parametrize(
    ("name", "applied"), [("write_reset_after", 1), ("write_reset_before", 0), ("write_cut", 1), ("write_delayed", 1)]
)
def test_faults_of_writes_strike_here_too(desk, name, applied):
    here = desk(the_seeds_order(shipped=True), faults=[Fault(name, nth=(1,), options={"world_seconds": 0.0})])
    with contextlib.suppress(OSError):
        here.act(refund("19.52"))
    here.status()
    assert len(here.ledger) == applied


def test_a_garbled_ok_is_no_xml(desk):
    here = desk(faults=[Fault("write_garbled", nth=(1,))])
    answer = here.caller.post(here.complete())
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(answer.content, PARSER)
    assert len(here.ledger) == 1


def test_a_refund_refused_late_is_answered_ok_and_returns_nothing(desk):
    here = desk(the_seeds_order(shipped=True), faults=[Fault("write_refused_late", nth=(1,))])
    assert here.update("Cancelled") == "OK"
    assert here.status() == "Complete"
    assert here.ledger.returned(1) == {}


def test_reading_is_no_write_and_a_redirected_write_is_not_applied(desk):
    here = desk(faults=[Fault("redirect_302", nth=(1,)), Fault("write_5xx_before", probability=1.0)])
    message = here.caller.message("OrderStatusUpdate", "<OrderStatus>Complete</OrderStatus>")
    here.hub.faults.disarm("write_5xx_before")
    assert (here.caller.post(message).status_code, len(here.ledger)) == (302, 0)
    here.hub.faults.arm(Fault("write_5xx_before", probability=1.0))
    assert here.status() == "Processing"
