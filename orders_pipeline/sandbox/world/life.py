"""What happens to an order: its import, payment, shipping and edits, as timed events. Returns stand in `returns`."""

from datetime import datetime, timedelta
from random import Random

import msgspec

from orders_pipeline.sandbox.world.catalogue import CARRIERS, FLAGS, NOTES, TAGS, Market, contact
from orders_pipeline.sandbox.world.events import (
    AddressEdited,
    CheckoutMoved,
    Event,
    Imported,
    Life,
    ParcelsMoved,
    PaymentMoved,
    TagsChanged,
    TextEdited,
    happened,
)
from orders_pipeline.sandbox.world.ids import Numbers
from orders_pipeline.sandbox.world.order import Contact, Order, Parcel
from orders_pipeline.sandbox.world.parcels import first_parcels, shipments
from orders_pipeline.sandbox.world.returns import cancellations, refunds, whole_cancellation

GRAINS = (1_000_000, 1_000_000, 100_000, 10_000, 1_000, 1_000, 10, 1)  # microseconds: 0 to 6 fractional digits

SHIPPING_WORDS = {"odd_shipping_word": "AwaitingCourier", "pending_shipment": "pending"}
UNSHIPPED = frozenset({"never_shipped", "pending_shipment"})


def stamp(random: Random, at: datetime) -> datetime:
    """The instant with as many fractional digits as chance gives it."""
    grain = random.choice(GRAINS)
    whole = at.replace(microsecond=0)
    return whole if grain == 1_000_000 else whole + timedelta(microseconds=random.randrange(1_000_000) // grain * grain)


class Pen:
    """Writes the events of one life: every instant is drawn, each at least a second after the one before it."""

    def __init__(self, random: Random, begin: datetime) -> None:
        self.random, self.now, self.events = random, begin, []

    def after(self, least: timedelta, most: timedelta) -> datetime:
        """Moves on by something between the two, and says where it stands."""
        span = (most - least).total_seconds()
        self.now = max(
            self.now + timedelta(seconds=1),
            stamp(self.random, self.now + least + timedelta(seconds=self.random.random() * span)),
        )
        return self.now

    def write(self, change) -> None:
        self.events.append(happened(self.now, change))


MINUTES, HOURS, DAYS = (lambda n, unit=unit: timedelta(**{unit: n}) for unit in ("minutes", "hours", "days"))


def import_lag(random: Random, traits: frozenset[str], market: Market) -> timedelta:
    """Minutes; hours where the marketplace keeps an order pending."""
    hours = random.uniform(2, 9) if "slow_import" in traits else random.uniform(0.05, 0.4)
    return timedelta(seconds=int(hours * 3600))


def a_life(
    random: Random, traits: frozenset[str], numbers: Numbers, order: Order, market: Market, imported_at: datetime
) -> Life:
    pen = Pen(random, imported_at)
    pen.now = stamp(random, imported_at)
    parcels = first_parcels(order, numbers, pen.now, traits)
    pen.write(_imported(order, traits, market, parcels))
    is_paid = _pay(pen, traits)
    edits = _edits(random, traits, market, pen.now, numbers.number)
    if "whole_cancel" in traits or (not is_paid and "payment_failed" in traits and numbers.number % 2):
        whole_cancellation(pen, order, parcels, numbers, traits)
    elif is_paid and not order.is_third_party and not traits & UNSHIPPED:
        parcels = cancellations(pen, order, parcels, numbers, traits)
        shipped = shipments(pen, order, parcels, numbers, traits, CARRIERS[market.country])
        refunds(pen, order, numbers, traits)
        if "tracking_corrected" in traits:
            _correct_tracking(pen, shipped)
    return Life(order, tuple(sorted((*pen.events, *edits), key=lambda event: event.at)))


def _imported(order: Order, traits: frozenset[str], market: Market, parcels: tuple[Parcel, ...]) -> Imported:
    number = order.order_id
    checkout = "not_visited" if "not_ready" in traits else "on_hold" if "on_hold" in traits else "completed"
    if "odd_checkout_word" in traits:
        checkout = "AwaitingReview"
    elif checkout == "completed":
        checkout = ("completed", "completed", "completed", "completed_and_visited", "completed_offline")[number % 5]
    slow_to_pay = traits & {"not_ready", "payment_failed", "submitted_first", "on_hold"}
    payment = "none" if "not_ready" in traits else "submitted" if slow_to_pay else "cleared"
    is_forgotten = "personal_data_removed" in traits
    flag, flag_text = FLAGS[number % len(FLAGS)] if "flag" in traits else ("none", None)
    return Imported(
        checkout=checkout,
        payment="PartiallyAuthorized" if "odd_payment_word" in traits else payment,
        ship_to=Contact(country=market.country) if is_forgotten else contact(market.country, number // 3),
        parcels=parcels,
        public_notes=NOTES[number % len(NOTES)] if number % 17 == 0 else None,
        private_notes="internal: zur Prüfung" if number % 23 == 0 else None,
        instructions=NOTES[number % 3] if number % 13 == 0 else None,
        tags=TAGS[number % 4 : number % 4 + 2] if "tags" in traits else (),
        flag=flag,
        flag_text=flag_text,
        shipping_word=next((word for trait, word in SHIPPING_WORDS.items() if trait in traits), None),
        personal_data_removed_at=order.purchased_at + timedelta(minutes=1) if is_forgotten else None,
    )


def _pay(pen: Pen, traits: frozenset[str]) -> bool:
    """Whether the order is free to ship in the end."""
    if traits & {"odd_payment_word", "odd_checkout_word", "odd_shipping_word"}:
        return False
    if "not_ready" in traits:
        if pen.random.random() < 0.4:
            return False
        pen.after(HOURS(1), HOURS(30))
        pen.write(CheckoutMoved("completed"))
        pen.after(MINUTES(1), MINUTES(20))
    if "payment_failed" in traits:
        pen.after(MINUTES(10), HOURS(20))
        pen.write(PaymentMoved("failed"))
        return False
    if "on_hold" in traits:
        if "held_for_long" in traits:
            return False
        pen.after(HOURS(3), HOURS(40))
        pen.write(CheckoutMoved("completed"))
    if traits & {"on_hold", "submitted_first", "not_ready"}:
        pen.after(MINUTES(5), HOURS(5))
        pen.write(PaymentMoved("deposited" if pen.random.random() < 0.1 else "cleared"))
    return True


def _edits(random: Random, traits: frozenset[str], market: Market, since: datetime, number: int) -> list[Event]:
    def later() -> datetime:
        return stamp(random, since + timedelta(hours=random.uniform(0.3, 90)))

    moves = (
        ("address_edit", AddressEdited(contact(market.country, number + 7, company="c/o Neighbour"))),
        ("note_edit", TextEdited("private_notes", NOTES[number % len(NOTES)] or "called the buyer ☎")),
        ("tag_change", TagsChanged((TAGS[number % len(TAGS)], "Customized"))),
    )
    return [happened(later(), change) for trait, change in moves if trait in traits]


def _correct_tracking(pen: Pen, shipped: tuple[Parcel, ...]) -> None:
    for parcel in shipped[:1]:
        at = pen.after(HOURS(1), HOURS(20))
        corrected = msgspec.structs.replace(
            parcel, tracking_number=f"{parcel.tracking_number}-C", tracking_url=None, updated_at=at
        )
        pen.write(ParcelsMoved((corrected,)))
