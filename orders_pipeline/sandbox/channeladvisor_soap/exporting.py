"""SetOrdersExportStatus and SetSellerOrderID: what a program notes on orders for itself. Spec §7, §9."""

from typing import Any

from orders_pipeline.sandbox.channeladvisor_soap.answers import Failed
from orders_pipeline.sandbox.channeladvisor_soap.hub import Caller, SoapHub
from orders_pipeline.sandbox.channeladvisor_soap.markup import Markup
from orders_pipeline.sandbox.world.acts import OrderSet
from orders_pipeline.sandbox.world.order import OrderState

_M = Markup()


def set_export_status(hub: SoapHub, caller: Caller, told: dict[str, Any]) -> str:
    """An entry for each identifier, ids first, with the identifier that was sent. `markAsExported` that did not come
    is false, as every boolean of this service: it takes the mark away.
    """
    account, exported = caller.account(told["accountID"]), bool(told["markAsExported"])
    asked = [(order_id, None) for order_id in told["orderIDList"] or ()]
    asked += [(None, number) for number in told["clientOrderIdentifierList"] or ()]
    refused = hub.refuses_an_entry(caller, len(asked))
    entries = []
    with hub.writes.lock:
        for place, (order_id, number) in enumerate(asked):
            state = None if place == refused else hub.order_named(account, order_id, number)
            if state is not None:
                _mark(hub, caller, state, exported)
            parts = (
                _M.nil("OrderID") if order_id is None else _M.plain("OrderID", order_id),
                _M.text("ClientOrderIdentifier", number),
                _M.flag("Success", state is not None),
            )
            entries.append(_M.wrap("SetExportStatusResponse", parts))
    return _M.wrap("ResultData", entries)


def _mark(hub: SoapHub, caller: Caller, state: OrderState, exported: bool) -> None:
    """Only a mark that changes is in the ledger."""
    order_id, key = state.order.order_id, caller.developer_key
    if hub.exports.is_marked(key, order_id) != exported:
        hub.exports.mark(key, order_id, exported)
        write = hub.writes.begin(caller.call, order_id)
        write.mark(exported)
        write.commit()


def set_seller_order_id(hub: SoapHub, caller: Caller, told: dict[str, Any]) -> str:
    """Two lists matched by position; gives the ids of the orders that are there."""
    account = caller.account(told["accountID"])
    ids, numbers = told["orderIDList"] or (), told["sellerOrderIDList"] or ()
    if len(ids) != len(numbers):
        raise Failed(12, "OrderIDList and SellerOrderIDList do not have the same length.")
    done = []
    with hub.writes.lock:
        for order_id, number in zip(ids, numbers, strict=True):
            if hub.order_named(account, order_id, None) is not None:
                write = hub.writes.begin(caller.call, order_id)
                write.edit(OrderSet(seller_order_id=number))
                write.commit()
                done.append(order_id)
    return _M.wrap("ResultData", (_M.plain("int", order_id) for order_id in done))
