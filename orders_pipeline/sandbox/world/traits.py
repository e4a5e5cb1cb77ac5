"""Which kinds of order a world holds, and how often: a table.

Order number i has a trait when i mod `period` is `phase`. No period is above 300: so many orders hold every kind.
"""

TRAITS: dict[str, tuple[int, int]] = {
    # money and totals
    "order_level_tax": (27, 3),
    "item_promotion": (7, 2),
    "order_promotion": (11, 4),
    "gift": (15, 6),
    "insurance": (23, 5),
    "recycling_fee": (31, 8),
    "extra_cost": (38, 9),
    "extra_discount": (38, 28),
    "totals_off": (43, 12),
    # lines
    "sku_twice": (13, 1),
    "no_sku": (29, 10),
    "zero_quantity": (59, 14),
    "no_unit_price": (118, 14),
    "bundle": (17, 0),
    "lines_21": (97, 25),
    "lines_40": (150, 46),
    "lines_41": (103, 57),
    "lines_57": (149, 88),
    # who ships
    "external": (9, 7),
    "mixed": (37, 20),
    "third_party": (41, 22),
    "many_parcels": (127, 39),
    "pickup": (73, 41),
    "in_transit": (79, 43),
    "pending_shipment": (71, 40),
    # identity and words
    "self_numbered": (21, 16),
    "unknown_market": (47, 30),
    "odd_shipping_word": (151, 60),
    "odd_parcel_word": (139, 61),
    "odd_reason_word": (131, 62),
    "odd_payment_word": (157, 64),
    "odd_checkout_word": (163, 65),
    "odd_step_word": (137, 66),
    "custom_fields": (8, 4),
    "repeated_field": (32, 12),
    "attributes": (12, 11),
    "tags": (5, 3),
    "flag": (19, 13),
    "personal_data_removed": (113, 70),
    # how it begins
    "slow_import": (10, 6),
    "submitted_first": (6, 1),
    "payment_failed": (35, 17),
    "on_hold": (39, 19),
    "held_for_long": (78, 19),
    "not_ready": (45, 23),
    # what happens to it
    "whole_cancel": (28, 18),
    "line_cancel": (33, 26),
    "part_cancel": (34, 27),
    "partial_shipment": (14, 8),
    "never_shipped": (61, 32),
    "item_refund": (16, 9),
    "part_refund": (24, 13),
    "full_component_refund": (48, 37),
    "order_refund": (26, 15),
    "dispute": (145, 79),
    "rejected_refund": (77, 33),
    "error_refund": (44, 35),
    "retried_refund": (88, 35),
    "address_edit": (30, 21),
    "note_edit": (25, 2),
    "tag_change": (36, 29),
    "tracking_corrected": (42, 31),
}

ORDER_KINDS = frozenset(TRAITS)


def traits_of(number: int) -> frozenset[str]:
    return frozenset(name for name, (period, phase) in TRAITS.items() if number % period == phase)
