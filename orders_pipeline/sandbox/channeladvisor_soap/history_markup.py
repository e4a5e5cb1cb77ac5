"""What other calls tell of an order: its refund history, its fulfillments, its shipments. Spec §8.3, §10.3, §10.4."""

from collections.abc import Iterator

from orders_pipeline.sandbox.channeladvisor_soap import codes, facts
from orders_pipeline.sandbox.channeladvisor_soap.markup import ORD, SHP, Markup, in_namespace
from orders_pipeline.sandbox.channeladvisor_soap.values import date_text, status_date
from orders_pipeline.sandbox.world.order import Adjustment, OrderState, Parcel

AMOUNTS = (  # element, field of the world; decimals that are 0 where nothing was given
    ("Amount", "item"),
    ("ShippingAmount", "shipping"),
    ("ShippingTaxAmount", "shipping_tax"),
    ("TaxAmount", "tax"),
    ("GiftWrapAmount", "gift"),
    ("GiftWrapTaxAmount", "gift_tax"),
    ("RecyclingFee", "recycling_fee"),
)


def _of(state: OrderState) -> Markup:
    return Markup(shows_empty=state.order.order_id % 3 == 0)


def _identity(m: Markup, state: OrderState) -> tuple[str, str]:
    order = state.order
    return m.plain("OrderID", order.order_id), m.text("ClientOrderIdentifier", facts.client_identifier(order))


def refund_history(state: OrderState) -> str:
    """The `ResultData` of GetOrderRefundHistory. Refunds of the order as a whole have no entry."""
    m = _of(state)
    entries = [_refund(m, state, each) for each in facts.line_refunds(state)]
    status, refunds = m.plain("RefundStatus", facts.refund_status(state)), m.wrap("LineItemRefunds", entries)
    parts = (*_identity(m, state), status, refunds)
    return m.wrap("ResultData", in_namespace(ORD, parts))


def _refund(m: Markup, state: OrderState, each: Adjustment) -> str:
    line = each.line
    assert line is not None
    payment = None if each.transaction_id is None else m.text("PaymentTransactionID", each.transaction_id)
    return m.wrap(
        "OrderLineItemRefundHistoryResponse",
        (
            m.text("SKU", line.sku),
            *(m.money(name, getattr(each, field)) for name, field in AMOUNTS),
            m.plain("Quantity", each.quantity or 0),
            m.plain("RefundRequestID", each.adjustment_id),
            m.flag("RefundRequested", True),
            m.flag("RestockQuantity", each.is_restock),
            m.text("AdjustmentReason", codes.REASON.get(each.reason, each.reason)),
            m.text("SellerRefundID", each.seller_adjustment_id),
            m.plain("LineItemID", line.line_id),
            m.plain("InvoiceItemID", 0),
            m.text("ItemSaleSource", codes.SITES[state.order.marketplace]),
            m.text("RefundRequestStatus", codes.STEP.get(each.step, each.step)),
            m.wrap("RefundPaymentInfo", payment) if payment else "",
            m.text("RestockStatus", codes.STEP.get(each.restock_step or "", each.restock_step)),
            m.plain("RefundCreateDateGMT", date_text(each.created_at)),
        ),
    )


def fulfillments(state: OrderState) -> str:
    """One `OrderFulfillmentResponse`."""
    m = _of(state)
    parcels = m.wrap("FulfillmentList", (_fulfillment(m, parcel) for parcel in state.parcels))
    return m.wrap("OrderFulfillmentResponse", (*_identity(m, state), parcels))


def _fulfillment(m: Markup, parcel: Parcel) -> str:
    items = (
        m.wrap(
            "FulfillmentItemDetailResponse",
            (
                m.plain("FulfillmentItemID", item.item_id),
                m.text("SKU", item.line.sku),
                m.plain("Quantity", item.quantity),
                m.plain("LineItemID", item.line.line_id),
                m.text("SiteAuctionID", item.line.listing_id),
                m.text("SaleSourceID", item.line.site_line_id),
            ),
        )
        for item in parcel.items
    )
    return m.wrap(
        "FulfillmentDetailResponse",
        (
            m.plain("FulfillmentID", parcel.parcel_id),
            m.plain("CreatedDateGMT", date_text(parcel.created_at)),
            m.plain("UpdatedDateGMT", date_text(parcel.updated_at)),
            m.text("FulfillmentType", codes.PARCEL_KIND[parcel.kind]),
            m.text("FulfillmentStatus", codes.DELIVERY.get(parcel.state, parcel.state)),
            *_carriage(m, parcel),
            m.money_or_nil("Cost", parcel.shipping_cost),
            m.nil("TaxCost"),
            m.nil("InsuranceCost"),
            m.date_or_nil("ShippedDateGMT", parcel.shipped_at),
            m.text("SellerFulfillmentID", parcel.seller_parcel_id),
            m.wrap("ItemList", items),
        ),
    )


def _carriage(m: Markup, parcel: Parcel) -> Iterator[str]:
    yield m.text("CarrierCode", parcel.carrier)
    yield m.text("ClassCode", parcel.service)
    yield m.text("TrackingNumber", parcel.tracking_number)
    yield m.text("DistributionCenterCode", facts.parcel_center(parcel))


def shipments(state: OrderState) -> str:
    """One `OrderShipmentHistoryResponse`: what has left, in the namespace of the shipping service."""
    m = _of(state)
    parts = (
        *_identity(m, state),
        m.text("ShippingStatus", codes.SHIPPING.get(state.shipping, state.shipping)),
        m.plain("ShippingStatusUpdateDateGMT", status_date(state.shipping_at, state.order.order_id)),
        m.wrap("OrderShipments", (_shipment(m, parcel) for parcel in state.parcels if parcel.shipped_at)),
    )
    return m.wrap("OrderShipmentHistoryResponse", in_namespace(SHP, parts))


def _shipment(m: Markup, parcel: Parcel) -> str:
    items = (
        m.wrap(
            "ShipmentLineItemResponse",
            m.plain("LineItemID", item.line.line_id)
            + m.text("SKU", item.line.sku)
            + m.plain("Quantity", item.quantity),
        )
        for item in parcel.items
    )
    return m.wrap(
        "OrderShipmentResponse",
        (
            m.plain("ShipmentDateGMT", status_date(parcel.shipped_at, 1)),
            *_carriage(m, parcel),
            m.money("ShipmentCost", parcel.shipping_cost),
            m.money("ShipmentTaxCost", None),
            m.money("ShipmentInsuranceCost", None),
            m.text("SellerFulfillmentID", parcel.seller_parcel_id),
            m.wrap("ShipmentLineItems", items),
            m.text("FulfillmentType", codes.PARCEL_KIND[parcel.kind]),
            m.text("FulfillmentStatus", codes.DELIVERY.get(parcel.state, parcel.state)),
        ),
    )
