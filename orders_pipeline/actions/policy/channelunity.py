"""Traps of ChannelUnity. Pure; sections are those of channelunity.md.

The stated rule on full refunds: what returns the whole order at once is sent as Cancelled; what would complete it after
earlier refunds is refused, because nobody knows what Cancelled then returns.
"""

from orders_pipeline.actions.policy import channelunity_conditions as met
from orders_pipeline.actions.policy.case import Effect, Stage, Trap
from orders_pipeline.model.actions import ActionKind
from orders_pipeline.model.status import OrderStatus

UNITY = frozenset({"channelunity"})

TRAPS = (
    Trap(
        "CU-NO-SUBSCRIPTION",
        "The order does not say which subscription it belongs to; its SettingsLinkId, and not the account's "
        "SubscriptionId, is what a write names.",
        "channelunity.md §4, §10.1",
        lambda case: case.document.order.hub_channel_id is None,
        channels=UNITY,
    ),
    Trap(
        "CU-TRACKING-TRIO",
        "Carrier, method and tracking number go together or not at all: with one missing the order is marked as "
        "shipped without tracking, and no error tells it.",
        "channelunity.md §6",
        lambda case: met.ships_whole(case) and len(met.trio(case)) > 1,
        channels=UNITY,
        stage=Stage.DECIDED,
    ),
    Trap(
        "CU-CORRECTION-WITHOUT-TRIO",
        "A correction names carrier, method and tracking number, all three: fewer are not passed on.",
        "channelunity.md §6",
        lambda case: case.kind is ActionKind.CORRECT_SHIPMENT and False in met.trio(case),
        channels=UNITY,
    ),
    Trap(
        "CU-CORRECTION-SHIPS",
        "The order is not Complete: a correction is a second Complete, and would ship all of it.",
        "channelunity.md §6",
        met.corrects_what_is_not_shipped,
        channels=UNITY,
    ),
    Trap(
        "CU-CORRECTION-OF-PARCELS",
        "The order was shipped in parts; a correction would give all of its parcels one tracking number.",
        "channelunity.md §6",
        lambda case: case.kind is ActionKind.CORRECT_SHIPMENT and met.was_shipped_in_parts(case),
        channels=UNITY,
    ),
    Trap(
        "CU-COMPLETE-OVER-PARCELS",
        "Complete would give the units that left before this parcel's number: what is left is shipped by the line.",
        "channelunity.md §§6-7",
        lambda case: met.ships_parts(case) and met.was_shipped_in_parts(case),
        channels=UNITY,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
    Trap(
        "CU-NO-METHOD-OF-PARTS",
        "A partial shipment has no field for the method: carrier and tracking number are sent.",
        "channelunity.md §7",
        lambda case: met.ships_parts(case) and case.intent.service is not None,
        channels=UNITY,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
    Trap(
        "CU-CANCELLED-IS-REFUNDED",
        "The order is Cancelled, as ChannelUnity also calls orders that are refunded whole: nothing is left to be "
        "returned.",
        "channelunity.md §5.4",
        lambda case: case.kind is ActionKind.REFUND and case.document.order.order_status is OrderStatus.CANCELED,
        channels=UNITY,
    ),
    Trap(
        "CU-CANCEL-AFTER-REFUND",
        "Parts of the order are refunded already: nobody knows what Cancelled returns then. Cancel it at the "
        "marketplace.",
        "channelunity.md §7, §10.15",
        lambda case: case.kind is ActionKind.CANCEL and case.account.was_touched,
        channels=UNITY,
    ),
    Trap(
        "CU-FULL-REFUND-IN-PARTS",
        "The whole of an order is not refunded by a partial action: Cancelled returns it, in one request.",
        "channelunity.md §7",
        met.refunds_whole,
        channels=UNITY,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
    Trap(
        "CU-LAST-REFUND",
        "With this the refunds of the order reach its total, which a partial action must not; ask for the whole "
        "order at once where nothing was returned yet, else return the rest at the marketplace.",
        "channelunity.md §7, §10.15",
        met.completes_the_refund,
        channels=UNITY,
        stage=Stage.DECIDED,
    ),
    Trap(
        "CU-AMOUNT-WITHOUT-UNITS",
        "ChannelUnity refunds a line by its units; name at least one.",
        "channelunity.md §7",
        met.has_amounts_without_units,
        channels=UNITY,
    ),
    Trap(
        "CU-SHIPPING-IN-A-LINE",
        "Amount is of the units and their tax: shipping and gift wrap cannot be returned with a line.",
        "channelunity.md §7",
        met.has_amounts_beside_goods,
        channels=UNITY,
    ),
    Trap(
        "CU-ORDER-AMOUNT",
        "Of an order as a whole only its shipping can be refunded; name a line for everything else.",
        "channelunity.md §7",
        met.is_of_no_goods_or_shipping,
        channels=UNITY,
    ),
    Trap(
        "CU-SHIPPING-STAYS",
        "A partial refund is of goods and their tax: the order's shipping and gift wrap are returned with the "
        "whole order only.",
        "channelunity.md §7",
        met.keeps_shipping,
        channels=UNITY,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
    Trap(
        "CU-AMOUNT-OF-ALL-UNITS",
        "Amount is the total for all units together with their tax, not that of one: it is added up.",
        "channelunity.md §5.6, §7",
        met.is_of_several_units,
        channels=UNITY,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
    Trap(
        "CU-THOUSANDS",
        "An amount with separators between the thousands may be refused or misread: plain digits are sent.",
        "channelunity.md §7",
        met.returns_thousands,
        channels=UNITY,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
    Trap(
        "CU-SEVERAL-ITEMS",
        "One OK for several items tells nothing of each: every line has a message of its own.",
        "channelunity.md §7",
        lambda case: met.is_in_parts(case) and len(met.skus(case)) > 1,
        channels=UNITY,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
    Trap(
        "CU-NO-SKU",
        "ChannelUnity knows lines by their SKU alone, and this one has none.",
        "channelunity.md §7",
        met.lacks_a_sku,
        channels=UNITY,
        stage=Stage.DECIDED,
    ),
    Trap(
        "CU-SKU-TWICE",
        "Two lines of the order have one SKU, and ChannelUnity tells them apart by nothing else.",
        "channelunity.md §7, §10.17",
        met.shares_a_sku,
        channels=UNITY,
        stage=Stage.DECIDED,
    ),
    Trap(
        "CU-BUNDLE-SKU",
        "The SKU of a bundle must be sent exactly as the order has it, its children included.",
        "channelunity.md §7, §10.16",
        met.is_of_a_bundle,
        channels=UNITY,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
    Trap(
        "CU-ORDER-NUMBER",
        "OrderID of a write is the marketplace's number, not the hub's own, which GetOrders calls OrderId.",
        "channelunity.md §6, §10.2",
        lambda case: case.document.order.hub_order_number is not None,
        channels=UNITY,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
    Trap(
        "CU-DATES-IN-GMT",
        "Dates of shipping are taken for GMT: one with another offset is converted.",
        "channelunity.md §§6-7",
        met.is_elsewhere,
        channels=UNITY,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
    Trap(
        "CU-PLUS-AND-PERCENT",
        "A form that is decoded twice loses plus and percent signs: the message is encoded twice, unless the "
        "account's encoding says otherwise.",
        "channelunity.md §1.1",
        met.loses_letters_when_decoded_again,
        channels=UNITY,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
)
