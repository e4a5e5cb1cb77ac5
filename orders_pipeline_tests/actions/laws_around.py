"""Laws around a sending, each with a way to take it away and a story that needs it: keys, amounts, bounds, evidence."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from pytest import MonkeyPatch

from orders_pipeline.actions.dispatch import Ceilings, dispatch
from orders_pipeline.actions.journal import Journal, JournalRefuses, NotNow, switches
from orders_pipeline.actions.journal.generation import Generation
from orders_pipeline.actions.journal.owners import owner
from orders_pipeline.actions.lookup import look_up
from orders_pipeline.actions.policy import accounting
from orders_pipeline.channels.channeladvisor.writeback import WRITEBACK
from orders_pipeline.channels.channelape import lists
from orders_pipeline.channels.http import HubSession
from orders_pipeline.channels.registry import DIALECTS
from orders_pipeline.model.action_states import TRANSITIONS, Event, State
from orders_pipeline.model.actions import ActionKind, Component
from orders_pipeline.model.allocation import Refused, rounded
from orders_pipeline.model.outcomes import Outcome
from orders_pipeline.model.status import RefundStatus
from orders_pipeline.settings import BadSettings, parse_settings
from orders_pipeline_tests.actions import given_back, laws_stories, test_valid_requests
from orders_pipeline_tests.actions.law import Law
from orders_pipeline_tests.actions.ledger import START, Killed, LedgerHub, a_plan
from orders_pipeline_tests.actions.orders import a_line, an_order, with_refund
from orders_pipeline_tests.channels.channelape.scripted import Told, a_hub, connected
from orders_pipeline_tests.channels.channelape.writing import PARCEL, TRACKED, cape_plan, page_of, shop_order

Story = Callable[[Path], None]
D = Decimal


def _approved(journal: Journal, **options: Any) -> Any:
    entry = journal.add(a_plan(**options), at=START, who="importer")
    return journal.approve("us", entry.key, entry.plan_hash, at=START, who="kim", why="ok")


def _sent(journal: Journal, hub: LedgerHub, **options: Any) -> None:
    with owner(journal.folder) as name:
        dispatch(journal, lambda account: hub, owner=name, now=lambda: hub.now, **options)


def keys_mean_anything(patch: MonkeyPatch) -> None:
    patch.setattr(
        Journal,
        "_same",
        lambda journal, connection, intent: journal._found(connection, intent.account, intent.key),
    )


def another_event_under_the_same_key(folder: Path) -> None:
    journal = Journal(folder)
    _approved(journal, order_id="1")
    with suppress(JournalRefuses):
        journal.add(a_plan(order_id="2"), at=START, who="importer")
    assert journal.of_order("us", "1"), "an event was lost to another one of the same key"


def unsent_is_forgotten(patch: MonkeyPatch) -> None:
    patch.setitem(TRANSITIONS, (State.SENDING, Event.NOT_SENT), State.UNKNOWN)


def an_answer_is_enough(patch: MonkeyPatch) -> None:
    patch.setitem(TRANSITIONS, (State.SENDING, Event.ANSWERED_OK), State.SETTLED)


def never_left(folder: Path) -> None:
    journal, hub = Journal(folder), LedgerHub(fate="not_sent")
    _approved(journal)
    for _ in range(2):
        _sent(journal, hub)
    assert hub.reached.total() == 1, "what provably never left is never sent"


def busy_is_unsent(patch: MonkeyPatch) -> None:
    def outcome(draft: Any, answer: Any) -> Outcome:
        told = WRITEBACK.outcome(draft, answer)
        return replace(told, event=Event.NOT_SENT) if answer.status == 429 else told

    rest = replace(DIALECTS["channeladvisor"], writeback=replace(WRITEBACK, outcome=outcome))
    patch.setitem(DIALECTS, "channeladvisor", rest)


def the_blind_are_asked(patch: MonkeyPatch) -> None:
    next_look = "orders_pipeline.actions.lookup._next"
    patch.setattr(next_look, lambda step, seen, sent_at, now: now + timedelta(minutes=5))


def a_hub_that_shows_nothing(folder: Path) -> None:
    journal, hub = Journal(folder), LedgerHub(fate="lost_after", is_blind=True)
    _approved(journal)
    _sent(journal, hub)
    look_up(journal, lambda account: hub, now=lambda: hub.now)
    assert journal.entries({State.PARKED}), "no person is asked, and the hub never shows it"


def sendings_are_not_counted(patch: MonkeyPatch) -> None:
    patch.setattr(Generation, "count_one", lambda made, known, at, is_behind=False: None)


def killed_and_restored(folder: Path) -> None:
    """The answer was never stored: only the count outside the journal tells that a byte may have left."""
    hub, journal = LedgerHub(fate="killed_after"), Journal(folder / "journal")
    _approved(journal)
    shutil.copytree(journal.folder, folder / "backup")
    with suppress(Killed):
        _sent(journal, hub)
    shutil.rmtree(journal.folder)
    shutil.copytree(folder / "backup", journal.folder)
    hub.fate = "answered"
    _sent(Journal(journal.folder), hub)
    assert hub.reached["rma-1", 0] == 1, "a sending that was not counted was made again"


def sending_rounds(patch: MonkeyPatch) -> None:
    once = HubSession.send_once

    def tidied(session: HubSession, method: str, path: str, body: Any = None, headers: Any = None) -> Any:
        return once(session, method, path, body and body.replace(b".95", b".9"), headers)

    patch.setattr(HubSession, "send_once", tidied)


def what_leaves_the_socket(folder: Path) -> None:
    test_valid_requests.check_many(folder, "channeladvisor", 60)


def anybody_writes(patch: MonkeyPatch) -> None:
    patch.setattr("orders_pipeline.settings.across.refuse_second_writers", lambda sound, pairs: None)


_TWO_WRITERS = """
[accounts.rest]
channel = "channeladvisor"
base_url = "https://api.channeladvisor.com"
start_on = 2026-01-01
profiles = [1]
secrets = { application_id = "A", shared_secret = "B", refresh_token = "C" }
write_back = "on"
[accounts.soap]
channel = "channeladvisor_soap"
base_url = "https://api.channeladvisor.com"
start_on = 2026-01-01
account_id = "11111111-2222-3333-4444-555555555555"
currency = "USD"
secrets = { developer_key = "D", password = "E" }
same_orders_as = "rest"
write_back = "on"
"""


def two_protocols_of_one_profile(folder: Path) -> None:
    with suppress(BadSettings):
        writing = [one.name for one in parse_settings(_TWO_WRITERS).accounts if one.write_back == "on"]
        assert len(writing) < 2, "two accounts write to one profile"


def runs_have_no_end(patch: MonkeyPatch) -> None:
    patch.setattr(Ceilings, "steps", 10**6)
    patch.setattr(Ceilings, "money_steps", 10**6)


def a_run_beyond_its_ceiling(folder: Path) -> None:
    journal, hub = Journal(folder), LedgerHub()
    for number in range(3):
        _approved(journal, key=f"rma-{number}", order_id=str(number))
    _sent(journal, hub, ceilings=Ceilings(steps=2, money_steps=1))
    assert hub.reached.total() == 1, "a run sent more than its ceiling"


def days_have_no_end(patch: MonkeyPatch) -> None:
    patch.setattr("orders_pipeline.actions.journal.journal.refuse_more_than", lambda *told: None)


def a_day_beyond_its_ceiling(folder: Path) -> None:
    journal, hub = Journal(folder), LedgerHub()
    for number in range(2):
        _approved(journal, key=f"rma-{number}", order_id=str(number))
    _sent(journal, hub, ceilings=Ceilings(money_per_day={"USD": D("20.00")}))
    assert hub.reached.total() == 1, "a day returned more than its ceiling"


def anything_is_believed(patch: MonkeyPatch) -> None:
    patch.setattr("orders_pipeline.actions.journal.journal.EVIDENCE", frozenset())


def settled_by_hearsay(folder: Path) -> None:
    journal, hub = Journal(folder), LedgerHub(fate="lost_before")
    _approved(journal)
    _sent(journal, hub)
    (entry,) = journal.entries({State.UNKNOWN})
    with suppress(JournalRefuses):
        journal.change(entry.steps[0], Event.SHOWN_DONE, at=hub.now, who="kim", why="I think so")
    assert not journal.entries({State.SETTLED}), "a doubt was settled, and nobody saw anything"


def lists_are_taken_as_they_are(patch: MonkeyPatch) -> None:
    filling = lists.filled

    def regardless(slots: Any, page: bytes) -> dict[str, str]:
        now = lists._hash(lists._read(page)["fulfillments"])
        asked = {slot.replace(slot.split()[1].rstrip(","), now) if "," in slot else slot: slot for slot in slots}
        return {asked[slot]: value for slot, value in filling(asked, page).items()}

    patch.setattr(lists, "filled", regardless)


def somebody_wrote_into_the_list(folder: Path) -> None:
    """The hub's list is longer than the plan's; sent as it was planned, the other entry is gone."""
    order = shop_order(fulfillments=[PARCEL])
    request = cape_plan(order, "ship", **TRACKED).steps[0].request
    theirs = order | {"fulfillments": [PARCEL, {**PARCEL, "id": "F-9"}]}
    with a_hub(lambda asked: Told(b"", 202) if asked.method == "PATCH" else page_of(theirs)) as hub:
        with connected(hub, folder) as channel, suppress(Exception):
            channel.send(request)
        written = [asked for asked in hub.asked if asked.method == "PATCH"]
    assert not written, "a list that somebody else wrote to was overwritten"


def shares_know_no_gifts(patch: MonkeyPatch) -> None:
    def share_of(total: D, units: D, already: D, now: D, spent: D, minor: D) -> D:
        return rounded(total * (already + now) / units, minor) - rounded(total * already / units, minor)

    patch.setattr("orders_pipeline.actions.policy.dividing.share_of", share_of)


def shares_stand_alone(patch: MonkeyPatch) -> None:
    def share_of(total: D, units: D, already: D, now: D, spent: D, minor: D) -> D:
        return max(min(rounded(total * now / units, minor), total - spent), D(0))

    patch.setattr("orders_pipeline.actions.policy.dividing.share_of", share_of)


def own_steps_are_not_spent(patch: MonkeyPatch) -> None:
    patch.setattr(accounting, "_spend_own", lambda account, own: None)


def random_refunds(folder: Path) -> None:
    for number in range(40):
        try:
            given_back.check(f"5/{number}")
        except Refused as refused:
            raise AssertionError(f"5/{number}: {refused}") from refused


def what_failed_is_spent(patch: MonkeyPatch) -> None:
    patch.setattr(accounting, "GAVE_NOTHING", frozenset())


def a_refund_that_failed(folder: Path) -> None:
    document = with_refund(an_order(a_line()), "7", units=D(3), item=D("44.85"), status=RefundStatus.FAILED)
    account = accounting.account_of(document, ())
    assert account.left(Component.ITEM) == D("44.85"), "what failed is not free again"


def restored_ones_go_on_at_once(patch: MonkeyPatch) -> None:
    patch.setattr(switches, "refuse_early", lambda connection, made, last_at, at: None)


def restored_while_something_is_on_its_way(folder: Path) -> None:
    hub, journal = LedgerHub(fate="late_apply"), Journal(folder / "journal")
    _approved(journal)
    shutil.copytree(journal.folder, folder / "backup")
    _sent(journal, hub)
    shutil.rmtree(journal.folder)
    shutil.copytree(folder / "backup", journal.folder)
    with suppress(NotNow):
        Journal(journal.folder).go(at=hub.now + timedelta(minutes=5), who="kim", why="the hub shows nothing of it")
    _sent(Journal(journal.folder), hub)
    assert hub.reached.total() == 1, "what was on its way was sent again"


LAWS = {
    "a key stands for one content": Law(keys_mean_anything, another_event_under_the_same_key, "lost to another one"),
    "proven unsent goes back": Law(unsent_is_forgotten, never_left, "never left is never sent"),
    "a 429 that no table certifies is a doubt": Law(
        busy_is_unsent,
        laws_stories.schedule(ActionKind.REFUND, "429_after", "looked, stored"),
        "called planned, and has its effect",
    ),
    "an answer is not the effect": Law(
        an_answer_is_enough,
        laws_stories.schedule(ActionKind.REFUND, "refused_late", "looked, stored"),
        "is called done, and has no effect",
    ),
    "what a hub never shows parks at once": Law(the_blind_are_asked, a_hub_that_shows_nothing, "no person is asked"),
    "each sending is counted outside the journal first": Law(
        sendings_are_not_counted, killed_and_restored, "was made again"
    ),
    "a restored journal goes on when nothing can arrive any more": Law(
        restored_ones_go_on_at_once, restored_while_something_is_on_its_way, "on its way was sent again"
    ),
    "the planned template is sent, and nothing else": Law(sending_rounds, what_leaves_the_socket, "20260930"),
    "one writer of a linked pair": Law(anybody_writes, two_protocols_of_one_profile, "two accounts write"),
    "ceilings of a run": Law(runs_have_no_end, a_run_beyond_its_ceiling, "more than its ceiling"),
    "ceilings of a day": Law(days_have_no_end, a_day_beyond_its_ceiling, "more than its ceiling"),
    "a doubt is settled by evidence": Law(anything_is_believed, settled_by_hearsay, "nobody saw anything"),
    "a list goes back as it was read just before": Law(
        lists_are_taken_as_they_are, somebody_wrote_into_the_list, "was overwritten"
    ),
    "spent and new never exceed paid": Law(shares_know_no_gifts, random_refunds, "5/"),
    "shares are cumulative": Law(shares_stand_alone, random_refunds, "5/"),
    "our own steps that no row echoes are spent": Law(own_steps_are_not_spent, random_refunds, "5/"),
    "what failed or was rejected is free again": Law(what_failed_is_spent, a_refund_that_failed, "not free again"),
}
