"""What somebody gives back by hand between approval and sending ends the approval, however little of it shows."""

import pytest
from msgspec.structs import replace

from orders_pipeline.actions.policy.accounting import account_of
from orders_pipeline.actions.policy.digest import digest
from orders_pipeline.model.records import Refund
from orders_pipeline.model.status import RefundKind, RefundStatus
from orders_pipeline_tests.actions.orders import D, an_order, with_refund
from orders_pipeline_tests.actions.planning import a_soap_order, two_lines


def digested(document, *item_ids):
    return digest(document, account_of(document, ()), item_ids, {})


def with_total(document, total):
    refund = Refund(
        account="us",
        order_id="1",
        refund_id="by-hand",
        kind=RefundKind.REFUND,
        status=RefundStatus.COMPLETED,
        level="order",
        total_amount=total,
    )
    return replace(document, refunds=(*document.refunds, refund))


def with_status(document, word):
    return replace(document, order=replace(document.order, channel_refund_status=word))


REST, SOAP = an_order(*two_lines()), a_soap_order(*two_lines())


@pytest.mark.parametrize("item_ids", [(), ("7",)])
@pytest.mark.parametrize(
    ("was", "is_now"),
    [
        (REST, with_total(REST, D("10.00"))),
        (with_total(REST, D("10.00")), with_total(REST, D("10.01"))),
        (REST, with_total(REST, None)),
        (REST, with_refund(REST, "7", units=D(1), item=D("14.95"))),
        (REST, with_refund(REST, shipping=D("1.00"))),
        (with_status(SOAP, "LineItemLevel"), with_status(SOAP, "OrderAndLineItemLevel")),
        (with_status(SOAP, "NoRefunds"), with_status(SOAP, "OrderLevel")),
    ],
)
def test_money_that_somebody_gave_back_meanwhile_ends_the_approval(was, is_now, item_ids):
    assert digested(was, *item_ids) != digested(is_now, *item_ids)


def test_the_refund_of_a_neighbour_does_not():
    assert digested(REST, "8") == digested(with_refund(REST, "7", units=D(1), item=D("14.95")), "8")
    assert digested(with_status(SOAP, "NoRefunds"), "8") == digested(with_status(SOAP, "LineItemLevel"), "8")
