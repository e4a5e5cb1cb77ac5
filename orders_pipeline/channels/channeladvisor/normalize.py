"""A ChannelAdvisor order -> the canonical document. Pure: no clock, no I/O (channeladvisor-rest.md §5).

Amounts stay as they are; what a column means and where it comes from stands in `model/records`.
"""

from msgspec import UNSET, UnsetType

from orders_pipeline.channels.base import Scope
from orders_pipeline.channels.channeladvisor import codes, wire
from orders_pipeline.channels.channeladvisor.normalize_people import additional_fields, contacts, texts
from orders_pipeline.channels.channeladvisor.normalize_refunds import refunds_of
from orders_pipeline.channels.channeladvisor.normalize_shipping import fulfillments_of
from orders_pipeline.channels.values import Words, amount, currency, instant, required_instant, text, total, units
from orders_pipeline.model.reasons import Quarantined, Reason
from orders_pipeline.model.records import BundleComponent, Order, OrderDocument, OrderItem
from orders_pipeline.model.status import order_status

CHANNEL = "channeladvisor"
COLLECTIONS = ("Fulfillments", "Adjustments", "CustomFields")
ITEM_COLLECTIONS = ("Promotions", "BundleComponents", "Adjustments")


def document(found: wire.Order, scope: Scope) -> OrderDocument:
    """The order with everything that belongs to it.

    Raises Quarantined: a value that cannot be kept exactly, a required one that is missing, another profile's order.
    """
    if scope.profile is not None and str(found.ProfileID) != scope.profile:
        raise Quarantined(
            Reason.OTHER_PROFILE, "$.ProfileID", "the order belongs to another profile than was asked for"
        )
    if scope.is_whole:
        _refuse_unexpanded(found)
    order = _order(found, scope.account)
    items = tuple(_item(item, order, number) for number, item in enumerate(found.Items))
    components = tuple(
        component
        for number, item in enumerate(found.Items)
        for component in _components(item, order, f"$.Items[{number}]")
    )
    fulfillments, fulfillment_items = fulfillments_of(found, order)
    refunds, refund_items = refunds_of(found, order)
    return OrderDocument(
        order=order,
        order_items=items,
        bundle_components=components,
        fulfillments=fulfillments,
        fulfillment_items=fulfillment_items,
        refunds=refunds,
        refund_items=refund_items,
        order_contacts=contacts(found, order),
        order_texts=texts(found, order),
        additional_fields=additional_fields(found, order),
    )


def _refuse_unexpanded(found: wire.Order) -> None:
    missing = [f"$.{name}" for name in COLLECTIONS if getattr(found, name) is UNSET]
    missing += [
        f"$.Items[{number}].{name}"
        for number, item in enumerate(found.Items)
        for name in ITEM_COLLECTIONS
        if getattr(item, name) is UNSET
    ]
    if not isinstance(found.Fulfillments, UnsetType):
        missing += [
            f"$.Fulfillments[{n}].Items" for n, parcel in enumerate(found.Fulfillments) if parcel.Items is UNSET
        ]
    if missing:
        raise Quarantined(Reason.MISSING_FIELD, missing[0], "the collection was asked for and is not there")


def _order(found: wire.Order, account: str) -> Order:
    words = Words()
    family, country = codes.SITE.get(found.SiteID, (None, None)) if found.SiteID is not None else (None, None)
    if found.SiteID is not None and family is None:
        words.flag("marketplace")
    status = order_status(
        codes.CHECKOUT_STATUS.get(found.CheckoutStatus),
        codes.PAYMENT_STATUS.get(found.PaymentStatus),
        codes.SHIPPING_STATUS.get(found.ShippingStatus),
    )
    if status is None:
        words.flag("order_status")
    discount = amount(found.PromotionAmount, "$", "PromotionAmount")
    paid = amount(found.TotalPrice, "$", "TotalPrice")
    return Order(
        account=account,
        order_id=str(found.ID),
        channel=CHANNEL,
        hub_account_id=str(found.ProfileID),
        marketplace=family,
        marketplace_country=country,
        channel_marketplace_id=text(found.SiteID),
        channel_marketplace=found.SiteName or None,
        marketplace_account_id=text(found.SiteAccountID),
        marketplace_order_id=_marketplace_order_id(found),
        secondary_marketplace_order_id=found.SecondarySiteOrderID or None,
        seller_order_id=found.SellerOrderID or None,
        checkout_source=text(found.CheckoutSourceID),
        reseller_id=found.ResellerID or None,
        tags=found.OrderTags or None,
        flag=text(found.FlagID),
        order_status=status,
        payment_status=words.read("payment_status", found.PaymentStatus, codes.PAYMENT_STATUS),
        shipping_status=words.read("shipping_status", found.ShippingStatus, codes.SHIPPING_STATUS),
        channel_order_status=found.CheckoutStatus or None,
        channel_payment_status=found.PaymentStatus or None,
        channel_shipping_status=found.ShippingStatus or None,
        fulfilled_by=words.read("fulfilled_by", found.DistributionCenterTypeRollup, codes.FULFILLED_BY),
        channel_fulfilled_by=found.DistributionCenterTypeRollup or None,
        purchased_at=required_instant(found.CreatedDateUtc, "$", "CreatedDateUtc"),
        imported_at=instant(found.ImportDateUtc),
        updated_at=instant(found.UpdatedDateUtc),
        order_status_at=instant(found.CheckoutDateUtc),
        payment_status_at=instant(found.PaymentDateUtc),
        shipping_status_at=instant(found.ShippingDateUtc),
        estimated_ship_at=instant(found.EstimatedShipDateUtc),
        deliver_by_at=instant(found.DeliverByDateUtc),
        currency=currency(found.Currency, "$", "Currency"),
        total_amount=paid,
        channel_total_amount=paid,
        tax_amount=amount(found.TotalTaxPrice, "$", "TotalTaxPrice"),
        shipping_amount=amount(found.TotalShippingPrice, "$", "TotalShippingPrice"),
        shipping_tax_amount=amount(found.TotalShippingTaxPrice, "$", "TotalShippingTaxPrice"),
        insurance_amount=amount(found.TotalInsurancePrice, "$", "TotalInsurancePrice"),
        gift_wrap_amount=amount(found.TotalGiftOptionPrice, "$", "TotalGiftOptionPrice"),
        gift_wrap_tax_amount=amount(found.TotalGiftOptionTaxPrice, "$", "TotalGiftOptionTaxPrice"),
        discount_amount=None if discount is None else abs(discount),
        promotion_code=found.PromotionCode or None,
        additional_amount=amount(found.AdditionalCostOrDiscount, "$", "AdditionalCostOrDiscount"),
        is_tax_included=words.read("is_tax_included", found.OrderTaxType, codes.IS_TAX_INCLUDED),
        is_shipping_tax_included=words.read("is_shipping_tax_included", found.ShippingTaxType, codes.IS_TAX_INCLUDED),
        is_gift_wrap_tax_included=words.read(
            "is_gift_wrap_tax_included", found.GiftOptionsTaxType, codes.IS_TAX_INCLUDED
        ),
        channel_tax_type=found.OrderTaxType or None,
        channel_shipping_tax_type=found.ShippingTaxType or None,
        channel_gift_wrap_tax_type=found.GiftOptionsTaxType or None,
        payment_method=found.PaymentMethod or None,
        payment_transaction_id=found.PaymentTransactionID or None,
        payment_merchant_reference=found.PaymentMerchantReferenceNumber or None,
        requested_carrier=found.RequestedShippingCarrier or None,
        requested_class=found.RequestedShippingClass or None,
        ship_to_country=found.ShippingCountry or None,
        has_personal_data=None if found.UserDataPresent is None else found.UserDataPresent != 0,
        personal_data_removal_at=instant(found.UserDataRemovalDateUTC),
        unknown_words=words.unknown,
    )


def _marketplace_order_id(found: wire.Order) -> str | None:
    """§12.7: SiteOrderID may only repeat ID; then the marketplace's number is the secondary one."""
    number = found.SiteOrderID or None
    return found.SecondarySiteOrderID or None if number in (None, str(found.ID)) else number


def _item(found: wire.OrderItem, order: Order, number: int) -> OrderItem:
    path = f"$.Items[{number}]"
    promotions = [] if isinstance(found.Promotions, UnsetType) else found.Promotions
    savings, shipping_savings = [], []
    for place, promotion in enumerate(promotions):
        of_promotion = f"{path}.Promotions[{place}]"
        savings.append(amount(promotion.Amount, of_promotion, "Amount"))
        shipping_savings.append(amount(promotion.ShippingAmount, of_promotion, "ShippingAmount"))
    return OrderItem(
        account=order.account,
        order_id=order.order_id,
        item_id=str(found.ID),
        line_number=number + 1,
        sku=found.Sku or None,
        title=found.Title or None,
        quantity=units(found.Quantity, path, "Quantity"),
        product_id=text(found.ProductID),
        marketplace_item_id=found.SiteOrderItemID or None,
        marketplace_listing_id=found.SiteListingID or None,
        seller_item_id=found.SellerOrderItemID or None,
        item_url=found.ItemURL or None,
        harmonized_code=found.HarmonizedCode or None,
        reference_sku=found.ReferenceSku or None,
        reference_product_id=text(found.ReferenceProductID),
        is_bundle=found.IsBundle,
        currency=order.currency,
        unit_price_amount=amount(found.UnitPrice, path, "UnitPrice"),
        tax_amount=amount(found.TaxPrice, path, "TaxPrice"),
        shipping_amount=amount(found.ShippingPrice, path, "ShippingPrice"),
        shipping_tax_amount=amount(found.ShippingTaxPrice, path, "ShippingTaxPrice"),
        gift_wrap_amount=amount(found.GiftPrice, path, "GiftPrice"),
        gift_wrap_tax_amount=amount(found.GiftTaxPrice, path, "GiftTaxPrice"),
        recycling_fee_amount=amount(found.RecyclingFee, path, "RecyclingFee"),
        discount_amount=total(*(None if saving is None else abs(saving) for saving in savings)),
        shipping_discount_amount=total(*(None if saving is None else abs(saving) for saving in shipping_savings)),
        promotion_codes=",".join(promotion.Code for promotion in promotions if promotion.Code) or None,
        unit_estimated_shipping_cost_amount=amount(found.UnitEstimatedShippingCost, path, "UnitEstimatedShippingCost"),
    )


def _components(found: wire.OrderItem, order: Order, path: str) -> list[BundleComponent]:
    if isinstance(found.BundleComponents, UnsetType):
        return []
    seen: dict[str, int] = {}
    components = []
    for number, component in enumerate(found.BundleComponents):
        product = text(component.ProductID) or ""
        seen[product] = seen.get(product, 0) + 1
        components.append(
            BundleComponent(
                account=order.account,
                order_id=order.order_id,
                item_id=str(found.ID),
                component_id=product if seen[product] == 1 else f"{product}#{seen[product]}",
                component_number=number + 1,
                product_id=text(component.ProductID),
                sku=component.Sku or None,
                title=component.Title or None,
                quantity=units(component.Quantity, f"{path}.BundleComponents[{number}]", "Quantity"),
                bundle_product_id=text(component.BundleProductID),
                bundle_sku=component.BundleSku or None,
                reference_product_id=text(component.ReferenceProductID),
                reference_sku=component.ReferenceSku or None,
            )
        )
    return components
