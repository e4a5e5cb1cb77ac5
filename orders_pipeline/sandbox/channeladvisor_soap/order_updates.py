"""UpdateOrderList: notes and flags, and the words for payment and shipping, inside this hub alone. Spec §8.4, §9.

Addresses, payment details, the number and the requested shipping are not changed by this hub: their part is refused.
"""

from typing import Any

from orders_pipeline.sandbox.channeladvisor_soap import codes
from orders_pipeline.sandbox.channeladvisor_soap.binding import bind, boolean, integer, list_of, text
from orders_pipeline.sandbox.channeladvisor_soap.hub import Caller, SoapHub
from orders_pipeline.sandbox.channeladvisor_soap.markup import WEB, Markup
from orders_pipeline.sandbox.channeladvisor_soap.signatures import ACCOUNT, sequence
from orders_pipeline.sandbox.world.acts import Facts
from orders_pipeline.sandbox.world.events import CheckoutMoved, PaymentMoved, TextEdited
from orders_pipeline.sandbox.writes import CannotWrite, Write

NOTES = sequence(("Note", text), ("ShouldOverwrite", boolean))
STATUS = sequence(("CheckoutPaymentStatus", text), ("ShippingStatus", text))
UPDATE = sequence(
    ("OrderID", integer), ("NewClientOrderIdentifier", text), ("FlagStyle", text), ("FlagDescription", text),
    ("TransactionNotes", lambda element: bind(element, NOTES)),
    ("OrderStatusUpdate", lambda element: bind(element, STATUS)),
    ("BillingInfo", len), ("ShippingInfo", len), ("PaymentInfo", len), ("RequestedShippingMethodInfo", len),
)  # fmt: skip
SEQUENCE = sequence(
    ACCOUNT,
    ("updateOrderSubmitList", list_of("OrderUpdateSubmit", WEB, lambda element: bind(element, UPDATE))),
)
PAYMENTS = {  # the word -> checkout and payment of the world, None: as it is
    "NoChange": (None, None),
    "CheckoutSamePaymentCleared": (None, "cleared"),
    "CheckoutSamePaymentDeposited": (None, "deposited"),
    "CheckoutSamePaymentSubmitted": (None, "submitted"),
    "CheckoutReopenedPaymentFailed": ("not_visited", "failed"),
    "CheckoutCanceledPaymentFailed": ("disabled", "failed"),
}
FLAGS = {theirs: ours for ours, theirs in codes.FLAG.items()}
PARTS = ("FlagAndNotes", "OrderStatus", "ShippingAndCOID", "BillingAndPayment", "RequestedShippingMethod")
UNCHANGED = {  # part -> what it would change
    "ShippingAndCOID": ("NewClientOrderIdentifier", "ShippingInfo"),
    "BillingAndPayment": ("BillingInfo", "PaymentInfo"),
    "RequestedShippingMethod": ("RequestedShippingMethodInfo",),
}
_M = Markup()


def update_orders(hub: SoapHub, caller: Caller, told: dict[str, Any]) -> str:
    """A pair of Success and Message for each part, by position."""
    account, answers = caller.account(told["accountID"]), []
    with hub.writes.lock:
        for asked in told["updateOrderSubmitList"] or ():
            state = hub.order_named(account, asked["OrderID"], None)
            refusals = dict.fromkeys(PARTS, "The order was not found.")
            if state is not None:
                write = hub.writes.begin(caller.call, state.order.order_id)
                refusals = {
                    "FlagAndNotes": _note(write, asked),
                    "OrderStatus": _move(write, asked["OrderStatusUpdate"] or {}),
                } | {part: _unchanged(asked, names) for part, names in UNCHANGED.items()}
                if write.effects:
                    write.commit()
            answers.append(_M.wrap("OrderUpdateResponse", (_part(part, refusals[part]) for part in PARTS)))
    return _M.wrap("ResultData", answers)


def _part(name: str, refusal: str) -> str:
    return _M.wrap(name, _M.flag("Success", not refusal) + (_M.text("Message", refusal) if refusal else ""))


def _note(write: Write, asked: dict[str, Any]) -> str:
    flag, notes = asked["FlagStyle"], asked["TransactionNotes"]
    if flag and flag not in FLAGS:
        return f"{flag} is not a valid value for FlagStyle"
    if flag:
        write.edit(TextEdited("flag", FLAGS[flag]))
    if asked["FlagDescription"] is not None:
        write.edit(TextEdited("flag_text", asked["FlagDescription"]))
    if notes and notes["Note"] is not None:
        before = "" if notes["ShouldOverwrite"] else write.state.private_notes or ""
        write.edit(TextEdited("private_notes", f"{before}\n{notes['Note']}".strip("\n")))
    return ""


def _move(write: Write, asked: dict[str, Any]) -> str:
    """The marketplace hears nothing of a checkout that is canceled here."""
    word, shipping = asked.get("CheckoutPaymentStatus") or "NoChange", asked.get("ShippingStatus") or "NoChange"
    if word not in PAYMENTS or shipping not in ("NoChange", "Shipped"):
        return "The status is not a valid value."
    if shipping == "Shipped":
        try:
            write.ship(None, Facts())
        except CannotWrite:
            return "There is nothing left to ship."
    for to, moved in zip(PAYMENTS[word], (CheckoutMoved, PaymentMoved), strict=True):
        if to is not None:
            write.edit(moved(to))
    return ""


def _unchanged(asked: dict[str, Any], names: tuple[str, ...]) -> str:
    given = [name for name in names if asked[name]]
    return f"{given[0]} cannot be changed." if given else ""
