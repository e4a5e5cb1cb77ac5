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
_LARGEST_AMOUNT = Decimal(10) ** (AMOUNT_DIGITS - AMOUNT_SCALE)
_LARGEST_QUANTITY = Decimal(10) ** (AMOUNT_DIGITS - QUANTITY_SCALE)


def minor_unit(currency: str) -> Decimal:
    """The smallest amount of a currency: 0.01 USD, 1 JPY, 0.001 KWD."""
    return Decimal(1).scaleb(-EXPONENTS.get(currency, 2))


def is_finer_than(amount: Decimal, scale: int) -> bool:
    """More digits than `scale` after the point, trailing zeros not counted: 1.50000 is not finer than four."""
    exponent = amount.normalize().as_tuple().exponent
    return not isinstance(exponent, int) or exponent < -scale


def fits_amount(amount: Decimal) -> bool:
    """Within DECIMAL(18,4), digits after the point aside."""
    return amount.is_finite() and abs(amount) < _LARGEST_AMOUNT


def fits_quantity(quantity: Decimal) -> bool:
    """Within DECIMAL(18,3), digits after the point aside."""
    return quantity.is_finite() and abs(quantity) < _LARGEST_QUANTITY
