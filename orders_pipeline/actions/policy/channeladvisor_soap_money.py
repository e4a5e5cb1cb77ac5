"""Traps of ChannelAdvisor's SOAP interface: cancellations and refunds. Pure (channeladvisor-soap.md §8)."""

from collections.abc import Callable

from orders_pipeline.actions.policy import twins, unseen
from orders_pipeline.actions.policy.case import Case, Effect, Stage, Trap
from orders_pipeline.model.actions import MONEY, ActionKind
from orders_pipeline.model.marketplaces import Marketplace
from orders_pipeline.model.status import RefundReason

SOAP = frozenset({"channeladvisor_soap"})
BY_ITEMS_ONLY = frozenset({Marketplace.AMAZON, Marketplace.AMAZON_VENDOR, Marketplace.RAKUTEN})
# Beginnings of site tokens: the list of sites is open, and one that we do not know may be one of these all the same.
_BY_ITEMS_ONLY = ("AMAZON", "BUY", "RAKUTEN")
_NO_RESTOCK = (*_BY_ITEMS_ONLY, "PIXMANIA")
_YAHOO = "YAHOO"
CANCEL_REASONS = frozenset(
    {
        RefundReason.BUYER_CANCELED,
        RefundReason.COULD_NOT_SHIP,
        RefundReason.ITEM_NOT_AVAILABLE,
        RefundReason.SHIPPING_ADDRESS_UNDELIVERABLE,
    }
)
PROMOTIONS = "LineItemPromoList."  # name of an additional field: a saving of a type that has no column


def _sites(case: Case) -> set[str]:
    return {line.channel_marketplace.upper() for line in case.document.order_items if line.channel_marketplace}


def _is_on(case: Case, *beginnings: str) -> bool:
    return any(site.startswith(beginnings) for site in _sites(case))


def _is_by_items_only(case: Case) -> bool:
    return case.marketplace in BY_ITEMS_ONLY or _is_on(case, *_BY_ITEMS_ONLY)


def _is_of_yahoo(case: Case) -> bool:
    source = case.document.order.checkout_source or ""
    return case.kind in MONEY and (_is_on(case, _YAHOO) or source.upper().startswith(_YAHOO))


def may_have_a_paypal_coupon(case: Case) -> bool:
    """No field tells of the coupon itself (§8.1). The rule: paid by PayPal, by PaymentType or checked out there, and
    something of the order as a whole was taken off: a promotion, a discount, or a saving of a type unknown to us.
    Savings of single lines are the marketplace's or the seller's, and do not count.
    """
    order = case.document.order
    words = (order.payment_method or "", order.checkout_source or "")
    if not any("paypal" in word.casefold() for word in words):
        return False
    return (
        bool(order.discount_amount)
        or (order.additional_amount or 0) < 0
        or order.promotion_code is not None
        or any((field.name or "").startswith(PROMOTIONS) for field in case.document.additional_fields)
    )


def _is_a_part_by_coupon(case: Case) -> bool:
    decision = case.decision
    if decision is None or case.kind is not ActionKind.REFUND or not may_have_a_paypal_coupon(case):
        return False
    return not decision.is_whole or decision.was_touched


def _is_partly_shipped(case: Case) -> bool:
    return case.kind is ActionKind.REFUND and any(line.to_ship > 0 for _, line in case.chosen)


def _has_left(case: Case) -> bool:
    return case.kind is ActionKind.CANCEL and any(line.shipped for line in case.account.lines.values())


def _gave_back(case: Case) -> bool:
    account = case.account
    return case.kind is ActionKind.CANCEL and (
        bool(account.order_spent)
        or account.spent_without_parts > 0
        or any(line.given_back or line.spent for line in account.lines.values())
    )


def _shares_a_sku(case: Case) -> bool:
    skus = [line.sku for line in case.account.lines.values()]
    return case.kind in MONEY and any(skus.count(line.sku) > 1 for _, line in case.chosen)


def _of_lines(kind: ActionKind | None = None) -> Callable[[Case], bool]:
    return lambda case: case.kind in ({kind} if kind else MONEY) and not case.intent.amounts


REFUSED = (
    Trap(
        "SOAP-YAHOO",
        "Orders of Yahoo! Stores cannot be refunded through this API; refund them there.",
        "channeladvisor-soap.md §8.1",
        _is_of_yahoo,
        channels=SOAP,
    ),
    Trap(
        "SOAP-REFUND-WITHOUT-ITEMS",
        "Without items a refund of Amazon or Buy.com returns everything, whatever amount is named: name the lines "
        "with their units.",
        "channeladvisor-soap.md §8.1, §12.8",
        lambda case: case.kind in MONEY and bool(case.intent.amounts) and _is_by_items_only(case),
        channels=SOAP,
    ),
    Trap(
        "SOAP-REFUND-BEFORE-SHIPMENT",
        "Of an order that is not shipped whole an amount cannot be refunded: a refund before shipment is a "
        "cancellation. Wait until everything has left.",
        "channeladvisor-soap.md §8.4; channeladvisor-rest.md §8.2",
        twins.refunds_before_shipment,
        channels=SOAP,
    ),
    Trap(
        "SOAP-REFUND-CANCELS",
        "Of a line that is partly shipped a refund cancels a unit that has not left, and this API has no word against "
        "it: ask the account that speaks REST, or wait until the line has left.",
        "channeladvisor-rest.md §8.2",
        _is_partly_shipped,
        channels=SOAP,
    ),
    Trap(
        "SOAP-AMOUNT-WITHOUT-UNITS",
        "ChannelAdvisor refunds a line by its units; name at least one, or an amount of the order as a whole.",
        "channeladvisor-soap.md §8.1",
        twins.has_amounts_without_units,
        channels=SOAP,
    ),
    Trap(
        "SOAP-RESTOCK",
        "Amazon, Buy.com and Pixmania do not put units back to stock through this API; ask without restock.",
        "channeladvisor-soap.md §8.1",
        lambda case: case.kind in MONEY and case.intent.restock and _is_on(case, *_NO_RESTOCK),
        channels=SOAP,
    ),
    Trap(
        "SOAP-SEVERAL-SITES",
        "The lines of the order were sold on several sites, each with rules of its own for money; refund it there.",
        "channeladvisor-soap.md §5.4",
        lambda case: case.kind in MONEY and len(_sites(case)) > 1,
        channels=SOAP,
    ),
    Trap(
        "SOAP-CANCEL-OF-SHIPPED",
        "This API cancels an order by refunding it whole before anything has left, and something has.",
        "channeladvisor-soap.md §8.4",
        _has_left,
        channels=SOAP,
    ),
    Trap(
        "SOAP-CANCEL-OF-REFUNDED",
        "This API cancels an order by refunding it whole, and something of it was given back before.",
        "channeladvisor-soap.md §8.4",
        _gave_back,
        channels=SOAP,
    ),
    Trap(
        "SOAP-CANCEL-WITHOUT-REASON",
        "The refund is a cancellation only by its reason: name buyer_canceled, could_not_ship, item_not_available or "
        "shipping_address_undeliverable.",
        "channeladvisor-soap.md §8.4",
        lambda case: case.kind is ActionKind.CANCEL and case.intent.reason not in CANCEL_REASONS,
        channels=SOAP,
    ),
    Trap(
        "SOAP-PAYPAL-COUPON",
        "The order was paid by PayPal with something taken off, perhaps a coupon of PayPal's: then it can be refunded "
        "whole and at once only.",
        "channeladvisor-soap.md §8.1",
        _is_a_part_by_coupon,
        channels=SOAP,
        stage=Stage.DECIDED,
    ),
)
REWRITTEN = tuple(
    Trap(id, sentence, source, is_met, channels=SOAP, stage=Stage.DECIDED, effect=Effect.REWRITTEN)
    for id, sentence, source, is_met in (
        (
            "SOAP-EMPTY-ITEMS",
            "An empty list of items refunds everything: every line is named with its units and amounts.",
            "channeladvisor-soap.md §8.1, §12.8",
            lambda case: case.kind in MONEY and not case.intent.lines and not case.intent.amounts,
        ),
        (
            "SOAP-ORDER-FIELDS-IGNORED",
            "Beside items the order's own amount, reason and id are ignored: each item carries its own.",
            "channeladvisor-soap.md §8.1",
            _of_lines(),
        ),
        (
            "SOAP-OMITTED-AMOUNTS",
            "Amounts that are left out count as nothing: all seven are written out.",
            "channeladvisor-soap.md §8.1",
            twins.leaves_amounts_out,
        ),
        (
            "SOAP-SHARES-ADD-UP-TO-MORE",
            "Three thirds that are rounded each by itself are more than was paid: shares are cumulative.",
            "channeladvisor-rest.md §8.3",
            twins.takes_a_part,
        ),
        (
            "SOAP-REFUND-BY-SKU",
            "Several lines have one SKU; each is refunded by its own id.",
            "channeladvisor-soap.md §8.1",
            _shares_a_sku,
        ),
        (
            "SOAP-SUCCESS-MOVES-NO-MONEY",
            "Success says that a refund was asked for: both codes and every item are read, and the history until its "
            "end.",
            "channeladvisor-soap.md §8.2, §12.2",
            lambda case: case.kind in MONEY,
        ),
    )
)
TRAPS = (*REFUSED, *unseen.SOAP_TRAPS, *REWRITTEN)
