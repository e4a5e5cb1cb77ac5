"""What is asked of the SOAP API: operations with their parameters in the order of the schema. Pure.

A misplaced or misspelt element would be ignored without an error, so every request is made here, or in `writing`, and
nowhere else (channeladvisor-soap.md §§1, 5, 10).
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from orders_pipeline.channels.channeladvisor_soap.names import (
    FULFILLMENT_SERVICE,
    GET_CARRIERS,
    GET_FULFILLMENTS,
    GET_ORDER_LIST,
    GET_REFUND_HISTORY,
    ORDER_SERVICE,
    ORDERS,
    SHIPPING_SERVICE,
    SOAP,
    WEB,
    ord_,
    web,
)
from orders_pipeline.channels.xml import Tree, written
from orders_pipeline.model.window import Window

PREFIXES = {"soapenv": SOAP, "web": WEB, "ord": ORDERS}
LOW, COMPLETE = "Low", "Complete"
PAGE_SIZE = {LOW: 200, COMPLETE: 20}  # §5.2: what a client in production settled on
NOT_EXPORTED = "NotExported"
CREATED, STATUS = "OrderCreationFilter", "StatusUpdateFilter"


class Call(NamedTuple):
    """One operation. `mark` tells people and the landing which page of what it is; it is never sent."""

    service: str
    operation: str
    parameters: tuple[Tree, ...]
    mark: str


class Criteria(NamedTuple):
    """Which orders. A pair of bounds is sent whole or not at all: an end without its begin is ignored (§5.1)."""

    created: Window | None = None
    status: Window | None = None
    is_unexported: bool = False
    order_ids: tuple[int, ...] = ()

    @property
    def is_either(self) -> bool:
        return self.created is not None and self.status is not None


# How 'changed within the window' is asked. An order that is imported as it is finds no way into a window of changes
# alone; which changes move the status update is not told (§5.1).
def _either(window: Window) -> Criteria:
    return Criteria(created=window, status=window)


def _by_status(window: Window) -> Criteria:
    return Criteria(status=window)


CHANGED_OR_CREATED, STATUS_ONLY = "changed_or_created", "status"
CHANGED_BY: dict[str, Callable[[Window], Criteria]] = {CHANGED_OR_CREATED: _either, STATUS_ONLY: _by_status}


def changed(window: Window, changed_by: str = CHANGED_OR_CREATED) -> Criteria:
    return CHANGED_BY[changed_by](window)


def created(window: Window) -> Criteria:
    return Criteria(created=window)


def unexported(known: Window) -> Criteria:
    return Criteria(created=known, status=known, is_unexported=True)


def order_list(account_id: str, criteria: Criteria, level: str, number: int, size: int) -> Call:
    """One page of GetOrderList; `number` counts from 1."""
    asked: list[Tree] = []
    for name, window in ((CREATED, criteria.created), (STATUS, criteria.status)):
        if window is not None:
            asked.append((ord_(f"{name}BeginTimeGMT"), _stamp(window.start)))
            asked.append((ord_(f"{name}EndTimeGMT"), _stamp(window.end)))
    if criteria.is_either:
        asked.append((ord_("JoinDateFiltersWithOr"), "true"))
    asked.append((ord_("DetailLevel"), level))
    if criteria.is_unexported:
        asked.append((ord_("ExportState"), NOT_EXPORTED))
    if criteria.order_ids:
        asked.append((ord_("OrderIDList"), [(ord_("int"), str(order_id)) for order_id in criteria.order_ids]))
    asked.append((ord_("PageNumberFilter"), str(number)))
    asked.append((ord_("PageSize"), str(size)))
    parameters: tuple[Tree, ...] = ((web("accountID"), account_id), (web("orderCriteria"), asked))
    return Call(ORDER_SERVICE, GET_ORDER_LIST, parameters, f"{GET_ORDER_LIST};level={level};page={number};size={size}")


def refund_history(account_id: str, order_id: int) -> Call:
    parameters: tuple[Tree, ...] = ((web("accountID"), account_id), (web("orderID"), str(order_id)))
    return Call(ORDER_SERVICE, GET_REFUND_HISTORY, parameters, f"{GET_REFUND_HISTORY};order={order_id}")


def fulfillments(account_id: str, order_ids: Sequence[int]) -> Call:
    asked: list[Tree] = [(web("int"), str(order_id)) for order_id in order_ids]
    parameters: tuple[Tree, ...] = ((web("accountID"), account_id), (web("orderIDList"), asked))
    return Call(FULFILLMENT_SERVICE, GET_FULFILLMENTS, parameters, f"{GET_FULFILLMENTS};orders={len(order_ids)}")


def carriers(account_id: str) -> Call:
    return Call(SHIPPING_SERVICE, GET_CARRIERS, ((web("accountID"), account_id),), GET_CARRIERS)


def envelope(call: Call, developer_key: str, password: str) -> bytes:
    """The document that is sent. It holds the credentials, or their marks: it is neither landed nor logged."""
    credentials: Tree = (
        web("APICredentials"),
        [(web("DeveloperKey"), developer_key), (web("Password"), password)],
    )
    header: Tree = (f"{{{SOAP}}}Header", [credentials])
    body: Tree = (f"{{{SOAP}}}Body", [(web(call.operation), call.parameters)])
    return written((f"{{{SOAP}}}Envelope", [header, body]), PREFIXES)


def headers(call: Call) -> dict[str, str]:
    """§1: the action in its quotes."""
    return {"Content-Type": "text/xml; charset=UTF-8", "SOAPAction": f'"{WEB}{call.operation}"'}


def _stamp(instant: datetime) -> str:
    """With its offset, as the recorded requests had it."""
    fraction = f".{instant.microsecond:06d}" if instant.microsecond else ""
    return instant.strftime("%Y-%m-%dT%H:%M:%S") + fraction + "+00:00"
