"""What a dialect cannot know: columns for which its protocol has no field. NULL there always, and nowhere else.

The one place where this stands: docs/tables.md shows it, tests compare the four dialects by it. A column that a
dialect can know and that an order does not have is NULL for another reason, and is not listed here.
"""

from collections.abc import Mapping

import msgspec


class Unknowable(msgspec.Struct, frozen=True):
    """`columns` of one table, one text; `why` where the absence of a field is not the whole reason."""

    columns: frozenset[str]
    why: str = ""


EVERY = "*"  # the whole table: the dialect has no rows in it


def _of(columns: str, why: str = "") -> Unknowable:
    return Unknowable(frozenset(columns.split()), why)


REFERENCES = "reference_sku reference_product_id"  # of linked accounts
LABELS = (
    "has_shipping_label has_packing_slip has_return_label has_marketplace_return_label shipping_label_request_id "
    "label_format return_label_format marketplace_return_label_format"
)
PARCEL_PLANS = "earliest_ship_at estimated_ship_at earliest_delivery_at estimated_delivery_at"
EXTERNAL_CENTERS = "external_center channel_external_status external_number external_reference"
CENTER_COSTS = "unit_cost_amount shipping_cost_amount calculated_unit_cost_amount calculated_shipping_cost_amount"
FEES_KEPT = "return_shipping_fee_amount restocking_fee_amount"

UNKNOWABLE: Mapping[str, Mapping[str, tuple[Unknowable, ...]]] = {
    "channeladvisor": {
        "orders": (
            _of("hub_channel_id hub_order_number marketplace_record_number purchase_order_number"),
            _of("channel_order_state channel_refund_status cancel_reason canceled_at"),
            _of("subtotal_amount weight_grams"),
            _of("recycling_fee_amount", "it stands at the lines"),
            _of("derived", "every column is read"),
        ),
        "order_items": (
            _of("channel_marketplace", "it stands at the order"),
            _of("upc vendor warehouse_location distribution_center shipping_method"),
            _of("is_externally_fulfilled channel_fulfillment_type", "parcels and the order say who ships"),
            _of("reserve_qty presale_qty weight_grams"),
            _of("unit_tax_amount", "the tax is that of the line"),
            _of("tax_rate_percent"),
            _of("derived", "every column is read"),
        ),
        "fulfillments": (_of("supplier_id"),),
        "refund_items": (
            _of("sku", "item_id tells the line"),
            _of("restock_qty channel_restock_type", "refunds.is_restock says whether"),
        ),
        "order_contacts": (_of("name", "its parts are given"), _of("address_3 country_name")),
    },
    "channeladvisor_soap": {
        "orders": (
            _of("hub_channel_id channel_marketplace_id marketplace_account_id secondary_marketplace_order_id"),
            _of("marketplace_record_number purchase_order_number tags"),
            _of("channel_fulfilled_by", "fulfilled_by follows from the lines"),
            _of("cancel_reason imported_at subtotal_amount"),
            _of("requested_carrier requested_class", "ShippingInfo names what was shipped by, not what was asked for"),
            _of("weight_grams"),
            _of("has_personal_data personal_data_removal_at"),
        ),
        "order_items": (
            _of("product_id seller_item_id item_url harmonized_code upc vendor shipping_method"),
            _of(REFERENCES),
            _of("is_bundle", "a bundle is a line like any other"),
            _of("reserve_qty presale_qty weight_grams unit_tax_amount unit_estimated_shipping_cost_amount"),
            _of("derived", "every column is read"),
        ),
        "bundle_components": (_of(EVERY),),
        "fulfillments": (
            _of("tracking_url return_tracking_number supplier_id staging_location sscc"),
            _of(EXTERNAL_CENTERS),
            _of(PARCEL_PLANS),
            _of(LABELS),
        ),
        "fulfillment_items": (
            _of("product_id seller_fulfillment_item_id channel_marketplace_notice warehouse_location"),
            _of(REFERENCES),
            _of(CENTER_COSTS),
        ),
        "refunds": (
            _of("kind channel_kind", "the history shows cancellations of lines among the refunds"),
            _of("marketplace_refund_id channel_created_by channel_updated_by refunded_at"),
            _of("rma_number return_tracking return_shipping_method"),
            _of(FEES_KEPT),
        ),
        "refund_items": (
            _of(REFERENCES),
            _of("restock_qty channel_restock_type", "refunds.is_restock says whether, not how many"),
        ),
        "order_contacts": (_of("name", "its parts are given"), _of("address_3 country_name")),
    },
    "channelunity": {
        "orders": (
            _of("hub_account_id", "the subscription stands in hub_channel_id"),
            _of("channel_marketplace_id marketplace_account_id secondary_marketplace_order_id seller_order_id"),
            _of("purchase_order_number checkout_source reseller_id flag"),
            _of("payment_status shipping_status", "one word says all of an order's state"),
            _of("channel_payment_status channel_shipping_status channel_order_state channel_refund_status"),
            _of("channel_fulfilled_by", "it is one of the flags in tags"),
            _of("cancel_reason canceled_at imported_at"),
            _of("updated_at", "asked for by it, and never told"),
            _of("order_status_at payment_status_at shipping_status_at estimated_ship_at deliver_by_at"),
            _of("subtotal_amount insurance_amount recycling_fee_amount discount_amount promotion_code"),
            _of("additional_amount weight_grams"),
            _of("is_gift_wrap_tax_included channel_tax_type channel_shipping_tax_type channel_gift_wrap_tax_type"),
            _of("payment_merchant_reference requested_carrier"),
            _of("has_personal_data personal_data_removal_at"),
        ),
        "order_items": (
            _of("product_id marketplace_item_id marketplace_listing_id seller_item_id channel_marketplace item_url"),
            _of(f"harmonized_code {REFERENCES} upc vendor warehouse_location distribution_center shipping_method"),
            _of("is_externally_fulfilled channel_fulfillment_type reserve_qty presale_qty weight_grams"),
            _of("tax_rate_percent recycling_fee_amount unit_estimated_shipping_cost_amount"),
            _of("shipping_amount shipping_tax_amount gift_wrap_amount gift_wrap_tax_amount", "of the order only"),
            _of("discount_amount shipping_discount_amount promotion_codes", "prices are those after discounts"),
        ),
        "bundle_components": (
            _of("product_id title bundle_product_id", "the SKU of the bundle names its parts, and that is all"),
            _of(f"quantity {REFERENCES}"),
        ),
        "fulfillments": (_of(EVERY, "the order XML shows none"),),
        "fulfillment_items": (_of(EVERY, "the order XML shows none"),),
        "refunds": (_of(EVERY, "the order XML shows none; a full refund is the status Cancelled"),),
        "refund_items": (_of(EVERY, "the order XML shows none"),),
        "order_contacts": (
            _of("title first_name last_name suffix", "they are one name"),
            _of("company job_title", "a company stands in one of the address lines"),
            _of("user_id evening_phone region_name country_name payment_account card_last4 email_opt_in"),
        ),
    },
    "channelape": {
        "orders": (
            _of("hub_order_number channel_marketplace_id marketplace_account_id secondary_marketplace_order_id"),
            _of("marketplace marketplace_country channel_marketplace", "a channel is a number that the merchant knows"),
            _of("marketplace_record_number seller_order_id checkout_source reseller_id tags flag"),
            _of("payment_status shipping_status", "one word says all of an order's state"),
            _of("channel_payment_status channel_shipping_status channel_order_state channel_refund_status"),
            _of("fulfilled_by channel_fulfilled_by"),
            _of("order_status_at payment_status_at shipping_status_at estimated_ship_at deliver_by_at"),
            _of("insurance_amount gift_wrap_amount gift_wrap_tax_amount recycling_fee_amount additional_amount"),
            _of("discount_amount promotion_code", "channels tell them by additional fields of their own"),
            _of("is_tax_included is_shipping_tax_included is_gift_wrap_tax_included"),
            _of("channel_tax_type channel_shipping_tax_type channel_gift_wrap_tax_type"),
            _of("derived", "every column is read"),
            _of("payment_method payment_transaction_id payment_merchant_reference"),
            _of("requested_carrier requested_class", "the method stands at the lines"),
            _of("has_personal_data personal_data_removal_at"),
        ),
        "order_items": (
            _of("product_id marketplace_item_id marketplace_listing_id seller_item_id channel_marketplace item_url"),
            _of(f"harmonized_code {REFERENCES} warehouse_location distribution_center"),
            _of("is_bundle is_externally_fulfilled channel_fulfillment_type"),
            _of("unit_tax_amount tax_rate_percent", "the tax is that of the line; it may have several rates"),
            _of("gift_wrap_amount gift_wrap_tax_amount recycling_fee_amount unit_estimated_shipping_cost_amount"),
            _of("discount_amount shipping_discount_amount promotion_codes", "additional fields of a channel's own"),
        ),
        "bundle_components": (_of(EVERY),),
        "fulfillments": (
            _of("channel_type return_tracking_number seller_fulfillment_id staging_location sscc"),
            _of(EXTERNAL_CENTERS),
            _of("shipping_cost_amount insurance_cost_amount tax_cost_amount created_at updated_at"),
            _of(PARCEL_PLANS),
            _of(LABELS),
        ),
        "fulfillment_items": (
            _of("product_id seller_fulfillment_item_id channel_marketplace_notice warehouse_location"),
            _of(REFERENCES),
            _of(CENTER_COSTS),
        ),
        "refunds": (
            _of("channel_kind", "kind follows from restockType"),
            _of("reason", "the hub's is free text"),
            _of("is_restock channel_restock_status", "restockType stands at the lines"),
            _of("channel_created_by channel_updated_by created_at refunded_at"),
            _of("rma_number return_tracking return_shipping_method"),
            _of("item_amount tax_amount gift_wrap_amount gift_wrap_tax_amount recycling_fee_amount", "one amount"),
            _of(FEES_KEPT),
        ),
        "refund_items": (
            _of(REFERENCES),
            _of("restock_qty", "as many as are given back, or none: restockType"),
            _of("total_amount item_amount tax_amount shipping_amount shipping_tax_amount", "lines have no amounts"),
            _of("gift_wrap_amount gift_wrap_tax_amount recycling_fee_amount"),
        ),
        "order_contacts": (
            _of("title suffix job_title user_id evening_phone address_3 payment_account card_last4 email_opt_in"),
        ),
    },
}


def unknowable(channel: str, table: str) -> frozenset[str]:
    """The columns of a table that this dialect never fills; EVERY among them where it has no rows there."""
    return frozenset().union(*(each.columns for each in UNKNOWABLE[channel].get(table, ())))
