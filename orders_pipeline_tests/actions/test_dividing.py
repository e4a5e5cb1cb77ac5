"""Money that is given back: to the cent, never above what was paid, exactly all of it in the end."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orders_pipeline.actions.policy.accounting import Own, account_of
from orders_pipeline.actions.policy.dividing import divided, of_order
from orders_pipeline.model.actions import ActionKind, Component, Intent, Wanted
from orders_pipeline.model.allocation import Refused, spread
from orders_pipeline.model.money import minor_unit
from orders_pipeline.model.status import RefundKind, RefundStatus
from orders_pipeline_tests.actions.orders import a_line, an_order, by_name, with_refund

D = Decimal
REFUND = Intent(kind=ActionKind.REFUND, account="us", order_id="1", key="rma-1")
CANCEL = Intent(kind=ActionKind.CANCEL, account="us", order_id="1", key="can-1")


def refunded(document, quantity=None, *, line="7", amounts=None, intent=REFUND, own=()):
    account = account_of(document, own)
    wanted = Wanted(item_id=line, quantity=None if quantity is None else D(quantity), amounts=amounts)
    return divided(intent, [(wanted, account.lines[line])], account)[0]


def test_one_unit_of_the_seeds_order_returns_its_share_of_everything():
    amounts = by_name(refunded(an_order(), 1).amounts)
    assert amounts == {"item": D("14.95"), "tax": D("1.20"), "shipping": D("3.32"), "shipping_tax": D("0.05")}


def test_three_single_unit_refunds_return_exactly_what_was_paid():
    document, given_back = an_order(), []
    for _ in range(3):
        line = refunded(document, 1)
        given_back.append(line.amounts)
        document = with_refund(document, "7", units=D(1), **by_name(line.amounts))
    sums = {component: sum(one[component] for one in given_back) for component in Component}
    assert by_name(sums) == {"item": D("44.85"), "tax": D("3.59"), "shipping": D("9.95"), "shipping_tax": D("0.15")}
    with pytest.raises(Refused, match="0 of 3 left to refund"):
        refunded(document, 1)


def test_what_was_given_by_hand_counts_as_spent():
    document = with_refund(an_order(), "7", shipping=D("9.95"))
    assert by_name(refunded(document, 3).amounts) == {"item": D("44.85"), "tax": D("3.59"), "shipping_tax": D("0.15")}


@pytest.mark.parametrize(("of_lines", "is_rounding"), [("3.60", True), ("3.61", True), ("3.75", False)])
def test_a_tax_that_the_units_round_up_is_no_more_than_the_orders_own(of_lines, is_rounding):
    """ChannelUnity gives the tax of a unit: three times 1.20 are a cent more than the 3.59 that were paid."""
    document = an_order(a_line(tax_amount=of_lines), tax_amount=D("3.59"), total_amount=D("48.44"))
    if is_rounding:
        assert by_name(refunded(document, 3).amounts) == {"item": D("44.85"), "tax": D("3.59")}
    else:
        with pytest.raises(Refused, match=r"0\.16 .*less than this"):
            refunded(document, 3)


@pytest.mark.parametrize("status", [RefundStatus.FAILED, RefundStatus.REJECTED])
def test_what_failed_or_was_rejected_is_free_again(status):
    document = with_refund(an_order(), "7", units=D(3), item=D("44.85"), status=status)
    assert refunded(document, 3).amounts[Component.ITEM] == D("44.85")


@pytest.mark.parametrize("status", [None, RefundStatus.REQUESTED, RefundStatus.PENDING, RefundStatus.RECORDED])
def test_what_is_undecided_or_unknown_counts_as_given(status):
    document = with_refund(an_order(), "7", units=D(3), item=D("44.85"), status=status)
    with pytest.raises(Refused):
        refunded(document, 1)


def test_our_own_step_counts_until_the_hub_shows_it_and_never_twice():
    own = Own(kind=ActionKind.REFUND, echo="rma-0", units={"7": D(1)}, amounts={"7": {Component.ITEM: D("14.95")}})
    assert refunded(an_order(), own=[own]).quantity == 2
    shown = with_refund(an_order(), "7", units=D(1), item=D("14.95"), seller_id="rma-0")
    assert refunded(shown, own=[own]).quantity == 2


def test_a_refund_of_the_order_as_a_whole_leaves_less_for_its_lines():
    document = with_refund(an_order(), item=D("40.00"))
    assert refunded(document, 1).amounts[Component.ITEM] == D("4.85")


def test_tax_within_the_prices_is_returned_within_the_prices():
    document = an_order(a_line(price="10.00", quantity="2", tax_amount="3.19"), is_tax_included=True)
    assert by_name(refunded(document, 1).amounts) == {"item": D("10.00")}


def test_tax_that_stands_at_the_order_alone_is_shared_by_the_value_of_the_lines():
    lines = a_line("1", "1", "30.00"), a_line("2", "1", "10.00")
    document = an_order(*lines, tax_amount=D("3.33"))
    parts = [refunded(document, 1, line=line).amounts[Component.TAX] for line in ("1", "2")]
    assert parts == [D("2.50"), D("0.83")]


def test_a_discount_was_not_paid_and_is_not_returned():
    document = an_order(a_line(quantity="2", price="10.00", discount_amount="3.00"), discount_amount=D("1.00"))
    assert refunded(document, 2).amounts[Component.ITEM] == D("16.00")


def test_more_than_the_buyer_paid_in_all_is_never_returned():
    document = an_order(total_amount=D("20.00"))
    with pytest.raises(Refused, match="of the order are left"):
        refunded(document, 3)


def test_a_line_without_units_takes_an_amount_alone():
    document = an_order(a_line("8", "0", "5.00"), the_goods := a_line())
    with pytest.raises(Refused, match="no unit is left, and no amount is named"):
        refunded(document, line="8")
    assert refunded(document, line=the_goods.item_id).quantity == 3


@pytest.mark.parametrize(
    ("amount", "says"),
    [("14.955", "finer than 0.01"), ("-1", "less than nothing"), ("44.86", "44.85 left")],
)
def test_an_amount_that_cannot_be_is_refused_in_words(amount, says):
    with pytest.raises(Refused, match=says):
        refunded(an_order(), 1, amounts={Component.ITEM: D(amount)})


def test_shipping_alone_can_be_returned_once():
    account = account_of(an_order(), ())
    assert by_name(of_order({Component.SHIPPING: D("9.95")}, account)) == {"shipping": D("9.95")}
    spent = account_of(with_refund(an_order(), shipping=D("9.95")), ())
    with pytest.raises(Refused, match=r"0\.00 left"):
        of_order({Component.SHIPPING: D("0.01")}, spent)


def test_what_is_not_shipped_is_canceled_and_what_is_shipped_is_refunded():
    unshipped = an_order(shipped=False)
    assert refunded(unshipped, intent=CANCEL).unshipped == 3
    with pytest.raises(Refused, match="0 of 3 left to refund"):
        refunded(unshipped, 1)
    with pytest.raises(Refused, match="0 of 3 left to cancel"):
        refunded(an_order(), 1, intent=CANCEL)


@given(
    total=st.integers(0, 10**7),
    weights=st.lists(st.integers(0, 10**5), min_size=1, max_size=20),
    currency=st.sampled_from(("USD", "JPY", "KWD")),
)
def test_parts_of_an_amount_add_up_to_it(total, weights, currency):
    minor = minor_unit(currency)
    parts = spread(total * minor, [Decimal(weight) for weight in weights], minor)
    assert sum(parts) == total * minor
    assert all(part >= 0 and part % minor == 0 for part in parts)


@st.composite
def orders(draw):
    """Any currency, tax within or beside the prices, discounts, tax of the order alone, several lines."""
    currency = draw(st.sampled_from(("USD", "JPY", "KWD")))
    minor = minor_unit(currency)

    def money(most):
        return draw(st.integers(0, most)) * minor

    lines = [
        a_line(
            str(number),
            str(draw(st.integers(1, 7))),
            str(money(50_000)),
            currency=currency,
            tax_amount=str(money(9_000)) if draw(st.booleans()) else None,
            shipping_amount=str(money(3_000)),
            shipping_tax_amount=str(money(300)),
            gift_wrap_amount=str(money(500)) if draw(st.booleans()) else None,
            discount_amount=str(money(2_000)) if draw(st.booleans()) else None,
        )
        for number in range(draw(st.integers(1, 3)))
    ]
    return an_order(
        *lines,
        currency=currency,
        is_tax_included=draw(st.sampled_from((True, False, None))),
        tax_amount=money(9_000),
        discount_amount=money(1_000) if draw(st.booleans()) else None,
    )


def check_a_series(document, draw):
    """Refunds in random portions, a gift by hand between them: never above, exact in the end, near the ideal share."""
    first, minor = account_of(document, ()), minor_unit(document.order.currency)
    paid = {(key, part): line.paid[part] for key, line in first.lines.items() for part in Component}
    given, gifts = dict.fromkeys(paid, D(0)), dict.fromkeys(paid, D(0))
    done = dict.fromkeys(first.lines, D(0))
    while waiting := [key for key, line in first.lines.items() if done[key] < line.ordered]:
        key = draw(st.sampled_from(waiting))
        if draw(st.integers(0, 9)) == 0:
            part = draw(st.sampled_from(list(Component)))
            left = paid[key, part] - given[key, part] - gifts[key, part]
            gift = draw(st.integers(0, int(left / minor))) * minor
            gifts[key, part] += gift
            document = with_refund(document, key, **{str(part): gift})
        ordered = first.lines[key].ordered
        now = D(draw(st.integers(1, int(ordered - done[key]))))
        amounts = refunded(document, now, line=key).amounts
        done[key] += now
        for part, amount in amounts.items():
            assert amount >= 0 and amount % minor == 0
            given[key, part] += amount
            assert given[key, part] + gifts[key, part] <= paid[key, part]
            if not gifts[key, part]:
                assert abs(given[key, part] - paid[key, part] * done[key] / ordered) <= minor
        document = with_refund(document, key, units=now, **by_name(amounts))
    for place in paid:
        assert given[place] <= paid[place] - gifts[place]
        if not gifts[place]:
            assert given[place] == paid[place]
    if not any(gifts.values()):
        assert account_of(document, ()).left_in_all == 0


@settings(max_examples=300, deadline=None, derandomize=True)
@given(document=orders(), data=st.data())
def test_any_series_of_refunds_ends_exactly_at_what_was_paid(document, data):
    check_a_series(document, data.draw)


def test_a_cancellation_shown_by_the_hub_leaves_fewer_units_to_ship():
    document = with_refund(an_order(shipped=False), "7", units=D(1), kind=RefundKind.CANCELLATION, item=D("14.95"))
    assert account_of(document, ()).lines["7"].to_ship == 2
