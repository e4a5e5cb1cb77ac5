"""How much of what was paid belongs to some of its units, or to one of its lines: shares that end exactly at the whole.

Pure. Amounts are multiples of the currency's minor unit; never a float. Source: DESIGN §4, seed 004,
channeladvisor-rest.md §8.3.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal(0)


class Refused(ValueError):
    """Asked for more than there is. The text is a plain sentence for whoever asked; nothing was sent."""


def share_of(total: Decimal, units: Decimal, already: Decimal, now: Decimal, spent: Decimal, minor: Decimal) -> Decimal:
    """What refunding `now` more of `units` units returns of `total`, in multiples of `minor`.

    Cumulative, so that any series of partial refunds ends exactly at `total`: 3.59 over three units gives 1.20, 1.19,
    1.20, where rounding each share alone would give 3.60. Never more than is left: goodwill given by hand in between
    has been `spent` too.

    Raises Refused: already + now > units, or there are no units to share over.
    """
    if units <= 0:
        raise Refused("the line has no units; name the amount instead")
    if already + now > units:
        raise Refused(f"{now} of {units} units asked for, {max(units - already, ZERO)} left to refund")
    upto, before = (rounded(total * n / units, minor) for n in (already + now, already))
    return max(min(upto - before, total - spent), ZERO)


def spread(total: Decimal, weights: Sequence[Decimal], minor: Decimal) -> list[Decimal]:
    """`total` over parts by their weights, in multiples of `minor`; the parts add up to `total` exactly.

    Cumulative as `share_of`. Where every weight is zero the first part has all: something must, and it is stated.
    """
    whole = sum(weights, ZERO)
    if not weights:
        return []
    if whole == 0:
        return [total, *(ZERO for _ in weights[1:])]
    parts, given, upto = [], ZERO, ZERO
    for weight in weights:
        upto += weight
        parts.append(rounded(total * upto / whole, minor) - given if upto != whole else total - given)
        given += parts[-1]
    return parts


def rounded(amount: Decimal, minor: Decimal) -> Decimal:
    return (amount / minor).quantize(Decimal(1), ROUND_HALF_UP) * minor


def is_multiple(amount: Decimal, minor: Decimal) -> bool:
    return amount.is_finite() and amount % minor == 0
