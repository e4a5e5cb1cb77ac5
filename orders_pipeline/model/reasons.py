"""Why an order is quarantined: the complete list of reason codes, and the exception that carries one.

A reject's message never quotes the document: what is malformed may be personal.
"""

from enum import StrEnum


class Reason(StrEnum):
    NOT_READABLE = "not_readable"  # no JSON or XML at the order's place
    WRONG_TYPE = "wrong_type"  # a value of another type than the protocol's
    MISSING_FIELD = "missing_field"  # a required field is absent or null
    AMOUNT_TOO_FINE = "amount_too_fine"  # more than four decimals: never rounded
    AMOUNT_TOO_LARGE = "amount_too_large"  # beyond DECIMAL(18,4)
    QUANTITY_OUT_OF_RANGE = "quantity_out_of_range"
    NUMBER_OUT_OF_RANGE = "number_out_of_range"
    DATE_OUT_OF_RANGE = "date_out_of_range"  # a required date before 1970 or after 2200
    BAD_CURRENCY = "bad_currency"  # not three capital letters
    OTHER_PROFILE = "other_profile"  # an order of another seller's account than was asked for
    INCOMPLETE_ORDER = "incomplete_order"  # its collections were cut and the rest could not be read
    DUPLICATE_KEY = "duplicate_key"  # two children of one order under one key
    CONFLICTING_VERSIONS = "conflicting_versions"  # one id, one update time, two contents in one answer


class Quarantined(ValueError):
    """This order cannot be taken over: a row of `rejects`, not an end of the run."""

    def __init__(self, reason: Reason, path: str, message: str, order_id: str | None = None) -> None:
        super().__init__(f"{reason} at {path}: {message}")
        self.reason = reason
        self.path = path
        self.message = message
        self.order_id = order_id
