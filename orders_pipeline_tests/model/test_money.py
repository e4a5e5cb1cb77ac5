"""Amounts are Decimal and fit the warehouse, or are known not to."""

from decimal import Decimal

import pytest

from orders_pipeline.channels.values import amount as kept
from orders_pipeline.model.money import fits, minor_unit
from orders_pipeline.model.reasons import Quarantined, Reason


@pytest.mark.parametrize(("currency", "unit"), [("USD", "0.01"), ("JPY", "1"), ("KWD", "0.001"), ("CLF", "0.0001")])
def test_the_minor_unit_is_that_of_iso_4217(currency, unit):
    assert minor_unit(currency) == Decimal(unit)


@pytest.mark.parametrize(
    ("amount", "is_finer"),
    [("1.2345", False), ("1.23450000", False), ("1.23456", True), ("0.00001", True), ("1E+3", False), ("0", False)],
)
def test_trailing_zeros_are_not_digits(amount, is_finer):
    if is_finer:
        with pytest.raises(Quarantined) as refused:
            kept(Decimal(amount), "$", "TotalPrice")
        assert refused.value.reason is Reason.AMOUNT_TOO_FINE
    else:
        assert kept(Decimal(amount), "$", "TotalPrice") == Decimal(amount)


@pytest.mark.parametrize(
    ("amount", "is_within"), [("99999999999999.9999", True), ("1E+14", False), ("NaN", False), ("-1E+14", False)]
)
def test_what_does_not_fit_the_column_is_known_before_it_gets_there(amount, is_within):
    assert fits(Decimal(amount), 4) is is_within


def test_a_quantity_of_1e30_does_not_fit():
    assert not fits(Decimal("1e30"), 3)
