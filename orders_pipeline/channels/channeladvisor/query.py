"""The URLs that are asked of ChannelAdvisor (channeladvisor-rest.md §6.1, §6.4). Pure."""

from datetime import datetime
from urllib.parse import quote

from orders_pipeline.model.window import Window

EXPAND = "Items($expand=Promotions,BundleComponents,Adjustments),Fulfillments($expand=Items),Adjustments,CustomFields"
# How 'changed within the window' is asked. status_dates: for services without UpdatedDateUtc; does not see edits,
# nor refunds that move no status. updated also takes orders from before that field existed, which have none.
STATUS_DATES = ("CheckoutDateUtc", "PaymentDateUtc", "ShippingDateUtc", "ImportDateUtc")
UPDATED = "updated"
BY_STATUS_DATES = "status_dates"


def _within(field: str, window: Window) -> str:
    return f"({field} ge {_stamp(window.start)} and {field} lt {_stamp(window.end)})"


def _stamp(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%S") + (f".{instant.microsecond:06d}" if instant.microsecond else "") + "Z"


def _by_status_dates(window: Window) -> str:
    return "(" + " or ".join(_within(field, window) for field in STATUS_DATES) + ")"


def _by_update(window: Window) -> str:
    return f"({_within('UpdatedDateUtc', window)} or (UpdatedDateUtc eq null and {_by_status_dates(window)}))"


CHANGED_BY = {UPDATED: _by_update, BY_STATUS_DATES: _by_status_dates}


def changed(profile: str, window: Window, changed_by: str) -> str:
    """The filter for the orders of a profile that changed within the window."""
    return f"ProfileID eq {profile} and {CHANGED_BY[changed_by](window)}"


def orders(filter_text: str, after: int | None = None) -> str:
    """A page of orders in the order of their ids, beyond the id `after`; the count comes with the first page."""
    beyond = "" if after is None else f" and ID gt {after}"
    return _url("Orders", {"$filter": filter_text + beyond, "$expand": EXPAND, "$orderby": "ID", "$count": "true"})


def whole_order(order_id: int) -> str:
    """One order with everything, which lists cut at 20 entries a collection."""
    return _url(f"Orders({order_id})", {"$expand": EXPAND})


def count(filter_text: str) -> str:
    return _url("Orders/$count", {"$filter": filter_text})


def _url(path: str, options: dict[str, str]) -> str:
    return f"/v1/{path}?" + "&".join(f"{name}={quote(value, safe='(),:')}" for name, value in options.items())
