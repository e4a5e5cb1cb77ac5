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


def created(profile: str, window: Window) -> str:
    """The filter for the orders of a profile that were bought within the window."""
    return f"ProfileID eq {profile} and {_within('CreatedDateUtc', window)}"


def known_since(profile: str, since: datetime, changed_by: str) -> str:
    """The filter for the orders of a profile that were bought, imported or updated since then."""
    fields = ("CreatedDateUtc", "ImportDateUtc", *(("UpdatedDateUtc",) if changed_by == UPDATED else ()))
    return f"ProfileID eq {profile} and (" + " or ".join(f"{field} ge {_stamp(since)}" for field in fields) + ")"


def ids(filter_text: str, changed_by: str, *, is_unexported: bool = False, after: int | None, up_to: int | None) -> str:
    """A page of ids with the dates by which windows find the orders, `after` < ID <= `up_to`.

    In the order of ids where only `after` bounds it; a bounded range is to be had whole, in whatever order.
    """
    bounds = ("" if after is None else f" and ID gt {after}") + ("" if up_to is None else f" and ID le {up_to}")
    fields = ("ID", *STATUS_DATES, *(("UpdatedDateUtc",) if changed_by == UPDATED else ()))
    sorting = {"$orderby": "ID"} if up_to is None else {}
    options = {"$filter": filter_text + bounds, "$select": ",".join(fields), **sorting, "$count": "true"}
    return _url("Orders", options | _marks(is_unexported))


def orders(filter_text: str, after: int | None = None) -> str:
    """A page of orders in the order of their ids, beyond the id `after`; the count comes with the first page."""
    beyond = "" if after is None else f" and ID gt {after}"
    return _url("Orders", {"$filter": filter_text + beyond, "$expand": EXPAND, "$orderby": "ID", "$count": "true"})


def whole_order(order_id: int) -> str:
    """One order with everything, which lists cut at 20 entries a collection."""
    return _url(f"Orders({order_id})", {"$expand": EXPAND})


def site(site_id: str) -> str:
    """A marketplace's site with what it allows (§4)."""
    return f"/v1/Sites({site_id})"


def count(filter_text: str, *, is_unexported: bool = False) -> str:
    return _url("Orders/$count", {"$filter": filter_text} | _marks(is_unexported))


def _marks(is_unexported: bool) -> dict[str, str]:
    """§6.3: a plain parameter, without a dollar sign."""
    return {"exported": "false"} if is_unexported else {}


def _url(path: str, options: dict[str, str]) -> str:
    return f"/v1/{path}?" + "&".join(f"{name}={quote(value, safe='(),:')}" for name, value in options.items())
