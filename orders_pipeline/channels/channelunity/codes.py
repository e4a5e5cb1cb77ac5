"""ChannelUnity's words -> ours (channelunity.md §§5.4, 5.5, 5.6, 9). Data only.

A word that is not here is kept as the hub wrote it, and flagged. There is no `else`.
"""

from orders_pipeline.model.marketplaces import Marketplace as M
from orders_pipeline.model.status import OrderStatus

ORDER_STATUS = {
    "OnHold": OrderStatus.HELD,  # not released: reserve stock, do not ship
    "Processing": OrderStatus.OPEN,
    "Complete": OrderStatus.SHIPPED,
    "Cancelled": OrderStatus.CANCELED,  # two l on this wire
}
# Not all details are available of these (§5.4): what they lack is NULL; of any other order it is missing.
MAY_LACK_PARTS = frozenset({"OnHold", "Cancelled"})

FULFILLED_BY_AMAZON = "AMAZON_FBA"  # anywhere in OrderFlags: several can be joined, by nobody knows what

# Ending of an Amazon or eBay site -> its country.
_AMAZON = {
    **{country: country for country in ("FR", "DE", "CA", "JP", "IT", "ES", "CN", "IN", "MX", "SE", "NL", "AU")},
    "UK": "GB",
    "COM": "US",
}
_EBAY = {
    **{country: country for country in ("CH", "ES", "SG", "PL", "PH", "NL", "MY", "IT", "IE", "IN", "HK", "DE", "FR")},
    **{country: country for country in ("CA", "AT", "AU")},
    "UK": "GB",
    "COM": "US",
    "COM_MOTORS": "US",
    "CAFR": "CA",
    "BEFR": "BE",
    "BENL": "BE",
}
# ServiceSku -> family, and the country where it names one; the .com of a shop that sells everywhere names none.
SITE: dict[str, tuple[M, str | None]] = {
    **{f"CU_AMZ_{site}": (M.AMAZON, country) for site, country in _AMAZON.items()},
    **{f"CU_EBAY_{site}": (M.EBAY, country) for site, country in _EBAY.items()},
    "CU_QOO10": (M.QOO10, None),
    "CU_NEWEGG": (M.NEWEGG, None),
    "CU_TESCO_COM": (M.TESCO, None),
    "CU_FRUUGO_COM": (M.FRUUGO, None),
    "CU_ETSY_COM": (M.ETSY, None),
    "CU_WAYFAIR_UK": (M.WAYFAIR, "GB"),
    "CU_CLEVERBOXES_COM": (M.CLEVERBOXES, None),
    "CU_SPS_COM": (M.SPS, None),
    "CU_OTTO_DE": (M.OTTO, "DE"),
    "CU_BIGCOMMERCE_COM": (M.BIGCOMMERCE, None),
    "CU_ZALANDO_COM": (M.ZALANDO, None),
    "CU_PLEDGEMANAGER_COM": (M.PLEDGEMANAGER, None),
    "CU_WALMART_COM": (M.WALMART, None),
}
_VAT = (
    *("AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IT"),
    *("LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"),
)
# Country of the site, or where it names none that the parcel goes to -> whether prices hold the tax (§5.6): European
# VAT stands within them, sales tax of a country or state beside them. Of others nothing is known.
IS_TAX_INCLUDED = {**dict.fromkeys(_VAT, True), "UK": True, "US": False, "CA": False}
