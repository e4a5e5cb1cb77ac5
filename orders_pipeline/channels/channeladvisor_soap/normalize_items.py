"""Line items of a SOAP order -> records. Pure (channeladvisor-soap.md §5.4)."""

from orders_pipeline.channels.channeladvisor_soap import wire
from orders_pipeline.channels.values import amount, total
from orders_pipeline.model.records import Order, OrderItem


def sites_of(cart: wire.Cart) -> set[str]:
    """The sites of the lines: one, save in old data."""
    return {line.ItemSaleSource for line in cart.LineItemSKUList or () if line.ItemSaleSource is not None}


def items_of(cart: wire.Cart, order: Order) -> tuple[OrderItem, ...]:
    return tuple(_item(line, order, number) for number, line in enumerate(cart.LineItemSKUList or ()))


def _item(found: wire.LineItem, order: Order, number: int) -> OrderItem:
    promos = found.ItemPromoList or ()
    path = f"$.ShoppingCart.LineItemSKUList[{number}].ItemPromoList"
    saving = total(*(None if promo.UnitPrice is None else abs(promo.UnitPrice) for promo in promos))
    shipping_saving = total(*(None if promo.ShippingPrice is None else abs(promo.ShippingPrice) for promo in promos))
    return OrderItem(
        account=order.account,
        order_id=order.order_id,
        item_id=str(found.LineItemID),
        line_number=number + 1,
        sku=found.SKU,
        title=found.Title,
        quantity=found.Quantity,
        marketplace_item_id=found.SalesSourceID,
        marketplace_listing_id=found.ItemSaleSourceTransactionID,
        channel_marketplace=found.ItemSaleSource,
        warehouse_location=found.WarehouseLocation,
        distribution_center=found.DistributionCenterCode,
        is_externally_fulfilled=found.IsExternallyFulfilled,
        channel_fulfillment_type=found.FulfillmentType,
        currency=order.currency,
        unit_price_amount=found.UnitPrice,
        tax_amount=found.TaxCost,
        tax_rate_percent=found.VATRate,
        shipping_amount=found.ShippingCost,
        shipping_tax_amount=found.ShippingTaxCost,
        gift_wrap_amount=found.GiftWrapCost,
        gift_wrap_tax_amount=found.GiftWrapTaxCost,
        recycling_fee_amount=found.RecyclingFee,
        discount_amount=amount(saving, path, "(sum)"),
        shipping_discount_amount=amount(shipping_saving, path, "(sum)"),
        promotion_codes=",".join(promo.PromoCode for promo in promos if promo.PromoCode) or None,
    )
