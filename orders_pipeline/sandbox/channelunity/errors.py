"""Refusals of this dialect: HTTP 200, and a status that is not OK. Texts as in spec §3, all assumed."""


class Refused(Exception):
    """The hub answers with this text in `<Status>`."""


def not_understood() -> Refused:
    return Refused("Error - could not parse request")


def unknown_user() -> Refused:
    return Refused("Error - invalid merchant name, user name or password")


def wrong_api_key() -> Refused:
    return Refused("Error - invalid API key")


def unknown_request() -> Refused:
    return Refused("Error - unrecognised request type")


def no_such_subscription() -> Refused:
    return Refused("Error - subscription not found")


def bad_count() -> Refused:
    return Refused("Error - Count must be between 1 and 1000")


def bad_offset() -> Refused:
    return Refused("Error - Offset must not be negative")


def bad_date() -> Refused:
    return Refused("Error - invalid date")


def no_such_order() -> Refused:
    return Refused("Error - order not found")


def no_such_sku() -> Refused:
    return Refused("Error - SKU not found on order")


def bad_status() -> Refused:
    return Refused("Error - invalid order status")


def is_cancelled() -> Refused:
    return Refused("Error - order is cancelled")


def not_to_be_shipped() -> Refused:
    return Refused("Error - order has nothing that the merchant can ship")


def bad_action() -> Refused:
    return Refused("Error - invalid partial action")


def bad_quantity() -> Refused:
    return Refused("Error - invalid QtyAffected")


def too_many_units() -> Refused:
    return Refused("Error - QtyAffected exceeds the remaining quantity")


def bad_amount() -> Refused:
    return Refused("Error - invalid refund amount")


def too_much_money() -> Refused:
    return Refused("Error - refund exceeds the amount paid")
