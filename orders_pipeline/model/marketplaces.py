"""The families of marketplaces that rules and reports tell apart; the hubs' numbers for them stand in `codes.py`."""

from enum import StrEnum


class Marketplace(StrEnum):
    ALLEGRO = "allegro"
    AMAZON = "amazon"
    AMAZON_VENDOR = "amazon_vendor"  # Amazon is the buyer: Vendor and Dropship
    BIGCOMMERCE = "bigcommerce"
    CDISCOUNT = "cdiscount"
    CLEVERBOXES = "cleverboxes"
    DIRECT = "direct"  # the seller's own checkout
    EBAY = "ebay"
    ETSY = "etsy"
    FRUUGO = "fruugo"
    GOOGLE = "google"
    HOUZZ = "houzz"
    JET = "jet"
    MANOMANO = "manomano"
    NEWEGG = "newegg"
    ONBUY = "onbuy"
    OTTO = "otto"
    OVERSTOCK = "overstock"
    PLEDGEMANAGER = "pledgemanager"
    QOO10 = "qoo10"
    RAKUTEN = "rakuten"
    SEARS = "sears"
    SHOPIFY = "shopify"
    SPS = "sps"
    TARGET = "target"
    TESCO = "tesco"
    WALMART = "walmart"
    WALMART_DSV = "walmart_dsv"  # Walmart is the buyer
    WAYFAIR = "wayfair"
    WISH = "wish"
    ZALANDO = "zalando"
