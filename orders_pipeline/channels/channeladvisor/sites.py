"""What ChannelAdvisor says of a marketplace's site: which actions it takes, for which reasons. Pure (§4, §8.4).

The entity is known from the service's metadata alone: what is not there says nothing, and the table of policy stands.
"""

import msgspec

from orders_pipeline.channels.base import SiteRules
from orders_pipeline.channels.envelope import UNREADABLE
from orders_pipeline.model.status import RefundReason

REASON = {  # numbers of AdjustmentReason: §5.9
    100: RefundReason.GENERAL_ADJUSTMENT,
    101: RefundReason.ITEM_NOT_AVAILABLE,
    102: RefundReason.CUSTOMER_RETURNED_ITEM,
    103: RefundReason.COULD_NOT_SHIP,
    104: RefundReason.ALTERNATE_ITEM_PROVIDED,
    105: RefundReason.BUYER_CANCELED,
    106: RefundReason.CUSTOMER_EXCHANGE,
    107: RefundReason.MERCHANDISE_NOT_RECEIVED,
    108: RefundReason.SHIPPING_ADDRESS_UNDELIVERABLE,
}


class _Cancellations(msgspec.Struct):
    SupportsOrderCancellations: bool | None = None
    SupportsOrderItemCancellations: bool | None = None


class _Refunds(msgspec.Struct):
    SupportsOrderRefunds: bool | None = None
    SupportsOrderItemRefunds: bool | None = None


class _Reason(msgspec.Struct):
    Code: int


class _Site(msgspec.Struct):
    CancellationConfiguration: _Cancellations | None = None
    RefundConfiguration: _Refunds | None = None
    AdjustmentReasons: list[_Reason] | None = None


_decode = msgspec.json.Decoder(_Site).decode


def rules_of(content: bytes) -> SiteRules | None:
    """None: the answer is no site. Reasons that we do not know take none of ours away; a list without any is none."""
    try:
        site = _decode(content)
    except UNREADABLE:
        return None
    cancellations, refunds = site.CancellationConfiguration or _Cancellations(), site.RefundConfiguration or _Refunds()
    told = {
        "cancel_order": cancellations.SupportsOrderCancellations,
        "cancel_line": cancellations.SupportsOrderItemCancellations,
        "refund_order": refunds.SupportsOrderRefunds,
        "refund_line": refunds.SupportsOrderItemRefunds,
    }
    reasons = frozenset(REASON[one.Code] for one in site.AdjustmentReasons or () if one.Code in REASON)
    return SiteRules(
        allows={name: value for name, value in told.items() if value is not None},
        reasons=reasons | {RefundReason.GENERAL_ADJUSTMENT} if reasons else None,
    )
