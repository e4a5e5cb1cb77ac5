"""Which marketplaces number their orders for all sellers alike, and which leave it to each site or store.

Data only: what two equal order numbers prove. See docs/decisions/0020-order-links.md.
"""

from enum import StrEnum

from orders_pipeline.model.marketplaces import Marketplace


class Numbering(StrEnum):
    MARKETPLACE = "marketplace"  # one series for all sellers and countries: equal numbers are one order
    SITE = "site"  # one series a country's site
    STORE = "store"  # every store counts for itself, or nobody says: equal numbers prove nothing


NUMBERING: dict[Marketplace, Numbering] = {
    Marketplace.ALLEGRO: Numbering.MARKETPLACE,
    Marketplace.AMAZON: Numbering.MARKETPLACE,
    Marketplace.AMAZON_VENDOR: Numbering.STORE,  # purchase orders of the retailer: a series a supplier, for all we know
    Marketplace.BIGCOMMERCE: Numbering.STORE,
    Marketplace.CDISCOUNT: Numbering.MARKETPLACE,
    Marketplace.CLEVERBOXES: Numbering.STORE,
    Marketplace.DIRECT: Numbering.STORE,
    Marketplace.EBAY: Numbering.MARKETPLACE,
    Marketplace.ETSY: Numbering.MARKETPLACE,
    Marketplace.FRUUGO: Numbering.MARKETPLACE,
    Marketplace.GOOGLE: Numbering.MARKETPLACE,
    Marketplace.HOUZZ: Numbering.STORE,
    Marketplace.JET: Numbering.MARKETPLACE,
    Marketplace.MANOMANO: Numbering.SITE,
    Marketplace.NEWEGG: Numbering.SITE,
    Marketplace.ONBUY: Numbering.MARKETPLACE,
    Marketplace.OTTO: Numbering.MARKETPLACE,
    Marketplace.OVERSTOCK: Numbering.STORE,
    Marketplace.PLEDGEMANAGER: Numbering.STORE,
    Marketplace.QOO10: Numbering.SITE,
    Marketplace.RAKUTEN: Numbering.SITE,
    Marketplace.SEARS: Numbering.STORE,  # purchase orders count anew
    Marketplace.SHOPIFY: Numbering.STORE,
    Marketplace.SPS: Numbering.STORE,  # purchase orders of retailers
    Marketplace.TARGET: Numbering.MARKETPLACE,
    Marketplace.TESCO: Numbering.MARKETPLACE,
    Marketplace.WALMART: Numbering.SITE,
    Marketplace.WALMART_DSV: Numbering.STORE,
    Marketplace.WAYFAIR: Numbering.SITE,
    Marketplace.WISH: Numbering.MARKETPLACE,
    Marketplace.ZALANDO: Numbering.MARKETPLACE,
}
OWN_NUMBER_LENGTH = 8
"""Letters and digits that an operator's number has at least. A shorter one was typed by somebody: as a store's."""
