"""Valid requests are not refused, and what leaves the socket is the planned template with its secret slots filled."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from random import Random
from xml.sax.saxutils import escape

import pytest
from msgspec.structs import replace

from orders_pipeline.channels.channeladvisor.client import connect as connect_rest
from orders_pipeline.channels.channeladvisor_soap.client import connect as connect_soap
from orders_pipeline.model.actions import ActionKind, Component, Wanted
from orders_pipeline.model.marketplaces import Marketplace as M
from orders_pipeline.model.money import minor_unit
from orders_pipeline.model.plans import Plan
from orders_pipeline.model.status import RefundReason
from orders_pipeline_tests.actions.orders import a_line, an_order
from orders_pipeline_tests.actions.planning import (
    ACCOUNT_ID,
    AT,
    SITES,
    asked,
    cancel,
    correct,
    mark,
    on_sites,
    refund,
    ship,
    with_left,
)
from orders_pipeline_tests.channels.recording import a_connection, http, recording

SEED = 20260930
REST, SOAP = "channeladvisor", "channeladvisor_soap"
SECRETS = {
    "application_id": "app-1",
    "shared_secret": "sec-1",
    "refresh_token": "ref-1",
    "developer_key": "KEY-<1>&",
    "password": "PASS-2",
}
FILLED = {
    REST: {"access_token": "tok-ZANZIBAR-3"},
    SOAP: {name: escape(SECRETS[name]) for name in ("developer_key", "password")},
}
CONNECT = {REST: (connect_rest, "12345678"), SOAP: (connect_soap, ACCOUNT_ID)}
TEXTS = ("", "A&B <", "Größe ", "靴-", "it's \"", "ABC/")
KINDS = (ActionKind.SHIP, ActionKind.CORRECT_SHIPMENT, ActionKind.CANCEL, ActionKind.REFUND, ActionKind.ACKNOWLEDGE)
FAMILIES = {REST: (*M, None), SOAP: (*SITES, None)}
CANCELS_WHOLE = (M.AMAZON, M.RAKUTEN)
CANCEL_REASONS = (RefundReason.BUYER_CANCELED, RefundReason.COULD_NOT_SHIP, RefundReason.ITEM_NOT_AVAILABLE)
PARTS_REFUSED = (M.WISH, M.NEWEGG)  # channeladvisor-rest.md §8.4
PARTS_CANCELED = (M.EBAY, M.WALMART, M.DIRECT)


@dataclass
class Maker:
    """Orders and what may validly be asked of them, by the specs' own words and not by policy's tables."""

    rng: Random
    channel: str

    def pair(self):
        kind = self.rng.choice(KINDS)
        if self.channel == SOAP and kind is ActionKind.CORRECT_SHIPMENT:
            kind = ActionKind.SHIP
        family = self.rng.choice(FAMILIES[self.channel])
        if self.channel == SOAP and kind is ActionKind.CANCEL:
            family = self.rng.choice(CANCELS_WHOLE)
        is_shipped = kind in (ActionKind.REFUND, ActionKind.CORRECT_SHIPMENT) or (
            kind is ActionKind.ACKNOWLEDGE and self.rng.random() < 0.5
        )
        document = self.order(family, is_shipped)
        return document, getattr(self, kind.value)(document)

    def order(self, family, is_shipped):
        currency = self.rng.choice(("USD", "USD", "EUR", "JPY", "KWD"))
        lines = [self.line(str(number), currency) for number in range(1, self.rng.randint(1, 4) + 1)]
        more = {
            "currency": currency,
            "marketplace": family,
            "channel": self.channel,
            "hub_account_id": ACCOUNT_ID,
            "is_tax_included": self.rng.choice((True, False, None)),
        }
        document = an_order(*lines, shipped=is_shipped, **more)
        site = SITES.get(family, "ATLANTIS") if self.channel == SOAP else None
        return on_sites(document, *[site] * len(lines))

    def line(self, item_id, currency):
        minor = minor_unit(currency)

        def money(most):
            return str(self.rng.randint(0, most) * minor)

        return a_line(
            item_id,
            str(self.rng.randint(1, 6)),
            str(self.rng.randint(1, 50_000) * minor),
            currency=currency,
            sku=f"{self.rng.choice(TEXTS)}{item_id}",
            tax_amount=money(900),
            shipping_amount=money(2_000),
            shipping_tax_amount=self.rng.choice((None, money(90))),
            gift_wrap_amount=self.rng.choice((None, money(500))),
            discount_amount=self.rng.choice((None, "0")),
        )

    def key(self):
        return f"{self.rng.choice(('rma', 'shp', 'x/y', 'Nr.', '返'))}-{self.rng.randint(1, 10**9)}"

    def of(self, item, quantity=None, **more):
        by_sku = self.rng.random() < 0.3
        return Wanted(
            item_id=None if by_sku else item.item_id,
            sku=item.sku if by_sku else None,
            quantity=None if quantity is None else Decimal(quantity),
            **more,
        )

    def some(self, document):
        return self.rng.sample(document.order_items, self.rng.randint(1, len(document.order_items)))

    def units(self, item):
        return self.rng.randint(1, int(item.quantity))

    def ship(self, document):
        lines = tuple(self.of(item, self.units(item)) for item in self.some(document))
        told = {
            "tracking_number": f"1Z{self.rng.randint(1, 10**9)}",
            "carrier": "UPS",
            "service": "GROUND",
            "shipped_at": self.rng.choice((None, AT - timedelta(hours=self.rng.randint(0, 40)))),
        }
        if self.rng.random() < 0.2:
            told |= {"tracking_number": None, "carrier": None, "service": None}
        return ship(*self.rng.choice((lines, ())), key=self.key(), **told)

    def correct_shipment(self, document):
        return correct(tracking_number=f"1Z{self.rng.randint(1, 10**9)}", shipped_at=self.rng.choice((None, AT)))

    def acknowledge(self, document):
        return mark(exported=self.rng.random() < 0.5)

    def cancel(self, document):
        reason = self.rng.choice(CANCEL_REASONS)
        family, lines = document.order.marketplace, ()
        if self.channel == REST and family is not M.NEWEGG and self.rng.random() < 0.6:
            in_parts = family in PARTS_CANCELED
            lines = tuple(self.of(item, self.units(item) if in_parts else None) for item in self.some(document))
        return cancel(*lines, reason=reason, key=self.key())

    def refund(self, document):
        reason = self.rng.choice((None, *RefundReason))
        family = document.order.marketplace
        more = {"reason": reason, "key": self.key()}
        if (self.channel == REST and family in PARTS_REFUSED) or self.rng.random() < 0.3:
            return refund(**more)
        if self.rng.random() < 0.15 and family in (M.EBAY, M.DIRECT):
            shipping = sum(item.shipping_amount for item in document.order_items)
            if shipping:
                return refund(amounts={Component.SHIPPING: shipping}, **more)
        lines = []
        for item in self.some(document):
            named = self.rng.random() < 0.2
            amounts = {Component.ITEM: item.unit_price_amount} if named else None
            lines.append(self.of(item, self.units(item), amounts=amounts))
        return refund(*lines, **more)


def some_left(maker, document, intent):
    """Now and then the order is on its way in part already, where that changes nothing for what is asked."""
    if intent.kind is not ActionKind.SHIP or intent.lines or maker.rng.random() < 0.7:
        return document
    first = document.order_items[0]
    left = with_left(document, **{f"line{first.item_id}": int(first.quantity) - 1})
    return left if first.quantity > 1 else document


def check_many(folder, channel, count):
    maker = Maker(Random(SEED), channel)
    connect, scope = CONNECT[channel]
    sent = 0
    with recording(http(204)) as hub:
        client = connect(a_connection(hub.address, folder, SECRETS, scope))
        for number in range(count):
            document, intent = maker.pair()
            document = some_left(maker, document, intent)
            plan = asked(document, intent)
            assert isinstance(plan, Plan), (SEED, channel, number, plan.sentence, intent)
            for step in plan.steps:
                client.send(step.request)
                sent += 1
                body, headers = step.request.filled(FILLED[channel])
                seen = hub.requests.pop()
                assert seen.body == body, (SEED, number)
                assert seen.line == f"{step.request.method} {step.request.path} HTTP/1.1"
                assert {name: seen.header(name) for name in headers} == headers
                assert not hub.requests
        client.close()
    assert sent >= count


@pytest.mark.parametrize("channel", CONNECT)
def test_five_hundred_valid_requests_are_planned_and_leave_as_they_were_planned(tmp_path, channel, figures):
    check_many(tmp_path, channel, 500)
    figures(f"valid requests, {channel}, seed {SEED}", planned_and_sent_as_planned=500, refused=0)


@pytest.mark.parametrize("channel", CONNECT)
def test_what_was_told_of_a_carrier_list_and_reasons_refuses_nothing_that_is_on_it(channel):
    maker = Maker(Random(SEED), channel)
    offered = {"carriers": frozenset({("UPS", "GROUND")}), "reasons": frozenset(RefundReason)}
    for _ in range(100):
        document, intent = maker.pair()
        assert isinstance(asked(replace(document), intent, **offered), Plan)
