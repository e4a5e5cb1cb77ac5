"""Intent x order -> the exact decision, or the refusal. Pure: every dialect and every kind of action goes through here.

What becomes of the decision on the wire is the dialect's; so are its own traps, which are handed in.
"""

from collections.abc import Iterable, Sequence

from orders_pipeline.actions.policy import abilities, general, left, unseen
from orders_pipeline.actions.policy.accounting import LineAccount, OrderAccount
from orders_pipeline.actions.policy.case import Case, Effect, Stage, Trap
from orders_pipeline.actions.policy.dividing import GOODS, divided, of_order
from orders_pipeline.actions.policy.echo import echo_of
from orders_pipeline.model.actions import MONEY, ActionKind, Intent, Wanted
from orders_pipeline.model.allocation import ZERO, Refused
from orders_pipeline.model.decisions import DecidedLine, Decision
from orders_pipeline.model.plans import Refusal


class TrapClosed(Exception):
    """A trap that refuses has been met."""

    def __init__(self, trap: Trap, case: Case) -> None:
        super().__init__(trap.said(case))
        self.trap = trap


def decided(case: Case, traps: Iterable[Trap] = ()) -> Decision | Refusal:
    """The decision; traps that are only to be rewritten stand in `met(case, …)` afterwards.

    traps: of the dialect, beside those of every hub.
    """
    known = (*general.TRAPS, *unseen.TRAPS, *abilities.TRAPS, *traps, *left.TRAPS)
    try:
        case.chosen = tuple(_chosen(case.intent, case.account))
        _refuse(case, known, Stage.ASKED)
        case.decision = _decision(case)
        _refuse(case, known, Stage.DECIDED)
    except Refused as refused:
        return Refusal(intent=case.intent, sentence=str(refused))
    except TrapClosed as closed:
        return Refusal(intent=case.intent, sentence=str(closed), trap=closed.trap.id)
    return case.decision


def rewritten(case: Case, traps: Iterable[Trap]) -> tuple[str, ...]:
    """Ids of the traps that would have closed, and that the request is written around."""
    return tuple(trap.id for trap in traps if trap.effect is Effect.REWRITTEN and trap.closes(case))


def _refuse(case: Case, traps: Sequence[Trap], stage: Stage) -> None:
    for trap in traps:
        if trap.stage is stage and trap.effect is Effect.REFUSED and trap.closes(case):
            raise TrapClosed(trap, case)


def _chosen(intent: Intent, account: OrderAccount) -> Iterable[tuple[Wanted, LineAccount]]:
    """The lines that are named; without names all of them, where the intent is about goods."""
    if not intent.lines:
        if intent.amounts or intent.kind in (ActionKind.ACKNOWLEDGE, ActionKind.CORRECT_SHIPMENT):
            return
        for line in account.lines.values():
            if _is_open(intent, line):
                yield Wanted(item_id=line.item_id), line
        return
    for one in intent.lines:
        yield one, _line(one, account)


def _is_open(intent: Intent, line: LineAccount) -> bool:
    return line.to_refund > 0 if intent.kind is ActionKind.REFUND else line.to_ship > 0


def _line(one: Wanted, account: OrderAccount) -> LineAccount:
    if one.item_id is not None:
        if one.item_id not in account.lines:
            raise Refused(f"the order has no line {one.item_id}; it has {', '.join(account.lines)}")
        return account.lines[one.item_id]
    found = [line for line in account.lines.values() if line.sku == one.sku and one.sku is not None]
    if not found:
        raise Refused(f"no line of the order has the SKU {one.sku}")
    if len(found) > 1:
        ids = ", ".join(line.item_id for line in found)
        raise Refused(f"{len(found)} lines of the order have the SKU {one.sku}; name the line by its id: {ids}")
    return found[0]


def _decision(case: Case) -> Decision:
    intent, account = case.intent, case.account
    lines: Sequence[DecidedLine] = ()
    amounts = {}
    if intent.kind in MONEY:
        lines = _returned(case)
        amounts = of_order(intent.amounts, account) if intent.amounts else {}
    elif intent.kind is ActionKind.SHIP:
        lines = [_to_ship(one, line) for one, line in case.chosen]
    is_whole = _is_whole(case, lines)
    return Decision(
        intent=intent,
        document=case.document,
        lines=tuple(lines),
        is_whole=is_whole,
        was_touched=account.was_touched,
        echo=echo_of(intent, case.channel, case.marketplace),
        order_amounts=amounts,
        as_read=case.as_read,
        is_of_order=is_whole and _lacks_lines(case),
    )


_BY_LINE = {ActionKind.CANCEL: "cancel_line", ActionKind.REFUND: "refund_line"}


def _lacks_lines(case: Case) -> bool:
    cell = _BY_LINE.get(case.kind)
    return cell is not None and not getattr(case.capability, cell)


def _returned(case: Case) -> list[DecidedLine]:
    """A refund of the whole order at once returns everything, also where that of a line is of its goods alone."""
    lines = divided(case.intent, case.chosen, case.account)
    if case.kind is not ActionKind.REFUND or case.capability.refund_line_with_shipping:
        return lines
    if _is_whole(case, lines) and not case.account.was_touched:
        return lines
    return divided(case.intent, case.chosen, case.account, GOODS)


def _to_ship(one: Wanted, line: LineAccount) -> DecidedLine:
    quantity = line.to_ship if one.quantity is None else one.quantity
    if quantity != quantity.to_integral_value():
        raise Refused(f"line {line.item_id}: {quantity} is no number of units")
    return DecidedLine(
        item_id=line.item_id,
        sku=line.sku,
        quantity=quantity,
        ordered=line.ordered,
        unshipped=quantity,
        shipped=ZERO,
        completes=quantity >= line.to_ship,
    )


def _is_whole(case: Case, lines: Sequence[DecidedLine]) -> bool:
    """All that is left of every line, at its full share."""
    if not lines or any(one.amounts for one, _ in case.chosen):
        return False
    taken = {line.item_id for line in lines if line.completes}
    return all(
        line.item_id in taken or line.ordered == 0 or line.given_back >= line.ordered
        for line in case.account.lines.values()
    )
