"""Keys of rows to which this hub gives no id: fulfillments and refunds without one.

A hash of what is never filled in later, with an ordinal among equals. Which hash is nobody's protocol: whoever compares
with a pipeline of another author compares such rows by content.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256

from orders_pipeline.sandbox.channelape.held import Fulfillment, Refund, Units


def keys(given: Sequence[str | None], contents: Iterable[object]) -> list[str]:
    """The given id, else one of ours, for each in turn."""
    seen: Counter[str] = Counter()
    made = []
    for own, content in zip(given, contents, strict=True):
        digest = sha256(repr(content).encode()).hexdigest()[:16]
        seen[digest] += own is None
        made.append(own if own is not None else f"{digest}-{seen[digest]}")
    return made


def fulfillment_ids(fulfillments: Sequence[Fulfillment]) -> list[str]:
    return keys([each.id for each in fulfillments], (_units(each.lines) for each in fulfillments))


def refund_ids(refunds: Sequence[Refund]) -> list[str]:
    """The supplier's id; never the channel's, which is filled in later."""
    return keys(
        [each.supplier_refund_id for each in refunds],
        ((_units(each.lines), [(a.amount, a.tax_amount) for a in each.adjustments]) for each in refunds),
    )


def entry_ids(lines: Sequence[Units]) -> list[str]:
    """The line's id, or its SKU where it has none, with #2 and on where it repeats."""
    seen: Counter[str] = Counter()
    made = []
    for units in lines:
        name = units.id or units.sku or ""
        seen[name] += 1
        made.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return made


def _units(lines: Sequence[Units]) -> list[tuple[str | None, str | None, int]]:
    return [(units.id, units.sku, units.quantity) for units in lines]
