"""What was asked of hubs and how far it came, as rows: from the journal, written to the tables by the load.

What people type (why, evidence) stays in the journal, where `actions status` shows it: it may hold anything.
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from orders_pipeline.model.action_states import State
from orders_pipeline.model.actions import ActionKind
from orders_pipeline.model.columns import Record, key, money, says, units
from orders_pipeline.model.plans import MoneyFrom
from orders_pipeline.model.status import RefundReason

Text = str | None
Instant = datetime | None
Amount = Decimal | None

_STEP = "Request of the action, from 1: one action may need several"


class Action(Record, frozen=True, kw_only=True):
    """One request of an action: asked, sent, accepted, seen. An instant is NULL as long as that has not happened."""

    account: Annotated[str, key("Account of accounts.toml that it is asked of")]
    action_key: Annotated[str, key("Id of the business event, as it was asked under")]
    step_number: Annotated[int, key(_STEP)]
    order_id: Annotated[str, says("Order, as in orders.order_id; the order may not be here")]
    kind: Annotated[ActionKind, says("ship, correct_shipment, cancel, refund or acknowledge")]
    state: Annotated[State, says("Where it stands, see docs/actions.md; unknown and parked are in doubt")]
    has_been_in_doubt: Annotated[bool, says("It was unknown or parked once")]
    what: Annotated[str, says("The request in a sentence")]
    item_id: Annotated[Text, says("The line, as in order_items.item_id, where the request is of one line alone")]
    quantity: Annotated[Amount, units("Units that it is about; NULL where it is of no line")]
    tracking_number: Annotated[Text, says("Of the parcel")]
    reason: Annotated[RefundReason | None, says("Of a refund or cancellation")]
    seller_id: Annotated[
        Text, says("Our id by which the hub shows it, as in refunds.seller_refund_id; NULL where it shows none")
    ]
    traps_avoided: Annotated[Text, says("Ids of `actions traps` that it was written around, comma-separated")]
    money_from: Annotated[
        MoneyFrom, says("this_call returns the money; elsewhere: the hub records it only; nobody: none is returned")
    ]
    currency: Annotated[Text, says("ISO 4217 code of every amount of the row")]
    total_amount: Annotated[Amount, money("What the request returns, the sum of the seven; NULL where it returns none")]
    item_amount: Annotated[Amount, money("Of the goods")]
    tax_amount: Annotated[Amount, money("Of the tax on the goods")]
    shipping_amount: Annotated[Amount, money("Of the shipping")]
    shipping_tax_amount: Annotated[Amount, money("Of the tax on shipping")]
    gift_wrap_amount: Annotated[Amount, money("Of the gift wrap")]
    gift_wrap_tax_amount: Annotated[Amount, money("Of the tax on gift wrap")]
    recycling_fee_amount: Annotated[Amount, money("Of the recycling fee")]
    plan_hash: Annotated[str, says("SHA-256 of the plan: an approval is bound to it")]
    approved_by: Annotated[Text, says("User who agreed to the plan; settings: no approval is asked for")]
    requested_at: Annotated[datetime, says("When it was first asked for")]
    approved_at: Annotated[Instant, says("When the plan was agreed to last")]
    sent_at: Annotated[Instant, says("When it was stored as being sent, before its first byte")]
    accepted_at: Annotated[Instant, says("When the hub took it, or was first seen to have it under way")]
    ended_at: Annotated[Instant, says("When it came to its end: settled, rejected, failed or withdrawn")]
    updated_at: Annotated[datetime, says("When anything last happened to it")]
    looks: Annotated[int, says("How often the hub was looked at without finding it")]


class ActionEvent(Record, frozen=True, kw_only=True):
    """Something that happened to an action. Never changed."""

    sequence: Annotated[int, key("Number in the journal; grows")]
    account: Annotated[str, says("Account of accounts.toml")]
    action_key: Annotated[str, says("As in actions.action_key; of a refusal there is no action")]
    step_number: Annotated[int | None, says("As in actions.step_number; NULL: a refusal of the whole")]
    order_id: Annotated[Text, says("Order that it is about, of a refusal the one that was named; it may not be here")]
    kind: Annotated[ActionKind | None, says("As in actions.kind; of a refusal what was asked")]
    happened_at: Annotated[datetime, says("When, by our clock")]
    event: Annotated[str, says("What happened, see docs/actions.md")]
    state: Annotated[str, says("Where the request stood afterwards; refused: it was never planned")]
    who: Annotated[str, says("User, or the part of the program that did it")]
    why: Annotated[Text, says("In a sentence of ours; NULL where a person typed it: `actions status` shows that")]
    trap: Annotated[Text, says("Id in `actions traps` that a refusal is by")]
