"""What of a bad SOAP order a person may see: the allow-list, and the order with what completes it as one tree.

Names, addresses, mails, telephones, notes, titles and fields of the seller's own are on no list. Structs that stand
once in an order, such as its OrderStatus, are shown as part of it, and left out of paths.
"""

import re
from collections.abc import Sequence

import msgspec

from orders_pipeline.channels.bad_json import Node, Shape
from orders_pipeline.channels.base import CONTINUATION, INCOMPLETE, Body
from orders_pipeline.channels.channeladvisor_soap import answers, codes, names, wire
from orders_pipeline.channels.channeladvisor_soap.completing import FULFILLMENTS, REFUNDS
from orders_pipeline.channels.channeladvisor_soap.drift import ORDER
from orders_pipeline.channels.channeladvisor_soap.elements import Plan, plan_of
from orders_pipeline.channels.channeladvisor_soap.skeleton import number_of, order_id_of
from orders_pipeline.channels.errors import HubError
from orders_pipeline.channels.showable import Kind, Showable
from orders_pipeline.channels.snippet import Snippet, snippet
from orders_pipeline.channels.xml import Element, children, name_of

# Element (channeladvisor-soap.md §§5.4, 8, 10) -> what it may hold. One that is not here is masked.
FIELDS: dict[str, Kind] = {
    **dict.fromkeys(
        (
            *("TotalOrderAmount", "UnitPrice", "Quantity", "VATRate", "TaxCost", "ShippingCost", "ShippingTaxCost"),
            *("GiftWrapCost", "GiftWrapTaxCost", "RecyclingFee", "ShippingPrice", "Cost", "InsuranceCost"),
            *("Amount", "ShippingAmount", "ShippingTaxAmount", "TaxAmount", "GiftWrapAmount", "GiftWrapTaxAmount"),
            "NumberOfMatches",
        ),
        Kind.NUMBER,
    ),
    **dict.fromkeys(
        (
            *("OrderID", "ClientOrderIdentifier", "SellerOrderID", "LineItemID", "SalesSourceID", "InvoiceItemID"),
            *("ItemSaleSourceTransactionID", "RefundRequestID", "SellerRefundID", "FulfillmentID", "CartID"),
            *("FulfillmentItemID", "SellerFulfillmentID"),
        ),
        Kind.ID,
    ),
    "SKU": Kind.CODE,
    **dict.fromkeys(
        (
            *("OrderTimeGMT", "LastUpdateDate", "DateCancelledGMT", "CheckoutDateGMT", "PaymentDateGMT"),
            *("ShippingDateGMT", "EstimatedShipDate", "DeliveryDate", "RefundCreateDateGMT", "CreatedDateGMT"),
            *("UpdatedDateGMT", "ShippedDateGMT"),
        ),
        Kind.INSTANT,
    ),
    **dict.fromkeys(
        (
            *("OrderState", "CheckoutStatus", "PaymentStatus", "ShippingStatus", "OrderRefundStatus", "LineItemType"),
            *("VATTaxCalculationOption", "VATShippingOption", "VATGiftWrapOption", "ItemSaleSource"),
            *("AdjustmentReason", "RefundRequestStatus", "RestockStatus", "FulfillmentStatus", "CarrierCode"),
            *("ClassCode", "CheckoutSource"),
        ),
        Kind.WORD,
    ),
    **dict.fromkeys(("IsExternallyFulfilled", "RefundRequested", "RestockQuantity"), Kind.FLAG),
}
WORDS = frozenset(
    {"SKU", "UPS", "USPS", "FEDEX", "DHL", "GROUND", "PRIORITY", "Active", "Archived", "Cancelled"}
).union(
    ("NoRefunds", "OrderLevel", "LineItemLevel", "OrderAndLineItemLevel", "FailedAttemptsOnly"),
    ("CA_Checkout", "PayPal", "Site_Checkout", "Unspecified"),
    codes.CHECKOUT_STATUS,
    codes.PAYMENT_STATUS,
    codes.SHIPPING_STATUS,
    codes.IS_TAX_INCLUDED,
    codes.DELIVERY_STATUS,
    codes.REFUND_STATUS,
    codes.REFUND_REASON,
    codes.INVOICE_LINES,
    codes.PROMO_LINES,
    codes.SITE,
)
# Structs that stand once in an order.
SINGLE = {
    "OrderStatus": wire.States,
    "PaymentInfo": wire.Payment,
    "ShippingInfo": wire.ShipTo,
    "BillingInfo": wire.Address,
    "ShoppingCart": wire.Cart,
}
_fields = {name: None for one in (wire.Order, *SINGLE.values()) for name in one.__struct_fields__}
_ShownOrder = msgspec.defstruct("_ShownOrder", [*(set(_fields) - set(SINGLE)), FULFILLMENTS, REFUNDS])
SHOWABLE = Showable(
    order=_ShownOrder,
    collections={
        _ShownOrder: {
            "LineItemSKUList": wire.LineItem,
            "LineItemInvoiceList": wire.InvoiceLine,
            "LineItemPromoList": wire.PromoLine,
            "CustomValueList": wire.CustomValue,
            FULFILLMENTS: wire.Fulfillment,
            REFUNDS: wire.LineItemRefund,
        },
        wire.LineItem: {"ItemPromoList": wire.ItemPromo},
        wire.Fulfillment: {"ItemList": wire.FulfillmentItem},
    },
    kinds=FIELDS,
    words=WORDS,
)
_SINGLE_STEP = re.compile(rf"\.(?:{'|'.join(SINGLE)})(?=[.\[]|$)")
_history, _fulfilled = plan_of(wire.RefundHistory), plan_of(wire.OrderFulfillments)
_number = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?|true|false", re.ASCII).fullmatch


def snippet_of(page: Body, more: Sequence[Body], position: int, path: str) -> Snippet:
    """Around `path` of the order at `position`, with what completes it. Raises ValueError: there is no such place."""
    if any(body.kind == INCOMPLETE and body.order_id is None for body in more):
        raise ValueError("the hub shows nothing of this order")
    try:
        items = list(children(answers.data_of(page.content, names.GET_ORDER_LIST)))
    except HubError:
        raise ValueError("the hub shows nothing of this order") from None
    if not 0 < position <= len(items):
        raise ValueError(f"the page shows {len(items)} orders, and none at place {position}")
    item = items[position - 1]
    order = _tree(item, ORDER)
    _merge(order)
    for body in more:
        if body.kind == CONTINUATION and (found := _completing(body, order_id_of(item))) is not None:
            order.members += [member for member in found.members if member[0] == body.path]
    return snippet(order, _SINGLE_STEP.sub("", path), SHOWABLE)


def _completing(body: Body, order_id: int | None) -> Node | None:
    """What a landed answer says of the order."""
    data = answers.answer_of(body.content).data
    if body.path == REFUNDS and body.order_id == str(order_id):
        return _tree(data, _history)
    if body.path == FULFILLMENTS:
        entries = [one for one in children(data) if number_of(one, "OrderID", names.WEB) == order_id]
        return _tree(entries[0], _fulfilled) if entries else None
    return None


def _tree(element: Element, plan: Plan | None) -> Node:
    """As the snippet wants it. What the plan calls a list is one; anything else that has children is an object."""
    node = Node(Shape.OBJECT)
    for child in children(element):
        field = plan.fields.get(child.tag) if plan else None
        if field is not None and field.entries is not None:
            entries = [(None, _tree(one, field.entries)) for one in children(child)]
            node.members.append((name_of(child), Node(Shape.LIST, members=list(entries))))
        elif len(child) or (field is not None and field.struct is not None):
            node.members.append((name_of(child), _tree(child, field.struct if field else None)))
        else:
            node.members.append((name_of(child), _leaf(child.text)))
    return node


def _leaf(text: str | None) -> Node:
    if text is None:
        return Node(Shape.WORD, b"null")
    if _number(text):
        return Node(Shape.WORD, text.encode())
    return Node(Shape.TEXT, msgspec.json.encode(text))


def _merge(order: Node) -> None:
    members: list[tuple[str | None, Node]] = []
    for name, node in order.members:
        members += node.members if name in SINGLE and node.shape is Shape.OBJECT else [(name, node)]
    order.members = members
