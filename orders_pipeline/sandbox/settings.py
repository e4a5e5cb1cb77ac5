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
    channelunity_thousands: bool = False  # takes 1,234.56 for an amount (assumed: does not)
    # Writes. Steps: minutes of world time after a write until an adjustment, or the notice of a shipment, is so far
    writes_steps: tuple[tuple[str, float], ...] = (("processed", 2.0), ("acknowledged", 5.0), ("done", 10.0))
    writes_notice_steps: tuple[tuple[str, float], ...] = (("in_progress", 2.0), ("complete", 5.0))
    channeladvisor_matrix: str = "refuse"  # what a marketplace does not allow: 400; or error: 204, and Error later
    channeladvisor_caps: bool = True  # computed amounts are cut to what is left (assumed)
    channeladvisor_over_refund: str = "refuse"  # given amounts above what is left of the total; or apply
    channeladvisor_prorates: bool = True  # tax and shipping that the order alone has, by the lines' value (inferred)
    channeladvisor_patch_ships: str = "order"  # a PATCH without DeliveryStatus ships the order; or fulfillment alone
