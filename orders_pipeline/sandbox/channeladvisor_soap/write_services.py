"""The writing operations of each service, what they take and what answers them. Spec §4, §10.

Those that make or take orders apart (SubmitOrder, OrderMerge, OrderSplit) and those that rearrange fulfillments are not
offered: the hub does not know their names.
"""

from orders_pipeline.sandbox.channeladvisor_soap import fulfillment_updates, order_updates, refund_request, shipping
from orders_pipeline.sandbox.channeladvisor_soap.binding import boolean
from orders_pipeline.sandbox.channeladvisor_soap.exporting import set_export_status, set_seller_order_id
from orders_pipeline.sandbox.channeladvisor_soap.fulfillment_updates import update_fulfillments
from orders_pipeline.sandbox.channeladvisor_soap.order_updates import update_orders
from orders_pipeline.sandbox.channeladvisor_soap.refunding import submit_refund
from orders_pipeline.sandbox.channeladvisor_soap.shipping import submit_shipments
from orders_pipeline.sandbox.channeladvisor_soap.signatures import (
    ACCOUNT,
    BOTH_LISTS,
    INTS,
    STRINGS,
    Operation,
    sequence,
)

WRITES: dict[str, dict[str, Operation]] = {
    "orderservice": {
        "SetOrdersExportStatus": Operation((*BOTH_LISTS, *sequence(("markAsExported", boolean))), set_export_status),
        "SubmitOrderRefund": Operation(refund_request.SEQUENCE, submit_refund),
        "SetSellerOrderID": Operation(
            sequence(ACCOUNT, ("orderIDList", INTS), ("sellerOrderIDList", STRINGS)), set_seller_order_id
        ),
        "UpdateOrderList": Operation(order_updates.SEQUENCE, update_orders),
    },
    "shippingservice": {"SubmitOrderShipmentList": Operation(shipping.SEQUENCE, submit_shipments)},
    "fulfillmentservice": {"UpdateOrderFulfillments": Operation(fulfillment_updates.SEQUENCE, update_fulfillments)},
}
