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
    is_tax_included: bool


SITES: dict[str, Site] = {
    "CU_AMZ_COM": Site(Marketplace.AMAZON, "US", False),
    "CU_AMZ_CA": Site(Marketplace.AMAZON, "CA", False),
    "CU_AMZ_UK": Site(Marketplace.AMAZON, "GB", True),
    "CU_AMZ_DE": Site(Marketplace.AMAZON, "DE", True),
    "CU_AMZ_FR": Site(Marketplace.AMAZON, "FR", True),
    "CU_AMZ_JP": Site(Marketplace.AMAZON, "JP", True),
    "CU_EBAY_COM": Site(Marketplace.EBAY, "US", False),
    "CU_EBAY_UK": Site(Marketplace.EBAY, "GB", True),
    "CU_WALMART_COM": Site(Marketplace.WALMART, None, False),
    "CU_NEWEGG": Site(Marketplace.NEWEGG, None, False),
    "CU_OTTO_DE": Site(Marketplace.OTTO, "DE", True),
    "CU_ZALANDO_COM": Site(Marketplace.ZALANDO, None, True),
}
ORDER_STATUS = {
    "OnHold": OrderStatus.HELD,
    "Processing": OrderStatus.OPEN,
    "Complete": OrderStatus.SHIPPED,
    "Cancelled": OrderStatus.CANCELED,
}
