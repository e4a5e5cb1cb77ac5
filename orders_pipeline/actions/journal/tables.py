"""The journal's tables, in SQL that SQLite and PostgreSQL both take. No personal data and no secret stands in them."""

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

INTENTS = Table(
    "intents",
    metadata,
    Column("account", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("order_id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("content", Text, nullable=False),
    Column("plan", Text, nullable=False),
    Column("plan_hash", String, nullable=False),
    Column("approved_by", String),
    Column("approved_why", Text),
    Column("created_at", String, nullable=False),
)
"""One row an intent. The plan may be made anew until a step of it was sent."""

STEPS = Table(
    "steps",
    metadata,
    Column("account", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("order_id", String, nullable=False),
    Column("moves_money", Boolean, nullable=False),
    Column("state", String, nullable=False),
    Column("was_in_doubt", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("amount", String, nullable=False),
    Column("currency", String),
    Column("owner", String),
    Column("sent_at", String),
    Column("looks", Integer, nullable=False),
    Column("look_at", String),
    Column("updated_at", String, nullable=False),
    Index("steps_by_state", "state"),
    Index("steps_by_order", "account", "order_id"),
)
"""One row a request: where it stands. `revision` is what a change is compared with."""

EVENTS = Table(
    "events",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("account", String, nullable=False),
    Column("key", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("at", String, nullable=False),
    Column("event", String, nullable=False),
    Column("state", String, nullable=False),
    Column("who", String, nullable=False),
    Column("why", Text, nullable=False),
    Column("evidence", Text),
)
"""Everything that ever happened, in order; never changed, never deleted."""

REFUSALS = Table(
    "refusals",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("account", String, nullable=False),
    Column("key", String, nullable=False),
    Column("order_id", String, nullable=False),
    Column("kind", String, nullable=False),
    Index("refusals_by_kind", "account", "kind"),
)
"""What the event of a refusal was about, by its sequence: no intent tells it, and the key may be another's."""

SWITCHES = Table(
    "switches",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
    Column("who", String, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", String, nullable=False),
)
"""`stopped`: the kill switch. `generation`: how many sendings this journal knows of."""
