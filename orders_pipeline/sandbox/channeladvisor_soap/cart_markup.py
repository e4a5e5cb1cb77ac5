"""The shopping cart of an order: lines of goods, charges and promotions, in the sequence of spec §5.4."""

from collections.abc import Iterator

from orders_pipeline.sandbox.channeladvisor_soap import codes, facts
from orders_pipeline.sandbox.channeladvisor_soap.markup import Markup
from orders_pipeline.sandbox.world.order import Line, OrderState


def cart(m: Markup, state: OrderState) -> str:
    order = state.order
    source = None if order.checkout_source is None else codes.CHECKOUT_SOURCE[order.checkout_source]
    return m.wrap(
        "ShoppingCart",
        (
            m.plain("CartID", order.order_id),
            m.text("CheckoutSource", source),
            m.text("VATTaxCalculationOption", codes.VAT[order.goods_tax]),
            m.text("VATShippingOption", codes.VAT[order.shipping_tax_kind]),
            m.text("VATGiftWrapOption", codes.VAT[order.gift_tax_kind]),
            m.wrap("LineItemSKUList", (_line(m, state, line) for line in order.lines)),
            m.wrap("LineItemInvoiceList", _invoice(m, state)),
            m.wrap("LineItemPromoList", _promotions(m, state)),
        ),
    )


def _line(m: Markup, state: OrderState, line: Line) -> str:
    site = codes.SITES[state.order.marketplace]
    return m.wrap(
        "OrderLineItemItem",
        (
            m.plain("LineItemType", "SKU"),
            m.money("UnitPrice", line.unit_price),
            m.plain("LineItemID", line.line_id),
            m.flag("AllowNegativeQuantity", False),
            m.plain("Quantity", line.quantity),
            m.text("ItemSaleSource", site),
            m.text("SKU", line.sku),
            m.text("Title", line.title),
            m.text("BuyerUserID", state.order.buyer_user),
            m.plain("BuyerFeedbackRating", 0),
            m.text("SalesSourceID", line.site_line_id),
            m.money("VATRate", facts.vat_rate(state.order)),
            m.money_or_nil("TaxCost", line.tax),
            m.money_or_nil("ShippingCost", line.shipping),
            m.money_or_nil("ShippingTaxCost", line.shipping_tax),
            m.money_or_nil("GiftWrapCost", line.gift_price),
            m.money_or_nil("GiftWrapTaxCost", line.gift_tax),
            m.text("GiftMessage", line.gift_message),
            m.text("GiftWrapLevel", line.gift_notes),
            _item_promotions(m, line),
            m.money_or_nil("RecyclingFee", line.recycling_fee),
            m.text("FulfillmentType", codes.PARCEL_KIND[facts.parcel_kind(state, line)]),
            m.wrap("UnitWeight", str(facts.weight_pounds(line)), 'UnitOfMeasure="LB"'),
            m.text("WarehouseLocation", facts.warehouse_location(line)),
            m.text("UserName", None),
            m.text("DistributionCenterCode", facts.line_center(line)),
            m.flag("IsExternallyFulfilled", line.is_external),
            m.text("ItemSaleSourceTransactionID", line.listing_id),
        ),
        f'xsi:type="{m.prefix}OrderLineItemItemResponse"',
    )


def _item_promotions(m: Markup, line: Line) -> str:
    if not line.promotions:
        return ""
    return m.wrap(
        "ItemPromoList",
        (
            m.wrap(
                "OrderLineItemItemPromo",
                m.plain("LineItemType", "Promotion")
                + m.money("UnitPrice", each.amount)
                + m.text("PromoCode", each.code)
                + m.money("ShippingPrice", each.shipping_amount),
            )
            for each in line.promotions
        ),
    )


def _invoice(m: Markup, state: OrderState) -> Iterator[str]:
    for kind, amount in facts.invoice_lines(state.order):
        yield m.wrap("OrderLineItemInvoice", m.plain("LineItemType", kind) + m.money("UnitPrice", amount))


def _promotions(m: Markup, state: OrderState) -> Iterator[str]:
    for kind, amount, code in facts.promo_lines(state.order):
        yield m.wrap(
            "OrderLineItemPromo",
            m.plain("LineItemType", kind) + m.money("UnitPrice", amount) + m.text("PromoCode", code),
        )
