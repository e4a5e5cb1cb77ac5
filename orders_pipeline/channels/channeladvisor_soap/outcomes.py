"""What a SOAP answer to a write means. Pure: a table of what is recognised; everything else is in doubt.

Success speaks of the call alone: each entry, and the MessageCode within, are read too. A fault proves nothing, not even
one of refused credentials: the server says so of whatever failed behind it (channeladvisor-soap.md §§2, 3, 7, 8, 10).
"""

from collections.abc import Callable, Mapping

from orders_pipeline.channels.channeladvisor_soap import answers, elements, names, wire
from orders_pipeline.channels.channeladvisor_soap.answers import NO_CODE, SUCCESS, Result
from orders_pipeline.channels.channeladvisor_soap.effects import operation_of
from orders_pipeline.channels.complaints import message_of
from orders_pipeline.channels.errors import HubError
from orders_pipeline.channels.responses import Response
from orders_pipeline.channels.xml import Element, children, root_of
from orders_pipeline.model.action_states import Event
from orders_pipeline.model.outcomes import Outcome
from orders_pipeline.model.plans import Draft
from orders_pipeline.model.reasons import Quarantined

REFUSED_CODES = {
    "2": "the account is refused",  # assumed: §11
    "3": "no account id",
    "5": "no SKU",
    "8": "too many SKUs",
    "11": "the state of the order does not allow it",  # assumed: §11
    "12": "a value that is none",
}
"""Failures that change nothing. Not 1: that is whatever went wrong on the server, before or after."""

_IDS = (names.ord_("OrderID"), names.web("OrderID"), names.web("int"))
_refund_plan = elements.plan_of(wire.RefundAnswer)


def outcome(draft: Draft, response: Response) -> Outcome:
    operation = operation_of(draft.request)
    evidence = f"HTTP {response.status}"
    if response.status != 200:
        return _doubt(f"an answer that proves nothing (status {response.status})", evidence)
    try:
        result = answers.result_of(response.body)
    except HubError as error:
        said = f': "{error.hub_message}"' if error.hub_message else ""
        return _doubt(f"an answer that proves nothing: {error.sentence}{said}", evidence)
    evidence = f"{result.status} {result.code}"
    if result.operation != operation:
        return _doubt("the answer is that of another operation", evidence)
    if result.status != SUCCESS or result.code != NO_CODE:
        return _failure(result, evidence)
    if result.data is None:
        return _doubt("the answer says Success and shows nothing of what was done", evidence)
    try:
        return _ENTRIES[operation](draft, result.data, evidence)
    except Quarantined as why:
        return _doubt(f"the answer cannot be read: {why.message} ({why.path})", evidence)


def _failure(result: Result, evidence: str) -> Outcome:
    if result.status == SUCCESS or result.code not in REFUSED_CODES or not _is_empty(result.data):
        said = f': "{result.message}"' if result.message else ""
        return _doubt(f"a failure that proves nothing (code {result.code}){said}", evidence)
    return _no(f"{REFUSED_CODES[result.code]} (code {result.code})", result.message, evidence)


def _is_empty(data: Element | None) -> bool:
    return data is None or (not len(data) and not (data.text or "").strip())


def _shipment(draft: Draft, data: Element, evidence: str) -> Outcome:
    """One entry, as one shipment was told of; it names no order (§10.1)."""
    return _one_entry(data, "ShipmentResponse", names.SHIPPING, None, evidence)


def _correction(draft: Draft, data: Element, evidence: str) -> Outcome:
    """One entry, which says of which fulfillment it is; how it is called is not told (§10.4)."""
    return _one_entry(data, None, names.WEB, ("FulfillmentID", draft.echo or ""), evidence)


def _export(draft: Draft, data: Element, evidence: str) -> Outcome:
    return _one_entry(data, "SetExportStatusResponse", names.WEB, ("OrderID", _order_id(draft)), evidence)


def _one_entry(data: Element, name: str | None, namespace: str, of: tuple[str, str] | None, evidence: str) -> Outcome:
    """name: None: any. of: the element that may say what the entry is of, and what it must say then."""
    entries = list(children(data))
    if len(entries) != 1 or (name is not None and entries[0].tag != names.web(name)):
        return _doubt("the answer does not have the one entry that was asked for", evidence)
    told = {child.tag: (child.text or "").strip() for child in children(entries[0])}
    if of is not None and told.get(f"{{{namespace}}}{of[0]}") not in (None, "", of[1]):
        return _doubt("the answer is of another order, or of another part of it", evidence)
    success = elements.TRUTHS.get(told.get(f"{{{namespace}}}Success", ""))
    if success is None:
        return _doubt("the entry does not say whether it succeeded", evidence)
    if success:
        return Outcome(event=Event.ANSWERED_OK, sentence="the hub took it", evidence=f"{evidence}, Success true")
    said = message_of(told.get(f"{{{namespace}}}Message", "").encode())
    return _no("Success false", said, f"{evidence}, Success false")


def _refund(draft: Draft, data: Element, evidence: str) -> Outcome:
    found = elements.struct_of(data, _refund_plan)
    items = found.RefundItems or []
    if found.OrderID is not None and str(found.OrderID) != _order_id(draft):
        return _doubt("the answer is of another order", evidence)
    evidence = f"{evidence}, {found.MessageCode} within"
    asked = [_is_requested(item) for item in items]
    if str(found.MessageCode) != NO_CODE:
        said = message_of((found.Message or "").encode())
        if str(found.MessageCode) in REFUSED_CODES and asked.count(False) == len(asked):
            return _no(f"{REFUSED_CODES[str(found.MessageCode)]} (code {found.MessageCode} within)", said, evidence)
        return _doubt(f"a failure within that proves nothing (code {found.MessageCode})", evidence)
    lines = tuple(draft.line_amounts)
    if len(items) != len(lines) or any(item.LineItemID and str(item.LineItemID) not in lines for item in items):
        return _doubt("the answer shows other lines than were named", evidence)
    if not lines:
        return Outcome(event=Event.ANSWERED_OK, sentence="the hub took it", evidence=evidence)
    requests = ", ".join(str(item.RefundRequestID) for item in items)
    if all(one is True for one in asked):
        return Outcome(
            event=Event.ANSWERED_OK,
            sentence=f"the hub took it as refund request {requests}",
            evidence=f"{evidence}, refund requests {requests}",
        )
    if all(one is False for one in asked):
        return _no("no refund was requested", message_of((found.Message or "").encode()), evidence)
    return _doubt("some lines were taken and others were not", f"{evidence}, refund requests {requests}")


def _is_requested(item: wire.RefundItem) -> bool | None:
    """True and an id, or False and none; None where they do not fit each other (§8.2)."""
    return item.RefundRequested if item.RefundRequested is bool((item.RefundRequestID or 0) > 0) else None


def _order_id(draft: Draft) -> str:
    """As the request names it, so that what is compared is what was sent."""
    named = (one.text for one in root_of(draft.request.body.encode()).iter(*_IDS))
    return next(named, None) or ""


def _no(what: str, said: str | None, evidence: str) -> Outcome:
    sentence = f"the hub refused it: {what}" + (f': "{said}"' if said else "")
    return Outcome(event=Event.ANSWERED_NO, sentence=sentence, evidence=evidence)


def _doubt(sentence: str, evidence: str) -> Outcome:
    return Outcome(event=Event.IN_DOUBT, sentence=sentence, evidence=evidence)


_ENTRIES: Mapping[str, Callable[[Draft, Element, str], Outcome]] = {
    names.SUBMIT_SHIPMENTS: _shipment,
    names.SET_EXPORT_STATUS: _export,
    names.UPDATE_FULFILLMENTS: _correction,
    names.SUBMIT_REFUND: _refund,
}
