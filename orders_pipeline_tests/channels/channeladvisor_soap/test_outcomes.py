"""What the SOAP API's answers to a write are taken for: a table. What it does not have is in doubt."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orders_pipeline.channels.channeladvisor_soap.outcomes import outcome
from orders_pipeline.model.action_states import Event
from orders_pipeline.model.marketplaces import Marketplace as M
from orders_pipeline_tests.actions.planning import (
    a_plan,
    a_soap_order,
    amounts,
    cancel,
    correct,
    mark,
    of,
    refund,
    ship,
    two_lines,
)
from orders_pipeline_tests.channels.channeladvisor_soap.making import a_fault, answer, enveloped
from orders_pipeline_tests.channels.recording import a_response

OK, NO, DOUBT = Event.ANSWERED_OK, Event.ANSWERED_NO, Event.IN_DOUBT
ORD, SHP = (
    "http://api.channeladvisor.com/datacontracts/orders",
    "http://api.channeladvisor.com/datacontracts/ShippingService",
)
SHIPPED = a_soap_order(*two_lines())


def the_draft(document, intent):
    return a_plan(document, intent).steps[0].draft


DRAFTS = {
    "SubmitOrderShipmentList": the_draft(a_soap_order(*two_lines(), shipped=False), ship()),
    "SetOrdersExportStatus": the_draft(SHIPPED, mark()),
    "UpdateOrderFulfillments": the_draft(SHIPPED, correct()),
    "one line": the_draft(SHIPPED, refund(of("7", 1))),
    "two lines": the_draft(SHIPPED, refund()),
    "an amount": the_draft(SHIPPED, refund(amounts=amounts(shipping="5.00"))),
    "a cancellation": the_draft(a_soap_order(marketplace=M.AMAZON, shipped=False), cancel()),
}
OPERATIONS = {name: name if name[0] in "SU" else "SubmitOrderRefund" for name in DRAFTS}  # the others are all refunds


def of_shipment(success, message="", namespace=SHP):
    said = f'<Message xmlns="{namespace}">{message}</Message>' if message else ""
    return f'<ShipmentResponse><Success xmlns="{namespace}">{success}</Success>{said}</ShipmentResponse>'


def of_mark(success, order_id="<OrderID>1</OrderID>"):
    return f"<SetExportStatusResponse>{order_id}<Success>{success}</Success></SetExportStatusResponse>"


def of_correction(success, of="<FulfillmentID>f1</FulfillmentID>", more=""):
    one = f"<UpdateFulfillmentResponse>{of}<Success>{success}</Success></UpdateFulfillmentResponse>"
    return one + more


def item(requested="true", number=39643, line="<LineItemID>7</LineItemID>"):
    told = f"<RefundRequestID>{number}</RefundRequestID><RefundRequested>{requested}</RefundRequested>{line}"
    return f"<RefundItem><SKU>SKU-7</SKU><Amount>14.9500</Amount>{told}</RefundItem>"


def of_refund(*items, code=0, order_id=1, message=""):
    listed = f'<RefundItems xmlns="{ORD}">{"".join(items)}</RefundItems>' if items else ""
    said = f'<Message xmlns="{ORD}">{message}</Message>' if message else ""
    return f'<OrderID xmlns="{ORD}">{order_id}</OrderID>{listed}<MessageCode xmlns="{ORD}">{code}</MessageCode>{said}'


OTHER_LINE = "<LineItemID>9</LineItemID>"
REFUSAL = "An unexpected error occurred involving Order 1.  Please make sure sufficient unshipped quantity exists."
INNER = [
    ("UpdateOrderFulfillments", of_correction("true"), OK),
    ("UpdateOrderFulfillments", of_correction("true", of=""), OK),
    ("UpdateOrderFulfillments", of_correction("false"), NO),
    ("UpdateOrderFulfillments", of_correction("true", of="<FulfillmentID>8</FulfillmentID>"), DOUBT),
    ("UpdateOrderFulfillments", of_correction("false", of="<FulfillmentID>8</FulfillmentID>"), DOUBT),
    ("UpdateOrderFulfillments", of_correction("true", more=of_correction("true")), DOUBT),
    ("UpdateOrderFulfillments", of_correction("perhaps"), DOUBT),
    ("UpdateOrderFulfillments", "", DOUBT),
    ("SubmitOrderShipmentList", of_shipment("true"), OK),
    ("SubmitOrderShipmentList", of_shipment("1"), OK),
    ("SubmitOrderShipmentList", of_shipment("false", REFUSAL), NO),
    ("SubmitOrderShipmentList", of_shipment("false"), NO),
    ("SubmitOrderShipmentList", of_shipment("true") + of_shipment("true"), DOUBT),
    ("SubmitOrderShipmentList", of_shipment("true") + of_shipment("false"), DOUBT),
    ("SubmitOrderShipmentList", of_shipment("perhaps"), DOUBT),
    ("SubmitOrderShipmentList", of_shipment("true", namespace=ORD), DOUBT),
    ("SubmitOrderShipmentList", "<boolean>true</boolean>", DOUBT),
    ("SubmitOrderShipmentList", "", DOUBT),
    ("SetOrdersExportStatus", of_mark("true"), OK),
    ("SetOrdersExportStatus", of_mark("true", ""), OK),
    ("SetOrdersExportStatus", of_mark("false"), NO),
    ("SetOrdersExportStatus", of_mark("true", "<OrderID>2</OrderID>"), DOUBT),
    ("SetOrdersExportStatus", of_mark("false", "<OrderID>2</OrderID>"), DOUBT),
    ("SetOrdersExportStatus", of_mark("true") + of_mark("true"), DOUBT),
    ("SetOrdersExportStatus", "<boolean>true</boolean>", DOUBT),  # version 6
    ("one line", of_refund(item()), OK),
    ("one line", of_refund(item(line="")), OK),
    ("one line", of_refund(item("false", 0)), NO),
    ("one line", of_refund(item("true", 0)), DOUBT),
    ("one line", of_refund(item("false", 5)), DOUBT),
    ("one line", of_refund(item(line=OTHER_LINE)), DOUBT),
    ("one line", of_refund(item("false", 0, OTHER_LINE)), DOUBT),
    ("one line", of_refund(item(), item()), DOUBT),
    ("one line", of_refund(), DOUBT),
    ("one line", of_refund(item(), order_id=2), DOUBT),
    ("one line", of_refund(item(), code=1), DOUBT),
    ("one line", of_refund(item(), code=11), DOUBT),  # it contradicts itself
    ("one line", of_refund(item("false", 0), code=11, message="Already refunded."), NO),
    ("one line", of_refund(code=12), NO),
    ("one line", of_refund(code=1), DOUBT),
    ("one line", of_refund(code=99), DOUBT),
    ("one line", of_refund(item()).replace("<MessageCode", "<Code").replace("</MessageCode", "</Code"), DOUBT),
    ("one line", of_refund(item("true", "many")), DOUBT),
    ("two lines", of_refund(item(), item()), OK),
    ("two lines", of_refund(item("false", 0), item("false", 0)), NO),
    ("two lines", of_refund(item(), item("false", 0)), DOUBT),
    ("two lines", of_refund(item()), DOUBT),
    ("an amount", of_refund(), OK),
    ("an amount", of_refund(item()), DOUBT),
    ("an amount", of_refund(code=11), NO),
    ("an amount", of_refund(code=7), DOUBT),
    ("a cancellation", of_refund(item()), OK),
]


@pytest.mark.parametrize(("what", "data", "event"), INNER)
def test_a_call_that_succeeded_means_what_its_entry_says(what, data, event):
    operation = OPERATIONS[what]
    made = outcome(DRAFTS[what], a_response(body=answer(operation, data, message="Success")))
    assert made.event is event, made.sentence


CODES = [
    *((code, NO) for code in (2, 3, 5, 8, 11, 12)),
    *((code, DOUBT) for code in (0, 1, 4, 6, 7, 9, 10, 13, -1)),
]


@pytest.mark.parametrize("what", DRAFTS)
@pytest.mark.parametrize(("code", "event"), CODES)
def test_a_failure_is_believed_by_its_code(what, code, event):
    body = answer(OPERATIONS[what], None, status="Failure", code=code, message="Something is wrong.")
    made = outcome(DRAFTS[what], a_response(body=body))
    assert made.event is event
    assert "Something is wrong." in made.sentence


@pytest.mark.parametrize("what", DRAFTS)
def test_a_failure_that_shows_something_done_proves_nothing(what):
    data = of_shipment("true") if what == "SubmitOrderShipmentList" else of_refund(item())
    body = answer(OPERATIONS[what], data, status="Failure", code=12)
    assert outcome(DRAFTS[what], a_response(body=body)).event is DOUBT


NO_ANSWERS = {
    "a fault of credentials within 200": a_response(body=a_fault()),
    "a fault of ours": a_response(500, a_fault("Server did not recognize the value of HTTP Header.", "soap:Client")),
    "a fault of the server": a_response(500, a_fault("Server was unable to process request.")),
    "a page of a gateway": a_response(502, b"<html><title>Bad Gateway</title></html>"),
    "a page of a gateway as 200": a_response(200, b"<html><title>Welcome</title></html>"),
    "too many": a_response(429),
    "refused at the door": a_response(401),
    "a redirect": a_response(302, Location="http://elsewhere/"),
    "nothing at all": a_response(200),
    "another operation": a_response(body=answer("GetOrderList", "")),
    "no wrapper": a_response(body=enveloped("<Hello/>")),
    "a status that is none": a_response(body=answer("SubmitOrderRefund", "", status="Perhaps")),
    "a code that is none": a_response(body=answer("SubmitOrderRefund", "", code="eleven")),
    "a success with a code": a_response(body=answer("SubmitOrderRefund", None, code=12)),
    "a success without data": a_response(body=answer("SubmitOrderRefund", None)),
    "a document type": a_response(body=b"<!DOCTYPE x []>" + answer("SubmitOrderRefund", of_refund(item()))[38:]),
    "a good answer with another status": a_response(500, answer("SubmitOrderRefund", of_refund(item()))),
    "a refusal with another status": a_response(500, answer("SubmitOrderRefund", None, status="Failure", code=12)),
}


@pytest.mark.parametrize("what", DRAFTS)
@pytest.mark.parametrize("response", NO_ANSWERS.values(), ids=list(NO_ANSWERS))
def test_what_is_no_answer_of_the_call_leaves_it_in_doubt(what, response):
    assert outcome(DRAFTS[what], response).event is DOUBT


WHOLE = answer("SubmitOrderRefund", of_refund(item()))


@pytest.mark.parametrize("length", range(0, len(WHOLE), 7))
def test_an_answer_cut_anywhere_proves_nothing(length):
    assert outcome(DRAFTS["one line"], a_response(body=WHOLE[:length])).event is DOUBT


@settings(max_examples=200, deadline=None, derandomize=True)
@given(data=st.data(), what=st.sampled_from(sorted(DRAFTS)))
def test_no_garbled_answer_raises_or_is_taken_for_a_refusal(data, what):
    """A flipped sign may make another word of it; a refusal is more than one sign away from a success."""
    content = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    made = outcome(DRAFTS[what], a_response(body=bytes(content)))
    assert made.event in ((DOUBT, OK) if OPERATIONS[what] == "SubmitOrderRefund" else (DOUBT,))


def test_the_request_s_number_is_kept_as_evidence():
    made = outcome(DRAFTS["one line"], a_response(body=WHOLE))
    assert "39643" in made.evidence and "39643" in made.sentence
