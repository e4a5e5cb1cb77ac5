"""The second proof of completeness: the hub asked in another way than by windows, compared with what is held.

Written to the landing by the proof and to the table by the load. A proof that could not be made has no row.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from orders_pipeline.model.columns import Record, key, says

Text = str | None
Count = int | None


class ProofKind(StrEnum):
    CREATED_DAY = "created_day"  # the orders bought on one day of the merchant
    UNEXPORTED = "unexported"  # the orders that are not marked as exported for our application


class Proof(Record, frozen=True, kw_only=True):
    """One comparison. hub_count is the sum of held, quarantined, pending and missing, always; outdated are held."""

    account: Annotated[str, key("Account of accounts.toml")]
    kind: Annotated[ProofKind, key("created_day: orders bought on a day; unexported: those not marked as exported")]
    subject: Annotated[str, key("The merchant's day, such as 2026-09-30; for unexported: exported=false")]
    proved_at: Annotated[datetime, key("When the account was proven, by our clock: one instant for all its proofs")]
    method: Annotated[str, says("count: the hub's count agreed; keyset, ranges: how its list of ids was paged")]
    read_until_at: Annotated[
        datetime,
        says(
            "What changed before this the windows must have read: cursor less overlap. Behind a hole, what changed "
            "within certified windows, less the overlap at their end"
        ),
    ]
    hub_count: Annotated[int, says("Orders that the hub has: the sum of the four counts after it")]
    held_count: Annotated[int, says("Of these, loaded, or landed and waiting for the load")]
    quarantined_count: Annotated[int, says("Of these, in rejects and not healed")]
    pending_count: Annotated[int, says("Of these, changed when no window can have read it yet, and not held")]
    missing_count: Annotated[int, says("Of these, in no window that should have shown them")]
    fetched_count: Annotated[int, says("Of the missing, read by id and landed by this proof")]
    absent_count: Annotated[int, says("Of the missing, no longer at the hub when they were asked for by id")]
    gone_count: Annotated[Count, says("Held as bought that day, and no longer in the hub's list; NULL if not compared")]
    is_complete: Annotated[bool, says("Every missing or outdated order was fetched, or is no longer at the hub")]
    listed_sha256: Annotated[Text, says("Body in the landing with the listed ids, one a line; NULL if counted")]
    single_window_id: Annotated[Text, says("Window of the landing that holds the fetched orders, see loads")]
    outdated_count: Annotated[
        Count,
        says("Of the held, those in an older version than the windows must have read; NULL if not compared"),
    ] = None
    refreshed_count: Annotated[Count, says("Of the outdated, read by id and landed by this proof")] = None
