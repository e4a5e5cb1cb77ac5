"""Why an order is quarantined: the complete list of reason codes, what each means, and the exception that carries one.

A reject's message never quotes the document: what is malformed may be personal.
"""

from enum import StrEnum
from typing import NamedTuple


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
    REPEATED_FIELD = "repeated_field"  # one name twice in one object: which value holds cannot be told
    DUPLICATE_KEY = "duplicate_key"  # two children of one order under one key
    CONFLICTING_VERSIONS = "conflicting_versions"  # one id, one update time, two contents in one answer


class Explained(NamedTuple):
    """A reason for people: what has happened to an order, and what a person does next."""

    sentence: str
    next_step: str


_ANEW = "`quarantine replay --from-hub` asks for it anew"
_AT_THE_HUB = (
    "Correct the order at the hub: its next version loads by itself and closes the reject; where its update time did "
    f"not move, {_ANEW}."
)
_IN_THE_CHANNEL = "If the hub is right, the channel has to learn this form: mend it, then replay."
_BUG = "This is for whoever maintains the channel: report it with the path; after the mending, replay."
EXPLAINED: dict[Reason, Explained] = {
    Reason.NOT_READABLE: Explained(
        "The order is no JSON or XML where it stands on the page; its neighbours were read.",
        f"Look at it with `quarantine show`. What the hub garbled it must send anew: {_ANEW}.",
    ),
    Reason.WRONG_TYPE: Explained(
        "A value is of another type than the hub's protocol says: a word where an amount or a date belongs.",
        f"{_AT_THE_HUB} {_IN_THE_CHANNEL}",
    ),
    Reason.MISSING_FIELD: Explained(
        "A field without which the order cannot be kept is absent or null.", f"{_AT_THE_HUB} {_IN_THE_CHANNEL}"
    ),
    Reason.AMOUNT_TOO_FINE: Explained(
        "An amount has more than four decimals, and is never rounded.", f"{_AT_THE_HUB} {_IN_THE_CHANNEL}"
    ),
    Reason.AMOUNT_TOO_LARGE: Explained("An amount has more than 14 digits before the point.", _AT_THE_HUB),
    Reason.QUANTITY_OUT_OF_RANGE: Explained(
        "A quantity has more than three decimals, or more than 15 digits before the point.", _AT_THE_HUB
    ),
    Reason.NUMBER_OUT_OF_RANGE: Explained("A number is larger than its field can hold.", _AT_THE_HUB),
    Reason.DATE_OUT_OF_RANGE: Explained("A date that the order must have is before 1970 or after 2200.", _AT_THE_HUB),
    Reason.BAD_CURRENCY: Explained(
        "The currency is not three capital letters, so that no amount of the order can be trusted.",
        f"{_AT_THE_HUB} {_IN_THE_CHANNEL}",
    ),
    Reason.OTHER_PROFILE: Explained(
        "The order belongs to another profile than this account reads.",
        "Compare `profiles` in accounts.toml with what the credentials may see; the order is not ours to keep.",
    ),
    Reason.INCOMPLETE_ORDER: Explained(
        "The list cut the order, or its lines, parcels or refunds, and what is missing could not be had.",
        f"The hub refused the rest at that time: {_ANEW}.",
    ),
    Reason.REPEATED_FIELD: Explained(
        "A field stands twice in one and the same object, and nobody can tell which of the two holds.", _AT_THE_HUB
    ),
    Reason.DUPLICATE_KEY: Explained("Two lines, parcels or refunds of the order have one and the same id.", _BUG),
    Reason.CONFLICTING_VERSIONS: Explained(
        "One page showed the order twice with one update time and different contents; the later one was loaded.",
        f"Compare the loaded order with the hub. Its next version closes the reject, or {_ANEW}.",
    ),
}


def explained(code: str) -> Explained:
    """Of a code as it stands in `rejects`, which another version of the program may have written."""
    if code in set(Reason):
        return EXPLAINED[Reason(code)]
    return Explained(f"This version of the program knows no reason {code}.", "Use the version that loaded the window.")


class Quarantined(ValueError):
    """This order cannot be taken over: a row of `rejects`, not an end of the run."""

    def __init__(self, reason: Reason, path: str, message: str, order_id: str | None = None) -> None:
        super().__init__(f"{reason} at {path}: {message}")
        self.reason = reason
        self.path = path
        self.message = message
        self.order_id = order_id
