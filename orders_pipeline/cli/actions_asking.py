"""`ship`, `correct`, `cancel`, `refund`, `acknowledge`: an action is asked for and planned. They send nothing."""

from typing import Annotated

import typer

from orders_pipeline.cli.acting import end, journal_of, say, settings_of, who
from orders_pipeline.cli.output import AsJson, progress, say_json
from orders_pipeline.flows.actions.planning import plan_all
from orders_pipeline.flows.actions.told import next_line, planned_lines, planned_told
from orders_pipeline.flows.actions.worded import Worded, intent_of
from orders_pipeline.model.actions import Intent
from orders_pipeline.settings import Home

Account = Annotated[str, typer.Argument(metavar="ACCOUNT", help="An account of accounts.toml.")]
Order = Annotated[str, typer.Argument(metavar="ORDER", help="The hub's own id, as in orders.order_id.")]
Key = Annotated[
    str,
    typer.Option(
        "--key",
        metavar="KEY",
        help="Id of the business event (return, parcel, cancellation). The same key is never done twice.",
    ),
]
Lines = Annotated[
    list[str] | None,
    typer.Option("--line", metavar="ITEM_ID[=QTY]", help="A line and its units; without: all that is left. Repeat it."),
]
Skus = Annotated[list[str] | None, typer.Option("--sku", metavar="SKU[=QTY]", help="The same by SKU.")]
Amounts = Annotated[
    list[str] | None,
    typer.Option("--amount", metavar="COMPONENT=VALUE", help="Money of the order as a whole: shipping=3.32."),
]
LineAmounts = Annotated[
    list[str] | None,
    typer.Option("--line-amount", metavar="ITEM_ID:COMPONENT=VALUE", help="Money of a line instead of its share."),
]
Reason = Annotated[str | None, typer.Option("--reason", metavar="REASON", help="Such as customer_returned_item.")]
Restock = Annotated[bool, typer.Option("--restock", help="The units go back to stock.")]
Currency = Annotated[str | None, typer.Option("--currency", metavar="CODE", help="As you believe the order's to be.")]
Carrier = Annotated[str | None, typer.Option("--carrier", help="Of the parcel.")]
Service = Annotated[str | None, typer.Option("--service", help="The carrier's class or method.")]
Tracking = Annotated[str | None, typer.Option("--tracking", metavar="NUMBER", help="Needs its carrier.")]
ShippedAt = Annotated[
    str | None, typer.Option("--shipped-at", metavar="INSTANT", help="With an offset: 2026-09-01T14:02:00-04:00.")
]


def ship(
    ctx: typer.Context,
    account: Account,
    order: Order,
    key: Key,
    line: Lines = None,
    sku: Skus = None,
    carrier: Carrier = None,
    service: Service = None,
    tracking: Tracking = None,
    shipped_at: ShippedAt = None,
    json: AsJson = False,
) -> None:
    """Plan a shipment: of the order, or of lines and units in a parcel. Sends nothing.

    What would be sent is shown; `actions approve` and `actions apply` follow.
    """
    parcel = {"carrier": carrier, "service": service, "tracking_number": tracking, "shipped_at": shipped_at}
    _ask(ctx, Worded(kind="ship", account=account, order_id=order, key=key, **_lines(line, sku), **parcel), json)


def correct(
    ctx: typer.Context,
    account: Account,
    order: Order,
    key: Key,
    fulfillment: Annotated[str | None, typer.Option("--fulfillment", metavar="ID", help="The parcel.")] = None,
    carrier: Carrier = None,
    service: Service = None,
    tracking: Tracking = None,
    shipped_at: ShippedAt = None,
    json: AsJson = False,
) -> None:
    """Plan the correction of a parcel that was told already: tracking, carrier, date. Sends nothing."""
    parcel = {"carrier": carrier, "service": service, "tracking_number": tracking, "shipped_at": shipped_at}
    asked = Worded(kind="correct", account=account, order_id=order, key=key, fulfillment_id=fulfillment, **parcel)
    _ask(ctx, asked, json)


def cancel(
    ctx: typer.Context,
    account: Account,
    order: Order,
    key: Key,
    line: Lines = None,
    sku: Skus = None,
    amount: Amounts = None,
    line_amount: LineAmounts = None,
    reason: Reason = None,
    restock: Restock = False,
    currency: Currency = None,
    json: AsJson = False,
) -> None:
    """Plan a cancellation of what is not shipped: the order, lines, or units of a line. Sends nothing."""
    money = _money(amount, line_amount, reason, restock, currency)
    _ask(ctx, Worded(kind="cancel", account=account, order_id=order, key=key, **_lines(line, sku), **money), json)


def refund(
    ctx: typer.Context,
    account: Account,
    order: Order,
    key: Key,
    line: Lines = None,
    sku: Skus = None,
    amount: Amounts = None,
    line_amount: LineAmounts = None,
    reason: Reason = None,
    restock: Restock = False,
    currency: Currency = None,
    json: AsJson = False,
) -> None:
    """Plan a refund of what is shipped: the order, lines, units of a line, or amounts. Sends nothing.

    Without amounts each line returns its share of what was paid, so that parts end exactly at the whole.
    """
    money = _money(amount, line_amount, reason, restock, currency)
    _ask(ctx, Worded(kind="refund", account=account, order_id=order, key=key, **_lines(line, sku), **money), json)


def acknowledge(
    ctx: typer.Context,
    account: Account,
    order: Order,
    key: Key,
    undo: Annotated[bool, typer.Option("--undo", help="Take the mark away.")] = False,
    json: AsJson = False,
) -> None:
    """Plan to mark an order at the hub as taken over. Sends nothing."""
    _ask(ctx, Worded(kind="acknowledge", account=account, order_id=order, key=key, exported=not undo), json)


def _lines(line: list[str] | None, sku: list[str] | None) -> dict[str, list[str]]:
    return {"lines": line or [], "skus": sku or []}


def _money(
    amount: list[str] | None,
    line_amount: list[str] | None,
    reason: str | None,
    restock: bool,
    currency: str | None,
) -> dict[str, object]:
    return {
        "amounts": amount or [],
        "line_amounts": line_amount or [],
        "reason": reason,
        "restock": restock,
        "currency": currency,
    }


def _ask(ctx: typer.Context, worded: Worded, json: bool) -> None:
    plan(ctx.obj, intent_of(worded), json)


def plan(home: Home, intent: Intent, json: bool) -> None:
    """Ends with 1 where it is refused, or the order cannot be looked at now."""
    settings = settings_of(home)
    with progress(f"Looking at order {intent.order_id}"):
        (planned,) = plan_all(home, settings, journal_of(home), [intent], who=who())
    if json:
        say_json(planned_told(planned))
    else:
        say(planned_lines(planned))
        if planned.entry is not None:
            say([next_line(planned.entry, settings.account(intent.account).write_back == "on")])
    end(planned.entry is not None)
