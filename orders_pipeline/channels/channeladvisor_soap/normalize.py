"""An order of the SOAP API -> the canonical document. Pure: no clock, no I/O (channeladvisor-soap.md §5).

Amounts stay as they are; what a column means and where it comes from stands in `model/records`.
"""

from collections.abc import Sequence

from orders_pipeline.channels.base import Scope
from orders_pipeline.channels.channeladvisor_soap import codes, wire
from orders_pipeline.channels.channeladvisor_soap.normalize_amounts import amounts_of
from orders_pipeline.channels.channeladvisor_soap.normalize_items import items_of, sites_of
from orders_pipeline.channels.channeladvisor_soap.normalize_people import additional_fields, contacts, texts
from orders_pipeline.channels.channeladvisor_soap.normalize_refunds import refunds_of
from orders_pipeline.channels.channeladvisor_soap.normalize_shipping import fulfillments_of
from orders_pipeline.channels.values import Words
from orders_pipeline.channels.values import currency as iso
from orders_pipeline.model.reasons import Quarantined, Reason
from orders_pipeline.model.records import Order, OrderDocument
from orders_pipeline.model.status import DeliveryStatus, FulfilledBy, OrderStatus, order_status

CHANNEL = "channeladvisor_soap"

_NO_STATES, _NO_CART = wire.States(), wire.Cart()
_NO_PAYMENT, _NO_ADDRESS = wire.Payment(), wire.ShipTo()


def document(
    found: wire.Order,
    parcels: Sequence[wire.Fulfillment] | None,
    refunds: Sequence[wire.LineItemRefund] | None,
    scope: Scope,
) -> OrderDocument:
    """The order with everything that belongs to it. `parcels`, `refunds`: None where they were not asked for.

    Raises Quarantined: no currency, or a part that was asked for and is not there.
    """
    states, cart = found.OrderStatus or _NO_STATES, found.ShoppingCart or _NO_CART
    if scope.is_whole:
        _refuse_parts_missing(found, states, parcels, refunds)
    order = _order(found, states, cart, parcels or (), scope)
    fulfillments, fulfillment_items = fulfillments_of(parcels or (), order)
    given_back, given_back_items = refunds_of(refunds or (), order)
    return OrderDocument(
        order=order,
        order_items=items_of(cart, order),
        fulfillments=fulfillments,
        fulfillment_items=fulfillment_items,
        refunds=given_back,
        refund_items=given_back_items,
        order_contacts=contacts(found, cart, order),
        order_texts=texts(found, cart, order),
        additional_fields=additional_fields(found, cart, order),
    )


def _refuse_parts_missing(
    found: wire.Order,
    states: wire.States,
    parcels: Sequence[wire.Fulfillment] | None,
    refunds: Sequence[wire.LineItemRefund] | None,
) -> None:
    required = (
        ("$.OrderStatus.CheckoutStatus", states.CheckoutStatus),
        ("$.OrderStatus.PaymentStatus", states.PaymentStatus),
        ("$.OrderStatus.ShippingStatus", states.ShippingStatus),
        ("$.ShoppingCart.LineItemSKUList", (found.ShoppingCart or _NO_CART).LineItemSKUList),
    )
    for path, value in required:
        if value is None:
            raise Quarantined(Reason.MISSING_FIELD, path, "it was asked for and is not there")
    if not parcels and states.ShippingStatus in codes.PARCELS_EXIST:
        raise Quarantined(Reason.INCOMPLETE_ORDER, "$.FulfillmentList", "the order is shipped and shows no fulfillment")
    if refunds is None and states.OrderRefundStatus not in codes.NO_REFUNDS:
        raise Quarantined(Reason.INCOMPLETE_ORDER, "$.LineItemRefunds", "the order is refunded and shows no refund")


def currency_of(cart: wire.Cart, scope: Scope) -> str:
    """§5.3: of the site where its token names a country, else of the account's settings.

    Raises Quarantined: neither tells one, or sites of several countries stand in one order.
    """
    told = {codes.CURRENCY_OF_SITE.get(site) for site in sites_of(cart)}
    known = told - {None}
    if len(known) > 1:
        raise Quarantined(
            Reason.BAD_CURRENCY, "$.ShoppingCart.LineItemSKUList", "the lines are of sites with several currencies"
        )
    found = known.pop() if len(told) == 1 and known else scope.currency
    if found is None:
        raise Quarantined(
            Reason.MISSING_FIELD,
            "$.Currency",
            "the protocol has no currency, and neither the settings nor the site of the lines tell one",
        )
    return iso(found, "$", "Currency")


def _order(
    found: wire.Order, states: wire.States, cart: wire.Cart, parcels: Sequence[wire.Fulfillment], scope: Scope
) -> Order:
    words = Words()
    payment, ship_to = found.PaymentInfo or _NO_PAYMENT, found.ShippingInfo or _NO_ADDRESS
    order_id, number = str(found.OrderID), found.ClientOrderIdentifier
    sites = sites_of(cart)
    site = next(iter(sites)) if len(sites) == 1 else None
    family, country = codes.SITE.get(site, (None, None)) if site is not None else (None, None)
    if site is not None and family is None:
        words.flag("marketplace")
    status, is_derived = _order_status(found, states, parcels)
    if status is None and found.OrderStatus is not None:
        words.flag("order_status")
    fulfilled_by = _fulfilled_by(cart)
    amounts = amounts_of(cart)
    derived = [
        name
        for name, computed in (
            ("order_status", is_derived),
            ("fulfilled_by", fulfilled_by is not None),
            ("tax_amount", amounts.is_tax_summed),
        )
        if computed
    ]
    return Order(
        account=scope.account,
        order_id=order_id,
        channel=CHANNEL,
        hub_account_id=scope.profile,
        hub_order_number=number,
        marketplace=family,
        marketplace_country=country,
        channel_marketplace=site,
        marketplace_order_id=None if number == order_id else number,
        seller_order_id=found.SellerOrderID,
        checkout_source=cart.CheckoutSource,
        reseller_id=found.ResellerID,
        flag=found.FlagStyle,
        order_status=status,
        payment_status=words.read("payment_status", states.PaymentStatus, codes.PAYMENT_STATUS),
        shipping_status=words.read("shipping_status", states.ShippingStatus, codes.SHIPPING_STATUS),
        channel_order_status=states.CheckoutStatus,
        channel_payment_status=states.PaymentStatus,
        channel_shipping_status=states.ShippingStatus,
        channel_order_state=found.OrderState,
        channel_refund_status=states.OrderRefundStatus,
        fulfilled_by=fulfilled_by,
        purchased_at=found.OrderTimeGMT,
        updated_at=found.LastUpdateDate,
        order_status_at=states.CheckoutDateGMT,
        payment_status_at=states.PaymentDateGMT,
        shipping_status_at=states.ShippingDateGMT,
        canceled_at=found.DateCancelledGMT,
        estimated_ship_at=ship_to.EstimatedShipDate,
        deliver_by_at=ship_to.DeliveryDate,
        currency=currency_of(cart, scope),
        total_amount=found.TotalOrderAmount,
        channel_total_amount=found.TotalOrderAmount,
        **amounts.columns,
        promotion_code=amounts.promotion_code,
        is_tax_included=words.read("is_tax_included", cart.VATTaxCalculationOption, codes.IS_TAX_INCLUDED),
        is_shipping_tax_included=words.read("is_shipping_tax_included", cart.VATShippingOption, codes.IS_TAX_INCLUDED),
        is_gift_wrap_tax_included=words.read(
            "is_gift_wrap_tax_included", cart.VATGiftWrapOption, codes.IS_TAX_INCLUDED
        ),
        channel_tax_type=cart.VATTaxCalculationOption,
        channel_shipping_tax_type=cart.VATShippingOption,
        channel_gift_wrap_tax_type=cart.VATGiftWrapOption,
        derived=",".join(derived) or None,
        payment_method=payment.PaymentType,
        payment_transaction_id=payment.PaymentTransactionID,
        payment_merchant_reference=payment.MerchantReferenceNumber,
        ship_to_country=ship_to.CountryCode,
        unknown_words=words.unknown,
    )


def _order_status(
    found: wire.Order, states: wire.States, parcels: Sequence[wire.Fulfillment]
) -> tuple[OrderStatus | None, bool]:
    """The state, and whether it was told by more than the hub's words for it.

    §8.4: many canceled orders stay Active; one with refunds whose fulfillments are all canceled is canceled too.
    """
    if found.OrderState == codes.CANCELED_STATE:
        return OrderStatus.CANCELED, False
    if states.OrderRefundStatus not in codes.NO_REFUNDS and parcels:
        ends = {codes.DELIVERY_STATUS.get(parcel.FulfillmentStatus or "") for parcel in parcels}
        if ends == {DeliveryStatus.CANCELED}:
            return OrderStatus.CANCELED, True
    told = order_status(
        codes.CHECKOUT_STATUS.get(states.CheckoutStatus or ""),
        codes.PAYMENT_STATUS.get(states.PaymentStatus or ""),
        codes.SHIPPING_STATUS.get(states.ShippingStatus or ""),
    )
    return told, False


def _fulfilled_by(cart: wire.Cart) -> FulfilledBy | None:
    """By the lines; None where one of them does not say."""
    told = {line.IsExternallyFulfilled for line in cart.LineItemSKUList or ()}
    if not told or None in told:
        return None
    if len(told) > 1:
        return FulfilledBy.MIXED
    return FulfilledBy.MARKETPLACE if told.pop() else FulfilledBy.SELLER
