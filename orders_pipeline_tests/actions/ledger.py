"""A hub in memory with a ledger of what it really did, and a network that loses, delays and garbles around it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from orders_pipeline.model.action_states import Event
from orders_pipeline.model.actions import ActionKind, Component, Intent
from orders_pipeline.model.outcomes import Outcome, Seen
from orders_pipeline.model.plans import Draft, Plan, Request, Step

START = datetime(2026, 9, 1, tzinfo=UTC)
FATES = (
    "answered",
    "refused",
    "not_sent",
    "refused_before_processing",
    "lost_before",
    "lost_after",
    "garbled_after",
    "late_apply",
    "fails_later",
    "duplicated",
)


class Killed(BaseException):
    """The process ends here."""


@dataclass
class LedgerHub:
    """`fate` of the next sending; `applied` is the truth. Effects show after `shows_after`, if the hub shows any.

    by_hand: how often a person gave something back in the hub itself, by order; a plan is of one such number.
    copies: how often the network itself delivered a request once more, by order: money too, and not by our sending.
    """

    fate: str = "answered"
    is_blind: bool = False
    shows_after: timedelta = timedelta(minutes=2)
    now: datetime = START
    changed: bool | str | None = False  # True, or the order that was
    reached: Counter = field(default_factory=Counter)
    by_hand: Counter = field(default_factory=Counter)
    applied: Counter = field(default_factory=Counter)
    copies: Counter = field(default_factory=Counter)
    failed: set = field(default_factory=set)
    shown_at: dict = field(default_factory=dict)
    waiting: list = field(default_factory=list)

    def digest_of(self, plan, number):
        return (
            "changed"
            if self.changed in (True, plan.intent.order_id)
            else self.digest(plan.intent.key, plan.intent.order_id, number)
        )

    def digest(self, key, order_id, number):
        """What a fresh look finds: what people did to the order, and whether this step is there already."""
        is_there = self.shows(key, number)
        by_hand = self.by_hand[order_id] + self.copies[order_id]
        return f"by hand {by_hand}, ours {is_there}" if by_hand or is_there else "as planned"

    def shows(self, key, number):
        place = (key, number)
        return not self.is_blind and bool(self.applied[place]) and self.now >= self.shown_at[place]

    def send(self, plan, number):
        place, fate = (plan.intent.key, number), self.fate
        self.fate = "answered"
        if fate == "not_sent":
            return Outcome(event=Event.NOT_SENT, sentence="no byte left")
        if fate == "lost_before":
            return Outcome(event=Event.IN_DOUBT, sentence="no answer")
        self.reached[place] += 1
        if fate == "refused_before_processing":
            self.reached[place] -= 1
            return Outcome(event=Event.NOT_SENT, sentence="429, refused before it was processed")
        if fate == "refused":
            return Outcome(event=Event.ANSWERED_NO, sentence="400")
        if fate == "late_apply":
            self.waiting.append((self.now + timedelta(minutes=10), place))
            return Outcome(event=Event.IN_DOUBT, sentence="no answer")
        self._apply(place)
        if fate == "duplicated":
            self.copies[plan.intent.order_id] += 1
        if fate == "fails_later":
            self.failed.add(place)
        if fate == "killed_after":
            raise Killed
        if fate in ("lost_after", "garbled_after"):
            return Outcome(event=Event.IN_DOUBT, sentence="no answer that could be read")
        return Outcome(event=Event.ANSWERED_OK, sentence="204")

    def look_up(self, plan, number, *, sent_at):
        self.pass_time(timedelta())
        place = (plan.intent.key, number)
        if self.is_blind:
            return Seen(event=None, sentence="this hub shows nothing of the kind", is_blind=True)
        if not self.applied[place] or self.now < self.shown_at[place]:
            return Seen(event=None, sentence="not there")
        if place in self.failed:
            self.applied[place] = 0
            return Seen(event=Event.SEEN_FAILED, sentence="the marketplace refused it", evidence="Error")
        return Seen(event=Event.SEEN_DONE, sentence="it is there", evidence="PostProcessingComplete")

    def pass_time(self, by):
        self.now += by
        for when, place in [one for one in self.waiting if one[0] <= self.now]:
            self.waiting.remove((when, place))
            self._apply(place, when)

    def _apply(self, place, when=None):
        self.applied[place] += 1
        self.shown_at[place] = (when or self.now) + self.shows_after


def a_plan(key="rma-1", order_id="1", steps=1, kind=ActionKind.REFUND, digest="as planned", amount="14.95"):
    intent = Intent(kind=kind, account="us", order_id=order_id, key=key)
    request = Request(method="POST", path="/v1/OrderItems(7)/Adjust", body='{"Quantity":1}')
    made = tuple(
        Step(
            draft=Draft(
                request=request,
                sentence=f"refund part {number}",
                line_amounts={"7": {Component.ITEM: Decimal(amount)}},
                echo=f"{key}/{number}",
            ),
            digest=digest,
        )
        for number in range(steps)
    )
    return Plan(intent=intent, steps=made, currency="USD")
