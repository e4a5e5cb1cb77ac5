"""The journal into the warehouse: the actions that moved since the last load, and every event since, each once.

A journal that is not the one that was told before (restored, or another) is told as a whole.
"""

from orders_pipeline.actions.journal.glance import glance
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.actions import newest_event, write_actions
from orders_pipeline.warehouse.query import reading
from orders_pipeline.warehouse.writer import DATABASE, Writer


def actions_wait(home: Home) -> int:
    """The newest event of the journal where readers do not see it yet; 0 where they see everything."""
    seen = glance(home.journal)
    file = home.published / DATABASE
    if not seen.newest or not file.exists():
        return seen.newest
    with reading(file) as connection:
        return 0 if newest_event(connection) == (seen.newest, seen.newest_at) else seen.newest


def load_actions(home: Home, warehouse: Writer) -> dict[str, int]:
    """Rows written, by table; nothing where nothing has happened since."""
    held = newest_event(warehouse.connection)
    seen = glance(home.journal)
    if held == (seen.newest, seen.newest_at):
        return {}
    if not seen.newest:
        return write_actions(warehouse, [], [], keys=[], is_whole=True)
    from orders_pipeline.actions.journal import Journal
    from orders_pipeline.flows.actions.journal_rows import actions_of, entries, event_of

    journal = Journal(home.journal)
    events = journal.events(after=max(held[0] - 1, 0))
    is_same = bool(events) and (events[0].sequence, events[0].at) == held
    if is_same:
        events = events[1:]
    elif held[0]:
        events = journal.events()
    keys = {(event.account, event.key) for event in events}
    told = [action for entry in entries(journal, keys) for action in actions_of(journal, entry)]
    return write_actions(
        warehouse, told, [event_of(event) for event in events], keys=keys, is_whole=bool(held[0]) and not is_same
    )
