"""Values as people write them: what a spreadsheet changed is refused in words, and never mended."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders_pipeline.flows.actions import written
from orders_pipeline.flows.actions.worded import BadWords, Worded, intent_of
from orders_pipeline.flows.actions.written import Unfit
from orders_pipeline.model.actions import ActionKind, Component, Wanted
from orders_pipeline.model.money import minor_unit
from orders_pipeline.model.status import RefundReason

D = Decimal
MANGLED_NUMBERS = [
    ("1E+05", "shortened by a spreadsheet"),
    ("1e5", "shortened by a spreadsheet"),
    ("1.5E-7", "shortened by a spreadsheet"),
    ("'14.95", "an apostrophe"),
    ("1,000", "separators between thousands"),
    ("1,234.50", "separators between thousands"),
    ("1.234,50", "separators between thousands"),
    ("1.234.567", "separators between thousands"),
    ("1 000", "separators between thousands"),
    ("1\u00a0234,50", "separators between thousands"),
    ("1'000", "separators between thousands"),
    ("14,95", "has a comma"),
    ("-1", "below zero"),
    ("−1", "below zero"),
    ("+1", "begins with a plus"),
]


@pytest.mark.parametrize("read", [written.units, written.amount])
@pytest.mark.parametrize(("text", "said"), MANGLED_NUMBERS)
def test_a_number_that_is_not_written_plainly_is_a_mistake_in_words(read, text, said):
    with pytest.raises(Unfit, match=said):
        read(text)


@pytest.mark.parametrize("text", ["", "x", "NaN", "Infinity", "٣", "1_0", "0x1", "$5", "5 USD", "1.", ".5", "1/2"])
def test_what_is_no_number_is_none(text):
    for read in (written.units, written.amount):
        with pytest.raises(Unfit):
            read(text)


def test_units_are_whole_and_above_zero():
    assert written.units("2") == D(2)
    with pytest.raises(Unfit, match="is zero"):
        written.units("0")
    with pytest.raises(Unfit, match="no whole number"):
        written.units("1.5")
    with pytest.raises(Unfit, match="no whole number"):
        written.units("1.000")


@pytest.mark.parametrize(
    ("text", "currency", "said"),
    [
        ("14.955", "USD", "too many digits: 0.01 USD"),
        ("14.5", "JPY", "too many digits: 1 JPY"),
        ("14.9551", "KWD", "too many digits: 0.001 KWD"),
        ("1.000", None, "name the currency"),
    ],
)
def test_an_amount_has_the_digits_of_its_currency_and_three_may_be_a_thousand(text, currency, said):
    with pytest.raises(Unfit, match=said):
        written.amount(text, currency)


@given(st.sampled_from(["USD", "JPY", "KWD"]), st.integers(0, 10**9))
def test_every_amount_of_a_currency_is_read_to_the_digit(currency, minors):
    amount = minors * minor_unit(currency)
    assert written.amount(format(amount, "f"), currency) == amount


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-09-01T14:02:00", "its offset from UTC"),
        ("2026-09-01", "its offset from UTC"),
        ("9/1/2026 14:02", "no date with a time"),
        ("44444.5", "no date with a time"),
        ("1900-01-01T00:00:00Z", "outside the years"),
    ],
)
def test_a_date_without_an_offset_or_in_another_form_is_a_mistake(text, said):
    with pytest.raises(Unfit, match=said):
        written.instant(text)


def test_an_instant_is_read_in_utc():
    assert written.instant("2026-09-01T14:02:00-04:00") == datetime(2026, 9, 1, 18, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["1.13E+11", "'0123", "20000001.0", "940010000000000000000", '="0123"', "#REF!", "two\nlines", "", "x" * 201],
)
def test_a_name_that_a_spreadsheet_changed_is_a_mistake(text):
    with pytest.raises(Unfit) as unfit:
        written.name(text)
    assert not text or text not in str(unfit.value)


@pytest.mark.parametrize("text", ["113-0000000-0000001", "LAMP-LED-12W", "BOOK-O'NEILL", "PEN;BLK", "1E5", "0123", "é"])
def test_a_name_stays_as_it_is(text):
    assert written.name(text) == text


def asked(**words):
    return Worded(**{"kind": "refund", "account": "us", "order_id": "1", "key": "rma-1"} | words)


def test_an_intent_in_words_is_the_intent():
    intent = intent_of(
        asked(
            lines=["7=1", "8"],
            skus=["A=B=2"],
            line_amounts=["7:tax=1.20", "7:item=14.95", "9:shipping=3.32"],
            reason="Customer returned item",
            currency="USD",
            restock=True,
        )
    )
    assert intent.kind is ActionKind.REFUND
    assert intent.reason is RefundReason.CUSTOMER_RETURNED_ITEM
    assert intent.lines == (
        Wanted(item_id="7", quantity=D(1), amounts={Component.TAX: D("1.20"), Component.ITEM: D("14.95")}),
        Wanted(item_id="8"),
        Wanted(sku="A=B", quantity=D(2)),
        Wanted(item_id="9", amounts={Component.SHIPPING: D("3.32")}),
    )


def test_all_mistakes_are_told_at_once_and_no_value_is_repeated():
    with pytest.raises(BadWords) as bad:
        intent_of(
            asked(
                kind="exchnge",
                lines=["7=1,000", "8=1", "8=2"],
                amounts=["hunter2", "tax=1.00", "tax=2.00"],
                line_amounts=["7=1"],
                shipped_at="2026-09-01",
                currency="usd",
                reason="hunter3",
            )
        )
    assert len(bad.value.sentences) == 9
    assert "Is 'exchange' meant?" in str(bad.value)
    assert "hunter" not in str(bad.value)
