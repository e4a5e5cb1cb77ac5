"""SOAP documents for tests, made by text as another program would: an order in one line, and the pages around it."""

from xml.sax.saxutils import escape

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
WEB = "http://api.channeladvisor.com/webservices/"
ORD = "http://api.channeladvisor.com/datacontracts/orders"
GONE = object()


class Raw(str):
    """Text that is markup already."""


def element(name, content):
    if content is GONE:
        return ""
    if content is None:
        return f'<{name} xsi:nil="true" />'
    if isinstance(content, dict):
        content = Raw("".join(element(child, value) for child, value in content.items()))
    elif isinstance(content, list):
        content = Raw("".join(element(child, value) for child, value in content))
    return f"<{name}>{content if isinstance(content, Raw) else escape(str(content))}</{name}>"


def a_line(line_id=501, **changes):
    return {
        "LineItemType": "SKU",
        "UnitPrice": "10.0000",
        "LineItemID": line_id,
        "Quantity": 2,
        "ItemSaleSource": "AMAZON_US",
        "SKU": f"SKU-{line_id}",
        "Title": "Cup",
        "TaxCost": "1.6000",
        "IsExternallyFulfilled": "false",
        **changes,
    }


def states(**changes):
    return {
        "CheckoutStatus": "Completed",
        "CheckoutDateGMT": "2026-09-01T10:00:00",
        "PaymentStatus": "Cleared",
        "PaymentDateGMT": "2026-09-01T10:00:00",
        "ShippingStatus": "Unshipped",
        "ShippingDateGMT": "1900-01-01T00:00:00",
        "OrderRefundStatus": "NoRefunds",
        **changes,
    }


def a_cart(*lines, **changes):
    return {
        "CheckoutSource": "Site_Checkout",
        "LineItemSKUList": [("OrderLineItemItem", line) for line in lines or (a_line(),)],
        **changes,
    }


def charges(*lines):
    return [("OrderLineItemInvoice", {"LineItemType": kind, "UnitPrice": price}) for kind, price in lines]


def promotions(*lines):
    entries = [{"LineItemType": kind, "UnitPrice": price, "PromoCode": code} for kind, price, code in lines]
    return [("OrderLineItemPromo", entry) for entry in entries]


def an_order(order_id=1, **changes):
    return {
        "NumberOfMatches": 3,
        "OrderTimeGMT": "2026-09-01T10:00:00",
        "LastUpdateDate": "2026-09-01T11:00:00.5",
        "TotalOrderAmount": "21.6000",
        "OrderState": "Active",
        "DateCancelledGMT": None,
        "OrderID": order_id,
        "ClientOrderIdentifier": f"111-{order_id}",
        "OrderStatus": states(),
        "ShoppingCart": a_cart(),
        **changes,
    }


def item(order, number=1, level="OrderResponseDetailComplete", prefix="q"):
    """An OrderResponseItem, with a prefix of its own; a text stands for itself."""
    if isinstance(order, str):
        return order
    here = f"{prefix}{number}"
    inner = "".join(element(name, value) for name, value in order.items())
    inner = inner.replace("</", f"</{here}:").replace("<", f"<{here}:").replace(f"<{here}:/", "</")
    kind = f' xsi:type="{here}:{level}"' if level else ""
    return f'<OrderResponseItem xmlns:{here}="{ORD}"{kind}>{inner}</OrderResponseItem>'


def answer(operation, data, *, status="Success", code=0, message=None):
    said = "" if message is None else element("Message", message)
    result = "" if data is None else f"<ResultData>{data}</ResultData>" if data else "<ResultData />"
    inner = f"<Status>{status}</Status><MessageCode>{code}</MessageCode>{said}{result}"
    body = f'<{operation}Response xmlns="{WEB}"><{operation}Result>{inner}</{operation}Result></{operation}Response>'
    return enveloped(body)


def enveloped(body):
    return (
        f'<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="{SOAP}" xmlns:xsi="{XSI}">'
        f"<soap:Body>{body}</soap:Body></soap:Envelope>"
    ).encode()


def a_page(*orders, level="OrderResponseDetailComplete"):
    return answer("GetOrderList", "".join(item(order, n, level) for n, order in enumerate(orders, start=1)))


def a_failure(operation="GetOrderList", code=1, message="Input string was not in a correct format."):
    return answer(operation, None, status="Failure", code=code, message=message)


def a_fault(text="Server was unable to process request. Authentication failed.", code="soap:Server"):
    return enveloped(
        f"<soap:Fault><faultcode>{code}</faultcode><faultstring>{text}</faultstring><detail/></soap:Fault>"
    )


def a_refund(request_id=70, **changes):
    return {
        "SKU": "SKU-501",
        "Amount": "10.0000",
        "TaxAmount": "0.8000",
        "Quantity": 1,
        "RefundRequestID": request_id,
        "RefundRequested": "true",
        "AdjustmentReason": "CustomerReturnedItem",
        "LineItemID": 501,
        "RefundRequestStatus": "PostProcessingComplete",
        "RefundCreateDateGMT": "2026-09-02T10:00:00",
        **changes,
    }


def a_history(order_id, *refunds):
    entries = [("OrderLineItemRefundHistoryResponse", refund) for refund in refunds]
    inner = element("OrderID", order_id) + element("LineItemRefunds", entries)
    return answer(
        "GetOrderRefundHistory",
        inner.replace("<OrderID>", f'<OrderID xmlns="{ORD}">').replace(
            "<LineItemRefunds>", f'<LineItemRefunds xmlns="{ORD}">'
        ),
    )


def a_parcel(fulfillment_id=900, **changes):
    return {
        "FulfillmentID": fulfillment_id,
        "FulfillmentStatus": "Complete",
        "CarrierCode": "UPS",
        "ItemList": [("Entry", {"FulfillmentItemID": 1, "SKU": "SKU-501", "Quantity": 2, "LineItemID": 501})],
        **changes,
    }


def fulfilled(parcels_of):
    entries = [
        ("OrderFulfillmentResponse", {"OrderID": order_id, "FulfillmentList": [("Parcel", one) for one in parcels]})
        for order_id, parcels in parcels_of.items()
    ]
    return answer("GetOrderFulfillmentDetailList", "".join(element(name, value) for name, value in entries))
