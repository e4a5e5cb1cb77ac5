"""What a fresh read of a SOAP order shows of a write of ours. Pure (channeladvisor-soap.md §§7, 8.3, 10.4).

Refunds are found in the refund history by SellerRefundID, shipments by SellerFulfillmentID or tracking number,
corrections by what their fulfillment shows.
"""

from orders_pipeline.channels.channeladvisor_soap import names
from orders_pipeline.channels.parcels import corrected, shipped
from orders_pipeline.channels.refunds import given_back
from orders_pipeline.model.action_states import Event
from orders_pipeline.model.outcomes import Seen
from orders_pipeline.model.plans import Draft, Request
from orders_pipeline.model.records import OrderDocument


def seen(draft: Draft, document: OrderDocument, is_accepted: bool) -> Seen:
    operation = operation_of(draft.request)
    if operation == names.SET_EXPORT_STATUS:
        return _mark(is_accepted)
    return _SEEN[operation](draft, document)


def operation_of(request: Request) -> str:
    return request.headers["SOAPAction"].strip('"').removeprefix(names.WEB)


def _mark(is_accepted: bool) -> Seen:
    """Orders do not show their mark; setting it twice is the same as once (§7)."""
    if is_accepted:
        return Seen(event=Event.SEEN_DONE, sentence="the hub confirmed the mark", evidence="its own answer")
    return Seen(event=None, sentence="orders do not show their mark", is_blind=True)


_SEEN = {
    names.SUBMIT_REFUND: given_back,
    names.SUBMIT_SHIPMENTS: shipped,
    names.UPDATE_FULFILLMENTS: corrected,
}
