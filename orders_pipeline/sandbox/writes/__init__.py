"""What every dialect's write side stands on: neutral writes on the shared world, and the ledger of what was applied.

A dialect reads its request, finds the order, and writes so (all of it happens at `commit`, or nothing):

    with hub.writes.lock:
        write = hub.writes.begin(call, order_id)     # call: scope["sandbox.call"], made by `faults.writes`
        write.ship({line_id: 2}, Facts(carrier=...)) # None for the units: everything still unsent
        write.correct(parcel_id, Facts(tracking_number=...))
        write.cancel({line_id: 1}, amounts, Asked(seller_id=...), line_id=line_id)   # no line: of the order
        write.refund(amounts, Asked(...), line_id=line_id, quantity=1)
        write.call_off()                             # for hubs that have one word for an order
        write.edit(TextEdited(...)); write.mark(True)
        write.remove(parcel_id); write.announce(parcel_id)  # forgotten, its units unsent; the channel hears it again
        write.keep("hub", text); write.note(Effect(...))    # what one hub keeps to itself; told, and moves nothing
        entry = write.commit()

`write.state` is the order as the write so far leaves it; `units.counts(write.state)` says what can be shipped or
canceled; `money` computes what a hub computes: shares of a line, what was paid and what is left; `markets` is what
marketplaces allow, `carriers` which pairs an account has. Amounts are by component of the world (`money.COMPONENTS`).
`Asked(is_at_once=True)` is for hubs that know no steps; otherwise they come in world time (`settings.writes_steps`);
`Asked(is_recorded=True)` for hubs that write a refund down and move no money (the effect's `is_told` is False).
A request of several entries (SOAP's lists) is a write, and an entry of the ledger, for each order.
A refusal is `CannotWrite`; the dialect finds its own words. A new dialect gives `app.OPERATIONS` a function that
names the operation of a request (None: no write), and so the faults of `faults.writes` strike it and it gets a call.

A test asks `Running.ledger` (or `GET /sandbox/ledger`) what was really done, gives money back by hand with
`Running.writes.by_hand(...)` (or `POST /sandbox/refunds`), and can do without a socket: `in_process.InProcess`.
"""

from orders_pipeline.sandbox.writes.ledger import Call, Effect, Entry, Ledger, fingerprint
from orders_pipeline.sandbox.writes.steps import Asked
from orders_pipeline.sandbox.writes.write import CannotWrite, Write
from orders_pipeline.sandbox.writes.writes import Writes

__all__ = ["Asked", "Call", "CannotWrite", "Effect", "Entry", "Ledger", "Write", "Writes", "fingerprint"]
