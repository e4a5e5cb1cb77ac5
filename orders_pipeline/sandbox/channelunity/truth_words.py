"""This hub's words in the model's terms, as spec §5.4 and §9 tell them: the tables of `truth`.

A word that is in no table is one that nobody knows: the canonical column is NULL and is named in `unknown_words`.
"""

from msgspec import Struct

from orders_pipeline.model.marketplaces import Marketplace
from orders_pipeline.model.status import OrderStatus


class Site(Struct, frozen=True):
    """`country` where the channel type names one; amazon.com and ebay.com are the American sites of their lists."""

    marketplace: Marketplace
    country: str | None


IS_TAX_INCLUDED = {"GB": True, "DE": True, "FR": True, "US": False, "CA": False}
"""§5.6: by the country of the channel, else of the parcel. Of Japan and Kuwait the spec tells nothing."""

SITES: dict[str, Site] = {
    "CU_AMZ_COM": Site(Marketplace.AMAZON, "US"),
    "CU_AMZ_CA": Site(Marketplace.AMAZON, "CA"),
    "CU_AMZ_UK": Site(Marketplace.AMAZON, "GB"),
    "CU_AMZ_DE": Site(Marketplace.AMAZON, "DE"),
    "CU_AMZ_FR": Site(Marketplace.AMAZON, "FR"),
    "CU_AMZ_JP": Site(Marketplace.AMAZON, "JP"),
    "CU_EBAY_COM": Site(Marketplace.EBAY, "US"),
    "CU_EBAY_UK": Site(Marketplace.EBAY, "GB"),
    "CU_WALMART_COM": Site(Marketplace.WALMART, None),
    "CU_NEWEGG": Site(Marketplace.NEWEGG, None),
    "CU_OTTO_DE": Site(Marketplace.OTTO, "DE"),
    "CU_ZALANDO_COM": Site(Marketplace.ZALANDO, None),
}
ORDER_STATUS = {
    "OnHold": OrderStatus.HELD,
    "Processing": OrderStatus.OPEN,
    "Complete": OrderStatus.SHIPPED,
    "Cancelled": OrderStatus.CANCELED,
}
