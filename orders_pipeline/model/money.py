"""Amounts: Decimal only, the minor units of ISO 4217, and what the warehouse can hold.

Never a float. Allocation over refunds joins with the write-backs.
"""

from decimal import Decimal

# Digits after the point where it is not two (ISO 4217).
EXPONENTS: dict[str, int] = {
    **dict.fromkeys(
        (
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "UYI",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ),
        0,
    ),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    "CLF": 4,
    "UYW": 4,
}
AMOUNT_DIGITS = 18
AMOUNT_SCALE = 4
QUANTITY_SCALE = 3


def minor_unit(currency: str) -> Decimal:
    """The smallest amount of a currency: 0.01 USD, 1 JPY, 0.001 KWD."""
    return Decimal(1).scaleb(-EXPONENTS.get(currency, 2))


def fits(value: Decimal, scale: int) -> bool:
    """Finite, and within DECIMAL(18, scale), digits after the point aside."""
    return value.is_finite() and value.adjusted() < AMOUNT_DIGITS - scale
