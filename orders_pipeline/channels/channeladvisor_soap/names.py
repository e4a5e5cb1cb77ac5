"""The namespaces and services of the SOAP API by their URIs (channeladvisor-soap.md §1). Data only.

Prefixes change from item to item of one answer: nothing is ever read by a prefix.
"""

WEB = "http://api.channeladvisor.com/webservices/"
ORDERS = "http://api.channeladvisor.com/datacontracts/orders"
SHIPPING = "http://api.channeladvisor.com/datacontracts/ShippingService"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP_12 = "http://www.w3.org/2003/05/soap-envelope"
ENVELOPES = (SOAP, SOAP_12)

ORDER_SERVICE = "/ChannelAdvisorAPI/v7/OrderService.asmx"
SHIPPING_SERVICE = "/ChannelAdvisorAPI/v7/ShippingService.asmx"
FULFILLMENT_SERVICE = "/ChannelAdvisorAPI/V7/FulfillmentService.asmx"

GET_ORDER_LIST = "GetOrderList"
GET_REFUND_HISTORY = "GetOrderRefundHistory"
GET_FULFILLMENTS = "GetOrderFulfillmentDetailList"
GET_CARRIERS = "GetShippingCarrierList"
SUBMIT_REFUND = "SubmitOrderRefund"
SUBMIT_SHIPMENTS = "SubmitOrderShipmentList"
UPDATE_FULFILLMENTS = "UpdateOrderFulfillments"
SET_EXPORT_STATUS = "SetOrdersExportStatus"


def web(name: str) -> str:
    """The name as lxml has it."""
    return f"{{{WEB}}}{name}"


def ord_(name: str) -> str:
    return f"{{{ORDERS}}}{name}"
