"""How much an intent returns: units and amounts by line, cumulative, never more than was paid and is left.

Pure. Source: DESIGN §4, seed 004.
"""

from collections.abc import Collection, Sequence
from decimal import Decimal

from orders_pipeline.actions.policy.accounting import LineAccount, OrderAccount
from orders_pipeline.model.actions import ActionKind, Amounts, Component, Intent, Wanted
from orders_pipeline.model.allocation import ZERO, Refused, is_multiple, share_of
from orders_pipeline.model.decisions import DecidedLine

EVERYTHING = frozenset(Component)
GOODS = frozenset({Component.ITEM, Component.TAX, Component.RECYCLING_FEE})
"""What belongs to the units themselves."""


def divided(
    intent: Intent,
    wanted: Sequence[tuple[Wanted, LineAccount]],
    account: OrderAccount,
    shared: Collection[Component] = EVERYTHING,
) -> list[DecidedLine]:
    """Each wanted line with its units and every component. Raises Refused.

    shared: of what units return their share, where no amounts are named.
    """
    left = {component: account.left(component) for component in Component}
    in_all = account.left_in_all
    lines = []
    for one, line in wanted:
        made = _line(intent, one, line, account, left, shared)
        for component, amount in made.amounts.items():
            left[component] -= amount
            in_all -= amount
        lines.append(made)
    if in_all < 0:
        raise Refused(f"{account.left_in_all} {account.currency} of the order are left, {-in_all} less than this")
    return lines


def of_order(amounts: Amounts, account: OrderAccount) -> Amounts:
    """Money of the order as a whole, as asked. Raises Refused: more than is left, or finer than the currency."""
    for component, amount in amounts.items():
        _refuse_odd(amount, account)
        if amount > (left := account.left(component)):
            raise Refused(f"{amount} {account.currency} of {component} asked for, {left} left")
    if (whole := sum(amounts.values(), ZERO)) > account.left_in_all:
        raise Refused(f"{whole} {account.currency} asked for, {account.left_in_all} of the order left")
    return {component: amounts.get(component, ZERO) for component in Component}


def returnable(kind: ActionKind, line: LineAccount) -> Decimal:
    """Units of a line that a cancellation or a refund can still take."""
    return line.to_ship if kind is ActionKind.CANCEL else line.to_refund


def too_many(kind: ActionKind, quantity: Decimal, line: LineAccount) -> str:
    return f"line {line.item_id}: {quantity} units asked for, {returnable(kind, line)} of {line.ordered} left to {kind}"


def too_fine(amount: Decimal, account: OrderAccount) -> str:
    return f"{amount} {account.currency} is finer than {account.minor}, the smallest amount of the currency"


def _line(
    intent: Intent,
    one: Wanted,
    line: LineAccount,
    account: OrderAccount,
    left: dict[Component, Decimal],
    shared: Collection[Component],
) -> DecidedLine:
    is_cancel = intent.kind is ActionKind.CANCEL
    available = returnable(intent.kind, line)
    quantity = available if one.quantity is None and one.amounts is None else one.quantity or ZERO
    if quantity < 0 or quantity != quantity.to_integral_value():
        raise Refused(f"line {line.item_id}: {quantity} is no number of units")
    if quantity > available:
        raise Refused(too_many(intent.kind, quantity, line))
    if quantity == 0 and not one.amounts:
        raise Refused(f"line {line.item_id}: no unit is left, and no amount is named")
    if one.amounts is not None:
        amounts = _as_asked(one.amounts, line, account, left)
    else:
        amounts = {
            component: _share(component, line, quantity, account, left) if component in shared else ZERO
            for component in Component
        }
    return DecidedLine(
        item_id=line.item_id,
        sku=line.sku,
        quantity=quantity,
        ordered=line.ordered,
        unshipped=quantity if is_cancel else ZERO,
        shipped=ZERO if is_cancel else quantity,
        completes=line.given_back + quantity >= line.ordered,
        amounts=amounts,
        is_for_less=one.amounts is not None and _is_less(amounts, line, quantity),
    )


def _is_less(amounts: Amounts, line: LineAccount, quantity: Decimal) -> bool:
    paid = sum((line.paid.get(component, ZERO) for component in Component), ZERO)
    return sum(amounts.values(), ZERO) * line.ordered < paid * quantity


def _share(
    component: Component, line: LineAccount, quantity: Decimal, account: OrderAccount, left: dict[Component, Decimal]
) -> Decimal:
    paid, spent = line.paid.get(component, ZERO), line.spent.get(component, ZERO)
    share = share_of(paid, line.ordered, line.given_back, quantity, spent, account.minor)
    return min(share, left[component])


def _as_asked(
    asked: Amounts, line: LineAccount, account: OrderAccount, left: dict[Component, Decimal]
) -> dict[Component, Decimal]:
    for component, amount in asked.items():
        _refuse_odd(amount, account)
        available = min(line.paid.get(component, ZERO) - line.spent.get(component, ZERO), left[component])
        if amount > available:
            raise Refused(
                f"line {line.item_id}: {amount} {account.currency} of {component} asked for, "
                f"{max(available, ZERO)} left"
            )
    return {component: asked.get(component, ZERO) for component in Component}


def _refuse_odd(amount: Decimal, account: OrderAccount) -> None:
    if amount < 0:
        raise Refused(f"{amount} {account.currency} is less than nothing")
    if not is_multiple(amount, account.minor):
        raise Refused(too_fine(amount, account))
