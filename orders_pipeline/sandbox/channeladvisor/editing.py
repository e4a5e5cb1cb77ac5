"""PATCH and PUT of an order: what a seller may change of it. channeladvisor-rest.md §11."""

from typing import Any

import msgspec

from orders_pipeline.sandbox.channeladvisor import codes
from orders_pipeline.sandbox.channeladvisor.arguments import instant, read, text, text_up_to, word
from orders_pipeline.sandbox.channeladvisor.entities import CONTACT_PARTS
from orders_pipeline.sandbox.channeladvisor.hub import Hub
from orders_pipeline.sandbox.channeladvisor.oauth import Access
from orders_pipeline.sandbox.world import AddressEdited, CheckoutMoved, PaymentMoved, TextEdited
from orders_pipeline.sandbox.world.acts import OrderSet
from orders_pipeline.sandbox.writes import Call

_FLAGS = {number: ours for ours, number in codes.FLAG.items()}
TEXTS = {  # the hub's -> the world's, and how long it may be
    "PublicNotes": ("public_notes", 4000),
    "PrivateNotes": ("private_notes", 4000),
    "SpecialInstructions": ("instructions", 255),
    "FlagDescription": ("flag_text", 4000),
}
STATES = {"CheckoutStatus": CheckoutMoved, "PaymentStatus": PaymentMoved}
SHAPE = {
    **{name: text_up_to(most) for name, (_, most) in TEXTS.items()},
    "FlagID": lambda value: _FLAGS[value],
    "SellerOrderID": text_up_to(25),
    "EstimatedShipDateUtc": instant,
    "CheckoutStatus": word(codes.CHECKOUT, "CheckoutStatus"),
    "PaymentStatus": word(codes.PAYMENT, "PaymentStatus"),
    **{prefix + name: text for prefix in ("Shipping", "Billing") for name in CONTACT_PARTS},
}
SET = {"SellerOrderID": "seller_order_id", "EstimatedShipDateUtc": "ship_by_at"}


def edit_order(hub: Hub, access: Access, call: Call, order_id: int, told: Any) -> None:
    state = hub.state_of(access, "Orders", order_id)
    asked, write = read(told, SHAPE), hub.writes.begin(call, order_id)
    for name, (place, _) in TEXTS.items():
        if name in asked:
            write.edit(TextEdited(place, asked[name]))
    if "FlagID" in asked:
        write.edit(TextEdited("flag", asked["FlagID"]))
    for name, moved in STATES.items():
        if name in asked:
            write.edit(moved(asked[name]))
    fields: dict[str, Any] = {field: asked[name] for name, field in SET.items() if name in asked}
    shipping, billing = (
        {part: asked[prefix + name] for name, part in CONTACT_PARTS.items() if prefix + name in asked}
        for prefix in ("Shipping", "Billing")
    )
    if shipping:
        write.edit(AddressEdited(msgspec.structs.replace(state.ship_to, **shipping)))
    if billing:
        fields["billing"] = msgspec.structs.replace(state.order.billing, **billing)
    if fields:
        write.edit(OrderSet(**fields))
    write.commit()
