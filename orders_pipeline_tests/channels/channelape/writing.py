"""Orders of the scripted ChannelApe as policy sees them, and plans of what would be written to them."""

import json

from orders_pipeline.channels.base import ORDERS, Body, Scope
from orders_pipeline.channels.channelape.lists import as_read
from orders_pipeline.channels.channelape.pages import sightings
from orders_pipeline_tests.actions.orders import asked, planned_at
from orders_pipeline_tests.channels.channelape.scripted import BUSINESS, an_order, order_id

LINES = [
    {"id": "L-1", "sku": "SHIRT", "quantity": 3, "price": "10.00", "shippingPrice": "6.00"},
    {"id": "L-2", "sku": "MUG", "quantity": 1, "price": "8.00"},
]
PARCEL = {
    "id": "F-1",
    "status": "SUCCESS",
    "trackingNumber": "1Z1",
    "shippingCompany": "UPS",
    "lineItems": [{"id": "L-1", "quantity": 1}],
    "additionalFields": [{"name": "signed_by", "value": "Ann Example"}, {"name": "signed_by", "value": "null"}],
    "newThing": {"price": 12.990},
}
TRACKED = {"carrier": "UPS", "service": "GROUND", "tracking_number": "1Z9"}


def shop_order(**changes):
    told = {"status": "IN_PROGRESS", "lineItems": LINES, "totalPrice": "44.00"}
    return an_order(1, **{**told, **changes})


def page_of(order):
    return json.dumps(order).encode()


def document_of(page):
    scope = Scope(account="us", profile=BUSINESS, is_whole=True)
    (one,) = sightings(scope, Body(kind=ORDERS, content=page), ())
    assert one.document is not None, one.problem
    return one.document


def cape_plan(order, kind, *lines, own=(), **more):
    page = page_of(order)
    intent = asked(kind, *lines, order_id=order_id(1), **more)
    return planned_at("channelape", intent, document_of(page), as_read(page, order_id(1)), own=own)
