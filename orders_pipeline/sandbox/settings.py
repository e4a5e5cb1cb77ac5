"""How a sandbox behaves where the specs leave room: sizes, lifetimes, limits. One struct, all with defaults."""

from msgspec import Struct


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    page_size: int | str = 20  # orders on a page, or "vary": another size on each
    collection_cap: int = 20  # entries of an expanded collection on a list, and of a page of a collection
    token_seconds: float = 3600.0
    concurrent: int = 5  # requests at once of an application
    per_minute: int = 2000  # requests a minute of a profile
    sorts: bool = True  # honours $orderby; a hub that does not gives the newest ids first
    latency: float = 0.0  # seconds that each read takes
    channelunity_sort: str = "order_number"  # or newest_purchase_first
    channelunity_always_decodes: bool = False  # the form field once more, even where it reads as XML: `+` gets lost
    channelunity_only_after: bool = False  # UpdateDateFrom leaves out the second that it names
    soap_page_size: int = 20  # orders on a page where the caller names no size
    soap_page_caps: tuple[int, int, int, int] = (200, 100, 50, 20)  # most, by level of detail from Low to Complete
    soap_end_is_inclusive: bool = True  # an order exactly at the end bound is shown

    # ChannelApe: what specs/channelape.md leaves open or assumes
    channelape_size: int = 50  # orders on a page where the caller names no size
    channelape_largest_size: int = 250  # a larger one is refused
    channelape_newest_first: bool = True  # lists run by purchasedAt, downwards or upwards
    channelape_has_inclusive_ends: bool = True  # the later bound of a span belongs to it
    channelape_last_key: str = "vary"  # on the last page: present, absent, or vary
    channelape_told_size: str = "vary"  # pageSize: asked, shown, or vary
    channelape_numbers: str = "vary"  # amounts as strings, numbers, or vary: one way for each order
    channelape_list_lag: float = 0.0  # seconds of world time by which lists are behind
    channelape_per_second: int = 10  # requests a second of an API account
    channelape_user_per_second: int = 10  # and of a user
    channelape_retry_after: int | None = None  # seconds that a 429 advises; None: no such header
    channelape_wants_content_type: bool = False  # refuses requests that do not say application/json, GET included
    channelunity_thousands: bool = False  # takes 1,234.56 for an amount (assumed: does not)
    # Writes. Steps: minutes of world time after a write until an adjustment, or the notice of a shipment, is so far
    writes_steps: tuple[tuple[str, float], ...] = (("processed", 2.0), ("acknowledged", 5.0), ("done", 10.0))
    writes_notice_steps: tuple[tuple[str, float], ...] = (("in_progress", 2.0), ("complete", 5.0))
    channeladvisor_matrix: str = "refuse"  # what a marketplace does not allow: 400; or error: 204, and Error later
    channeladvisor_caps: bool = True  # computed amounts are cut to what is left (assumed)
    channeladvisor_over_refund: str = "refuse"  # given amounts above what is left of the total; or apply
    channeladvisor_prorates: bool = True  # tax and shipping that the order alone has, by the lines' value (inferred)
    channeladvisor_patch_ships: str = "order"  # a PATCH without DeliveryStatus ships the order; or fulfillment alone
    soap_cancels: bool = True  # a full refund of an unshipped Amazon order for such a reason cancels it (inferred)
    soap_paypal_coupons: bool = True  # a promotion of an order paid by PayPal is a PayPal coupon (assumed)
    soap_restock: str = "ignore"  # where the marketplace cannot: the refund goes without; or refuse, the item
    channelape_pushes: bool = True  # the channel hears of OPEN fulfillments with tracking, and sets SUCCESS
    channelape_pushes_refunds: str = "in_progress"  # orders whose new refunds get a channelRefundId; or always, never
    channelape_push_minutes: float = 5.0  # world time until then
    channelape_strict: bool = False  # refuses units that are not there, and statuses after CLOSED or CANCELED
