"""For each trap of the capability table: a marketplace for which it closes, and one near by. Cases are used once."""

from orders_pipeline.model.marketplaces import Marketplace
from orders_pipeline.model.status import RefundReason
from orders_pipeline_tests.actions.orders import D, a_case, a_line, an_order, asked, the_seeds_line, units

TWO = (the_seeds_line(), a_line("8", "1", "5.00"))
SHIPPING = {"shipping": D("9.95")}


BUYER_CANCELED = RefundReason.BUYER_CANCELED


def at(marketplace, *lines, shipped=True):
    return an_order(*lines, marketplace=marketplace, shipped=shipped)


def soap(*lines, shipped=True):
    return an_order(*lines, marketplace=Marketplace.AMAZON, shipped=shipped, channel="channeladvisor_soap")


CASES = {
    "NOT-LOADED": (
        a_case(asked("acknowledge"), is_loaded=False),
        a_case(asked("acknowledge", exported=False), is_loaded=False),
    ),
    "PARTIAL-PRICE-CANCEL": (
        a_case(asked("cancel", units(quantity=3, item="44.00")), at(Marketplace.DIRECT, shipped=False)),
        a_case(asked("cancel", units(quantity=3, item="44.00")), at(Marketplace.EBAY, shipped=False)),
    ),
    "NO-CANCEL-OF-ORDERS": (
        a_case(asked("cancel", reason=BUYER_CANCELED), soap(shipped=False), able={"cancel_order": False}),
        a_case(asked("cancel", reason=BUYER_CANCELED), soap(shipped=False)),
    ),
    "NO-CANCEL-OF-LINES": (
        a_case(asked("cancel", units()), at(Marketplace.NEWEGG, *TWO, shipped=False)),
        a_case(asked("cancel"), at(Marketplace.NEWEGG, *TWO, shipped=False)),
    ),
    "NO-CANCEL-OF-A-PART": (
        a_case(asked("cancel", units(quantity=1)), at(Marketplace.AMAZON, *TWO, shipped=False)),
        a_case(asked("cancel", units(quantity=3)), at(Marketplace.AMAZON, *TWO, shipped=False)),
    ),
    "NO-REFUND-OF-ORDERS": (
        a_case(asked("refund", amounts=SHIPPING), at(Marketplace.WALMART)),
        a_case(asked("refund", units(quantity=1)), at(Marketplace.WALMART)),
    ),
    "NO-REFUND-OF-LINES": (
        a_case(asked("refund", units()), at(Marketplace.WISH, *TWO)),
        a_case(asked("refund"), at(Marketplace.WISH, *TWO)),
    ),
    "NO-REFUND-OF-A-PART": (
        a_case(asked("refund", units(quantity=1)), at(Marketplace.EBAY, *TWO), able={"refund_part_of_line": False}),
        a_case(asked("refund", units(quantity=3)), at(Marketplace.EBAY, *TWO), able={"refund_part_of_line": False}),
    ),
    "NO-REFUND-OF-SHIPPING-ALONE": (
        a_case(asked("refund", amounts=SHIPPING), at(Marketplace.EBAY), able={"refund_shipping_alone": False}),
        a_case(asked("refund", amounts=SHIPPING), at(Marketplace.EBAY)),
    ),
}
