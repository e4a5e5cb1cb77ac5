"""An intent in the words of options and launchpads: `7=1` a line, `7:tax=1.20` an amount. Pure: text in, intent out."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import msgspec

from orders_pipeline.flows.actions import written
from orders_pipeline.flows.actions.written import Unfit
from orders_pipeline.model.actions import ActionKind, Amounts, Intent, Wanted
from orders_pipeline.model.status import RefundReason

T = TypeVar("T")


class BadWords(ValueError):
    """Every value that cannot be taken, a sentence each. Nothing was asked for."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(self.sentences))


class Worded(msgspec.Struct, frozen=True, kw_only=True):
    """lines: `ITEM_ID=QTY`, or `ITEM_ID` for all that is left; skus: the same by SKU.

    amounts: `component=VALUE`, of the order as a whole. line_amounts: `ITEM_ID:component=VALUE`. shipped_at: ISO 8601
    with an offset.
    """

    kind: str
    account: str
    order_id: str
    key: str
    lines: Sequence[str] = ()
    skus: Sequence[str] = ()
    amounts: Sequence[str] = ()
    line_amounts: Sequence[str] = ()
    reason: str | None = None
    restock: bool = False
    currency: str | None = None
    carrier: str | None = None
    service: str | None = None
    tracking_number: str | None = None
    shipped_at: str | None = None
    fulfillment_id: str | None = None
    exported: bool = True


def intent_of(worded: Worded) -> Intent:
    """Raises BadWords, with every mistake at once."""
    mistakes: list[str] = []

    def read(name: str, text: str | None, how: Callable[[str], T]) -> T | None:
        try:
            return None if text is None else how(text.strip())
        except Unfit as unfit:
            mistakes.append(f"{name} {unfit}")
            return None

    told: dict[str, Any] = {
        "kind": read("kind", worded.kind, written.word(ActionKind, (("correct", ActionKind.CORRECT_SHIPMENT),))),
        "currency": (currency := read("currency", worded.currency, written.currency)),
        "reason": read("reason", worded.reason, written.word(RefundReason)),
        "shipped_at": read("shipped_at", worded.shipped_at, written.instant),
    }
    for name in ("account", "order_id", "key", "carrier", "service", "tracking_number", "fulfillment_id"):
        told[name] = read(name.replace("_", " "), getattr(worded, name), written.name)
    wanted: dict[str, Wanted] = {}
    for by, texts in (("line", worded.lines), ("sku", worded.skus)):
        for text in texts:
            line = read(by, text, written.line_units)
            if line is not None and line[0] in wanted:
                mistakes.append(f"{by} names what was named before: name each line once")
            elif line is not None:
                item_id, sku = (line[0], None) if by == "line" else (None, line[0])
                wanted[line[0]] = Wanted(item_id=item_id, sku=sku, quantity=line[1])
    of_lines: dict[str, Amounts] = {}
    for text in worded.line_amounts:
        part = read("line amount", text, lambda one: written.line_amount(one, currency))
        if part is not None:
            _add(of_lines.setdefault(part[0], {}), part[1:], "line amount", mistakes)
    of_order: Amounts = {}
    for text in worded.amounts:
        whole = read("amount", text, lambda one: written.component_amount(one, currency))
        if whole is not None:
            _add(of_order, whole, "amount", mistakes)
    if mistakes:
        raise BadWords(mistakes)
    for line_name, amounts in of_lines.items():
        one = wanted.get(line_name, Wanted(item_id=line_name))
        wanted[line_name] = msgspec.structs.replace(one, amounts=amounts)
    return Intent(
        **told,
        lines=tuple(wanted.values()),
        amounts=of_order or None,
        restock=worded.restock,
        exported=worded.exported,
    )


def _add(to: Amounts, part: tuple[Any, Any], name: str, mistakes: list[str]) -> None:
    if part[0] in to:
        mistakes.append(f"{name} names {part[0]} twice")
    to[part[0]] = part[1]
