"""What was given back: refunds and cancellations, at order and at item level. Positive amounts went to the buyer.

`refunds` holds each refund whole, `refund_items` its split over lines: sum one of the two, never both.
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from orders_pipeline.model.columns import Record, key, money, says, units
from orders_pipeline.model.records.items import ACCOUNT, CURRENCY, ORDER
from orders_pipeline.model.status import RefundKind, RefundReason, RefundStatus

Text = str | None
Amount = Decimal | None
Instant = datetime | None

COMPONENTS = "REST ItemAdjustment, TaxAdjustment, ... · SOAP Amount, TaxAmount, ..."
SHIPPING = f"{COMPONENTS} · CApe adjustments whose reason says shipping, sign turned"


class Refund(Record, frozen=True, kw_only=True):
    """One refund or cancellation as the hub shows it, whoever asked for it and however far it has come."""

    account: Annotated[str, ACCOUNT]
    order_id: Annotated[str, ORDER]
    refund_id: Annotated[
        str,
        key(
            "Id of the refund; the two levels of ChannelAdvisor count apart, hence the prefix",
            "REST order-<ID> or item-<ID> · SOAP the same of RefundRequestID, with #2 and on where it repeats · "
            "CApe supplierRefundId, with #2 and on for a repeated one, or hash of lines and adjustments, and ordinal",
        ),
    ]
    kind: Annotated[
        RefundKind | None,
        says(
            "refund, cancellation or dispute; NULL where the hub's word is unknown",
            "REST Type · CApe cancellation where every line's restockType is CANCEL",
        ),
    ] = None
    channel_kind: Annotated[Text, says("The hub's word", "REST Type")] = None
    level: Annotated[Text, says("order: of the order as a whole; item: of its lines, see refund_items")] = None
    status: Annotated[
        RefundStatus | None,
        says(
            "How far it has come; NULL where the hub's word is unknown",
            "REST RequestStatus · SOAP RefundRequestStatus · "
            "CApe transactions.status; recorded without transactions: it moves no money itself",
        ),
    ] = None
    channel_status: Annotated[
        Text, says("The hub's word", "REST RequestStatus · SOAP RefundRequestStatus · CApe transactions.status")
    ] = None
    reason: Annotated[RefundReason | None, says("Reason; NULL where the hub's word is unknown")] = None
    channel_reason: Annotated[
        Text,
        says(
            "The hub's word",
            "REST Reason · SOAP AdjustmentReason · CApe adjustments.reason, free text: reason stays NULL",
        ),
    ] = None
    is_restock: Annotated[bool | None, says("Units go back to stock", "REST IsRestock · SOAP RestockQuantity")] = None
    channel_restock_status: Annotated[Text, says("The hub's word", "REST, SOAP RestockStatus")] = None
    seller_refund_id: Annotated[
        Text, says("The seller's own id", "REST SellerAdjustmentID · SOAP SellerRefundID · CApe supplierRefundId")
    ] = None
    marketplace_refund_id: Annotated[
        Text, says("Id at the marketplace", "REST SiteAdjustmentID · CApe channelRefundId")
    ] = None
    transaction_id: Annotated[
        Text,
        says(
            "Id of the money's movement",
            "REST AdjustmentTransactionID · SOAP RefundPaymentInfo.PaymentTransactionID · CApe transactions.id",
        ),
    ] = None
    channel_created_by: Annotated[Text, says("Who asked, the hub's word", "REST CreatedSource")] = None
    channel_updated_by: Annotated[Text, says("Who changed it last, the hub's word", "REST LastUpdatedSource")] = None
    created_at: Annotated[Instant, says("When it was asked for", "REST CreatedDateUtc · SOAP RefundCreateDateGMT")] = (
        None
    )
    refunded_at: Annotated[Instant, says("When the marketplace refunded", "REST SiteRefundDateUtc")] = None
    rma_number: Annotated[Text, says("Number of the return", "REST RmaNumber")] = None
    return_tracking: Annotated[
        Text, says("Tracking number or page of the return", "REST ReturnTrackingNumberOrUrl")
    ] = None
    return_shipping_method: Annotated[Text, says("How the goods come back", "REST ReturnShippingMethod")] = None
    currency: Annotated[Text, CURRENCY] = None
    total_amount: Annotated[
        Amount,
        money(
            "Sum of the seven components that follow; NULL where the hub gives none of them. Fees are not taken off. "
            "CApe gives few components: its total is what the transactions moved",
            "REST, SOAP sum · CApe sum of transactions that did not fail, without any of adjustments, sign turned",
        ),
    ] = None
    item_amount: Annotated[Amount, money("Of the goods", COMPONENTS)] = None
    tax_amount: Annotated[Amount, money("Of the tax on the goods", COMPONENTS)] = None
    shipping_amount: Annotated[Amount, money("Of the shipping", SHIPPING)] = None
    shipping_tax_amount: Annotated[Amount, money("Of the tax on shipping", SHIPPING)] = None
    gift_wrap_amount: Annotated[Amount, money("Of the gift wrap", COMPONENTS)] = None
    gift_wrap_tax_amount: Annotated[Amount, money("Of the tax on gift wrap", COMPONENTS)] = None
    recycling_fee_amount: Annotated[Amount, money("Of the recycling fee", COMPONENTS)] = None
    return_shipping_fee_amount: Annotated[
        Amount, money("Kept by the seller for return shipping", "REST ReturnShippingFee")
    ] = None
    restocking_fee_amount: Annotated[Amount, money("Kept by the seller for restocking", "REST RestockingFee")] = None
    unknown_words: Annotated[
        Text,
        says("Names of this row's columns that are NULL because the hub's word is unknown, in column order"),
    ] = None
    derived: Annotated[
        Text,
        says(
            "Names of this row's columns that we computed; NULL where none",
            "REST, SOAP, CApe total_amount where it is not NULL",
        ),
    ] = None


class RefundItem(Record, frozen=True, kw_only=True):
    """The part of a refund that belongs to one line."""

    account: Annotated[str, ACCOUNT]
    order_id: Annotated[str, ORDER]
    refund_id: Annotated[str, key("The refund, as in refunds.refund_id")]
    refund_item_id: Annotated[
        str,
        key(
            "Id within the refund",
            "REST OrderItemAdjustment.ID · SOAP RefundRequestID · CApe the line's id, else its SKU, with #2 and on",
        ),
    ]
    item_id: Annotated[
        Text, says("The line, as in order_items.item_id", "REST OrderItemID · SOAP LineItemID · CApe id")
    ] = None
    sku: Annotated[Text, says("SKU where the refund itself gives it; else join by item_id", "SOAP SKU · CApe sku")] = (
        None
    )
    reference_sku: Annotated[Text, says("SKU in a linked account", "REST ReferenceSku")] = None
    reference_product_id: Annotated[Text, says("Product in a linked account", "REST ReferenceProductID")] = None
    quantity: Annotated[
        Amount,
        units("Units given back; NULL where only money", "REST Quantity · SOAP Quantity unless 0 · CApe quantity"),
    ] = None
    restock_qty: Annotated[Amount, units("Units that go back to stock, where the hub counts them")] = None
    channel_restock_type: Annotated[Text, says("The hub's word", "CApe restockType")] = None
    currency: Annotated[Text, CURRENCY] = None
    total_amount: Annotated[Amount, money("Sum of the components; NULL where none is given", "derived")] = None
    item_amount: Annotated[Amount, money("Of the goods", COMPONENTS)] = None
    tax_amount: Annotated[Amount, money("Of the tax on the goods", COMPONENTS)] = None
    shipping_amount: Annotated[Amount, money("Of the shipping", COMPONENTS)] = None
    shipping_tax_amount: Annotated[Amount, money("Of the tax on shipping", COMPONENTS)] = None
    gift_wrap_amount: Annotated[Amount, money("Of the gift wrap", COMPONENTS)] = None
    gift_wrap_tax_amount: Annotated[Amount, money("Of the tax on gift wrap", COMPONENTS)] = None
    recycling_fee_amount: Annotated[Amount, money("Of the recycling fee", COMPONENTS)] = None
