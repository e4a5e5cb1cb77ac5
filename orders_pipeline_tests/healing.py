"""Reading a hub that fails until all of it is held, and letting it come to rest: what tests of faults begin and end by.

Which fault strikes where, in each dialect, stands here as data.
"""

from datetime import timedelta

from orders_pipeline.channels.errors import HubError
from orders_pipeline.flows.read import ReadFailed
from orders_pipeline.sandbox.faults import NAMES, Fault
from orders_pipeline.sandbox.faults.plan import OF_DIALECTS
from orders_pipeline_tests.pipeline import assert_counts_add_up, assert_equal_tables

TICK = timedelta(minutes=15)
SETTLE = timedelta(minutes=5)  # the longest of the dialects

IN_THE_WORLD = ("late_commit", "page_drift")  # these strike orders, not requests
AT_SET_REQUESTS = {
    "timeout": Fault("timeout", nth=(3, 9), times=2, options={"seconds": 0.9}),
    "foreign_next_link": Fault("foreign_next_link", nth=(1,), times=1),
    # Every order, for as long as it has company.
    "poisoned_order": Fault("poisoned_order", options={"order_ids": list(range(20_000_000, 20_003_000))}),
    "failed_entry_under_success": Fault(
        "failed_entry_under_success", nth=(1, 4)
    ),  # what two answers leave out is believed
}
ABSENT = {  # faults of the first issue for which a dialect has no place
    "channeladvisor": (),
    "channeladvisor_soap": ("token_expiry", "foreign_next_link"),  # a key and password; pages by number
    "channelunity": ("token_expiry", "foreign_next_link", "first_page_past_end"),  # no token; offsets, to a page's end
    "channelape": (),
}
BESIDE = {  # what makes the occasion for a fault: there is no further page of a small world otherwise
    "channelape": (Fault("short_page", probability=1.0, times=None),),
}


def faults_of(channel):
    """The names of all faults that can strike this dialect."""
    own = [fault.name for fault in OF_DIALECTS.get(channel, ())]
    return [name for name in (*NAMES, *own) if name not in ABSENT[channel]]


def struck_often(name, channel="channeladvisor"):
    """The fault at a rate that a small world meets for certain, and what else it needs."""
    beside = [fault for fault in BESIDE.get(channel, ()) if fault.name != name]
    if name in AT_SET_REQUESTS:
        return [AT_SET_REQUESTS[name], *beside]
    if name in IN_THE_WORLD:
        return [Fault(name), *beside]
    rate = {"probability": 0.3, "times": 3} if channel == "channeladvisor" else {"nth": (1, 3, 4)}  # few requests
    return [Fault(name, **rate), *beside]


def read_until_whole(pipeline, tries=12):
    """Ticks of a schedule: what a run could not certify, a later one reads again."""
    for _ in range(tries):
        failed = [account for account in pipeline.spoken if not is_whole(pipeline, account)]
        if not failed:
            return
        pipeline.hub.clock.advance(TICK)
    raise AssertionError(f"not whole after {tries} ticks")


def is_whole(pipeline, account):
    try:
        pipeline.read(account)
    except (ReadFailed, HubError):
        return False
    return True


def come_to_rest(hub):
    """Let time go on to where nothing is younger than the settle delay: that is not to be held yet."""
    while any(hub.world.changes_between(hub.clock.now - SETTLE, hub.clock.now + SETTLE)):
        hub.clock.advance(SETTLE)


def heal(pipeline):
    """No fault strikes any more, what was committed late becomes visible, and what was set aside is shown anew."""
    pipeline.hub.faults.disarm()
    touch_rejected(pipeline)
    for _ in range(2):
        pipeline.hub.clock.advance(TICK)
        come_to_rest(pipeline.hub)
        read_until_whole(pipeline)


def touch_rejected(pipeline):
    """The hub shows a next version of every order that was set aside: its next good version heals an order."""
    pipeline.load()
    rejected = {row["order_id"] for row in pipeline.loaded("SELECT order_id FROM rejects WHERE healed_load_id IS NULL")}
    for life in pipeline.hub.world.lives.values() if rejected else ():
        if rejected & {spoken.order_id(life.order) for spoken, _ in pipeline.spoken.values()}:
            pipeline.hub.world.edit(life.order.order_id, pipeline.hub.clock.now + timedelta(minutes=1))


def assert_right(pipeline, *, published=True):
    """Loads, and compares what analysts see (or what is loaded) with what the hub holds; nothing is set aside still."""
    pipeline.load()
    if published:
        pipeline.publish()
    held = pipeline.tables(None if published else pipeline.warehouse_file)
    assert_equal_tables(pipeline.comparable(held), pipeline.comparable(pipeline.truth()))
    assert pipeline.loaded("SELECT order_id, reason FROM rejects WHERE healed_load_id IS NULL") == []
    assert_counts_add_up(pipeline)
