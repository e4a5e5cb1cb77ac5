"""The channels of the merchant: which marketplace of the world is read under which SettingsLinkId. Spec §4 and §9.

One subscription a channel type. Every order with a marketplace order number belongs to exactly one of them.
"""

from msgspec import Struct

from orders_pipeline.sandbox.world.order import Order, OrderState

ACCOUNT_SUBSCRIPTION_ID = 30477  # the account's own number: no call wants it (the identifier trap)
PAID, LAPSED = ("Paid until 24 Dec 2026", 2, "2026-12-24"), ("Expired", 3, "2026-01-31")


class Subscription(Struct, frozen=True):
    """`markets`: keys of the world. The marks of a state: ServiceStatus, ServiceStatusInd, PaidTo."""

    settings_link_id: int
    service_sku: str
    channel_name: str
    markets: tuple[str, ...]
    state: tuple[str, int, str] = PAID


SUBSCRIPTIONS = (
    Subscription(304701, "CU_AMZ_COM", "Amazon.com", ("amazon_us",)),
    Subscription(304702, "CU_AMZ_CA", "Amazon.ca", ("amazon_ca",)),
    Subscription(304703, "CU_AMZ_UK", "Amazon.co.uk", ("amazon_uk",)),
    Subscription(304704, "CU_AMZ_DE", "Amazon.de", ("amazon_de",)),
    Subscription(304705, "CU_AMZ_FR", "Amazon.fr", ("amazon_fr",)),
    Subscription(304706, "CU_AMZ_JP", "Amazon.co.jp", ("amazon_jp",)),
    Subscription(304711, "CU_EBAY_COM", "eBay US", ("ebay_us",)),
    Subscription(304712, "CU_EBAY_UK", "eBay UK", ("ebay_uk",)),
    Subscription(304721, "CU_WALMART_COM", "Walmart", ("walmart_us",)),
    Subscription(304722, "CU_NEWEGG", "Newegg", ("newegg_us",)),
    Subscription(304723, "CU_OTTO_DE", "OTTO", ("otto",)),
    Subscription(304724, "CU_ZALANDO_COM", "Zalando", ("zalando_de",)),
    # Channel types that the list of §9, which is open, does not have
    Subscription(304731, "CU_SHOPIFY_COM", "Own shop", ("shopify", "direct_sale")),
    Subscription(304732, "CU_WISH_COM", "Wish", ("wish",)),
    Subscription(304733, "CU_TARGET_COM", "Target Plus", ("target_plus",)),
    Subscription(304734, "CU_ONBUY_COM", "OnBuy", ("onbuy_uk",)),
    Subscription(304735, "CU_TEMU_UK", "Temu", ("temu_uk",)),
    Subscription(304736, "CU_NOVA_BAZAAR", "Nova Bazaar ☆ & more", ("nova_bazaar",)),
    # Nothing was ever sold there
    Subscription(304741, "CU_FRUUGO_COM", "Fruugo", (), LAPSED),
)
OF_MARKET = {market: subscription for subscription in SUBSCRIPTIONS for market in subscription.markets}
BY_LINK = {subscription.settings_link_id: subscription for subscription in SUBSCRIPTIONS}


def marketplace_number(order: Order) -> str | None:
    """The order number at the marketplace; None where the order knows its hub's number only."""
    repeats = order.site_order_id is None or order.site_order_id == str(order.order_id)
    return order.secondary_site_order_id if repeats else order.site_order_id


def subscription_of(state: OrderState) -> Subscription | None:
    """The channel that shows the order; None: this hub never heard of it."""
    if marketplace_number(state.order) is None:
        return None
    return OF_MARKET.get(state.order.marketplace)
