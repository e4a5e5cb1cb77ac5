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
