"""ChannelAdvisor SOAP against REST: the same hub, the same ids, an older protocol with fewer words."""

from orders_pipeline_tests.across.agreeing import Dialect, Pair, Tables, cut_to, or_else, or_none, or_unknown, own, word

MS = cut_to("milliseconds")
OWN = own("the hub's name for the account, the dialect's own name")
NEVER_NIL = or_else(
    "an amount is never nil on this wire: absent is 0", lambda ours, theirs, pair: not ours and not theirs
)
NO_VAT = or_none(
    "it stands in a line of the invoice only where there is VAT", lambda pair: pair.row["is_tax_included"] is None
)
VAT_ONLY = or_none("without VAT the option is Unspecified", lambda pair: pair.row["channel_tax_type"] == "Unspecified")
ANOTHER_WORD = word("another spelling of the same")
COMPONENTS = ("tax", "shipping", "shipping_tax", "gift_wrap", "gift_wrap_tax", "recycling_fee")


def all_parcels_are_canceled(pair: Pair) -> bool:
    return all(parcel["delivery_status"] == "canceled" for parcel in pair.order["fulfillments"])


def of_lines(refunds: str) -> object:
    """The history shows the refunds of lines alone."""
    return lambda order: [(row["refund_id"], row) for row in order[refunds] if row["refund_id"].startswith("item-")]


def told_texts(order: Tables) -> list[tuple[object, dict]]:
    silent = ("public_notes", "refund_public_notes", "refund_comment")  # no such field, or none in the history
    return [((row["kind"], row["about_id"]), row) for row in order["order_texts"] if row["kind"] not in silent]


def by(*columns: str) -> object:
    return lambda row: tuple(row[column] for column in columns)


def all_of(table: str, *columns: str) -> object:
    return lambda order: [(by(*columns)(row), row) for row in order[table]]


KEYS = {
    "orders": ("order_id",),
    "order_items": ("item_id",),
    "fulfillments": ("fulfillment_id",),
    "fulfillment_items": ("fulfillment_id", "fulfillment_item_id"),
    "order_contacts": ("kind",),
    "additional_fields": ("owner", "owner_id", "number"),
}

SOAP = Dialect(
    channel="channeladvisor_soap",
    rules={
        "orders": {
            "channel": OWN,
            "hub_account_id": OWN,
            "marketplace": or_unknown("marketplace"),
            "marketplace_country": or_none("a token such as EBAY_STORES names no country; unknown ones tell nothing"),
            "channel_marketplace": ANOTHER_WORD,
            "marketplace_order_id": or_none(
                "ClientOrderIdentifier only; the second number has no field",
                lambda pair: pair.rest["marketplace_order_id"] == pair.rest["secondary_marketplace_order_id"],
            ),
            "checkout_source": ANOTHER_WORD,
            "flag": ANOTHER_WORD,
            "order_status": or_else(
                "canceled follows from its fulfillments; a shipping word that is unknown decides it too",
                lambda ours, theirs, pair: (
                    all_parcels_are_canceled(pair)
                    if theirs == "canceled"
                    else theirs is None and "order_status" in pair.row["unknown_words"]
                ),
            ),
            "shipping_status": or_else(
                "no word for canceled, nor for what a third party ships",
                lambda ours, theirs, pair: (ours, theirs) in {("canceled", "unshipped"), ("externally_managed", None)},
            ),
            "channel_order_status": ANOTHER_WORD,
            "channel_payment_status": ANOTHER_WORD,
            "channel_shipping_status": ANOTHER_WORD,
            "unknown_words": own("what each list of words lacks; the columns themselves are compared"),
            **dict.fromkeys(("purchased_at", "updated_at"), MS),
            **dict.fromkeys(("order_status_at", "payment_status_at", "shipping_status_at"), MS),
            "shipping_tax_amount": NO_VAT,
            "gift_wrap_tax_amount": NO_VAT,
            "discount_amount": or_none(
                "a promotion of nothing has no line", lambda pair: not pair.rest["discount_amount"]
            ),
            "is_tax_included": VAT_ONLY,
            "is_shipping_tax_included": VAT_ONLY,
            "is_gift_wrap_tax_included": VAT_ONLY,
            "channel_tax_type": ANOTHER_WORD,
            "channel_shipping_tax_type": ANOTHER_WORD,
            "channel_gift_wrap_tax_type": ANOTHER_WORD,
        },
        "order_items": {"unit_price_amount": NEVER_NIL},
        "fulfillments": {
            "distribution_center": word("a code in the place of a number"),
            "created_at": MS,
            "updated_at": MS,
        },
        "refunds": {
            "status": or_else(
                "one word for what failed and what was rejected",
                lambda ours, theirs, pair: (ours, theirs) == ("rejected", "failed"),
            ),
            "channel_status": ANOTHER_WORD,
            "channel_reason": ANOTHER_WORD,
            "created_at": MS,
            **{f"{component}_amount": NEVER_NIL for component in COMPONENTS},
        },
        "refund_items": {f"{component}_amount": NEVER_NIL for component in COMPONENTS},
        "order_contacts": {
            "email_opt_in": or_else("never nil on this wire: absent is false", lambda ours, theirs, pair: not ours)
        },
        "additional_fields": {
            "value": or_none("absent and empty are one on this wire", lambda pair: pair.rest["value"] == "")
        },
    },
    rows={
        **{table: all_of(table, *columns) for table, columns in KEYS.items()},
        "refunds": of_lines("refunds"),
        "refund_items": of_lines("refund_items"),
        "order_texts": told_texts,
    },
    keys={
        **{table: by(*columns) for table, columns in KEYS.items()},
        "refunds": lambda row: row["refund_id"],
        "refund_items": lambda row: row["refund_id"],
        "order_texts": by("kind", "about_id"),
    },
)
