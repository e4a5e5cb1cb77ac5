"""The families of marketplaces that rules and reports tell apart; the hubs' numbers for them stand in `codes.py`."""

from enum import StrEnum


class Marketplace(StrEnum):
    ALLEGRO = "allegro"
    AMAZON = "amazon"
    AMAZON_VENDOR = "amazon_vendor"  # Amazon is the buyer: Vendor and Dropship
    BIGCOMMERCE = "bigcommerce"
    CDISCOUNT = "cdiscount"
    DIRECT = "direct"  # the seller's own checkout
    EBAY = "ebay"
    FRUUGO = "fruugo"
    GOOGLE = "google"
    HOUZZ = "houzz"
    JET = "jet"
    MANOMANO = "manomano"
    NEWEGG = "newegg"
    ONBUY = "onbuy"
    OTTO = "otto"
    OVERSTOCK = "overstock"
    RAKUTEN = "rakuten"
    SEARS = "sears"
    SHOPIFY = "shopify"
    TARGET = "target"
    WALMART = "walmart"
    WALMART_DSV = "walmart_dsv"  # Walmart is the buyer
    WISH = "wish"
    ZALANDO = "zalando"
