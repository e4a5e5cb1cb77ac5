"""What of a bad ChannelAdvisor order a person may see: the allow-list, and the order as its page and continuations
showed it. Names, addresses, mails, telephones, notes, titles, links and fields of the seller's own are on no list.
"""

from collections.abc import Sequence

from orders_pipeline.channels.bad_json import Node, Shape, said, tree
from orders_pipeline.channels.base import CONTINUATION, WHOLE_ORDER, Body
from orders_pipeline.channels.channeladvisor import codes, wire
from orders_pipeline.channels.channeladvisor.drift import COLLECTIONS
from orders_pipeline.channels.channeladvisor.lenient import order_id_of
from orders_pipeline.channels.envelope import opened
from orders_pipeline.channels.showable import Kind, Showable
from orders_pipeline.channels.snippet import Snippet, snippet

# Field on the wire (channeladvisor-rest.md §5) -> what it may hold. A field that is not here is masked.
FIELDS: dict[str, Kind] = {
    **dict.fromkeys(
        (
            *("TotalPrice", "TotalTaxPrice", "TotalShippingPrice", "TotalShippingTaxPrice", "TotalInsurancePrice"),
            *("TotalGiftOptionPrice", "TotalGiftOptionTaxPrice", "AdditionalCostOrDiscount", "PromotionAmount"),
            *("Quantity", "UnitPrice", "TaxPrice", "ShippingPrice", "ShippingTaxPrice", "RecyclingFee"),
            *("UnitEstimatedShippingCost", "GiftPrice", "GiftTaxPrice", "Amount", "ShippingAmount"),
            *("ShippingCost", "InsuranceCost", "TaxCost"),
            *("DistributionCenterItemUnitCost", "DistributionCenterShippingCost"),
            *("DistributionCenterCalculatedItemUnitCost", "DistributionCenterCalculatedShippingCost"),
            *("ItemAdjustment", "TaxAdjustment", "ShippingAdjustment", "ShippingTaxAdjustment", "GiftWrapAdjustment"),
            *("GiftWrapTaxAdjustment", "RecyclingFeeAdjustment", "ReturnShippingFee", "RestockingFee"),
        ),
        Kind.NUMBER,
    ),
    **dict.fromkeys(
        (
            *("ID", "ProfileID", "SiteID", "SiteAccountID", "SiteOrderID", "SecondarySiteOrderID", "SellerOrderID"),
            *("OrderID", "OrderItemID", "FulfillmentID", "CheckoutSourceID", "UserDataPresent"),
            *("ProductID", "SiteOrderItemID", "SellerOrderItemID", "SiteListingID", "ReferenceProductID"),
            *("BundleProductID", "SellerFulfillmentID", "SellerFulfillmentItemID", "DistributionCenterID"),
            *("SellerAdjustmentID", "SiteAdjustmentID", "RmaNumber", "FieldID"),
        ),
        Kind.ID,
    ),
    **dict.fromkeys(("Sku", "BundleSku", "ReferenceSku"), Kind.CODE),
    **dict.fromkeys(
        (
            *("CreatedDateUtc", "ImportDateUtc", "UpdatedDateUtc", "UserDataRemovalDateUTC"),
            *("EstimatedShipDateUtc", "DeliverByDateUtc", "CheckoutDateUtc", "PaymentDateUtc", "ShippingDateUtc"),
            *("ShippedDateUtc", "EarliestShipDateUtc", "EarliestDeliveryDateUtc", "EstimatedDeliveryDateUtc"),
            "SiteRefundDateUtc",
        ),
        Kind.INSTANT,
    ),
    "Currency": Kind.CURRENCY,
    **dict.fromkeys(
        (
            *("CheckoutStatus", "PaymentStatus", "ShippingStatus", "DeliveryStatus", "RequestStatus", "Type", "Reason"),
            *("DistributionCenterTypeRollup", "OrderTaxType", "ShippingTaxType", "GiftOptionsTaxType"),
            *("ShippingCarrier", "ShippingClass", "RequestedShippingCarrier", "RequestedShippingClass"),
        ),
        Kind.WORD,
    ),
    **dict.fromkeys(
        (
            *("IsBundle", "IsRestock", "HasShippingLabel", "HasChannelPackingSlip", "HasReturnLabel"),
            "HasChannelReturnLabel",
        ),
        Kind.FLAG,
    ),
}
CARRIERS = frozenset({"UPS", "USPS", "FedEx", "DHL", "Amazon", "OnTrac", "Royal Mail", "DPD", "GLS", "Hermes"})
CLASSES = frozenset({"Ship", "Pickup", "GROUND", "Ground", "Standard", "Expedited", "Priority", "NextDay", "2Day"})
WORDS = CARRIERS.union(
    CLASSES,
    codes.CHECKOUT_STATUS,
    codes.PAYMENT_STATUS,
    codes.SHIPPING_STATUS,
    codes.FULFILLED_BY,
    codes.IS_TAX_INCLUDED,
    codes.DELIVERY_STATUS,
    codes.REFUND_KIND,
    codes.REFUND_REASON,
    codes.REFUND_STATUS,
)
SHOWABLE = Showable(order=wire.Order, collections=COLLECTIONS, kinds=FIELDS, words=WORDS)


def snippet_of(page: Body, more: Sequence[Body], position: int, path: str) -> Snippet:
    """Around `path` of the order at `position`, with its continuations. Raises ValueError: there is no such place."""
    raw = _entry(page.content, position)
    of_order = [body for body in more if body.order_id is not None and body.order_id == order_id_of(raw)]
    rests = [(body.path or "", _rest(body.content)) for body in of_order if body.kind == CONTINUATION]
    whole = next((body.content for body in reversed(of_order) if body.kind == WHOLE_ORDER), raw)
    order = tree(whole)
    for name, rest in rests:
        if (held := _collection(order, name)) is not None:
            held.members += rest.members
    return snippet(order, path, SHOWABLE)


def _entry(content: bytes, position: int) -> bytes:
    try:
        entries = opened(content).entries
    except ValueError:
        entries = [content]  # one order, as the hub answers it
    if not 0 < position <= len(entries):
        raise ValueError(f"the page shows {len(entries)} orders, and none at place {position}")
    return bytes(entries[position - 1])


def _rest(content: bytes) -> Node:
    try:
        entries = opened(content).entries
    except ValueError:
        return Node(Shape.NOTHING)
    return Node(Shape.LIST, members=[(None, tree(bytes(raw))) for raw in entries])


def _collection(order: Node, path: str) -> Node | None:
    """`Items` of the order; `Fulfillments(9)/Items` of its fulfillment 9."""
    head, _, name = path.rpartition("/")
    owner: Node | None = order
    if head:
        collection, _, number = head.rstrip(")").partition("(")
        entries = order.member(collection)
        owner = next((one for _, one in entries.members if _id_of(one) == number), None) if entries else None
    held = owner.member(name) if owner else None
    return held if held and held.shape is Shape.LIST else None


def _id_of(node: Node) -> str | None:
    found = node.member("ID")
    return said(found.raw) if found else None
